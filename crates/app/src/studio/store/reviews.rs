//! What was found in texts that were handed in, and what people said to them.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    content::{ContentOutcome, CopyKind},
    id::{DraftId, UserId},
    identity::Scope,
    studio::{
        Decision, DraftRisk, ReviewStep,
        review::{Flow, Found, Said},
    },
    time::Instant,
};
use serde_json::Value;
use uuid::Uuid;

use crate::http::ApiError;

/// What was found in a text when it was handed in.
#[derive(Debug, Clone)]
pub(in crate::studio) struct VerdictRow {
    pub outcome: ContentOutcome,
    pub nearest: CopyKind,
    pub risk: DraftRisk,
    pub packs: Value,
    pub findings: Value,
    pub copies: Value,
    pub steps: Vec<ReviewStep>,
    pub submitted_by: String,
    pub submitted_at: Instant,
}

/// What is kept when a text is handed in.
#[derive(Debug)]
pub(in crate::studio) struct NewVerdict<'a> {
    pub found: Found,
    pub risk: DraftRisk,
    pub packs: Value,
    pub findings: Value,
    pub copies: Value,
    pub flow: &'a Flow,
    pub by: &'a str,
    pub now: Instant,
}

#[derive(FromQueryResult)]
struct RawVerdict {
    outcome: String,
    copy_kind: String,
    risk: String,
    packs_json: String,
    findings_json: String,
    copies_json: String,
    steps_json: String,
    submitted_by: String,
    submitted_at: i64,
}

/// What was found in a text, if it was handed in.
pub(in crate::studio) async fn verdict(
    tx: &mut Tx,
    scope: &Scope,
    draft: DraftId,
    text_no: i64,
) -> Result<Option<VerdictRow>, ApiError> {
    let sql = "
        select outcome, copy_kind, risk, packs_json, findings_json, copies_json, steps_json, submitted_by,
            submitted_at
        from draft_verdicts where tenant_id = $1 and draft_id = $2 and text_no = $3";
    let raw: Option<RawVerdict> = tx.one(sql, params![scope.tenant.uuid(), draft.uuid(), text_no]).await?;
    raw.map(|raw| verdict_row(raw).ok_or_else(ApiError::broken)).transpose()
}

fn verdict_row(raw: RawVerdict) -> Option<VerdictRow> {
    let RawVerdict { outcome, copy_kind, risk, packs_json, findings_json, copies_json, steps_json, .. } = raw;
    let RawVerdict { submitted_by, submitted_at, .. } = raw;
    Some(VerdictRow {
        outcome: ContentOutcome::named(&outcome)?,
        nearest: CopyKind::named(&copy_kind)?,
        risk: DraftRisk::named(&risk)?,
        packs: serde_json::from_str(&packs_json).ok()?,
        findings: serde_json::from_str(&findings_json).ok()?,
        copies: serde_json::from_str(&copies_json).ok()?,
        steps: serde_json::from_str(&steps_json).ok()?,
        submitted_by,
        submitted_at: Instant::from_ms(submitted_at),
    })
}

/// Keeps what was found in a text. One that was taken back and is handed in again is found in anew.
pub(in crate::studio) async fn put_verdict(
    tx: &mut Tx,
    scope: &Scope,
    (draft, text_no): (DraftId, i64),
    verdict: &NewVerdict<'_>,
) -> Result<(), DbError> {
    let NewVerdict { found, risk, packs, findings, copies, flow, by, now } = verdict;
    let sql = "
        insert into draft_verdicts (tenant_id, draft_id, text_no, outcome, copy_kind, risk, packs_json, findings_json,
            copies_json, steps_json, due_at, submitted_by_user, submitted_by, submitted_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (tenant_id, draft_id, text_no) do update set outcome = excluded.outcome,
            copy_kind = excluded.copy_kind, risk = excluded.risk, packs_json = excluded.packs_json,
            findings_json = excluded.findings_json, copies_json = excluded.copies_json,
            steps_json = excluded.steps_json, due_at = excluded.due_at,
            submitted_by_user = excluded.submitted_by_user, submitted_by = excluded.submitted_by,
            submitted_at = excluded.submitted_at";
    let values = params![
        scope.tenant.uuid(),
        draft.uuid(),
        text_no,
        found.outcome.name(),
        found.nearest.name(),
        risk.name(),
        packs.to_string(),
        findings.to_string(),
        copies.to_string(),
        serde_json::json!(flow.steps).to_string(),
        flow.due_at(*now).ms(),
        scope.user().map(UserId::uuid),
        *by,
        now.ms(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// What somebody said to a text.
#[derive(Debug, Clone)]
pub(in crate::studio) struct DecisionRow {
    pub text_no: i64,
    pub place: i64,
    pub step: ReviewStep,
    pub decision: Decision,
    pub leeway_chars: i64,
    pub carried_from: Option<i64>,
    pub reason: String,
    pub marks: Value,
    pub scores: Option<Scores>,
    pub by_user: Option<UserId>,
    pub by: String,
    pub at: Instant,
}

/// How true, useful and warm somebody found a text, each from 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::studio) struct Scores {
    pub truth: i64,
    pub useful: i64,
    pub warm: i64,
}

#[derive(FromQueryResult)]
struct RawDecision {
    text_no: i64,
    place: i64,
    step: String,
    decision: String,
    leeway_chars: i64,
    carried_from: Option<i64>,
    reason: String,
    marks_json: String,
    true_score: Option<i64>,
    useful_score: Option<i64>,
    warm_score: Option<i64>,
    decided_by_user: Option<Uuid>,
    decided_by: String,
    decided_at: i64,
}

/// Everything that was said to the texts of a draft, in the order in which it was said.
pub(in crate::studio) async fn decisions(
    tx: &mut Tx,
    scope: &Scope,
    draft: DraftId,
) -> Result<Vec<DecisionRow>, ApiError> {
    let sql = "
        select text_no, place, step, decision, leeway_chars, carried_from, reason, marks_json, true_score,
            useful_score, warm_score, decided_by_user, decided_by, decided_at
        from draft_decisions where tenant_id = $1 and draft_id = $2 order by text_no, place";
    let rows: Vec<RawDecision> = tx.all(sql, params![scope.tenant.uuid(), draft.uuid()]).await?;
    rows.into_iter().map(|raw| decision_row(raw).ok_or_else(ApiError::broken)).collect()
}

fn decision_row(raw: RawDecision) -> Option<DecisionRow> {
    let RawDecision {
        text_no, place, step, decision, leeway_chars, carried_from, reason, marks_json, ..
    } = raw;
    let RawDecision { true_score, useful_score, warm_score, decided_by_user, decided_by, decided_at, .. } =
        raw;
    let scores = true_score.zip(useful_score).zip(warm_score);
    Some(DecisionRow {
        text_no,
        place,
        step: ReviewStep::named(&step)?,
        decision: Decision::named(&decision)?,
        leeway_chars,
        carried_from,
        reason,
        marks: serde_json::from_str(&marks_json).ok()?,
        scores: scores.map(|((truth, useful), warm)| Scores { truth, useful, warm }),
        by_user: decided_by_user.map(UserId::from_uuid),
        by: decided_by,
        at: Instant::from_ms(decided_at),
    })
}

impl DecisionRow {
    /// Who said what at which step; nothing where a program carried an approval over.
    pub fn said(&self) -> Option<Said> {
        Some(Said { step: self.step, decision: self.decision, by: self.by_user? })
    }
}

/// Writes down what somebody said to a text.
pub(in crate::studio) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    draft: DraftId,
    said: &DecisionRow,
) -> Result<(), DbError> {
    let DecisionRow { text_no, place, step, decision, leeway_chars, carried_from, reason, marks, .. } = said;
    let DecisionRow { scores, by_user, by, at, .. } = said;
    let sql = "
        insert into draft_decisions (tenant_id, draft_id, text_no, place, step, decision, leeway_chars, carried_from,
            reason, marks_json, true_score, useful_score, warm_score, decided_by_user, decided_by, decided_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let values = params![
        scope.tenant.uuid(),
        draft.uuid(),
        *text_no,
        *place,
        step.name(),
        decision.name(),
        *leeway_chars,
        *carried_from,
        reason.as_str(),
        marks.to_string(),
        scores.map(|scores| scores.truth),
        scores.map(|scores| scores.useful),
        scores.map(|scores| scores.warm),
        by_user.map(UserId::uuid),
        by.as_str(),
        at.ms(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
