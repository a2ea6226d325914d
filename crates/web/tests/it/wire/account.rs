//! The account's pages over HTTP: what they take, what they show, and what they do not let in.

use http::{Method, StatusCode};
use model::release::Profile;
use store::users;
use web::chassis::pairs;

use super::{Browser, PASSWORD, Wire, on_both, request};

const ANNA: &str = "anna@acme.example";

async fn anna(wire: &Wire) -> Browser {
    let mut browser = Browser::default();
    browser.sign_in(wire, &request("wiki", ""), ANNA).await.code();
    browser
}

async fn user(wire: &Wire, email: &str) -> users::UserRow {
    let mut read = wire.store.read().await.unwrap();
    users::by_identifier(&mut read, &users::INSTANCE_SCOPE, email).await.unwrap().unwrap()
}

async fn profile(wire: &Wire) -> Profile {
    user(wire, ANNA).await.profile.into_inner()
}

/// A PNG of one pixel.
fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(1, 1, image::Rgb([200, 20, 30])).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// J1.13: what is wrong is said beside what was typed; what is right is saved and shown.
#[tokio::test]
async fn a_profile_is_changed_on_its_page() {
    on_both(async |wire| {
        let mut browser = anna(wire).await;
        let page = browser.go(wire, "/account/profile").await;
        let wrong = [("given_name", "Ines"), ("family_name", " "), ("occupation", "C<b>O"), ("department", "")];
        let forms = pairs::encode(wrong.into_iter().chain([("seen", hidden(&page.answer.body, "seen").as_str())]));
        let refused = browser.one(&wire.app, Method::POST, "/account/profile", &forms).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Enter your last name."), "{}", refused.body);
        assert!(refused.body.contains("value=\"C&#60;b&#62;O\""), "what was typed stays: {}", refused.body);
        assert_eq!(profile(wire).await.occupation, None);
        let right = [("given_name", "Ines"), ("family_name", "Halvorsen"), ("occupation", "CTO"), ("department", "")];
        let forms = pairs::encode(right.into_iter().chain([("seen", hidden(&page.answer.body, "seen").as_str())]));
        let saved = browser.one(&wire.app, Method::POST, "/account/profile", &forms).await;
        assert_eq!(saved.header("location"), Some("/account/profile?saved=yes"));
        let page = browser.go(wire, "/account/profile?saved=yes").await.answer.body;
        assert!(page.contains("Your profile is saved.") && page.contains("Ines Halvorsen"), "{page}");

        // The form from before, sent again with something else.
        let late = forms.replace("Ines", "Late");
        let told = browser.one(&wire.app, Method::POST, "/account/profile", &late).await;
        assert_eq!(told.status, StatusCode::CONFLICT);
        assert!(told.body.contains("value=\"Late\"") && told.body.contains("changed meanwhile"), "{}", told.body);
        assert_eq!(profile(wire).await.given_name.as_deref(), Some("Ines"));
    })
    .await;
}

pub(super) fn hidden(html: &str, name: &str) -> String {
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\"")).expect("a hidden field");
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// REG-20: no form of the account sets anything but its own fields, and nobody else's.
#[tokio::test]
async fn reg_20_forms_set_their_own_fields_alone() {
    on_both(async |wire| {
        let mut browser = anna(wire).await;
        let was = user(wire, ANNA).await;
        let bert = user(wire, "bert@acme.example").await;
        let (bert_id, org) = (bert.id.to_string(), bert.org.to_string());
        let foreign = [
            ("email", "root@acme.example"),
            ("email_verified", "true"),
            ("phone_number_verified", "true"),
            ("preferred_username", "root"),
            ("picture", "https://evil.example/x.png"),
            ("state", "active"),
            ("role", "owner"),
            ("roles", "owner"),
            ("groups", "admins"),
            ("subject", "root"),
            ("sub", "root"),
            ("org", org.as_str()),
            ("user", bert_id.as_str()),
            ("id", bert_id.as_str()),
            ("claims.email", "root@acme.example"),
            ("updated_at", "1"),
        ];
        let page = browser.go(wire, "/account/profile").await.answer.body;
        let seen = hidden(&page, "seen");
        let own = [("given_name", "Ines"), ("family_name", "Halvorsen"), ("seen", seen.as_str())];
        let body = pairs::encode(own.into_iter().chain(foreign));
        assert_eq!(browser.one(&wire.app, Method::POST, "/account/profile", &body).await.status, StatusCode::SEE_OTHER);
        let own =
            [("language", "sv"), ("zoneinfo", "Europe/Oslo"), ("date_format", "y-MM-dd"), ("time_format", "HH:mm")];
        let body = pairs::encode(own.into_iter().chain(foreign));
        assert_eq!(
            browser.one(&wire.app, Method::POST, "/account/settings", &body).await.status,
            StatusCode::SEE_OTHER
        );
        let is = user(wire, ANNA).await;
        let text = |text: &str| Some(text.to_owned());
        let expected = Profile {
            given_name: text("Ines"),
            family_name: text("Halvorsen"),
            locale: text("sv"),
            zoneinfo: text("Europe/Oslo"),
            date_format: text("y-MM-dd"),
            time_format: text("HH:mm"),
            updated_at: is.profile.updated_at,
            ..was.profile.into_inner()
        };
        assert_eq!(is.profile.into_inner(), expected);
        assert_eq!((is.subject, is.state, is.epoch), (was.subject, was.state, was.epoch));
        assert_eq!(user(wire, "bert@acme.example").await.profile, bert.profile);
    })
    .await;
}

/// ACC-05: what no list offers is refused, and nothing of the form is saved.
#[tokio::test]
async fn acc_05_settings_come_from_fixed_lists() {
    on_both(async |wire| {
        let mut browser = anna(wire).await;
        let good =
            [("language", "de"), ("zoneinfo", "Europe/Berlin"), ("date_format", "dd.MM.y"), ("time_format", "h:mm a")];
        let was = profile(wire).await;
        for (field, value) in [
            ("language", "tlh"),
            ("language", "de-CH"),
            ("zoneinfo", "Europe/Atlantis"),
            ("zoneinfo", "../../etc/localtime"),
            ("zoneinfo", ""),
            ("date_format", "%Y"),
            ("time_format", "HH:mm:ss"),
        ] {
            let fields = good.map(|(name, known)| (name, if name == field { value } else { known }));
            let answer = browser.one(&wire.app, Method::POST, "/account/settings", &pairs::encode(fields)).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{field}={value}");
            assert_eq!(profile(wire).await, was, "{field}={value}");
        }
        browser.one(&wire.app, Method::POST, "/account/settings", &pairs::encode(good)).await;
        let page = browser.go(wire, "/account/settings").await.answer.body;
        assert!(page.contains("<html lang=\"de\">"), "the page is in the new language at once");
        for chosen in ["value=\"Europe/Berlin\" selected", "value=\"dd.MM.y\" checked", "value=\"h:mm a\" checked"] {
            assert!(page.contains(chosen), "{chosen}: {page}");
        }
    })
    .await;
}

/// J1.20: pages of the sign-in are in the person's zone and formats once the person is proven, and not before.
#[tokio::test]
async fn dates_follow_the_settings_once_the_person_is_proven() {
    on_both(async |wire| {
        let mut browser = anna(wire).await;
        let settings = "language=en&zoneinfo=Asia%2FKolkata&date_format=y-MM-dd&time_format=h%3Amm+a";
        browser.one(&wire.app, Method::POST, "/account/settings", settings).await;
        let page = browser.go(wire, "/account/sessions").await.answer.body;
        assert!(page.contains("Times are those of the time zone IST."), "{page}");
        assert!(page.contains("Since 3:43\u{a0}am"), "{page}");
        // The application is not assigned: the page says when it was asked for, and it is known who asks.
        let mut closed = super::content::application("closed");
        closed.subscribers = vec![("acme".into(), false)];
        wire.add(&[], &[closed]).await;
        let refused = browser.go(wire, &request("closed", "")).await.answer;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
        assert!(refused.body.contains(" IST<") && refused.body.contains("2023-11-1"), "{}", refused.body);
        let mut stranger = Browser::default();
        let page = stranger.reach_password(wire, &request("closed", ""), ANNA).await;
        assert!(!page.answer.body.contains("IST"), "nothing of the person before the password");
        let refused = stranger.answer(wire, &page, [("password", PASSWORD)]).await.answer;
        assert!(refused.body.contains(" IST<"), "{}", refused.body);
    })
    .await;
}

/// J1.12, AVA-06: the picture is made anew, shown by an address that nobody guesses, told to applications, and gone when removed.
#[tokio::test]
async fn ava_06_a_picture_is_served_as_nothing_but_a_picture() {
    on_both(async |wire| {
        let mut browser = anna(wire).await;
        let page = browser.upload(wire, "/account/picture", &[("picture", &png())]).await;
        assert!(page.answer.body.contains("Your picture is saved."), "{page:?}");
        let claim = profile(wire).await.picture.unwrap();
        let path = claim.strip_prefix("https://id.example").unwrap().to_owned();
        assert!(page.answer.body.contains(&format!("href=\"{path}\"")), "{page:?}");
        let shown = wire.send(Method::GET, &path, &[], "").await;
        assert_eq!(shown.status, StatusCode::OK);
        for (name, value) in [
            ("content-type", "image/jpeg"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("cache-control", "private, max-age=86400, immutable"),
        ] {
            assert_eq!(shown.header(name), Some(value), "{name}");
        }
        let code = browser.go(wire, &request("wiki", "")).await.code();
        let tokens = wire.tokens(&code).await;
        let claims = wire.userinfo(tokens["access_token"].as_str().unwrap()).await.json();
        assert_eq!(claims["picture"].as_str(), Some(claim.as_str()));

        // Another one has another address, and the one before is gone.
        browser.upload(wire, "/account/picture", &[("picture", &png())]).await;
        assert_ne!(profile(wire).await.picture.as_deref(), Some(claim.as_str()));
        assert_eq!(wire.send(Method::GET, &path, &[], "").await.status, StatusCode::NOT_FOUND);
        let path = profile(wire).await.picture.unwrap().replace("https://id.example", "");
        let page = browser.upload(wire, "/account/picture", &[("picture", b""), ("remove", b"yes")]).await;
        assert!(page.answer.body.contains("Your picture is removed."), "{page:?}");
        assert!(page.answer.body.contains("aria-label=\"Your picture: the initials "), "{page:?}");
        assert_eq!(profile(wire).await.picture, None);
        assert_eq!(wire.send(Method::GET, &path, &[], "").await.status, StatusCode::NOT_FOUND);
        assert_eq!(wire.events("profile.changed").await, 3);
    })
    .await;
}

/// AVA-01, AVA-02, AVA-07: what is no picture is refused with the reason and changes nothing; nobody's picture is changed but one's own.
#[tokio::test]
async fn ava_02_what_is_no_picture_is_refused() {
    on_both(async |wire| {
        let mut browser = anna(wire).await;
        let mut large = png();
        large.resize(picture::MAX_BYTES + 1, 0);
        for (upload, reason) in [
            (&b""[..], "Choose a file first."),
            (b"<svg onload=alert(1)>", "This file’s format is SVG."),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "This file’s format is WebP."),
            (b"<!doctype html>", "This is neither a PNG nor a JPEG file."),
            (b"\x89PNG\r\n\x1a\n<script>", "cut off or damaged"),
            (&large, "larger than 5 MB"),
        ] {
            let page = browser.upload(wire, "/account/picture", &[("picture", upload)]).await;
            assert_eq!(page.answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{reason}");
            assert!(page.answer.body.contains(reason), "{reason}: {}", page.answer.body);
        }
        large.resize(7 * 1024 * 1024, 0);
        let page = browser.upload(wire, "/account/picture", &[("picture", &large)]).await;
        assert!(page.answer.body.contains("larger than 5 MB"), "far too large is told on the profile, too: {page:?}");
        for (path, body) in [("/account/profile", "x"), ("/account/settings", "x")] {
            let body = body.repeat(70_000);
            let answer = browser.one(&wire.app, Method::POST, path, &body).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}: the others have no more than before");
        }
        assert_eq!(profile(wire).await.picture, None);

        let bert = user(wire, "bert@acme.example").await;
        let id = bert.id.to_string();
        let fields: [(&str, &[u8]); 3] = [("picture", &png()), ("user", id.as_bytes()), ("name", b"../../etc/passwd")];
        browser.upload(wire, "/account/picture", &fields).await;
        assert_eq!(user(wire, "bert@acme.example").await.profile, bert.profile);
        assert!(profile(wire).await.picture.is_some());
        let mut nobody = Browser::default();
        let page = nobody.upload(wire, "/account/picture", &[("picture", &png())]).await;
        assert!(page.asks("email"), "{page:?}");
        for path in ["/avatar/", "/avatar/x", "/avatar/..%2f..%2fetc%2fpasswd", "/avatar/%00"] {
            assert_eq!(wire.send(Method::GET, path, &[], "").await.status, StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}
