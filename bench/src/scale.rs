//! Many users against few: a whole sign-in, and finding people.

use std::time::Duration;

use jose::Algorithm;

use crate::{
    Engine, Options,
    cases::{Case, Kind},
    content::Content,
    process::Threads,
    report::ScaleRow,
    run::{Run, USERS, measured},
    server::Place,
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
        let mut content = Content::make(database.location.clone(), &place.issuer(), USERS, false).await?;
        content.grow(users).await?;
        run.progress.end("done");
        let server = place.start(&content).await?;
        for kind in [Kind::SignIn] {
            run.progress.begin(&format!("{}: {} of {users}", engine.title(), kind.title()), run.options.row_time() * 3);
            let mut clients = run.clients(&place, users, AT_ONCE).await?;
            let case = Case { kind, algorithm: Algorithm::RS256 };
            let times = (run.options.warm_up(), run.options.row_time() * 3);
            let (counted, (before, after)) = measured(case, &mut clients, times, || Threads::of(server.id())).await?;
            let (serving, _) = server.used(&before, &after);
            let row = ScaleRow {
                what: kind.title(),
                engine: engine.title(),
                users,
                count: counted.times.len(),
                p50_ms: counted.percentile(0.5),
                p99_ms: counted.percentile(0.99),
                cpu_micros: serving.as_secs_f64() * 1e6 / counted.times.len().max(1) as f64,
                errors: counted.errors,
                first_error: counted.first_error.clone(),
            };
            run.progress.end(&match &row.first_error {
                Some(error) => format!("FAILED, {} errors: {error}", row.errors),
                None => format!("p50 {:.2} ms, p99 {:.2} ms", row.p50_ms, row.p99_ms),
            });
            run.report.scale.push(row);
        }
        server.stop().await?;
    }
    Ok(())
}
