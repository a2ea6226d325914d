//! Organisations of a document, with their groups.

use model::Key;

use super::{
    Fields, Node, Problems, Secrets, WantedGroup, WantedOrganisation, name, named, policies, providers, slug, users,
};

const KNOWN: &[&str] =
    &["slug", "name", "state", "policy", "branding", "domains", "identity_providers", "groups", "users"];

/// An organisation; its slug is empty where it has none that can be one.
pub(super) fn read(node: &Node, place: &str, secrets: &dyn Secrets, problems: &Problems) -> Option<WantedOrganisation> {
    let fields = Fields::of(node, place, KNOWN, problems)?;
    let slug = slug(&fields, "slug").unwrap_or_default();
    let branding = fields.get("branding").map(|node| policies::branding(node, &fields.place("branding"), problems));
    let providers = fields.list("identity_providers").unwrap_or_default();
    let groups = fields.list("groups").unwrap_or_default();
    let users = fields.list("users").unwrap_or_default();
    Some(WantedOrganisation {
        slug,
        name: name(&fields, "name"),
        active: fields.word("state", &[("active", true), ("disabled", false)]),
        policy: fields.get("policy").and_then(|node| policies::policy(node, fields.place("policy"), problems)),
        branding: branding.unwrap_or_default(),
        domains: fields.texts("domains").map(|texts| domains(texts, problems)),
        providers: providers
            .into_iter()
            .filter_map(|(place, node)| providers::read(node, &place, secrets, problems))
            .collect(),
        groups: groups.into_iter().filter_map(|(place, node)| group(node, &place, problems)).collect(),
        users: users.into_iter().filter_map(|(place, node)| users::read(node, &place, secrets, problems)).collect(),
        place: place.to_owned(),
    })
}

fn domains(texts: Vec<(String, &str)>, problems: &Problems) -> Vec<(String, String)> {
    let read = texts.into_iter().filter_map(|(place, text)| {
        // A domain is what stands behind the @ of an address, in the same form.
        let key = Key::email(&format!("x@{}", text.trim())).ok();
        match key.as_ref().and_then(Key::domain).filter(|domain| domain.contains('.')) {
            Some(domain) => Some((place, domain.to_owned())),
            None => {
                problems.add(place, "is no mail domain: write what stands behind the @, as example.com");
                None
            }
        }
    });
    read.collect()
}

fn group(node: &Node, place: &str, problems: &Problems) -> Option<WantedGroup> {
    let fields = Fields::of(node, place, &["name", "members"], problems)?;
    if fields.get("name").is_none() {
        fields.wrong("name", "is needed");
    }
    let members = named(&fields, "members", problems);
    Some(WantedGroup { name: name(&fields, "name")?, members, place: place.to_owned() })
}
