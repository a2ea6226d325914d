//! Many users against few: a whole sign-in, and finding people.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use crypto::entropy::{self, Entropy, System};
use http::{Method, header::AUTHORIZATION};
use jose::Algorithm;

use crate::{
    Engine, Options,
    cases::{Case, CaseKind},
    content::Content,
    http::Connection,
    load::Counted,
    process::Threads,
    report::ScaleRow,
    run::{Database, Run, USERS, measured},
    server::{Place, Server},
};

/// How many sign in or look somebody up at once: few enough that nobody waits for a core.
const AT_ONCE: usize = 2;

/// How many steps there are on one database, and how long each takes, roughly.
pub(crate) fn plan(options: &Options) -> (usize, Duration) {
    (2 + 2 * 2, options.row_time() * 3)
}

/// Measures with few users, then with many, on databases of their own.
pub(crate) async fn measure(run: &mut Run<'_>, engine: Engine) -> Result<(), String> {
    for users in [USERS, run.options.users] {
        let database = run.database(engine, &format!("users-{users}"))?;
        let place = Place::new(run.binary.clone(), run.folder.clone())?;
        run.progress.begin(&format!("{}: {users} users are made", engine.title()), run.options.row_time() * 3);
        let mut content = Content::make(database.location.clone(), &place.issuer(), 1, false).await?;
        content.grow(users).await?;
        settle(&database)?;
        run.progress.end("done");
        let server = place.start(&content).await?;
        let sign_in = sign_in(run, &place, &server, engine, users).await?;
        keep(run, sign_in);
        let search = search(run, &place, &server, &content, (engine, users)).await?;
        keep(run, search);
        server.stop().await?;
    }
    Ok(())
}

/// Waits until what was made is on the disk and cleaned up after: its use is measured, not its making.
fn settle(database: &Database) -> Result<(), String> {
    if let Some(postgres) = &database.postgres {
        postgres.settle()?;
    }
    Command::new("sync").status().map(drop).map_err(|error| format!("sync: {error}"))
}

fn keep(run: &mut Run<'_>, row: ScaleRow) {
    run.progress.end(&match &row.first_error {
        Some(error) => format!("FAILED, {} errors: {error}", row.errors),
        None => format!("p50 {:.2} ms, p99 {:.2} ms", row.p50_ms, row.p99_ms),
    });
    run.report.scale.push(row);
}

fn row(what: &'static str, engine: Engine, users: u32, counted: &Counted, cpu: Duration) -> ScaleRow {
    ScaleRow {
        what,
        engine: engine.title(),
        users,
        count: counted.times.len(),
        p50_ms: counted.percentile(0.5),
        p99_ms: counted.percentile(0.99),
        cpu_micros: cpu.as_secs_f64() * 1e6 / counted.times.len().max(1) as f64,
        errors: counted.errors,
        first_error: counted.first_error.clone(),
    }
}

/// Whole sign-ins, as the rows have them.
async fn sign_in(
    run: &mut Run<'_>,
    place: &Place,
    server: &Server,
    engine: Engine,
    users: u32,
) -> Result<ScaleRow, String> {
    let kind = CaseKind::SignIn;
    let time = run.options.row_time() * 3;
    run.progress.begin(&format!("{}: {}, {users} users", engine.title(), kind.title()), time);
    let mut clients = run.clients(place, users, AT_ONCE).await?;
    let case = Case { kind, algorithm: Algorithm::RS256 };
    let times = (run.options.warm_up(), time);
    let (counted, (before, after)) = measured(case, &mut clients, times, || Threads::of(server.id())).await?;
    Ok(row(kind.title(), engine, users, &counted, server.used(&before, &after).0))
}

/// The page of users whose name or address begins so, as an administrator's program asks for it: the API, with a token.
async fn search(
    run: &mut Run<'_>,
    place: &Place,
    server: &Server,
    content: &Content,
    (engine, users): (Engine, u32),
) -> Result<ScaleRow, String> {
    let what = "users whose name begins so, a page of 20";
    let time = run.options.row_time();
    run.progress.begin(&format!("{}: {what}, {users} users", engine.title()), time);
    let token = content.api_token(&place.issuer()).await?;
    let mut asking = Vec::with_capacity(AT_ONCE);
    for _ in 0..AT_ONCE {
        asking.push(Connection::open(&place.authority()).await.map_err(|error| error.to_string())?);
    }
    let (before, until) = (Threads::of(server.id()), Instant::now() + time);
    let asking =
        asking.into_iter().map(|connection| tokio::spawn(search_until(connection, token.clone(), users, until)));
    let mut counted = Counted::default();
    for asked in futures_util::future::join_all(asking).await {
        let own = asked.map_err(|error| format!("a client panicked: {error}"))?;
        counted.times.extend(own.times);
        counted.errors += own.errors;
        counted.first_error = counted.first_error.or(own.first_error);
    }
    counted.times.sort_unstable();
    let cpu = Threads::of(server.id()).all_since(&before);
    Ok(row(what, engine, users, &counted, cpu))
}

async fn search_until(mut connection: Connection, token: String, users: u32, until: Instant) -> Counted {
    let mut counted = Counted::default();
    while Instant::now() < until {
        // One number in four is everybody's first name: the most that a beginning can find.
        let number = u64::from_be_bytes(entropy::bytes(&System as &dyn Entropy)) % u64::from(users - 1) + 1;
        let beginning = if number.is_multiple_of(4) { "robin".to_owned() } else { format!("number{number}") };
        let asked = Instant::now();
        let found = begin_so(&mut connection, &token, &beginning).await;
        counted.times.push(u64::try_from(asked.elapsed().as_nanos()).unwrap_or(u64::MAX));
        if let Err(error) = found {
            counted.errors += 1;
            counted.first_error.get_or_insert(format!("{beginning}: {error}"));
        }
    }
    counted
}

/// Asks, and looks whether everybody who was found is called so.
async fn begin_so(connection: &mut Connection, token: &str, beginning: &str) -> Result<(), String> {
    let path = format!("/api/v1/users?limit=20&begins={beginning}");
    let bearer = format!("Bearer {token}");
    let page = connection.send(Method::GET, &path, &[(AUTHORIZATION, &bearer)], String::new()).await?.json()?;
    let found = page["users"].as_array().ok_or("there is no list of users")?;
    let is_called_so = |user: &serde_json::Value| user.to_string().to_lowercase().contains(beginning);
    if found.is_empty() || !found.iter().all(is_called_so) {
        return Err(format!("{} users, not all of them called so", found.len()));
    }
    Ok(())
}
