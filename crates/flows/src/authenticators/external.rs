//! A password that the organisation's own service judges: who is asked for, what it is told, and how long a wrong one takes.

use std::sync::Arc;

use crypto::password::Permit;
use model::{
    Id,
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
        service::{Question, Service, Verdict},
        told::Told,
    },
};

/// What the service is asked, and by whom.
struct Judge<'j> {
    provider: &'j IdentityProvider,
    service: Arc<Service>,
    request: Request,
}

/// Asks the organisation's own service, for those of its people who may sign in; for everybody else nobody is asked, and the answer is
/// what the service answered lately, in the time that it took (EXT-12, EXT-13). Whoever gets in without it is judged here. Answers when a
/// wrong one may be told so as well.
pub(super) async fn verify(
    judging: &Judging<'_>,
    home: &Organisation,
    person: Option<&Person>,
    (typed, permit, begun): (&Typed, Option<Permit>, Instant),
) -> Result<(Judged, Instant)> {
    let (doorward, caller) = (judging.doorward, judging.caller);
    let floor = typed.answers_at(doorward, begun);
    let Some(judge) = judge(judging, home)? else { return Ok((Judged::Silent, floor)) };
    if judge.request.carries(typed.text()).is_err() {
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
    let (verdict, took) = match member.and_then(|person| judge.question(judging, person, typed)) {
        Some(question) => judge.service.ask(question, caller.now).await,
        None => judge.service.stand_in(&*doorward.entropy).outcome(),
    };
    let judged = match (verdict, member) {
        (Verdict::Right, Some(_)) => Judged::Right(Box::new(judge.verified(caller.now))),
        (Verdict::Silent(why), _) => {
            tracing::warn!(provider = %judge.provider.id, %why, "an organisation's service gives no verdict on passwords");
            Judged::Silent
        }
        _ => Judged::Wrong,
    };
    Ok((judged, judge.service.paced(floor, begun, asked + took)))
}

fn judge<'j>(judging: &Judging<'_>, home: &'j Organisation) -> Result<Option<Judge<'j>>> {
    let Some(provider) = home.password_judge() else { return Ok(None) };
    let Some(request) = provider.request(judging.doorward)? else { return Ok(None) };
    Ok(Some(Judge { provider, service: judging.doorward.services.of(judging.doorward, provider.id), request }))
}

impl Judge<'_> {
    /// What is asked for this person. None where something of theirs can't be sent: then nobody is asked.
    fn question(&self, judging: &Judging<'_>, person: &Person, typed: &Typed) -> Option<Question> {
        let told = told_of(person, self.provider.id, &judging.caller.agent, &judging.caller.address);
        let filled = self.request.fill(&told.values(typed.text()));
        let filled = filled.inspect_err(|why| {
            tracing::warn!(provider = %self.provider.id, user = %person.row.id, %why, "a value can't be sent to an organisation's service");
        });
        let parts: [&[u8]; 3] = [judging.handle.as_bytes(), person.row.id.as_bytes(), typed.text().as_bytes()];
        let same = judging.doorward.sealer.mac("question to a service", &parts);
        Some(Question { request: filled.ok()?, same })
    }

    /// The service has no credential here: the provider stands for it.
    fn verified(&self, now: model::Time) -> Verified {
        Verified { external: true, ..Verified::new(Id::<Credential>::from_bytes(*self.provider.id.as_bytes()), 0, now) }
    }
}

/// What a service is told, by this provider, of this person, who is asking with this browser (`User-Agent`) from this address.
pub(crate) fn told_of(person: &Person, provider: Id<Provider>, agent: &str, address: &str) -> Told {
    let link = person.links.iter().find(|link| link.identity.provider == provider);
    let email = person.profile.email.as_ref().or(person.profile.preferred_username.as_ref());
    let external_id = link.map(|link| link.identity.subject.as_str()).unwrap_or_default();
    let ids = (person.row.subject.as_str(), external_id, person.home.slug.as_str());
    Told::new(ids, email.map(String::as_str).unwrap_or_default(), agent, address)
}
