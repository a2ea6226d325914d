//! One mail, ready to leave: who, to whom, and both of its parts.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use lettre::message::{
    Mailbox, Message, MultiPart, SinglePart,
    header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue},
};
use model::Time;

use crate::{Address, Sender, plain};

/// A mail. `Debug` shows neither subject nor content.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Names the mail in its `Message-ID`: the same for each try, so that whoever gets it twice can tell.
    pub id: String,
    /// Who it is from.
    pub from: Sender,
    /// Whom it is for. One recipient: nobody sees who else got it.
    pub to: Address,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Address>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as an HTML document.
    pub html: String,
    /// The language of both (BCP 47).
    pub language: &'static str,
    /// When what it tells of happened.
    pub at: Time,
}

impl Mail {
    /// The message as it travels (RFC 5322, RFC 2045): two alternative parts, all of it ASCII but for addresses that are not
    /// (RFC 6532 §3.2). To a server that does not take those (`smtp_utf8`) no `Reply-To` with one is written; sender and
    /// recipient the envelope has refused before.
    ///
    /// # Errors
    /// Never with what this crate makes; lettre's own words otherwise.
    pub(crate) fn message(&self, smtp_utf8: bool) -> Result<Vec<u8>, lettre::error::Error> {
        let name = self.from.name.as_deref().map(plain::line);
        let mut message = Message::builder()
            .from(Mailbox::new(name, self.from.address.lettre()))
            .to(Mailbox::new(None, self.to.lettre()))
            .subject(plain::line(&self.subject))
            .date(self.date())
            .message_id(Some(format!("<{}@{}>", self.id, self.from.address.domain())))
            .header(AutoSubmitted)
            .header(NoAutomaticAnswers)
            .header(Language(self.language));
        if let Some(address) = self.reply_to.as_ref().filter(|address| smtp_utf8 || !address.is_international()) {
            message = message.reply_to(Mailbox::new(None, address.lettre()));
        }
        let part = |kind, body: &str| {
            // Quoted-printable whatever it holds: no line gets too long for any server on the way.
            let part = SinglePart::builder().header(kind).header(ContentTransferEncoding::QuotedPrintable);
            part.body(body.to_owned())
        };
        // The boundary can't occur in quoted-printable text: it has an equals sign before a letter that is none of its.
        let parts = MultiPart::alternative().boundary(format!("=_{}", self.id));
        let parts = parts.singlepart(part(ContentType::TEXT_PLAIN, &self.text));
        Ok(message.multipart(parts.singlepart(part(ContentType::TEXT_HTML, &self.html)))?.formatted())
    }

    /// Whether an address of it needs a server that takes more than ASCII (SMTPUTF8, RFC 6531 §3.4).
    pub(crate) fn is_international(&self) -> bool {
        let needed = [Some(&self.from.address), Some(&self.to), self.reply_to.as_ref()];
        needed.into_iter().flatten().any(Address::is_international)
    }

    fn date(&self) -> SystemTime {
        let since = u64::try_from(self.at.millis()).unwrap_or_default();
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(since)).unwrap_or(SystemTime::UNIX_EPOCH)
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A header that we only write.
macro_rules! written {
    ($($(#[$doc:meta])* $name:ident($field:literal) = |$this:ident| $value:expr;)*) => {$(
        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($field)
            }

            fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Err("this header is written only".into())
            }

            fn display(&self) -> HeaderValue {
                let $this = self;
                HeaderValue::new(Self::name(), $value.to_owned())
            }
        }
    )*};
}

/// Written by a program; answering machines stay silent (RFC 3834 §5).
#[derive(Clone)]
struct AutoSubmitted;

/// The same for Exchange, which does not go by the standard.
#[derive(Clone)]
struct NoAutomaticAnswers;

/// The language of the content (RFC 3282).
#[derive(Clone)]
struct Language(&'static str);

written! {
    AutoSubmitted("Auto-Submitted") = |_this| "auto-generated";
    NoAutomaticAnswers("X-Auto-Response-Suppress") = |_this| "All";
    Language("Content-Language") = |this| this.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        Mail {
            id: "job_1".into(),
            from: "Example <no-reply@example.org>".parse().unwrap(),
            to: "anna@example.com".parse().unwrap(),
            reply_to: Some("help@example.org".parse().unwrap()),
            subject: "Ihr Konto wurde geöffnet".into(),
            text: "Grüße\n.\nvon uns".into(),
            html: "<p>Grüße</p>".into(),
            language: "de",
            at: Time::from_seconds(1_790_000_000),
        }
    }

    fn headers(mail: &Mail) -> Vec<String> {
        let text = String::from_utf8(mail.message(false).unwrap()).unwrap();
        let (headers, _) = text.split_once("\r\n\r\n").unwrap();
        headers.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn mai_05_a_mail_says_that_a_program_wrote_it() {
        let headers = headers(&mail());
        for expected in [
            "From: Example <no-reply@example.org>",
            "To: anna@example.com",
            "Reply-To: help@example.org",
            "Message-ID: <job_1@example.org>",
            "Date: Mon, 21 Sep 2026 14:13:20 +0000",
            "Auto-Submitted: auto-generated",
            "Content-Language: de",
        ] {
            assert!(headers.iter().any(|header| header == expected), "{expected} in {headers:?}");
        }
        assert_eq!(mail().message(false).unwrap(), mail().message(false).unwrap(), "each try is the same mail");
        assert!(mail().message(false).unwrap().is_ascii());
    }

    #[test]
    fn an_address_beyond_ascii_is_written_only_where_it_is_taken() {
        let mut mail = mail();
        mail.reply_to = Some("büro@acme.example".parse().unwrap());
        let raw = |smtp_utf8| String::from_utf8(mail.message(smtp_utf8).unwrap()).unwrap();
        assert!(mail.is_international());
        assert!(raw(false).is_ascii() && !raw(false).contains("Reply-To"));
        assert!(raw(true).contains("Reply-To: büro@acme.example\r\n"));
        let name = Mail { from: "Büro <no-reply@example.org>".parse().unwrap(), reply_to: None, ..mail };
        assert!(!name.is_international() && name.message(false).unwrap().is_ascii(), "a name is encoded (RFC 2047)");
    }

    #[test]
    fn mai_01_nothing_adds_a_header() {
        let evil = "x\r\nBcc: victim@example.com\r\n\r\nbody\u{2028}\0";
        let mut injected = mail();
        injected.subject = evil.into();
        injected.from.name = Some(evil.into());
        let names = |mail: &Mail| -> Vec<String> {
            headers(mail).iter().map(|line| line.split(':').next().unwrap().to_owned()).collect()
        };
        assert_eq!(names(&injected), names(&mail()));
    }

    #[test]
    fn logs_do_not_see_the_content() {
        assert_eq!(format!("{:?}", mail()), "Mail { id: \"job_1\", .. }");
    }
}
