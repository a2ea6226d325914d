//! Writes every page in its states, with everything it links to: `cargo run -p pages --example gallery -- OUTDIR`.
//!
//! Serve the directory at the root of any web server and look.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

use pages::assets;
use text::Language;

#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() -> Result<(), Box<dyn Error>> {
    let Some(directory) = env::args().nth(1) else { return Err("say where: gallery OUTDIR".into()) };
    let write = |path: &str, body: &[u8]| {
        let path = Path::new(&directory).join(path.trim_start_matches('/'));
        path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, body))
    };
    for asset in assets::all() {
        write(asset.path, asset.body)?;
    }
    for organisation in samples::ORGANISATIONS {
        let (path, sheet) = samples::brand(organisation);
        write(&path, sheet.css.as_bytes())?;
    }
    let mut list = String::new();
    for language in Language::ALL {
        for (name, html) in samples::all(language) {
            let path = format!("{}/{name}.html", language.tag());
            write(&path, html.as_bytes())?;
            let _ = writeln!(list, "<li><a href=\"{path}\">{path}</a></li>");
        }
    }
    write("index.html", format!("<!doctype html><html lang=en><title>Gallery</title><ul>\n{list}</ul>\n").as_bytes())?;
    Ok(())
}
