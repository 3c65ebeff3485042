//! The near-copy index of a brand, in memory, as fresh as its log.
//!
//! Words: a *shelf* holds the titles of all notes of one brand; the *shelves* are those of this node.
//!
//! Drafts stand on a shelf of their own beside the titles, with their whole text.
//!
//! A shelf is loaded from the rows when it is first asked for, once for all who ask meanwhile. Each later question
//! looks at the brand's log first: notes of imports that finished since then are taken up, whichever node did the
//! import; when one was taken back the shelf is loaded anew. So a question that begins after a commit knows it.
//! A shelf that nobody asks is let go.
//!
//! Invariants: a shelf never holds a note of another brand; titles that were edited away are not on it; what stands in
//! a passage that the brand shares among its accounts makes no note a copy.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use ::text::copies::{CopiesError, Index, Note, limits::PASSAGES_MAX};
use db::{DbError, Tx};
use domain::{
    content::ContentRuleKind,
    id::{ImportId, NoteId, TenantId},
    identity::Scope,
    time::Instant,
};
use uuid::Uuid;

use super::store::{
    drafts::{self, DraftWords},
    notes::{self, ImportEvent, NoteText},
    rules,
};
use crate::{App, events::EventKind};

/// How long a shelf is kept that nobody asks, in milliseconds: 10 minutes.
const IDLE_MS: i64 = 10 * 60_000;
/// How often this node looks for such shelves.
const LOOK: Duration = Duration::from_mins(1);
/// Brands whose shelves are kept at the same time.
const SHELVES_MAX: usize = 32;
/// Notes that are read and put up together.
const NOTES_AT_ONCE: i64 = 5_000;
/// Drafts that are taken up one by one; after more, loading anew is quicker.
const DRAFTS_AT_ONCE_MAX: i64 = 2_000;
/// Imports that are taken up one by one; after more, loading anew is quicker.
const IMPORTS_AT_ONCE_MAX: i64 = 64;

/// The shelves of this node.
#[derive(Debug, Default)]
pub struct Shelves(Mutex<HashMap<TenantId, Arc<Place>>>);

/// Where the shelf of a brand stands, or is being put up.
#[derive(Debug, Default)]
struct Place {
    shelf: tokio::sync::Mutex<Option<Shelf>>,
    asked_at_ms: AtomicI64,
}

/// The titles of a brand.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    pub index: Arc<Index>,
    /// The texts of drafts that are not dropped, as they are now.
    pub drafts: Arc<Index>,
    /// Passages that make no note a copy.
    pub shared: Arc<Vec<String>>,
    /// The last event of the brand's log that is taken up.
    seq: i64,
    /// The revision of the brand's rules that the passages are of.
    revision: i64,
}

impl Shelves {
    /// The shelf of the brand, with everything on it that is committed by now.
    pub(super) async fn of(&self, app: &App, scope: &Scope) -> Result<Shelf, DbError> {
        let place = self.place(app, scope.tenant);
        let mut held = place.shelf.lock().await;
        let fresh = freshened(app, scope, held.take()).await?;
        place.asked_at_ms.store(app.now().ms(), Ordering::Relaxed);
        *held = Some(fresh.clone());
        Ok(fresh)
    }

    fn place(&self, app: &App, tenant: TenantId) -> Arc<Place> {
        let now = app.now();
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = places.is_empty();
        let place = Arc::clone(places.entry(tenant).or_default());
        place.asked_at_ms.store(now.ms(), Ordering::Relaxed);
        let_go(&mut places, tenant, now);
        if is_first {
            tokio::spawn(look_for_idle_ones(app.clone()));
        }
        place
    }

    /// Lets go of shelves that nobody asked for [`IDLE_MS`]; says how many are left.
    pub fn let_idle_go(&self, now: Instant) -> usize {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places.retain(|_, place| !place.is_idle(now));
        places.len()
    }
}

/// Looks now and then, until no shelf is left.
async fn look_for_idle_ones(app: App) {
    loop {
        tokio::time::sleep(LOOK).await;
        if app.shelves().let_idle_go(app.now()) == 0 {
            return;
        }
    }
}

/// Makes room: idle shelves go, and of too many those that were asked longest ago.
fn let_go(places: &mut HashMap<TenantId, Arc<Place>>, asked: TenantId, now: Instant) {
    places.retain(|tenant, place| *tenant == asked || !place.is_idle(now));
    while places.len() > SHELVES_MAX {
        let others = places.iter().filter(|(tenant, _)| **tenant != asked);
        let oldest = others.min_by_key(|(_, place)| place.asked_at_ms.load(Ordering::Relaxed));
        let Some(tenant) = oldest.map(|(tenant, _)| *tenant) else { return };
        places.remove(&tenant);
    }
}

impl Place {
    /// Whether nobody asked for long. One that is being put up is not idle.
    fn is_idle(&self, now: Instant) -> bool {
        self.shelf.try_lock().is_ok() && now.ms() - self.asked_at_ms.load(Ordering::Relaxed) >= IDLE_MS
    }
}

/// The same shelf with everything that happened since, or a new one. All is read from one state of the database.
async fn freshened(app: &App, scope: &Scope, known: Option<Shelf>) -> Result<Shelf, DbError> {
    let mut tx = app.db().read().await?;
    let seq = notes::last_event(&mut tx, scope).await?;
    let shelf = match known {
        Some(shelf) if shelf.seq == seq => shelf,
        Some(shelf) => taken_up(&mut tx, scope, shelf, seq).await?,
        None => loaded(&mut tx, scope, seq).await?,
    };
    let revision = rules::revision(&mut tx, scope.tenant).await?;
    if revision == shelf.revision {
        return Ok(shelf);
    }
    let shared = shared_passages(&mut tx, scope).await?;
    let passages: Vec<&str> = shared.iter().map(String::as_str).collect();
    shelf.index.approve(&passages).map_err(|error| refused(&error))?;
    shelf.drafts.approve(&passages).map_err(|error| refused(&error))?;
    Ok(Shelf { shared: Arc::new(shared), revision, ..shelf })
}

async fn loaded(tx: &mut Tx, scope: &Scope, seq: i64) -> Result<Shelf, DbError> {
    let index = Arc::new(Index::in_memory());
    let mut last = None;
    loop {
        let page = notes::after(tx, scope, last, NOTES_AT_ONCE).await?;
        let Some(note) = page.last() else { break };
        last = Some(NoteId::from_uuid(note.id));
        put_up(&index, page).await?;
    }
    let drafts = drafts_loaded(tx, scope).await?;
    Ok(Shelf { index, drafts, shared: Arc::default(), seq, revision: 0 })
}

async fn drafts_loaded(tx: &mut Tx, scope: &Scope) -> Result<Arc<Index>, DbError> {
    let index = Arc::new(Index::in_memory());
    let mut last = None;
    loop {
        let page = drafts::after(tx, scope, last, NOTES_AT_ONCE).await?;
        let Some(draft) = page.last() else { return Ok(index) };
        last = Some(draft.id);
        put_drafts_up(&index, page).await?;
    }
}

async fn taken_up(tx: &mut Tx, scope: &Scope, shelf: Shelf, seq: i64) -> Result<Shelf, DbError> {
    let events = notes::imports_since(tx, scope, shelf.seq, IMPORTS_AT_ONCE_MAX).await?;
    let are_many = i64::try_from(events.len()).is_ok_and(|count| count >= IMPORTS_AT_ONCE_MAX);
    let imports: Option<Vec<ImportId>> = events.iter().map(finished).collect();
    let Some(imports) = imports.filter(|_| !are_many) else { return loaded(tx, scope, seq).await };
    for import in imports {
        let mut row = i64::MIN;
        loop {
            let page = notes::of_import(tx, scope, import, row, NOTES_AT_ONCE).await?;
            let Some(note) = page.last() else { break };
            row = note.row_no;
            put_up(&shelf.index, page).await?;
        }
    }
    let changed = drafts::changed_since(tx, scope, shelf.seq, DRAFTS_AT_ONCE_MAX).await?;
    if i64::try_from(changed.len()).is_ok_and(|count| count >= DRAFTS_AT_ONCE_MAX) {
        return loaded(tx, scope, seq).await;
    }
    put_drafts_up(&shelf.drafts, drafts::with_ids(tx, scope, &changed).await?).await?;
    Ok(Shelf { seq, ..shelf })
}

/// The import that was finished; nothing where one was taken back.
fn finished(event: &ImportEvent) -> Option<ImportId> {
    let is_finished = EventKind::named(&event.kind) == Some(EventKind::ImportFinished);
    event.subject.parse().ok().filter(|_| is_finished)
}

/// Puts titles up, and takes those down that were edited away. Off the threads that answer requests.
async fn put_up(index: &Arc<Index>, notes: Vec<NoteText>) -> Result<(), DbError> {
    let index = Arc::clone(index);
    let work =
        tokio::task::spawn_blocking(move || notes.iter().try_for_each(|note| put_one_up(&index, note)));
    work.await.map_err(|error| DbError::Refused(error.to_string()))?.map_err(|error| refused(&error))
}

fn put_one_up(index: &Index, note: &NoteText) -> Result<(), CopiesError> {
    let id = name_of(note);
    if note.is_former() {
        return index.delete(&id).map(|_| ());
    }
    let account = account_name(note.account_id);
    let note = Note { id: &id, account: &account, day: note.published_day, text: &note.title };
    index.insert(&note).map(|_| ())
}

/// Puts texts of drafts up, and takes those down that came to nothing.
async fn put_drafts_up(index: &Arc<Index>, drafts: Vec<DraftWords>) -> Result<(), DbError> {
    let index = Arc::clone(index);
    let work =
        tokio::task::spawn_blocking(move || drafts.iter().try_for_each(|draft| put_draft_up(&index, draft)));
    work.await.map_err(|error| DbError::Refused(error.to_string()))?.map_err(|error| refused(&error))
}

fn put_draft_up(index: &Index, draft: &DraftWords) -> Result<(), CopiesError> {
    let id = draft.id.simple().to_string();
    if draft.is_dropped() {
        return index.delete(&id).map(|_| ());
    }
    let (account, text) = (account_name(draft.account_id), draft.whole());
    index.insert(&Note { id: &id, account: &account, day: draft.written_day, text: &text }).map(|_| ())
}

async fn shared_passages(tx: &mut Tx, scope: &Scope) -> Result<Vec<String>, DbError> {
    let rules = rules::rules(tx, scope).await?.into_iter().map(|kept| kept.rule);
    let shared = rules.filter(|rule| rule.kind == ContentRuleKind::Shared);
    Ok(shared.map(|rule| rule.words).take(PASSAGES_MAX).collect())
}

/// What a note is called on the shelf: its id and when it was published, which decides what is a copy of what.
pub(super) fn name_of(note: &NoteText) -> String {
    format!("{}@{}", note.id.simple(), note.published_at)
}

/// The note of such a name.
pub(super) fn note_named(name: &str) -> Option<(NoteId, Instant)> {
    let (id, published_at) = name.split_once('@')?;
    let (id, published_at) = (Uuid::try_parse(id).ok()?, published_at.parse().ok()?);
    Some((NoteId::from_uuid(id), Instant::from_ms(published_at)))
}

/// What an account is called on the shelf.
pub(super) fn account_name(account: Uuid) -> String {
    account.simple().to_string()
}

/// The index refuses only what no row can hold.
fn refused(error: &CopiesError) -> DbError {
    DbError::Refused(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(number: usize) -> TenantId {
        TenantId::from_uuid(Uuid::from_u128(number as u128))
    }

    fn places(count: usize) -> HashMap<TenantId, Arc<Place>> {
        let place = |number: usize| {
            let place = Place::default();
            place.asked_at_ms.store(i64::try_from(number).unwrap(), Ordering::Relaxed);
            (tenant(number), Arc::new(place))
        };
        (0..count).map(place).collect()
    }

    #[test]
    fn of_too_many_shelves_the_one_that_was_asked_longest_ago_goes() {
        let mut held = places(SHELVES_MAX + 2);
        let_go(&mut held, tenant(0), Instant::from_ms(100));
        let gone: Vec<usize> =
            (0..SHELVES_MAX + 2).filter(|number| !held.contains_key(&tenant(*number))).collect();
        assert_eq!(gone, [1, 2], "not the one that is asked now");
    }

    #[test]
    fn an_idle_shelf_goes_unless_it_is_being_put_up() {
        let mut held = places(3);
        let busy = Arc::clone(&held[&tenant(1)]);
        let _lock = busy.shelf.try_lock().unwrap();
        let_go(&mut held, tenant(0), Instant::from_ms(IDLE_MS + 10));
        assert!(held.contains_key(&tenant(0)) && held.contains_key(&tenant(1)) && held.len() == 2);
    }

    #[test]
    fn a_name_on_the_shelf_says_which_note_it_is_and_when_it_was_published() {
        let (id, account_id) = (Uuid::from_u128(7), Uuid::nil());
        for published_at in [0, -5, 1_782_090_000_000] {
            let (title, published_day, row_no, former) = (String::new(), 20_260_622, 0, 0);
            let note = NoteText { id, account_id, title, published_at, published_day, row_no, former };
            let expected = (NoteId::from_uuid(id), Instant::from_ms(published_at));
            assert_eq!(note_named(&name_of(&note)), Some(expected));
        }
        assert_eq!(note_named("no note"), None);
    }
}
