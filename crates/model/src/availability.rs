//! Whether an organisation or an application is in use.

/// Whether an organisation or an application is in use. Stored as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Availability {
    /// It is.
    Active,
    /// It was switched off; everything that was given under it has ended.
    Disabled,
}

impl Availability {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Active, Self::Disabled];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// By whether it is active.
    pub const fn of(active: bool) -> Self {
        if active { Self::Active } else { Self::Disabled }
    }
}
