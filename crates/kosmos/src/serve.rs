//! Serving: the database, the jobs, the API and the console in one process, until somebody ends it.
//!
//! The first SIGTERM or SIGINT closes the doors, lets requests and jobs at hand finish within
//! [`doors::CLOSING_MAX`], and closes the database; the second one ends the process at once.

use std::{net::SocketAddr, time::Duration};

use app::App;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use crate::{
    config::Config,
    console, docs, doors,
    failure::{Failure, Outcome},
    installation::{self, Place},
    measures::Measures,
    news,
};

/// How long the database may take to close.
const DATABASE_CLOSING_MAX: Duration = Duration::from_secs(5);
/// The exit code of a process that a second signal ended.
const IMPATIENT_EXIT: i32 = 130;

/// Serves until a signal ends it. `announce` hears the address that browsers use, once the server answers there.
pub async fn serve(config: Config, announce: impl FnOnce(&str) -> Outcome) -> Outcome {
    let stop = CancellationToken::new();
    stop_on_signals(&stop)?;
    let measures = Measures::begin()?;
    let place = Place::of(&config);
    place.make_folder()?;
    let tenure = place.take()?;
    let listener = doors::open(config.listen).await?;
    let figures_listener = match config.metrics_listen {
        Some(address) => Some(doors::open(address).await?),
        None => None,
    };
    let address = listener.local_addr().unwrap_or(config.listen);
    let public_url = config.public_url.clone().unwrap_or_else(|| url_at(address));
    let app = installation::open(&config, public_url.clone()).await?;
    let measures = measures.since(app.now());

    let mut tasks = background(&app, &measures, &stop);
    let mut rest = docs::routes().fallback(console::answer);
    match figures_listener {
        Some(listener) => tasks.push(show_figures(listener, measures, &app, &stop)),
        None => rest = rest.merge(measures.open_to_this_machine()),
    }
    let router = app::http::router(&app, rest);
    let front: JoinHandle<()> = tokio::spawn(doors::answer(listener, router, stop.clone()));
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "listening");
    let announced = announce(&public_url);
    if announced.is_err() {
        stop.cancel();
    }
    stop.cancelled().await;
    close(app, front, tasks).await;
    drop(tenure);
    announced
}

fn background(app: &App, measures: &Measures, stop: &CancellationToken) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(app.runner().run(stop.clone())),
        tokio::spawn(clear_up(app.clone())),
        tokio::spawn(news::pass_on(app.clone(), stop.clone())),
        tokio::spawn(measures.clone().fold(stop.clone())),
    ]
}

async fn clear_up(app: App) {
    app::imports::forget_partials(&app).await;
}

/// Shows the figures at an address of their own.
fn show_figures(
    listener: TcpListener,
    measures: Measures,
    app: &App,
    stop: &CancellationToken,
) -> JoinHandle<()> {
    let address = listener.local_addr().map_or_else(|_| String::new(), |address| address.to_string());
    tracing::info!(address, "figures at /metrics");
    tokio::spawn(doors::answer(listener, measures.open_to_all(app.clone()), stop.clone()))
}

/// Waits for what is at hand, then closes the database.
async fn close(app: App, front: JoinHandle<()>, tasks: Vec<JoinHandle<()>>) {
    tracing::info!("closing");
    let at_hand = async {
        for task in std::iter::once(front).chain(tasks) {
            if let Err(error) = task.await {
                tracing::error!(%error, "a part of the server ended early");
            }
        }
    };
    if tokio::time::timeout(doors::CLOSING_MAX, at_hand).await.is_err() {
        tracing::warn!("some jobs were cut off at closing time; they will be done again");
    }
    match tokio::time::timeout(DATABASE_CLOSING_MAX, app.db().clone().close()).await {
        Ok(Ok(())) => tracing::info!("closed"),
        Ok(Err(error)) => tracing::warn!(%error, "the database did not close well"),
        Err(_) => tracing::warn!("the database took too long to close"),
    }
}

fn stop_on_signals(stop: &CancellationToken) -> Outcome {
    let listen = |kind| {
        signal(kind).map_err(|error| {
            Failure::failed(
                format!("无法接收信号：{error}。"),
                format!("Signals cannot be received: {error}."),
            )
        })
    };
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    let stop = stop.clone();
    tokio::spawn(async move {
        for _ in 0..2 {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
            if stop.is_cancelled() {
                std::process::exit(IMPATIENT_EXIT);
            }
            stop.cancel();
        }
    });
    Ok(())
}

fn url_at(address: SocketAddr) -> String {
    let host = if address.ip().is_unspecified() { "localhost".into() } else { host_of(address) };
    format!("http://{host}:{}", address.port())
}

fn host_of(address: SocketAddr) -> String {
    if address.is_ipv6() { format!("[{}]", address.ip()) } else { address.ip().to_string() }
}
