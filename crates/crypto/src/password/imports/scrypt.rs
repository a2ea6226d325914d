//! scrypt (RFC 7914), as a PHC string and as Django writes it.

use crate::password::stored::{NotAHash, Tag, base64_bytes, decimal, phc_bytes};

/// N·r·p: time goes with it. About a second and a half.
const MAX_WORK: u64 = 1 << 22;
/// 128·N·r bytes of memory, and 128·r·p more.
const MAX_MEMORY: u64 = 256 << 20;

#[derive(Clone)]
pub(in crate::password) struct Scrypt {
    params: ::scrypt::Params,
    salt: Vec<u8>,
    tag: Tag,
}

impl Scrypt {
    /// Reads `$scrypt$ln=16,r=8,p=1$salt$hash`.
    pub(in crate::password) fn parse_phc(text: &str) -> Result<Self, NotAHash> {
        let fields: Vec<&str> = text.split('$').collect();
        let ["", "scrypt", costs, salt, tag] = fields[..] else { return Err(NotAHash::Damaged) };
        let costs: Vec<&str> = costs.split(',').collect();
        let [log_n, r, p] = costs[..] else { return Err(NotAHash::Damaged) };
        let cost = |field: &str, name| decimal(field.strip_prefix(name).ok_or(NotAHash::Damaged)?);
        Ok(Self {
            params: params(cost(log_n, "ln=")?, cost(r, "r=")?, cost(p, "p=")?)?,
            salt: phc_bytes(salt, 1..=128)?,
            tag: Tag::new(phc_bytes(tag, 16..=128)?),
        })
    }

    /// Reads `$16384$salt$8$1$hash`, what Django writes after the name. The salt is text there.
    pub(in crate::password) fn parse_django(text: &str) -> Result<Self, NotAHash> {
        let fields: Vec<&str> = text.split('$').collect();
        let ["", n, salt, r, p, tag] = fields[..] else { return Err(NotAHash::Damaged) };
        let n = decimal(n)?;
        if salt.is_empty() || !n.is_power_of_two() {
            return Err(NotAHash::Damaged);
        }
        Ok(Self {
            params: params(n.trailing_zeros(), decimal(r)?, decimal(p)?)?,
            salt: salt.as_bytes().to_vec(),
            tag: Tag::new(base64_bytes(tag, 16..=128)?),
        })
    }

    pub(in crate::password) fn matches(&self, form: &[u8]) -> bool {
        let mut tag = Tag::zero(self.tag.len());
        ::scrypt::scrypt(form, &self.salt, &self.params, tag.bytes()).is_ok() && tag == self.tag
    }

    /// How long that takes on a core of today, in microseconds.
    pub(in crate::password) fn micros(&self) -> u64 {
        let (n, r, p) = (1u64 << self.params.log_n(), u64::from(self.params.r()), u64::from(self.params.p()));
        n.saturating_mul(r).saturating_mul(p) * 9 / 25
    }
}

fn params(log_n: u32, r: u32, p: u32) -> Result<::scrypt::Params, NotAHash> {
    let (wide_r, wide_p) = (u64::from(r), u64::from(p));
    // Shifting by at most 31 and multiplying numbers of 32 bits by `saturating_mul`: nothing here wraps.
    let n = if (1..32).contains(&log_n) { 1u64 << log_n } else { return Err(NotAHash::Damaged) };
    let memory = wide_r.saturating_mul(128).saturating_mul(n.saturating_add(wide_p));
    if memory > MAX_MEMORY || n.saturating_mul(wide_r).saturating_mul(wide_p) > MAX_WORK {
        return Err(NotAHash::TooCostly {
            scheme: "scrypt",
            has: format!("N = 2^{log_n}, r = {r}, p = {p}"),
            most: "128 × N × r up to 256 MiB, and N × r × p up to 2^22",
        });
    }
    ::scrypt::Params::new(u8::try_from(log_n).map_err(|_| NotAHash::Damaged)?, r, p).map_err(|_| NotAHash::Damaged)
}
