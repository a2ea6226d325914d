//! Passwords of a document: which of them are others than those stored, and hashing those that are. Both outside of any
//! transaction, as many at once as there are permits.

use std::collections::HashMap;

use crypto::Password;
use store::credentials::CredentialRow;
use tokio::task::JoinSet;

use super::{
    Home, Options, Plan, Progress,
    document::{WantedPassword, WantedUser},
    people::Stored,
    users::{context, is_good},
};
use crate::{Doorward, Error, Result, sign_in::PasswordData};

/// How many are computed or wait for it at once; the permits decide how many really are.
const AT_ONCE: usize = 32;

/// A password to be set.
pub(super) struct PasswordStep<'a> {
    pub(super) to: &'a WantedPassword,
    pub(super) must_change: bool,
    /// The keyed hash of a hash from elsewhere.
    pub(super) brought: Option<String>,
    /// What it replaces.
    pub(super) was: Option<CredentialRow>,
}

/// A computation for one user, by place in a list.
type Work<T> = (usize, T);

impl<'a> Plan<'a> {
    /// For each user, the password that has to be set; none where it is right already.
    pub(super) async fn password_steps(
        &mut self,
        home: &Home,
        people: &[(&'a WantedUser, Option<Stored>)],
        options: &Options<'_>,
    ) -> Result<Vec<Option<PasswordStep<'a>>>> {
        let mut steps: Vec<Option<PasswordStep<'a>>> = Vec::with_capacity(people.len());
        let mut checks = Vec::new();
        for (at, (wanted, stored)) in people.iter().enumerate() {
            let credentials = stored.as_ref().map(|stored| stored.credentials.as_slice()).unwrap_or_default();
            let was = credentials.iter().find(|row| row.kind == "password");
            // A first password that was handed out is not set again over the one that the user chose.
            let to = wanted.password.as_ref().filter(|_| was.is_none() || !wanted.must_change);
            let mut step =
                to.map(|to| PasswordStep { to, must_change: wanted.must_change, brought: None, was: was.cloned() });
            match to {
                None => {}
                Some(WantedPassword::Hash(hash)) => {
                    let brought = self.brought(hash.expose()).await?;
                    if is_brought(was, hash.expose(), &brought)? {
                        step = None;
                    } else if let Some(step) = &mut step {
                        step.brought = Some(brought);
                    }
                }
                Some(WantedPassword::Plain(password, text)) => {
                    self.note_weak(home, wanted, text.expose());
                    let hash = was.and_then(|row| str::from_utf8(&row.secret).ok());
                    checks.extend(hash.map(|hash| (at, (password.clone(), hash.to_owned()))));
                }
            }
            steps.push(step);
        }
        for (at, same) in self.doorward.all_checked(checks, options).await? {
            if same {
                steps[at] = None;
            }
        }
        Ok(steps)
    }

    async fn brought(&self, hash: &str) -> Result<String> {
        let mac = self.doorward.lasting_key().await?.mac("brought hash", &[hash.as_bytes()]);
        Ok(jose::base64url::encode(mac))
    }

    fn note_weak(&mut self, home: &Home, wanted: &WantedUser, text: &str) {
        if wanted.must_change || is_good(&home.policy, text, &context(home, "", wanted)) {
            return;
        }
        let note = "breaks the organisation's own policy: whoever signs in with it is asked for another";
        self.report.notes.push(format!("{}.password: {note}", wanted.place));
    }
}

/// Whether the stored password is this hash, or became what it is from it at a sign-in.
fn is_brought(was: Option<&CredentialRow>, hash: &str, brought: &str) -> Result<bool> {
    let Some(row) = was else { return Ok(false) };
    let data: PasswordData = store::json::read(&row.data).map_err(|_| Error::Corrupt("a password's data"))?;
    Ok(row.secret == hash.as_bytes() || data.brought.as_deref() == Some(brought))
}

impl Doorward {
    /// Whether each of these is the password of its hash.
    async fn all_checked(
        &self,
        checks: Vec<Work<(Password, String)>>,
        options: &Options<'_>,
    ) -> Result<Vec<Work<bool>>> {
        let progress = Telling::new("passwords compared", checks.len(), options);
        let hasher = self.hasher.clone();
        all(checks, progress, move |(password, hash)| {
            let hasher = hasher.clone();
            async move { Ok(hasher.permit().await?.check(&password, Some(&hash)).await.matches) }
        })
        .await
    }

    /// The hash of each of these.
    pub(super) async fn all_hashed(
        &self,
        passwords: Vec<Work<Password>>,
        options: &Options<'_>,
    ) -> Result<HashMap<usize, String>> {
        let progress = Telling::new("passwords hashed", passwords.len(), options);
        let (hasher, entropy) = (self.hasher.clone(), self.entropy.clone());
        let hashed = all(passwords, progress, move |password| {
            let (hasher, entropy) = (hasher.clone(), entropy.clone());
            async move { Ok(hasher.permit().await?.hash(&*entropy, &password).await.as_str().to_owned()) }
        });
        Ok(hashed.await?.into_iter().collect())
    }
}

/// Computes all, some at once.
async fn all<A, T: Send + 'static, F: Future<Output = Result<T>> + Send + 'static>(
    work: Vec<Work<A>>,
    mut progress: Telling<'_>,
    compute: impl Fn(A) -> F,
) -> Result<Vec<Work<T>>> {
    let mut running = JoinSet::new();
    let mut done = Vec::with_capacity(work.len());
    let mut work = work.into_iter();
    loop {
        while running.len() < AT_ONCE
            && let Some((at, one)) = work.next()
        {
            let computed = compute(one);
            running.spawn(async move { computed.await.map(|result| (at, result)) });
        }
        match running.join_next().await {
            None => return Ok(done),
            Some(Ok(result)) => done.push(result?),
            Some(Err(_)) => return Err(Error::Corrupt("a password that could not be computed")),
        }
        progress.step();
    }
}

/// Tells how far some work is.
pub(super) struct Telling<'o> {
    at: Progress,
    tell: &'o dyn Fn(Progress),
}

impl<'o> Telling<'o> {
    pub(super) fn new(what: &'static str, of: usize, options: &Options<'o>) -> Self {
        Self { at: Progress { what, done: 0, of }, tell: options.progress }
    }

    pub(super) fn step(&mut self) {
        self.steps(1);
    }

    pub(super) fn steps(&mut self, steps: usize) {
        self.at.done += steps;
        (self.tell)(self.at);
    }
}
