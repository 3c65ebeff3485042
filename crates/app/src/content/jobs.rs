//! The jobs of content.

use ::jobs::{NewJob, enqueue};
use db::{DbError, Tx};
use domain::identity::Scope;
use serde_json::json;

use crate::App;

/// The kind of the job that judges notes.
const JUDGE_NOTES: &str = "judge_notes";

/// Has every note of the brand judged again, because its rules changed.
pub(super) async fn judge_again(tx: &mut Tx, app: &App, scope: &Scope) -> Result<(), DbError> {
    let (id, now) = (app.id(), app.now());
    let job = NewJob { id, kind: JUDGE_NOTES, payload: &json!({}), unique_key: None, run_at: now };
    enqueue(tx, scope.tenant, job, now).await?;
    Ok(())
}
