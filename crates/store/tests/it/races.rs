//! Fifty at once: exactly as many are done as the rule allows, on either engine, and from two processes on PostgreSQL.

use std::{
    io::{BufRead, BufReader, Write as _},
    process::{Command, Stdio},
};

use model::{
    Availability, Id, Span, Time,
    account::State,
    id::{Job, Session, SignIn},
};
use store::{
    Change, Guard, Json, Location, Outcome, Store,
    applications::{self, ApplicationRow},
    attempts::{self, Budget, Window},
    credentials::{self, Data},
    grants,
    jobs::{self, JobRow},
    params,
    parked::{self, Bounds, ParkedRow},
    sign_ins::{self, SignInRow},
    spent,
    testing::{Engine, fresh, on_both, patient},
    users::{self, UserRow},
};

use crate::world::{self, ORG, TOTP_OF_FIRST, grant, refresh_token, user};

/// The guard of a guess.
const OPEN: Guard = Guard("open");

store::statements! {
    // `users::revoke_role` without taking the guard row first.
    REVOKE_OWNER = "delete from role_members where org = $1 and role = 'owner' and user_id = $2 \
        and exists (select role from role_members where org = $1 and role = 'owner' and user_id <> $2)";
    PARKED = "select count(*) from parked";
    DATA = "select data from jobs where given_up_at is not null";
    OWNERS = "select count(*) from role_members where org = $1 and role = 'owner'";
    OWN = "insert into role_members (org, role, user_id, granted_at) values ($1, 'owner', $2, 0) on conflict do nothing";
}

const NOW: Time = Time::from_millis(1_000_000);
const RACERS: u8 = 50;
const LIFE: Span = Span::minutes(5);

/// How many of the changes are done, when all are written at once. All others were refused by a guard.
async fn winners(store: &Store, racers: u8, change: impl Fn(u8) -> Change) -> usize {
    let tasks: Vec<_> = (0..racers)
        .map(|racer| {
            let (store, change) = (store.clone(), change(racer));
            tokio::spawn(async move { store.write(change).await })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap().unwrap() {
            Outcome::Done => done += 1,
            Outcome::Refused(_) => {}
            Outcome::Unknown => panic!("nothing was cut"),
        }
    }
    done
}

/// A change of one step.
fn step(add: impl FnOnce(&mut Change)) -> Change {
    let mut change = Change::new();
    add(&mut change);
    change
}

async fn race_on_both(allowed: usize, change: impl Fn(u8) -> Change + Copy) {
    on_both(async |store| {
        world::begin(&store, RACERS, 1).await;
        assert_eq!(winners(&store, RACERS, change).await, allowed);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_exchanged_once() {
    race_on_both(1, |_| step(|change| grants::use_code(change, ORG, grant(0), NOW))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refresh_token_is_exchanged_once() {
    let exchange = |racer| {
        step(|change| {
            grants::use_refresh_token(change, &refresh_token(0), NOW);
            grants::insert_refresh_token(change, (ORG, grant(0)), &[racer; 32], "", NOW, Time::NEVER);
        })
    };
    race_on_both(1, exchange).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_one_time_code_is_good_once() {
    let spend =
        |counter| step(|change| credentials::spend_counter(change, (ORG, user(0)), TOTP_OF_FIRST, counter, NOW));
    race_on_both(1, |_| spend(58_000_000)).await;
    on_both(async |store| {
        world::begin(&store, 1, 1).await;
        for (counter, done) in [(58_000_000, true), (57_999_999, false), (58_000_001, true), (58_000_000, false)] {
            let written = store.write(spend(counter)).await;
            assert_eq!(written == Ok(Outcome::Done), done, "TOT-02: {counter}");
        }
    })
    .await;
}

/// WAN-07: of two answers of a passkey that were judged by one count, a key's and its copy's, one counts; the other is judged anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wan_07_one_answer_counts_that_was_judged_by_a_count() {
    let used = |counter: u8| {
        step(|change| {
            let used = (0, i64::from(counter) + 1, &Data::none(), NOW);
            credentials::passkey_used(change, (ORG, user(0)), TOTP_OF_FIRST, used);
        })
    };
    race_on_both(1, used).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_many_guesses_are_taken_as_there_are() {
    race_on_both(5, |_| guess(0)).await;
}

/// One guess of the five that there are for this key.
fn guess(key: u8) -> Change {
    let budget =
        Budget { limit: 5, closes_for: Span::minutes(15), window: Window::SinceFirst(Span::hours(1)), most: 100 };
    step(|change| attempts::take(change, &[key; 32], budget, NOW, OPEN))
}

/// LGN-04: the most that one window may hold is kept by the statement, whatever the lock says that the reader asked for, and a
/// window that begins anew with each guess ends only where there was none for its length.
#[tokio::test]
async fn lgn_04_a_window_holds_no_more_than_its_most() {
    on_both(async |store| {
        let budget = |window| Budget { limit: 3, closes_for: Span::millis(0), window, most: 5 };
        let hour = Span::hours(1);
        // Every twenty minutes: where the first guess counts, a window ends in between.
        let taken = async |key: u8, window| {
            let mut taken = Vec::new();
            for number in 0..10 {
                let at = NOW + Span::minutes(20 * number);
                let take = step(|change| attempts::take(change, &[key; 32], budget(window), at, OPEN));
                if store.write(take).await == Ok(Outcome::Done) {
                    taken.push(number);
                }
            }
            taken
        };
        assert_eq!(taken(1, Window::SinceLast(hour)).await, [0, 1, 2, 3, 4, 7, 8, 9]);
        assert_eq!(taken(2, Window::SinceFirst(hour)).await.len(), 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_assertion_is_spent_once() {
    race_on_both(1, |_| step(|change| spent::spend(change, "assertion", &[1; 32], NOW))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organisation_keeps_an_owner() {
    on_both(async |store| {
        world::begin(&store, RACERS, 0).await;
        assert_eq!(winners(&store, RACERS, leave).await, usize::from(RACERS) - 1);
        assert_eq!(owners(&store).await, 1);
    })
    .await;
}

/// The rule is closest to breaking when there are two, and both leave.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_owners_one_stays() {
    on_both(async |store| {
        world::begin(&store, 2, 0).await;
        for _ in 0..50 {
            assert_eq!(winners(&store, 2, leave).await, 1);
            winners(&store, 2, own_again).await;
        }
    })
    .await;
}

fn leave(owner: u8) -> Change {
    step(|change| users::revoke_role(change, (ORG, user(owner)), "owner"))
}

fn own_again(owner: u8) -> Change {
    step(|change| _ = change.add(&OWN, params![ORG, user(owner)]))
}

async fn owners(store: &Store) -> i64 {
    store.read().await.unwrap().one::<(i64,)>(&OWNERS, params![ORG]).await.unwrap().unwrap().0
}

/// Why there are guard rows: the statement alone counts what it sees, and two that run at once see each other's row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_guard_row_postgres_breaks_that_rule() {
    let database = fresh(Engine::Postgres).await;
    let store = &database.store;
    world::begin(store, 2, 0).await;
    let mut rounds = 0;
    while owners(store).await > 0 {
        rounds += 1;
        assert!(rounds < 1000, "then guard rows are needless");
        winners(store, 2, own_again).await;
        let leave_unguarded = |racer| {
            let guard = Guard("another owner stays");
            step(|change| _ = change.guard(&REVOKE_OWNER, params![ORG, user(racer)], guard))
        };
        winners(store, 2, leave_unguarded).await;
    }
    eprintln!("broken after {rounds} rounds");
    database.remove().await;
}

/// No bound is met.
const ROOMY: Bounds = Bounds { count: 1000, bytes: 1_000_000, network: 1000, everybody: 1000 };

/// Parks 64 bytes under this hash, from a source in a network.
fn park(hash: [u8; 32], (source, network): (u8, u8), bounds: Bounds) -> Change {
    let (source, network) = ([source; 32], [network; 32]);
    // Requests come one after another.
    let expires_at = NOW + LIFE + Span::millis(i64::from(hash[31]));
    let row = ParkedRow { hash: &hash, source: &source, network: &network, sealed: &[0; 64], expires_at };
    step(|change| parked::insert(change, &row, bounds, NOW))
}

/// Of these requests, those that wait.
async fn waiting(store: &Store, numbers: std::ops::Range<u8>) -> Vec<u8> {
    let mut read = store.read().await.unwrap();
    let mut found = Vec::new();
    for number in numbers {
        if parked::by_hash(&mut read, &[number; 32], NOW).await.unwrap().is_some() {
            found.push(number);
        }
    }
    found
}

/// RLP-07: what waits is bounded by number and by bytes for each source, in its network and for everybody, however many come
/// at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rlp_07_what_waits_is_bounded_exactly() {
    on_both(async |store| {
        let cases = [Bounds { count: 5, ..ROOMY }, Bounds { bytes: 5 * 64 + 63, ..ROOMY }];
        for (case, bounds) in (1..).zip(cases) {
            let hash = |racer: u8| [[case; 16], [racer; 16]].concat().try_into().unwrap();
            assert_eq!(winners(&store, RACERS, |racer| park(hash(racer), (case, case), bounds)).await, 5, "{bounds:?}");
            let full = park([[case; 16], [99; 16]].concat().try_into().unwrap(), (case, case), bounds);
            assert_eq!(store.write(full).await, Ok(Outcome::Refused(parked::ROOM)));
        }
        for (first, bounds) in [(100, Bounds { network: 7, ..ROOMY }), (150, Bounds { everybody: 17, ..ROOMY })] {
            let from_anywhere = |racer| park([first + racer; 32], (first + racer, first), bounds);
            assert_eq!(winners(&store, RACERS, from_anywhere).await, usize::from(RACERS), "nobody is refused");
            let all = store.read().await.unwrap().one::<(i64,)>(&PARKED, params![]).await.unwrap();
            assert_eq!(all, Some((17,)), "{bounds:?}");
        }
    })
    .await;
}

/// RLP-07: whoever has most waiting makes room, so that neither many sources nor many networks keep others out.
#[tokio::test]
async fn rlp_07_many_sources_keep_nobody_out() {
    on_both(async |store| {
        let bounds = Bounds { count: 4, network: 8, everybody: 12, ..ROOMY };
        let parks = async |number: u8, from| {
            assert_eq!(store.write(park([number; 32], from, bounds)).await, Ok(Outcome::Done), "{number}");
        };
        for number in 0..8 {
            parks(number, (number / 4, 1)).await;
        }
        parks(8, (2, 1)).await;
        assert_eq!(waiting(&store, 0..9).await, [1, 2, 3, 4, 5, 6, 7, 8], "the oldest of a full network");
        for number in 9..13 {
            parks(number, (3, 2)).await;
        }
        for number in 13..16 {
            parks(number, (number, number)).await;
        }
        let all: Vec<u8> = waiting(&store, 0..16).await;
        assert_eq!(all.len(), 12);
        assert!(all.ends_with(&[8, 9, 10, 11, 12, 13, 14, 15]), "one network made room for all others: {all:?}");
        // What that network parks now, it makes room for by itself.
        parks(16, (4, 1)).await;
        assert!(waiting(&store, 0..17).await.ends_with(&[9, 10, 11, 12, 13, 14, 15, 16]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_parked_is_taken_up_once_and_in_time() {
    on_both(async |store| {
        let until = NOW + LIFE;
        for hash in [[1; 32], [2; 32]] {
            let (source, network) = (&[1; 32], &[1; 32]);
            let row = ParkedRow { hash: &hash, source, network, sealed: b"sealed", expires_at: until };
            assert_eq!(store.write(step(|change| parked::insert(change, &row, ROOMY, NOW))).await, Ok(Outcome::Done));
        }
        let take = |hash: [u8; 32], at| step(|change| parked::take(change, &hash, at));
        assert_eq!(winners(&store, RACERS, |_| take([1; 32], NOW)).await, 1);
        let sealed = async |hash, at| parked::by_hash(&mut store.read().await.unwrap(), &hash, at).await.unwrap();
        assert_eq!(sealed([1; 32], NOW).await, None);
        let last = until - Span::millis(1);
        assert_eq!(sealed([2; 32], last).await.as_deref(), Some(&b"sealed"[..]));
        assert_eq!(sealed([2; 32], until).await, None);
        assert!(matches!(store.write(take([2; 32], until)).await, Ok(Outcome::Refused(_))));
        assert_eq!(store.write(take([2; 32], last)).await, Ok(Outcome::Done));
    })
    .await;
}

const KIND: &str = "mail";

fn job(number: u8, due_at: Time) -> JobRow {
    JobRow {
        id: Id::<Job>::from_bytes([number; 16]),
        org: None,
        kind: KIND.to_owned(),
        recipient_key: None,
        data: Vec::new(),
        fence: 0,
        tries: 0,
        due_at,
        created_at: NOW,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_is_leased_once_and_finished_by_its_holder() {
    on_both(async |store| {
        let job = job(1, NOW);
        assert_eq!(store.write(step(|change| jobs::insert(change, &job))).await, Ok(Outcome::Done));
        let until = NOW + Span::minutes(1);
        assert_eq!(winners(&store, RACERS, |_| step(|change| jobs::lease(change, &job, NOW, until))).await, 1);
        assert!(
            jobs::due(&mut store.read().await.unwrap(), KIND, until - Span::millis(1), 9).await.unwrap().is_empty()
        );

        // The lease runs out: somebody else has it now, and the first can do nothing more.
        let leased = jobs::due(&mut store.read().await.unwrap(), KIND, until, 9).await.unwrap().remove(0);
        assert_eq!((leased.fence, leased.tries), (1, 1));
        let again = step(|change| jobs::lease(change, &leased, until, until + Span::minutes(1)));
        assert_eq!(store.write(again).await, Ok(Outcome::Done));
        for outdated in [
            step(|change| jobs::done(change, job.id, 1)),
            step(|change| jobs::later(change, job.id, 1, NOW, "")),
            step(|change| jobs::give_up(change, job.id, 1, NOW, "")),
        ] {
            assert_eq!(store.write(outdated).await, Ok(Outcome::Refused(jobs::LEASE_HELD)));
        }
        assert_eq!(winners(&store, RACERS, |_| step(|change| jobs::done(change, job.id, 2))).await, 1);
        assert_eq!(jobs::status(&mut store.read().await.unwrap(), NOW).await, Ok(jobs::Status::default()));
    })
    .await;
}

#[tokio::test]
async fn what_is_given_up_stands_there_for_a_month() {
    on_both(async |store| {
        let status = async || jobs::status(&mut store.read().await.unwrap(), NOW).await.unwrap();
        for number in [1, 2] {
            let job = job(number, NOW + Span::seconds(number.into()));
            assert_eq!(store.write(step(|change| jobs::insert(change, &job))).await, Ok(Outcome::Done));
        }
        let oldest = Some(NOW + Span::seconds(1));
        assert_eq!(status().await, jobs::Status { waiting: 2, oldest_due_at: oldest, given_up: 0 });
        let later = NOW + Span::days(1);
        let give_up = step(|change| jobs::give_up(change, job(1, NOW).id, 0, later, "no such mailbox"));
        assert_eq!(store.write(give_up).await, Ok(Outcome::Done));
        let oldest = Some(NOW + Span::seconds(2));
        assert_eq!(status().await, jobs::Status { waiting: 1, oldest_due_at: oldest, given_up: 1 });
        let due = jobs::due(&mut store.read().await.unwrap(), KIND, later + Span::days(365), 9).await.unwrap();
        assert_eq!(due.iter().map(|job| job.id).collect::<Vec<_>>(), [job(2, NOW).id], "nobody tries it again");
        let data: Option<(Vec<u8>,)> = store.read().await.unwrap().one(&DATA, store::params![]).await.unwrap();
        assert_eq!(data, Some((Vec::new(),)), "what it said is gone");
        for (at, left) in [(later + Span::days(30), 1), (later + Span::days(30) + Span::millis(1), 0)] {
            assert_eq!(store.write(step(|change| jobs::prune(change, at))).await, Ok(Outcome::Done));
            assert_eq!(status().await.given_up, left);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_lock_the_owner_is_told_once() {
    on_both(async |store| {
        let key = [7; 32];
        let budget =
            Budget { limit: 1, closes_for: Span::minutes(1), window: Window::SinceLast(Span::hours(24)), most: 100 };
        let notify = |now| step(|change| attempts::notify(change, &key, now));
        assert_eq!(store.write(notify(NOW)).await, Ok(Outcome::Refused(attempts::NOT_NOTIFIED)), "there is no lock");
        for now in [NOW, NOW + Span::minutes(1)] {
            let take = step(|change| attempts::take(change, &key, budget, now, OPEN));
            assert_eq!(store.write(take).await, Ok(Outcome::Done));
            assert_eq!(winners(&store, RACERS, |_| notify(now)).await, 1, "once for each lock");
        }
        let open = NOW + Span::minutes(2);
        assert_eq!(store.write(notify(open)).await, Ok(Outcome::Refused(attempts::NOT_NOTIFIED)), "it is open again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_takes_one_step_at_a_time() {
    on_both(async |store| {
        let id = Id::<SignIn>::from_bytes([1; 16]);
        let row = |version| SignInRow {
            browser: [1; 32],
            org: None,
            user: None,
            version,
            facts: Json::<()>::default(),
            session: None,
            expires_at: NOW,
        };
        for version in 0..3 {
            let save = |_| step(|change| sign_ins::save(change, id, &row(version), NOW));
            assert_eq!(winners(&store, RACERS, save).await, 1, "at version {version}");
        }
        let session = Id::<Session>::from_bytes([1; 16]);
        let finish = |_| {
            step(|change| {
                sign_ins::finish(
                    change,
                    id,
                    3,
                    (Id::from_bytes([2; 16]), Id::from_bytes([3; 16]), session),
                    &Json::<()>::default(),
                );
            })
        };
        assert_eq!(winners(&store, RACERS, finish).await, 1);
    })
    .await;
}

const ROUNDS: u8 = 20;
const URL_FOR_SECOND: &str = "DOORWARD_TEST_RACE";

/// Each round's wins of one process: codes exchanged, refresh tokens exchanged, guesses taken, owners who left. `at_start`
/// returns when the other process starts the round as well.
async fn race_of_one_process(store: &Store, process: u8, mut at_start: impl FnMut()) -> Vec<[usize; 4]> {
    let mut won = Vec::new();
    for round in 0..ROUNDS {
        at_start();
        let code = |_| step(|change| grants::use_code(change, ORG, grant(round), NOW));
        let token = |racer: u8| {
            step(|change| {
                let hash = [[process; 16], [racer + 100; 16]].concat();
                let hash: [u8; 32] = [&[round], &hash[..31]].concat().try_into().unwrap();
                grants::use_refresh_token(change, &refresh_token(round), NOW);
                grants::insert_refresh_token(change, (ORG, grant(round)), &hash, "", NOW, Time::NEVER);
            })
        };
        // Two owners in the first round, one by each process; both can't leave.
        won.push([
            winners(store, 25, code).await,
            winners(store, 25, token).await,
            winners(store, 25, |_| guess(round)).await,
            winners(store, 1, |_| leave(process)).await,
        ]);
    }
    won
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_are_one_race() {
    let database = fresh(Engine::Postgres).await;
    world::begin(&database.store, 2, ROUNDS).await;
    let Location::Postgres(url) = &database.location else { panic!() };
    let mut second = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "races::second_process", "--ignored", "--nocapture"])
        .env(URL_FOR_SECOND, url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(second.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut words = second.stdin.take().unwrap();
    let ours = race_of_one_process(&database.store, 0, || {
        assert!(lines.any(|line| line.ends_with("ready")));
        writeln!(words, "go").unwrap();
    });
    let ours = ours.await;
    let theirs: Vec<Vec<usize>> = lines
        .filter_map(|line| Some(line.strip_prefix("won ")?.split(' ').map(|wins| wins.parse().unwrap()).collect()))
        .collect();
    assert!(second.wait().unwrap().success());
    assert_eq!(theirs.len(), usize::from(ROUNDS));
    let mut left = 0;
    let mut lost = 0;
    for (ours, theirs) in ours.iter().zip(&theirs) {
        let both = [0, 1, 2].map(|place| ours[place] + theirs[place]);
        assert_eq!(both, [1, 1, 5]);
        left += ours[3] + theirs[3];
        lost += usize::from(theirs[2] > 0);
    }
    assert_eq!((left, owners(&database.store).await), (1, 1));
    assert!(lost > 0, "the second process raced as well");
    database.remove().await;
}

/// Not a test: what the one above runs in another process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the second process of two_processes_are_one_race"]
async fn second_process() {
    let Ok(url) = std::env::var(URL_FOR_SECOND) else { return };
    let store = Store::open(&Location::Postgres(url), patient()).await.unwrap();
    let mut words = std::io::stdin().lines().map(Result::unwrap);
    let won = race_of_one_process(&store, 1, || {
        println!("ready");
        assert_eq!(words.next().as_deref(), Some("go"));
    });
    for won in won.await {
        println!("won {} {} {} {}", won[0], won[1], won[2], won[3]);
    }
}

/// A user's subject is no application's client id, whichever is made first (RFC 9068 §5): of all who want one name at the
/// same moment, one has it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subject_is_no_client_id() {
    let wants = |racer: u8| {
        step(|change| match racer % 2 {
            0 => {
                users::claim_subject(change, "4711");
                users::insert(change, &named(racer, "4711"));
            }
            _ => applications::insert(change, &application(racer, "4711"), NOW),
        })
    };
    on_both(async |store| {
        world::begin(&store, 1, 1).await;
        for round in 0..4 {
            assert_eq!(
                winners(&store, 2, |racer| wants(racer + round)).await,
                usize::from(round == 0),
                "round {round}"
            );
        }
        let pairs = |racer: u8| {
            let name = format!("pair {}", racer / 2);
            step(|change| match racer % 2 {
                0 => {
                    users::claim_subject(change, &name);
                    users::insert(change, &named(RACERS + racer, &name));
                }
                _ => applications::insert(change, &application(RACERS + racer, &name), NOW),
            })
        };
        assert_eq!(winners(&store, RACERS, pairs).await, usize::from(RACERS / 2), "one of each pair");
    })
    .await;
}

fn named(number: u8, subject: &str) -> UserRow {
    UserRow {
        org: ORG,
        id: Id::from_bytes([200 - number; 16]),
        subject: subject.to_owned(),
        state: State::Active.into(),
        epoch: 1,
        profile: Json::default(),
        facts: Json::default(),
        created_at: NOW,
        last_sign_in_at: None,
        active_at: NOW,
    }
}

fn application(number: u8, client_id: &str) -> ApplicationRow<Json<()>> {
    ApplicationRow {
        org: ORG,
        id: Id::from_bytes([200 - number; 16]),
        client_id: client_id.to_owned(),
        name: client_id.to_owned(),
        state: Availability::Active.into(),
        settings: Json::default(),
        version: 1,
    }
}
