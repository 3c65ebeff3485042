//! Handing a text in, and what people say to it.

use axum::extract::State;
use domain::{
    id::{DraftId, UserId},
    identity::{Action, Scope},
    studio::{
        Decision, ReviewStep,
        draft::Step,
        review::{
            DecisionFacts, Flow, Found, LEEWAY_CHARS_MAX, MARKS_MAX, REASON_CHARS_MAX, SCORE_MAX, approvable,
            judge_decision, risk,
        },
        wording::{Wording, faults},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    Clocked,
    bounds::bounds,
    hints::labels_needed,
    refusals,
    store::{
        drafts::{self, DraftRow},
        reviews::{self, DecisionRow, NewVerdict, Scores},
        texts,
    },
    views::{DraftFile, file, said_since},
};
use crate::{
    App,
    content::{self, Compared, DraftVerdict, Nearness},
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted,
        auth::demand,
        field::{optional_lines, required_lines},
        permit::{PermittedPerson, ReviewDrafts, WriteDrafts},
    },
};

/// Characters of what is said to a sentence.
const MARK_CHARS_MAX: usize = 200;

/// The text that somebody hands in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftSubmission {
    #[schema(minimum = 1)]
    text_no: i64,
}

/// What somebody says to a text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftSaying {
    /// The text that they read.
    #[schema(minimum = 1)]
    text_no: i64,
    /// The step at which they say it.
    step: ReviewStep,
    says: DraftSays,
    /// Why it goes back; may be empty where it is approved.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
    /// The sentences that are meant.
    #[serde(default)]
    #[schema(max_items = 50)]
    marks: Vec<DraftMark>,
    /// How many characters whoever publishes may put into own words.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 200)]
    leeway_chars: i64,
    scores: Option<DraftScoring>,
}

domain::names! {
    /// What somebody may say to a text.
    DraftSays {
        /// It may go out, as far as this step is concerned.
        Approved = "approved",
        /// It goes back to its writer.
        Returned = "returned",
    }
}

/// A sentence that is meant.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftMark {
    /// Where it begins in title and body on lines of their own, in Unicode scalar values.
    #[schema(minimum = 0, maximum = 6_000)]
    start: u32,
    /// Where it ends, exclusive.
    #[schema(minimum = 0, maximum = 6_000)]
    end: u32,
    /// What is said to it; may be empty.
    #[serde(default)]
    #[schema(max_length = 200)]
    remark: String,
}

/// How true, useful and warm somebody finds a text, each from 1 to 5.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftScoring {
    #[schema(minimum = 1, maximum = 5)]
    truth: i64,
    #[schema(minimum = 1, maximum = 5)]
    useful: i64,
    #[schema(minimum = 1, maximum = 5)]
    warm: i64,
}

/// What is found in a text now.
struct Findings {
    check: DraftVerdict,
    copies: Nearness,
    found: Found,
}

/// Hands a text in. What a rule forbids, what lacks a proof, and a copy are not taken.
#[utoipa::path(
    post, path = "/drafts/{draft}/submission", tag = "studio", params(("draft" = DraftId, Path)),
    request_body = DraftSubmission,
    responses(
        (status = 200, body = DraftFile),
        (status = 409, body = ErrorBody, description = "it was handed in, was changed, or nobody could approve it")
    ),
    security(("session" = ["write_drafts"]), ("api_key" = ["write_drafts"]))
)]
pub(super) async fn create_draft_submission(
    State(app): State<App>,
    Permitted(scope, _): Permitted<WriteDrafts>,
    Path(id): Path<DraftId>,
    Json(DraftSubmission { text_no }): Json<DraftSubmission>,
) -> Result<Json<DraftFile>, ApiError> {
    let (seen, wording) = text_of(&app, &scope, id, text_no).await?;
    let Findings { check, copies, found } = find_in(&app, &scope, &seen, &wording).await?;
    let mut tx = app.db().write().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let draft = row.draft.step(Step::Submit(text_no)).map_err(refusals::step)?;
    if let Some(fault) = faults(&wording, &bounds(&mut tx, &scope, clocked.today).await?).first() {
        return Err(ApiError::conflict(refusals::fault(fault)));
    }
    let needs = labels_needed(&mut tx, &scope, &row, &wording).await?;
    if let Some(need) = needs.into_iter().find(|need| !need.is_set) {
        return Err(ApiError::conflict(refusals::label_missing(need)));
    }
    let risk = risk(found).map_err(|error| ApiError::conflict(refusals::found(error)))?;

    let (flow, by, now) = (Flow::usual(risk), name_of(&scope.actor), clocked.now);
    let verdict = NewVerdict {
        found,
        risk,
        packs: json!(check.packs),
        findings: json!({ "title": check.title, "body": check.body }),
        copies: json!(copies.matches),
        flow: &flow,
        by: &by,
        now,
    };
    reviews::put_verdict(&mut tx, &scope, (id, text_no), &verdict).await?;
    save(&mut tx, &scope, (&row, &draft), now).await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let view = file(&mut tx, &scope, row).await?;
    let after = json!({ "text": text_no, "risk": risk });
    record(&mut tx, &scope, Change::made(EventKind::DraftSubmitted, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

/// Approves a text at the step that is due, or sends it back. Whoever wrote or handed in a text of the draft says
/// nothing, and nobody looks twice. The last approval is given only to what may still go out now.
#[utoipa::path(
    post, path = "/drafts/{draft}/decision", tag = "studio", params(("draft" = DraftId, Path)),
    request_body = DraftSaying,
    responses(
        (status = 200, body = DraftFile),
        (status = 409, body = ErrorBody, description = "it is one's own text, another step is due, or it was changed")
    ),
    security(("session" = ["review_drafts"]))
)]
pub(super) async fn create_draft_decision(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<ReviewDrafts>,
    Path(id): Path<DraftId>,
    Json(saying): Json<DraftSaying>,
) -> Result<Json<DraftFile>, ApiError> {
    if saying.step == ReviewStep::Compliance {
        demand(&scope, Action::ClearRedDrafts)?;
    }
    let saying = saying.accepted()?;
    let (seen, wording) = text_of(&app, &scope, id, saying.text_no).await?;
    let findings = find_in(&app, &scope, &seen, &wording).await?;
    let mut tx = app.db().write().await?;
    let now = app.now();
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let (draft, decision) = decided(&mut tx, &scope, &row, (&saying, user), &findings, now).await?;

    reviews::insert(&mut tx, &scope, id, &decision).await?;
    save(&mut tx, &scope, (&row, &draft), now).await?;
    let was = json!({ "stage": row.draft.stage });
    let is =
        json!({ "stage": draft.stage, "text": saying.text_no, "step": saying.step, "says": saying.says });
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let view = file(&mut tx, &scope, row).await?;
    record(&mut tx, &scope, Change::changed(EventKind::DraftDecided, &id, was, is), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

/// What follows from somebody's word, if it counts.
async fn decided(
    tx: &mut db::Tx,
    scope: &Scope,
    row: &DraftRow,
    (saying, user): (&DraftSaying, UserId),
    findings: &Findings,
    now: domain::time::Instant,
) -> Result<(domain::studio::draft::Draft, DecisionRow), ApiError> {
    let (id, text_no) = (row.id, row.draft.text_no);
    // Whether the text was changed meanwhile stands before everything else.
    let returned = row.draft.step(Step::Return(saying.text_no)).map_err(refusals::step)?;
    let verdict = reviews::verdict(tx, scope, id, text_no).await?.ok_or_else(ApiError::broken)?;
    let decisions = reviews::decisions(tx, scope, id).await?;
    let said = said_since(&decisions, text_no, &verdict);
    let authors = texts::authors(tx, scope, id).await?;
    let facts =
        DecisionFacts { steps: &verdict.steps, said: &said, authors: &authors, by: user, step: saying.step };
    let due = judge_decision(&facts).map_err(refusals::decision)?;
    let draft = match (saying.says, due) {
        (DraftSays::Returned, _) => returned,
        (DraftSays::Approved, Some(_)) => row.draft,
        (DraftSays::Approved, None) => {
            approvable(findings.found).map_err(|error| ApiError::conflict(refusals::found(error)))?;
            row.draft.step(Step::Approve(saying.text_no)).map_err(refusals::step)?
        }
    };
    let place = decisions.iter().filter(|said| said.text_no == text_no).map(|said| said.place).max();
    let DraftSaying { text_no, step, says, reason, marks, leeway_chars, scores } = saying;
    let decision = DecisionRow {
        text_no: *text_no,
        place: place.unwrap_or(0) + 1,
        step: *step,
        decision: match says {
            DraftSays::Approved => Decision::Approved,
            DraftSays::Returned => Decision::Returned,
        },
        leeway_chars: if *says == DraftSays::Approved { *leeway_chars } else { 0 },
        carried_from: None,
        reason: reason.clone(),
        marks: json!(marks),
        scores: scores.map(|DraftScoring { truth, useful, warm }| Scores { truth, useful, warm }),
        by_user: Some(user),
        by: name_of(&scope.actor),
        at: now,
    };
    Ok((draft, decision))
}

impl DraftSaying {
    fn accepted(self) -> Result<Self, ApiError> {
        let reason = match self.says {
            DraftSays::Returned => required_lines("reason", &self.reason, REASON_CHARS_MAX)?,
            DraftSays::Approved => {
                optional_lines("reason", &self.reason, REASON_CHARS_MAX)?.unwrap_or_default()
            }
        };
        if !(0..=LEEWAY_CHARS_MAX).contains(&self.leeway_chars) {
            return Err(refusals::leeway(LEEWAY_CHARS_MAX));
        }
        let fits = |mark: &DraftMark| mark.start <= mark.end && mark.remark.chars().count() <= MARK_CHARS_MAX;
        if self.marks.len() > MARKS_MAX || !self.marks.iter().all(fits) {
            return Err(refusals::marks(MARKS_MAX, MARK_CHARS_MAX));
        }
        let counts = |score: i64| (1..=SCORE_MAX).contains(&score);
        if self.scores.is_some_and(|DraftScoring { truth, useful, warm }| {
            ![truth, useful, warm].map(counts).iter().all(|it| *it)
        }) {
            return Err(refusals::scores(SCORE_MAX));
        }
        Ok(Self { reason, ..self })
    }
}

/// The draft and one of its texts, as they are before the transaction that writes begins: judging takes a while.
async fn text_of(
    app: &App,
    scope: &Scope,
    id: DraftId,
    text_no: i64,
) -> Result<(DraftRow, Wording), ApiError> {
    let mut tx = app.db().read().await?;
    let row = drafts::find(&mut tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    if row.draft.text_no == 0 {
        return Err(refusals::unwritten());
    }
    let text = texts::find(&mut tx, scope, id, text_no).await?;
    let text = text.ok_or_else(|| refusals::other_text(row.draft.text_no))?;
    Ok((row, text.wording))
}

async fn find_in(app: &App, scope: &Scope, row: &DraftRow, wording: &Wording) -> Result<Findings, ApiError> {
    let check = content::judge_draft(app, scope, wording).await?;
    let compared = Compared { draft: row.id, account: row.account, wording: wording.clone() };
    let copies = content::nearest(app, scope, compared).await?;
    let found = Found { outcome: check.outcome, nearest: copies.nearest, hard_ad: wording.hard_ad };
    Ok(Findings { check, copies, found })
}

/// Saves where a draft stands, unless somebody moved it since it was read.
async fn save(
    tx: &mut db::Tx,
    scope: &Scope,
    (row, draft): (&DraftRow, &domain::studio::draft::Draft),
    now: domain::time::Instant,
) -> Result<(), ApiError> {
    if drafts::save(tx, scope, (row.id, row.version), draft, (None, now)).await? {
        return Ok(());
    }
    Err(refusals::changed_since(row.version, row.version.saturating_add(1)))
}
