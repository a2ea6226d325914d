//! Traces for an OpenTelemetry collector, by OTLP over HTTP. A feature of the build (`otlp`), since it brings as many
//! libraries again as all of HTTP.
//!
//! A request is a span, with spans in it for what waits: a password that is hashed, a change that is written. They carry the
//! request's id and its route, never an address, a name or a parameter.

use std::{fmt, pin::Pin, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::{Request, Response};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::{
    Resource,
    trace::{Sampler, SdkTracerProvider},
};
use tokio::{runtime::Handle, time::timeout};
use tracing::Subscriber;
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    registry::LookupSpan,
};

use crate::{Trouble, configuration};

const ENDPOINT: &str = "traces.endpoint";
const TIMEOUT: Duration = Duration::from_secs(10);

/// What a collector may answer at most.
const MAX_ANSWER: usize = 64 * 1024;

/// Where spans go. They are sent in batches, in the background.
pub(crate) struct Traces(SdkTracerProvider);

impl Traces {
    /// Sends spans to the configured collector. Called on the runtime.
    pub(crate) fn begin(configured: &configuration::Traces) -> Result<Self, Trouble> {
        let endpoint = configured.endpoint.trim_end_matches('/');
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Exporter {
                client: Client::builder(TokioExecutor::new()).build_http(),
                runtime: Handle::current(),
            })
            .with_endpoint(format!("{endpoint}/v1/traces"))
            .with_timeout(TIMEOUT)
            .build()
            .map_err(|error| Trouble::key(ENDPOINT, &format!("can't be used: {error}"), "check it"))?;
        let sampler = Sampler::TraceIdRatioBased(f64::from(configured.percent) / 100.0);
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(sampler)
            .with_resource(Resource::builder().with_service_name("doorward").build())
            .build();
        Ok(Self(provider))
    }

    /// What turns our spans into OpenTelemetry's.
    pub(crate) fn layer<S: Subscriber + for<'a> LookupSpan<'a>>(&self) -> impl Layer<S> + use<S> {
        let layer = tracing_opentelemetry::layer().with_tracer(self.0.tracer("doorward"));
        let ours = Targets::new().with_target(crate::log::SPANS, LevelFilter::INFO);
        layer.with_location(false).with_threads(false).with_target(false).with_filter(ours)
    }

    /// Sends what is left.
    pub(crate) async fn end(self) {
        let ended = tokio::task::spawn_blocking(move || self.0.shutdown()).await;
        if let Ok(Err(error)) = ended {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// Brings spans to the collector. It works on our runtime, wherever it is asked.
struct Exporter {
    client: Client<HttpConnector, Body>,
    runtime: Handle,
}

impl fmt::Debug for Exporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exporter")
    }
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'a>>;

impl HttpClient for Exporter {
    fn send_bytes<'life0, 'async_trait>(&'life0 self, request: Request<Bytes>) -> Answer<'async_trait>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        let client = self.client.clone();
        let sending = self.runtime.spawn(async move {
            let answer = timeout(TIMEOUT, client.request(request.map(Body::from))).await??;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, MAX_ANSWER).collect().await?;
            Ok(Response::from_parts(head, body.to_bytes()))
        });
        Box::pin(async move { sending.await? })
    }
}
