//! The project's chores, behind `cargo xtask` and the Makefile.
//!
//! Words: a *chore* is what you ask for by name; a *step* is one thing that `test` checks; a *finding* is one
//! place where `tidy` sees a rule broken. Chores call the tools that a person would call by hand and say what
//! failed in a sentence. They do not hold product logic, and the server does not depend on them.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command's output is what it prints")]

mod call;
mod codegen;
mod contract;
mod failure;
mod launch;
mod packages;
mod place;
mod postgres;
mod stamp;
mod tally;
mod tidy;
mod verify;
mod web;

use std::env;
use std::process::ExitCode;

use call::Call;
use failure::{Failure, Outcome};
use place::Place;

/// Something that can be asked for by name.
struct Chore {
    name: &'static str,
    about: &'static str,
    run: fn(&Place, &[String]) -> Outcome,
}

const CHORES: &[Chore] = &[
    Chore { name: "run", about: "build everything and serve the demo matrix", run: launch::run },
    Chore { name: "test", about: "check everything that must hold", run: verify::test },
    Chore { name: "ci", about: "what the machine that guards the main branch runs: test", run: verify::test },
    Chore { name: "check", about: "the part of test that takes seconds", run: verify::check },
    Chore { name: "codegen", about: "the API document and the console's types", run: codegen::codegen },
    Chore { name: "tidy", about: "the house's own rules over the tree", run: tidy::tidy },
    Chore { name: "bench", about: "the benchmarks; figures go to docs/benchmarks.md by hand", run: bench },
    Chore { name: "bench-text", about: "the text engines and their peers", run: bench_text },
    Chore { name: "contract", about: "hold the API to its own document", run: contract::contract },
    Chore { name: "soak", about: "kill the server many times over and lose nothing", run: verify::soak },
    Chore { name: "postgres", about: "run a command with a test server at hand", run: verify::with_postgres },
];

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    match start(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn start(words: &[String]) -> Outcome {
    let (name, rest) = words.split_first().ok_or_else(|| Failure::new(usage()))?;
    let chore = CHORES
        .iter()
        .find(|chore| chore.name == name)
        .ok_or_else(|| Failure::new(format!("There is no chore `{name}`.\n{}", usage())))?;
    (chore.run)(&Place::find(), rest)
}

fn usage() -> String {
    let chores: Vec<String> =
        CHORES.iter().map(|chore| format!("  {:<10}{}", chore.name, chore.about)).collect();
    format!("Usage: cargo xtask CHORE\n{}", chores.join("\n"))
}

fn bench_text(place: &Place, words: &[String]) -> Outcome {
    let folder = place.root.join("bench-text");
    Call::cargo().args(["run", "--release", "--locked", "--"]).args(words).dir(&folder).run()?;
    Call::cargo().args(["bench", "--locked", "-p", "text", "--bench", "check"]).dir(&place.root).run()
}

fn bench(place: &Place, words: &[String]) -> Outcome {
    Call::cargo().args(["bench", "--locked", "-p", "sheets", "-p", "app"]).args(words).dir(&place.root).run()
}
