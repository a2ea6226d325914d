//! To a mail server, by SMTP (RFC 5321), over TLS.
//!
//! Each step is taken by itself, so that its answer can be told apart: a refused password is no reason to give a mail up,
//! a refused recipient is. Certificates are always checked; a server with a certificate of one's own authority is trusted
//! by that authority's file, never by a switch. Without TLS there is no password either (MAI-04).

use std::{
    fmt,
    net::IpAddr,
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, DEFAULT_MECHANISMS},
    client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
    commands::{Data, Mail as MailFrom, Rcpt, Rset},
    extension::{ClientId, Extension, MailParameter},
};
use tokio::time::{Instant, timeout};
use zeroize::Zeroizing;

use crate::{
    Address, Mail, Sender,
    deliver::{Deliver, Delivery, DeliveryError, Outcome, Stage},
};

/// How long it may take to be connected, encrypted and signed in.
const GREETING: Duration = Duration::from_secs(20);
/// How long the server may take over sender and recipient.
const ENVELOPE: Duration = Duration::from_secs(20);
/// How long it may take over the content: some look for viruses before they answer.
const CONTENT: Duration = Duration::from_secs(60);
/// How long one try takes at most. Whoever leases a mail to send it needs longer.
pub const LONGEST_TRY: Duration = Duration::from_secs(20 + 20 + 60);

/// A connection that was not used for so long is not used again: servers hang up on who is silent.
const IDLE: Duration = Duration::from_secs(20);
/// How many connections wait for the next mail.
const MAX_IDLE: usize = 4;

/// Where mail is handed over, and how.
#[derive(Clone)]
pub struct SmtpSettings {
    /// The mail server's name, which its certificate must carry.
    pub host: String,
    /// 587 is usual with STARTTLS, 465 with TLS from the first byte, 25 between servers.
    pub port: u16,
    /// How the connection is kept from others.
    pub security: Security,
    /// Who we are to the server, if it asks.
    pub login: Option<Login>,
    /// A PEM file with the authorities to believe in place of the system's.
    pub authorities: Option<PathBuf>,
    /// Our own host name, for the greeting.
    pub hello: String,
}

/// How a connection to a mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Security {
    /// Begins in plain text and must change to TLS before anything is said.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None: for a server on this machine or behind a wall of its own.
    None,
}

/// A user name and password for a mail server.
#[derive(Clone)]
pub struct Login {
    /// The user name.
    pub user: String,
    /// The password.
    pub password: Zeroizing<String>,
}

/// Settings that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// A password would go over the network in plain text.
    #[error(
        "a password would be sent in plain text to another machine: use security \"starttls\" or \"tls\", or leave the user \
         name out"
    )]
    PlainPassword,
    /// The file of authorities can't be used.
    #[error(transparent)]
    Authorities(#[from] pki::BadFile),
    /// TLS can't be set up.
    #[error("TLS can't be set up: {0}")]
    Tls(String),
}

/// A mail server that takes our mail.
pub struct Smtp {
    settings: SmtpSettings,
    tls: Option<TlsParameters>,
    hello: ClientId,
    idle: Mutex<Vec<(AsyncSmtpConnection, Instant)>>,
}

impl Smtp {
    /// Prepares to talk to this server; nothing is sent yet.
    ///
    /// # Errors
    /// Settings that would give a password away, or certificates that are none.
    pub fn new(settings: SmtpSettings) -> Result<Self, Unusable> {
        let tls = match settings.security {
            Security::None if settings.login.is_some() && !is_loopback(&settings.host) => {
                return Err(Unusable::PlainPassword);
            }
            Security::None => None,
            Security::StartTls | Security::Tls => Some(tls_parameters(&settings)?),
        };
        let hello = match settings.hello.parse() {
            Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
            Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
            Err(_) => ClientId::Domain(settings.hello.clone()),
        };
        Ok(Self { settings, tls, hello, idle: Mutex::default() })
    }

    /// Whether the server can be reached, lets us in, and takes mail from this sender. Sends nothing.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn greet(&self, sender: &Sender) -> Result<(), DeliveryError> {
        let mut connection = within(GREETING, Stage::Connect, self.open()).await?;
        let asked = async {
            mail_from(&mut connection, &sender.address, sender.address.is_international()).await?;
            connection.command(Rset).await.map_err(|error| reply_error(Stage::Sender, &error))
        };
        within(ENVELOPE, Stage::Sender, asked).await?;
        self.keep(connection);
        Ok(())
    }

    async fn send(&self, mail: &Mail) -> Result<(), DeliveryError> {
        let mut connection = match self.waiting().await {
            Some(connection) => connection,
            None => within(GREETING, Stage::Connect, self.open()).await?,
        };
        let message = mail.message(takes_utf8(&connection)).map_err(|error| delivery_error(Stage::Content, &error))?;
        within(ENVELOPE, Stage::Sender, envelope(&mut connection, mail)).await?;
        let content = async { connection.message(&message).await.map_err(|error| reply_error(Stage::Content, &error)) };
        within(CONTENT, Stage::Content, content).await?;
        self.keep(connection);
        Ok(())
    }

    /// A new connection: encrypted, and signed in.
    async fn open(&self) -> Result<AsyncSmtpConnection, DeliveryError> {
        let Self { settings, hello, .. } = self;
        let from_the_start = self.tls.clone().filter(|_| settings.security == Security::Tls);
        let address = (settings.host.as_str(), settings.port);
        let connected = AsyncSmtpConnection::connect_tokio1(address, Some(GREETING), hello, from_the_start, None).await;
        let mut connection = connected.map_err(|error| {
            // TLS from the first byte fails as a connection does; only its cause tells them apart.
            reply_error(if is_about_tls(&error) { Stage::Secure } else { Stage::Connect }, &error)
        })?;
        if let (Security::StartTls, Some(tls)) = (settings.security, &self.tls) {
            connection.starttls(tls.clone(), hello).await.map_err(|error| reply_error(Stage::Secure, &error))?;
        }
        if let Some(login) = &settings.login {
            let credentials = Credentials::new(login.user.clone(), login.password.as_str().to_owned());
            let answer = connection.auth(DEFAULT_MECHANISMS, &credentials).await;
            answer.map_err(|error| reply_error(Stage::Login, &error))?;
        }
        Ok(connection)
    }

    /// A connection that waits and still works.
    async fn waiting(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let (mut connection, since) = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            let answers = timeout(Duration::from_secs(2), connection.test_connected());
            if since.elapsed() < IDLE && answers.await == Ok(true) {
                return Some(connection);
            }
        }
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MAX_IDLE {
            idle.push((connection, Instant::now()));
        }
    }
}

impl Deliver for Smtp {
    fn deliver<'a>(&'a self, mail: &'a Mail) -> Delivery<'a> {
        Box::pin(async move {
            match self.send(mail).await {
                Ok(()) => Outcome::Accepted,
                Err(error) if is_final(&error) => Outcome::Never(error),
                Err(error) => Outcome::Later(error),
            }
        })
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SmtpSettings { host, port, security, .. } = &self.settings;
        f.debug_struct("Smtp")
            .field("host", host)
            .field("port", port)
            .field("security", security)
            .finish_non_exhaustive()
    }
}

/// Sender, recipient, and that content follows.
async fn envelope(connection: &mut AsyncSmtpConnection, mail: &Mail) -> Result<(), DeliveryError> {
    if mail.to.is_international() && !takes_utf8(connection) {
        let detail = "the address has letters that this mail server does not take (no SMTPUTF8)".to_owned();
        return Err(DeliveryError { stage: Stage::Recipient, code: Some(553), detail });
    }
    mail_from(connection, &mail.from.address, mail.is_international()).await?;
    let recipient = connection.command(Rcpt::new(mail.to.lettre(), Vec::new())).await;
    recipient.map_err(|error| reply_error(Stage::Recipient, &error))?;
    connection.command(Data).await.map(|_| ()).map_err(|error| reply_error(Stage::Content, &error))
}

/// The sender; SMTPUTF8 is said where the mail needs it and the server takes it (RFC 6531 §3.4).
async fn mail_from(
    connection: &mut AsyncSmtpConnection,
    sender: &Address,
    needs_utf8: bool,
) -> Result<(), DeliveryError> {
    let takes_utf8 = takes_utf8(connection);
    if sender.is_international() && !takes_utf8 {
        let detail = "it has letters beyond ASCII, which this server does not take (no SMTPUTF8)".to_owned();
        return Err(DeliveryError { stage: Stage::Sender, code: None, detail });
    }
    let parameters = if needs_utf8 && takes_utf8 { vec![MailParameter::SmtpUtfEight] } else { Vec::new() };
    let answer = connection.command(MailFrom::new(Some(sender.lettre()), parameters)).await;
    answer.map(|_| ()).map_err(|error| reply_error(Stage::Sender, &error))
}

/// Whether the server takes addresses beyond ASCII.
fn takes_utf8(connection: &AsyncSmtpConnection) -> bool {
    connection.server_info().supports_feature(Extension::SmtpUtfEight)
}

/// Whether the server has said that this mail will never do. What it says of us, or of a policy that an operator can
/// change (RFC 3463 §3.8: class 5.7), passes.
fn is_final(error: &DeliveryError) -> bool {
    let permanent = error.code.is_some_and(|code| (500..600).contains(&code));
    let ours = error.stage.concerns_all() || matches!(error.code, Some(530 | 535 | 538));
    let policy = error.stage == Stage::Recipient && error.detail.contains("5.7.");
    permanent && !ours && !policy
}

async fn within<T>(
    longest: Duration,
    stage: Stage,
    work: impl Future<Output = Result<T, DeliveryError>>,
) -> Result<T, DeliveryError> {
    match timeout(longest, work).await {
        Ok(done) => done,
        Err(_) => {
            Err(DeliveryError { stage, code: None, detail: format!("no answer within {} seconds", longest.as_secs()) })
        }
    }
}

fn reply_error(stage: Stage, error: &Error) -> DeliveryError {
    DeliveryError { code: error.status().map(u16::from), ..delivery_error(stage, error) }
}

fn delivery_error(stage: Stage, error: &(dyn std::error::Error + 'static)) -> DeliveryError {
    // The innermost cause is what the server or the network said; what lettre says around it, the stage says better.
    let innermost = || causes(error).last().map_or_else(String::new, ToString::to_string);
    let detail = pki::explain(error).unwrap_or_else(innermost);
    DeliveryError { stage, code: None, detail: crate::plain::line(&detail) }
}

/// The error, its cause, the cause of that, and so on.
fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}

/// rustls tells of everything that it does not accept by this kind of I/O error.
fn is_about_tls(error: &Error) -> bool {
    let is_refusal = |io: &std::io::Error| io.kind() == std::io::ErrorKind::InvalidData;
    error.is_tls() || causes(error).any(|cause| cause.downcast_ref().is_some_and(is_refusal))
}

fn tls_parameters(settings: &SmtpSettings) -> Result<TlsParameters, Unusable> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(file) = &settings.authorities {
        builder = builder.certificate_store(CertificateStore::None);
        for certificate in pki::certificates(file)? {
            let authority = Certificate::from_der(certificate.to_vec());
            builder = builder.add_root_certificate(authority.map_err(|error| Unusable::Tls(error.to_string()))?);
        }
    }
    builder.build().map_err(|error| Unusable::Tls(delivery_error(Stage::Secure, &error).detail))
}

/// Whether the host is this machine by its very name.
fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(host: &str, security: Security) -> SmtpSettings {
        let login = Some(Login { user: "doorward".into(), password: Zeroizing::new("canary".into()) });
        SmtpSettings { host: host.into(), port: 25, security, login, authorities: None, hello: "id.example.org".into() }
    }

    #[test]
    fn mai_04_no_password_in_plain_text() {
        let unusable = |host| Smtp::new(settings(host, Security::None)).err();
        for host in ["mail.example.org", "192.0.2.1", "localhost.example.org"] {
            assert!(matches!(unusable(host), Some(Unusable::PlainPassword)), "{host}");
        }
        for host in ["localhost", "127.0.0.1", "::1"] {
            assert!(unusable(host).is_none(), "{host}");
        }
    }

    #[test]
    fn authorities_are_certificates() {
        let file = std::env::temp_dir().join(format!("doorward-mail-authorities-{}.pem", std::process::id()));
        for wrong in ["", "no certificate", "-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----"] {
            std::fs::write(&file, wrong).unwrap();
            let settings =
                SmtpSettings { authorities: Some(file.clone()), ..settings("mail.example.org", Security::Tls) };
            assert!(matches!(Smtp::new(settings), Err(Unusable::Authorities(_))), "{wrong}");
        }
        std::fs::remove_file(&file).unwrap();
    }

    #[test]
    fn secrets_are_not_shown() {
        let smtp = Smtp::new(settings("localhost", Security::None)).unwrap();
        assert!(!format!("{smtp:?}").contains("canary"));
    }

    #[test]
    fn only_what_a_server_says_of_this_mail_is_final() {
        let never =
            |stage, code, detail: &str| is_final(&DeliveryError { stage, code: Some(code), detail: detail.into() });
        assert!(never(Stage::Recipient, 550, "5.1.1 no such user"));
        assert!(never(Stage::Recipient, 553, ""));
        assert!(never(Stage::Content, 554, "5.6.0"));
        assert!(!never(Stage::Recipient, 450, "4.2.1 greylisted"));
        assert!(!never(Stage::Recipient, 554, "5.7.1 relay access denied"));
        assert!(!never(Stage::Recipient, 530, "authentication required"));
        assert!(!never(Stage::Login, 535, "5.7.8"));
        assert!(!never(Stage::Sender, 550, "5.1.8 sender rejected"));
        assert!(!never(Stage::Connect, 554, "go away"));
    }
}
