//! What stands in the places of placeholders.

use std::fmt;

/// The names that may stand between two pairs of braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Placeholder {
    /// How applications know the user.
    UserId,
    /// The e-mail address.
    UserEmail,
    /// What was typed as password.
    UserPassword,
    /// How the organisation's own system knows the user: the subject of the link.
    UserExternalId,
    /// The company ID.
    OrgId,
    /// The operating system, as the browser says.
    DeviceOs,
    /// The browser, as it says.
    DeviceName,
    /// The address that the request came from.
    DeviceIp,
}

impl Placeholder {
    /// Each with its name.
    pub(crate) const ALL: [(&'static str, Self); 8] = [
        ("USERID", Self::UserId),
        ("USEREMAIL", Self::UserEmail),
        ("USERPASSWORD", Self::UserPassword),
        ("USEREXTERNALID", Self::UserExternalId),
        ("ORGID", Self::OrgId),
        ("DEVICEOS", Self::DeviceOs),
        ("DEVICENAME", Self::DeviceName),
        ("DEVICEIP", Self::DeviceIp),
    ];
}

/// The values of one request.
#[derive(Clone, Copy)]
pub struct Values<'v> {
    /// How applications know the user.
    pub user_id: &'v str,
    /// The e-mail address.
    pub email: &'v str,
    /// What was typed as password, octet for octet.
    pub password: &'v str,
    /// How the organisation's own system knows the user.
    pub external_id: &'v str,
    /// The company ID.
    pub org_id: &'v str,
    /// The operating system.
    pub device_os: &'v str,
    /// The browser.
    pub device_name: &'v str,
    /// The address that the request came from.
    pub device_ip: &'v str,
}

impl<'v> Values<'v> {
    pub(crate) const fn of(&self, placeholder: Placeholder) -> &'v str {
        match placeholder {
            Placeholder::UserId => self.user_id,
            Placeholder::UserEmail => self.email,
            Placeholder::UserPassword => self.password,
            Placeholder::UserExternalId => self.external_id,
            Placeholder::OrgId => self.org_id,
            Placeholder::DeviceOs => self.device_os,
            Placeholder::DeviceName => self.device_name,
            Placeholder::DeviceIp => self.device_ip,
        }
    }

    /// Values that stand in for a person who is not known, with this password.
    pub const fn stand_in(password: &'v str) -> Self {
        let x = "x";
        Self {
            user_id: x,
            email: "x@example.com",
            password,
            external_id: x,
            org_id: x,
            device_os: x,
            device_name: x,
            device_ip: x,
        }
    }
}

impl fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Values(…)")
    }
}

/// Why a value can't be sent where it stands: it would arrive as something else than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotCarried {
    /// A control character, or a blank at an end, in a header (RFC 9110 §5.5).
    #[error("a header can't hold a control character, nor a blank at its ends")]
    Header,
    /// A character that XML has no way to write (XML 1.0 §2.2).
    #[error("XML can't hold one of its characters")]
    Xml,
    /// A path segment that would be nothing, or a step in the path (RFC 3986 §5.2.4).
    #[error("a part of a path can't be empty, `.` or `..`")]
    Path,
    /// A colon in the user name of HTTP Basic, or a control character (RFC 7617 §2).
    #[error("HTTP Basic can't hold a colon in the e-mail address, nor a control character")]
    Basic,
}
