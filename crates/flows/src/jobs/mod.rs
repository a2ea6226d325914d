//! Work that is done after the answer. Each kind has its terms (for how long it is worth doing, what one recipient may
//! get of it) and its executor; the queue knows none of them.
//!
//! A new kind is a variant of [`Kind`] with its terms, a variant of [`Job`] with what it needs to know, and an arm of
//! `execute`. Nodes of an older release leave kinds that they do not know to those that do.

mod queue;
mod status;

use crypto::seal::Place;
use model::{Id, Span, Time, id::Job as JobId, id::Org, release::Profile};
use notify::{Deliver, Outcome as Delivered};
use store::{
    Change, Guard,
    attempts::{Budget, Window},
    jobs::{self, JobRow},
    json,
};

use crate::{
    Doorward, Error, Organisation, Result,
    notices::{Happened, Message, Scene, Topic},
};
pub use queue::Leased;
pub(crate) use status::Counters;
pub use status::{JobsDone, JobsStatus};

/// A kind of work, as the queue stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A mail that tells an account's owner of something.
    Notice(Topic),
}

/// A piece of work, and what it needs to know.
#[derive(Debug)]
pub(crate) enum Job {
    Notice(Message),
}

/// A limit on what one recipient gets of a kind, and the guard that says that it is reached.
pub(crate) type RecipientLimit = (Budget, Guard);

/// So many within a span from the first on, and none until it is over.
const fn within(limit: i64, span: Span) -> Budget {
    Budget { limit, closes_for: span, window: Window::SinceFirst(span), most: i64::MAX }
}

/// So that nobody can flood a mailbox: three in a quarter of an hour, ten a day.
const MAILBOX: [RecipientLimit; 2] = [
    (within(3, Span::minutes(15)), Guard("mailbox quarter of an hour")),
    (within(10, Span::hours(24)), Guard("mailbox day")),
];

impl Kind {
    pub(crate) const ALL: [Self; 3] =
        [Self::Notice(Topic::SignIn), Self::Notice(Topic::Lock), Self::Notice(Topic::Credential)];

    /// As it is stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Notice(Topic::SignIn) => "notice.sign_in",
            Self::Notice(Topic::Lock) => "notice.lock",
            Self::Notice(Topic::Credential) => "notice.credential",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// For how long after it was ordered it is worth doing: what still fails then is given up. A changed password is news
    /// after a weekend without a mail server, a sign-in hardly.
    pub(crate) const fn patience(self) -> Span {
        match self {
            Self::Notice(Topic::SignIn | Topic::Lock) => Span::hours(24),
            Self::Notice(Topic::Credential) => Span::hours(72),
        }
    }

    /// What one recipient gets of it at most. What exceeds this is finished undone.
    pub(crate) const fn recipient_limits(self) -> &'static [RecipientLimit] {
        match self {
            Self::Notice(_) => &MAILBOX,
        }
    }
}

/// What came of one try; the words are kept with the job.
#[derive(Debug)]
pub(crate) enum Tried {
    Done,
    Later(String),
    Never(String),
}

impl Job {
    fn kind(&self) -> Kind {
        match self {
            Self::Notice(message) => Kind::Notice(message.topic()),
        }
    }

    /// Whom its limits are counted for.
    fn recipient(&self) -> &str {
        match self {
            Self::Notice(message) => &message.to,
        }
    }

    fn read(kind: Kind, data: &[u8]) -> Result<Self> {
        match kind {
            Kind::Notice(_) => json::read_bytes(data).map(Self::Notice).map_err(|_| Error::Corrupt("a job")),
        }
    }

    fn to_json(&self) -> Result<Vec<u8>> {
        match self {
            Self::Notice(message) => serde_json::to_vec(message),
        }
        .map_err(|_| Error::Corrupt("something to be stored as JSON"))
    }
}

impl Doorward {
    /// Orders a notice to the person with this profile. Says whether there was anywhere to send it: without a mail server, or
    /// for somebody without an address (MAI-06), nothing is ordered.
    pub(crate) fn order_notice(
        &self,
        change: &mut Change,
        scene: Scene<'_>,
        (profile, home): (&Profile, &Organisation),
        happened: Happened,
    ) -> Result<bool> {
        if self.instance.mail.is_none() {
            return Ok(false);
        }
        let Some(message) = Message::new(scene, (profile, home), happened) else { return Ok(false) };
        self.order(change, Some(home.id), &Job::Notice(message), scene.now)?;
        Ok(true)
    }

    /// Orders a piece of work in the change of its cause.
    fn order(&self, change: &mut Change, org: Option<Id<Org>>, job: &Job, now: Time) -> Result<()> {
        let id: Id<JobId> = self.id(now);
        let row = JobRow {
            id,
            org,
            kind: job.kind().as_str().to_owned(),
            data: self.sealer.seal(&*self.entropy, data_place(&id), &job.to_json()?),
            fence: 0,
            tries: 0,
            due_at: now,
            created_at: now,
        };
        jobs::insert(change, &row);
        Ok(())
    }

    /// What a job needs to know.
    fn job(&self, kind: Kind, row: &JobRow) -> Result<Job> {
        let plain = self.sealer.open(data_place(&row.id), &row.data).map_err(|_| Error::Corrupt("a sealed job"))?;
        Job::read(kind, &plain)
    }

    /// Does a piece of work once. Says besides whether the mail server let us come as far as this mail: if not, other mails
    /// would not have come further.
    async fn execute(&self, kind: Kind, row: &JobRow, post: &dyn Deliver) -> (Tried, bool) {
        let job = match self.job(kind, row) {
            Ok(job) => job,
            Err(error) => return (Tried::Later(format!("it could not be made: {error}")), true),
        };
        let mail = match &job {
            Job::Notice(message) => self.notice_mail(row.id, row.org, message).await,
        };
        match mail {
            Ok(mail) => match post.deliver(&mail).await {
                Delivered::Accepted => (Tried::Done, true),
                Delivered::Later(trouble) => (Tried::Later(trouble.to_string()), !trouble.stage.concerns_all()),
                Delivered::Never(trouble) => (Tried::Never(trouble.to_string()), true),
            },
            Err(error) => (Tried::Later(format!("it could not be made: {error}")), true),
        }
    }
}

/// Where a job's data is sealed for.
pub(crate) fn data_place(job: &Id<JobId>) -> Place<'_> {
    Place { table: "jobs", column: "data", row: job.as_bytes() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_stored_as_a_word_of_its_own() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse("notice.new"), None);
        assert!(Kind::ALL.len() <= jobs::KINDS, "the statement that finds what is due has room for them");
    }
}
