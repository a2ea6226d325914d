//! Access tokens and ID tokens of a grant.

use jose::SigningKey;
use model::{Id, id};
use oidc::{
    Audience, ErrorCode, Scopes,
    access_token::AccessToken,
    resource,
    token::{TokenError, TokenResponse},
};

use super::{
    super::{
        Grant,
        access_token::{LIFE, Of, Reference, Subset},
        id_token::Beside,
    },
    Exchange,
};
use crate::{Error, Keys, Result, new_id};

/// What an access token is to be.
pub(super) struct Wanted<'a> {
    /// The grant that it descends from; none for the application's own.
    pub(super) grant: Option<&'a Grant>,
    pub(super) scope: Scopes,
    /// The APIs that were named (RFC 8707).
    pub(super) resources: Vec<String>,
}

impl Exchange<'_> {
    /// The APIs that this request names, of those that were granted; all of these where it names none (RFC 8707 §2.2).
    pub(super) fn resources(
        &self,
        asked: &[String],
        granted: &[String],
    ) -> std::result::Result<Vec<String>, TokenError> {
        let error = TokenError::new(ErrorCode::InvalidTarget, "the client may have no tokens for this resource");
        let issuer = &self.doorward.instance.issuer;
        let named = resource::asked(asked, granted, self.client.metadata(), issuer).map_err(|_| error)?;
        Ok(if named.is_empty() { granted.to_vec() } else { named })
    }

    /// Access token and, where one was asked for, ID token.
    pub(super) async fn issue(&self, grant: &Grant, scope: Scopes, resources: Vec<String>) -> Result<TokenResponse> {
        let (now, client) = (self.caller.now, self.client.metadata());
        let keys = self.doorward.keys(now).await?;
        let wanted = Wanted { grant: Some(grant), scope, resources };
        let access_token = self.access_token(&keys, &wanted)?;
        let id_token = match wanted.scope.contains("openid") {
            true => {
                let key = signing_key(&keys, client.id_token_signed_response_alg)?;
                let beside = Beside { access_token: Some(&access_token), code: None };
                let claims = grant.id_token_claims(self.doorward, client, &wanted.scope).await?;
                Some(grant.id_token(&self.doorward.instance.issuer, key, beside, claims, now)?)
            }
            false => None,
        };
        Ok(TokenResponse { id_token, ..TokenResponse::bearer(access_token, LIFE, wanted.scope) })
    }

    /// The access token, in the form that its audience needs.
    pub(super) fn access_token(&self, keys: &Keys, wanted: &Wanted<'_>) -> Result<String> {
        let (issuer, client) = (&self.doorward.instance.issuer, self.client.metadata());
        let audience = resource::audience(&wanted.resources, &wanted.scope, client, issuer);
        let id: Id<id::Grant> = new_id(self.doorward, self.caller.now);
        if !resource::is_jwt(&audience, client, issuer) {
            return Ok(self.reference(id, wanted).seal(keys.access_tokens()?, &*self.doorward.entropy));
        }
        let signed = self.claims(id, audience, wanted).sign(signing_key(keys, client.access_token_alg())?);
        signed.map_err(|_| Error::Corrupt("a token to be signed"))
    }

    fn reference(&self, id: Id<id::Grant>, wanted: &Wanted<'_>) -> Reference {
        let (of, whole) = match wanted.grant {
            Some(grant) => (Of::Grant(grant.row.id), &grant.row.request.request.scope),
            None => (
                Of::Application(self.client.application.id, self.client.application.epoch),
                &self.client.metadata().scope,
            ),
        };
        Reference { of, id, issued_at: self.caller.now, scope: Subset::of(&wanted.scope, whole) }
    }

    fn claims(&self, id: Id<id::Grant>, audience: Audience, wanted: &Wanted<'_>) -> AccessToken {
        let (issuer, client_id) = (&self.doorward.instance.issuer, &self.client.metadata().client_id);
        let subject = wanted.grant.map_or(client_id, |grant| &grant.row.subject);
        let new = AccessToken::new(issuer, client_id, subject, id.to_string(), self.caller.now, LIFE);
        let token = AccessToken { aud: audience, scope: wanted.scope.clone(), ..new };
        let Some(grant) = wanted.grant else {
            return AccessToken { epoch: Some(self.client.application.epoch), ..token };
        };
        let given = &grant.row.request;
        AccessToken {
            grant_id: Some(grant.row.id.to_string()),
            auth_time: Some(given.auth_time.seconds()),
            acr: Some(given.acr.clone()),
            amr: given.amr.clone(),
            ..token
        }
    }
}

fn signing_key(keys: &Keys, algorithm: jose::Algorithm) -> Result<&SigningKey> {
    keys.keyring.signing(algorithm).ok_or(Error::Corrupt("an application that wants an algorithm without a key"))
}
