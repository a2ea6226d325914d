//! One run: the raw limits, then the rows on each database, then many users.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use jose::Algorithm;
use store::Location;

use crate::{
    Engine, Options,
    cases::{Case, CaseKind, KINDS},
    client::{Client, Crowd},
    content::{self, ALGORITHMS, Content},
    load::{self, Counted},
    memory,
    postgres::Postgres,
    process::{Threads, cores, machine},
    progress::Progress,
    raw::{self, Limit},
    report::{Report, Row, ServerRow},
    scale,
    server::{Place, Server},
};

/// How many at once.
const AT_ONCE: [usize; 3] = [1, 16, 64];
/// Users of the rows.
pub(crate) const USERS: u32 = 1000;
/// Starts of which the middle one counts.
const STARTS: usize = 5;

/// Everything that the steps of a run share.
pub(crate) struct Run<'a> {
    pub(crate) options: &'a Options,
    pub(crate) folder: PathBuf,
    pub(crate) binary: PathBuf,
    pub(crate) progress: Progress,
    pub(crate) report: Report,
}

/// A database that rows are measured on.
pub(crate) struct Database {
    pub(crate) engine: Engine,
    pub(crate) location: Location,
    /// Kept as long as it is used.
    pub(crate) postgres: Option<Postgres>,
}

/// Runs everything that was asked for. Answers how many errors there were.
pub(crate) async fn run(options: &Options) -> Result<u64, String> {
    let binary = match &options.binary {
        Some(binary) => binary.clone(),
        None => build()?,
    };
    let parent = options.directory.clone().unwrap_or_else(std::env::temp_dir);
    let folder = parent.join(format!("doorward-bench-{}", std::process::id()));
    fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let report = Report {
        command: command(),
        machine: machine(),
        raw: Vec::new(),
        server: Vec::new(),
        rows: Vec::new(),
        scale: Vec::new(),
        memory: Vec::new(),
    };
    let (steps, all) = plan(options);
    let mut run = Run { options, folder, binary, progress: Progress::new(steps, all), report };
    let done = Box::pin(run.everything()).await;
    if done.is_ok() {
        let _ = fs::remove_dir_all(&run.folder);
    }
    done?;
    let json = serde_json::to_string_pretty(&run.report).map_err(|error| error.to_string())?;
    fs::write(&options.json, json + "\n").map_err(|error| format!("{}: {error}", options.json.display()))?;
    println!("{}", run.report.markdown());
    run.progress.note(&format!(
        "Done in {}; the numbers are in {} as well.",
        crate::progress::shown(run.progress.elapsed()),
        options.json.display()
    ));
    Ok(run.report.errors())
}

/// Builds the binary that is shipped, with the settings that this program was built with.
pub(crate) fn build() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
    let folder = own.parent().ok_or("this program is nowhere")?;
    eprintln!("Building Doorward …");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--package", "doorward", "--bin", "doorward"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    let built = cargo.stdin(Stdio::null()).stdout(Stdio::null()).status().map_err(|error| format!("cargo: {error}"))?;
    if built.success() { Ok(folder.join("doorward")) } else { Err(format!("Doorward could not be built: {built}")) }
}

/// The command as it was typed.
fn command() -> String {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let release = if cfg!(debug_assertions) { "" } else { " --release" };
    let mut text = format!("cargo run{release} -p bench");
    if !given.is_empty() {
        text.push_str(" -- ");
        text.push_str(&given.join(" "));
    }
    text
}

/// How many steps there will be, and how long they take together, roughly.
fn plan(options: &Options) -> (usize, Duration) {
    let engines = options.engines().len();
    let (mut steps, mut all) = (0, Duration::ZERO);
    let mut add = |count: usize, each: Duration| {
        steps += count;
        all += each * u32::try_from(count).unwrap_or(u32::MAX);
    };
    if options.wants("raw") {
        add(2 + 3 + options.concurrencies().len() + 2 * engines, options.raw_time());
    }
    if options.wants_rows() {
        add(engines, Duration::from_secs(3));
        let kinds = KINDS.into_iter().filter(|kind| options.wants(kind.name()));
        let rows: usize = kinds.map(|kind| if kind.signs() { ALGORITHMS.len() } else { 1 }).sum();
        add(rows * engines * options.concurrencies().len(), options.row_time() + options.warm_up());
    }
    if options.wants("scale") && !options.quick {
        let (count, each) = scale::plan(options);
        add(count * engines, each);
    }
    if options.wants_memory() {
        let (count, each) = memory::plan(options);
        add(count, each);
    }
    (steps, all)
}

impl Options {
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }

    fn wants_rows(&self) -> bool {
        self.wants("start") || KINDS.into_iter().any(|kind| self.wants(kind.name()))
    }

    fn wants_memory(&self) -> bool {
        self.wants("memory") && !self.quick && self.engines().contains(&Engine::Sqlite)
    }

    pub(crate) fn engines(&self) -> Vec<Engine> {
        [Engine::Sqlite, Engine::Postgres]
            .into_iter()
            .filter(|engine| self.database.is_none_or(|only| only == *engine))
            .collect()
    }

    fn concurrencies(&self) -> Vec<usize> {
        self.at_once.map_or_else(|| AT_ONCE.to_vec(), |at_once| vec![at_once])
    }

    pub(crate) fn row_time(&self) -> Duration {
        Duration::from_secs_f64(self.seconds.unwrap_or(if self.quick { 1.0 } else { 4.0 }).clamp(0.1, 3600.0))
    }

    pub(crate) fn warm_up(&self) -> Duration {
        self.row_time() / 4
    }

    fn raw_time(&self) -> Duration {
        self.row_time().max(Duration::from_secs(1))
    }
}

impl Run<'_> {
    async fn everything(&mut self) -> Result<(), String> {
        // The floors of the rows are made of raw limits.
        let rows = self.options.wants_rows();
        if rows || self.options.wants("raw") {
            Box::pin(self.raw_limits()).await?;
        }
        for engine in self.options.engines() {
            if rows || self.options.wants("raw") {
                let database = self.database(engine, "raw")?;
                Box::pin(self.durable_writes(&database)).await?;
            }
            if rows {
                let database = self.database(engine, "rows")?;
                Box::pin(self.rows(&database)).await?;
            }
            if self.options.wants("scale") && !self.options.quick {
                Box::pin(scale::measure(self, engine)).await?;
            }
        }
        if self.options.wants_memory() {
            Box::pin(memory::measure(self)).await?;
        }
        Ok(())
    }

    /// A new database.
    pub(crate) fn database(&self, engine: Engine, name: &str) -> Result<Database, String> {
        let (location, postgres) = match engine {
            Engine::Sqlite => (content::sqlite(&self.folder, name), None),
            Engine::Postgres => {
                let postgres = Postgres::start(&self.folder, &format!("postgres-{name}"))?;
                (Location::Postgres(postgres.connection()), Some(postgres))
            }
        };
        Ok(Database { engine, location, postgres })
    }

    fn keep(&mut self, name: String, limit: Limit) {
        self.progress.end(&format!("{:.0} a second", limit.per_second));
        self.report.raw.push((name, limit));
    }

    /// A raw limit that was measured before.
    fn limit(&self, name: &str) -> Limit {
        self.report.raw.iter().find(|(known, _)| known == name).map(|(_, limit)| *limit).unwrap_or_default()
    }

    /// Hashes, signatures, bare answers.
    async fn raw_limits(&mut self) -> Result<(), String> {
        let time = self.options.raw_time();
        for at_once in [1, cores()] {
            let name = hashes(at_once);
            self.progress.begin(&name, time);
            let limit = raw::hashes(at_once, time).await?;
            self.keep(name, limit);
        }
        for algorithm in [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA] {
            let name = signature(algorithm);
            self.progress.begin(&name, time);
            let limit = raw::signatures(algorithm, time).await?;
            self.keep(name, limit);
        }
        for at_once in self.options.concurrencies() {
            let name = answer(at_once);
            self.progress.begin(&name, time);
            let limit = Box::pin(self.bare(at_once, time)).await?;
            self.keep(name, limit);
        }
        Ok(())
    }

    /// A server that does nothing but answer, measured as Doorward is.
    async fn bare(&self, at_once: usize, time: Duration) -> Result<Limit, String> {
        let own = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
        let place = Place::new(own, self.folder.clone())?;
        let server = place.start_bare().await?;
        let mut clients = self.clients(&place, 1, at_once).await?;
        let case = Case { kind: CaseKind::Bare, algorithm: Algorithm::RS256 };
        let (counted, used) = measured(case, &mut clients, (time / 4, time), || Threads::of(server.id())).await?;
        if let Some(error) = counted.first_error {
            return Err(format!("the bare server: {error}"));
        }
        let cpu = used.1.all_since(&used.0).as_secs_f64() * 1e6 / counted.times.len().max(1) as f64;
        Ok(Limit { per_second: counted.per_second(), cpu_micros: cpu, database_micros: 0.0 })
    }

    async fn durable_writes(&mut self, database: &Database) -> Result<(), String> {
        let content = Content::make(database.location.clone(), "http://localhost", 0, false).await?;
        for at_once in WRITERS {
            let name = durable_write(database.engine, at_once);
            let time = self.options.raw_time();
            self.progress.begin(&name, time);
            let postgres = database.postgres.as_ref().and_then(Postgres::id);
            let limit = raw::writes(&content.location, at_once, time, postgres).await?;
            self.keep(name, limit);
        }
        Ok(())
    }

    /// Clients that are each somebody else.
    pub(crate) async fn clients(&self, place: &Place, users: u32, count: usize) -> Result<Vec<Client>, String> {
        let crowd = Crowd::new(place.authority(), place.issuer(), users);
        let mut clients = Vec::with_capacity(count);
        for _ in 0..count {
            clients.push(Client::new(&crowd).await?);
        }
        Ok(clients)
    }

    /// All rows on one database.
    async fn rows(&mut self, database: &Database) -> Result<(), String> {
        let place = Place::new(self.binary.clone(), self.folder.clone())?;
        let content = Content::make(database.location.clone(), &place.issuer(), USERS, false).await?;
        self.progress.begin(&format!("{}: start", database.engine.title()), Duration::from_secs(3));
        let mut starts = Vec::new();
        for _ in 1..STARTS {
            let server = place.start(&content).await?;
            starts.push(server.started_in);
            server.stop().await?;
        }
        let server = place.start(&content).await?;
        starts.push(server.started_in);
        starts.sort_unstable();
        let start_ms = starts[STARTS / 2].as_secs_f64() * 1e3;
        let start_cpu_ms = server.start_cpu.as_secs_f64() * 1e3;
        let idle = server.memory().now;
        self.progress
            .end(&format!("{start_ms:.1} ms, {start_cpu_ms:.1} ms of CPU, {:.1} MiB", idle as f64 / (1024.0 * 1024.0)));
        let begun_rows = self.report.rows.len();
        for kind in KINDS.into_iter().filter(|kind| self.options.wants(kind.name())) {
            let algorithms = if kind.signs() { &ALGORITHMS[..] } else { &ALGORITHMS[..1] };
            for &algorithm in algorithms {
                for at_once in self.options.concurrencies() {
                    let case = Case { kind, algorithm };
                    Box::pin(self.row(database, (&place, &server, &content), case, at_once)).await?;
                }
            }
        }
        let sign_ins = self.report.rows[begun_rows..].iter().filter(|row| row.kind == CaseKind::SignIn);
        let row = ServerRow {
            engine: database.engine.title(),
            start_ms,
            start_cpu_ms,
            memory_idle: idle,
            memory_after: server.memory(),
            sign_ins: sign_ins.map(|row| row.count as u64).sum(),
            binary_bytes: fs::metadata(&self.binary).map(|file| file.len()).unwrap_or_default(),
        };
        self.report.server.push(row);
        server.stop().await
    }

    async fn row(
        &mut self,
        database: &Database,
        (place, server, content): (&Place, &Server, &Content),
        case: Case,
        at_once: usize,
    ) -> Result<(), String> {
        let algorithm = case.kind.signs().then(|| case.algorithm.name());
        let name = format!(
            "{}: {}{} × {at_once}",
            database.engine.title(),
            case.kind.title(),
            algorithm.map(|name| format!(", {name}")).unwrap_or_default()
        );
        let time = self.options.row_time();
        self.progress.begin(&name, time + self.options.warm_up());
        let mut clients = self.clients(place, content.users, at_once).await?;
        prepare(case, &mut clients).await.map_err(|error| format!("{name}: {error}"))?;
        let postgres = database.postgres.as_ref().and_then(Postgres::id);
        let moment = || (Threads::of(server.id()), postgres.map(Threads::of_family).unwrap_or_default());
        let (counted, (before, after)) = measured(case, &mut clients, (self.options.warm_up(), time), moment).await?;
        let (mut serving, mut hashing) = server.used(&before.0, &after.0);
        if case.kind != CaseKind::SignIn {
            // Whatever is done on threads for blocking work is no hash.
            serving += std::mem::take(&mut hashing);
        }
        let each = |cpu: Duration| cpu.as_secs_f64() * 1e6 / counted.times.len().max(1) as f64;
        let signature = self.limit(&signature(case.algorithm)).cpu_micros;
        let row = Row {
            kind: case.kind,
            title: case.kind.title(),
            algorithm,
            engine: database.engine.title(),
            at_once,
            count: counted.times.len(),
            per_second: counted.per_second(),
            p50_ms: counted.percentile(0.5),
            p99_ms: counted.percentile(0.99),
            errors: counted.errors,
            first_error: counted.first_error.clone(),
            cpu_micros: each(serving),
            hash_micros: each(hashing),
            database_micros: each(after.1.all_since(&before.1)),
            floor_micros: self.floor(case, database.engine, at_once),
            bound_micros: case.kind.bound(case.algorithm, signature),
        };
        self.progress.end(&match &row.first_error {
            Some(error) => format!("FAILED, {} errors: {error}", row.errors),
            None => format!("{:.0} a second, {:.0} µs", row.per_second, row.cpu_micros),
        });
        self.report.rows.push(row);
        Ok(())
    }

    /// What the parts of a case cost alone, in microseconds of CPU.
    fn floor(&self, case: Case, engine: Engine, at_once: usize) -> f64 {
        let parts = case.kind.parts();
        // Sign-ins come as fast as passwords are hashed, so that few of their writes find another to share a flush with.
        let alone = at_once == 1 || case.kind == CaseKind::SignIn;
        let writers = if alone { WRITERS[0] } else { WRITERS[1] };
        let costs = [
            (parts.requests, answer(at_once)),
            (parts.signatures, signature(case.algorithm)),
            (parts.durable_writes, durable_write(engine, writers)),
        ];
        costs.iter().map(|(count, name)| f64::from(*count) * self.limit(name).cpu_micros).sum()
    }
}

/// Writers of the raw limit: alone, and grouped.
const WRITERS: [usize; 2] = [1, 64];

fn hashes(at_once: usize) -> String {
    format!("Argon2id, 19 MiB, 2 passes × {at_once}")
}

fn signature(algorithm: Algorithm) -> String {
    format!("{} signature, one thread", algorithm.name())
}

fn answer(at_once: usize) -> String {
    format!("bare axum answer × {at_once}")
}

fn durable_write(engine: Engine, at_once: usize) -> String {
    format!("durable write of a row, {} × {at_once}", engine.title())
}

/// Runs a case, and asks for the same thing when the measured time begins and when it ends.
pub(crate) async fn measured<T>(
    case: Case,
    clients: &mut Vec<Client>,
    times: (Duration, Duration),
    moment: impl Fn() -> T,
) -> Result<(Counted, (T, T)), String> {
    let mut moments = Vec::with_capacity(2);
    let counted = load::run(case, clients, times, || moments.push(moment())).await?;
    match <[T; 2]>::try_from(moments) {
        Ok([before, after]) => Ok((counted, (before, after))),
        Err(_) => Err("the measured time has no beginning or no end".to_owned()),
    }
}

/// What a case begins with: a session and tokens, where it needs some.
pub(crate) async fn prepare(case: Case, clients: &mut [Client]) -> Result<(), String> {
    let with_session = matches!(
        case.kind,
        CaseKind::SecondApplication | CaseKind::Refresh | CaseKind::Introspection | CaseKind::Userinfo
    );
    if !with_session {
        return Ok(());
    }
    let signing_in = clients.iter_mut().map(async |client| {
        let code = Box::pin(client.sign_in(case.algorithm, model::Time::from_millis(0))).await?;
        client.tokens = client.exchange(&code).await?;
        Ok::<(), String>(())
    });
    futures_util::future::try_join_all(signing_in).await.map(drop)
}
