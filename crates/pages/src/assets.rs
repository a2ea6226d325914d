//! What pages link to: the stylesheet, the mark, tiny modules, the logos of the demo's organisations and applications.
//!
//! Each is in the program and has the hash of its content in its path, `/assets/<hash>/<name>`: whoever serves it may call
//! it immutable, and a new version is a new address.

use sha2::{Digest, Sha256};

/// A file that a page links to.
#[derive(Debug)]
pub struct Asset {
    /// The last part of the path.
    pub name: &'static str,
    /// Where it is served: `/assets/<hash>/<name>`.
    pub path: &'static str,
    /// For `Content-Type`.
    pub media_type: &'static str,
    /// The content.
    pub body: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

impl Asset {
    /// The part of the path that stands for the content; good as an entity tag.
    pub fn hash(&self) -> &'static str {
        self.path.split('/').nth(2).unwrap_or_default()
    }
}

/// The asset at this path, whole and exact.
pub fn find(path: &str) -> Option<&'static Asset> {
    all().find(|asset| asset.path == path)
}

/// Every asset.
pub fn all() -> impl Iterator<Item = &'static Asset> {
    OWN.iter().copied().chain(LOGOS.iter().map(|(_, asset)| asset))
}

/// The logo of one of the demo's organisations or applications, by its name: `northwind`, `calibration`.
pub fn logo(name: &str) -> Option<&'static Asset> {
    LOGOS.iter().find(|(known, _)| *known == name).map(|(_, asset)| asset)
}

/// Sixteen hexadecimal digits that stand for this content, for paths of what is made at run time (brand sheets, logos).
pub fn content_hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_carry_the_hash_of_the_content() {
        assert!(all().count() >= 19);
        for asset in all() {
            assert_eq!(asset.hash(), content_hash(asset.body), "{}", asset.name);
            assert_eq!(asset.path, format!("/assets/{}/{}", asset.hash(), asset.name));
            assert!(std::ptr::eq(find(asset.path).unwrap(), asset));
        }
        assert!(find("/assets/doorward.css").is_none());
        assert_eq!(logo("lumen").unwrap().media_type, "image/svg+xml");
    }

    #[test]
    fn the_stylesheet_is_small_and_whole() {
        let css = str::from_utf8(DOORWARD.body).unwrap();
        assert!(css.len() <= 14 * 1024, "{}", css.len());
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        assert!(!css.contains("/*") && css.starts_with("@layer base,layout,parts,states;"), "{}", &css[..60]);
        assert!(!css.contains("url(") && !css.contains("@import"), "nothing comes from elsewhere");
    }

    #[test]
    fn logos_can_not_act() {
        for (name, logo) in LOGOS {
            let svg = str::from_utf8(logo.body).unwrap();
            assert!(svg.starts_with("<svg ") && !svg.contains("script") && !svg.contains("href"), "{name}");
        }
    }
}
