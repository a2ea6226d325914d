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
    },
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
        /// Whether the address is theirs to be found by.
        with_address: bool,
    },
    /// They have none, and get none.
    Unknown,
}

impl Newcomer {
    /// What becomes of somebody. Of an address that the provider does not vouch for, nobody is told whether it is anybody's.
    pub const fn of(vouching: Vouching) -> Self {
        let Vouching { verified, believed, owner, creates_users } = vouching;
        let trusted = verified && believed;
        match owner {
            AddressOwner::Here { proven: true, guarded: false } if trusted => Self::Linked,
            AddressOwner::Here { .. } if verified => Self::ProvesFirst,
            // The address is somebody's who can't be asked here.
            AddressOwner::Elsewhere if trusted => Self::Unknown,
            AddressOwner::Nobody if creates_users => Self::Joins { with_address: trusted },
            _ if creates_users => Self::Joins { with_address: false },
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNERS: [AddressOwner; 5] = [
        AddressOwner::Nobody,
        AddressOwner::Elsewhere,
        AddressOwner::Here { proven: false, guarded: false },
        AddressOwner::Here { proven: true, guarded: false },
        AddressOwner::Here { proven: true, guarded: true },
    ];

    fn of(verified: bool, believed: bool, owner: AddressOwner, creates_users: bool) -> Newcomer {
        Newcomer::of(Vouching { verified, believed, owner, creates_users })
    }

    #[test]
    fn fed_02_03_05_10_the_table() {
        use Newcomer::*;
        let (with, without) = (Joins { with_address: true }, Joins { with_address: false });
        // By owner: nobody, elsewhere, here unproven, here proven, here guarded; who creates users first.
        let table = [
            (
                (true, true),
                [with, Unknown, ProvesFirst, Linked, ProvesFirst],
                [Unknown, Unknown, ProvesFirst, Linked, ProvesFirst],
            ),
            (
                (true, false),
                [without, without, ProvesFirst, ProvesFirst, ProvesFirst],
                [Unknown, Unknown, ProvesFirst, ProvesFirst, ProvesFirst],
            ),
            ((false, true), [without; 5], [Unknown; 5]),
            ((false, false), [without; 5], [Unknown; 5]),
        ];
        for ((verified, believed), creating, not) in table {
            for (at, owner) in OWNERS.into_iter().enumerate() {
                let case = format!("{verified} {believed} {owner:?}");
                assert_eq!(of(verified, believed, owner, true), creating[at], "{case}");
                assert_eq!(of(verified, believed, owner, false), not[at], "{case}");
            }
        }
    }
}
