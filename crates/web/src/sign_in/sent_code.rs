//! Codes by text message and by e-mail beside a first proof, and the number that they are to go to.

use flows::{Complaint, NumberProblem, TextState, TextedView};
use model::{
    Authenticator, Time,
    sign_in::{Enrolment, Step},
};
use pages::{
    Href, Page,
    sign_in::{
        AskCodePage, Delivery, EnrolNumberPage, Instead, NotSent, Reached, SentCodeError, SentCodePage, SentTo, Trust,
    },
};

use super::{
    answer,
    instead::Links,
    page::{Sheet, form},
};

/// The answers that a page of codes can give.
struct Answers {
    send: &'static str,
    code: &'static str,
}

impl Sheet<'_> {
    /// A code by text message to the number that was set up.
    pub(super) fn text_code(&self, texted: &TextedView, any_of: &[Authenticator]) -> String {
        let answers = Answers { send: answer::SEND_TEXT, code: answer::TEXT_CODE };
        let to = Reached::Phone(texted.number.as_deref().unwrap_or_default());
        self.second_code((to, texted.sent, texted.state), (any_of, Authenticator::Sms), &answers)
    }

    /// A code by e-mail, beside a password.
    pub(super) fn second_email_code(&self, any_of: &[Authenticator]) -> String {
        let answers = Answers { send: answer::SEND_CODE, code: answer::EMAIL_CODE };
        let sent = self.view.mailed_code.map(|sent| (sent.sent_at, sent.life));
        let of = (any_of, Authenticator::EmailCode);
        self.second_code((Reached::Mailbox, sent, TextState::Sent), of, &answers)
    }

    fn second_code(
        &self,
        (to, sent, state): (Reached<'_>, Option<(Time, model::Span)>, TextState),
        (any_of, by): (&[Authenticator], Authenticator),
        answers: &Answers,
    ) -> String {
        let (action, links) = (self.action(), Links::of(self));
        let instead = links.instead(self, any_of, by);
        let (sends, answers) = ([("answer", answers.send)], [("answer", answers.code)]);
        let chrome = self.theme.chrome();
        let Some(sent) = sent else {
            let (form, problem, cancel) = (form(&action, &sends), self.not_sent(), self.cancel());
            let confirms = self.confirms();
            return AskCodePage { chrome: &chrome, form, to, problem, instead, cancel, confirms }.html();
        };
        let sent_at = sent.0.millis().to_string();
        let (again, look) = ([sends[0], ("again", sent_at.as_str())], self.with("next=yes&way=sms"));
        let page = SentCodePage {
            chrome: &chrome,
            form: form(&action, &answers),
            again: form(&action, &again),
            to: SentTo::Own(to),
            sent,
            next: self.next_code(sent.0),
            delivery: delivery(state),
            look: (by == Authenticator::Sms && state != TextState::Failed).then(|| Href::own(&look)),
            trust: self.view.trust.map(|span| Trust { span, checked: self.typed.trust }),
            error: self.complaint.map(sent_code_error),
            instead,
            cancel: self.cancel(),
            confirms: self.confirms(),
        };
        page.html()
    }

    /// Whether the number is to be set up rather than the app: it was chosen, or is under way.
    pub(super) fn chooses_number(&self) -> bool {
        let chosen = self.typed.way == Some(Authenticator::Sms) || self.view.wrong == Some(Authenticator::Sms);
        let under_way = self.view.texted.as_ref().is_some_and(|texted| texted.sent.is_some());
        chosen || (under_way && self.typed.way.is_none())
    }

    /// The number that is to be set up, or the code that was sent to it.
    pub(super) fn enrol_number(&self, texted: &TextedView) -> String {
        let asks_number = matches!(self.complaint, Some(Complaint::Number(_))) || self.typed.way.is_some();
        match (&texted.number, texted.sent) {
            (Some(number), Some(sent)) if !asks_number => self.number_code(number, sent, texted.state),
            _ => self.number(texted),
        }
    }

    fn number(&self, texted: &TextedView) -> String {
        let (action, links) = (self.action(), Links::of(self));
        let Instead { set_up_app, .. } = links.set_up_instead(self, Authenticator::Sms);
        let chrome = self.theme.chrome();
        let may_postpone = matches!(self.view.step, Step::Enrol { postpone_until: Some(_), .. });
        let (zone, languages) = (self.view.reader.zoneinfo.as_deref(), self.context.languages());
        let country = self.typed.country.as_deref().filter(|code| !code.is_empty());
        let country = country.or_else(|| likely_country(&texted.countries, zone, languages));
        let why = if let Step::Enrol { why, .. } = self.view.step { Some(why) } else { None };
        let page = EnrolNumberPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::SEND_TO_NUMBER)]),
            countries: &texted.countries,
            country: country.unwrap_or_default(),
            number: self.typed.number.as_deref().unwrap_or_default(),
            replaces: None,
            is_lost: why == Some(Enrolment::RecoveryCodeUsed),
            problem: self.not_sent(),
            app: set_up_app,
            later: may_postpone.then(|| form(&action, &[("answer", answer::POSTPONE)])),
            instead: Instead { set_up_app: None, ..links.set_up_instead(self, Authenticator::Sms) },
            cancel: None,
        };
        page.html()
    }

    fn number_code(&self, number: &str, sent: (Time, model::Span), state: TextState) -> String {
        let (action, links, other) = (self.action(), Links::of(self), self.with("next=yes&way=sms"));
        let (chrome, look) = (self.theme.chrome(), self.with("next=yes"));
        let sent_at = sent.0.millis().to_string();
        let resend =
            [("answer", answer::SEND_TO_NUMBER), ("number", number), ("country", ""), ("again", sent_at.as_str())];
        let page = SentCodePage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::ENROL_NUMBER)]),
            again: form(&action, &resend),
            to: SentTo::Number(number),
            sent,
            next: self.next_code(sent.0),
            delivery: delivery(state),
            look: (state != TextState::Failed).then(|| Href::own(&look)),
            trust: None,
            error: self.complaint.map(sent_code_error),
            instead: Instead { number: Some(Href::own(&other)), ..links.set_up_instead(self, Authenticator::Sms) },
            cancel: None,
            confirms: None,
        };
        page.html()
    }

    fn not_sent(&self) -> Option<NotSent> {
        match self.complaint {
            Some(Complaint::Number(problem)) => Some(not_sent(problem)),
            _ => None,
        }
    }
}

/// The country that somebody's number is most likely of, of those that codes are sent to: that of their time zone, or of a language that
/// their browser prefers. None where neither says one.
pub(crate) fn likely_country<'c>(countries: &[&'c str], zone: Option<&str>, languages: &str) -> Option<&'c str> {
    if let [only] = countries {
        return Some(*only);
    }
    let served = |code: &str| countries.iter().copied().find(|served| served.eq_ignore_ascii_case(code));
    let region = |tag: &str| {
        let tag = tag.split(';').next()?.trim();
        tag.split('-').skip(1).find(|part| part.len() == 2).and_then(served)
    };
    zone.and_then(text::zones::country).and_then(served).or_else(|| languages.split(',').find_map(region))
}

pub(crate) const fn delivery(state: TextState) -> Delivery {
    match state {
        TextState::Sent => Delivery::Sent,
        TextState::Delayed => Delivery::Delayed,
        TextState::Failed => Delivery::Failed,
    }
}

pub(crate) const fn not_sent(problem: NumberProblem) -> NotSent {
    match problem {
        NumberProblem::NotANumber(why) => NotSent::NotANumber(why),
        NumberProblem::Country(code) => NotSent::Country(code),
        NumberProblem::TooMany => NotSent::TooMany,
        NumberProblem::Paused => NotSent::Paused,
    }
}

const fn sent_code_error(complaint: Complaint) -> SentCodeError {
    match complaint {
        Complaint::SentCodeMissing(_) => SentCodeError::Missing,
        Complaint::SentCodeSpent => SentCodeError::Spent,
        Complaint::Number(problem) => SentCodeError::NotSent(not_sent(problem)),
        _ => SentCodeError::Mismatch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_that_of_the_zone_or_of_a_language() {
        let served = ["AT", "CH", "DE"];
        for (zone, languages, likely) in [
            (Some("Europe/Berlin"), "de-AT", Some("DE")),
            (Some("Europe/Paris"), "de-AT", Some("AT")),
            (None, "en-US,en;q=0.9, de-ch;q=0.8,de-DE;q=0.7", Some("CH")),
            (None, "zh-Hans-DE", Some("DE")),
            (Some("Etc/UTC"), "de, *;q=0.1", None),
            (None, "", None),
        ] {
            assert_eq!(likely_country(&served, zone, languages), likely, "{zone:?} {languages}");
        }
        assert_eq!(likely_country(&["GB"], None, ""), Some("GB"), "the only one");
    }
}
