//! Figures for Prometheus: requests, jobs, the queue, the database's connections, the process.
//!
//! They are counted all over the program and shown at `/metrics`. No label holds a person, a brand, or anything else
//! that grows with the data.

use std::{net::SocketAddr, time::Duration};

use app::App;
use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::time::Instant;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio_util::sync::CancellationToken;

use crate::failure::{Failure, Outcome};

/// Upper bounds of the buckets in which the time of requests is counted, in seconds.
const REQUEST_SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// How often what was counted is folded together when nobody asks.
const FOLD: Duration = Duration::from_mins(1);
/// The content type of the text form.
const TEXT_FORM: &str = "text/plain; version=0.0.4; charset=utf-8";
/// Headers by which a proxy says that it passes a request on.
const PROXY_HEADERS: [&str; 4] = ["forwarded", "via", "x-forwarded-for", "x-real-ip"];

/// The figures of this process.
#[derive(Clone)]
pub struct Measures {
    handle: PrometheusHandle,
    started: Option<Instant>,
}

impl Measures {
    /// Begins to count. Once per process.
    pub fn begin() -> Outcome<Self> {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full("kosmos_request_seconds".into()), &REQUEST_SECONDS);
        let handle = builder.and_then(PrometheusBuilder::install_recorder).map_err(|error| {
            Failure::failed(
                format!("无法统计指标：{error}。"),
                format!("Figures cannot be counted: {error}."),
            )
        })?;
        describe();
        Ok(Self { handle, started: None })
    }

    /// The same figures of a program that started now.
    #[must_use]
    pub fn since(self, now: Instant) -> Self {
        Self { started: Some(now), ..self }
    }

    /// Folds together what was counted, until `stop` is told: otherwise it would grow while nobody asks.
    pub async fn fold(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(FOLD) => self.handle.run_upkeep(),
                () = stop.cancelled() => return,
            }
        }
    }

    /// The door for whoever reaches it.
    pub fn open_to_all(self, app: App) -> Router {
        let show = get(|State((measures, app)): State<(Self, App)>| async move { measures.show(&app).await });
        Router::new().route("/metrics", show).with_state((self, app))
    }

    /// The door for callers on this machine. A request that a proxy passed on comes from elsewhere.
    pub fn open_to_this_machine(self) -> Router<App> {
        let show = |State(app): State<App>,
                    ConnectInfo(peer): ConnectInfo<SocketAddr>,
                    headers: HeaderMap| async move {
            let passed_on =
                app.settings().trust_proxy || PROXY_HEADERS.iter().any(|name| headers.contains_key(*name));
            if peer.ip().to_canonical().is_loopback() && !passed_on {
                return self.show(&app).await;
            }
            StatusCode::NOT_FOUND.into_response()
        };
        Router::new().route("/metrics", get(show))
    }

    async fn show(&self, app: &App) -> Response {
        if let Err(error) = look(app, self.started).await {
            tracing::warn!(%error, "some figures could not be taken");
        }
        ([(header::CONTENT_TYPE, TEXT_FORM)], self.handle.render()).into_response()
    }
}

fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_counter!("kosmos_requests_total", "Requests that were answered, by method, route and status.");
    describe_histogram!("kosmos_request_seconds", "Time until the answer began, by method and route.");
    describe_counter!("kosmos_jobs_total", "Jobs that ended, by kind and outcome.");
    describe_counter!("kosmos_import_rows_total", "Rows of imported files, by kind of file and outcome.");
    describe_gauge!("kosmos_queue_jobs", "Jobs in the queue, by state.");
    describe_gauge!("kosmos_database_connections", "Connections to the database, by use.");
    describe_gauge!("process_resident_memory_bytes", "Memory that the process holds.");
    describe_gauge!("process_open_fds", "Files and connections that the process holds open.");
    describe_gauge!("kosmos_up_seconds", "Time since the server started.");
    describe_gauge!("kosmos_version", "1, with the version as a label.");
}

/// Takes the figures that are only looked at when somebody asks.
#[expect(clippy::cast_precision_loss, reason = "figures for a graph; none comes near 2^52")]
async fn look(app: &App, started: Option<Instant>) -> Result<(), db::DbError> {
    use metrics::gauge;
    gauge!("kosmos_version", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    let up_ms = started.map_or(0, |started| app.now().ms() - started.ms());
    gauge!("kosmos_up_seconds").set(up_ms as f64 / 1_000.0);
    gauge!("process_resident_memory_bytes").set(resident_bytes().unwrap_or(0) as f64);
    gauge!("process_open_fds").set(open_files().unwrap_or(0) as f64);
    for (usage, count) in app.db().connections() {
        gauge!("kosmos_database_connections", "use" => usage).set(f64::from(count));
    }
    let mut tx = app.db().read().await?;
    for (state, count) in jobs::queue_depth(&mut tx).await? {
        gauge!("kosmos_queue_jobs", "state" => state).set(count as f64);
    }
    Ok(())
}

/// The line `VmRSS: 18432 kB` of the process's status.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib * 1_024)
}

fn open_files() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count())
}
