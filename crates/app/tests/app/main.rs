//! The API through its front door, on both databases.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that reads past an answer, or finds none, has failed"
)]

mod imports;
mod api_keys;
mod audit;
mod brands;
mod invitations;
mod me;
mod members;
mod notices;
mod queue;
mod session;
