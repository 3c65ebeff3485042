//! The imports that run on this node right now: how far each has come, and the way to stop it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use domain::{id::ImportId, time::Instant};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;

/// Every import that runs on this node.
#[derive(Debug, Clone, Default)]
pub struct Running(Arc<Mutex<HashMap<ImportId, Arc<Run>>>>);

/// One running import.
#[derive(Debug)]
pub(super) struct Run {
    started_at: Instant,
    rows: AtomicU64,
    bytes_done: AtomicU64,
    bytes_total: AtomicU64,
    /// Told when somebody wants it to stop.
    pub cancel: CancellationToken,
}

/// How far a running import has come.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(super) struct Progress {
    /// Rows read.
    rows: u64,
    /// Rows per second since it began.
    rows_per_second: u64,
    /// How much of the file was read, in hundredths.
    percent: u64,
    /// Seconds that it will probably still take; absent at the very start.
    seconds_left: Option<u64>,
}

/// Takes an import off the list when its run ends, however it ends.
#[derive(Debug)]
pub(super) struct Entry {
    running: Running,
    import: ImportId,
    pub run: Arc<Run>,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.running.lock().remove(&self.import);
    }
}

impl Running {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ImportId, Arc<Run>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn enter(&self, import: ImportId, now: Instant) -> Entry {
        let run = Arc::new(Run {
            started_at: now,
            rows: AtomicU64::new(0),
            bytes_done: AtomicU64::new(0),
            bytes_total: AtomicU64::new(0),
            cancel: CancellationToken::new(),
        });
        self.lock().insert(import, Arc::clone(&run));
        Entry { running: self.clone(), import, run }
    }

    /// Asks a running import to stop; `false` when it does not run on this node.
    pub(super) fn cancel(&self, import: ImportId) -> bool {
        let run = self.lock().get(&import).cloned();
        run.inspect(|run| run.cancel.cancel()).is_some()
    }

    pub(super) fn progress(&self, import: ImportId, now: Instant) -> Option<Progress> {
        let run = self.lock().get(&import).cloned()?;
        let rows = run.rows.load(Ordering::Relaxed);
        let done = run.bytes_done.load(Ordering::Relaxed);
        let total = run.bytes_total.load(Ordering::Relaxed).max(done).max(1);
        let took_ms = (now.ms() - run.started_at.ms()).unsigned_abs().max(1);
        let seconds_left = (done > 0).then(|| took_ms * (total - done) / done / 1_000);
        Some(Progress {
            rows,
            rows_per_second: rows * 1_000 / took_ms,
            percent: done * 100 / total,
            seconds_left,
        })
    }
}

impl Run {
    pub fn advance(&self, rows: u64, bytes_done: u64, bytes_total: u64) {
        self.rows.store(rows, Ordering::Relaxed);
        self.bytes_done.store(bytes_done, Ordering::Relaxed);
        self.bytes_total.store(bytes_total, Ordering::Relaxed);
    }
}
