//! May this user open this application?

use serde::{Deserialize, Serialize};

/// What is known of a user and an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AccessFacts {
    /// The user's organisation is switched on.
    pub home_active: bool,
    /// The application is switched on.
    pub application_active: bool,
    /// The user's organisation owns the application or subscribes to it.
    pub subscribed: bool,
    /// The subscription is for everyone in the organisation.
    pub everyone: bool,
    /// The application is assigned to the user.
    pub assigned_to_user: bool,
    /// The application is assigned to one of the user's groups.
    pub assigned_to_group: bool,
}

/// Whether a user may open an application, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Everyone in the organisation may.
    Everyone,
    /// It is assigned to the user.
    User,
    /// It is assigned to a group of the user's.
    Group,
    /// No: it is assigned neither to the user nor to a group of theirs.
    NotAssigned,
    /// No: the organisation does not subscribe to it.
    NotSubscribed,
    /// No: it is switched off.
    ApplicationOff,
    /// No: the user's organisation is switched off.
    HomeOff,
}

impl Access {
    /// Whether the user may.
    pub const fn granted(self) -> bool {
        matches!(self, Self::Everyone | Self::User | Self::Group)
    }
}

/// Whether the user may open the application. The strongest obstacle is named first, else the nearest grant.
pub const fn access(facts: AccessFacts) -> Access {
    match facts {
        AccessFacts { home_active: false, .. } => Access::HomeOff,
        AccessFacts { application_active: false, .. } => Access::ApplicationOff,
        AccessFacts { subscribed: false, .. } => Access::NotSubscribed,
        AccessFacts { assigned_to_user: true, .. } => Access::User,
        AccessFacts { assigned_to_group: true, .. } => Access::Group,
        AccessFacts { everyone: true, .. } => Access::Everyone,
        _ => Access::NotAssigned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination() {
        for bits in 0..64u8 {
            let bit = |place: u8| bits >> place & 1 == 1;
            let facts = AccessFacts {
                application_active: bit(0),
                subscribed: bit(1),
                everyone: bit(2),
                assigned_to_user: bit(3),
                assigned_to_group: bit(4),
                home_active: bit(5),
            };
            let access = access(facts);
            assert_eq!(access.granted(), bit(5) && bit(0) && bit(1) && (bit(2) || bit(3) || bit(4)), "{facts:?}");
            match access {
                Access::User => assert!(bit(3)),
                Access::Group => assert!(bit(4) && !bit(3)),
                Access::Everyone => assert!(bit(2) && !bit(3) && !bit(4)),
                Access::NotAssigned => assert!(bit(0) && bit(1)),
                Access::NotSubscribed => assert!(bit(0) && !bit(1)),
                Access::ApplicationOff => assert!(bit(5) && !bit(0)),
                Access::HomeOff => assert!(!bit(5)),
            }
        }
    }
}
