//! The picture of a person: made anew from what they upload, and named so that nobody guesses its address. The claim `picture`
//! is that address, so it changes with the picture (J1.12).

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use crypto::token::Token;
use model::{Id, id::User, release::Profile};
use serde_json::{Map, Value};
use store::{
    Change,
    avatars::{self, AvatarRow},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::own::change_own;
use crate::{Caller, Doorward, Error, Result, SignedIn};

/// How many uploads wait while one is made; each is held in memory.
const PLACES: usize = 8;

/// Where pictures are.
const PATH: &str = "/avatar/";

/// So many pictures are made at once on a node, and one of each person (AVA-08).
pub(crate) struct Studio {
    places: Arc<Semaphore>,
    permit: Arc<Semaphore>,
    served: Arc<Mutex<HashSet<Id<User>>>>,
}

/// A place in the queue, and whose it is.
struct Place {
    _place: OwnedSemaphorePermit,
    owner: Id<User>,
    served: Arc<Mutex<HashSet<Id<User>>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.served.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.owner);
    }
}

impl Default for Studio {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(PLACES)), permit: Arc::new(Semaphore::new(1)), served: Arc::default() }
    }
}

impl Studio {
    /// What is made of an upload, on a thread that may be blocked.
    async fn make(
        &self,
        owner: Id<User>,
        upload: Vec<u8>,
    ) -> Result<std::result::Result<picture::Picture, picture::Refusal>> {
        let Some(place) = self.place(owner) else { return Err(Error::Busy { retry_after_seconds: 2 }) };
        let permit = Arc::clone(&self.permit).acquire_owned().await.map_err(|_| Error::Corrupt("a closed studio"))?;
        // Whoever hangs up meanwhile gives nothing back before the thread is done.
        let work = move || {
            let made = picture::make(&upload);
            drop((place, permit));
            made
        };
        let made = tokio::task::spawn_blocking(work).await;
        // A decoder that panics has met a file that is none.
        Ok(made.unwrap_or(Err(picture::Refusal::Broken)))
    }

    /// A place for somebody who has none, while there is one: whoever sends again and again keeps nobody else out.
    fn place(&self, owner: Id<User>) -> Option<Place> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let first = self.served.lock().unwrap_or_else(PoisonError::into_inner).insert(owner);
        first.then(|| Place { _place: place, owner, served: Arc::clone(&self.served) })
    }
}

impl Doorward {
    /// Makes an upload the person's picture.
    ///
    /// # Errors
    /// What keeps the database from answering, and too many uploads at once.
    pub async fn set_picture(
        &self,
        caller: &Caller,
        who: &SignedIn,
        upload: Vec<u8>,
    ) -> Result<std::result::Result<(), picture::Refusal>> {
        let made = match self.studio.make(who.row.user, upload).await? {
            Ok(made) => made,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let name = Token::mint(&*self.entropy).expose().to_string();
        let issuer = self.instance.issuer.as_str().trim_end_matches('/');
        let claims = Map::from_iter([("picture".to_owned(), Value::from(format!("{issuer}{PATH}{name}")))]);
        let row = AvatarRow { media_type: made.media_type.to_owned(), image: made.bytes, created_at: caller.now };
        let mut change = Change::new();
        avatars::keep(&mut change, (who.row.org, who.row.user), &name, &row);
        let Ok(()) =
            change_own(self, caller, who, &change, |_| Ok::<_, std::convert::Infallible>(claims.clone())).await?;
        Ok(Ok(()))
    }

    /// Takes the person's picture away; the generated one stands for them again.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn remove_picture(&self, caller: &Caller, who: &SignedIn) -> Result<()> {
        let mut change = Change::new();
        avatars::remove(&mut change, (who.row.org, who.row.user));
        let claims = Map::from_iter([("picture".to_owned(), Value::Null)]);
        let Ok(()) =
            change_own(self, caller, who, &change, |_| Ok::<_, std::convert::Infallible>(claims.clone())).await?;
        Ok(())
    }

    /// The path of the person's picture here; none for one that lies elsewhere.
    pub fn picture_path<'p>(&self, profile: &'p Profile) -> Option<&'p str> {
        let path = profile.picture.as_deref()?.strip_prefix(self.instance.issuer.as_str().trim_end_matches('/'))?;
        let name = path.strip_prefix(PATH)?;
        Token::parse(name).map(|_| path)
    }

    /// The picture with this name: its media type, and the file.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn picture(&self, name: &str) -> Result<Option<(String, Vec<u8>)>> {
        // What is no name of ours is not looked for.
        if Token::parse(name).is_none() {
            return Ok(None);
        }
        let found = avatars::by_name(&mut self.store.read().await?, name).await?;
        Ok(found.map(|avatar| (avatar.media_type, avatar.image)))
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future,
        pin::pin,
        task::{Context, Waker},
    };

    use super::*;

    /// While one picture is made, a few uploads wait; who comes after them is told when to come again.
    #[tokio::test]
    async fn ava_08_one_is_made_at_a_time_and_few_wait() {
        let studio = Studio::default();
        let held = studio.permit.acquire().await.unwrap();
        let person = |number: usize| Id::from_bytes([u8::try_from(number).unwrap(); 16]);
        let mut waiting: Vec<_> = (1..PLACES).map(|number| Box::pin(studio.make(person(number), Vec::new()))).collect();
        let mut context = Context::from_waker(Waker::noop());
        assert!(waiting.iter_mut().all(|one| one.as_mut().poll(&mut context).is_pending()));
        let again = pin!(studio.make(person(1), Vec::new()));
        assert!(matches!(again.await, Err(Error::Busy { .. })), "one of each person");
        waiting.push(Box::pin(studio.make(person(PLACES), Vec::new())));
        assert!(waiting.iter_mut().all(|one| one.as_mut().poll(&mut context).is_pending()));
        let late = pin!(studio.make(person(0), Vec::new()));
        assert!(matches!(late.await, Err(Error::Busy { .. })));
        drop(held);
        for one in waiting {
            assert_eq!(one.await.unwrap(), Err(picture::Refusal::Empty));
        }
        assert_eq!(
            studio.make(person(1), Vec::new()).await.unwrap(),
            Err(picture::Refusal::Empty),
            "there is room again"
        );
    }
}
