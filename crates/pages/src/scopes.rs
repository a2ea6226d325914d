//! What scopes mean for the person (OpenID Connect Core §5.4, §11).

use text::Texts;

/// What an application may do that was given this scope.
pub(crate) fn words(text: Texts, scope: &str) -> String {
    let known = match scope {
        "openid" => text.scope_openid(),
        "profile" => text.scope_profile(),
        "email" => text.scope_email(),
        "phone" => text.scope_phone(),
        "address" => text.scope_address(),
        "groups" => text.scope_groups(),
        "offline_access" => text.scope_offline(),
        other => return text.scope_other(other),
    };
    known.to_owned()
}
