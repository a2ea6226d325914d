//! The text of a connection, read once: a URL, or keywords and values (PostgreSQL 17 §32.1.1).
//!
//! Everybody goes by what was read here: the driver is given it in one canonical form, and so are PostgreSQL's own
//! programs. Of a setting that is given twice the last counts, and one without a value is not given, as with libpq.

use std::iter::Peekable;

/// What a text says, in its order. Messages about it never repeat a value: it may be a password.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Settings(Vec<(String, String)>);

impl Settings {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let url = ["postgres://", "postgresql://"].iter().find_map(|scheme| text.strip_prefix(scheme));
        let mut settings = Self(Vec::new());
        match url {
            Some(rest) => settings.read_url(rest)?,
            None => settings.read_keywords(text)?,
        }
        Ok(settings)
    }

    /// Takes a setting out.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    pub(super) fn set(&mut self, name: &str, value: String) {
        self.take(name);
        if !value.is_empty() {
            self.0.push((name.to_owned(), value));
        }
    }

    /// The same as keywords and values, each in quotes.
    pub(super) fn text(&self) -> String {
        let escaped = |value: &str| value.replace('\\', r"\\").replace('\'', r"\'");
        let pairs = self.0.iter().map(|(name, value)| format!("{name}='{}'", escaped(value)));
        pairs.collect::<Vec<_>>().join(" ")
    }

    /// `host = 'a' port=5432`: white space around `=` is optional, and a backslash takes the next letter as it is.
    fn read_keywords(&mut self, text: &str) -> Result<(), String> {
        if let Some((scheme, _)) = text.split_once("://").filter(|(head, _)| !head.contains(['=', ' '])) {
            return Err(format!("it begins with {scheme}://: say sqlite:PATH or postgresql://…"));
        }
        let mut letters = text.chars().peekable();
        let mut before = String::new();
        loop {
            skip_white_space(&mut letters);
            let name: String = std::iter::from_fn(|| letters.next_if(|&c| c != '=' && !c.is_whitespace())).collect();
            if name.is_empty() && letters.peek().is_none() {
                return Ok(());
            }
            skip_white_space(&mut letters);
            if letters.next_if_eq(&'=').is_none() || name.is_empty() {
                return Err(misread(&before));
            }
            skip_white_space(&mut letters);
            let value =
                value(&mut letters).ok_or_else(|| format!("the quote that begins after {name}= does not end"))?;
            self.set(&name, value);
            before = name;
        }
    }

    /// `user:password@host:port,host:port/database?name=value&name=value`, each part optional and percent-encoded.
    fn read_url(&mut self, rest: &str) -> Result<(), String> {
        let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, query)| (rest, query));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let hosts = match authority.split_once('@') {
            None => authority,
            Some((login, hosts)) => {
                let (user, password) = login.split_once(':').unwrap_or((login, ""));
                self.set("user", decoded("user", user)?);
                self.set("password", decoded("password", password)?);
                hosts
            }
        };
        if !hosts.is_empty() {
            self.read_hosts(hosts)?;
        }
        self.set("dbname", decoded("dbname", database)?);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or("a part of what follows the question mark has no =")?;
            let name = decoded("a name", name)?;
            let value = decoded(&name, value)?;
            self.set(&name, value);
        }
        Ok(())
    }

    /// `[::1]:5432,db.example.com`.
    fn read_hosts(&mut self, text: &str) -> Result<(), String> {
        let (mut hosts, mut ports) = (Vec::new(), Vec::new());
        for server in text.split(',') {
            let (host, port) = match server.strip_prefix('[').map(|rest| rest.split_once(']')) {
                Some(Some((host, ""))) => (host, None),
                Some(Some((host, rest))) => {
                    (host, Some(rest.strip_prefix(':').ok_or("an address in brackets is followed by no colon")?))
                }
                Some(None) => return Err("an address in brackets does not end in ]".to_owned()),
                None => server.split_once(':').map_or((server, None), |(host, port)| (host, Some(port))),
            };
            hosts.push(decoded("host", host)?);
            ports.push(decoded("port", port.filter(|port| !port.is_empty()).unwrap_or("5432"))?);
        }
        self.set("host", hosts.join(","));
        self.set("port", ports.join(","));
        Ok(())
    }
}

/// What is wrong where a name and its `=` should stand.
fn misread(before: &str) -> String {
    match before {
        "" => "it is neither a URL (postgresql://user@host/database) nor settings (host=… dbname=…)".to_owned(),
        name => format!("what follows {name}=… is no setting (name=value): a value with spaces stands in 'quotes'"),
    }
}

fn skip_white_space(letters: &mut Peekable<std::str::Chars<'_>>) {
    while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
}

/// A value, in quotes or up to the next white space. `None` when its quote does not end.
fn value(letters: &mut Peekable<std::str::Chars<'_>>) -> Option<String> {
    let is_quoted = letters.next_if_eq(&'\'').is_some();
    let mut value = String::new();
    loop {
        let ends = |letter: char| if is_quoted { letter == '\'' } else { letter.is_whitespace() };
        match letters.next_if(|&letter| !ends(letter)) {
            Some('\\') => value.extend(letters.next()),
            Some(letter) => value.push(letter),
            // An end of white space is left to whoever skips it.
            None if is_quoted => return letters.next().map(|_| value),
            None => return Some(value),
        }
    }
}

fn decoded(name: &str, text: &str) -> Result<String, String> {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    decoded.map(std::borrow::Cow::into_owned).map_err(|_| format!("{name} is not UTF-8 once it is decoded"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio_postgres::Config;

    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, String> {
        Settings::parse(text).map(|settings| settings.0)
    }

    fn pairs(pairs: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
        Ok(pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn both_forms_say_the_same() {
        let said = pairs(&[("user", "u"), ("password", "p w"), ("host", "::1,b"), ("port", "1,5432"), ("dbname", "d")]);
        assert_eq!(read("postgresql://u:p%20w@[::1]:1,b/d"), said);
        assert_eq!(read("user = u\npassword='p w'\thost=::1,b port=1,5432 dbname=d "), said);
        assert_eq!(
            read(r"password=it\'s\ a\\b options='-c a' "),
            pairs(&[("password", r"it's a\b"), ("options", "-c a")])
        );
        assert_eq!(read("postgres:///d?host=%2Frun&host=/tmp&port="), pairs(&[("dbname", "d"), ("host", "/tmp")]));
        assert_eq!(read(""), pairs(&[]));
    }

    #[test]
    fn what_can_not_be_read_is_told_without_its_values() {
        for (text, why) in [
            ("postgress://u:secret@db/x", "it begins with postgress://"),
            ("password=my secret word", "what follows password=… is no setting"),
            ("secret", "neither a URL"),
            ("=secret", "neither a URL"),
            ("host=a password='secret", "after password= does not end"),
            ("postgres://u:%FF@h/d", "password is not UTF-8"),
            ("postgres://[::1/d", "does not end in ]"),
            ("postgres://[::1]5/d", "followed by no colon"),
            ("postgres://h/d?secret", "has no ="),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(why) && !error.contains("secret"), "{text}: {error}");
        }
    }

    /// Names that the driver knows, with values of theirs.
    fn setting() -> impl Strategy<Value = (&'static str, String)> {
        prop_oneof![
            (prop_oneof![Just("user"), Just("password"), Just("dbname"), Just("options")], "[ -~äß]{1,12}"),
            (Just("host"), "[a-z./]{1,8}(,[a-z.]{1,4})?"),
            (Just("hostaddr"), Just("127.0.0.1".to_owned())),
            (Just("port"), "[1-9][0-9]{0,3}"),
            (Just("channel_binding"), Just("require".to_owned())),
            (Just("connect_timeout"), "[1-9]"),
        ]
    }

    /// A value as somebody may write it: in quotes or with backslashes.
    fn written(value: &str, quoted: bool) -> String {
        let escaped: String =
            value.chars().map(|c| if "\\' ".contains(c) { format!("\\{c}") } else { c.into() }).collect();
        if quoted { format!("'{escaped}'") } else { escaped }
    }

    proptest! {
        /// For every text that the driver's own reader takes, ours says the same.
        #[test]
        fn the_driver_reads_the_same(
            settings in proptest::collection::vec(setting(), 0..6),
            gap in prop_oneof![Just(" "), Just("\n"), Just(" \t ")], equals in prop_oneof![Just("="), Just(" = "), Just("=\n")],
            quoted in any::<bool>(),
        ) {
            let settings: std::collections::BTreeMap<_, _> = settings.into_iter().collect();
            let text: Vec<String> =
                settings.iter().map(|(name, value)| format!("{name}{equals}{}", written(value, quoted))).collect();
            let text = text.join(gap);
            let ours = Settings::parse(&text).unwrap();
            prop_assert_eq!(text.parse::<Config>().unwrap(), ours.text().parse::<Config>().unwrap());
            let encode = |value: &str| {
                percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
            };
            let query: Vec<String> = settings.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
            let url = format!("postgresql://?{}", query.join("&"));
            let same = Settings::parse(&url).unwrap();
            prop_assert_eq!(same.text(), ours.text());
        }

        #[test]
        fn the_driver_reads_the_same_of_urls(
            login in "([a-z]{1,4}(:[a-z%2F]{0,4})?@)?",
            hosts in "([a-z]{1,5}|\\[::1\\])(:[1-9])?(,[a-z]{1,4}(:[0-9]{2})?)?", database in "(/[a-z]{0,4})?",
            query in "(\\?application_name=[a-z]{1,3}(&connect_timeout=[1-9])?)?",
        ) {
            let url = format!("postgresql://{login}{hosts}{database}{query}");
            let driver = url.parse::<Config>();
            let ours = Settings::parse(&url);
            // An empty password is none.
            if let (Ok(driver), Ok(ours), false) = (driver, ours, login.contains(":@") || login.contains('%')) {
                prop_assert_eq!(driver, ours.text().parse::<Config>().unwrap());
            }
        }
    }
}
