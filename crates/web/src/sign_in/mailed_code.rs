//! A code by e-mail: sending it, typing it, and that it was right.

use flows::{Complaint, MailedView};
use model::sign_in::Purpose;
use pages::{
    Href, Page, Who,
    sign_in::{CodeVerifiedPage, MailedCodeError, MailedCodePage, SendCodePage},
};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    /// The code that was sent last, or the offer to send one.
    pub(super) fn email_code(&self) -> String {
        match self.view.mailed_code {
            Some(sent) => self.mailed_code(sent),
            None => self.send_code(),
        }
    }

    fn send_code(&self) -> String {
        let (action, change) = (self.action(), self.with("change=yes"));
        let chrome = self.theme.chrome();
        let form = form(&action, &[("answer", answer::SEND_CODE)]);
        SendCodePage { chrome: &chrome, form, who: self.who(), change: Href::own(&change) }.html()
    }

    fn mailed_code(&self, sent: MailedView) -> String {
        let sent_at = sent.sent_at.millis().to_string();
        let again = [("answer", answer::SEND_CODE), ("again", sent_at.as_str())];
        let (action, change) = (self.action(), self.with("change=yes"));
        let chrome = self.theme.chrome();
        let page = MailedCodePage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::EMAIL_CODE)]),
            again: form(&action, &again),
            who: self.who(),
            registers: self.view.purpose == Purpose::Register,
            sent_at: sent.sent_at,
            next: self.next_code(sent.sent_at),
            minutes: u32::try_from(sent.life.as_seconds() / 60).unwrap_or_default(),
            error: self.complaint.map(|complaint| match complaint {
                Complaint::SentCodeSpent => MailedCodeError::Spent,
                Complaint::SentCodeMissing(_) => MailedCodeError::Missing,
                _ => MailedCodeError::Mismatch,
            }),
            change: Href::own(&change),
        };
        page.html()
    }

    /// The code was right.
    pub(super) fn code_verified(&self) -> String {
        let next = self.with("next=yes");
        let chrome = self.theme.chrome();
        CodeVerifiedPage { chrome: &chrome, who: self.who(), next: Href::own(&next) }.html()
    }

    /// Who it is about, as typed.
    pub(super) fn who(&self) -> Who<'_> {
        let slug = self.view.organisation.as_ref().map(|organisation| organisation.slug.as_str());
        if self.view.by_company {
            Who::User { organisation: slug.unwrap_or_default(), user: &self.view.identifier }
        } else {
            // Nothing was typed by somebody who is signed in.
            let typed = Some(self.view.identifier.as_str()).filter(|typed| !typed.is_empty());
            Who::Email(typed.or(self.view.name.as_deref()).unwrap_or_default())
        }
    }
}
