//! `doorward demo`: everything that a newcomer needs, in one process, on loopback.

mod content;
mod post;
mod provider;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use crypto::{
    entropy::{self, System},
    seal::SealingKey,
};
use demo::{
    Outbox, Ports, Seed, Setting,
    announce::{self, Keeping},
};
use flows::{Instance, TextMessages};
use model::{Branding, Policy, phone::Country};
use notify::Deliver;
use oidc::Issuer;
use store::Location;
use web::chassis::Listener;

use self::post::{TextsToOutbox, ToOutbox};
use crate::{
    Clock, Node, Trouble,
    clock::system_clock,
    commands::{block_on, end_signal},
    configuration::write_private,
};

/// How many messages the outbox keeps.
const MAX_MESSAGES: usize = 500;

/// Who the demonstration's mails are from. No such domain can exist (RFC 2606).
const SENDER: &str = "Doorward <no-reply@doorward.example>";

/// What can be said on the command line.
#[derive(clap::Args)]
pub struct Arguments {
    /// Keep the data in this directory; it is made when it isn't there
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The port to begin with; the next ones are taken when it is in use, and any with 0
    #[arg(long, value_name = "N", default_value_t = demo::ports::PREFERRED)]
    port: u16,
}

/// What can be chosen.
#[derive(Default)]
pub struct Options {
    /// Where to keep the data; temporary when absent.
    pub data: Option<PathBuf>,
    /// Whether to print one JSON document.
    pub json: bool,
    /// The port to begin with.
    pub port: u16,
    /// Another database than the embedded one. For the testbed.
    pub database: Option<Location>,
    /// Further applications as client metadata (RFC 7591 §2), as the testbed's file gives them.
    pub applications: Vec<serde_json::Value>,
    /// The address at which nodes serve that are started elsewhere: then only the content and the applications are made
    /// here. For the testbed.
    pub elsewhere: Option<String>,
    /// Another clock than the computer's. For the testbed.
    pub clock: Option<Clock>,
    /// Another recipient of mail than the outbox. For the testbed.
    pub post: Option<Arc<dyn Deliver>>,
}

impl Options {
    /// What was said on the command line.
    pub fn from_arguments(arguments: &Arguments, json: bool) -> Self {
        Self { data: arguments.data.clone(), json, port: arguments.port, ..Self::default() }
    }
}

/// Starts everything, says where it is, and runs until it receives a signal.
///
/// # Errors
/// What is in the way, and the remedy.
pub fn run(options: Options) -> Result<(), Trouble> {
    block_on(Box::pin(demonstrate(options)))
}

/// Text messages stay here; so many countries are enough to look at.
fn text_messages(outbox: &Outbox) -> TextMessages {
    TextMessages {
        gateway: Arc::new(TextsToOutbox(outbox.clone())),
        countries: ["AT", "CH", "DE", "FR", "GB", "NL", "SE"].into_iter().filter_map(Country::of_code).collect(),
        countries_without_host: Vec::new(),
        a_day: 2000,
        a_day_to_one_country: 1000,
    }
}

async fn demonstrate(options: Options) -> Result<(), Trouble> {
    let files = Files::new(options.data.as_deref())?;
    let mut ports = Ports::bind(options.port).await?;
    let is_elsewhere = options.elsewhere.is_some();
    // Tests on databases of their own count the mails, and bring providers of their own.
    let is_whole = options.database.is_none();
    if !is_whole {
        ports.origins.provider = None;
    }
    if let Some(issuer) = options.elsewhere {
        ports.origins.doorward = issuer;
        ports.doorward.clear();
    }
    let clock = options.clock.unwrap_or_else(system_clock);
    let location = options.database.unwrap_or_else(|| Location::Sqlite(files.directory.join("doorward.db")));
    let outbox = Outbox::new(MAX_MESSAGES);
    let branding = Branding { accent: "#2f4a5e".parse().unwrap_or_default(), ..Branding::default() };
    let instance = Instance {
        text_messages: Some(text_messages(&outbox)),
        ..instance(&ports.origins.doorward, "Doorward", branding)?
    };
    let mut node = Node::new(location, files.sealing_key("sealing.key")?, instance, clock.clone())?;
    let to_outbox = || Arc::new(ToOutbox { outbox: outbox.clone(), clock: clock.clone() });
    node.post = Some(options.post.unwrap_or_else(|| to_outbox()));
    let seed = Seed::new(&ports.origins, &files.master()?)
        .map_err(|_| Trouble::File("The sample applications' keys could not be made.".to_owned()))?;
    let doorward = node.open().await?;
    let made = Box::pin(content::apply(&doorward, (&seed, &ports.origins), options.applications, clock())).await?;
    if is_whole {
        for organisation in made {
            content::invite(&doorward, organisation, clock()).await?;
        }
    }
    let at_provider = (&node.instance.issuer, ports.provider);
    let provider = Box::pin(provider::start(&seed, at_provider, (&files, &outbox, &clock))).await?;
    let listeners = ports.doorward.into_iter().map(Listener::from).collect();
    let running = (!is_elsewhere).then(|| node.start(doorward, listeners));
    let setting = Setting {
        seed: seed.clone(),
        origins: ports.origins.clone(),
        keeping: files.keeping.clone(),
        outbox,
        clock,
        entropy: Arc::new(System),
    };
    let applications = demo::Running::start(setting.sites(), ports.start, ports.almanac, ports.ledgerline);
    say(&seed, &ports.origins, &files.keeping, options.json)?;
    end_signal()?.await;
    let ended = applications.stop().await;
    for running in [running, provider].into_iter().flatten() {
        running.stop().await;
    }
    ended.map_err(|source| Trouble::System { what: "A sample application broke", source })
}

/// A Doorward on this computer, at this address, which calls nobody but this computer.
fn instance(address: &str, name: &str, branding: Branding) -> Result<Instance, Trouble> {
    Ok(Instance {
        issuer: Issuer::parse(address).map_err(|bad| Trouble::File(bad.to_string()))?,
        name: name.to_owned(),
        branding,
        policy: Policy::default(),
        breached: None,
        passkey_models: None,
        mail: SENDER.parse().ok(),
        egress: egress::Client::new(egress::Rules::loopback()),
        external: passthrough::Rules::default(),
        text_messages: None,
    })
}

fn say(seed: &Seed, origins: &demo::Origins, keeping: &Keeping, as_json: bool) -> Result<(), Trouble> {
    let text = match as_json {
        false => announce::text(seed, origins, keeping),
        true => {
            announce::json(seed, origins).map(|json| json + "\n").map_err(|error| Trouble::File(error.to_string()))?
        }
    };
    let mut out = std::io::stdout().lock();
    let said = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    said.map_err(Trouble::output)
}

/// The demonstration's directory. A temporary one is removed when this is dropped.
struct Files {
    directory: PathBuf,
    keeping: Keeping,
    /// Held as long as the demonstration runs.
    _lock: fs::File,
}

impl Files {
    fn new(data: Option<&Path>) -> Result<Self, Trouble> {
        let (directory, keeping) = match data {
            Some(directory) => (directory.to_owned(), Keeping::Directory(directory.to_owned())),
            None => {
                let unique = u64::from_be_bytes(entropy::bytes(&System));
                (std::env::temp_dir().join(format!("doorward-demo-{unique:016x}")), Keeping::Temporary)
            }
        };
        demo::data_directory::prepare(&directory)?;
        let _lock = demo::data_directory::lock(&directory)?;
        Ok(Self { directory, keeping, _lock })
    }

    /// What seals secrets in a database: made once, kept beside it under this name.
    fn sealing_key(&self, name: &str) -> Result<SealingKey, Trouble> {
        let path = self.directory.join(name);
        let text = self.kept(&path, || SealingKey::generate(&System).expose().to_string())?;
        let wrong =
            |_| Trouble::File(format!("{} holds no sealing key. Remove the directory to begin anew.", path.display()));
        SealingKey::parse(text.trim()).map_err(wrong)
    }

    /// What the sample applications' secrets are made from.
    fn master(&self) -> Result<[u8; 32], Trouble> {
        let path = self.directory.join("applications.key");
        let text = self.kept(&path, || jose::base64url::encode(entropy::bytes::<32>(&System)))?;
        let bytes = jose::base64url::decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(|| {
            Trouble::File(format!("{} holds no key. Remove the directory to begin anew.", path.display()))
        })
    }

    fn kept(&self, path: &Path, make: impl FnOnce() -> String) -> Result<String, Trouble> {
        if let Ok(text) = fs::read_to_string(path) {
            return Ok(text);
        }
        let text = make();
        write_private(path, &text)
            .map_err(|source| demo::Trouble::Directory { directory: self.directory.clone(), source })?;
        Ok(text)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if self.keeping == Keeping::Temporary {
            // What can't be removed is in the temporary directory anyway.
            let _ = fs::remove_dir_all(&self.directory);
        }
    }
}
