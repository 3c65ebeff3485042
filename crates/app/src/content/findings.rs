//! The list of published notes whose wording cannot stand.

use ::text::check::Finding;
use axum::extract::State;
use domain::{
    id::AccountId,
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    check::ContentFinding,
    store::{
        findings::{self, FlaggedRow, Wanted},
        notes::NamedNote,
    },
    views::{NoteAccount, NoteOfAccount, PublishedNote},
};
use crate::{
    App,
    http::{
        ApiError, Json, Permitted, Query,
        page::{Page, PageQuery},
        permit::CheckContent,
    },
};

domain::names! {
    /// What stands in the way of a published note.
    FlaggedOutcome {
        /// It passes once a valid proof is linked.
        Evidence = "evidence",
        /// Somebody responsible for compliance decides.
        Review = "review",
        /// Only an edit helps.
        Block = "block",
    }
}

/// Which notes are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FlaggedFilter {
    /// Only notes of this account.
    account: Option<AccountId>,
    /// Published on this day or later.
    from: Option<Day>,
    /// Published on this day or earlier.
    to: Option<Day>,
    /// Only notes with this outcome.
    #[param(inline)]
    outcome: Option<FlaggedOutcome>,
}

/// A published note whose title cannot stand as it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FlaggedNote {
    note: PublishedNote,
    account: NoteAccount,
    /// The most severe outcome of the findings.
    outcome: FlaggedOutcome,
    /// By place in the title. Mere advice is not among them.
    findings: Vec<ContentFinding>,
    /// The rule packs that judged, as `id@version`.
    packs: Vec<String>,
    judged_at: Instant,
}

/// Lists published notes whose titles cannot stand, of accounts that the asker sees, the newest first.
#[utoipa::path(
    get, path = "/note-findings", tag = "content", params(FlaggedFilter, PageQuery),
    responses((status = 200, body = Page<FlaggedNote>)),
    security(("session" = ["check_content"]), ("api_key" = ["check_content"]))
)]
pub(super) async fn list_note_findings(
    State(app): State<App>,
    Permitted(scope, _): Permitted<CheckContent>,
    Query(filter): Query<FlaggedFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<FlaggedNote>>, ApiError> {
    let FlaggedFilter { account, from, to, outcome } = filter;
    let wanted = Wanted { account, from, to, only: outcome.map(FlaggedOutcome::name) };
    let mut tx = app.db().read().await?;
    let rows = findings::list(&mut tx, &scope, wanted, &page).await?;
    Ok(Json(Page::of(rows, &page, |row| (row.published_at, row.note_id)).map(FlaggedNote::from)))
}

impl From<FlaggedRow> for FlaggedNote {
    fn from(row: FlaggedRow) -> Self {
        let FlaggedRow { note_id: id, account_id, nickname, title, published_at, published_day, .. } = row;
        let FlaggedRow { outcome, findings, packs, judged_at, .. } = row;
        let named = NamedNote { id, account_id, nickname, title, published_at, published_day };
        let NoteOfAccount { note, account } = named.into();
        // Kept by another version of the program, a finding may be of a category that this one does not know.
        let findings: Vec<serde_json::Value> = serde_json::from_str(&findings).unwrap_or_default();
        let findings = findings.into_iter().filter_map(|kept| serde_json::from_value::<Finding>(kept).ok());
        Self {
            note,
            account,
            outcome: FlaggedOutcome::named(&outcome).unwrap_or(FlaggedOutcome::Review),
            findings: findings.map(ContentFinding::from).collect(),
            packs: packs.split(' ').map(str::to_owned).collect(),
            judged_at: Instant::from_ms(judged_at),
        }
    }
}
