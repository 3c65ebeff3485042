//! The program as its user meets it: the real binary, its exit codes, and HTTP.

#![expect(clippy::indexing_slicing, reason = "a test that reads past an answer has failed")]
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod backup;
mod checking;
mod commands;
mod demo;
mod importing;
mod kit;
mod planning;
mod serving;
mod similar;
mod whole_matrix;
