//! The API through its front door, on both databases.

#![expect(clippy::indexing_slicing, reason = "a test that reads past an answer has failed")]

mod imports;
mod session;
