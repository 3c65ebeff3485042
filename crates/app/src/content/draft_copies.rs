//! Comparing a note on its way with the titles of the matrix and the whole texts of other drafts.
//!
//! Nobody sees words of an account outside their sight: they hear that there is a text that theirs is like, of which
//! kind, and which of their own words.

use std::collections::HashMap;

use ::text::copies::{Kind, Match, Scope as Within, Span, limits::MATCHES_MAX};
use domain::{
    content::{CopyKind, is_title_copied},
    id::{AccountId, DraftId, NoteId},
    identity::Scope,
    studio::wording::Wording,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    judge::percent,
    shelf::{Shelf, account_name, note_named},
    similar::kind_of,
    store::{
        drafts::{self, NamedDraft},
        notes::{self, NamedNote},
    },
    views::NoteAccount,
};
use crate::{App, http::ApiError};

/// What a draft has in common with others.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Nearness {
    /// The gravest kind among the matches.
    pub nearest: CopyKind,
    /// Titles and drafts that it was compared with.
    pub compared: usize,
    /// The nearest texts, best first.
    pub matches: Vec<NearText>,
}

/// A text that a draft is like.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NearText {
    /// The other draft, where it is one and the asker's to see.
    draft: Option<DraftId>,
    /// The published note, where it is one and the asker's to see; its title alone is known.
    note: Option<NoteId>,
    account: Option<NoteAccount>,
    /// The other text: title and body of a draft on lines of their own, or the title of a note.
    text: Option<String>,
    kind: CopyKind,
    /// How near it is, from 0 to 100.
    score: i64,
    /// The passages that belong together.
    spans: Vec<NearSpan>,
    /// Whether it is a text of an account that is not the asker's to see.
    hidden: bool,
}

/// A passage of the draft and the one that it belongs to, each as its first place and the place behind its last, in
/// Unicode scalar values. Places of the draft count in title and body on lines of their own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NearSpan {
    here: [u32; 2],
    /// In the other text; absent where that is hidden.
    there: Option<[u32; 2]>,
}

/// Words that are compared, and whose they are.
#[derive(Debug)]
pub(crate) struct Compared {
    /// Not with itself.
    pub draft: DraftId,
    /// Not with titles of this account, which may be its own when it is published.
    pub account: AccountId,
    pub wording: Wording,
}

/// The texts that a draft is like.
pub(crate) async fn nearest(app: &App, scope: &Scope, compared: Compared) -> Result<Nearness, ApiError> {
    let shelf = app.shelves().of(app, scope).await?;
    let count = shelf.index.size().notes + shelf.drafts.size().notes;
    let comparing = tokio::task::spawn_blocking(move || compare(&shelf, &compared));
    let (of_notes, of_drafts) = comparing.await.map_err(|error| {
        tracing::error!(%error, "a comparison fell over");
        ApiError::broken()
    })?;
    let mut tx = app.db().read().await?;
    let mut matches = notes_told(&mut tx, scope, of_notes).await?;
    matches.extend(drafts_told(&mut tx, scope, of_drafts).await?);
    matches.sort_by_key(|found| std::cmp::Reverse(found.score));
    let nearest = matches.iter().map(|found| found.kind).min().unwrap_or(CopyKind::Clear);
    Ok(Nearness { nearest, compared: count, matches })
}

fn compare(shelf: &Shelf, compared: &Compared) -> (Vec<Match>, Vec<Match>) {
    let Compared { draft, account, wording } = compared;
    let (own, account) = (draft.uuid().simple().to_string(), account_name(account.uuid()));
    let others = Within { not_account: Some(&account), ..Within::default() };
    let is_copied = |found: &Match| is_copied(shelf, &wording.title, found);
    let of_notes = shelf.index.query(&wording.title, &others, MATCHES_MAX).matches;
    let others = Within { not_id: Some(&own), ..Within::default() };
    let of_drafts = shelf.drafts.query(&wording.whole(), &others, MATCHES_MAX).matches;
    let is_near = |found: &Match| found.kind > Kind::Clear;
    (of_notes.into_iter().filter(is_copied).collect(), of_drafts.into_iter().filter(is_near).collect())
}

/// Whether a title is told as copied. Short texts are alike sooner than long ones.
fn is_copied(shelf: &Shelf, title: &str, found: &Match) -> bool {
    let shared = percent(found.evidence.query_share.max(found.evidence.source_share));
    let other = shelf.index.text(&found.id);
    found.kind > Kind::Clear && other.is_some_and(|other| is_title_copied(title, &other, shared))
}

async fn notes_told(tx: &mut db::Tx, scope: &Scope, found: Vec<Match>) -> Result<Vec<NearText>, ApiError> {
    let id_of = |found: &Match| note_named(&found.id).map(|(note, _)| note.uuid());
    let ids: Vec<Uuid> = found.iter().filter_map(id_of).collect();
    let seen = notes::seen(tx, scope, &ids).await?;
    let mut seen: HashMap<Uuid, NamedNote> = seen.into_iter().map(|note| (note.id, note)).collect();
    let told = |found: Match| match id_of(&found).and_then(|id| seen.remove(&id)) {
        Some(NamedNote { id, account_id, nickname, title, .. }) => NearText {
            note: Some(NoteId::from_uuid(id)),
            account: Some(NoteAccount { id: AccountId::from_uuid(account_id), nickname }),
            text: Some(title),
            ..of_title(near(&found, true))
        },
        None => of_title(near(&found, false)),
    };
    Ok(found.into_iter().map(told).collect())
}

/// Of a published note the title alone is known: whatever it shares is a passage.
fn of_title(found: NearText) -> NearText {
    NearText { kind: found.kind.max(CopyKind::Quotes), ..found }
}

async fn drafts_told(tx: &mut db::Tx, scope: &Scope, found: Vec<Match>) -> Result<Vec<NearText>, ApiError> {
    let id_of = |found: &Match| Uuid::try_parse(&found.id).ok();
    let ids: Vec<Uuid> = found.iter().filter_map(id_of).collect();
    let seen = drafts::seen(tx, scope, &ids).await?;
    let mut seen: HashMap<Uuid, NamedDraft> = seen.into_iter().map(|draft| (draft.id, draft)).collect();
    let told = |found: Match| match id_of(&found).and_then(|id| seen.remove(&id)) {
        Some(NamedDraft { id, account_id, nickname, title, body }) => NearText {
            draft: Some(DraftId::from_uuid(id)),
            account: Some(NoteAccount { id: AccountId::from_uuid(account_id), nickname }),
            text: Some(format!("{title}\n{body}")),
            ..near(&found, true)
        },
        None => near(&found, false),
    };
    Ok(found.into_iter().map(told).collect())
}

/// What may be said of any text: how near it is, and in which words of the draft.
fn near(found: &Match, is_seen: bool) -> NearText {
    let span = |Span { query, source }: &Span| NearSpan {
        here: [query.0, query.1],
        there: is_seen.then_some([source.0, source.1]),
    };
    NearText {
        draft: None,
        note: None,
        account: None,
        text: None,
        kind: kind_of(found.kind),
        score: percent(found.score),
        spans: found.spans.iter().map(span).collect(),
        hidden: !is_seen,
    }
}
