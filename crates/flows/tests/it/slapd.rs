//! OpenLDAP's own server, started for a test on free ports of this machine, with entries of the test's.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::{Value, json};

/// Who searches.
pub(crate) const READER: &str = "cn=reader,dc=acme,dc=example";
pub(crate) const READERS_PASSWORD: &str = "the reader's password that nobody may see";

static NUMBER: AtomicU32 = AtomicU32::new(0);
static PORTS: AtomicU32 = AtomicU32::new(0);

/// One, which ends with this.
pub(crate) struct Slapd {
    folder: PathBuf,
    pub(crate) plain: u16,
    pub(crate) secure: u16,
    /// The authority that its certificate is of, as PEM.
    pub(crate) authority: String,
    child: Option<Child>,
}

/// Somebody's entry: user name, name, identifier, and further lines.
pub(crate) fn person(uid: &str, uuid: u8, more: &str) -> String {
    format!(
        "dn: uid={uid},ou=people,dc=acme,dc=example\nobjectClass: inetOrgPerson\nuid: {uid}\ncn: {uid}\nsn: Of Acme\n\
         entryUUID: {}\nuserPassword: {uid} and a long word\n{more}\n\n",
        uuid_of(uuid)
    )
}

pub(crate) fn uuid_of(number: u8) -> String {
    format!("00000000-0000-4000-8000-0000000000{number:02x}")
}

/// What is right for whom [`person`] made.
pub(crate) fn word(uid: &str) -> String {
    format!("{uid} and a long word")
}

/// A group: its name as it stands in a DN, and its members.
pub(crate) fn group(name: &str, members: &[&str]) -> String {
    let members: String = members.iter().map(|member| format!("member: {member}\n")).collect();
    let cn = name.replace('\\', "");
    format!("dn: cn={name},ou=groups,dc=acme,dc=example\nobjectClass: groupOfNames\ncn: {cn}\n{members}\n")
}

fn root() -> String {
    let policy = |name: &str, lines: &str| {
        format!(
            "dn: cn={name},ou=policies,dc=acme,dc=example\nobjectClass: organizationalRole\nobjectClass: pwdPolicy\ncn: {name}\n\
             pwdAttribute: userPassword\npwdLockout: TRUE\n{lines}\n\n"
        )
    };
    let unit =
        |name: &str| format!("dn: ou={name},dc=acme,dc=example\nobjectClass: organizationalUnit\nou: {name}\n\n");
    [
        "dn: dc=acme,dc=example\nobjectClass: dcObject\nobjectClass: organization\ndc: acme\no: Acme\n\n".to_owned(),
        format!(
            "dn: {READER}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: {READERS_PASSWORD}\n\n"
        ),
        unit("people"),
        unit("groups"),
        unit("policies"),
        policy("usual", "pwdMustChange: TRUE"),
        policy("short", "pwdMaxAge: 60"),
    ]
    .concat()
}

impl Slapd {
    pub(crate) async fn new(entries: &[String]) -> Self {
        Self::started(entries, true).await
    }

    /// One that has no certificate, so that it can't begin TLS.
    pub(crate) async fn without_tls(entries: &[String]) -> Self {
        Self::started(entries, false).await
    }

    async fn started(entries: &[String], tls: bool) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("doorward-slapd-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let authority = certificates(&folder);
        fs::write(folder.join("slapd.conf"), configuration(&folder, tls)).unwrap();
        // Where slapd is confined to its own folders, a copy of it is not.
        fs::copy("/usr/sbin/slapd", folder.join("server")).expect("slapd is there (cargo xtask install)");
        let (plain, secure) = (free_port(), free_port());
        let mut server = Self { folder, plain, secure, authority, child: None };
        server.holds(entries).await;
        server
    }

    /// Starts anew, at the same ports, with these entries.
    pub(crate) async fn holds(&mut self, entries: &[String]) {
        self.stop();
        let data = self.folder.join("data");
        let _ = fs::remove_dir_all(&data);
        fs::create_dir(&data).unwrap();
        let (ldif, conf) = (self.folder.join("entries.ldif"), self.folder.join("slapd.conf"));
        fs::write(&ldif, format!("{}{}", root(), entries.concat())).unwrap();
        let mut adding = Command::new(self.folder.join("server"));
        adding.args(["-T", "add", "-f"]).arg(&conf).arg("-l").arg(&ldif);
        let added = adding.output().unwrap();
        assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
        self.start().await;
    }

    pub(crate) async fn start(&mut self) {
        let listens = format!("ldap://127.0.0.1:{}/ ldaps://127.0.0.1:{}/", self.plain, self.secure);
        let log = File::options().create(true).append(true).open(self.log_file()).unwrap();
        let mut command = Command::new(self.folder.join("server"));
        command.arg("-f").arg(self.folder.join("slapd.conf")).args(["-h", &listens, "-d", "stats"]);
        self.child = Some(command.stdout(Stdio::null()).stderr(log).spawn().unwrap());
        while tokio::net::TcpStream::connect(("127.0.0.1", self.secure)).await.is_err() {
            let ended = self.child.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "it ended: {}", self.log());
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn log_file(&self) -> PathBuf {
        self.folder.join("log")
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// How often somebody bound, or tried to, so far.
    pub(crate) fn binds(&self, dn: &str) -> usize {
        let of = |line: &&str| line.contains(&format!("BIND dn=\"{dn}")) && line.contains("method=128");
        self.log().lines().filter(of).count()
    }

    /// The provider that it is, by TLS.
    pub(crate) fn provider(&self) -> Value {
        self.provider_at(&format!("ldaps://127.0.0.1:{}", self.secure), false)
    }

    pub(crate) fn provider_at(&self, address: &str, plain: bool) -> Value {
        json!({
            "key": "staff", "name": "Staff directory", "creates_users": true, "domains": ["acme.example"],
            "ldap": {
                "addresses": [address], "plain": plain, "authorities": self.authority,
                "bind_dn": READER, "bind_password": READERS_PASSWORD,
                "base": "ou=people,dc=acme,dc=example",
                "filter": "(&(objectClass=inetOrgPerson)(|(uid={{LOGIN}})(mail={{LOGIN}})))",
                "groups": { "base": "ou=groups,dc=acme,dc=example", "filter": "(member={{DN}})", "nested": true },
            },
        })
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        self.stop();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A port that nobody has, below those that connections going out are given: it stays free while a server is down.
fn free_port() -> u16 {
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let next = || 12_000 + (std::process::id() * 64 + PORTS.fetch_add(1, Ordering::Relaxed)) % 20_000;
    let mut candidates = std::iter::repeat_with(|| u16::try_from(next()).unwrap());
    candidates.find(is_free).unwrap()
}

/// A certificate for this machine, and the authority that it is of, as PEM.
fn certificates(folder: &Path) -> String {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    fs::write(folder.join("own.pem"), own.pem()).unwrap();
    fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
    authority.pem()
}

/// It lets in who has no password typed, as nobody: what a client must never take for a right one.
fn configuration(folder: &Path, tls: bool) -> String {
    let at = folder.display();
    let tls = if tls {
        format!("TLSCertificateFile {at}/own.pem\nTLSCertificateKeyFile {at}/key.pem\n")
    } else {
        String::new()
    };
    format!(
        "include /etc/ldap/schema/core.schema\ninclude /etc/ldap/schema/cosine.schema\ninclude /etc/ldap/schema/inetorgperson.schema\n\
         modulepath /usr/lib/ldap\nmoduleload back_mdb\nmoduleload ppolicy\nallow bind_anon_cred\npidfile {at}/pid\n{tls}\
         database mdb\nsuffix \"dc=acme,dc=example\"\nrootdn \"cn=root,dc=acme,dc=example\"\ndirectory {at}/data\nmaxsize 10485760\n\
         access to attrs=userPassword by anonymous auth by * none\n\
         access to * by dn.exact=\"{READER}\" read by * none\n\
         overlay ppolicy\nppolicy_default \"cn=usual,ou=policies,dc=acme,dc=example\"\nppolicy_use_lockout\n"
    )
}
