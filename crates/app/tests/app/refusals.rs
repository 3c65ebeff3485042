//! What the product refuses to know and to do: no session, password, device or proxy of an account of the platform has
//! a place anywhere, nothing publishes, and nothing rewrites a text so that it slips by.

use app::http::openapi;
use serde_json::Value;

/// Parts of names that would hold what must not be held, or do what must not be done.
const REFUSED: &[&str] = &[
    "cookie",
    "proxy",
    "fingerprint",
    "device_id",
    "user_agent_of",
    "autopost",
    "auto_post",
    "auto_publish",
    "scrape",
    "crawl",
    "nurture",
    "warm_up",
    "spin",
    "rewrite_text",
    "mutual",
    "like_task",
    "follow_task",
    "captcha",
    "sms_code",
    "xhs_password",
    "account_password",
    "platform_password",
    "web_session",
    "a1_token",
    "x_s_common",
];

fn names(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                found.push(name.clone());
                if name == "operationId" {
                    found.extend(inner.as_str().map(str::to_owned));
                }
                names(inner, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        _ => {}
    }
}

fn refused_in<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    names
        .filter(|name| REFUSED.iter().any(|word| name.to_lowercase().contains(word)))
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_operation_and_no_field_of_the_api_has_a_place_for_what_is_refused() {
    let document = serde_json::to_value(openapi()).unwrap();
    let mut found = Vec::new();
    names(&document["paths"], &mut found);
    names(&document["components"]["schemas"], &mut found);
    assert!(found.len() > 1_000, "the document was read");
    assert_eq!(refused_in(found.iter().map(String::as_str)), Vec::<String>::new());
}

#[test]
fn no_table_and_no_column_has_a_place_for_what_is_refused() {
    let schema = include_str!("../../../../docs/schema.txt");
    assert!(schema.contains("handoffs"), "the document was read");
    assert_eq!(refused_in(schema.split_whitespace()), Vec::<String>::new());
}

#[test]
fn the_only_passwords_are_those_of_people_who_sign_in_here() {
    let document = serde_json::to_value(openapi()).unwrap();
    let mut found = Vec::new();
    names(&document["paths"], &mut found);
    let with_password: Vec<&String> =
        found.iter().filter(|name| name.starts_with('/') && name.contains("password")).collect();
    let expected = ["/me/password", "/members/{user}/password-reset", "/password-resets"];
    for path in with_password {
        assert!(expected.iter().any(|known| path.ends_with(known)), "{path}");
    }
}
