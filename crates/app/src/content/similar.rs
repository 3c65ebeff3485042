//! Comparing one text with the notes of the matrix.
//!
//! Nobody sees a note of an account outside their sight: they hear that there is one that their text is like, of
//! which kind, and which of their own words.

use std::collections::HashMap;

use ::text::copies::{Answer, Index, Kind, Match, Note, Scope as Compared, Span, limits::MATCHES_MAX};
use axum::extract::State;
use domain::{
    content::CopyKind,
    id::{AccountId, NoteId},
    identity::Scope,
    time::Day,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    judge::percent,
    shelf::{Shelf, account_name, name_of, note_named},
    store::notes::{self, NamedNote, NoteText},
    views::NoteAccount,
};
use crate::{
    App,
    http::{ApiError, ErrorBody, Json, Permitted, permit::CheckContent},
    matrix::sight,
    text::Text,
};

/// Characters of a text that is compared at once.
const TEXT_CHARS_MAX: usize = 20_000;
/// Texts that come with it.
const OTHERS_MAX: usize = 20;
/// Characters of the name of such a text.
const NAME_CHARS_MAX: usize = 80;
/// Days that one may look back: ten years.
const DAYS_MAX: i32 = 3_660;

/// A text, and what it is compared with: the published notes of the matrix, and other texts that come with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SimilarCheck {
    #[schema(max_length = 20_000)]
    text: String,
    /// Not this note: the one that the text is a version of.
    not_note: Option<NoteId>,
    /// Only notes of this account.
    account: Option<AccountId>,
    /// Only notes published on the last so many days, today with them.
    #[schema(minimum = 1, maximum = 3_660)]
    days: Option<i32>,
    /// Texts that are not published, like other drafts.
    #[serde(default)]
    #[schema(max_items = 20)]
    others: Vec<OtherText>,
}

/// A text that comes with the question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OtherText {
    /// What the asker calls it.
    #[schema(max_length = 80)]
    name: String,
    #[schema(max_length = 20_000)]
    text: String,
}

/// What a text has in common with others.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SimilarVerdict {
    /// The gravest kind among the matches.
    verdict: CopyKind,
    /// Titles of the matrix that can be compared with.
    notes: usize,
    /// The nearest texts, best first.
    matches: Vec<SimilarText>,
}

/// A text that the draft is like: a published note, or one that came with the question.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SimilarText {
    /// The published note, where it is the asker's to see.
    note: Option<NoteId>,
    /// The place of the text among those that came with the question, from 0.
    other: Option<usize>,
    /// What the asker calls that text.
    name: Option<String>,
    account: Option<NoteAccount>,
    /// The text of the note, as far as it is known: its title.
    text: Option<String>,
    /// The business day of its publication.
    published_day: Option<Day>,
    kind: CopyKind,
    /// How near it is, from 0 to 100.
    score: i64,
    /// The passages that belong together.
    spans: Vec<SimilarSpan>,
    /// Whether it is a note of an account that is not the asker's to see.
    hidden: bool,
}

/// A passage of the draft and the one that it belongs to, each as its first place and the place behind its last, in
/// Unicode scalar values.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SimilarSpan {
    draft: [u32; 2],
    /// In the other text; absent where that is hidden.
    note: Option<[u32; 2]>,
}

/// Compares a text with the titles of the matrix and with others that come with it. It is neither kept nor logged.
#[utoipa::path(
    post, path = "/similar-checks", tag = "content", request_body = SimilarCheck,
    responses((status = 200, body = SimilarVerdict), (status = 422, body = ErrorBody)),
    security(("session" = ["check_content"]), ("api_key" = ["check_content"]))
)]
pub(super) async fn check_similar(
    State(app): State<App>,
    Permitted(scope, _): Permitted<CheckContent>,
    Json(asked): Json<SimilarCheck>,
) -> Result<Json<SimilarVerdict>, ApiError> {
    let question = asked.accepted()?;
    let mut tx = app.db().read().await?;
    if let Some(account) = question.account {
        sight::demand_account(&mut tx, &scope, account).await?;
    }
    let days = window(&mut tx, &app, &scope, question.days).await?;
    let without = match question.not_note {
        Some(note) => notes::with_ids(&mut tx, &scope, &[note.uuid()]).await?.first().map(name_of),
        None => None,
    };
    drop(tx);
    let shelf = app.shelves().of(&app, &scope).await?;
    let count = shelf.index.size().notes;
    let names: Vec<String> = question.others.iter().map(|other| other.name.clone()).collect();
    let comparing = tokio::task::spawn_blocking(move || compare(&question, &shelf, without.as_deref(), days));
    let Found { of_notes, of_others } = comparing.await.map_err(|error| {
        tracing::error!(%error, "a comparison fell over");
        ApiError::broken()
    })?;
    let mut tx = app.db().read().await?;
    let mut matches = told(&mut tx, &scope, of_notes).await?;
    matches.extend(of_others.iter().filter_map(|found| other_text(found, &names)));
    matches.sort_by_key(|found| std::cmp::Reverse(found.score));
    let verdict = matches.iter().map(|found| found.kind).min().unwrap_or(CopyKind::Clear);
    Ok(Json(SimilarVerdict { verdict, notes: count, matches }))
}

/// The first and the last day of those that are compared.
async fn window(
    tx: &mut db::Tx,
    app: &App,
    scope: &Scope,
    days: Option<i32>,
) -> Result<Option<(i32, i32)>, ApiError> {
    let Some(days) = days else { return Ok(None) };
    let today = app.now().day(&crate::identity::zone(tx, scope.tenant).await?);
    Ok(Some((today.plus_days(1 - days).yyyymmdd(), today.yyyymmdd())))
}

impl SimilarCheck {
    fn accepted(self) -> Result<Self, ApiError> {
        let is_long = |text: &str| text.chars().count() > TEXT_CHARS_MAX;
        if is_long(&self.text) {
            let sentence = Text::new(
                format!("一次最多比较 {TEXT_CHARS_MAX} 个字，请分段比较。"),
                format!("At most {TEXT_CHARS_MAX} characters at once; compare it in parts."),
            );
            return Err(ApiError::invalid("text", sentence));
        }
        let fits = |other: &OtherText| other.name.chars().count() <= NAME_CHARS_MAX && !is_long(&other.text);
        if self.others.len() > OTHERS_MAX || !self.others.iter().all(fits) {
            let sentence = Text::new(
                format!(
                    "最多同时比较 {OTHERS_MAX} 篇，每篇最多 {TEXT_CHARS_MAX} 个字，名称最多 {NAME_CHARS_MAX} 个字。"
                ),
                format!(
                    "At most {OTHERS_MAX} other texts of {TEXT_CHARS_MAX} characters, each with a name of {NAME_CHARS_MAX}."
                ),
            );
            return Err(ApiError::invalid("others", sentence));
        }
        if self.days.is_some_and(|days| !(1..=DAYS_MAX).contains(&days)) {
            let sentence = Text::new(
                format!("请填写 1 到 {DAYS_MAX} 天。"),
                format!("Between 1 and {DAYS_MAX} days, please."),
            );
            return Err(ApiError::invalid("days", sentence));
        }
        Ok(self)
    }
}

/// What was found, on the shelf and among the texts that came with the question.
struct Found {
    of_notes: Vec<Match>,
    of_others: Vec<Match>,
}

fn compare(question: &SimilarCheck, shelf: &Shelf, without: Option<&str>, days: Option<(i32, i32)>) -> Found {
    let account = question.account.map(|account| account_name(account.uuid()));
    let compared = Compared { account: account.as_deref(), not_id: without, days, ..Compared::default() };
    let told = |answer: Answer| answer.matches.into_iter().filter(|found| found.kind > Kind::Clear).collect();
    let of_notes = told(shelf.index.query(&question.text, &compared, MATCHES_MAX));
    let others = Index::in_memory();
    let shared: Vec<&str> = shelf.shared.iter().map(String::as_str).collect();
    // Neither can be refused: the limits of the index lie far above those of a question.
    let _ = others.approve(&shared);
    for (place, OtherText { text, .. }) in question.others.iter().enumerate() {
        let _ = others.insert(&Note { id: &place.to_string(), account: "", day: 0, text });
    }
    let of_others = told(others.query(&question.text, &Compared::default(), MATCHES_MAX));
    Found { of_notes, of_others }
}

/// The notes as the asker may see them. One that is gone meanwhile is left out.
async fn told(tx: &mut db::Tx, scope: &Scope, found: Vec<Match>) -> Result<Vec<SimilarText>, ApiError> {
    let id_of = |found: &Match| note_named(&found.id).map(|(note, _)| note.uuid());
    let ids: Vec<Uuid> = found.iter().filter_map(id_of).collect();
    let there: HashMap<Uuid, NoteText> =
        notes::with_ids(tx, scope, &ids).await?.into_iter().map(|note| (note.id, note)).collect();
    let mut seen: HashMap<Uuid, NamedNote> =
        notes::seen(tx, scope, &ids).await?.into_iter().map(|note| (note.id, note)).collect();
    let known = found.into_iter().filter_map(|found| Some((id_of(&found)?, found)));
    let known = known.filter(|(id, _)| there.contains_key(id));
    Ok(known
        .map(|(id, found)| match seen.remove(&id) {
            Some(note) => seen_note(note, &found),
            None => text_like(&found, false),
        })
        .collect())
}

fn seen_note(note: NamedNote, found: &Match) -> SimilarText {
    let NamedNote { id, account_id, nickname, title, published_at: _, published_day } = note;
    SimilarText {
        note: Some(NoteId::from_uuid(id)),
        account: Some(NoteAccount { id: AccountId::from_uuid(account_id), nickname }),
        text: Some(title),
        published_day: Day::from_yyyymmdd(published_day).ok(),
        ..text_like(found, true)
    }
}

fn other_text(found: &Match, names: &[String]) -> Option<SimilarText> {
    let place: usize = found.id.parse().ok()?;
    let name = names.get(place).cloned();
    Some(SimilarText { other: Some(place), name, ..text_like(found, true) })
}

/// What may be said of any text: how near it is, and in which words of the draft; where they stand in the text itself
/// only if that is seen.
fn text_like(found: &Match, is_seen: bool) -> SimilarText {
    let span = |Span { query, source }: &Span| SimilarSpan {
        draft: [query.0, query.1],
        note: is_seen.then_some([source.0, source.1]),
    };
    SimilarText {
        note: None,
        other: None,
        name: None,
        account: None,
        text: None,
        published_day: None,
        kind: kind_of(found.kind),
        score: percent(found.score),
        spans: found.spans.iter().map(span).collect(),
        hidden: !is_seen,
    }
}

pub(super) const fn kind_of(kind: Kind) -> CopyKind {
    match kind {
        Kind::Copy => CopyKind::Copy,
        Kind::Rewrite => CopyKind::Rewrite,
        Kind::Quotes => CopyKind::Quotes,
        Kind::SameAngle => CopyKind::SameAngle,
        Kind::Clear => CopyKind::Clear,
    }
}
