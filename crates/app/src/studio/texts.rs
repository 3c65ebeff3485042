//! Writing: every change of the words is a new text, and voids what was said to the one before, unless it stays within
//! what was granted for own words.

use axum::extract::State;
use db::Tx;
use domain::{
    content::Component,
    id::DraftId,
    identity::Scope,
    studio::{
        Decision, DraftStage, HardAd,
        draft::Step,
        handover::judge_own_words,
        review::Found,
        wording::{
            BODY_CHARS_KEPT_MAX, DraftLabel, TAG_CHARS_MAX, TAGS_KEPT_MAX, TITLE_CHARS_KEPT_MAX, Wording,
        },
    },
    time::Instant,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    Clocked,
    hints::judged,
    refusals,
    store::{
        drafts::{self, DraftRow},
        reviews::{self, DecisionRow},
        texts,
    },
    views::{DraftFile, file},
};
use crate::{
    App,
    content::{self, Compared},
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted,
        field::{optional_lines, optional_text, required_text},
        permit::WriteDrafts,
    },
};

/// A text, and the version of the draft that its author saw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftWriting {
    #[schema(minimum = 1)]
    version: i64,
    text: DraftText,
}

/// The words of a note and what is attached. Longer than the platform takes is kept while it is written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftText {
    #[schema(max_length = 100)]
    title: String,
    #[schema(max_length = 5_000)]
    body: String,
    /// Without the sign in front.
    #[serde(default)]
    #[schema(max_items = 30)]
    topics: Vec<String>,
    /// Without the sign in front.
    #[serde(default)]
    #[schema(max_items = 30)]
    mentions: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 30)]
    components: Vec<Component>,
    #[serde(default)]
    #[schema(max_items = 30)]
    labels: Vec<DraftLabel>,
    /// What makes it advertising, as its writer sees it; what its words show counts beside it.
    hard_ad: HardAd,
}

impl DraftText {
    /// The text as it is kept.
    pub fn accepted(self) -> Result<Wording, ApiError> {
        let Self { title, body, topics, mentions, mut components, mut labels, hard_ad } = self;
        components.sort_unstable();
        components.dedup();
        labels.sort_unstable();
        labels.dedup();
        let mut wording = Wording {
            title: optional_text("title", &title, TITLE_CHARS_KEPT_MAX)?.unwrap_or_default(),
            body: optional_lines("body", &body, BODY_CHARS_KEPT_MAX)?.unwrap_or_default(),
            topics: tags("topics", topics)?,
            mentions: tags("mentions", mentions)?,
            components,
            labels,
            hard_ad,
        };
        // What its words and components show counts, whatever the writer said.
        if wording.hard_ad == HardAd::None {
            wording.hard_ad = judged(&wording).kind;
        }
        Ok(wording)
    }
}

/// Names without the sign in front, each once.
fn tags(field: &str, names: Vec<String>) -> Result<Vec<String>, ApiError> {
    if names.len() > TAGS_KEPT_MAX {
        return Err(refusals::too_many_tags(field, TAGS_KEPT_MAX));
    }
    let mut kept: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let name = required_text(field, name.trim().trim_start_matches(['#', '@']), TAG_CHARS_MAX)?;
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    Ok(kept)
}

/// Writes another text. The same words again change nothing; other words void what was said to the text before, but
/// for own words within what was granted with the approval.
#[utoipa::path(
    put, path = "/drafts/{draft}/text", tag = "studio", params(("draft" = DraftId, Path)),
    request_body = DraftWriting,
    responses(
        (status = 200, body = DraftFile),
        (status = 409, body = ErrorBody, description = "it is out already, or somebody changed it")
    ),
    security(("session" = ["write_drafts"]), ("api_key" = ["write_drafts"]))
)]
pub(super) async fn put_draft_text(
    State(app): State<App>,
    Permitted(scope, _): Permitted<WriteDrafts>,
    Path(id): Path<DraftId>,
    Json(DraftWriting { version, text }): Json<DraftWriting>,
) -> Result<Json<DraftFile>, ApiError> {
    let wording = text.accepted()?;
    let found = found_in_own_words(&app, &scope, id, &wording).await?;
    let mut tx = app.db().write().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let before = texts::find(&mut tx, &scope, id, row.draft.text_no).await?;
    if before.as_ref().is_some_and(|before| before.wording == wording) {
        return Ok(Json(file(&mut tx, &scope, row).await?));
    }
    if row.version != version {
        return Err(refusals::changed_since(version, row.version));
    }
    let carried = carried(&mut tx, &scope, &row, &wording, found).await?;
    let step = if carried.is_some() { Step::OwnWords } else { Step::Write };
    let draft = row.draft.step(step).map_err(refusals::step)?;

    let by = name_of(&scope.actor);
    texts::insert(&mut tx, &scope, (id, draft.text_no), &wording, (&by, clocked.now)).await?;
    if let Some(carried) = carried {
        reviews::insert(&mut tx, &scope, id, &carried.over_to(draft.text_no, clocked.now)).await?;
    }
    if !drafts::save(&mut tx, &scope, (id, version), &draft, (None, clocked.now)).await? {
        return Err(refusals::changed_since(version, version.saturating_add(1)));
    }
    let (was, is) =
        (json!({ "stage": row.draft.stage }), json!({ "stage": draft.stage, "text": draft.text_no }));
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let view = file(&mut tx, &scope, row).await?;
    record(&mut tx, &scope, Change::changed(EventKind::DraftWritten, &id, was, is), clocked.now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

/// What is found in words that somebody put into their own, where the text was approved; otherwise it is judged when
/// it is handed in. Judged before the transaction that writes begins, for it takes a while.
async fn found_in_own_words(
    app: &App,
    scope: &Scope,
    id: DraftId,
    wording: &Wording,
) -> Result<Option<Found>, ApiError> {
    let mut tx = app.db().read().await?;
    let row = drafts::find(&mut tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    drop(tx);
    if row.draft.stage != DraftStage::Approved {
        return Ok(None);
    }
    let outcome = content::judge_draft(app, scope, wording).await?.outcome;
    let compared = Compared { draft: id, account: row.account, wording: wording.clone() };
    let nearest = content::nearest(app, scope, compared).await?.nearest;
    Ok(Some(Found { outcome, nearest, hard_ad: wording.hard_ad }))
}

/// An approval that holds for other words.
struct Carried {
    /// What the person said whose approval it is.
    granted: DecisionRow,
    /// The text that person approved.
    from: i64,
}

impl Carried {
    fn over_to(self, text_no: i64, now: Instant) -> DecisionRow {
        let Self { granted, from } = self;
        DecisionRow {
            text_no,
            place: 1,
            decision: Decision::Carried,
            carried_from: Some(from),
            reason: String::new(),
            marks: json!([]),
            scores: None,
            by_user: None,
            at: now,
            ..granted
        }
    }
}

/// The approval, where it holds for the new words: measured from the text that a person approved, however often it was
/// put into own words since.
async fn carried(
    tx: &mut Tx,
    scope: &Scope,
    row: &DraftRow,
    wording: &Wording,
    found: Option<Found>,
) -> Result<Option<Carried>, ApiError> {
    let (Some(found), Some(approved_no)) = (found, row.draft.approved_no) else { return Ok(None) };
    let decisions = reviews::decisions(tx, scope, row.id).await?;
    let granted =
        decisions.into_iter().rev().find(|said| said.text_no == approved_no && said.leeway_chars > 0);
    let Some(granted) = granted else { return Ok(None) };
    let from = granted.carried_from.unwrap_or(approved_no);
    let Some(approved) = texts::find(tx, scope, row.id, from).await? else { return Ok(None) };
    let holds = judge_own_words(&approved.wording, wording, granted.leeway_chars, found).is_ok();
    Ok(holds.then_some(Carried { granted, from }))
}
