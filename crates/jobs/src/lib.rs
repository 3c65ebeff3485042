//! The queue in the database: work that is written down in the same transaction as its cause.
//!
//! Words: a *job* is one piece of work of one tenant, with ids for a payload; a *kind* says which handler does it; a
//! *lease* is the time a node may work before others take over; a job that failed too often is *dead* and waits for
//! a person.
//!
//! Invariants: [`enqueue`] writes through the caller's transaction, so a job exists exactly when its cause does. A
//! handler returns its own uncommitted transaction; the runner marks the job done in it and commits, so that work
//! and mark are one. Tenants take turns: the one with the fewest running jobs is served first.
//!
//! Jobs send nothing before they commit, and never wait for another job.

mod clock;
mod queue;
mod runner;
mod schedule;

pub use clock::{Clock, Ids};
pub use queue::{NewJob, QUEUE_PAYLOAD_BYTES_MAX, cancel_waiting, enqueue, queue_depth};
pub use runner::{AfterCommit, Handler, JobError, JobRun, Runner, RunnerOptions, Wake};
pub use schedule::{NewSchedule, ScheduleError, ensure_schedule};
