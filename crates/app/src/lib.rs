//! The shell around the rules: one folder per capability, and what they share.
//!
//! A request walks load → decide → save → tell → commit: `api.rs` tells that story, `store.rs` loads and saves rows,
//! the rule in the middle lives in `domain`, and [`events`] writes down what happened in the same transaction.
//!
//! Invariants: no row is read or written without a [`domain::identity::Scope`]; capabilities call each other's
//! public functions, never each other's `store` or `api`; nothing leaves the program before the commit.

mod app;
pub mod content;
pub mod departures;
mod entitlements;
pub mod events;
pub mod evidence;
pub mod http;
pub mod identity;
pub mod imports;
pub mod insight;
mod kept_files;
mod live;
pub mod matrix;
pub mod people;
pub mod personas;
mod planning;
mod queue;
pub mod rulebook;
pub mod seats;
mod selling;
mod studio;
pub mod text;
mod vault;

pub use app::{App, Settings};
pub use live::Live;
pub use vault::{Vault, VaultError};

/// Every kind of job and who does it.
fn handlers(app: &App) -> std::collections::HashMap<&'static str, jobs::Handler> {
    let handlers = [
        identity::jobs::handlers(app),
        imports::jobs::handlers(app),
        content::jobs::handlers(app),
        evidence::jobs::handlers(app),
        people::jobs::handlers(app),
        seats::jobs::handlers(app),
    ];
    handlers.into_iter().flatten().collect()
}
