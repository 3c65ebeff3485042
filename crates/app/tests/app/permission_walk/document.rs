//! The OpenAPI document as the walk reads it: operations, what they ask for, and a small body that they can read.

use axum::http::Method;
use domain::identity::Action;
use serde_json::{Map, Value, json};

/// What somebody must show to be let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// There is no way in for them; or, for people, none is needed.
    None,
    /// Being who they are is enough.
    Anyone,
    /// They must be permitted this.
    For(Action),
}

/// One operation of the API.
#[derive(Debug)]
pub struct Operation {
    pub method: Method,
    /// The path below `/api/v1`, with `{names}`.
    pub path: String,
    /// What a person must show.
    pub session: Door,
    /// What a program must show.
    pub api_key: Door,
    /// A body that can be read, as JSON; absent for what takes none.
    pub body: Option<Value>,
}

impl Operation {
    /// `POST /jobs/{job}/attempts`.
    pub fn title(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The action that a person must be permitted.
    pub fn action(&self) -> Option<Action> {
        match self.session {
            Door::For(action) => Some(action),
            Door::None | Door::Anyone => None,
        }
    }

    /// Whether nobody has to sign in.
    pub fn is_public(&self) -> bool {
        self.session == Door::None
    }

    /// The names of the things in the path.
    pub fn names(&self) -> Vec<String> {
        let parts = self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        parts.map(str::to_owned).collect()
    }

    /// The path with each thing named by `id_of`.
    pub fn at(&self, id_of: impl Fn(&str) -> String) -> String {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => id_of(name),
            None => part.to_owned(),
        };
        self.path.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    /// The body as it is sent.
    pub fn body_text(&self) -> Option<String> {
        self.body.as_ref().map(Value::to_string)
    }
}

/// Every operation of the API.
pub fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(app::http::openapi()).unwrap();
    let schemas = document["components"]["schemas"].clone();
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let path = path.strip_prefix("/api/v1").unwrap().to_owned();
            let method: Method = method.to_uppercase().parse().unwrap();
            let session = asked(operation, "session");
            let api_key = asked(operation, "api_key");
            let body = body_of(operation, &schemas);
            found.push(Operation { method, path, session, api_key, body });
        }
    }
    assert!(found.len() > 40, "the document holds the whole API");
    found
}

fn asked(operation: &Value, scheme: &str) -> Door {
    let schemes = operation["security"].as_array().unwrap_or_else(|| panic!("no security: {operation}"));
    let Some(actions) = schemes.iter().find_map(|named| named.get(scheme)) else { return Door::None };
    match actions.as_array().unwrap().as_slice() {
        [] => Door::Anyone,
        [action] => Door::For(Action::named(action.as_str().unwrap()).unwrap()),
        _ => panic!("an operation asks for one action at the most: {operation}"),
    }
}

fn body_of(operation: &Value, schemas: &Value) -> Option<Value> {
    let content = operation["requestBody"]["content"].as_object()?;
    match content.get("application/json") {
        Some(json) => Some(example(&json["schema"], schemas)),
        None => Some(Value::Null),
    }
}

/// The smallest value that a schema takes.
fn example(schema: &Value, schemas: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return example(&schemas[name], schemas);
    }
    if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
        return first.clone();
    }
    for choice in ["oneOf", "anyOf"] {
        let choices = schema[choice].as_array().into_iter().flatten();
        if let Some(first) = choices.into_iter().find(|choice| choice["type"] != "null") {
            return example(first, schemas);
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().filter_map(|part| example(part, schemas).as_object().cloned());
        return Value::Object(parts.flatten().collect::<Map<_, _>>());
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| **kind != "null").cloned().unwrap_or_default(),
        kind => kind.clone(),
    };
    match kind.as_str() {
        Some("string") => text(schema).into(),
        Some("integer" | "number") => schema["minimum"].as_i64().unwrap_or(1).into(),
        Some("boolean") => true.into(),
        Some("array") => {
            let few = usize::try_from(schema["minItems"].as_u64().unwrap_or(0)).unwrap();
            vec![example(&schema["items"], schemas); few].into()
        }
        _ => object(schema, schemas),
    }
}

fn object(schema: &Value, schemas: &Value) -> Value {
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let member = |name: &str| (name.to_owned(), example(&schema["properties"][name], schemas));
    Value::Object(required.map(member).collect())
}

fn text(schema: &Value) -> String {
    if let Some((prefix, _)) =
        schema["pattern"].as_str().and_then(|pattern| pattern.split_once("[0-9a-f]{32}"))
    {
        return format!("{}{:032x}", prefix.trim_start_matches('^'), 1);
    }
    // The id of an edition of the rule book.
    if schema["pattern"].as_str().is_some_and(|pattern| pattern.starts_with("^[a-z0-9_]")) {
        return "grey_test".to_owned();
    }
    match schema["format"].as_str() {
        Some("date") => "2026-06-22".to_owned(),
        Some("date-time") => "2027-06-22T00:00:00Z".to_owned(),
        _ => match schema["example"].as_str() {
            Some(example) => example.to_owned(),
            None => "一二三四五六七八九十".to_owned(),
        },
    }
}

/// The value of an id that names nothing.
pub fn unknown_id(name: &str) -> String {
    let prefix = match name {
        "invitation" | "user" | "session" | "brand" | "key" | "job" | "import" | "store" | "employee"
        | "account" | "note" | "proposal" | "view" | "rule" | "file" | "proof" | "signature" | "persona"
        | "departure" | "entity" | "licence" | "enterprise" | "seat" | "fee" | "offer" => name,
        "other" => "entity",
        _ => return "1".to_owned(),
    };
    format!("{prefix}_{:032x}", 0xdead)
}

#[test]
fn the_smallest_body_has_what_is_required_and_nothing_else() {
    let schema = json!({
        "type": "object", "required": ["id", "kind", "count"],
        "properties": {
            "id": { "type": "string", "pattern": "^store_[0-9a-f]{32}$" }, "kind": { "$ref": "#/x/Kind" },
            "count": { "type": ["integer", "null"], "minimum": 3 }, "more": { "type": "string" }
        }
    });
    let schemas = json!({ "Kind": { "type": "string", "enum": ["all", "own"] } });
    let expected = json!({ "id": format!("store_{:032x}", 1), "kind": "all", "count": 3 });
    assert_eq!(example(&schema, &schemas), expected);
}
