//! Judging the notes of a brand: those of an import, or all of them.
//!
//! Words: a *pass* goes over all notes of a brand, in batches; a newer pass overtakes it. A pass is begun when the
//! rules of the brand change, when an import was taken back, and at night when the rules that count are no longer
//! those by which the notes were judged: another version of the program, a proof that ended.
//!
//! Invariants: a batch, its mark as done and the job of the next batch are one transaction, so that a pass goes on
//! where it was cut off; a batch that is done again writes the same; what a pass has written is never replaced by what
//! was found before it began; what is found tells no event, for nobody did it.

use std::sync::Arc;

use ::jobs::{Handler, JobError, JobRun, NewJob, NewSchedule, ScheduleError, enqueue, ensure_schedule};
use db::{DbError, Tx};
use domain::{
    id::{ContentEditionId, ImportId, NoteId},
    identity::Scope,
    time::Zone,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    judge::{Judged, Nearness, judge},
    store::{
        copies::{self, Copied},
        findings,
        notes::{self, NoteText},
        passes,
    },
};
use crate::{App, identity::jobs::job_scope};

const JUDGE_NOTES: &str = "judge_notes";
const RENEW_JUDGEMENTS: &str = "renew_judgements";
/// When it is looked whether the rules have changed, in the zone of the brand.
const RENEW_JUDGEMENTS_CRON: &str = "40 3 * * *";
/// Notes that one job judges.
const NOTES_AT_ONCE: i64 = 2_000;

/// Which notes a job judges.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Batch {
    /// Those of an import, behind a row.
    Import { import: ImportId, after_row: i64 },
    /// Those of a pass, behind a note. The first batch settles the edition.
    Pass { pass: i64, after_note: Option<NoteId>, edition: Option<ContentEditionId> },
}

/// The jobs of content.
pub(crate) fn handlers(app: &App) -> Vec<(&'static str, Handler)> {
    let (judging, renewing) = (app.clone(), app.clone());
    let judge_notes: Handler = Arc::new(move |run| Box::pin(judge_notes(judging.clone(), run)));
    let renew: Handler = Arc::new(move |run| Box::pin(renew_judgements(renewing.clone(), run)));
    vec![(JUDGE_NOTES, judge_notes), (RENEW_JUDGEMENTS, renew)]
}

/// Gives a new brand its nightly look at the rules.
pub(crate) async fn schedule(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    zone: &Zone,
) -> Result<(), ScheduleError> {
    let schedule = NewSchedule { id: app.id(), kind: RENEW_JUDGEMENTS, cron: RENEW_JUDGEMENTS_CRON, zone };
    ensure_schedule(tx, scope.tenant, schedule, app.now()).await
}

/// Has the notes of an import judged, once it is there.
pub(crate) async fn judge_import(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    import: ImportId,
) -> Result<(), DbError> {
    put_off(tx, app, scope, Batch::Import { import, after_row: i64::MIN }).await
}

/// Has all notes of the brand judged again: the rules changed, or originals are gone.
pub(crate) async fn judge_again(tx: &mut Tx, app: &App, scope: &Scope) -> Result<(), DbError> {
    let pass = passes::begin(tx, scope).await?;
    put_off(tx, app, scope, Batch::Pass { pass, after_note: None, edition: None }).await
}

async fn put_off(tx: &mut Tx, app: &App, scope: &Scope, batch: Batch) -> Result<(), DbError> {
    let now = app.now();
    let job = NewJob { id: app.id(), kind: JUDGE_NOTES, payload: &batch, unique_key: None, run_at: now };
    enqueue(tx, scope.tenant, job, now).await?;
    Ok(())
}

async fn renew_judgements(app: App, run: JobRun) -> Result<Tx, JobError> {
    let scope = job_scope(&run);
    let edition = app.rulebook().of(&scope).await?;
    let mut tx = app.db().write().await?;
    if passes::judged_by(&mut tx, &scope).await?.as_deref() != Some(&edition.label()) {
        judge_again(&mut tx, &app, &scope).await?;
    }
    Ok(tx)
}

async fn judge_notes(app: App, run: JobRun) -> Result<Tx, JobError> {
    let scope = job_scope(&run);
    let batch: Batch =
        serde_json::from_str(&run.payload).map_err(|error| JobError::Never(error.to_string()))?;
    let mut tx = app.db().read().await?;
    let newest = passes::newest(&mut tx, &scope).await?;
    if batch.is_overtaken_by(newest) {
        drop(tx);
        return Ok(app.db().write().await?);
    }
    let Work { notes, next } = batch.load(&mut tx, &scope).await?;
    drop(tx);
    let edition = app.rulebook().of(&scope).await?;
    let shelf = app.shelves().of(&app, &scope).await?;
    let label = edition.label();
    let judging = tokio::task::spawn_blocking(move || (judge(&notes, &edition, &shelf.index), notes));
    let (judged, notes) = judging.await.map_err(|error| JobError::Later(error.to_string()))?;
    let mut tx = app.db().write().await?;
    if passes::hold(&mut tx, &scope).await? != newest {
        // It comes to these notes as well, and what was found here may be by rules that count no more.
        return Ok(tx);
    }
    let edition = passes::edition(&mut tx, &scope, &label, (app.id(), app.now())).await?;
    if batch.is_of_another(edition) {
        // The rules changed without a pass of their own, as with another version of the program: the night begins one.
        return Ok(tx);
    }
    save(&mut tx, &app, &scope, batch, (&notes, judged, edition)).await?;
    match (next, batch) {
        (Some(next), _) => put_off(&mut tx, &app, &scope, next.by(edition)).await?,
        (None, Batch::Pass { .. }) => passes::end(&mut tx, &scope, edition).await?,
        (None, Batch::Import { .. }) => {}
    }
    Ok(tx)
}

/// What a job has to do.
struct Work {
    notes: Vec<NoteText>,
    next: Option<Batch>,
}

impl Batch {
    async fn load(self, tx: &mut Tx, scope: &Scope) -> Result<Work, DbError> {
        let mut notes = match self {
            Self::Import { import, after_row } => {
                notes::of_import(tx, scope, import, after_row, NOTES_AT_ONCE).await?
            }
            Self::Pass { after_note, .. } => notes::after(tx, scope, after_note, NOTES_AT_ONCE).await?,
        };
        let next = self.behind(&notes);
        // What was like a title that was edited away may be like another one.
        let former: Vec<Uuid> = notes.iter().filter(|note| note.is_former()).map(|note| note.id).collect();
        let orphans = copies::of_originals(tx, scope, &former).await?;
        notes.append(&mut notes::with_ids(tx, scope, &orphans).await?);
        notes.sort_unstable_by_key(|note| note.id);
        notes.dedup_by_key(|note| note.id);
        Ok(Work { notes, next })
    }

    /// The next batch, if this one is full.
    fn behind(self, notes: &[NoteText]) -> Option<Self> {
        let last = notes.last()?;
        let is_full = |count: usize| i64::try_from(count).is_ok_and(|count| count >= NOTES_AT_ONCE);
        match self {
            Self::Import { import, .. } => {
                let mut rows: Vec<i64> = notes.iter().map(|note| note.row_no).collect();
                rows.dedup();
                is_full(rows.len()).then_some(Self::Import { import, after_row: last.row_no })
            }
            Self::Pass { pass, edition, .. } => {
                let after_note = Some(NoteId::from_uuid(last.id));
                is_full(notes.len()).then_some(Self::Pass { pass, after_note, edition })
            }
        }
    }

    /// The same with its edition settled.
    fn by(self, edition: ContentEditionId) -> Self {
        match self {
            Self::Pass { pass, after_note, .. } => Self::Pass { pass, after_note, edition: Some(edition) },
            Self::Import { .. } => self,
        }
    }

    /// Whether a newer pass was begun, which comes to all notes.
    fn is_overtaken_by(self, newest: i64) -> bool {
        matches!(self, Self::Pass { pass, .. } if pass != newest)
    }

    /// Whether the batches before this one were judged by other rules.
    fn is_of_another(self, current: ContentEditionId) -> bool {
        matches!(self, Self::Pass { edition: Some(edition), .. } if edition != current)
    }
}

/// Writes down what was found, in place of what was known.
async fn save(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    batch: Batch,
    (notes, judged, edition): (&[NoteText], Judged, ContentEditionId),
) -> Result<(), DbError> {
    let now = app.now();
    let Judged { flagged, copies } = judged;
    let ids: Vec<Uuid> = notes.iter().map(|note| note.id).collect();
    findings::replace(tx, scope, &ids, &flagged, (edition, now)).await?;
    copies::forget(tx, scope, &ids).await?;
    let is_judged = |id: &Uuid| ids.binary_search(id).is_ok();
    let others = match batch {
        // Notes that are there already and that an earlier one has made copies of.
        Batch::Import { .. } => {
            let others: Vec<Uuid> = copies.keys().copied().filter(|id| !is_judged(id)).collect();
            notes::with_ids(tx, scope, &others).await?
        }
        // A pass comes to every note.
        Batch::Pass { .. } => Vec::new(),
    };
    let copied: Vec<Copied> =
        notes.iter().chain(&others).filter_map(|note| copied(note, copies.get(&note.id)?)).collect();
    copies::keep(tx, scope, &copied, now).await
}

fn copied(note: &NoteText, nearness: &Nearness) -> Option<Copied> {
    let Nearness { original, kind, score_centi, spans } = nearness;
    let spans = serde_json::to_string(spans).ok()?;
    Some(Copied { note: note.clone(), original: *original, kind, score_centi: *score_centi, spans })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_batch_has_one_behind_it_however_many_titles_its_rows_had() {
        let (import, batch) = (ImportId::from_uuid(Uuid::nil()), usize::try_from(NOTES_AT_ONCE).unwrap());
        let note = |row_no: usize| NoteText {
            id: Uuid::from_u128(row_no as u128),
            account_id: Uuid::nil(),
            title: String::new(),
            published_at: 0,
            published_day: 20_260_622,
            row_no: i64::try_from(row_no).unwrap(),
            former: 0,
        };
        let of_import = Batch::Import { import, after_row: 0 };
        let pass = Batch::Pass { pass: 1, after_note: None, edition: None };
        for (rows, titles, expected) in [
            (0, 1, None),
            (batch - 1, 1, None),
            (batch - 1, 2, None),
            (batch, 1, Some(batch)),
            (batch, 2, Some(batch)),
        ] {
            let notes: Vec<NoteText> =
                (1..=rows).flat_map(|row| std::iter::repeat_with(move || note(row)).take(titles)).collect();
            let next = of_import.behind(&notes);
            let next = next.map(|next| matches!(next, Batch::Import { after_row, .. } if after_row == 2_000));
            assert_eq!(next, expected.map(|_| true), "{rows} rows of {titles} titles");
        }
        let notes: Vec<NoteText> = (1..=batch).map(note).collect();
        let next = pass.behind(&notes).map(|next| match next {
            Batch::Pass { after_note, .. } => after_note.map(|note| note.uuid().as_u128()),
            Batch::Import { .. } => None,
        });
        assert_eq!((next, pass.behind(&notes[1..]).is_none()), (Some(Some(2_000)), true));
    }
}
