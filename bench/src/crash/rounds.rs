//! The rounds: load, kill at a random moment, start again, look.

use std::{
    collections::HashMap,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use crypto::entropy::{self, Entropy, Seeded, System};
use model::{Span, Time};
use tokio::task::JoinHandle;

use super::{
    chain::{Chain, End},
    journal::Journal,
    sound,
};
use crate::{
    Engine,
    client::{Client, Crowd},
    content::{self, Content},
    postgres::Postgres,
    progress::shown,
    run::build,
    server::{Place, Server},
};

/// Browsers at one time.
const BROWSERS: usize = 8;
/// People.
const USERS: u32 = 400;
/// How long somebody with an authenticator app waits before the next sign-in: a code is good once.
const APP_RESTS: Span = Span::seconds(95);
/// How long the load goes on before the kill, in milliseconds.
const LOAD: std::ops::Range<u64> = 300..2500;
/// One-time codes that are tried again in each round.
const CODES_AGAIN: usize = 3;

/// What can be chosen.
#[derive(clap::Args, Clone)]
pub(crate) struct Options {
    /// How often something is killed on each database
    #[arg(long, default_value_t = 50)]
    rounds: u32,
    /// Where the random moments come from; the one of an earlier run repeats it
    #[arg(long)]
    seed: Option<u64>,
    /// The Doorward that is killed; built when absent
    #[arg(long)]
    binary: Option<PathBuf>,
}

/// What is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Victim {
    Doorward,
    Postgres,
    Both,
}

/// What came of one browser's sign-ins, and what was wrong while the server was there.
type Lived = (Vec<Chain>, Option<String>);

/// One database's run.
struct Run {
    engine: Engine,
    place: Place,
    content: Content,
    postgres: Option<Postgres>,
    server: Option<Server>,
    crowd: Arc<Crowd>,
    journal: Arc<Journal>,
    chains: Vec<Chain>,
    /// When each person with an authenticator app was last signed in.
    rested: Arc<Mutex<HashMap<u32, Time>>>,
    slowest: Duration,
}

/// Runs the kill test on these databases. Answers how much was wrong.
pub(crate) async fn run(
    options: &Options,
    engines: Vec<Engine>,
    binary: Option<PathBuf>,
    parent: PathBuf,
) -> Result<u64, String> {
    let binary = binary.map_or_else(build, Ok)?;
    let seed = options.seed.unwrap_or_else(|| u64::from_be_bytes(entropy::bytes(&System as &dyn Entropy)) >> 16);
    eprintln!("--seed {seed}");
    let folder = parent.join(format!("doorward-crash-{}", std::process::id()));
    fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut wrong = 0;
    for engine in engines {
        let mut game = Box::pin(Run::begin(engine, &binary, &folder)).await?;
        wrong += Box::pin(game.play(options.rounds, &Seeded::new(seed))).await?;
    }
    if wrong == 0 {
        let _ = fs::remove_dir_all(&folder);
    } else {
        eprintln!("What was acknowledged, and the servers' logs, are in {}.", folder.display());
    }
    Ok(wrong)
}

impl Run {
    async fn begin(engine: Engine, binary: &std::path::Path, parent: &std::path::Path) -> Result<Self, String> {
        let folder = parent.join(engine.title());
        fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Postgres::start(&folder, "postgres")?),
        };
        let location = postgres.as_ref().map(Postgres::connection).map(store::Location::Postgres);
        let location = location.unwrap_or_else(|| content::sqlite(&folder, "doorward"));
        let journal = Arc::new(Journal::create(&folder.join("journal"))?);
        let place = Place::new(binary.to_owned(), folder)?;
        let content = Box::pin(Content::make(location, &place.issuer(), USERS, true)).await?;
        let server = place.start(&content).await?;
        let crowd = Crowd::new(place.authority(), place.issuer(), USERS);
        Ok(Self {
            engine,
            place,
            content,
            postgres,
            server: Some(server),
            crowd,
            journal,
            chains: Vec::new(),
            rested: Arc::default(),
            slowest: Duration::ZERO,
        })
    }

    async fn play(&mut self, rounds: u32, random: &Seeded) -> Result<u64, String> {
        let begun = Instant::now();
        let (mut all, mut effects) = (0, 0);
        for round in 1..=rounds {
            let victim = match (self.engine, round % 3) {
                (Engine::Sqlite, _) | (Engine::Postgres, 0) => Victim::Doorward,
                (Engine::Postgres, 1) => Victim::Postgres,
                (Engine::Postgres, _) => Victim::Both,
            };
            let load = LOAD.start + u64::from_be_bytes(entropy::bytes(random)) % (LOAD.end - LOAD.start);
            let (wrong, acknowledged) = Box::pin(self.round(victim, Duration::from_millis(load))).await?;
            all += wrong.len() as u64;
            effects += acknowledged;
            let left = begun.elapsed() / round * (rounds - round);
            eprintln!(
                "[{round:>2}/{rounds}, {} left] {}: {victim:?} killed after {load} ms, {acknowledged} acknowledged; {}",
                shown(left),
                self.engine.title(),
                verdict(&wrong)
            );
        }
        let wrong = Box::pin(self.end()).await?;
        all += wrong.len() as u64;
        println!(
            "{}: {rounds} kills, {} sign-ins, {effects} acknowledged effects, back in {} at most; at the end {}",
            self.engine.title(),
            self.chains.len(),
            shown(self.slowest),
            verdict(&wrong)
        );
        Ok(all)
    }

    /// One kill and what follows. Answers what was wrong, and how much had been acknowledged.
    async fn round(&mut self, victim: Victim, load: Duration) -> Result<(Vec<String>, usize), String> {
        let mut wrong = Vec::new();
        let working = self.load().await?;
        tokio::time::sleep(load).await;
        self.kill(victim)?;
        let mut chains = Vec::new();
        for worker in working {
            match worker.await.map_err(|error| format!("a browser panicked: {error}"))? {
                (lived, None) => chains.extend(lived),
                (lived, Some(error)) => {
                    chains.extend(lived);
                    wrong.push(error);
                }
            }
        }
        self.come_back(victim).await?;
        let acknowledged = chains.iter().map(Chain::acknowledged).sum();
        let mut client = Client::new(&self.crowd).await?;
        let mut codes = 0;
        for (number, chain) in chains.iter_mut().enumerate() {
            wrong.extend(Box::pin(chain.look_again(&mut client)).await?);
            if codes < CODES_AGAIN {
                let again = Box::pin(chain.replay_one_time_code(&mut client)).await?;
                codes += 1;
                wrong.extend(again);
            }
            // The others are replayed at the end, when many crashes have passed.
            if number % 2 == 0 {
                wrong.extend(Box::pin(chain.replay(&mut client)).await?);
            }
        }
        self.chains.extend(chains);
        wrong.extend(self.sound().await?);
        Ok((wrong, acknowledged))
    }

    /// Browsers that sign in until the server is gone.
    async fn load(&self) -> Result<Vec<JoinHandle<Lived>>, String> {
        let mut working = Vec::with_capacity(BROWSERS);
        for browser in 0..BROWSERS {
            let mut client = Client::new(&self.crowd).await?;
            let (journal, rested) = (Arc::clone(&self.journal), Arc::clone(&self.rested));
            working.push(tokio::spawn(async move {
                let mut chains = Vec::new();
                for number in browser.. {
                    while !is_rested(&rested, client.user) {
                        client.become_next();
                    }
                    match Box::pin(Chain::live(&mut client, &journal, number % 4 == 0)).await {
                        Ok((chain, End::Whole)) => chains.extend(chain),
                        Ok((chain, End::Cut)) => {
                            chains.extend(chain);
                            break;
                        }
                        Err(error) => return (chains, Some(error)),
                    }
                    client.become_next();
                }
                (chains, None)
            }));
        }
        Ok(working)
    }

    fn kill(&mut self, victim: Victim) -> Result<(), String> {
        if victim != Victim::Doorward
            && let Some(postgres) = &mut self.postgres
        {
            postgres.kill()?;
        }
        match self.server.take() {
            Some(server) if victim == Victim::Postgres => self.server = Some(server),
            Some(server) => server.kill()?,
            None => {}
        }
        Ok(())
    }

    async fn come_back(&mut self, victim: Victim) -> Result<(), String> {
        if victim != Victim::Doorward
            && let Some(postgres) = &mut self.postgres
        {
            postgres.resume()?;
        }
        let begun = Instant::now();
        match &self.server {
            Some(_) => self.place.wait_until_ready().await?,
            None => self.server = Some(self.place.start(&self.content).await?),
        }
        self.slowest = self.slowest.max(begun.elapsed());
        Ok(())
    }

    async fn sound(&self) -> Result<Vec<String>, String> {
        let store = self.content.store().await?;
        let wrong = sound::look(&store).await;
        store.close().await;
        wrong
    }

    /// After all crashes: nothing that was ever used is good, every session stands, the database is sound.
    async fn end(&mut self) -> Result<Vec<String>, String> {
        let mut client = Client::new(&self.crowd).await?;
        let mut wrong = Vec::new();
        for chain in &self.chains {
            wrong.extend(Box::pin(chain.replay(&mut client)).await?);
        }
        wrong.extend(self.sound().await?);
        if let Some(server) = self.server.take() {
            server.stop().await?;
        }
        if let Some(postgres) = &self.postgres {
            wrong.extend(postgres.damage());
        }
        Ok(wrong)
    }
}

/// Whether this person may sign in now; if so, it is noted.
fn is_rested(rested: &Mutex<HashMap<u32, Time>>, user: u32) -> bool {
    if !content::has_app(user) {
        return true;
    }
    let now = doorward::system_clock()();
    let mut rested = rested.lock().unwrap_or_else(PoisonError::into_inner);
    if rested.get(&user).is_some_and(|last| now < *last + APP_RESTS) {
        return false;
    }
    rested.insert(user, now);
    true
}

fn verdict(wrong: &[String]) -> String {
    if wrong.is_empty() { "all is well".to_owned() } else { format!("WRONG:\n   {}", wrong.join("\n   ")) }
}
