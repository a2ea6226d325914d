//! Puts the assets into the program, each under a path that carries the hash of its content.
//!
//! A path with a hash can be kept by browsers for ever, and there is no build tool: the stylesheet loses its comments and
//! spaces here, everything else is taken as it is.

use std::{env, fmt::Write as _, fs, path::Path, process::exit};

use sha2::{Digest, Sha256};

fn main() {
    println!("cargo::rerun-if-changed=assets");
    if let Err(error) = assets() {
        println!("cargo::error=the assets can not be read: {error}");
        exit(1);
    }
}

fn assets() -> std::io::Result<()> {
    let out = env::var("OUT_DIR").unwrap_or_default();
    let out = Path::new(&out);
    let (mut constants, mut all, mut logos) = (String::new(), String::new(), String::new());
    for (folder, is_logo) in [("assets", false), ("assets/logos", true)] {
        let mut names: Vec<String> = fs::read_dir(folder)?
            .flatten()
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        for name in names {
            let mut body = fs::read(Path::new(folder).join(&name))?;
            let (stem, ending) = name.split_once('.').unwrap_or((&name, ""));
            let media_type = match ending {
                "css" => "text/css; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                _ => "image/svg+xml",
            };
            if ending == "css" {
                body = minified(&String::from_utf8_lossy(&body)).into_bytes();
            }
            let hash: String = Sha256::digest(&body).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            let kept = format!("{}{name}", if is_logo { "logo-" } else { "" });
            fs::write(out.join(&kept), &body)?;
            let asset = format!(
                "Asset {{ name: {name:?}, path: \"/assets/{hash}/{name}\", media_type: {media_type:?}, \
                 body: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{kept}\")) }}"
            );
            if is_logo {
                let _ = write!(logos, "({stem:?}, {asset}), ");
            } else {
                let constant = stem.to_uppercase().replace('-', "_");
                let _ = writeln!(constants, "/// `{name}`\npub static {constant}: Asset = {asset};");
                let _ = write!(all, "&{constant}, ");
            }
        }
    }
    fs::write(
        out.join("assets.rs"),
        format!("{constants}\nstatic OWN: &[&Asset] = &[{all}];\nstatic LOGOS: &[(&str, Asset)] = &[{logos}];\n"),
    )
}

/// The stylesheet without comments and needless spaces. Strings in it hold neither.
fn minified(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        plain.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    plain.push_str(rest);
    let mut small = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    for sign in ["{", "}", ";", ",", ">"] {
        small = small.replace(&format!(" {sign}"), sign).replace(&format!("{sign} "), sign);
    }
    small.replace(": ", ":").replace(";}", "}")
}
