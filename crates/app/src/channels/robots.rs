//! The wire to the robots of group chats: how each maker wants a text, and what its answer means.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use domain::{channels::ChannelKind, time::Instant};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, Url, redirect::Policy};
use serde_json::{Value, json};
use sha2::Sha256;

/// How long a robot may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read; the real ones have fewer than a hundred.
const ANSWER_BYTES_MAX: usize = 16_384;
/// Characters of a maker's reason that are kept.
const REASON_CHARS_MAX: usize = 200;

/// Why a message did not arrive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum SendError {
    /// Nobody answered, or not in time.
    #[error("the robot cannot be reached")]
    Unreachable,
    /// The maker turned the message down.
    #[error("the robot refused: {0}")]
    Refused(String),
}

/// What is sent, and as whom.
pub(super) struct Telling<'a> {
    pub kind: ChannelKind,
    /// The address of the robot, from its maker.
    pub hook: &'a str,
    /// With what its messages are signed.
    pub secret: Option<&'a str>,
    pub text: &'a str,
    pub now: Instant,
}

/// The client that speaks to robots.
#[derive(Debug)]
pub(crate) struct Robots {
    client: Option<Client>,
    gateway: Option<String>,
}

impl Robots {
    /// Robots at their makers' hosts, or behind a gateway of the house.
    pub(crate) fn reached_at(gateway: Option<&str>) -> Self {
        // Whoever came first has chosen the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().timeout(ANSWER_WITHIN).redirect(Policy::none()).no_proxy().build();
        if let Err(error) = &client {
            tracing::error!(%error, "no group chat can be told anything: the system has no usable certificates");
        }
        Self { client: client.ok(), gateway: gateway.map(str::to_owned) }
    }

    /// Sends a text.
    pub(super) async fn send(&self, telling: &Telling<'_>) -> Result<(), SendError> {
        let (url, body) = request(telling, self.gateway.as_deref()).ok_or(SendError::Unreachable)?;
        let client = self.client.as_ref().ok_or(SendError::Unreachable)?;
        let mut answer = client.post(url).json(&body).send().await.map_err(|_| SendError::Unreachable)?;
        let mut read = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|_| SendError::Unreachable)? {
            read.extend_from_slice(&chunk);
            if read.len() > ANSWER_BYTES_MAX {
                return Err(SendError::Refused("an answer without end".to_owned()));
            }
        }
        judge(answer.status().as_u16(), &read)
    }
}

/// The address and the body that a maker expects.
fn request(telling: &Telling<'_>, gateway: Option<&str>) -> Option<(Url, Value)> {
    let Telling { kind, hook, secret, text, now } = telling;
    let mut url = Url::parse(hook).ok()?;
    if let Some(gateway) = gateway {
        let rest = hook.strip_prefix(&url.origin().ascii_serialization())?;
        url = Url::parse(&format!("{gateway}{rest}")).ok()?;
    }
    let body = match kind {
        ChannelKind::Wecom => json!({ "msgtype": "text", "text": { "content": text } }),
        ChannelKind::Dingtalk => {
            if let Some(secret) = secret {
                let ms = now.ms().to_string();
                let sign = signature(secret, &format!("{ms}\n{secret}"));
                url.query_pairs_mut().append_pair("timestamp", &ms).append_pair("sign", &sign);
            }
            json!({ "msgtype": "text", "text": { "content": text } })
        }
        ChannelKind::Feishu => {
            let mut body = json!({ "msg_type": "text", "content": { "text": text } });
            if let (Some(secret), Some(fields)) = (secret, body.as_object_mut()) {
                let seconds = now.ms().div_euclid(1_000).to_string();
                // Feishu signs nothing with the stamp and the secret as the key.
                let sign = signature(&format!("{seconds}\n{secret}"), "");
                fields.insert("timestamp".to_owned(), seconds.into());
                fields.insert("sign".to_owned(), sign.into());
            }
            body
        }
    };
    Some((url, body))
}

fn signature(key: &str, message: &str) -> String {
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(message.as_bytes());
    BASE64.encode(mac.finalize().into_bytes())
}

/// All makers answer 200 and say in the body what became of the message.
fn judge(status: u16, body: &[u8]) -> Result<(), SendError> {
    if status >= 500 {
        return Err(SendError::Unreachable);
    }
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let code = ["errcode", "code"].iter().find_map(|name| answer.get(name)?.as_i64());
    if status == 200 && code == Some(0) {
        return Ok(());
    }
    let reason = ["errmsg", "msg"].iter().find_map(|name| answer.get(name)?.as_str()).unwrap_or("no reason");
    let reason: String =
        reason.chars().filter(|letter| !letter.is_control()).take(REASON_CHARS_MAX).collect();
    Err(SendError::Refused(
        code.map_or_else(|| format!("{status} {reason}"), |code| format!("{code} {reason}")),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(kind: ChannelKind, secret: Option<&str>, gateway: Option<&str>) -> (String, Value) {
        let hook = format!("{}abc", kind.hook_start());
        let now = Instant::from_ms(1_700_000_000_123);
        let telling = Telling { kind, hook: &hook, secret, text: "你好", now };
        let (url, body) = request(&telling, gateway).unwrap();
        (url.to_string(), body)
    }

    #[test]
    fn each_maker_gets_the_shape_that_it_documents() {
        let text = json!({ "msgtype": "text", "text": { "content": "你好" } });
        let hook = |kind: ChannelKind| format!("{}abc", kind.hook_start());
        assert_eq!(asked(ChannelKind::Wecom, None, None), (hook(ChannelKind::Wecom), text.clone()));
        assert_eq!(asked(ChannelKind::Dingtalk, None, None), (hook(ChannelKind::Dingtalk), text));
        let feishu = json!({ "msg_type": "text", "content": { "text": "你好" } });
        assert_eq!(asked(ChannelKind::Feishu, None, None), (hook(ChannelKind::Feishu), feishu));
        let (url, _) = asked(ChannelKind::Feishu, None, Some("http://gateway.test/robots"));
        assert_eq!(url, "http://gateway.test/robots/open-apis/bot/v2/hook/abc");
    }

    #[test]
    fn signatures_are_what_another_program_reckons() {
        let (url, _) = asked(ChannelKind::Dingtalk, Some("SECabc"), None);
        assert!(
            url.ends_with("&timestamp=1700000000123&sign=IqXBU%2FaLfwMA3S%2FtDcfRmHx5vWHw9Y1aOgFLBr1Ti9w%3D"),
            "{url}"
        );
        let (_, body) = asked(ChannelKind::Feishu, Some("abc"), None);
        assert_eq!(
            (&body["timestamp"], &body["sign"]),
            (&json!("1700000000"), &json!("VIS10b0EBvzzSdFnuk4tznEmK5wHaruvf/WnViv2yR4="))
        );
    }

    #[test]
    fn only_a_zero_in_the_body_means_that_it_arrived() {
        let refused = |reason: &str| Err(SendError::Refused(reason.to_owned()));
        for (status, body, expected) in [
            (200, r#"{"errcode":0,"errmsg":"ok"}"#, Ok(())),
            (200, r#"{"code":0,"msg":"success","data":{}}"#, Ok(())),
            (
                200,
                r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#,
                refused("93000 invalid webhook url"),
            ),
            (200, r#"{"code":19021,"msg":"sign match fail\n"}"#, refused("19021 sign match fail")),
            (200, "", refused("200 no reason")),
            (302, r#"{"errcode":0}"#, refused("0 no reason")),
            (503, "", Err(SendError::Unreachable)),
        ] {
            assert_eq!(judge(status, body.as_bytes()), expected, "{status} {body}");
        }
    }
}
