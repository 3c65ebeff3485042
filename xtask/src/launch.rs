//! `run`: from a clean clone to the demo matrix in the browser.
//!
//! The server is built with the profile `quick`: optimised enough to feel like the product, and compiled in a
//! third of the time that a release takes.

use crate::call::Call;
use crate::failure::{Failure, Outcome};
use crate::place::Place;
use crate::web;

const PROFILE: &str = "quick";

pub fn run(place: &Place, words: &[String]) -> Outcome {
    web::build(place)?;
    Call::cargo().args(["build", "--locked", "--profile", PROFILE, "-p", "kosmos"]).dir(&place.root).run()?;
    Err(demo(place, words))
}

/// Becomes the server, so that Ctrl-C and the exit code are its own.
fn demo(place: &Place, words: &[String]) -> Failure {
    Call::new(place.server(PROFILE))
        .args(["demo", "--data-dir"])
        .args([place.root.join("data/demo")])
        .args(words)
        .dir(&place.root)
        .replace()
}
