//! People who are stopped after they proved who they are: by steps that this version has no page for. Operators are told
//! before their people are.

use model::{
    Id,
    due::{Due, due},
    id::User,
    sign_in::NewPassword,
};
use store::{directory, organisations, users};

use super::person::Person;
use crate::{
    Doorward, Granted, Result,
    granted::{ManageInstance, ReadUser},
};

/// Users and organisations that are read at once.
const AT_ONCE: i64 = 200;

/// What is due of somebody, and what helps as long as there is no page for it.
pub const fn in_words(due: Due) -> (&'static str, &'static str) {
    match due {
        Due::Password(NewPassword::Expired) => {
            ("their password is older than the policy's `password.max_age`", "raise that, or set another password")
        }
        Due::Password(_) => {
            ("they have to choose another password", "set one with `doorward user set-password`, without --must-change")
        }
        Due::Notice => {
            ("they have not accepted the organisation's notice", "say `accepted_notice: true` of them in a document")
        }
    }
}

/// How many people are stopped by what.
#[derive(Debug, Clone, Default)]
pub struct Stopped {
    /// How many users were looked at.
    pub examined: usize,
    /// Whether there are more.
    pub more: bool,
    /// What stops them, and how many.
    pub by: Vec<(Due, usize)>,
}

impl Stopped {
    pub(crate) fn add(&mut self, due: Due) {
        match self.by.iter_mut().find(|(known, _)| *known == due) {
            Some((_, count)) => *count += 1,
            None => self.by.push((due, 1)),
        }
    }
}

impl Doorward {
    /// What stands between a user who proves everything and their applications.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn due_of(&self, granted: &Granted<ReadUser>) -> Result<Vec<Due>> {
        let whom = granted.on();
        let mut read = self.store.read().await?;
        let row = users::by_id(&mut read, whom.org, whom.user).await?;
        let person = Person::of_row(self, &mut read, row).await?;
        Ok(person.map(|one| due(&one.account, &one.home.policy, granted.by().now)).unwrap_or_default())
    }

    /// How many people of all organisations are stopped, of the first so many.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn stopped(&self, granted: &Granted<ManageInstance>, most: usize) -> Result<Stopped> {
        let (mut stopped, mut after) = (Stopped::default(), String::new());
        loop {
            let page = organisations::page(&mut self.store.read().await?, &after, AT_ONCE).await?;
            let Some(last) = page.last() else { return Ok(stopped) };
            after.clone_from(&last.slug);
            for row in &page {
                stopped_of(self, granted, row.id, most, &mut stopped).await?;
            }
            if stopped.examined >= most {
                stopped.more = true;
                return Ok(stopped);
            }
        }
    }
}

async fn stopped_of(
    doorward: &Doorward,
    granted: &Granted<ManageInstance>,
    org: Id<model::id::Org>,
    most: usize,
    stopped: &mut Stopped,
) -> Result<()> {
    let mut after: Id<User> = Id::from_bytes([0; 16]);
    while stopped.examined < most {
        let mut read = doorward.store.read().await?;
        let page = directory::page(&mut read, org, after, AT_ONCE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        for entry in &page {
            stopped.examined += 1;
            let row = users::by_id(&mut read, org, entry.id).await?;
            let person = Person::of_row(doorward, &mut read, row).await?;
            let due = person.map(|one| due(&one.account, &one.home.policy, granted.by().now));
            due.unwrap_or_default().into_iter().for_each(|one| stopped.add(one));
        }
    }
    Ok(())
}
