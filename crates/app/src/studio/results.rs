//! What became of texts that left: the note of the platform's export, and how it stands among the account's own.

use axum::extract::State;
use db::Tx;
use domain::{
    id::{AccountId, DraftId, NoteId},
    identity::Scope,
    studio::{
        draft::Step,
        results::{Exported, LOOK_DAYS, Left, Quartiles, certain, may_be, quartiles},
    },
    time::{Day, Instant},
    value::compared,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    Clocked, refusals,
    store::{
        drafts, handoffs,
        matches::{self, Counted},
    },
    views::{DraftFile, DraftView, file},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted,
        permit::{PlanContent, ViewMatrix},
    },
};

/// Days before a note in which the notes lie that it is held against.
const OWN_DAYS: i64 = 90;
const DAY_MS: i64 = 86_400_000;

/// Texts that left and were not seen for certain.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftMatchList {
    /// Those handed over last first; of the last sixty days.
    items: Vec<DraftMatch>,
}

/// A text that left, and the notes that it may have become.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftMatch {
    draft: DraftView,
    /// Those of the same title first.
    notes: Vec<MatchedNote>,
}

/// A note that a text may have become.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MatchedNote {
    id: NoteId,
    title: String,
    published_day: Day,
    /// Whether its title is that of the draft.
    same_title: bool,
}

/// Which note a text became, as somebody says who looked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftNote {
    note: NoteId,
}

/// What became of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftOutcome {
    /// Absent before it was seen in an export.
    results: Option<DraftResults>,
}

/// What the platform counted of the note that a draft became.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftResults {
    note: NoteId,
    title: String,
    published_at: Instant,
    figures: Vec<DraftFigure>,
}

domain::names! {
    /// What is counted of a note.
    NoteFigure {
        /// 曝光
        Impression = "impression",
        /// 观看
        Read = "read",
        /// 点赞
        Likes = "likes",
        /// 收藏
        Collects = "collects",
        /// 评论
        Comments = "comments",
        /// 分享
        Shares = "shares",
        /// 涨粉
        Follows = "follows",
    }
}

/// One figure of a note, and where it lies among the account's own.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftFigure {
    figure: NoteFigure,
    /// Absent where no file named it.
    value: Option<i64>,
    /// Of the account's other notes of the ninety days before; absent where there are too few to speak.
    own: Option<OwnQuartiles>,
}

/// Where the middle half of an account's own notes lies.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnQuartiles {
    notes: usize,
    low: i64,
    median: i64,
    high: i64,
}

/// Lists texts that left and were not seen for certain, with the notes that they may have become.
#[utoipa::path(
    get, path = "/draft-matches", tag = "studio",
    responses((status = 200, body = DraftMatchList)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_draft_matches(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
) -> Result<Json<DraftMatchList>, ApiError> {
    let mut tx = app.db().read().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    let (left, exported) = looked_for(&mut tx, &scope, clocked.today).await?;
    let mut items = Vec::new();
    for left in left {
        let Some(row) = drafts::find(&mut tx, &scope, left.draft).await? else { continue };
        let mut notes: Vec<MatchedNote> =
            exported.iter().filter(|note| may_be(&left, note)).map(|note| matched(&left, note)).collect();
        notes.sort_by_key(|note| !note.same_title);
        items.push(DraftMatch { draft: row.into(), notes });
    }
    Ok(Json(DraftMatchList { items }))
}

fn matched(left: &Left, note: &Exported) -> MatchedNote {
    let same_title = compared(&left.title) == compared(&note.title);
    MatchedNote { id: note.note, title: note.title.clone(), published_day: note.on, same_title }
}

/// Texts of the last days that were not seen, and the notes of their accounts that are no draft's.
async fn looked_for(tx: &mut Tx, scope: &Scope, today: Day) -> Result<(Vec<Left>, Vec<Exported>), ApiError> {
    let left = matches::left(tx, scope, today.plus_days(-2 * LOOK_DAYS)).await?;
    let mut accounts: Vec<AccountId> = left.iter().map(|left| left.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let Some(since) = left.iter().map(|left| left.on).min() else { return Ok((left, vec![])) };
    let exported = matches::exported(tx, scope, &accounts, since).await?;
    Ok((left, exported))
}

/// Says which note a text became.
#[utoipa::path(
    post, path = "/drafts/{draft}/note", tag = "studio", params(("draft" = DraftId, Path)),
    request_body = DraftNote,
    responses(
        (status = 200, body = DraftFile),
        (status = 409, body = ErrorBody, description = "it did not leave, was seen, or the note is another draft's")
    ),
    security(("session" = ["plan_content"]), ("api_key" = ["plan_content"]))
)]
pub(super) async fn create_draft_note(
    State(app): State<App>,
    Permitted(scope, _): Permitted<PlanContent>,
    Path(id): Path<DraftId>,
    Json(DraftNote { note }): Json<DraftNote>,
) -> Result<Json<DraftFile>, ApiError> {
    let mut tx = app.db().write().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let (left, exported) = looked_for(&mut tx, &scope, clocked.today).await?;
    let is_open = left
        .iter()
        .find(|left| left.draft == id)
        .is_some_and(|left| exported.iter().any(|exported| exported.note == note && may_be(left, exported)));
    if !is_open {
        return Err(refusals::strange_note());
    }
    let by = name_of(&scope.actor);
    seen(&mut tx, &scope, (id, note), (Some(&by), clocked.now)).await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let view = file(&mut tx, &scope, row).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

/// Saves and tells that a text was found in the export.
async fn seen(
    tx: &mut Tx,
    scope: &Scope,
    (id, note): (DraftId, NoteId),
    (by, now): (Option<&str>, Instant),
) -> Result<(), ApiError> {
    let Some(row) = drafts::find(tx, scope, id).await? else { return Ok(()) };
    let draft = row.draft.step(Step::See).map_err(refusals::step)?;
    matches::see(tx, scope, (id, note), (by, now)).await?;
    drafts::save(tx, scope, (id, row.version), &draft, (None, now)).await?;
    let (was, is) = (json!({ "stage": row.draft.stage }), json!({ "stage": draft.stage, "note": note }));
    record(tx, scope, Change::changed(EventKind::DraftSeen, &id, was, is), now).await?;
    Ok(())
}

/// Looks for texts that left among the notes that an import brought.
pub(crate) async fn look_in_export(tx: &mut Tx, app: &App, scope: &Scope) -> Result<(), ApiError> {
    let clocked = Clocked::of(tx, app, scope).await?;
    let (left, exported) = looked_for(tx, scope, clocked.today).await?;
    for pair in certain(&left, &exported) {
        seen(tx, scope, pair, (None, clocked.now)).await?;
    }
    Ok(())
}

/// Forgets which notes texts became that are gone with their import, and looks for others.
pub(crate) async fn look_again(tx: &mut Tx, app: &App, scope: &Scope) -> Result<(), ApiError> {
    for id in matches::lose_gone(tx, scope).await? {
        let Some(row) = drafts::find(tx, scope, id).await? else { continue };
        let has_link = handoffs::find(tx, scope, id).await?.is_some_and(|handoff| handoff.link.is_some());
        if let Ok(draft) = row.draft.step(Step::Lose(has_link)) {
            drafts::save(tx, scope, (id, row.version), &draft, (None, app.now())).await?;
        }
    }
    look_in_export(tx, app, scope).await
}

/// Shows what the platform counted of the note that a draft became.
#[utoipa::path(
    get, path = "/drafts/{draft}/results", tag = "studio", params(("draft" = DraftId, Path)),
    responses(
        (status = 200, body = DraftOutcome)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_draft_results(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(id): Path<DraftId>,
) -> Result<Json<DraftOutcome>, ApiError> {
    let mut tx = app.db().read().await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let Some(note) = handoffs::find(&mut tx, &scope, id).await?.and_then(|handoff| handoff.note) else {
        return Ok(Json(DraftOutcome { results: None }));
    };
    let Some(counted) = matches::counted(&mut tx, &scope, note).await? else {
        return Ok(Json(DraftOutcome { results: None }));
    };
    let published_at = Instant::from_ms(counted.published_at);
    let days = (published_at.plus_ms(-OWN_DAYS * DAY_MS), published_at);
    let own = matches::counted_of(&mut tx, &scope, (row.account, note), days).await?;
    let title = counted.title.clone();
    let results = DraftResults { note, title, published_at, figures: figures(&counted, &own) };
    Ok(Json(DraftOutcome { results: Some(results) }))
}

fn figures(counted: &Counted, own: &[Counted]) -> Vec<DraftFigure> {
    let of = |figure: NoteFigure| {
        let own = quartiles(own.iter().filter_map(|counted| value(counted, figure)).collect());
        let own = own.map(|Quartiles { notes, low, median, high }| OwnQuartiles { notes, low, median, high });
        DraftFigure { figure, value: value(counted, figure), own }
    };
    NoteFigure::ALL.iter().copied().map(of).collect()
}

const fn value(counted: &Counted, figure: NoteFigure) -> Option<i64> {
    match figure {
        NoteFigure::Impression => counted.impression,
        NoteFigure::Read => counted.read,
        NoteFigure::Likes => counted.likes,
        NoteFigure::Collects => counted.collects,
        NoteFigure::Comments => counted.comments,
        NoteFigure::Shares => counted.shares,
        NoteFigure::Follows => counted.follows,
    }
}
