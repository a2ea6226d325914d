//! OAU-47: keys turn over without a gap.

use super::*;

fn key(algorithm: Algorithm, times: [i64; 2], ends: [Option<i64>; 2]) -> KeyTimes {
    KeyTimes {
        algorithm,
        created_at: Time::from_seconds(times[0]),
        effective_at: Time::from_seconds(times[1]),
        retires_at: ends[0].map(Time::from_seconds),
        expires_at: ends[1].map(Time::from_seconds),
    }
}

#[test]
fn oau_47_published_before_use_and_kept_after() {
    // The second key is made at 100, signs from 200; the first retires then and ends at 300.
    let keys = [
        key(Algorithm::RS256, [0, 0], [Some(200), Some(300)]),
        key(Algorithm::RS256, [100, 200], [None, None]),
        key(Algorithm::ES256, [0, 0], [None, None]),
    ];
    type Keys = &'static [usize];
    let table: [(i64, Keys, Keys, Option<i64>); 7] = [
        (-1, &[], &[], Some(0)),
        (0, &[0, 2], &[0, 2], Some(100)),
        (99, &[0, 2], &[0, 2], Some(100)),
        (100, &[0, 2], &[0, 1, 2], Some(200)),
        (200, &[1, 2], &[0, 1, 2], Some(300)),
        (299, &[1, 2], &[0, 1, 2], Some(300)),
        (300, &[1, 2], &[1, 2], None),
    ];
    for (now, signing, published, until) in table {
        let chosen = select(&keys, Time::from_seconds(now));
        assert_eq!((&chosen.signing[..], &chosen.published[..]), (signing, published), "at {now}");
        assert_eq!(chosen.until, until.map_or(Time::NEVER, Time::from_seconds), "at {now}");
    }
}

#[test]
fn of_two_that_may_sign_the_later_does() {
    let keys = [key(Algorithm::RS256, [0, 50], [None, None]), key(Algorithm::RS256, [10, 20], [None, None])];
    assert_eq!(select(&keys, Time::from_seconds(20)).signing, [1]);
    assert_eq!(select(&keys, Time::from_seconds(50)).signing, [0]);
}

#[test]
fn a_key_that_is_gone_neither_signs_nor_is_believed() {
    let revoked = [key(Algorithm::RS256, [0, 0], [None, Some(10)])];
    let chosen = select(&revoked, Time::from_seconds(10));
    assert!(chosen.signing.is_empty() && chosen.published.is_empty());
    assert!(select::<Algorithm>(&[], Time::from_seconds(0)).signing.is_empty());
}
