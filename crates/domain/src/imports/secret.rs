//! Secrets that must never be stored: columns named like passwords, cookies or tokens, and cells that look like
//! them wherever they stand.

use super::header;

/// Parts of a header that give a secret away wherever they stand.
const PARTS: [&str; 22] = [
    "password",
    "passwd",
    "cookie",
    "token",
    "session",
    "secret",
    "authorization",
    "credential",
    "apikey",
    "api_key",
    "privatekey",
    "密码",
    "口令",
    "验证码",
    "校验码",
    "登录态",
    "令牌",
    "密钥",
    "凭证",
    "登录信息",
    "会话id",
    "websession",
];
/// Headers that are one of these and nothing more.
const WHOLE: [&str; 10] =
    ["pwd", "sid", "a1", "web_session", "auth", "bearer", "otp", "pin", "sign", "webid"];
/// Names of cookies that carry a login of the platform.
const COOKIE_NAMES: [&str; 9] = [
    "web_session=",
    "webid=",
    "xsecappid=",
    "access-token",
    "customer-sso-sid=",
    "galaxy_creator_session_id=",
    "acw_tc=",
    "gid=",
    "sessionid=",
];
/// A key of a cookie is looked for at the start of the text or behind a semicolon.
const SHORT_COOKIE: &str = "a1=";
/// Characters of a value from which on it can be a secret.
const SECRET_CHARS_MIN: usize = 8;

/// Whether a column of this name holds secrets.
pub fn is_secret_header(header: &str) -> bool {
    let name = header::normal(header).name;
    let flat: String = name.chars().filter(|character| !matches!(character, '-' | '_' | '.')).collect();
    PARTS.iter().any(|part| name.contains(part) || flat.contains(part)) || WHOLE.contains(&name.as_str())
}

/// Whether a text looks like a cookie or a bearer token.
pub fn is_secret_value(text: &str) -> bool {
    // Nearly every cell leaves here: a secret has an equals sign or a dot behind a key word.
    if text.len() < SECRET_CHARS_MIN || !text.bytes().any(|byte| matches!(byte, b'=' | b'.')) {
        return false;
    }
    let text = text.trim_start();
    has_cookie(text) || has_bearer(text) || is_json_web_token(text)
}

fn has_cookie(text: &str) -> bool {
    if !text.contains('=') {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let named = COOKIE_NAMES
        .iter()
        .any(|name| lower.find(name).is_some_and(|at| lower.len() >= at + name.len() + SECRET_CHARS_MIN));
    let short = lower.starts_with(SHORT_COOKIE) || lower.contains("; a1=") || lower.contains(";a1=");
    named || (short && lower.len() >= SHORT_COOKIE.len() + SECRET_CHARS_MIN)
}

fn has_bearer(text: &str) -> bool {
    const WORD: &[u8] = b"bearer ";
    let word = text.as_bytes().windows(WORD.len()).position(|bytes| bytes.eq_ignore_ascii_case(WORD));
    word.is_some_and(|at| {
        let token = text.get(at + WORD.len()..).unwrap_or_default();
        token.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_.=+/".contains(*c)).count() >= 16
    })
}

/// Three parts of base64 with dots between, the first of which opens a JSON object.
fn is_json_web_token(text: &str) -> bool {
    let word = text.split_whitespace().find(|word| word.starts_with("eyJ"));
    word.is_some_and(|word| word.len() >= 40 && word.split('.').count() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_named_like_secrets_are_known() {
        for header in [
            "密码",
            "登录密码",
            "小红书Cookie",
            "cookies",
            "Token",
            "access_token",
            "web_session",
            "Web Session",
            "sid",
            "Authorization",
            "短信验证码",
            "登录态",
            "a1",
            "API Key",
            "口令（必填）",
        ] {
            assert!(is_secret_header(header), "{header}");
        }
        for header in ["笔记标题", "账号ID", "所属地区", "side", "备注", "计划名称", "标签", "a10"]
        {
            assert!(!is_secret_header(header), "{header}");
        }
    }

    #[test]
    fn cells_that_look_like_a_login_are_known() {
        for text in [
            "web_session=040069b2f1a3c4d5e6f7",
            "a1=18f0c0ffee18f0c0ffee; webId=0123456789abcdef",
            "abRequestId=1; a1=18f0c0ffee18f0c0ffee",
            "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        ] {
            assert!(is_secret_value(text), "{text}");
        }
        for text in [
            "小户型收纳｜a1纸也能用",
            "a1=纸",
            "预算=3万",
            "The bearer of good news.",
            "eyJ",
            "3.5",
            "https://example.com/a?b=1",
            "v1.2.3 更新",
            "",
        ] {
            assert!(!is_secret_value(text), "{text}");
        }
    }
}
