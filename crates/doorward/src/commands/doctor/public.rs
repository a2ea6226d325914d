//! The public address: whether it leads here, and whether what proxies say of where requests come from is believed
//! rightly.

use std::{net::IpAddr, time::Duration};

use axum::body::Body;
use flows::Doorward;
use http_body_util::{BodyExt as _, Limited};
use hyper::{Request, Uri};
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde::Deserialize;
use tokio::time::timeout;
use web::chassis::address::{ForwardingHeader, TrustedProxies};

use super::Findings;
use crate::{commands::Context, system_clock};

const ADDRESS: &str = "public address";
const PROXY: &str = "proxy";
const CLOCK: &str = "clock";

const TIMEOUT: Duration = Duration::from_secs(10);
const MAX_ANSWER: usize = 64 * 1024;

/// An address for documentation (RFC 5737), sent in the forwarding headers as a forger would.
const FORGED: &str = "192.0.2.66";

/// How our request looked to the node that answered.
#[derive(Deserialize)]
struct Seen {
    version: String,
    now: i64,
    peer: IpAddr,
    address: IpAddr,
    x_forwarded_for: String,
    forwarded: String,
}

pub(super) async fn look(context: &Context, doorward: &Doorward, findings: &mut Findings) {
    let issuer = &context.configuration.issuer;
    let answer = timeout(TIMEOUT, ask(issuer, &doorward.doctor_ticket(system_clock()()))).await;
    let (status, body) = match answer {
        Ok(Ok(answer)) => answer,
        Ok(Err(why)) => {
            return findings.problem(ADDRESS, format!("{issuer} can't be reached from here: {}", why.text), why.remedy);
        }
        Err(_) => {
            let found = format!("{issuer} did not answer within {} s", TIMEOUT.as_secs());
            return findings.problem(ADDRESS, found, "check DNS, firewall and proxy, and that `doorward serve` runs");
        }
    };
    if status != 200 {
        let (found, remedy) = match status {
            404 => ("not by a Doorward with this sealing key", "check that proxy and DNS lead to this installation"),
            421 => (
                "by Doorward under another name",
                "let the proxy pass on the Host header as it came, or add the name to aliases",
            ),
            _ => ("not as Doorward would", "look into the log of the proxy"),
        };
        return findings.problem(ADDRESS, format!("{issuer} answers, {found} (status {status})"), remedy);
    }
    let Ok(seen) = serde_json::from_slice::<Seen>(&body) else {
        let remedy = "check that proxy and DNS lead to this installation";
        return findings.problem(ADDRESS, format!("{issuer} answers with something else than Doorward"), remedy);
    };
    findings.ok(ADDRESS, format!("{issuer} leads to Doorward {}", seen.version));
    let skew = (seen.now - system_clock()().millis()).abs() / 1000;
    if skew > 2 {
        let found = format!("the clock of the node behind {issuer} and this machine's differ by {skew} s");
        findings.problem(CLOCK, found, "set both by NTP (timedatectl set-ntp true)");
    }
    match context.configuration.proxies() {
        Ok(proxies) => proxy(&seen, &proxies, findings),
        Err(trouble) => findings.problem(PROXY, trouble.to_string(), "correct it"),
    }
}

/// Whether a forged forwarding header reached the node, and whether that would believe it.
fn proxy(seen: &Seen, proxies: &TrustedProxies, findings: &mut Findings) {
    let (peer, address) = (seen.peer, seen.address);
    let (line, ours) = match proxies.header {
        ForwardingHeader::XForwardedFor => (seen.x_forwarded_for.trim(), FORGED.to_owned()),
        ForwardingHeader::Forwarded => (seen.forwarded.trim(), format!("for={FORGED}")),
    };
    match (line == ours, proxies.trusts(peer)) {
        (true, true) => findings.problem(
            PROXY,
            format!("the proxy at {peer} is trusted, and passes on a forwarding header that the client wrote: anybody can pretend to come from anywhere"),
            "let the proxy write the header itself (nginx: proxy_set_header X-Forwarded-For $remote_addr), or take \
            it out of server.trusted_proxies",
        ),
        (true, false) => findings.ok(PROXY, "a forwarding header that a client writes is ignored"),
        (false, false) => findings.problem(
            PROXY,
            format!("all requests seem to come from the proxy at {peer}, so that limits hit everybody at once"),
            format!("add \"{peer}\" to server.trusted_proxies"),
        ),
        (false, true) => findings
            .ok(PROXY, format!("the proxy at {peer} is trusted, and writes the forwarding header itself (this request came from {address})")),
    }
}

/// Why there was no answer.
struct Unreached {
    text: String,
    remedy: &'static str,
}

impl From<String> for Unreached {
    fn from(text: String) -> Self {
        Self { text, remedy: "check DNS, firewall and proxy, and that `doorward serve` runs" }
    }
}

/// Of a connection that TLS ended, what it says of the certificate; of any other the innermost cause.
fn unreached(error: &(dyn std::error::Error + 'static)) -> Unreached {
    if let Some(text) = pki::explain(error) {
        let remedy = "mend the certificate of the proxy or in server.tls; doctor trusts the system's authorities, so an authority of your \
            own is added to those (update-ca-certificates), or named in SSL_CERT_FILE";
        return Unreached { text, remedy };
    }
    let innermost = std::iter::successors(Some(error), |error| error.source()).last();
    innermost.map_or_else(String::new, ToString::to_string).into()
}

async fn ask(issuer: &str, ticket: &str) -> Result<(u16, Vec<u8>), Unreached> {
    let https =
        HttpsConnectorBuilder::new().with_provider_and_platform_verifier(rustls::crypto::aws_lc_rs::default_provider());
    let https = https.map_err(|error| error.to_string())?.https_or_http().enable_http1().build();
    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build(https);
    let uri: Uri = format!("{issuer}/readyz/doctor").parse().map_err(|_| "it is no address".to_owned())?;
    let request = Request::get(uri)
        .header("authorization", format!("Bearer {ticket}"))
        .header("x-forwarded-for", FORGED)
        .header("forwarded", format!("for={FORGED}"))
        .body(Body::empty())
        .map_err(|error| error.to_string())?;
    let answer = client.request(request).await.map_err(|error| unreached(&error))?;
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), MAX_ANSWER).collect().await.map_err(|error| error.to_string())?;
    Ok((status, body.to_bytes().to_vec()))
}
