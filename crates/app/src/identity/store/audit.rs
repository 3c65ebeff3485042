//! Reading the event log as the audit log.

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{identity::Scope, time::Instant};

/// Which lines are searched for.
#[derive(Debug, Default)]
pub(in crate::identity) struct AuditFilter {
    pub words: Option<String>,
    pub actor: Option<String>,
    pub kind: Option<&'static str>,
    pub from: Option<Instant>,
    /// The first instant that no longer belongs to it.
    pub until: Option<Instant>,
}

/// One line of the log.
#[derive(Debug, FromQueryResult)]
pub(in crate::identity) struct AuditRow {
    pub seq: i64,
    pub at: i64,
    pub kind: String,
    pub subject: String,
    pub actor_kind: String,
    pub actor: String,
    pub actor_name: String,
    pub source: String,
    pub request_id: String,
    pub before_json: Option<String>,
    pub after_json: Option<String>,
}

/// The lines below `before_seq`, newest first.
pub(in crate::identity) async fn lines(
    tx: &mut Tx,
    scope: &Scope,
    filter: &AuditFilter,
    before_seq: i64,
    rows: i64,
) -> Result<Vec<AuditRow>, DbError> {
    let (conditions, mut values) = conditions(scope, filter, before_seq);
    values.push(Value::from(rows));
    let sql = format!(
        "select seq, at, kind, subject, actor_kind, actor, actor_name, source, request_id, before_json, after_json
        from events where {conditions} order by seq desc limit ${}",
        values.len()
    );
    tx.all(&sql, values).await
}

/// The number of the line that comes after the first `rows` lines below `before_seq`.
pub(in crate::identity) async fn seq_after(
    tx: &mut Tx,
    scope: &Scope,
    filter: &AuditFilter,
    before_seq: i64,
    rows: i64,
) -> Result<Option<i64>, DbError> {
    let (conditions, mut values) = conditions(scope, filter, before_seq);
    values.push(Value::from(rows));
    let sql = format!(
        "select seq as n from events where {conditions} order by seq desc limit 1 offset ${}",
        values.len()
    );
    Ok(Some(tx.number(&sql, values).await?).filter(|seq| *seq > 0))
}

fn conditions(scope: &Scope, filter: &AuditFilter, before_seq: i64) -> (String, Vec<Value>) {
    let AuditFilter { words, actor, kind, from, until } = filter;
    let mut sql = String::from("tenant_id = $1 and seq < $2");
    let mut values = params![scope.tenant.uuid(), before_seq];
    let mut add = |condition: &str, value: Value| {
        values.push(value);
        sql.push_str(" and ");
        sql.push_str(&condition.replace('?', &format!("${}", values.len())));
    };
    if let Some(actor) = actor {
        add("actor = ?", actor.clone().into());
    }
    if let Some(kind) = kind {
        add("kind = ?", (*kind).into());
    }
    if let Some(from) = from {
        add("at >= ?", from.ms().into());
    }
    if let Some(until) = until {
        add("at < ?", until.ms().into());
    }
    if let Some(words) = words.as_deref().filter(|words| !words.is_empty()) {
        let condition = r"(lower(subject) like ? escape '\' or lower(actor_name) like ? escape '\'
            or lower(kind) like ? escape '\' or lower(coalesce(before_json, '')) like ? escape '\'
            or lower(coalesce(after_json, '')) like ? escape '\')";
        add(condition, pattern(words).into());
    }
    (sql, values)
}

/// The words as they stand, anywhere in a text.
fn pattern(words: &str) -> String {
    let words = words.to_lowercase().replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("%{words}%")
}
