//! Looking for secrets where none may be: the whole database and all logs.

use std::{
    io::{self, Write},
    sync::{Mutex, Once, PoisonError},
};

use jose::base64url;
use store::{Location, testing::Database};
use tracing_subscriber::{
    Layer as _,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Writer;

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Begins to keep what is logged: everything that our crates say, and what others may say in a server that was asked for
/// `trace` (`doorward::log::levels`, which caps them at `info`).
pub(crate) fn keep_logs() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        let ours = ["crypto", "egress", "flows", "jose", "model", "oidc", "passthrough", "store", "it"];
        let levels =
            Targets::new().with_default(LevelFilter::INFO).with_targets(ours.map(|name| (name, LevelFilter::TRACE)));
        let lines = tracing_subscriber::fmt::layer().with_writer(|| Writer).with_ansi(false).with_filter(levels);
        tracing_subscriber::registry().with(lines).init();
    });
}

/// All that was logged.
pub(crate) fn logs() -> Vec<u8> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// All that is stored: the bytes of the files, or every row of every table as text, in which bytes are hexadecimal.
pub(crate) async fn dump(database: &Database) -> Vec<u8> {
    match &database.location {
        Location::Sqlite(path) => {
            let mut wal = path.clone().into_os_string();
            wal.push("-wal");
            let mut bytes = std::fs::read(path).unwrap();
            bytes.extend(std::fs::read(wal).unwrap());
            bytes
        }
        Location::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            let tables = "select tablename from pg_tables where schemaname = 'public'";
            let mut text = String::new();
            for table in client.query(tables, &[]).await.unwrap() {
                let table: &str = table.get(0);
                for row in client.query(&format!("select t::text from \"{table}\" t"), &[]).await.unwrap() {
                    text.push_str(row.get(0));
                    text.push('\n');
                }
            }
            text.into_bytes()
        }
    }
}

/// Something that must not be found, in every form in which it might be written down.
pub(crate) struct Canary {
    name: &'static str,
    forms: Vec<(&'static str, Vec<u8>)>,
}

impl Canary {
    pub(crate) fn new(name: &'static str, secret: &[u8]) -> Self {
        assert!(secret.len() >= 15, "{name} could be found by chance");
        let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let base64url = base64url::encode(secret);
        // Without the last characters, which depend on padding.
        let base64 = base64url.replace('-', "+").replace('_', "/");
        let escaped: String = secret
            .iter()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(*byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect();
        let json = serde_json::to_string(&String::from_utf8_lossy(secret)).unwrap();
        let debug = format!("{secret:?}");
        let forms = vec![
            ("raw", secret.to_vec()),
            ("hexadecimal", hex.clone().into_bytes()),
            ("upper hexadecimal", hex.to_uppercase().into_bytes()),
            ("base64", base64.into_bytes()),
            ("base64url", base64url.into_bytes()),
            ("URL-encoded", escaped.into_bytes()),
            ("JSON", json.trim_matches('"').as_bytes().to_vec()),
            ("list of numbers", debug.trim_matches(['[', ']']).replace(' ', "").into_bytes()),
            ("list of numbers, spaced", debug.trim_matches(['[', ']']).as_bytes().to_vec()),
        ];
        Self { name, forms }
    }

    /// In which forms it is in there.
    pub(crate) fn found_in(&self, place: &[u8]) -> Vec<String> {
        let found = self.forms.iter().filter(|(_, form)| contains(place, form));
        found.map(|(form, _)| format!("{}, {form}", self.name)).collect()
    }
}

fn contains(place: &[u8], wanted: &[u8]) -> bool {
    let Some((first, rest)) = wanted.split_first() else { return false };
    let mut from = 0;
    while let Some(at) = place[from..].iter().position(|byte| byte == first) {
        from += at + 1;
        if place[from..].starts_with(rest) {
            return true;
        }
    }
    false
}
