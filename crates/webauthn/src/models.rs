//! The models of authenticators whose makers say what proves them, as one small file.

use std::collections::HashMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Aaguid;

/// What is known of models, by [`Aaguid`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Models {
    /// The number of the list that it was made of: a later one has a greater number.
    pub number: u64,
    /// The day by which there is a later list: `YYYY-MM-DD`.
    pub next_update: String,
    by_aaguid: HashMap<Aaguid, Model>,
}

/// One model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// What its maker calls it.
    pub name: String,
    /// How it stands with those who certify.
    pub standing: Standing,
    /// The certificates that its attestations lead to (DER), or are signed by themselves.
    #[serde(serialize_with = "encoded", deserialize_with = "decoded")]
    pub roots: Vec<Vec<u8>>,
}

/// How a model stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its maker says what it does; nobody has certified it.
    Known,
    /// It is certified.
    Certified,
    /// It is revoked, can be used without its user, or its keys are compromised.
    Withdrawn,
}

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    number: u64,
    next_update: String,
    models: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    aaguid: String,
    #[serde(flatten)]
    model: Model,
}

/// The text is no list of models.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no list of passkey models: {0}")]
pub struct NotModels(String);

impl Models {
    /// The list with these.
    pub fn new(number: u64, next_update: String, models: impl IntoIterator<Item = (Aaguid, Model)>) -> Self {
        Self { number, next_update, by_aaguid: models.into_iter().collect() }
    }

    /// Reads the file that [`Models::json`] wrote.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(json: &[u8]) -> Result<Self, NotModels> {
        let file: File = serde_json::from_slice(json).map_err(|wrong| NotModels(wrong.to_string()))?;
        let mut by_aaguid = HashMap::new();
        for Entry { aaguid, model } in file.models {
            let known = Aaguid::parse(&aaguid).ok_or_else(|| NotModels(format!("{aaguid:?} is no AAGUID")))?;
            by_aaguid.insert(known, model);
        }
        Ok(Self { number: file.number, next_update: file.next_update, by_aaguid })
    }

    /// As a file, in the order of the models' identifiers.
    pub fn json(&self) -> String {
        let entry = |(aaguid, model): (&Aaguid, &Model)| Entry { aaguid: aaguid.to_string(), model: model.clone() };
        let mut models: Vec<Entry> = self.by_aaguid.iter().map(entry).collect();
        models.sort_by(|one, other| one.aaguid.cmp(&other.aaguid));
        let file = File { number: self.number, next_update: self.next_update.clone(), models };
        serde_json::to_string_pretty(&file).unwrap_or_default()
    }

    /// What is known of this model.
    pub fn get(&self, aaguid: Aaguid) -> Option<&Model> {
        self.by_aaguid.get(&aaguid)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_aaguid.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_aaguid.is_empty()
    }
}

fn encoded<S: Serializer>(roots: &[Vec<u8>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(roots.iter().map(|root| STANDARD.encode(root)))
}

fn decoded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<u8>>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts.iter().map(|text| STANDARD.decode(text).map_err(serde::de::Error::custom)).collect()
}
