//! The jobs of imports: running one, and taking one back.

use std::sync::Arc;

use ::jobs::{Handler, JobError, JobRun};
use db::Tx;
use domain::{
    id::{ImportId, TenantId},
    identity::Scope,
    imports::FileKind,
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    reverse,
    run::{self, Order, Outcome, Stopped},
    store::{self, ImportRow, ImportState},
    table::{Shaper, Table},
};
use crate::{
    App,
    content::{judge_again, judge_import},
    events::{Change, EventKind, record},
    http::ApiError,
    identity::jobs::job_scope,
    kept_files,
    matrix::match_accounts,
    studio,
    text::Text,
};

pub(super) const RUN_IMPORT: &str = "run_import";
pub(super) const REVERSE_IMPORT: &str = "reverse_import";

/// Which import, and on whose behalf.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ImportJob {
    pub import: ImportId,
}

/// The jobs of imports.
pub(crate) fn handlers(app: &App) -> Vec<(&'static str, Handler)> {
    let (runner, reverser) = (app.clone(), app.clone());
    let run: Handler = Arc::new(move |job| Box::pin(run_import(runner.clone(), job)));
    let reverse: Handler = Arc::new(move |job| Box::pin(reverse_import(reverser.clone(), job)));
    vec![(RUN_IMPORT, run), (REVERSE_IMPORT, reverse)]
}

async fn load(app: &App, scope: &Scope, job: &JobRun) -> Result<ImportRow, JobError> {
    let payload: ImportJob =
        serde_json::from_str(&job.payload).map_err(|error| JobError::Never(error.to_string()))?;
    let mut tx = app.db().read().await?;
    let found = store::find(&mut tx, scope, payload.import).await?;
    found.ok_or_else(|| JobError::Never("the import is gone".to_owned()))
}

async fn run_import(app: App, job: JobRun) -> Result<Tx, JobError> {
    let scope = job_scope(&job);
    let import = load(&app, &scope, &job).await?;
    if !matches!(import.state, ImportState::Waiting | ImportState::Running) {
        return Ok(app.db().write().await?);
    }
    let zone = crate::identity::zone(&mut app.db().read().await?, job.tenant).await?;
    let file = kept_file(&app, job.tenant, &import).await?;
    let entry = app.running_imports().enter(import.id, app.now());
    let order = Order {
        tenant: job.tenant,
        import: import.id,
        file_name: import.file_name.clone(),
        plan: import.plan.clone(),
        zone,
    };
    let mut tx = app.db().write().await?;
    let stop = job.stop.clone();
    let outcome = tokio::select! {
        outcome = run::run(&app, &mut tx, &order, file, &entry.run) => outcome,
        () = stop.cancelled() => Err(Stopped::Interrupted),
    };
    match outcome {
        Ok(outcome) => finish(&app, tx, &scope, &import, outcome).await,
        Err(stopped) => {
            tx.rollback().await?;
            give_up(&app, &scope, import.id, stopped).await
        }
    }
}

async fn kept_file(app: &App, tenant: TenantId, import: &ImportRow) -> Result<std::fs::File, JobError> {
    let (keys, kept) = (app.clone(), import.kept_file(tenant));
    let opened =
        tokio::task::spawn_blocking(move || kept_files::open(keys.vault(), &keys.settings().data_dir, &kept));
    let opened = opened.await.map_err(|error| JobError::Later(error.to_string()))?;
    opened.map_err(|error| JobError::Later(error.to_string()))
}

async fn finish(
    app: &App,
    mut tx: Tx,
    scope: &Scope,
    import: &ImportRow,
    outcome: Outcome,
) -> Result<Tx, JobError> {
    let now = app.now();
    let outcome = super::roster::absorb(app, &mut tx, scope, import.id, outcome).await?;
    match_accounts(&mut tx, app, scope, now).await?;
    store::finish(&mut tx, scope.tenant, import.id, &outcome, now).await?;
    metrics::counter!("kosmos_import_rows_total").increment(outcome.rows.unsigned_abs());
    if import.plan.kind() == FileKind::NoteList {
        judge_import(&mut tx, app, scope, import.id).await?;
        studio::look_in_export(&mut tx, app, scope).await.map_err(|error| later(&error))?;
    }
    let after = json!({
        "file": import.file_name, "kind": import.plan.kind(), "rows": outcome.rows, "new": outcome.counts.new,
        "changed": outcome.counts.changed, "unchanged": outcome.counts.unchanged, "rejected": outcome.rejected,
    });
    record(&mut tx, scope, Change::made(EventKind::ImportFinished, &import.id, after), now).await?;
    Ok(tx)
}

/// Writes down why an import is not there. What it had written is taken back already.
async fn give_up(app: &App, scope: &Scope, import: ImportId, stopped: Stopped) -> Result<Tx, JobError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let (kind, why) = match stopped {
        Stopped::Interrupted => return Err(JobError::Later("the program is stopping".to_owned())),
        Stopped::Db(error) => return Err(error.into()),
        Stopped::Broken(error) => return Err(JobError::Later(error)),
        Stopped::Cancelled => {
            let from = [ImportState::Waiting, ImportState::Running];
            store::advance(&mut tx, scope.tenant, import, &from, ImportState::Cancelled, now).await?;
            (EventKind::ImportCancelled, None)
        }
        Stopped::Refused(text) => {
            let kept = serde_json::to_string(&text).unwrap_or_default();
            store::fail(&mut tx, scope.tenant, import, &kept, now).await?;
            (EventKind::ImportFailed, Some(text))
        }
    };
    let change = match why {
        Some(Text { zh, en }) => Change::made(kind, &import, json!({ "zh": zh, "en": en })),
        None => Change::happened(kind, &import),
    };
    record(&mut tx, scope, change, now).await?;
    Ok(tx)
}

/// What another capability could not do is tried again with the whole.
fn later(error: &ApiError) -> JobError {
    JobError::Later(format!("{error:?}"))
}

async fn reverse_import(app: App, job: JobRun) -> Result<Tx, JobError> {
    let scope = job_scope(&job);
    let import = load(&app, &scope, &job).await?;
    let now: Instant = app.now();
    let zone = crate::identity::zone(&mut app.db().read().await?, job.tenant).await?;
    let mut tx = app.db().write().await?;
    let advanced =
        store::advance(&mut tx, job.tenant, import.id, &[ImportState::Done], ImportState::Reversed, now)
            .await?;
    if !advanced {
        return Ok(tx);
    }
    if import.plan.kind() == FileKind::NoteList {
        // First of all: judging holds the pass before it touches notes, and would wait for this as this for it.
        judge_again(&mut tx, &app, &scope).await?;
    }
    let touched = match Table::of(import.plan.kind()) {
        Some(table) => {
            let shaper = Shaper { table, tenant: job.tenant, zone: &zone, vault: app.vault() };
            reverse::take_back(&mut tx, &shaper, import.id).await?
        }
        None => super::roster::take_back(&mut tx, &scope, import.id, now).await?,
    };
    if import.plan.kind() == FileKind::NoteList {
        studio::look_again(&mut tx, &app, &scope).await.map_err(|error| later(&error))?;
    }
    let after = json!({ "file": import.file_name, "subjects": touched });
    record(&mut tx, &scope, Change::made(EventKind::ImportReversed, &import.id, after), now).await?;
    Ok(tx)
}
