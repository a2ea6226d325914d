//! Signing in over HTTP: what one factor is worth, how guesses are counted, and what is told to whom when.

use std::time::{Duration, Instant};

use crypto::password::Places;
use flows::Limits;
use futures_util::future::join_all;
use http::{Method, StatusCode};
use model::Span;

use super::{Browser, ISSUER, PASSWORD, code, on_both, on_both_with, request};

/// LGN-15: who needs two factors gets nothing with one, whichever way it is asked for.
#[tokio::test]
async fn lgn_15_one_factor_opens_nothing() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        let page = browser.sign_in(wire, &request("wiki", ""), "tom@acme.example").await;
        assert!(page.asks("code"), "{page:?}");
        assert_eq!(browser.cookie("session"), None);

        for path in ["/", "/account/sessions", &request("mail", "")] {
            let page = browser.clone().go(wire, path).await;
            assert!(page.at.starts_with("/sign-in?at=") && page.asks("email"), "{path}: {page:?}");
        }
        let silent = browser.clone().go(wire, &request("wiki", "&prompt=none")).await;
        assert_eq!((silent.sent("error").as_deref(), silent.sent("code")), (Some("login_required"), None));
        // The password again, the next page's address, and fields of other steps are no code.
        for (field, value) in [("password", PASSWORD), ("code", ""), ("consent", "allow"), ("trust", "yes")] {
            let at = browser.clone().answer(wire, &page, [(field, value)]).await;
            assert!(at.asks("code") || at.asks("password") || at.asks("email"), "{field}: {at:?}");
            assert_eq!(at.sent("code"), None);
        }
        let page = browser.go(wire, &page.at).await;
        let arrived = browser.answer(wire, &page, [("code", &code(0))]).await;
        assert!(browser.cookie("session").is_some());
        wire.tokens(&arrived.code()).await;

        // One factor is not enough for an application that wants two, and nothing else opens it either.
        let mut one = Browser::default();
        one.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        for more in ["", "&prompt=none", "&acr_values=urn%3Adoorward%3Aacr%3A1"] {
            let page = one.go(wire, &request("vault", more)).await;
            assert_eq!(page.sent("code"), None, "{page:?}");
        }
    })
    .await;
}

/// Mails lead to the sign-in of the reader's organisation, in its look.
#[tokio::test]
async fn an_organisation_has_a_sign_in_of_its_own() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        let page = browser.go(wire, "/?organization=grey").await;
        assert!(page.asks("email") && page.answer.body.contains("/brand/grey/"), "{page:?}");
        for other in ["/", "/?organization=nobody-here", "/?organization=%2F"] {
            let page = Browser::default().go(wire, other).await;
            assert!(page.asks("email") && page.answer.body.contains("/brand/-/"), "{other}: {page:?}");
        }
        let page = browser.answer(wire, &page, [("email", "gus@grey.example")]).await;
        let page = browser.answer(wire, &page, [("password", PASSWORD)]).await;
        assert_eq!(page.at, "/", "{page:?}");
    })
    .await;
}

/// LGN-05: fifty at once get as many guesses as there are; then the right password is no better than a wrong one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lgn_05_fifty_guesses_at_once() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        let page = browser.reach_password(wire, &request("wiki", ""), "gus@grey.example").await;
        let guesses = (0..50).map(|_| {
            let (mut browser, page) = (browser.clone(), page.clone());
            async move { browser.answer(wire, &page, [("password", "a guess")]).await.answer }
        });
        let answers = join_all(guesses).await;
        let told = |status: StatusCode| answers.iter().filter(|answer| answer.status == status).count();
        let answered = told(StatusCode::UNPROCESSABLE_ENTITY) + told(StatusCode::TOO_MANY_REQUESTS);
        // Those for whom there was no place in the queue have not guessed.
        assert!(answered > 3 && answered + told(StatusCode::SERVICE_UNAVAILABLE) == 50, "{answered}");
        let judged = wire.events("sign_in.wrong_password").await + wire.events("sign_in.locked").await;
        assert_eq!(judged, 3);
        let late = browser.answer(wire, &page, [("password", PASSWORD)]).await.answer;
        assert_eq!((late.status, late.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, Some("60")), "LGN-12");
        wire.later(Span::minutes(1));
        let page = browser.reach_password(wire, &request("wiki", ""), "gus@grey.example").await;
        browser.answer(wire, &page, [("password", PASSWORD)]).await.code();
    })
    .await;
}

/// LGN-06: another spelling is no other counter.
#[tokio::test]
async fn lgn_06_spellings_share_a_counter() {
    on_both(async |wire| {
        for (email, status) in [
            ("gus@grey.example", StatusCode::UNPROCESSABLE_ENTITY),
            (" GUS@grey.example", StatusCode::UNPROCESSABLE_ENTITY),
            ("Gus@Grey.Example ", StatusCode::TOO_MANY_REQUESTS),
            ("ｇus@grey.example", StatusCode::TOO_MANY_REQUESTS),
        ] {
            let mut browser = Browser::default();
            let page = browser.reach_password(wire, &request("wiki", ""), email).await;
            let told = browser.answer(wire, &page, [("password", "a guess")]).await;
            assert_eq!(told.answer.status, status, "{email}");
        }
    })
    .await;
}

/// LGN-11: who spends the codes has not spent the passwords, and the other way round.
#[tokio::test]
async fn lgn_11_passwords_and_codes_are_counted_apart() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        let page = browser.sign_in(wire, &request("wiki", ""), "tom@acme.example").await;
        let wrong = ["000000", "111111", "222222", "333333", "444444"];
        for (place, guess) in
            wrong.iter().filter(|guess| ![code(-1), code(0), code(1)].contains(&(**guess).to_owned())).enumerate()
        {
            let told = browser.answer(wire, &page, [("code", guess)]).await.answer;
            let last = place == 4;
            assert_eq!(told.status == StatusCode::TOO_MANY_REQUESTS, last, "{guess}: {told:?}");
            assert_eq!(told.header("retry-after"), last.then_some("900"));
        }
        let mut stranger = Browser::default();
        let page = stranger.reach_password(wire, &request("wiki", ""), "tom@acme.example").await;
        let told = stranger.answer(wire, &page, [("password", "a guess")]).await.answer;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "the password is still judged");

        // Gil's code page is open; then somebody spends his passwords elsewhere, and he is let through from a browser
        // that is known to him.
        let mut known = Browser::default();
        let page = known.sign_in(wire, &request("wiki", ""), "gil@grey.example").await;
        known.answer(wire, &page, [("code", &code(-1))]).await.code();
        known.cookies.remove("__Host-session");
        let mut stranger = Browser::default();
        let page = stranger.reach_password(wire, &request("wiki", ""), "gil@grey.example").await;
        for _ in 0..4 {
            stranger.answer(wire, &page, [("password", "a guess")]).await;
        }
        let page = known.sign_in(wire, &request("wiki", ""), "gil@grey.example").await;
        known.answer(wire, &page, [("code", &code(0))]).await.code();
    })
    .await;
}

/// LGN-02: a wrong password takes so long to be told so, whoever it is of; a right one waits for nothing.
#[tokio::test]
async fn lgn_02_a_wrong_password_takes_its_time() {
    let least = Duration::from_millis(400);
    let limits = Limits { wrong_answer_takes: least, ..Limits::default() };
    on_both_with(limits, Places::default(), async |wire| {
        for email in ["anna@acme.example", "nobody@acme.example", "ned@acme.example"] {
            let mut browser = Browser::default();
            let page = browser.reach_password(wire, &request("wiki", ""), email).await;
            let begun = Instant::now();
            let told = browser.answer(wire, &page, [("password", "a guess")]).await.answer;
            assert!(begun.elapsed() >= least, "{email}: {:?}", begun.elapsed());
            assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
    })
    .await;
}

/// WEB-03: asking for the head of a page signs nobody in and gives no code.
#[tokio::test]
async fn web_03_head_changes_nothing() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        let signed_in = wire.events("sign_in.succeeded").await;
        let before = browser.clone().cookies;
        let refused = ["/sign-in?at=x", "/", "/account/sessions", "/sign-out", "/oauth/logout"].map(str::to_owned);
        for path in refused.into_iter().chain([request("mail", "")]) {
            let answer = browser.one(&wire.app, Method::HEAD, &path, "").await;
            assert_eq!((answer.status, answer.header("location")), (StatusCode::METHOD_NOT_ALLOWED, None), "{path}");
        }
        for path in ["/signed-out", "/.well-known/openid-configuration"] {
            let answer = browser.one(&wire.app, Method::HEAD, path, "").await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
        }
        assert_eq!(browser.cookies, before);
        assert_eq!(wire.events("sign_in.succeeded").await, signed_in);
        assert!(browser.go(wire, "/").await.at == "/", "still signed in");
    })
    .await;
}

/// PWD-13: no text is the password of somebody who has none, and nothing is told apart from a wrong one.
#[tokio::test]
async fn pwd_13_no_password_is_the_password_of_none() {
    on_both(async |wire| {
        let told = async |email: &str, password: Option<&str>| {
            let mut browser = Browser::default();
            let page = browser.reach_password(wire, &request("wiki", ""), email).await;
            let page = match password {
                Some(password) => browser.answer(wire, &page, [("password", password)]).await,
                None => browser.answer(wire, &page, [("nothing", "")]).await,
            };
            assert_eq!((page.sent("code"), browser.cookie("session")), (None, None), "{email}: {password:?}");
            let (local, _) = email.split_once('@').unwrap();
            let body = page.answer.body.replace(&format!("{local}@"), "…@");
            // What differs from one request to the next: the sealed text, and the address of the page in the menu.
            let at = page.at.split("at=").nth(1).unwrap_or_default().split('&').next().unwrap_or_default().to_owned();
            (page.answer.status, body.replace(&at, "…"))
        };
        for password in [None, Some(""), Some("null"), Some("[]"), Some(" "), Some("undefined"), Some(PASSWORD)] {
            let none = told("ned@acme.example", password).await;
            if password != Some(PASSWORD) {
                assert_eq!(none, told("anna@acme.example", password).await, "{password:?}");
            }
            assert_eq!(none, told("nobody@acme.example", password).await, "{password:?}");
        }
    })
    .await;
}

/// Without script too, another language takes nothing away that was typed while registering, passwords aside, and uses nothing up.
#[tokio::test]
async fn another_language_keeps_what_was_typed_while_registering() {
    on_both(async |wire| {
        let operator = wire.doorward.operator(wire.now());
        let org = wire.doorward.organisation_by_slug("acme").await.unwrap().unwrap().id;
        let key = model::Key::email("ada@acme.example").unwrap();
        let email = flows::people::Identifier { key, display: "ada@acme.example".to_owned() };
        let invitee = flows::invitations::Invitee::new(email);
        let invited = wire.doorward.invite(&operator.granted(org), &invitee).await.unwrap().unwrap();
        let path = invited.link.unwrap().replace(ISSUER, "");
        let mut ada = Browser::default();
        let form = ada.go(wire, &path).await;
        assert!(
            form.answer.body.contains("name=\"language\" value=\"de\" lang=\"de\" form=answer formnovalidate"),
            "{form:?}"
        );
        let typed = [
            ("given_name", "Ada <b>"),
            ("family_name", "Lovelace"),
            ("department", "Engines"),
            ("zoneinfo", "Asia/Kolkata"),
            ("password", PASSWORD),
            ("repeat", PASSWORD),
            ("language", "de"),
        ];
        let page = ada.answer(wire, &form, typed).await;
        let body = &page.answer.body;
        assert_eq!(page.answer.status, StatusCode::OK);
        assert!(body.contains("<html lang=\"de\">") && page.asks("given_name"), "{page:?}");
        for kept in
            ["value=\"Ada &#60;b&#62;\"", "value=\"Lovelace\"", "value=\"Engines\"", "value=\"Asia/Kolkata\" selected"]
        {
            assert!(body.contains(kept), "{kept}: {body}");
        }
        assert!(!body.contains(PASSWORD), "{body}");
        assert_eq!(wire.events("user.registered").await, 0);
        let given = [("password", PASSWORD), ("repeat", PASSWORD), ("given_name", "Ada"), ("family_name", "Lovelace")];
        let [password, repeated, first, last] = given;
        let page = ada.answer(wire, &page, [password, repeated, first, last, ("zoneinfo", "Asia/Kolkata")]).await;
        assert_eq!(wire.events("user.registered").await, 1, "{page:?}");
    })
    .await;
}
