//! Sessions over HTTP: their secrets, their ends, and that nobody is mistaken for somebody else.

use std::collections::HashSet;

use crypto::{entropy::System, token::Token};
use futures_util::future::join_all;
use http::{Method, StatusCode};
use model::Span;
use web::chassis::pairs;

use super::{Browser, NOW, PASSWORD, Wire, code, on_both, request};

async fn is_signed_in(wire: &Wire, browser: &Browser) -> bool {
    let page = browser.clone().go(wire, "/").await;
    assert!(page.at == "/" || page.asks("email"), "{page:?}");
    page.at == "/"
}

/// SES-01: 256 bits, each of which is as often set as not, and that nobody has seen before.
#[tokio::test]
async fn ses_01_a_session_is_256_random_bits() {
    const MANY: usize = 10_000;
    let many: HashSet<String> = (0..MANY).map(|_| Token::mint(&System).expose().to_string()).collect();
    assert_eq!(many.len(), MANY);
    let mut set = [0; 256];
    for text in &many {
        let bytes = jose::base64url::decode(text).unwrap();
        for (bit, count) in set.iter_mut().enumerate() {
            *count += usize::from(bytes[bit / 8] >> (bit % 8) & 1);
        }
    }
    // Chance stays within a tenth of this.
    assert!(set.iter().all(|count| (4_500..5_500).contains(count)), "{set:?}");
    on_both(async |wire| {
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        for name in ["session", "browser", "device"] {
            assert_eq!(jose::base64url::decode(browser.cookie(name).unwrap()).unwrap().len(), 32, "{name}");
        }
    })
    .await;
}

/// SES-02: whatever is proven brings a new secret, and the one before is dead at once.
#[tokio::test]
async fn ses_02_a_step_up_changes_the_secret() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        let planted = Token::mint(&System).expose().to_string();
        browser.set_cookie("session", &planted);
        let page = browser.sign_in(wire, &request("wiki", ""), "tom@acme.example").await;
        assert!(!is_signed_in(wire, &browser).await, "one factor is no session, whatever the cookie is");
        browser.answer(wire, &page, [("code", &code(0))]).await.code();
        let first = browser.clone();
        assert_ne!(first.cookie("session"), Some(planted.as_str()));

        wire.later(Span::minutes(10));
        let page = browser.sign_in(wire, &request("wiki", "&prompt=login"), "tom@acme.example").await;
        assert!(is_signed_in(wire, &first).await, "nothing has changed yet");
        browser.answer(wire, &page, [("code", &code(20))]).await.code();
        assert_ne!(browser.cookie("session"), first.cookie("session"));
        assert!(is_signed_in(wire, &browser).await);
        assert!(!is_signed_in(wire, &first).await, "the secret before the step-up");
    })
    .await;
}

/// SES-12: only the whole secret is the session.
#[tokio::test]
async fn ses_12_no_other_text_is_a_session() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        let right = browser.cookie("session").unwrap().to_owned();
        // Its identifier, as the person's other browser lists it.
        let mut other = Browser::default();
        other.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        let list = other.go(wire, "/account/sessions").await.answer.body;
        let id = list.split("value=\"ses_").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let mut forged = vec![
            right[..42].to_owned(),
            format!("{right}A"),
            format!("A{right}"),
            format!("{right}."),
            right.to_lowercase(),
            "0".to_owned(),
            format!("ses_{id}"),
            id.to_owned(),
            jose::base64url::encode(Token::parse(&right).unwrap().hash().as_bytes()),
        ];
        for place in 0..right.len() {
            let mut bytes = right.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'Q' } else { b'A' };
            forged.push(String::from_utf8(bytes).unwrap());
        }
        for text in forged {
            let mut other = browser.clone();
            other.set_cookie("session", &text);
            assert!(!is_signed_in(wire, &other).await, "{text}");
        }
        assert!(is_signed_in(wire, &browser).await);
    })
    .await;
}

fn less(span: Span, by: Span) -> Span {
    Span::millis(span.as_millis() - by.as_millis())
}

/// SES-06: an hour without use, and a day in all.
#[tokio::test]
async fn ses_06_a_session_ends_by_itself() {
    on_both(async |wire| {
        let idle = model::Policy::default().session.idle;
        let absolute = model::Policy::default().session.absolute;
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        wire.later(less(idle, Span::minutes(6)));
        assert!(is_signed_in(wire, &browser).await);
        wire.later(less(idle, Span::seconds(1)));
        assert!(is_signed_in(wire, &browser).await, "it was used meanwhile");
        wire.later(idle);
        assert!(!is_signed_in(wire, &browser).await, "idle for too long");

        let mut busy = Browser::default();
        busy.sign_in(wire, &request("wiki", ""), "bert@acme.example").await.code();
        let end = wire.now() + absolute;
        while wire.now() < end {
            assert!(is_signed_in(wire, &busy).await, "{:?}", wire.now().since(NOW));
            wire.later(less(idle, Span::minutes(10)).min(end.since(wire.now())));
        }
        assert!(!is_signed_in(wire, &busy).await, "used all the time, and over all the same");
        let silent = busy.go(wire, &request("wiki", "&prompt=none")).await;
        assert_eq!(silent.sent("error").as_deref(), Some("login_required"));
    })
    .await;
}

/// SES-07: signing out ends the session at the server, and what the browser kept of its pages.
#[tokio::test]
async fn ses_07_signed_out_is_signed_out() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        let copy = browser.clone();
        let page = browser.go(wire, "/sign-out").await;
        assert!(is_signed_in(wire, &browser).await, "a question is no answer");
        let done = browser.answer(wire, &page, [("logout", "yes")]).await.answer;
        assert_eq!(done.header("clear-site-data"), Some("\"cache\""));
        assert_eq!(done.header("cache-control"), Some("no-store"));
        assert_eq!(browser.cookie("session"), None);
        assert!(!is_signed_in(wire, &copy).await, "a copy of the cookie");
    })
    .await;
}

/// SES-11: a renewed secret reaches the browser, also with an answer that refuses. The one before is good for a minute only.
#[tokio::test]
async fn ses_11_a_renewed_secret_goes_out_with_every_answer() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        let page = browser.go(wire, &request("wiki", "")).await;
        let page = browser.answer(wire, &page, [("email", "anna@acme.example"), ("remember", "on")]).await;
        browser.answer(wire, &page, [("password", PASSWORD)]).await.code();
        let asked = [
            (Method::GET, "/oauth/logout?client_id=wiki&post_logout_redirect_uri=https%3A%2F%2Fforeign.example", ""),
            (Method::GET, "/oauth/logout?id_token_hint=x", ""),
            (Method::GET, "/sign-out", ""),
            (Method::GET, "/", ""),
            (Method::GET, "/account/sessions", ""),
            (Method::POST, "/account/sessions", "end=nobody"),
            (Method::POST, "/language", "language=de&back=%2F"),
        ];
        for (method, path, body) in asked {
            let before = browser.cookie("session").unwrap().to_owned();
            wire.later(Span::hours(25));
            browser.one(&wire.app, method.clone(), path, body).await;
            assert_ne!(browser.cookie("session"), Some(before.as_str()), "{method} {path}");
            wire.later(Span::minutes(5));
            assert!(is_signed_in(wire, &browser).await, "{method} {path}");
        }
    })
    .await;
}

/// OAU-51: an application that keeps no ID token names itself, and goes on once the person said yes on our page.
#[tokio::test]
async fn oau_51_a_log_out_by_client_id_returns_to_the_registered_address() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        let asked = |uri| {
            format!("/oauth/logout?client_id=wiki&state=z&{}", pairs::encode([("post_logout_redirect_uri", uri)]))
        };
        let there = asked("https://wiki.example/bye");
        let page = browser.go(wire, &there).await;
        assert!(is_signed_in(wire, &browser).await, "a question is no answer");
        let policy = page.answer.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("form-action 'self' https://wiki.example"), "the answer may lead there: {policy}");
        let (_, query) = there.split_once('?').unwrap();
        assert!(page.answer.body.contains("name=\"request\""), "the page carries what was asked: {}", page.answer.body);
        let done = browser.answer(wire, &page, [("request", query), ("logout", "yes")]).await.answer;
        assert_eq!(done.header("location"), None, "the page says what was told, and offers the way back");
        assert!(done.body.contains("href=\"https://wiki.example/bye?state=z\""), "{}", done.body);
        assert_eq!(browser.cookie("session"), None);

        let nobody = browser.go(wire, &there).await.answer;
        assert_eq!(nobody.header("location"), None, "nobody confirmed it");
        assert!(nobody.body.contains("href=\"https://wiki.example/bye?state=z\""), "{}", nobody.body);
        assert!(nobody.body.contains("Return to WIKI"), "{}", nobody.body);

        let elsewhere = browser.go(wire, &asked("https://wiki.example/elsewhere")).await.answer;
        assert_eq!(elsewhere.status, StatusCode::BAD_REQUEST);
        assert!(elsewhere.body.contains("WIKI asks to return to an address"), "{}", elsewhere.body);
    })
    .await;
}

/// What is said of the applications once the session has ended: that nobody told them.
#[tokio::test]
async fn the_signed_out_page_says_that_applications_were_not_told() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        let question = browser.go(wire, "/sign-out").await;
        assert!(question.answer.body.contains("the next page says which are not"), "{question:?}");
        let done = browser.answer(wire, &question, [("logout", "yes")]).await.answer;
        assert!(done.body.contains("<b>WIKI</b>") && done.body.contains("Not told"), "{}", done.body);
        assert!(!done.body.contains("Closed"), "{}", done.body);
    })
    .await;
}

/// J1.21: whoever signs out on our own page returns to the application that they opened last, of those that people begin somewhere.
#[tokio::test]
async fn a_plain_sign_out_offers_the_way_back_to_the_application() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        wire.later(Span::minutes(1));
        browser.go(wire, &request("mail", "")).await.code();
        let question = browser.go(wire, "/sign-out").await;
        let done = browser.answer(wire, &question, [("logout", "yes")]).await.answer;
        let back = "<a class=\"btn primary wide\" href=\"https://mail.example/\">Return to MAIL</a>";
        assert!(done.body.contains(back), "{}", done.body);

        // Nobody came from anywhere: no way back is made up.
        let mut home = Browser::default();
        home.sign_in(wire, "/", "anna@acme.example").await;
        let question = home.go(wire, "/sign-out").await;
        let done = home.answer(wire, &question, [("logout", "yes")]).await.answer;
        assert!(!done.body.contains("Return to"), "{}", done.body);
    })
    .await;
}

/// A session that ended elsewhere leaves the look of its organisation, so that whoever signs in again sees where they are. It is a look
/// and nothing else: people of other organisations sign in there, and a browser that was never signed in has the instance's.
#[tokio::test]
async fn a_session_that_ended_leaves_the_look_of_its_organisation() {
    on_both(async |wire| {
        let mut here = Browser::default();
        here.sign_in(wire, "/", "anna@acme.example").await;
        let mut there = here.clone();
        let mut other = Browser::default();
        other.sign_in(wire, "/", "anna@acme.example").await;
        other.one(&wire.app, Method::POST, "/account/sessions", "end=others").await;
        let look =
            |page: &super::browser::Page, slug: &str| page.answer.body.contains(&format!("href=\"/brand/{slug}/"));
        let page = here.go(wire, "/account/profile").await;
        assert!(page.asks("email") && look(&page, "acme"), "{page:?}");
        let page = Browser::default().go(wire, "/account/profile").await;
        assert!(page.asks("email") && look(&page, "-"), "{page:?}");
        let page = there.reach_password(wire, "/", "gus@grey.example").await;
        assert!(look(&page, "grey"), "{page:?}");
        let page = there.answer(wire, &page, [("password", PASSWORD)]).await;
        assert!(page.answer.body.contains("gus@grey.example"), "{page:?}");
    })
    .await;
}

/// Pages about a request that can't be followed call the application what people call it.
#[tokio::test]
async fn error_pages_name_the_application() {
    on_both(async |wire| {
        for path in [
            "/oauth/authorize?client_id=wiki&response_type=code&redirect_uri=https%3A%2F%2Fevil.example%2F",
            "/oauth/authorize?client_id=wiki&response_type=code",
            "/oauth/logout?client_id=wiki&id_token_hint=x",
        ] {
            let answer = Browser::default().go(wire, path).await.answer;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
            assert!(answer.body.contains("WIKI"), "{path}: {}", answer.body);
        }
    })
    .await;
}

/// SES-14: many requests of two people at once, and one browser that both use: every page names whose it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ses_14_nobody_is_taken_for_another() {
    on_both(async |wire| {
        let people = ["anna@acme.example", "bert@acme.example"];
        let mut browsers = Vec::new();
        for email in people {
            let mut browser = Browser::default();
            browser.sign_in(wire, &request("wiki", ""), email).await.code();
            browsers.push(browser);
        }
        let visits = (0..200).map(|number| {
            let mut browser = browsers[number % 2].clone();
            async move { (number % 2, browser.go(wire, "/").await) }
        });
        for (who, page) in join_all(visits).await {
            assert!(page.answer.body.contains(people[who]) && !page.answer.body.contains(people[1 - who]), "{page:?}");
        }
        let mut shared = browsers.remove(0);
        for email in people.iter().rev().cycle().take(6) {
            let arrived = shared.sign_in(wire, &request("wiki", "&prompt=select_account"), email).await;
            let tokens = wire.tokens(&arrived.code()).await;
            let claims = wire.userinfo(tokens["access_token"].as_str().unwrap()).await.json();
            assert_eq!(claims["email"], *email);
            let home = shared.go(wire, "/").await.answer.body;
            assert_eq!(people.map(|person| home.contains(person)), people.map(|person| person == *email));
        }
    })
    .await;
}

/// WEB-09: nothing that is somebody's is kept by browsers or proxies.
#[tokio::test]
async fn web_09_nothing_personal_is_kept() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        let arrived = browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await;
        assert_eq!(arrived.answer.header("cache-control"), Some("no-store"), "the answer with the code");
        let at = Browser::default().go(wire, &request("wiki", "")).await.at;
        for path in [
            "/",
            "/account/sessions",
            "/sign-out",
            "/signed-out",
            &at,
            "/nowhere",
            "/oauth/authorize",
            "/oauth/userinfo",
        ] {
            let answer = browser.one(&wire.app, Method::GET, path, "").await;
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        }
        for path in ["/oauth/token", "/oauth/introspect", "/oauth/revoke", "/language", "/sign-in"] {
            let answer = wire.post(path, "").await;
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        }
        let answer = wire.post("/oauth/token", &super::exchange("wiki", &arrived.code())).await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, Some("no-store")));
    })
    .await;
}

/// WEB-10: wherever an address can be given to come back to, it is one of ours or a registered one.
#[tokio::test]
async fn web_10_nobody_is_sent_elsewhere() {
    const ELSEWHERE: [&str; 14] = [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "/%2f%2fevil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/../\\evil.example",
        "https://wiki.example@evil.example/",
        "https://wiki.example/back/../../evil",
        "https://wiki.example.evil.example/back",
        "/\r\nLocation: https://evil.example",
        "JaVaScRiPt:alert(1)",
    ];
    on_both(async |wire| {
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        for evil in ELSEWHERE {
            let field = |name: &'static str| pairs::encode([(name, evil)]);
            let mut answers = vec![
                browser.one(&wire.app, Method::POST, "/language", &format!("language=de&{}", field("back"))).await,
            ];
            for path in [
                format!("/sign-in?{}", field("at")),
                format!("/sign-in/again?{}", field("at")),
                format!("/sign-in?at=x&{}", field("next")),
                format!("/?{}", field("q")),
                format!("/account/sessions?{}", field("ended")),
                format!("/signed-out?{}", field("back")),
                format!("/oauth/logout?client_id=wiki&{}", field("post_logout_redirect_uri")),
                format!("/oauth/authorize?client_id=wiki&response_type=code&scope=openid&{}", field("redirect_uri")),
            ] {
                answers.push(browser.clone().one(&wire.app, Method::GET, &path, "").await);
            }
            for answer in answers {
                let to = answer.header("location").unwrap_or("/");
                assert!(to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\"), "{evil:?}: {to}");
                assert!(!answer.body.contains(&format!("href=\"{evil}")), "{evil:?}");
            }
        }
    })
    .await;
}
