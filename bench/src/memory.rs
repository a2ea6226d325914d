//! What memory the server has after many sign-ins, and with many sessions.

use std::time::Duration;

use crypto::password::{Cost, Places};
use jose::Algorithm;
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::{
    Engine, Options,
    cases::{Case, CaseKind},
    client::Client,
    content::Content,
    load,
    report::MemoryRow,
    run::{Run, USERS, prepare},
    server::{Place, Server},
};

/// How many sign in at once.
const AT_ONCE: usize = 16;

/// How many steps there are, and how long each takes, roughly.
pub(crate) fn plan(options: &Options) -> (usize, Duration) {
    (6, Duration::from_millis(u64::from(options.sign_ins) * 3))
}

/// Measures on SQLite, which the bounds are for: the database itself is in the process.
pub(crate) async fn measure(run: &mut Run<'_>) -> Result<(), String> {
    let database = run.database(Engine::Sqlite, "memory")?;
    let place = Place::new(run.binary.clone(), run.folder.clone())?;
    let content = Content::make(database.location.clone(), &place.issuer(), USERS, false).await?;
    let server = place.start(&content).await?;
    run.progress.begin("SQLite: memory at the start", Duration::from_secs(1));
    // No password was hashed yet.
    keep(run, "at the start".to_owned(), &server, 0);
    let buffers = Cost::default().memory() as usize * 1024 * Places::default().permits.get();

    let mut clients = run.clients(&place, USERS, AT_ONCE).await?;
    let (sign_ins, sessions) = (run.options.sign_ins, run.options.sessions);
    run.progress.begin(&format!("SQLite: memory after {sign_ins} sign-ins"), plan(run.options).1);
    let done = signed_in(run.options, &mut clients, sign_ins).await?;
    keep(run, format!("after {done} sign-ins"), &server, buffers as u64);

    run.progress.begin(&format!("SQLite: {sessions} sessions are made"), Duration::from_secs(30));
    content.crowd(sessions).await?;
    run.progress.end("done");
    run.progress.begin(&format!("SQLite: memory with {sessions} sessions"), run.options.row_time() * 4);
    let more = signed_in(run.options, &mut clients, sign_ins / 10).await?;
    for kind in [CaseKind::SecondApplication, CaseKind::Refresh, CaseKind::Userinfo] {
        let mut clients = run.clients(&place, USERS, AT_ONCE).await?;
        prepare(Case { kind, algorithm: Algorithm::RS256 }, &mut clients).await?;
        once(run.options, &mut clients, kind).await?;
    }
    keep(
        run,
        format!("with {sessions} more sessions, after {} sign-ins and all else", done + more),
        &server,
        buffers as u64,
    );
    run.progress.begin("SQLite: memory while one source leaves forms unfinished", Duration::from_secs(3));
    let stalled = unfinished_forms(&place).await?;
    keep(run, format!("while one source leaves {FORMS} forms of 60 KiB unfinished"), &server, buffers as u64);
    drop(stalled);
    tokio::time::sleep(Duration::from_secs(1)).await;
    run.progress.begin("SQLite: memory when they are gone", Duration::from_secs(1));
    keep(run, "when they are gone".to_owned(), &server, buffers as u64);
    server.stop().await
}

/// How many forms one source leaves unfinished: 117 MiB of them.
const FORMS: usize = 2_000;

/// Connections that each sent a form but for its last byte, as a proxy forwards them for one source.
async fn unfinished_forms(place: &Place) -> Result<Vec<TcpStream>, String> {
    let head = format!(
        "POST /oauth/token HTTP/1.1\r\nHost: {}\r\nX-Forwarded-For: 203.0.113.99\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 61440\r\n\r\n",
        place.authority()
    );
    let form = [head.as_bytes(), &[b'x'; 61_439]].concat();
    let mut stalled = Vec::new();
    for _ in 0..FORMS {
        let stream = TcpStream::connect(place.authority()).await;
        let mut stream = stream.map_err(|error| format!("connection {}: {error}", stalled.len()))?;
        // Whoever is refused may be cut before all of it is sent.
        let _ = stream.write_all(&form).await;
        stalled.push(stream);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok(stalled)
}

/// `buffers`: what of it is for hashing, in bytes.
fn keep(run: &mut Run<'_>, when: String, server: &Server, buffers: u64) {
    let memory = server.memory();
    run.progress.end(&format!("{:.1} MiB", memory.now as f64 / (1024.0 * 1024.0)));
    run.report.memory.push(MemoryRow { when, memory, buffers });
}

/// Whole sign-ins until there were so many of them, each in a browser that comes for the first time.
async fn signed_in(options: &Options, clients: &mut Vec<Client>, wanted: u32) -> Result<u64, String> {
    let mut done = 0;
    while done < u64::from(wanted) {
        done += once(options, clients, CaseKind::SignIn).await?;
    }
    Ok(done)
}

async fn once(options: &Options, clients: &mut Vec<Client>, kind: CaseKind) -> Result<u64, String> {
    let case = Case { kind, algorithm: Algorithm::RS256 };
    let counted = load::run(case, clients, (Duration::ZERO, options.row_time()), || {}).await?;
    match counted.first_error {
        Some(error) => Err(format!("{}: {error}", kind.title())),
        None => Ok(counted.times.len() as u64),
    }
}
