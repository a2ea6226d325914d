//! The audit trail proves itself (AUD-04): whatever is done to its rows is named by the number of the link.

use flows::{AuditCounts, AuditFilter, AuditHead, AuditRecord, Doorward, EventsKept, Limits, WrongLink, WrongWhat};
use model::Span;
use serde_json::{Value, json};
use store::{
    Statement,
    event_chain::{self, HeadRow, LinkRow},
    events::{self, EventRow},
    params,
};

use crate::{
    apply::applied,
    browser::Browser,
    paused::polled_at_most,
    races::at_once,
    world::{NOW, World, doorward, limited, on_both, request},
};

store::statements! {
    ALTER = "update events set data = '{\"password\":\"right\"}' where seq = $1";
    READDRESS = "update events set address = '198.51.100.7' where seq = $1";
    REWRITE_CHANGES = "update events set changes = '[]' where seq = $1";
    ERASE_CHANGES = "update events set changes = '', changes_salt = null where seq = $1";
    REMOVE_EVENT = "delete from events where seq = $1";
    REMOVE_LINK = "delete from event_links where seq = $1";
    REMOVE_EVENTS_FROM = "delete from events where seq >= $1";
    REMOVE_LINKS_FROM = "delete from event_links where seq >= $1";
    MOVE_EVENT = "update events set seq = $2 where seq = $1";
    MOVE_LINK = "update event_links set seq = $2, first = $2 where seq = $1";
    FORGET_NUMBER = "update events set seq = null where seq = $1";
    ALTER_LINK = "update event_links set hash = $2 where seq = $1";
    CLAIM_REMOVED = "update event_links set removed = true, previous = hash where seq = $1";
    INSERT = "insert into events (org, id, user_id, app, kind, data, changes, changes_salt, changes_hash, actor, actor_id, \
          on_behalf_of, address, request, at, mac, seq) \
        select org, $1, user_id, app, kind, data, changes, changes_salt, changes_hash, actor, actor_id, on_behalf_of, address, \
          request, at, mac, $2 from events where seq = $3";
    ALTER_UNNUMBERED = "update events set address = '198.51.100.7' where seq is null and kind = $1";
    SET_HEAD = "update event_chain set seq = $1, hash = $2, mac = $3";
    LINK = "select hash from event_links where seq = $1";
    REMOVE_HEAD = "delete from event_chain";
    LINKS = "select count(*) from event_links";
    REMOVE_EVENTS = "delete from events";
    REMOVE_LINKS = "delete from event_links";
    PUT_BACK = "insert into events (org, id, user_id, app, kind, data, changes, changes_salt, changes_hash, actor, actor_id, \
          on_behalf_of, address, request, at, mac, seq) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    WITH_CHANGES = "select seq from events where changes <> '' order by seq limit 1";
    CHANGES = "select changes from events where kind = $1 and changes <> '' order by seq";
    NAMED = "select count(*) from events where data like $1 or changes like $1";
}

/// Statements, each with its parameters.
type Writes = Vec<(&'static Statement, store::Params)>;

const ANNA: &str = "anna@acme.example";

/// What is found, and the first wrong link.
async fn verified(node: &Doorward, noted: &[AuditHead]) -> (AuditCounts, Option<WrongLink>, Option<AuditHead>) {
    let granted = node.operator(NOW).granted(());
    let mut work = node.verify_events(&granted, 0, noted).await.unwrap();
    while work.step().await.unwrap() {}
    (work.counts(), work.wrong(), work.head())
}

async fn holds(world: &World) -> AuditCounts {
    let (counts, wrong, _) = verified(&world.doorward, &[]).await;
    assert_eq!(wrong, None);
    counts
}

async fn wrong(world: &World) -> Option<(i64, WrongWhat)> {
    verified(&world.doorward, &[]).await.1.map(|wrong| (wrong.seq, wrong.what))
}

async fn tamper(world: &World, statement: &'static Statement, params: store::Params) {
    world.change(|change| _ = change.add(statement, params)).await;
}

/// Some events, of sign-ins and of changes.
async fn something_happens(world: &World) {
    for name in ["Anna", "Anne"] {
        Browser::new(world).sign_in(&request("wiki", ""), ANNA).await.arrives();
        let user = json!({ "email": ANNA, "claims": { "given_name": name, "nickname": format!("{name}!") } });
        applied(world, &json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [user] }] })).await;
    }
}

/// The same with all of it chained. Answers the number of the last link.
async fn chained(world: &World) -> i64 {
    something_happens(world).await;
    let count = world.doorward.chain_events(NOW).await.unwrap();
    assert!(count >= 4, "{count}");
    i64::try_from(count).unwrap()
}

#[tokio::test]
async fn aud_04_the_chain_holds_and_goes_on() {
    on_both(async |world| {
        let first = chained(world).await;
        assert_eq!(world.doorward.chain_events(NOW).await.unwrap(), 0, "there is nothing more");
        let (counts, _, noted) = verified(&world.doorward, &[]).await;
        assert_eq!(counts, AuditCounts { events: usize::try_from(first).unwrap(), ..AuditCounts::default() });
        let noted = noted.unwrap();
        assert_eq!(noted, noted.to_string().parse().unwrap());
        something_happens(world).await;
        let waiting = holds(world).await.waiting;
        assert!(waiting >= 3, "{waiting}");
        world.doorward.chain_events(NOW).await.unwrap();
        let (_, wrong, head) = verified(&world.doorward, std::slice::from_ref(&noted)).await;
        assert_eq!(wrong, None, "what was noted is part of it");
        assert!(head.unwrap().seq > noted.seq);
    })
    .await;
}

/// What is done, in which statements, and which link is named for what.
#[rustfmt::skip]
fn cases(last: i64, with_changes: i64) -> Vec<(&'static str, Writes, i64, WrongWhat)> {
    let other = [5; 16];
    vec![
        ("a row altered", vec![(&ALTER, params![2])], 2, WrongWhat::EventAltered),
        ("an address altered", vec![(&READDRESS, params![1])], 1, WrongWhat::EventAltered),
        ("the last row altered", vec![(&READDRESS, params![last])], last, WrongWhat::EventAltered),
        ("fields altered", vec![(&REWRITE_CHANGES, params![with_changes])], with_changes, WrongWhat::ChangesAltered),
        ("fields erased", vec![(&ERASE_CHANGES, params![with_changes])], with_changes, WrongWhat::ChangesErased),
        ("a row removed", vec![(&REMOVE_EVENT, params![3])], 3, WrongWhat::EventMissing),
        ("and its link", vec![(&REMOVE_EVENT, params![3]), (&REMOVE_LINK, params![3])], 3, WrongWhat::LinkMissing),
        ("a removal claimed", vec![(&REMOVE_EVENT, params![3]), (&CLAIM_REMOVED, params![3])], 3, WrongWhat::LinkAltered),
        ("a row inserted before", vec![(&INSERT, params![other, 0, 1])], 0, WrongWhat::EventInserted),
        ("a row inserted at the end", vec![(&INSERT, params![other, last + 1, 1])], last + 1, WrongWhat::EventInserted),
        ("rows swapped", swapped(&MOVE_EVENT), 1, WrongWhat::EventAltered),
        ("links swapped", swapped(&MOVE_LINK), 1, WrongWhat::LinkAltered),
        ("a number taken away", vec![(&FORGET_NUMBER, params![2])], 2, WrongWhat::EventMissing),
        ("a link altered", vec![(&ALTER_LINK, params![2, [9; 32]])], 2, WrongWhat::LinkAltered),
        ("the end cut off", cut_from(last), last, WrongWhat::CutOff),
        ("everything removed", cut_from(1), 1, WrongWhat::CutOff),
    ]
}

fn swapped(statement: &'static Statement) -> Writes {
    vec![(statement, params![1, 99]), (statement, params![2, 1]), (statement, params![99, 2])]
}

fn cut_from(seq: i64) -> Writes {
    vec![(&REMOVE_EVENTS_FROM, params![seq]), (&REMOVE_LINKS_FROM, params![seq])]
}

/// Whoever can write into the database, and does not have the key.
#[tokio::test]
async fn aud_04_whatever_is_done_to_a_row_is_named() {
    on_both(async |world| {
        let last = chained(world).await;
        let (_, _, head) = verified(&world.doorward, &[]).await;
        let with_changes = {
            let mut read = world.store.read().await.unwrap();
            read.one::<(i64,)>(&WITH_CHANGES, params![]).await.unwrap().unwrap().0
        };
        let backup = Backup::of(world).await;
        for (what, statements, number, expected) in cases(last, with_changes) {
            eprintln!("{what}");
            for (statement, params) in statements {
                tamper(world, statement, params).await;
            }
            assert_eq!(wrong(world).await, Some((number, expected)), "{what}");
            backup.put_back(world).await;
            assert_eq!(wrong(world).await, None, "put back after: {what}");
        }
        // The end, cut off with its row set to the link before: only what was written down elsewhere tells, or the key that is missing.
        let hash =
            { world.store.read().await.unwrap().one::<(Vec<u8>,)>(&LINK, params![last - 1]).await.unwrap().unwrap().0 };
        tamper(world, &REMOVE_EVENTS_FROM, params![last]).await;
        tamper(world, &REMOVE_LINKS_FROM, params![last]).await;
        tamper(world, &SET_HEAD, params![last - 1, &hash, [0; 32]]).await;
        assert_eq!(wrong(world).await, Some((last - 1, WrongWhat::HeadAltered)));
        let noted = verified(&world.doorward, &[head.unwrap()]).await.1.unwrap();
        assert_eq!(noted, WrongLink { seq: last, what: WrongWhat::CutOff });
        tamper(world, &REMOVE_HEAD, params![]).await;
        assert!(wrong(world).await.is_some(), "an end that is missing");
    })
    .await;
}

/// The rows of the trail at some time.
struct Backup {
    events: Vec<EventRow>,
    links: Vec<LinkRow>,
    head: HeadRow,
}

impl Backup {
    async fn of(world: &World) -> Self {
        let mut read = world.store.read().await.unwrap();
        Self {
            events: events::between(&mut read, i64::MIN, i64::MAX, 10_000).await.unwrap(),
            links: event_chain::links(&mut read, 0, 10_000).await.unwrap(),
            head: event_chain::head(&mut read).await.unwrap().unwrap(),
        }
    }

    async fn put_back(&self, world: &World) {
        world
            .change(|change| {
                for statement in [&REMOVE_EVENTS, &REMOVE_LINKS, &REMOVE_HEAD] {
                    change.add(statement, params![]);
                }
                for e in self.events.clone() {
                    #[rustfmt::skip]
                    let row = params![
                        e.org, e.id, e.user, e.app, e.kind, e.data, e.changes, e.changes_salt, e.changes_hash, e.actor, e.actor_id,
                        e.on_behalf_of, e.address, e.request, e.at, e.mac, e.seq
                    ];
                    change.add(&PUT_BACK, row);
                }
                self.links.iter().for_each(|link| event_chain::link(change, link));
                event_chain::advance(change, 0, &self.head);
            })
            .await;
    }
}

/// What nobody but Doorward wrote is chained as what it is, and named for ever.
#[tokio::test]
async fn aud_04_a_row_that_doorward_did_not_write_is_named() {
    on_both(async |world| {
        let last = chained(world).await;
        tamper(world, &INSERT, params![[5; 16], None::<i64>, 1]).await;
        assert_eq!(wrong(world).await, Some((last + 1, WrongWhat::NotOurs)), "while it waits");
        world.doorward.chain_events(NOW).await.unwrap();
        something_happens(world).await;
        world.doorward.chain_events(NOW).await.unwrap();
        assert_eq!(wrong(world).await, Some((last + 1, WrongWhat::NotOurs)));
        // What follows it can be looked at.
        let mut work = world.doorward.verify_events(&world.everything(), last + 1, &[]).await.unwrap();
        while work.step().await.unwrap() {}
        assert!(work.wrong().is_none() && work.counts().events >= 4);
    })
    .await;
}

#[tokio::test]
async fn aud_04_a_row_altered_before_it_had_a_number_is_named() {
    on_both(async |world| {
        something_happens(world).await;
        tamper(world, &ALTER_UNNUMBERED, params!["sign_in.succeeded"]).await;
        world.doorward.chain_events(NOW).await.unwrap();
        assert_eq!(wrong(world).await.map(|(_, what)| what), Some(WrongWhat::NotOurs));
    })
    .await;
}

/// An end that Doorward itself left, put back with all that came after it cut off: a node that runs has seen more.
#[tokio::test]
async fn aud_04_an_end_that_is_put_back_is_named() {
    on_both(async |world| {
        let early = chained(world).await;
        let backup = Backup::of(world).await;
        something_happens(world).await;
        let later = early + i64::try_from(world.doorward.chain_events(NOW).await.unwrap()).unwrap();
        let (_, _, noted) = verified(&world.doorward, &[]).await;
        backup.put_back(world).await;
        let noted = [noted.unwrap()];
        let cut = Some(WrongLink { seq: early + 1, what: WrongWhat::CutOff });
        assert_eq!(verified(&world.doorward, &noted).await.1, cut, "by what was written down");
        assert_eq!(wrong(world).await, None, "by nothing that is in the database");
        something_happens(world).await;
        world.doorward.chain_events(NOW).await.unwrap();
        assert_eq!(wrong(world).await, Some((early + 1, WrongWhat::LinkMissing)));
        let mut work = world.doorward.verify_events(&world.everything(), later, &[]).await.unwrap();
        while work.step().await.unwrap() {}
        assert_eq!(work.wrong(), None, "there is no link of that number to begin after");
    })
    .await;
}

/// Nodes that chain at the same time leave one chain without gaps, and while one of them does it, the others leave it to that.
#[tokio::test]
async fn two_nodes_chain_at_once() {
    on_both(async |world| {
        let nodes: Vec<Doorward> = (80..84).map(|seed| doorward(&world.store, seed)).collect();
        let mut chained = 0;
        for round in 0..10 {
            something_happens(world).await;
            // Nobody holds the lease of the round before.
            let now = NOW + Span::minutes(round);
            let done =
                at_once(nodes.clone().into_iter().map(|node| async move { node.chain_events(now).await.unwrap() }))
                    .await;
            chained += done.iter().sum::<usize>();
            assert_eq!(holds(world).await.events, chained);
            something_happens(world).await;
            let winner = done.iter().position(|done| *done > 0).unwrap();
            for (place, node) in nodes.iter().enumerate().filter(|(place, _)| *place != winner) {
                assert_eq!(
                    node.chain_events(now + Span::seconds(9)).await.unwrap(),
                    0,
                    "node {place} of round {round}"
                );
            }
            chained += nodes[winner].chain_events(now + Span::seconds(9)).await.unwrap();
        }
        let counts = holds(world).await;
        assert_eq!((counts.events, counts.waiting), (chained, 0));
    })
    .await;
}

/// A change that commits late is numbered after what was numbered before it, whatever its time says.
#[tokio::test]
async fn what_commits_late_comes_later() {
    on_both(async |world| {
        let last = chained(world).await;
        let whom = world.whom(ANNA).await;
        let early = world.doorward.operator(NOW - Span::hours(1));
        world.doorward.end_sessions_of(&early.granted(whom)).await.unwrap().unwrap();
        assert_eq!(world.doorward.chain_events(NOW).await.unwrap(), 1);
        let mut read = world.store.read().await.unwrap();
        let rows = events::between(&mut read, last, i64::MAX, 10).await.unwrap();
        assert_eq!(
            (rows[0].kind.as_str(), rows[0].seq, rows[0].at),
            ("user.sessions_ended", Some(last + 1), NOW - Span::hours(1))
        );
        drop(read);
        holds(world).await;
    })
    .await;
}

/// AUD-05: a node that is killed at any moment leaves a chain that holds, and the next one goes on.
#[tokio::test]
async fn aud_05_chaining_is_cut_anywhere() {
    on_both(async |world| {
        let mut ended = 0;
        for polls in 0..60 {
            something_happens(world).await;
            let node = doorward(&world.store, 300 + polls as u64);
            ended += usize::from(
                polled_at_most(polls, node.chain_events(NOW + Span::minutes(polls as i64))).await.is_some(),
            );
            holds(world).await;
            if ended > 2 {
                break;
            }
        }
        assert!(ended > 0, "none came to its end");
        let late = doorward(&world.store, 900);
        late.chain_events(NOW + Span::days(1)).await.unwrap();
        assert_eq!(holds(world).await.waiting, 0);
    })
    .await;
}

/// What was kept long enough goes, by class; the chain goes on over it, and nothing else can be taken out so.
#[tokio::test]
async fn retention_leaves_a_chain_that_holds() {
    on_both(async |world| {
        let kept = EventsKept { sign_ins: Some(Span::days(30)), accounts: None, administration: Some(Span::days(90)) };
        let node = limited(&world.store, Limits { events_kept: kept, ..Limits::default() });
        let last = chained(world).await;
        node.prune_events(NOW + Span::days(29)).await.unwrap();
        assert_eq!(holds(world).await.removed, 0);
        node.prune_events(NOW + Span::days(31)).await.unwrap();
        let counts = holds(world).await;
        assert!(counts.removed >= 2 && counts.events >= 2, "{counts:?}");
        assert_eq!(world.events("sign_in.succeeded").await, 0);
        let (_, _, head) = verified(&world.doorward, &[]).await;
        assert_eq!(head.unwrap().seq, last, "the end is where it was");

        // By hand, nothing can be taken out, nor put in where something was.
        let backup = Backup::of(world).await;
        let left = backup.events.first().and_then(|event| event.seq).unwrap();
        let gone = backup.links.iter().find(|link| link.removed).unwrap().seq;
        for (what, statement, params, expected) in [
            ("removed", &REMOVE_EVENT, params![left], (left, WrongWhat::EventMissing)),
            ("inserted", &INSERT, params![[5; 16], gone, left], (gone, WrongWhat::EventInserted)),
            ("link altered", &ALTER_LINK, params![gone, [9; 32]], (gone, WrongWhat::LinkAltered)),
        ] {
            tamper(world, statement, params).await;
            assert_eq!(wrong(world).await, Some(expected), "{what}");
            backup.put_back(world).await;
        }

        // The rest goes, and one link stands for all of it.
        something_happens(world).await;
        node.chain_events(NOW + Span::days(91)).await.unwrap();
        node.prune_events(NOW + Span::days(91)).await.unwrap();
        let counts = holds(world).await;
        let mut read = world.store.read().await.unwrap();
        let links = read.one::<(i64,)>(&LINKS, params![]).await.unwrap().unwrap().0;
        assert_eq!((counts.events, links), (0, 1), "{counts:?}");
        assert!(counts.removed > last);
    })
    .await;
}

/// Whoever is kept out by retention can not have what was altered removed, so that nobody sees it.
#[tokio::test]
async fn retention_washes_nothing_off() {
    on_both(async |world| {
        let node = limited(&world.store, Limits { events_kept: EventsKept::all(Span::days(30)), ..Limits::default() });
        chained(world).await;
        tamper(world, &READDRESS, params![2]).await;
        node.prune_events(NOW + Span::days(31)).await.unwrap();
        assert_eq!(wrong(world).await, Some((2, WrongWhat::EventAltered)));
    })
    .await;
}

/// Two nodes that remove at the same time, while a third one verifies.
#[tokio::test]
async fn removing_at_once_leaves_a_chain_that_holds() {
    on_both(async |world| {
        let kept = EventsKept { sign_ins: Some(Span::days(30)), ..EventsKept::default() };
        let limits = Limits { events_kept: kept, ..Limits::default() };
        for round in 0..4 {
            chained(world).await;
            let nodes: Vec<Doorward> = (0..2).map(|_| limited(&world.store, limits)).collect();
            let now = NOW + Span::days(31);
            let pruning = at_once(nodes.into_iter().map(|node| async move { node.prune_events(now).await }));
            let (pruned, (_, wrong, _)) = tokio::join!(pruning, verified(&world.doorward, &[]));
            pruned.into_iter().for_each(|pruned| pruned.unwrap());
            assert_eq!(wrong, None, "round {round}");
            holds(world).await;
            assert_eq!(world.events("sign_in.succeeded").await, 0);
        }
    })
    .await;
}

/// ACC-04: with an account goes what fields of it held, in every event; what happened stays, and the chain holds.
#[tokio::test]
async fn acc_04_erasing_a_person_leaves_the_chain_whole() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        chained(world).await;
        something_happens(world).await;
        let before = holds(world).await;
        assert_eq!(before.erased, 0);
        let named = async || {
            let mut read = world.store.read().await.unwrap();
            read.one::<(i64,)>(&NAMED, params!["%Anne%"]).await.unwrap().unwrap().0
        };
        assert!(named().await > 0, "it is told what was changed");
        browser.sign_in(&request("wiki", ""), ANNA).await.arrives();
        assert!(matches!(browser.delete().await, flows::people::Departure::Done(_)));
        assert_eq!(named().await, 0);
        world.doorward.chain_events(NOW).await.unwrap();
        let after = holds(world).await;
        assert!(after.erased >= 2 && after.events > before.events, "{after:?}");
        assert_eq!(world.events("user.deleted").await, 1);
    })
    .await;
}

/// AUD-01: what was changed says what it was before and what it is, and of a secret only that it changed.
#[tokio::test]
async fn aud_01_a_change_tells_before_and_after() {
    on_both(async |world| {
        chained(world).await;
        let user = json!({ "email": ANNA, "password": "seventeen violet lanterns" });
        let acme = json!({ "slug": "acme", "name": "Acme and Daughters", "users": [user] });
        applied(world, &json!({ "version": 1, "organisations": [acme] })).await;
        world.doorward.chain_events(NOW).await.unwrap();
        let mut read = world.store.read().await.unwrap();
        let mut last = async |kind: &str| {
            let rows = read.page::<(String,)>(&CHANGES, params![kind]).await.unwrap();
            serde_json::from_str::<Value>(&rows.last().unwrap().0).unwrap()
        };
        let changed = last("organisation.changed").await;
        assert_eq!(changed, json!([{ "field": "name", "before": "ACME", "after": "Acme and Daughters" }]));
        assert_eq!(last("user.changed").await, json!([{ "field": "password", "secret": true }]));
        drop(read);
        holds(world).await;
    })
    .await;
}

async fn exported(world: &World, filter: AuditFilter) -> Vec<AuditRecord> {
    let mut work = world.doorward.export_events(&world.everything(), filter).await.unwrap();
    let mut records = Vec::new();
    while let Some(page) = work.next().await.unwrap() {
        records.extend(page);
    }
    records
}

/// AUD-06: all events in the order of their numbers, or those of one time, or of one organisation and of no other.
#[tokio::test]
async fn aud_06_an_export_is_in_order_and_of_one_organisation() {
    on_both(async |world| {
        let last = chained(world).await;
        Browser::new(world).sign_in(&request("wiki", ""), "gus@grey.example").await.arrives();
        let mut later = Browser::new(world);
        later.later(Span::days(3));
        later.sign_in(&request("wiki", ""), ANNA).await.arrives();
        world.doorward.chain_events(NOW).await.unwrap();
        let all = exported(world, AuditFilter::default()).await;
        let numbers: Vec<i64> = all.iter().map(|record| record.number).collect();
        assert_eq!(numbers, (1..=last + 2).collect::<Vec<_>>());
        let (grey, _) = world.user("gus@grey.example").await;
        let of_grey = exported(world, AuditFilter { org: Some(grey), ..AuditFilter::default() }).await;
        let [record] = of_grey.as_slice() else { panic!("{of_grey:?}") };
        assert_eq!((record.number, record.org.as_deref()), (last + 1, Some(grey.to_string().as_str())));
        assert!(record.json().starts_with('{') && record.json().contains("sign_in.succeeded"), "{}", record.json());
        let since = Some(NOW + Span::days(1));
        let late = exported(world, AuditFilter { since, ..AuditFilter::default() }).await;
        assert_eq!(late.iter().map(|record| record.number).collect::<Vec<_>>(), [last + 2]);
        let early = exported(world, AuditFilter { until: since, ..AuditFilter::default() }).await;
        assert_eq!(early.len(), all.len() - 1);
    })
    .await;
}
