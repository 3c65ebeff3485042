//! Taking what is kept about a person away: name, numbers, files, the name under a signature, the cards that speak as
//! them. That somebody worked here from one day to another stays, and a line that says why the rest went.

use db::Tx;
use domain::{
    evidence::Disposal,
    id::{EmployeeId, EvidenceFileId},
    identity::Scope,
    people::ErasureFacts,
    time::{Day, Instant},
};
use serde_json::json;

use super::store::{agreements, employees, proofs, roster};
use crate::{
    departures,
    events::{Change, EventKind, record},
    evidence,
    http::ApiError,
    matrix, personas,
};

/// What went.
pub(super) struct Erased {
    pub files: Vec<EvidenceFileId>,
    pub signatures: u64,
    pub personas: u64,
}

/// What the rule needs to know of a person before they are erased.
pub(super) async fn facts_of(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    left_on: Option<Day>,
) -> Result<ErasureFacts, ApiError> {
    Ok(ErasureFacts {
        left_on,
        accounts: matrix::names_held_by(tx, scope, employee).await?.len(),
        is_leaving: departures::is_leaving(tx, scope, employee).await?,
    })
}

/// Erases a person and writes it down. The caller throws the bytes of the files away once this is lasting.
pub(super) async fn erase(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    (why, reason): (Disposal, Option<&str>),
    now: Instant,
) -> Result<Erased, ApiError> {
    let files = evidence::files_of(tx, scope, employee).await?;
    for file in &files {
        evidence::dispose(tx, scope, *file, why, now).await?;
    }
    let signatures = agreements::blot_names(tx, scope, employee).await?;
    let personas = personas::blot_out(tx, scope, employee).await?;
    proofs::blot_out(tx, scope, employee).await?;
    employees::erase(tx, scope, employee, now).await?;
    roster::forget_declared(tx, scope, employee).await?;
    let (gone, reason) = (files.len(), reason.unwrap_or_else(|| why.name()));
    let after = json!({ "reason": reason, "files": gone, "signatures": signatures, "personas": personas });
    record(tx, scope, Change::made(EventKind::PersonErased, &employee, after), now).await?;
    Ok(Erased { files, signatures, personas })
}
