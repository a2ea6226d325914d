//! The audit trail's words: what happened, and who did it.

use std::fmt;

use crate::id::{ApiToken, App, Id, User};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal;)*) => {
        /// What happened. Each kind is stored, exported and counted as a word that stays the same for ever.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventKind { $($(#[$doc])* $kind,)* }

        impl EventKind {
            /// Every kind, in the order of the words' subjects.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The word that is stored.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $word,)* }
            }
        }
    };
}

kinds! {
    /// A token for the API changed: text, permissions or end.
    ApiTokenChanged = "api_token.changed";
    /// A token for the API was made.
    ApiTokenCreated = "api_token.created";
    /// A program with a token for the API was refused; the details say why.
    ApiTokenRefused = "api_token.refused";
    /// A token for the API was ended.
    ApiTokenRevoked = "api_token.revoked";
    /// An application changed: metadata, state, subscriptions or assignments.
    ApplicationChanged = "application.changed";
    /// An application was made.
    ApplicationCreated = "application.created";
    /// An application was refused at an endpoint; the details say why.
    ApplicationRefused = "application.refused";
    /// An application was given another secret.
    ApplicationSecretRotated = "application.secret_rotated";
    /// A user took back their trust in browsers: the second factor is asked for there again. The details say which, or all.
    BrowserDistrusted = "browser.distrusted";
    /// A user refused what an application asked for.
    ConsentDenied = "consent.denied";
    /// A user allowed what an application asked for.
    ConsentGiven = "consent.given";
    /// A user withdrew what an application was allowed, and what it held has ended.
    ConsentWithdrawn = "consent.withdrawn";
    /// A user set up a second factor, or added a passkey.
    CredentialEnrolled = "credential.enrolled";
    /// A passkey answered with a count of signatures that is no later than before: there may be a copy of it.
    PasskeyCountWentBack = "credential.count_went_back";
    /// A user switched a second factor off, or removed a passkey.
    CredentialRemoved = "credential.removed";
    /// A user called a passkey otherwise.
    CredentialRenamed = "credential.renamed";
    /// The database was restored from a backup.
    DatabaseRestored = "database.restored";
    /// A user wished another e-mail address, and its mailbox was asked.
    EmailChangeAsked = "email.change_asked";
    /// A user gave up a wish for another e-mail address.
    EmailChangeCancelled = "email.change_cancelled";
    /// The address from before undid a change of the e-mail address, and what was given since.
    EmailChangeUndone = "email.change_undone";
    /// A new e-mail address was confirmed, and is the user's.
    EmailChanged = "email.changed";
    /// What an application was given ended when it asked for more, since its user may no longer open it, or the session is over.
    GrantLapsed = "grant.lapsed";
    /// A group changed: its name, or who is in it; the details name who came and who left.
    GroupChanged = "group.changed";
    /// A group was made.
    GroupCreated = "group.created";
    /// A group was deleted, with its memberships and what was assigned to it.
    GroupDeleted = "group.deleted";
    /// A user was linked with an identity at a provider; the details say which, and how that was shown.
    IdentityLinked = "identity.linked";
    /// A user detached an identity at a provider; the details say which.
    IdentityUnlinked = "identity.unlinked";
    /// An identity provider changed: name, state, connector or rules; the details name the fields, and nothing of their secrets.
    IdentityProviderChanged = "identity_provider.changed";
    /// Whoever signed in through an identity provider would be in groups that its rules name and the organisation does not have; the details
    /// name them.
    IdentityProviderGroupMissing = "identity_provider.group_missing";
    /// An identity provider was made.
    IdentityProviderCreated = "identity_provider.created";
    /// An organisation's directory was read as a whole; the details say what came of it, or why it was left.
    IdentityProviderSynced = "identity_provider.synced";
    /// An invitation was taken back.
    InvitationRevoked = "invitation.revoked";
    /// Somebody was invited, or an invitation was sent again with another link.
    InvitationSent = "invitation.sent";
    /// Somebody registered with an invitation, or joined with the account that they have; the details say what could not be given.
    InvitationUsed = "invitation.used";
    /// A user accepted the organisation's notice; the details say which version.
    NoticeAccepted = "notice.accepted";
    /// An organisation changed: name, state, policy, branding or domains.
    OrganisationChanged = "organisation.changed";
    /// An organisation was made.
    OrganisationCreated = "organisation.created";
    /// A user changed their own profile.
    ProfileChanged = "profile.changed";
    /// A user downloaded everything that is held about them.
    ProfileExported = "profile.exported";
    /// A user was given new recovery codes; those from before are void.
    RecoveryCodesIssued = "recovery_codes.issued";
    /// What is sealed under a previous key begins to be sealed under the present one.
    SealingKeyRotationBegun = "sealing_key.rotation_begun";
    /// Sessions were ended from another one of the same user.
    SessionEnded = "session.ended";
    /// A session was ended by signing out in it.
    SessionSignedOut = "session.signed_out";
    /// A previous secret of a session was used again, so the session was ended.
    SessionStolen = "session.stolen";
    /// Wrong one-time codes closed the account's counter.
    SignInCodeLocked = "sign_in.code_locked";
    /// A code by e-mail or text message was asked for; the details say by which.
    SignInCodeSent = "sign_in.code_sent";
    /// A link by e-mail was asked for, to restore a password or to change it.
    SignInLinkSent = "sign_in.link_sent";
    /// Wrong passwords closed a counter.
    SignInLocked = "sign_in.locked";
    /// A sign-in at an identity provider failed; the details say what was read, what failed, and what to look at.
    SignInProviderFailed = "sign_in.provider_failed";
    /// Somebody proved who they are and was not let in; the details say why.
    SignInRefused = "sign_in.refused";
    /// An organisation's own service is asked to reset a forgotten password.
    SignInResetRequested = "sign_in.reset_requested";
    /// Somebody signed in.
    SignInSucceeded = "sign_in.succeeded";
    /// A wrong one-time code.
    SignInWrongCode = "sign_in.wrong_code";
    /// What a passkey answered was not taken; the details say why.
    SignInWrongPasskey = "sign_in.wrong_passkey";
    /// A wrong password, or one for nobody.
    SignInWrongPassword = "sign_in.wrong_password";
    /// All signing keys of an algorithm were revoked and replaced at once.
    SigningKeyReplaced = "signing_key.replaced";
    /// A signing key was followed by another one.
    SigningKeyRotated = "signing_key.rotated";
    /// The gateway tells that a text message that it took did not reach the telephone; the details say which country, and the gateway's code.
    TextMessageUndelivered = "text_message.undelivered";
    /// So many text messages were sent that there are no more for a day; the details say which budget was spent, and the country.
    TextMessagesPaused = "text_messages.paused";
    /// An application exchanged a code for tokens.
    TokenIssued = "token.issued";
    /// A used code or refresh token came again, so its grant was ended.
    TokenReused = "token.reused";
    /// An application called a token back.
    TokenRevoked = "token.revoked";
    /// An account became inactive, since nobody used it for as long as the policy says; the details say since when.
    UserBecameInactive = "user.became_inactive";
    /// A user changed: identifiers, claims, state, roles, credentials or groups.
    UserChanged = "user.changed";
    /// A user was made.
    UserCreated = "user.created";
    /// A user deleted their own account, or it was merged into another; the details name that.
    UserDeleted = "user.deleted";
    /// A user was disabled, locked or made inactive.
    UserDisabled = "user.disabled";
    /// A user was made active again.
    UserEnabled = "user.enabled";
    /// Another account was merged into the user's; the details name it, and what came of it.
    UserMerged = "user.merged";
    /// The owner of an account that nobody uses was warned by mail; the details say when it becomes inactive.
    UserInactivityWarned = "user.inactivity_warned";
    /// A user chose a password; the details say why.
    UserPasswordChosen = "user.password_chosen";
    /// Somebody else set the user's password.
    UserPasswordSet = "user.password_set";
    /// Somebody registered: made the account, or chose its first password.
    UserRegistered = "user.registered";
    /// Somebody else took the user's second factors and recovery codes away.
    UserSecondFactorsReset = "user.second_factors_reset";
    /// Somebody else ended all sessions of the user.
    UserSessionsEnded = "user.sessions_ended";
    /// Somebody else opened the locks of wrong guesses.
    UserUnlocked = "user.unlocked";
}

/// For how long events are kept, and whether they may be put off, is said by class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventClass {
    /// Signing in, sessions, what applications were given, and what was refused: many, and of interest for months.
    SignIns,
    /// What people do to their own accounts: credentials, addresses, profile.
    Accounts,
    /// What is done to others and to the instance: few, and of interest for years.
    Administration,
}

impl EventClass {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::SignIns, Self::Accounts, Self::Administration];

    /// The word that is stored, and that the configuration uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIns => "sign_ins",
            Self::Accounts => "accounts",
            Self::Administration => "administration",
        }
    }

    /// The class of a stored word. One that this version does not know is kept as long as any.
    pub fn of_word(word: &str) -> Self {
        EventKind::ALL.iter().find(|kind| kind.as_str() == word).map_or(Self::Administration, |kind| kind.class())
    }
}

impl EventKind {
    /// Its class.
    pub const fn class(self) -> EventClass {
        match self {
            Self::ApiTokenRefused
            | Self::ApplicationRefused
            | Self::ConsentDenied
            | Self::ConsentGiven
            | Self::ConsentWithdrawn
            | Self::PasskeyCountWentBack
            | Self::GrantLapsed
            | Self::IdentityProviderGroupMissing
            | Self::NoticeAccepted
            | Self::SessionEnded
            | Self::SessionSignedOut
            | Self::SessionStolen
            | Self::SignInCodeLocked
            | Self::SignInCodeSent
            | Self::SignInLinkSent
            | Self::SignInLocked
            | Self::SignInProviderFailed
            | Self::SignInRefused
            | Self::SignInResetRequested
            | Self::SignInSucceeded
            | Self::SignInWrongCode
            | Self::SignInWrongPasskey
            | Self::SignInWrongPassword
            | Self::TextMessageUndelivered
            | Self::TextMessagesPaused
            | Self::TokenIssued
            | Self::TokenReused
            | Self::TokenRevoked => EventClass::SignIns,
            Self::BrowserDistrusted
            | Self::CredentialEnrolled
            | Self::CredentialRemoved
            | Self::CredentialRenamed
            | Self::EmailChangeAsked
            | Self::EmailChangeCancelled
            | Self::EmailChangeUndone
            | Self::EmailChanged
            | Self::IdentityLinked
            | Self::IdentityUnlinked
            | Self::InvitationUsed
            | Self::ProfileChanged
            | Self::ProfileExported
            | Self::RecoveryCodesIssued
            | Self::UserBecameInactive
            | Self::UserDeleted
            | Self::UserInactivityWarned
            | Self::UserPasswordChosen
            | Self::UserRegistered => EventClass::Accounts,
            _ => EventClass::Administration,
        }
    }
}

/// Who did it, as far as it was proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Nobody who proved anything: a wrong password, for instance.
    Anonymous,
    /// A user who signed in.
    User(Id<User>),
    /// An application that authenticated, or a public client that held what it showed.
    Application(Id<App>),
    /// A program with a token for the API.
    ApiToken(Id<ApiToken>),
    /// Whoever has the configuration and the sealing key: the command line.
    Operator,
    /// Doorward itself: maintenance, and defences that no request asks for.
    System,
}

impl Actor {
    /// The word that is stored.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::User(_) => "user",
            Self::Application(_) => "application",
            Self::ApiToken(_) => "api_token",
            Self::Operator => "operator",
            Self::System => "system",
        }
    }

    /// The identifier's bytes, where the actor has one.
    pub const fn id(&self) -> Option<&[u8; 16]> {
        match self {
            Self::User(id) => Some(id.as_bytes()),
            Self::Application(id) => Some(id.as_bytes()),
            Self::ApiToken(id) => Some(id.as_bytes()),
            Self::Anonymous | Self::Operator | Self::System => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "{id}"),
            Self::Application(id) => write!(f, "{id}"),
            Self::ApiToken(id) => write!(f, "{id}"),
            Self::Anonymous | Self::Operator | Self::System => f.write_str(self.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_are_subject_and_verb_each_once() {
        let words: BTreeSet<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(words.len(), EventKind::ALL.len());
        for word in words {
            let parts: Vec<&str> = word.split('.').collect();
            let plain = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            assert!(parts.len() == 2 && parts.iter().all(plain), "{word}");
        }
    }

    #[test]
    fn every_sign_in_is_of_its_class() {
        for kind in EventKind::ALL {
            let is_sign_in = kind.as_str().starts_with("sign_in.") || kind.as_str().starts_with("token.");
            assert!(!is_sign_in || kind.class() == EventClass::SignIns, "{}", kind.as_str());
            assert_eq!(EventClass::of_word(kind.as_str()), kind.class());
        }
        assert_eq!(EventClass::of_word("something.newer"), EventClass::Administration);
        assert_eq!(EventKind::UserPasswordSet.class(), EventClass::Administration);
    }

    #[test]
    fn who_has_an_identifier() {
        let id = [7; 16];
        let named = [
            Actor::User(Id::from_bytes(id)),
            Actor::Application(Id::from_bytes(id)),
            Actor::ApiToken(Id::from_bytes(id)),
        ];
        assert!(named.iter().all(|actor| actor.id() == Some(&id)));
        let unnamed = [Actor::Anonymous, Actor::Operator, Actor::System];
        assert!(unnamed.iter().all(|actor| actor.id().is_none()));
        let words: BTreeSet<&str> = named.iter().chain(&unnamed).map(Actor::as_str).collect();
        assert_eq!(words.len(), 6);
        let written: BTreeSet<String> = named.iter().chain(&unnamed).map(Actor::to_string).collect();
        assert_eq!(written.len(), 6, "{written:?}");
    }
}
