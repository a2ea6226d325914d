//! What a browser says it is, in as many words as a person needs to recognise it.
//!
//! Read from `User-Agent` (RFC 9110 §10.1.5), which anybody can send: good for showing, never for deciding.

use text::Texts;

/// A browser on a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// The browser's name, if it is one we know.
    pub browser: Option<&'static str>,
    /// The system's name, if it is one we know.
    pub system: Option<&'static str>,
    /// What kind of thing it is.
    pub kind: Kind,
}

/// The kind of device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// With a keyboard, or unknown.
    Computer,
    /// A telephone.
    Phone,
    /// A tablet.
    Tablet,
}

/// Products in the order in which they are looked for: most browsers also claim to be their ancestors.
const BROWSERS: [(&str, &str); 12] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("Windows", "Windows"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

impl Device {
    /// The device behind this `User-Agent`.
    pub fn of_user_agent(user_agent: &str) -> Self {
        let named = |list: &[(&str, &'static str)]| {
            list.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
        };
        let mobile = user_agent.contains("Mobile");
        let kind = match named(&SYSTEMS) {
            Some("iOS") => Kind::Phone,
            Some("iPadOS") => Kind::Tablet,
            Some("Android") => {
                if mobile {
                    Kind::Phone
                } else {
                    Kind::Tablet
                }
            }
            _ => Kind::Computer,
        };
        Self { browser: named(&BROWSERS), system: named(&SYSTEMS), kind }
    }

    /// “Firefox on Linux”, “Safari on a phone”.
    pub fn words(self, text: Texts) -> String {
        match (self.browser, self.system, self.kind) {
            (None, ..) => text.device_unknown().to_owned(),
            (Some(browser), _, Kind::Phone) => text.device_browser_on_phone(browser),
            (Some(browser), _, Kind::Tablet) => text.device_browser_on_tablet(browser),
            (Some(browser), Some(system), Kind::Computer) => text.device_browser_on_system(browser, system),
            (Some(browser), None, Kind::Computer) => browser.to_owned(),
        }
    }

    /// The icon's path on the 20 px grid.
    pub(crate) const fn icon(self) -> &'static str {
        match self.kind {
            Kind::Computer => "M2.5 4h15v9.5h-15zM7 17h6M10 13.5V17",
            Kind::Phone | Kind::Tablet => "M6 2.5h8v15H6zM9 15h2",
        }
    }
}

#[cfg(test)]
mod tests {
    use text::Language;

    use super::*;

    #[test]
    fn devices_are_recognised() {
        let words = |agent| Device::of_user_agent(agent).words(Texts::new(Language::English));
        for (agent, expected) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari on a phone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                "Chrome on a tablet",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "Safari on macOS",
            ),
            ("curl/8.5.0", "Unknown browser"),
            ("", "Unknown browser"),
            ("<script>Firefox/", "Firefox"),
        ] {
            assert_eq!(words(agent), expected, "{agent}");
        }
    }
}
