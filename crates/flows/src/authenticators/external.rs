//! A password that the organisation's own service judges: who is asked for, what it is told, and how long a wrong one takes.

mod directory;

use std::sync::Arc;

use crypto::password::Permit;
use model::{
    Id, Time,
    account::State,
    id::{Credential, Provider},
};
use passthrough::Request;
use tokio::time::Instant;

use super::{Judged, Judging, Verified, password::Typed};
use crate::{
    Organisation, Result,
    people::person::Person,
    providers::{
        IdentityProvider,
        directory::Directory,
        service::{Answered, Ask, Question, Service, Verdict},
        told::Told,
    },
};

/// What the service is asked, and by whom.
struct Judge<'j> {
    home: &'j Organisation,
    provider: &'j IdentityProvider,
    service: Arc<Service>,
    way: Way,
}

/// How it is asked.
enum Way {
    Rest(Request),
    Directory(Arc<Directory>),
}

/// Asks the organisation's own service, for those of its people who may sign in; for everybody else nobody is asked, and the answer is
/// what the service answered lately, in the time that it took (EXT-12, EXT-13). A directory is asked who is called so, whoever is known
/// here. Whoever gets in without it is judged here. Answers when a wrong one may be told so as well.
pub(super) async fn verify(
    judging: &Judging<'_>,
    home: &Organisation,
    person: Option<&Person>,
    (typed, permit, begun): (&Typed, Option<Permit>, Instant),
) -> Result<(Judged, Instant)> {
    let (doorward, caller) = (judging.doorward, judging.caller);
    let floor = typed.answers_at(doorward, begun);
    let Some(judge) = judge(judging, home)? else { return Ok((Judged::Silent, floor)) };
    if !judge.carries(typed) {
        return Ok((Judged::NotCarried, floor));
    }
    let asked = Instant::now();
    let local = person.filter(|person| home.policy.keeps_password_of(&person.account.facts));
    if let (Some(person), Some(permit)) = (local, &permit) {
        let right = typed.verify(doorward, permit, Some(person), caller.now).await?;
        let answers_at = asked + judge.service.stand_in(&*doorward.entropy).took;
        return Ok((Judged::from(right), judge.service.paced(floor, begun, answers_at)));
    }
    // Others may hash while the service is asked.
    drop(permit);
    let member = person.filter(|person| person.account.state == State::Active);
    let (verdict, took) = match &judge.way {
        Way::Rest(request) => match member.and_then(|person| judge.question(judging, (person, request), typed)) {
            Some(question) => judge.service.ask(question, caller.now).await,
            None => judge.service.stand_in(&*doorward.entropy).outcome(),
        },
        Way::Directory(directory) => Box::pin(judge.by_directory(judging, directory, person, typed)).await?,
    };
    Ok((judge.judged(verdict, caller.now), judge.service.paced(floor, begun, asked + took)))
}

fn judge<'j>(judging: &Judging<'_>, home: &'j Organisation) -> Result<Option<Judge<'j>>> {
    let (doorward, Some(provider)) = (judging.doorward, home.password_judge()) else { return Ok(None) };
    let directory = doorward.directories.of(doorward, provider)?.map(Way::Directory);
    let way = match directory {
        None => provider.request(doorward)?.map(Way::Rest),
        directory => directory,
    };
    let service = doorward.services.of(doorward, provider.id);
    Ok(way.map(|way| Judge { home, provider, service, way }))
}

impl Judge<'_> {
    fn carries(&self, typed: &Typed) -> bool {
        match &self.way {
            Way::Rest(request) => request.carries(typed.text()).is_ok(),
            Way::Directory(_) => true,
        }
    }

    /// What is asked for this person. None where something of theirs can't be sent: then nobody is asked.
    fn question(
        &self,
        judging: &Judging<'_>,
        (person, request): (&Person, &Request),
        typed: &Typed,
    ) -> Option<Question> {
        let told = told_of(person, self.provider.id, &judging.caller.agent, &judging.caller.address);
        let filled = request.fill(&told.values(typed.text()));
        let filled = filled.inspect_err(|why| {
            tracing::warn!(provider = %self.provider.id, user = %person.row.id, %why, "a value can't be sent to an organisation's service");
        });
        let same = same(judging, person.row.id.as_bytes(), typed);
        Some(Question { ask: Ask::Rest(filled.ok()?), same })
    }

    fn judged(&self, verdict: Verdict, now: Time) -> Judged {
        match verdict {
            Verdict::Right => Judged::Right(Box::new(verified(self.provider.id, now))),
            Verdict::Known(arrival) => Judged::Known(arrival),
            Verdict::MustChange(_) => Judged::MustChange,
            Verdict::Wrong(_) | Verdict::Refused(_) => Judged::Wrong,
            Verdict::Silent(why) => {
                tracing::warn!(provider = %self.provider.id, %why, "an organisation's service gives no verdict on passwords");
                Judged::Silent
            }
        }
    }
}

/// The same for the same password of the same person in the same sign-in.
fn same(judging: &Judging<'_>, whose: &[u8], typed: &Typed) -> [u8; 32] {
    let parts: [&[u8]; 3] = [judging.handle.as_bytes(), whose, typed.text().as_bytes()];
    judging.doorward.sealer.mac("question to a service", &parts)
}

/// The service has no credential here: the provider stands for it.
pub(crate) fn verified(provider: Id<Provider>, now: Time) -> Verified {
    Verified { external: true, ..Verified::new(Id::<Credential>::from_bytes(*provider.as_bytes()), 0, now) }
}

/// What a service is told, by this provider, of this person, who is asking with this browser (`User-Agent`) from this address.
pub(crate) fn told_of(person: &Person, provider: Id<Provider>, agent: &str, address: &str) -> Told {
    let link = person.links.iter().find(|link| link.identity.provider == provider);
    let email = person.profile.email.as_ref().or(person.profile.preferred_username.as_ref());
    let external_id = link.map(|link| link.identity.subject.as_str()).unwrap_or_default();
    let ids = (person.row.subject.as_str(), external_id, person.home.slug.as_str());
    Told::new(ids, email.map(String::as_str).unwrap_or_default(), agent, address)
}
