//! Of which models passkeys may be, where the organisation says so: what a new one proves of its make, and whether one that was added
//! before is still taken.

use model::{Policy, policy::PasskeyModels};
use store::credentials::PasskeyData;
use webauthn::{Aaguid, Models, RegistrationResponse, Standing, UnixTime, attest};

use super::PasskeyProblem;
use crate::Doorward;

/// Judges what a new passkey proves of its make: the model that is kept as proven, none where the organisation does not ask.
pub(super) fn judge(
    doorward: &Doorward,
    policy: &Policy,
    response: &RegistrationResponse,
    now: model::Time,
) -> Result<Option<Aaguid>, PasskeyProblem> {
    if !policy.passkey_models.is_restricted() {
        return Ok(None);
    }
    let Some(models) = doorward.instance.passkey_models.as_deref() else {
        tracing::error!(
            "an organisation takes passkeys of certain models only, and passkeys.models names no list of them"
        );
        return Err(PasskeyProblem::ModelNotTaken);
    };
    let seconds = u64::try_from(now.millis() / 1000).unwrap_or_default();
    let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
    match attest(response, models, at) {
        Ok(aaguid) if fits(&policy.passkey_models, aaguid, Some(models)) => Ok(Some(aaguid)),
        Ok(aaguid) => {
            tracing::info!(%aaguid, "a new passkey is of a model that the organisation does not take");
            Err(PasskeyProblem::ModelNotTaken)
        }
        Err(reason) => {
            tracing::info!(%reason, "a new passkey does not show to be of a model that is known");
            Err(PasskeyProblem::ModelNotTaken)
        }
    }
}

/// Whether a passkey that somebody has is of a model that the organisation takes today.
pub(crate) fn is_taken(doorward: &Doorward, policy: &Policy, data: &PasskeyData) -> bool {
    let Some(aaguid) = Aaguid::parse(&data.aaguid).filter(|_| data.attested) else {
        return !policy.passkey_models.is_restricted();
    };
    fits(&policy.passkey_models, aaguid, doorward.instance.passkey_models.as_deref())
}

/// Whether a model that was proven is one of these. Of certification the list of today says; without one nothing is certified.
fn fits(wanted: &PasskeyModels, aaguid: Aaguid, models: Option<&Models>) -> bool {
    let standing = models.and_then(|models| models.get(aaguid)).map(|model| model.standing);
    match wanted {
        PasskeyModels::Any => true,
        PasskeyModels::Certified => standing == Some(Standing::Certified),
        PasskeyModels::Listed { aaguids } => {
            standing != Some(Standing::Withdrawn) && aaguids.contains(&aaguid.to_string())
        }
    }
}
