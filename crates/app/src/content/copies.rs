//! The list of published notes that are near-copies of others.

use std::collections::HashMap;

use axum::extract::State;
use domain::{
    content::CopyKind,
    id::AccountId,
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    judge::PairedSpan,
    store::{
        copies::{self, CopiedRow},
        findings::Wanted,
        notes::{self, NamedNote},
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

/// Hundredths of a percent in a percent.
const CENTI: i64 = 100;

/// Which near-copies are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CopiedFilter {
    /// Only near-copies by this account.
    account: Option<AccountId>,
    /// Published on this day or later.
    from: Option<Day>,
    /// Published on this day or earlier.
    to: Option<Day>,
    /// Only near-copies of this kind.
    #[param(inline)]
    kind: Option<CopyKind>,
}

/// A published note whose title is a near-copy of an earlier one of another account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CopiedNote {
    note: PublishedNote,
    account: NoteAccount,
    kind: CopyKind,
    /// How near it is, from 0 to 100.
    score: i64,
    /// The passages that belong together.
    spans: Vec<CopiedSpan>,
    /// The nearest earlier note; absent where its account is not the asker's to see.
    original: Option<NoteOfAccount>,
    found_at: Instant,
}

/// A passage of a note and the one of the original that it belongs to, each as its first place and the place behind
/// its last, in Unicode scalar values of the title.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CopiedSpan {
    note: [u32; 2],
    /// Absent where the original is not the asker's to see.
    original: Option<[u32; 2]>,
}

/// Lists published notes that are near-copies of earlier ones of other accounts, by accounts that the asker sees, the
/// newest first. Titles are told as near-copies where nearly all of one stands in the other and their numbers agree.
#[utoipa::path(
    get, path = "/note-copies", tag = "content", params(CopiedFilter, PageQuery),
    responses((status = 200, body = Page<CopiedNote>)),
    security(("session" = ["check_content"]), ("api_key" = ["check_content"]))
)]
pub(super) async fn list_note_copies(
    State(app): State<App>,
    Permitted(scope, _): Permitted<CheckContent>,
    Query(filter): Query<CopiedFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<CopiedNote>>, ApiError> {
    let CopiedFilter { account, from, to, kind } = filter;
    let wanted = Wanted { account, from, to, only: kind.map(CopyKind::name) };
    let mut tx = app.db().read().await?;
    let rows = copies::list(&mut tx, &scope, wanted, &page).await?;
    let originals: Vec<Uuid> = rows.iter().map(|row| row.original_id).collect();
    let seen = notes::seen(&mut tx, &scope, &originals).await?;
    let seen: HashMap<Uuid, NamedNote> = seen.into_iter().map(|note| (note.id, note)).collect();
    let page = Page::of(rows, &page, |row| (row.published_at, row.note_id));
    Ok(Json(page.map(|row| view(row, &seen))))
}

fn view(row: CopiedRow, seen: &HashMap<Uuid, NamedNote>) -> CopiedNote {
    let CopiedRow { note_id: id, account_id, nickname, title, published_at, published_day, .. } = row;
    let CopiedRow { original_id, kind, score_centi, spans, found_at, .. } = row;
    let named = NamedNote { id, account_id, nickname, title, published_at, published_day };
    let NoteOfAccount { note, account } = named.into();
    let original = seen.get(&original_id).cloned().map(NoteOfAccount::from);
    let spans: Vec<PairedSpan> = serde_json::from_str(&spans).unwrap_or_default();
    let span = |PairedSpan { note, original: there }| CopiedSpan {
        note: [note.0, note.1],
        original: original.is_some().then_some([there.0, there.1]),
    };
    CopiedNote {
        note,
        account,
        kind: CopyKind::named(&kind).unwrap_or(CopyKind::Copy),
        score: score_centi / CENTI,
        spans: spans.into_iter().map(span).collect(),
        original,
        found_at: Instant::from_ms(found_at),
    }
}
