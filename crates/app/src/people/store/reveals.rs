//! What the log says of personal data that was shown whole.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{id::EmployeeId, identity::Scope, time::Instant};
use serde::Deserialize;

use crate::events::EventKind;

/// Reveals about one person that are told at once.
const REVEALS_SHOWN_MAX: i64 = 100;

#[derive(FromQueryResult)]
struct RawReveal {
    at: i64,
    actor_name: String,
    after_json: Option<String>,
}

#[derive(Deserialize)]
struct Told {
    reason: String,
}

/// Who saw the number of a person, why and when; the latest first. Who asks has made sure that the actor sees them.
pub(in crate::people) async fn of_phone(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<(String, String, Instant)>, DbError> {
    let sql = "
        select at, actor_name, after_json from events
        where tenant_id = $1 and subject = $2 and kind = $3 order by seq desc limit $4";
    let kind = EventKind::PersonalRevealed.name();
    let values = params![scope.tenant.uuid(), employee.to_string(), kind, REVEALS_SHOWN_MAX];
    let rows: Vec<RawReveal> = tx.all(sql, values).await?;
    let told = |RawReveal { at, actor_name, after_json }: RawReveal| {
        let after: Option<Told> = after_json.and_then(|text| serde_json::from_str(&text).ok());
        (actor_name, after.map(|told| told.reason).unwrap_or_default(), Instant::from_ms(at))
    };
    Ok(rows.into_iter().map(told).collect())
}
