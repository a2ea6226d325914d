//! What an organisation's own service is told of a person and their browser.

use notify::Device;
use passthrough::Values;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Where nothing is known.
const UNKNOWN: &str = "unknown";

/// What a service is told.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    user_id: String,
    email: String,
    external_id: String,
    org_id: String,
    device_os: String,
    device_name: String,
    device_ip: String,
}

impl Told {
    /// Of whom applications know by this subject, the service by this identifier, and whose company has this ID. What the browser says of
    /// itself is one of a few names that are known here, whatever it says (EXT-11).
    pub(crate) fn new(
        (user_id, external_id, org_id): (&str, &str, &str),
        email: &str,
        agent: &str,
        address: &str,
    ) -> Self {
        let device = Device::of_user_agent(agent);
        let known = |name: Option<&'static str>| name.unwrap_or(UNKNOWN).to_owned();
        Self {
            user_id: user_id.to_owned(),
            email: email.to_owned(),
            external_id: external_id.to_owned(),
            org_id: org_id.to_owned(),
            device_os: known(device.system),
            device_name: known(device.browser),
            device_ip: address.to_owned(),
        }
    }

    /// The values of a request that carries this password, octet for octet.
    pub(crate) fn values<'v>(&'v self, password: &'v Zeroizing<String>) -> Values<'v> {
        Values {
            user_id: &self.user_id,
            email: &self.email,
            password,
            external_id: &self.external_id,
            org_id: &self.org_id,
            device_os: &self.device_os,
            device_name: &self.device_name,
            device_ip: &self.device_ip,
        }
    }
}
