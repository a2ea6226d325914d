//! Somebody whom a provider vouches for, and who is linked with nobody here: what becomes of them.
//!
//! An identity is provider, issuer and subject (FED-01). An address alone finds nobody: it counts where the organisation said that this
//! provider is believed about it, and the domain is the organisation's own (FED-02, FED-05).

/// What a provider says of an address, and what is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vouching {
    /// Whether it says that the address is the person's.
    pub verified: bool,
    /// Whether it is believed: the domain is one of those that it is believed about, and verified as the organisation's.
    pub believed: bool,
    /// Who is found by the address.
    pub owner: AddressOwner,
    /// Whether its domain is another organisation's.
    pub foreign: bool,
    /// Whether unknown people get an account.
    pub creates_users: bool,
}

/// Who is found by an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AddressOwner {
    /// Nobody.
    Nobody,
    /// Somebody of another organisation.
    Elsewhere,
    /// Somebody of the organisation.
    Here {
        /// Whether the address was shown to be theirs, so that nobody else can have prepared the account (FED-03).
        proven: bool,
        /// Whether the account may do what no claim may give (FED-10), keeps its password here for the day on which the provider is set up
        /// wrongly, or is somebody else there already. Whoever writes addresses there, or is given one anew, does not come to be one of these.
        guarded: bool,
        /// Whether nobody comes in by it: disabled, or not yet active.
        shut: bool,
    },
}

/// What an address is to somebody who is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NewAddress {
    /// They are found by it.
    FindsThem,
    /// It is told as one that nobody vouched for.
    Unverified,
    /// It is told to nobody: it is somebody else's here, or of a domain that is another organisation's. Applications that go by addresses
    /// alone would take them for somebody else.
    LeftOut,
}

/// What becomes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Newcomer {
    /// Whoever has the address is linked.
    Linked,
    /// Whoever has the address is linked once they have proven that they are that account.
    ProvesFirst,
    /// They get an account.
    Joins {
        /// What their address is to them.
        address: NewAddress,
    },
    /// They have none, and get none.
    Unknown,
}

impl Newcomer {
    /// What becomes of somebody. Of an address that the provider does not vouch for, nobody is told whether it is anybody's.
    pub const fn of(vouching: Vouching) -> Self {
        let Vouching { verified, believed, owner, foreign, creates_users } = vouching;
        let trusted = verified && believed;
        match owner {
            AddressOwner::Here { proven: true, guarded: false, .. } if trusted => Self::Linked,
            AddressOwner::Here { .. } if verified => Self::ProvesFirst,
            // The address is somebody's who can't be asked here.
            AddressOwner::Elsewhere if trusted => Self::Unknown,
            // Whoever was shut out does not come back as somebody new.
            AddressOwner::Here { shut: true, .. } => Self::Unknown,
            AddressOwner::Nobody if creates_users && !foreign => {
                Self::Joins { address: if trusted { NewAddress::FindsThem } else { NewAddress::Unverified } }
            }
            _ if creates_users => Self::Joins { address: NewAddress::LeftOut },
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn here(proven: bool, guarded: bool, shut: bool) -> AddressOwner {
        AddressOwner::Here { proven, guarded, shut }
    }

    const OWNERS: [AddressOwner; 7] = [
        AddressOwner::Nobody,
        AddressOwner::Elsewhere,
        here(false, false, false),
        here(true, false, false),
        here(true, true, false),
        here(false, false, true),
        here(true, false, true),
    ];

    fn of(verified: bool, believed: bool, owner: AddressOwner, creates_users: bool) -> Newcomer {
        Newcomer::of(Vouching { verified, believed, owner, foreign: false, creates_users })
    }

    #[test]
    fn fed_02_03_05_10_the_table() {
        use Newcomer::*;
        let joins = |address| Joins { address };
        let (with, unverified, without) =
            (joins(NewAddress::FindsThem), joins(NewAddress::Unverified), joins(NewAddress::LeftOut));
        // By owner: nobody, elsewhere, here unproven, proven, guarded, shut and unproven, shut; who creates users first.
        let believed_about = [ProvesFirst, Linked, ProvesFirst, ProvesFirst, Linked];
        let table = [
            ((true, true), [with, Unknown], [Unknown, Unknown], believed_about, believed_about),
            ((true, false), [unverified, without], [Unknown, Unknown], [ProvesFirst; 5], [ProvesFirst; 5]),
            (
                (false, true),
                [unverified, without],
                [Unknown, Unknown],
                [without, without, without, Unknown, Unknown],
                [Unknown; 5],
            ),
            (
                (false, false),
                [unverified, without],
                [Unknown, Unknown],
                [without, without, without, Unknown, Unknown],
                [Unknown; 5],
            ),
        ];
        for ((verified, believed), creating, not, creating_here, not_here) in table {
            let creating = creating.into_iter().chain(creating_here);
            let not = not.into_iter().chain(not_here);
            for ((owner, creating), not) in OWNERS.into_iter().zip(creating).zip(not) {
                let case = format!("{verified} {believed} {owner:?}");
                assert_eq!(of(verified, believed, owner, true), creating, "{case}");
                assert_eq!(of(verified, believed, owner, false), not, "{case}");
            }
        }
    }

    #[test]
    fn fed_05_an_address_of_another_organisation_s_domain_is_told_to_nobody() {
        for verified in [true, false] {
            let vouching =
                Vouching { verified, believed: false, owner: AddressOwner::Nobody, foreign: true, creates_users: true };
            assert_eq!(Newcomer::of(vouching), Newcomer::Joins { address: NewAddress::LeftOut });
        }
    }
}
