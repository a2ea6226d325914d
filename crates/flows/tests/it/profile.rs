//! What people set for themselves: what is known of them, and how they want to read.

use flows::{
    Error,
    people::{OwnSettings, ProfileRefusal, profile_tag},
};
use model::{
    Span,
    profile_data::{FieldError, ProfileData, ProfileField},
    reader::{DateFormat, Formats, TimeFormat},
    release::Profile,
};
use store::{
    directory::{self, EntryRow},
    params,
    testing::Work,
};
use text::Language;

use crate::{
    browser::Browser,
    races::at_once,
    world::{NOW, World, caller, on_both, request},
};

store::statements! {
    EVENTS = "select actor, data from events where kind = 'profile.changed' and user_id = $1 order by id";
    ALL_EVENTS = "select count(*) from events";
}

const ANNA: &str = "anna@acme.example";

async fn entry(world: &World, email: &str) -> EntryRow {
    let (org, user) = world.user(email).await;
    directory::by_ids(&mut world.store.read().await.unwrap(), org, &[user]).await.unwrap().remove(0)
}

async fn profile(world: &World, email: &str) -> Profile {
    entry(world, email).await.profile.into_inner()
}

/// Somebody else changes the profile.
async fn change(world: &World, email: &str, change: impl FnOnce(&mut Profile)) -> Profile {
    let (org, entry) = (world.user(email).await.0, entry(world, email).await);
    let mut profile = Profile::clone(&entry.profile);
    change(&mut profile);
    let changed = EntryRow { profile: entry.profile.replaced(profile.clone()), ..entry };
    world.change(|change| directory::update(change, org, &changed, false)).await;
    profile
}

/// Anna's browser, where she is signed in.
async fn anna(world: &World) -> Browser {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), ANNA).await.arrives();
    browser
}

fn data(given: &str, family: &str, occupation: &str, department: &str) -> ProfileData {
    let [given_name, family_name, occupation, department] = [given, family, occupation, department].map(str::to_owned);
    ProfileData { given_name, family_name, occupation, department }
}

/// Saves what a form holds that was filled with what is stored.
async fn save(world: &World, browser: &Browser, typed: &ProfileData) -> Result<(), ProfileRefusal> {
    let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
    let seen = profile_tag(&ProfileData::of(&who.profile));
    world.doorward.save_profile(&browser.caller(), &who, typed, &seen).await.unwrap()
}

/// The words that find her in searches.
async fn words(world: &World) -> Vec<String> {
    let (org, user) = world.user(ANNA).await;
    let words = directory::words(&mut world.store.read().await.unwrap(), org, &[user]).await.unwrap();
    let mut words: Vec<String> = words.into_iter().map(|(_, word)| word).collect();
    words.sort_unstable();
    words
}

/// J1.13: the claims, the words of searches, and the event with the person as actor follow. A whole name that was stored apart
/// would say the old one, and goes.
#[tokio::test]
async fn a_profile_is_saved_by_its_owner() {
    on_both(async |world| {
        let browser = anna(world).await;
        let was = change(world, ANNA, |profile| profile.name = Some("Robin Formerly".into())).await;
        assert_eq!(words(world).await, ["anna@acme.example", "robin"]);
        save(world, &browser, &data(" Ines ", "Halvorsen", "CTO", "")).await.unwrap();
        let is = profile(world, ANNA).await;
        let text = |text: &str| Some(text.to_owned());
        let expected = Profile {
            name: None,
            given_name: text("Ines"),
            family_name: text("Halvorsen"),
            occupation: text("CTO"),
            updated_at: Some(NOW),
            ..was
        };
        assert_eq!(is, expected, "and nothing else changed");
        assert_eq!(words(world).await, ["anna@acme.example", "halvorsen", "ines"]);
        let user = world.user(ANNA).await.1;
        let mut read = world.store.read().await.unwrap();
        let events = read.page::<(String, String)>(&EVENTS, params![user]).await.unwrap();
        let [(actor, fields)] = events.as_slice() else { panic!("one event: {events:?}") };
        assert_eq!(actor, "user");
        for field in ["claims.given_name", "claims.family_name", "claims.occupation", "claims.name"] {
            assert!(fields.contains(field), "{fields}");
        }
        assert!(!fields.contains("Halvorsen"), "the trail names fields, and nothing of the person: {fields}");

        // The session stays, and knows it at once. What is taken away is gone.
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        assert_eq!(who.name(), "Ines Halvorsen");
        save(world, &browser, &data("Ines", "Halvorsen", "", "")).await.unwrap();
        assert_eq!(profile(world, ANNA).await.occupation, None);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_profile_is_said_and_nothing_is_written() {
    on_both(async |world| {
        let browser = anna(world).await;
        let was = profile(world, ANNA).await;
        let refused = save(world, &browser, &data("", "Halvorsen", "a\u{202e}b", "")).await.unwrap_err();
        let wrong =
            vec![(ProfileField::GivenName, FieldError::Missing), (ProfileField::Occupation, FieldError::NotText)];
        assert_eq!(refused, ProfileRefusal::Fields(wrong));
        assert_eq!((profile(world, ANNA).await, world.events("profile.changed").await), (was, 0));
    })
    .await;
}

/// An administrator changes the department while the form is open: neither is lost without a word.
#[tokio::test]
async fn a_profile_that_was_changed_meanwhile_is_not_overwritten() {
    on_both(async |world| {
        let browser = anna(world).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        let seen = profile_tag(&ProfileData::of(&who.profile));
        let was = change(world, ANNA, |profile| profile.department = Some("Vaults".into())).await;
        let typed = data("Ines", "Halvorsen", "", "");
        let saved = world.doorward.save_profile(&browser.caller(), &who, &typed, &seen).await.unwrap();
        assert_eq!(saved, Err(ProfileRefusal::ChangedMeanwhile));
        assert_eq!(profile(world, ANNA).await, was);
        // Having been told, the person decides; the same form sent twice is no conflict.
        let seen = profile_tag(&ProfileData::of(&was));
        for _ in 0..2 {
            assert_eq!(world.doorward.save_profile(&browser.caller(), &who, &typed, &seen).await.unwrap(), Ok(()));
        }
        assert_eq!(ProfileData::of(&profile(world, ANNA).await), typed);
        assert_eq!(world.events("profile.changed").await, 1, "the second had nothing to write");
    })
    .await;
}

/// AUD-07: what somebody says of themselves takes no proof, so it is changed a hundred times a day and no more; each time is in the trail.
#[tokio::test]
async fn aud_07_a_profile_is_changed_so_often_a_day() {
    on_both(async |world| {
        let mut browser = anna(world).await;
        for round in 0..100 {
            save(world, &browser, &data("Ines", ["Halvorsen", "Holm"][round % 2], "", "")).await.unwrap();
        }
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        let (typed, seen) = (data("Ines", "Halvorsen", "", ""), profile_tag(&ProfileData::of(&who.profile)));
        let refused = world.doorward.save_profile(&browser.caller(), &who, &typed, &seen).await;
        assert!(matches!(refused, Err(Error::TooMany { .. })), "{refused:?}");
        assert_eq!(world.events("profile.changed").await, 100);
        save(world, &browser, &data("Ines", "Holm", "", "")).await.unwrap();
        browser.later(Span::hours(25));
        let saved = world.doorward.save_profile(&browser.caller(), &who, &typed, &seen).await.unwrap();
        assert_eq!(saved, Ok(()), "the next day");
    })
    .await;
}

/// Guard: the version. Many changes of different claims at once are all in the profile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_at_once_are_all_kept() {
    on_both(async |world| {
        let browser = anna(world).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        for round in 0..20 {
            let (zone, tag) = [("Europe/Paris", "fr"), ("Asia/Tokyo", "sv")][round % 2];
            let typed = data("Ines", &format!("Halvorsen {round}"), "", "");
            let seen = profile_tag(&ProfileData::of(&profile(world, ANNA).await));
            let (doorward, who, caller) = (world.doorward.clone(), who.clone(), browser.caller());
            let language = Language::of_tag(tag).unwrap();
            let settings = OwnSettings { language, zone, formats: Formats::default() };
            let changes: [std::pin::Pin<Box<dyn Future<Output = bool> + Send>>; 2] = [
                Box::pin({
                    let (doorward, who, caller, typed) = (doorward.clone(), who.clone(), caller.clone(), typed.clone());
                    async move { doorward.save_profile(&caller, &who, &typed, &seen).await.unwrap().is_ok() }
                }),
                Box::pin(async move { doorward.save_settings(&caller, &who, &settings).await.is_ok() }),
            ];
            assert_eq!(at_once(changes).await, [true, true]);
            let is = profile(world, ANNA).await;
            assert_eq!(
                (ProfileData::of(&is), is.zoneinfo.as_deref(), is.locale.as_deref()),
                (typed, Some(zone), Some(tag))
            );
        }
    })
    .await;
}

/// J1.20: settings are claims, which applications are told as far as there are standard ones.
#[tokio::test]
async fn settings_are_kept_and_reach_applications() {
    on_both(async |world| {
        let mut browser = anna(world).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        let was = profile(world, ANNA).await;
        let formats = Formats { date: DateFormat::YearMonthDay, time: TimeFormat::Hours12 };
        let wanted = OwnSettings { language: Language::Swedish, zone: "Asia/Kolkata", formats };
        world.doorward.save_settings(&browser.caller(), &who, &wanted).await.unwrap();
        let text = |text: &str| Some(text.to_owned());
        let expected = Profile {
            locale: text("sv"),
            zoneinfo: text("Asia/Kolkata"),
            date_format: text("y-MM-dd"),
            time_format: text("h:mm a"),
            updated_at: Some(NOW),
            ..was
        };
        assert_eq!(profile(world, ANNA).await, expected);
        let code = browser.authorize(&request("wiki", "")).await.arrives();
        let tokens = world.tokens(NOW, &code).await;
        let claims = world.userinfo(NOW, &tokens.access_token).await.unwrap();
        assert_eq!((claims["zoneinfo"].as_str(), claims["locale"].as_str()), (Some("Asia/Kolkata"), Some("sv")));
        assert!(!claims.contains_key("date_format"), "no standard claim");

        // A zone that is stored by another of its names stays so.
        change(world, ANNA, |profile| profile.zoneinfo = Some("Asia/Calcutta".into())).await;
        world.doorward.save_settings(&browser.caller(), &who, &wanted).await.unwrap();
        assert_eq!(profile(world, ANNA).await.zoneinfo.as_deref(), Some("Asia/Calcutta"));
    })
    .await;
}

#[tokio::test]
async fn a_chosen_language_is_the_users_setting() {
    on_both(async |world| {
        let browser = anna(world).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        world.doorward.set_language(&browser.caller(), &who, "de").await.unwrap();
        let expected = Profile { locale: Some("de".into()), updated_at: Some(NOW), ..who.profile.clone() };
        assert_eq!(profile(world, ANNA).await, expected, "and nothing else changed");

        // The session stays, and knows it at once.
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        assert_eq!(who.profile.locale.as_deref(), Some("de"));
    })
    .await;
}

/// AUD-07: however often somebody flips how they read, nothing is added to the trail; and what is so already is not written again. When
/// an administrator does it, or more than that changes, it is there.
#[tokio::test]
async fn aud_07_how_somebody_reads_fills_no_trail() {
    on_both(async |world| {
        let browser = anna(world).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        let all = async || {
            let mut read = world.store.read().await.unwrap();
            read.one::<(i64,)>(&ALL_EVENTS, params![]).await.unwrap().unwrap().0
        };
        let events = all().await;
        for tag in ["de", "fr", "de", "fr"] {
            world.doorward.set_language(&browser.caller(), &who, tag).await.unwrap();
        }
        let formats = Formats { date: DateFormat::YearMonthDay, time: TimeFormat::Hours12 };
        for zone in ["Asia/Kolkata", "Europe/Paris"] {
            let wanted = OwnSettings { language: Language::Swedish, zone, formats };
            world.doorward.save_settings(&browser.caller(), &who, &wanted).await.unwrap();
        }
        assert_eq!(all().await, events);

        let wanted = OwnSettings { language: Language::Swedish, zone: "Europe/Paris", formats };
        for _ in 0..2 {
            let version = entry(world, ANNA).await.version;
            let caller = browser.caller();
            let (saved, work) = world.store.work_of(world.doorward.save_settings(&caller, &who, &wanted)).await;
            saved.unwrap();
            assert!(!work.iter().any(|one| matches!(one, Work::Write(_))), "{work:?}");
            assert_eq!(entry(world, ANNA).await.version, version);
        }

        save(world, &browser, &data("Ines", "Halvorsen", "", "")).await.unwrap();
        assert_eq!(world.events("profile.changed").await, 1, "what they are called is no taste");
    })
    .await;
}

#[tokio::test]
async fn a_region_stays_where_the_language_is_the_same() {
    on_both(async |world| {
        let browser = anna(world).await;
        let swiss = change(world, ANNA, |profile| profile.locale = Some("de-CH".into())).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        world.doorward.set_language(&browser.caller(), &who, "de").await.unwrap();
        assert_eq!(profile(world, ANNA).await, swiss);
    })
    .await;
}

/// Somebody changed the profile since the session was read: both changes are in it.
#[tokio::test]
async fn a_language_overwrites_nothing_that_others_changed_meanwhile() {
    on_both(async |world| {
        let browser = anna(world).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        change(world, ANNA, |profile| profile.family_name = Some("Married".into())).await;
        world.doorward.set_language(&caller(NOW), &who, "fr").await.unwrap();
        let now = profile(world, ANNA).await;
        assert_eq!((now.locale.as_deref(), now.family_name.as_deref()), (Some("fr"), Some("Married")));
    })
    .await;
}
