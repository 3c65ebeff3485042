//! The doors of the server: connections in, answers out, and closing time.
//!
//! Invariants: connections, idle time, the wait for headers and for the next piece of a body are bounded; at closing
//! time nobody new is let in, requests at hand are answered, and endless streams end at once.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::header::CONTENT_TYPE,
    middleware::{self, Next},
    response::Response,
};
use futures_util::StreamExt as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use tower_http::timeout::TimeoutBody;

use crate::failure::{Failure, Outcome};

/// Connections that are open at the same time; others wait at the door.
const CONNECTIONS_MAX: usize = 2_048;
/// How long a connection may be idle or take for the headers of a request.
const HEADERS_WAIT_MAX: Duration = Duration::from_mins(1);
/// How long the next piece of a body may take.
const BODY_PIECE_WAIT_MAX: Duration = Duration::from_secs(30);
/// The pause after the system could not give a connection, as when it has run out of files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long requests at hand may still take at closing time.
pub const CLOSING_MAX: Duration = Duration::from_secs(20);

/// Opens a door at the address.
pub async fn open(address: SocketAddr) -> Outcome<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = if error.kind() == io::ErrorKind::AddrInUse {
            ("；请用 --listen 换一个端口", "; choose another port with --listen")
        } else {
            ("", "")
        };
        Failure::failed(
            format!("无法在 {address} 上监听：{error}{}。", hint.0),
            format!("The server cannot listen at {address}: {error}{}.", hint.1),
        )
    })
}

/// Answers whoever comes until `stop` is told, and then for as long as requests at hand need.
pub async fn answer(listener: TcpListener, router: Router, stop: CancellationToken) {
    let router = router.layer(middleware::from_fn_with_state(stop.clone(), end_streams));
    let seats = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let guests = GracefulShutdown::new();
    loop {
        let next = async {
            let seat = Arc::clone(&seats).acquire_owned().await;
            (accept(&listener).await, seat)
        };
        let ((stream, peer), seat) = tokio::select! {
            next = next => next,
            () = stop.cancelled() => break,
        };
        let (router, watcher) = (router.clone(), guests.watcher());
        tokio::spawn(async move {
            receive(stream, peer, router, watcher).await;
            drop(seat);
        });
    }
    drop(listener);
    if tokio::time::timeout(CLOSING_MAX, guests.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off at closing time");
    }
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // An answer must not wait for the next one to fill a packet; without it, it only takes longer.
                let _ = stream.set_nodelay(true);
                return (stream, peer);
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Answers the requests of one connection until its guest leaves or the doors close.
async fn receive(stream: TcpStream, peer: SocketAddr, router: Router, watcher: Watcher) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request =
            request.map(|body| Body::new(Box::pin(TimeoutBody::new(BODY_PIECE_WAIT_MAX, body))));
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WAIT_MAX)
        .serve_connection(TokioIo::new(stream), service);
    // A guest who leaves in the middle is no concern of the server's.
    let _ = watcher.watch(connection).await;
}

/// A stream of events would keep its connection for ever; at closing time it ends, and its browser comes back to
/// whoever serves next.
async fn end_streams(State(stop): State<CancellationToken>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("text/event-stream") {
        return response;
    }
    response.map(|body| Body::from_stream(body.into_data_stream().take_until(stop.cancelled_owned())))
}
