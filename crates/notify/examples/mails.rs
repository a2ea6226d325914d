//! Writes every mail in every language, as HTML and as text: `cargo run -p notify --example mails -- OUTDIR`.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

use text::Language;

#[path = "../tests/samples/mod.rs"]
mod samples;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let Some(directory) = env::args().nth(1) else { return Err("say where: mails OUTDIR".into()) };
    let mut list = String::new();
    for language in Language::ALL {
        let folder = Path::new(&directory).join(language.tag());
        fs::create_dir_all(&folder)?;
        for (name, mail) in samples::all(language).await {
            fs::write(folder.join(format!("{name}.html")), &mail.html)?;
            fs::write(folder.join(format!("{name}.txt")), format!("Subject: {}\n\n{}", mail.subject, mail.text))?;
            let path = format!("{}/{name}", language.tag());
            let _ = writeln!(list, "<li><a href=\"{path}.html\">{path}</a> <a href=\"{path}.txt\">text</a></li>");
        }
    }
    let index = format!("<!doctype html><html lang=en><title>Mails</title><ul>\n{list}</ul>\n");
    Ok(fs::write(Path::new(&directory).join("index.html"), index)?)
}
