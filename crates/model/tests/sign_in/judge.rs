//! Whether an arrival was rightful, by another rule than the one that decides: it counts what the user knows, has, and
//! whose word there is, and does not care how they came here.

use model::{
    Authenticator,
    account::{Password, State},
    policy::{SecondFactor, SignInBy, UpstreamFactor},
    sign_in::{Arrival, Level, Proof, Purpose},
};

use crate::world::World;

/// What was shown, by nature.
#[derive(Debug, Default)]
struct Shown {
    /// A password here.
    knows: bool,
    /// A password that the organisation's own service judged.
    external: bool,
    /// A linked provider's word, and whether it is believed to have used two factors.
    word: bool,
    two_of_the_provider: bool,
    /// An enrolled thing that is accepted.
    has: Vec<Authenticator>,
    /// A passkey that verified its user, where that is enough.
    passkey_alone: bool,
    /// A passkey of a model that is taken, and one of another.
    taken: bool,
    other_model: bool,
    recovery_code: bool,
}

/// Everything that is wrong with this arrival; empty when it is rightful.
pub(crate) fn complaints(world: &World, arrival: &Arrival) -> Vec<String> {
    let mut found = Vec::new();
    let mut must = |holds: bool, complaint: &str| {
        if !holds {
            found.push(complaint.to_owned());
        }
    };
    let Some(account) = &world.account else { return vec!["there is no account".into()] };
    let policy = &world.policy;
    let shown = shown(world);
    let confirms = matches!(world.progress.purpose, Purpose::Confirm(_));

    let entered = shown.knows || shown.external || shown.word || shown.passkey_alone;
    let by_mail = confirms && policy.password_change == model::policy::PasswordChange::EmailLink;
    must(entered || by_mail, "nothing was proven");
    must(account.state == State::Active, "the account is not active");
    must(world.progress.purpose != Purpose::Recover, "a recovery signs nobody in");

    let level = level(&shown);
    must(arrival.level == level, "another level than what was shown");
    must(confirms || level >= world.requirements.level, "below what is demanded");
    must(level >= policy.level || (confirms && !can_give(world, &shown, policy.level)), "below what the home demands");
    let later = !confirms && policy.second_factor.grace.is_some();
    must(shown.taken || !shown.other_model || later, "a passkey of another model");

    let more = !shown.has.is_empty() || shown.passkey_alone;
    let entries = entries(world, &shown);
    let excused = entries.iter().any(|entry| is_complete(world, &shown, *entry));
    must(shown.passkey_alone || by_mail || excused, "the second factor");
    let own = account.second_factors.iter().any(|factor| accepts(world, *factor));
    must(!by_mail || !own || more || shown.recovery_code, "a mailbox alone");
    must(confirms || !shown.recovery_code || more, "a recovery code without enrolling anew");

    let changed = |age| world.now >= password_age(account.password).unwrap_or(world.now) + age;
    if arrival.proofs.iter().any(|proof| proof.authenticator == Authenticator::Password) {
        // What a session was opened with was judged then; only its verifier saw it.
        let typed = world.progress.proofs.iter().any(|proof| proof.authenticator == Authenticator::Password);
        must(!(world.weak && typed), "a weak password");
        let due = matches!(account.password, Password::Set { must_change: true, .. });
        must(!due, "a password that is to be changed");
        must(!policy.password.max_age.is_some_and(changed), "an expired password");
    }
    if !confirms {
        let before = account.facts.accepted.as_ref().map(|old| (&old.text, &old.version));
        let now = world.progress.accepted.as_ref().map(|new| (&new.text, &new.version));
        let wanted = policy.notice.as_ref().map(|notice| (&notice.text, &notice.version));
        must(wanted.is_none() || wanted == before || wanted == now, "the notice");
    }
    must(arrival.proofs.iter().all(|proof| proof.purpose == Purpose::SignIn), "a session's proof of another purpose");
    let times = arrival
        .proofs
        .iter()
        .filter(|one| arrival.proofs.iter().filter(|two| two.authenticator == one.authenticator).count() > 1);
    must(times.count() == 0, "a proof twice");
    must(arrival.amr.contains(&"mfa") == (level >= Level::Two), "mfa");
    found
}

/// The ways by which the user came in, each with what the organisation wants of those who do: nothing more, a second
/// factor, or (when there is no such rule) whatever holds for everybody.
fn entries(world: &World, shown: &Shown) -> Vec<Option<UpstreamFactor>> {
    let external = match world.policy.sign_in {
        SignInBy::External { second_factor } if shown.external => Some(second_factor),
        _ => None,
    };
    let word = provider_rule(world).filter(|_| shown.word);
    let here = shown.knows.then_some(None);
    external.map(Some).into_iter().chain(word.map(Some)).chain(here).collect()
}

/// Whether one who came in this way has shown enough for this organisation.
fn is_complete(world: &World, shown: &Shown, entry: Option<UpstreamFactor>) -> bool {
    let (policy, Some(account)) = (&world.policy, &world.account) else { return false };
    if entry == Some(UpstreamFactor::None) || !shown.has.is_empty() {
        return true;
    }
    let confirms = matches!(world.progress.purpose, Purpose::Confirm(_));
    let required = entry == Some(UpstreamFactor::Required) || policy.second_factor.rule == SecondFactor::Required;
    if account.second_factors.iter().any(|factor| accepts(world, *factor)) {
        let trusted = policy.second_factor.trust.is_some() && world.trust.is_some();
        return if confirms { shown.recovery_code } else { trusted && !required };
    }
    let in_session = world.session.as_ref().is_some_and(|session| session.postponed_at.is_some());
    let postponed = world.progress.postponed_at.is_some() || in_session;
    confirms || !required || postponed && policy.second_factor.grace.is_some()
}

/// Whether somebody who came in like this has what reaches the level, where the organisation asks for more than their word.
fn can_give(world: &World, shown: &Shown, wanted: Level) -> bool {
    let Some(account) = &world.account else { return false };
    let reaches = |factor: &Authenticator| match factor {
        Authenticator::Passkey => wanted <= Level::PhishingResistant,
        Authenticator::Totp | Authenticator::Sms => wanted <= Level::Two,
        _ => wanted == Level::One,
    };
    shown.knows && account.second_factors.iter().any(|factor| accepts(world, *factor) && reaches(factor))
}

fn level(shown: &Shown) -> Level {
    let strong = shown.has.iter().any(|factor| *factor != Authenticator::EmailCode);
    match () {
        () if shown.taken => Level::PhishingResistant,
        () if shown.passkey_alone || strong || shown.two_of_the_provider => Level::Two,
        () => Level::One,
    }
}

fn password_age(password: Password) -> Option<model::Time> {
    match password {
        Password::None => None,
        Password::Set { changed_at, .. } => Some(changed_at),
    }
}

fn provider_rule(world: &World) -> Option<UpstreamFactor> {
    world.policy.providers.first().map(|rule| rule.second_factor)
}

/// Whether today's policy takes this factor.
fn accepts(world: &World, factor: Authenticator) -> bool {
    let policy = &world.policy;
    let mail = policy.mail_recovers()
        || policy.registration == model::policy::Registration::FirstSignIn
        || policy.password_change == model::policy::PasswordChange::EmailLink;
    policy.second_factor.rule != SecondFactor::Off
        && policy.second_factor.authenticators.contains(&factor)
        && (factor != Authenticator::EmailCode || !mail)
}

fn shown(world: &World) -> Shown {
    let mut shown = Shown::default();
    let Some(account) = &world.account else { return shown };
    let policy = &world.policy;
    for proof in counted(world) {
        match proof.authenticator {
            Authenticator::Password => shown.knows |= policy.keeps_passwords() && account.has_password(),
            Authenticator::External => shown.external |= matches!(policy.sign_in, SignInBy::External { .. }),
            Authenticator::Provider(id) => {
                let rule = policy.providers.iter().find(|rule| rule.provider == id);
                let linked = account.links.contains(&id);
                shown.word |= linked && rule.is_some();
                shown.two_of_the_provider |=
                    linked && proof.two_factors && rule.is_some_and(|rule| rule.vouches_for_two_factors);
            }
            Authenticator::RecoveryCode => shown.recovery_code |= policy.recovery_codes.offered,
            Authenticator::EmailLink => {}
            Authenticator::Totp | Authenticator::Sms | Authenticator::EmailCode | Authenticator::Passkey => {
                if account.second_factors.contains(&proof.authenticator) && accepts(world, proof.authenticator) {
                    shown.has.push(proof.authenticator);
                }
            }
        }
        let alone = proof.authenticator == Authenticator::Passkey && proof.user_verified;
        let allowed = policy.passkey_alone && policy.keeps_passwords();
        let enough = alone && allowed && account.second_factors.contains(&Authenticator::Passkey);
        shown.passkey_alone |= enough;
        if proof.authenticator == Authenticator::Passkey && (enough || shown.has.contains(&Authenticator::Passkey)) {
            shown.taken |= !proof.breaks_policy;
            shown.other_model |= proof.breaks_policy;
        }
    }
    shown
}

/// The proofs that may count: of this purpose, and of a session that lives and is not to be left aside.
fn counted(world: &World) -> Vec<&Proof> {
    let purpose = world.progress.purpose;
    let guessable = |proof: &Proof| match proof.authenticator {
        Authenticator::Password | Authenticator::External => world.tries.first == 0 && purpose != Purpose::Register,
        Authenticator::Passkey | Authenticator::Provider(_) | Authenticator::EmailLink => false,
        _ => world.tries.second == 0,
    };
    let user = world.account.as_ref().map(|account| account.id);
    let is_own = |proof: &&Proof| world.progress.user == user && proof.purpose == purpose && !guessable(proof);
    let own = world.progress.proofs.iter().filter(is_own);
    let session = world.session.iter().filter(|session| {
        let limits = &world.policy.session;
        let in_time =
            world.now.since(session.created_at) < limits.absolute && world.now.since(session.seen_at) < limits.idle;
        purpose == Purpose::SignIn && Some(session.user) == user && in_time && !world.requirements.login
    });
    let fresh = |proof: &&Proof| match world.requirements.max_age {
        Some(age) => world.now.since(proof.at) <= age,
        None => true,
    };
    own.chain(session.flat_map(|session| &session.proofs).filter(fresh)).collect()
}
