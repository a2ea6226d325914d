//! `init`, `check`, and what a wrong configuration is answered with.

use std::os::unix::fs::PermissionsExt as _;

use crate::place::{Place, Ran};

#[test]
fn init_writes_a_configuration_that_can_be_used_and_overwrites_nothing() {
    let place = Place::new();
    let ran = place.run(&["init", "--issuer", "https://login.example.com/"]).succeeded();
    assert!(ran.out.contains("sealing.key"), "{}", ran.out);
    for secret in ["doorward.toml", "sealing.key"] {
        let mode = std::fs::metadata(place.path(secret)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{secret}");
    }
    let ran = place.run(&["check", "--json"]).succeeded();
    assert_eq!(ran.json()["issuer"], "https://login.example.com");
    let key = place.read("sealing.key");
    let other = Place::new();
    other.run(&["init", "--issuer", "https://login.example.com/"]).succeeded();
    assert_ne!(other.read("sealing.key"), key, "KEY-04: each installation has its own");
    let again = place.run(&["init"]);
    assert_eq!((again.code, place.read("sealing.key")), (5, key), "{}", again.err);
    assert!(again.err.contains("exists already"), "{}", again.err);
}

/// Every key of the template is one that is known, with the value that is its default.
#[test]
fn the_template_documents_keys_that_exist() {
    let place = Place::new();
    place.run(&["init", "--issuer", "https://login.example.com"]).succeeded();
    let text = place.read("doorward.toml");
    let is_key = |line: &str| {
        line.starts_with('[')
            || line
                .split_once(" = ")
                .is_some_and(|(key, _)| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
    };
    let uncommented: Vec<&str> = text
        .lines()
        .map(|line| line.strip_prefix("# ").filter(|rest| is_key(rest)).unwrap_or(line))
        .filter(|line| !line.starts_with("url_file") && !line.starts_with("previous_"))
        .collect();
    let all = uncommented.join("\n");
    // A key of a feature that this build may lack.
    let all = if cfg!(feature = "otlp") { all.as_str() } else { all.split("[traces]").next().unwrap() };
    place.write("all.toml", all);
    let pair = rcgen::generate_simple_self_signed(["login.example.com".to_owned()]).unwrap();
    place.write("fullchain.pem", pair.cert.pem());
    place.write("privkey.pem", pair.signing_key.serialize_pem());
    place.write("mail.password", "secret");
    place.write("sms.secret", "secret");
    let authority = rcgen::generate_simple_self_signed(["mail.example.com".to_owned()]).unwrap();
    place.write("mail-ca.pem", authority.cert.pem());
    place.write("breached.txt", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824\r\n");
    place.run(&["passwords", "filter", "breached.txt", "breached.filter"]).succeeded();
    place.write("passkey-models.json", r#"{"number": 1, "next_update": "2026-12-30", "models": []}"#);
    place.write("corp-ca.pem", authority.cert.pem());
    place.run(&["check", "--config", "all.toml"]).succeeded();
}

#[test]
fn what_is_wrong_is_named_with_its_remedy() {
    let place = Place::new();
    place.run(&["init", "--issuer", "https://login.example.com"]).succeeded();
    let good = place.read("doorward.toml");
    let cases = [
        ("\n[server]\nlisten_on = []\n", "listen_on"),
        ("\n[server]\nlisten = []\n", "server.listen is empty"),
        ("\n[server]\nlisten = \"127.0.0.1:7402\"\n", "server.listen is a list: write listen = [\"127.0.0.1:7402\"]"),
        (
            "\n[server]\nlisten = [\"localhost:7402\"]\n",
            "server.listen has \"localhost:7402\": an IP address and a port are wanted",
        ),
        ("\n[server]\nlisten = [\"[::1]:1\", \"[::1]:1\"]\n", "server.listen names [::1]:1 a second time"),
        (
            "\n[database]\nurl = \"postgress://u:secret@db/x\"\n",
            "database.url can't be used: it begins with postgress://",
        ),
        ("\n[server]\ntrusted_proxies = [\"10.0.0.0/99\"]\n", "server.trusted_proxies has \"10.0.0.0/99\""),
        ("\n[passwords]\nmemory = 1\n", "passwords is out of bounds"),
        ("\n[mail]\nhost = \"mail.example.com\"\nsecurity = \"none\"\nfrom = \"a@example.com\"\n", "mail.security"),
        ("\n[sms]\ngateway = \"twilio\"\ncountries = [\"GB\"]\n", "sms is wrong: sms.user is missing"),
        (
            "\n[sms]\ngateway = \"modem\"\nuser = \"u\"\nsecret = \"s\"\ncountries = [\"GB\"]\n",
            "sms is wrong: sms.url can't be used",
        ),
        (
            "\n[sms]\ngateway = \"modem\"\nuser = \"u\"\nsecret = \"s\"\nreceipts = true\ncountries = [\"GB\"]\n",
            "sms.receipts is known of twilio and vonage only",
        ),
        (
            "\n[sms]\ngateway = \"http\"\nurl = \"https://a.example/{to}\"\nbody = \"{text}{receipt}\"\ncountries = [\"GB\"]\n",
            "sms is wrong: sms.receipt is missing",
        ),
        (
            "\n[sms]\ngateway = \"http\"\nurl = \"https://a.example/{to}\"\nbody = \"{txt}\"\ncountries = [\"GB\"]\n",
            "sms.body can't be used: it has {txt}",
        ),
        (
            "\n[sms]\ngateway = \"http\"\nurl = \"https://a.example/{to}\"\nbody = \"{text}\"\ncountries = [\"XX\"]\n",
            "sms.countries has \"XX\", which is no country",
        ),
        ("\n[egress]\nallow = [\"https://erp.corp.example\"]\n", "egress.allow has \"https://erp.corp.example\""),
        ("\n[egress]\nauthorities = [\"doorward.toml\"]\n", "egress.authorities can't be used"),
        ("\n[database]\nurl = \"sqlite:x\"\nurl_file = \"y\"\n", "database.url is given twice"),
        ("\n[secrets]\nsealing_key_file = \"doorward.toml\"\n", "secrets.sealing_key holds something else"),
        ("\n[secrets]\nsealing_key_file = \"nowhere\"\n", "secrets.sealing_key is in "),
        ("\n[secrets]\n", "secrets.sealing_key is missing"),
    ];
    for (addition, message) in cases {
        let section = addition.lines().nth(1).unwrap();
        let mut inside = false;
        let kept: Vec<&str> = good
            .lines()
            .filter(|line| {
                inside = if line.starts_with('[') { *line == section } else { inside };
                !inside
            })
            .collect();
        place.write("wrong.toml", kept.join("\n") + addition);
        let ran = place.run(&["check", "--config", "wrong.toml"]);
        assert_eq!(ran.code, 3, "{addition}: {}", ran.err);
        assert!(ran.err.contains(message), "{addition}: {}", ran.err);
    }
    assert_eq!(place.run(&["serve", "--config", "wrong.toml"]).code, 3);
    for (issuer, code) in [("http://login.example.com", 5), ("https://login.example.com/path", 5), ("login", 5)] {
        assert_eq!(Place::new().run(&["init", "--issuer", issuer]).code, code, "{issuer}");
    }
    let absent = place.run(&["check", "--config", "absent.toml", "--json"]);
    assert_eq!(absent.code, 3);
    assert!(absent.err.contains("\"error\":\"configuration\""), "{}", absent.err);
}

#[test]
fn the_environment_goes_over_the_file() {
    let place = Place::new();
    place.run(&["init", "--issuer", "https://login.example.com"]).succeeded();
    let mut command = place.command(&["check", "--json"]);
    let ran = Ran::of(
        command.env("DOORWARD__ISSUER", "https://sso.example.org").env("DOORWARD__SERVER__LISTEN", "[\"[::1]:1\"]"),
    );
    assert_eq!(ran.succeeded().json()["issuer"], "https://sso.example.org");
    let ran = Ran::of(place.command(&["check"]).env("DOORWARD__SERVER__LISSEN", "x"));
    assert!(ran.code == 3 && ran.err.contains("DOORWARD__SERVER__LISSEN"), "{}", ran.err);
    // Alone, as in a container. A file that is named has to be there all the same.
    let (key, elsewhere) = (place.read("sealing.key"), Place::new());
    let alone = |arguments: &[&str]| {
        let mut alone = elsewhere.command(arguments);
        alone.env("DOORWARD__ISSUER", "https://a.example").env("DOORWARD__DATABASE__URL", "sqlite:a.db");
        Ran::of(alone.env("DOORWARD__SECRETS__SEALING_KEY", key.trim()))
    };
    alone(&["check"]).succeeded();
    let ran = alone(&["check", "--config", "absent.toml"]);
    assert!(ran.code == 3 && ran.err.contains("absent.toml can't be read"), "{}", ran.err);
}

#[test]
fn completions_and_the_manual_know_the_commands() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = place.run(&["completions", shell]).succeeded().out;
        assert!(script.contains("migrate") && script.contains("config"), "{shell}");
    }
    let page = place.run(&["man"]).succeeded().out;
    assert!(page.contains(".SH DOORWARD MIGRATE") && page.contains(".TH"), "{page}");
    assert_eq!(place.run(&["serv"]).code, 2);
}

/// `init` writes what the issuer needs, so that its next steps work as they are.
#[test]
fn a_first_configuration_fits_its_issuer() {
    let listen = |arguments: &[&str]| {
        let place = Place::new();
        let pair = rcgen::generate_simple_self_signed(["id.example".to_owned()]).unwrap();
        place.write("id.pem", pair.cert.pem());
        place.write("id.key", pair.signing_key.serialize_pem());
        let ran = place.run(&[&["init", "--issuer"], arguments].concat()).succeeded();
        place.run(&["check"]).succeeded();
        let text = place.read("doorward.toml");
        let line = text.lines().find(|line| line.starts_with("listen")).unwrap().to_owned();
        (line, ran.out.contains("let a proxy serve"))
    };
    let tls = ["--tls-certificate", "id.pem", "--tls-key", "id.key"];
    for (arguments, line, proxy) in [
        (vec!["http://localhost:9000"], "listen = [\"127.0.0.1:9000\"]", false),
        (vec!["https://id.example"], "listen = [\"127.0.0.1:8080\"]", true),
        (vec!["https://localhost:8443"], "listen = [\"127.0.0.1:8080\"]", true),
        ([&["https://id.example:8443"][..], &tls].concat(), "listen = [\"0.0.0.0:8443\", \"[::]:8443\"]", false),
        ([&["https://localhost:8443"][..], &tls].concat(), "listen = [\"127.0.0.1:8443\"]", false),
        (
            vec!["https://id.example", "--listen", "[::1]:81", "--listen", "10.0.0.1:81"],
            "listen = [\"[::1]:81\", \"10.0.0.1:81\"]",
            true,
        ),
    ] {
        assert_eq!(listen(&arguments), (line.to_owned(), proxy), "{arguments:?}");
    }
}

#[test]
fn init_writes_nothing_that_can_not_be_used() {
    let place = Place::new();
    place.write("id.pem", "nothing");
    for (arguments, code, why) in [
        (vec!["--database", "postgress://db/x"], 5, "--database: "),
        (vec!["--database", "postgresql://db.example/x"], 5, "add sslmode=require"),
        (vec!["--database", "postgresql://u:secret@localhost/x"], 5, "--database holds a password"),
        (vec!["--issuer", "https://id.example", "--tls-certificate", "id.pem"], 2, "--tls-key"),
        (
            vec!["--issuer", "https://id.example", "--tls-certificate", "id.pem", "--tls-key", "id.pem"],
            5,
            "holds no certificate",
        ),
        (vec!["--tls-certificate", "id.pem", "--tls-key", "id.pem"], 5, "begins with https://"),
        (vec!["--listen", "8080"], 2, "invalid"),
    ] {
        let ran = place.run(&[&["init"], &arguments[..]].concat());
        assert!(ran.code == code && ran.err.contains(why), "{arguments:?}: {} {}", ran.code, ran.err);
        assert!(!place.path("doorward.toml").exists() && !place.path("sealing.key").exists(), "{arguments:?}");
    }
}

/// `doorward man | head -1`: whoever reads no further is no error.
#[test]
fn a_closed_pipe_is_no_error() {
    let place = Place::new();
    for command in ["man", "completions bash", "--json check --config absent.toml"] {
        let line = format!("\"$0\" {command} | true; exit ${{PIPESTATUS[0]}}");
        let mut shell = std::process::Command::new("bash");
        let ran = Ran::of(shell.args(["-c", &line, env!("CARGO_BIN_EXE_doorward")]).current_dir(&place));
        let expected = if command.contains("absent") { 3 } else { 0 };
        assert_eq!(ran.code, expected, "{command}: {}", ran.err);
        assert_eq!(ran.err.is_empty(), expected == 0, "{command}: {}", ran.err);
    }
}
