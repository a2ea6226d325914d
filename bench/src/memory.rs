//! What memory the server has after many sign-ins, and with many sessions.

use std::time::Duration;

use crypto::password::{Cost, Places};
use jose::Algorithm;

use crate::{
    Engine, Options,
    cases::{Case, Kind},
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
    (4, Duration::from_millis(u64::from(options.sign_ins) * 3))
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
    for kind in [Kind::SecondApplication, Kind::Refresh, Kind::Userinfo] {
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
    server.stop().await
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
        done += once(options, clients, Kind::SignIn).await?;
    }
    Ok(done)
}

async fn once(options: &Options, clients: &mut Vec<Client>, kind: Kind) -> Result<u64, String> {
    let case = Case { kind, algorithm: Algorithm::RS256 };
    let counted = load::run(case, clients, (Duration::ZERO, options.row_time()), || {}).await?;
    match counted.first_error {
        Some(error) => Err(format!("{}: {error}", kind.title())),
        None => Ok(counted.times.len() as u64),
    }
}
