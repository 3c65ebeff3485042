//! Asking a running server whether it is ready, for containers and scripts that have no other client.

use std::{
    io::{Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

use crate::failure::{Failure, Outcome};

/// How long each step of the question may take.
const WAIT_MAX: Duration = Duration::from_secs(2);
/// Bytes of an answer that are read.
const ANSWER_BYTES_MAX: u64 = 4_096;

/// Succeeds when the server that listens at `address` is ready.
pub fn ask(address: SocketAddr) -> Outcome {
    let address = reachable(address);
    let answer = question(address).map_err(|error| {
        Failure::failed(
            format!("{address} 上的服务没有应答：{error}。"),
            format!("The server at {address} does not answer: {error}."),
        )
    })?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer.as_str(), ""));
    if head.split(' ').nth(1) == Some("200") {
        return Ok(());
    }
    let reason = body.trim();
    Err(Failure::failed(
        format!("{address} 上的服务尚未就绪：{reason}。"),
        format!("The server at {address} is not ready: {reason}."),
    ))
}

fn question(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, WAIT_MAX)?;
    stream.set_read_timeout(Some(WAIT_MAX))?;
    stream.set_write_timeout(Some(WAIT_MAX))?;
    write!(stream, "GET /health/ready HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(ANSWER_BYTES_MAX).read_to_string(&mut answer)?;
    Ok(answer)
}

/// A server that listens everywhere is asked at home.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
