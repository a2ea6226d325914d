//! The least that an answer over axum costs: a process of its own, so that it is measured as Doorward is.

use std::net::Ipv4Addr;

use axum::{Router, routing::get};
use tokio::net::TcpListener;

/// What it answers: as long as small JSON documents are.
pub(crate) const ANSWER: &str = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\
                                 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890";

/// Serves on this port until it is killed.
pub(crate) async fn serve(port: u16) -> Result<(), String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| format!("a port: {error}"))?;
    let app = Router::new().route("/", get(async || ANSWER)).route("/readyz", get(async || "ready"));
    loop {
        let (stream, _) = listener.accept().await.map_err(|error| format!("a connection: {error}"))?;
        let _ = stream.set_nodelay(true);
        let service = hyper_util::service::TowerToHyperService::new(app.clone());
        let connection =
            hyper::server::conn::http1::Builder::new().serve_connection(hyper_util::rt::TokioIo::new(stream), service);
        tokio::spawn(connection);
    }
}
