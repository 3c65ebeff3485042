//! `test`: everything that must hold, in an order that fails early.
//!
//! A *step* is one thing that is checked; it has a name, a log of its own under `target/test-logs`, and a time.
//! The first step that fails ends the run. Invariants: what a step needs from the distribution is present
//! before the first one starts; PostgreSQL runs only while a step that asked for it may still need it, and is
//! stopped whatever happens.

use std::fs::{self, File};
use std::io::Write;
use std::time::{Duration, Instant};

use crate::call::Call;
use crate::codegen;
use crate::contract::{self, Demo};
use crate::failure::{Failure, Outcome, While};
use crate::packages::{self, Need};
use crate::place::Place;
use crate::postgres::Server;
use crate::tally::Tally;
use crate::tidy;
use crate::web;

/// Names the environment variable by which tests find the server.
pub const POSTGRES_VARIABLE: &str = "KOSMOS_TEST_POSTGRES";
/// Crates whose tests need neither a database nor a browser.
const PURE_CRATES: &[&str] = &["domain", "sheets", "xtask"];

/// One thing that is checked.
struct Step {
    name: &'static str,
    about: &'static str,
    needs: &'static [Need],
    run: fn(&mut Run<'_>) -> Outcome,
}

const STEPS: &[Step] = &[
    Step { name: "format", about: "rustfmt has nothing to change", needs: &[], run: format },
    Step { name: "lints", about: "clippy has nothing to say", needs: &[], run: lints },
    Step { name: "tidy", about: "the house's own rules", needs: &[], run: tidy_tree },
    Step { name: "codegen", about: "the API document and its types are current", needs: &[], run: drift },
    Step {
        name: "commands",
        about: "the server knows every command the READMEs show",
        needs: &[],
        run: commands,
    },
    Step { name: "web", about: "the console: types, lints, unit tests", needs: &[], run: console },
    Step {
        name: "build",
        about: "the console builds, within its budget of bytes",
        needs: &[],
        run: build_console,
    },
    Step {
        name: "tests",
        about: "all Rust tests, on both databases",
        needs: &[Need::Postgres],
        run: rust_tests,
    },
    Step {
        name: "contract",
        about: "the running server keeps what its API document promises",
        needs: &[Need::Python],
        run: keeps_contract,
    },
    Step {
        name: "journeys",
        about: "the browser, against the real server",
        needs: &[Need::Browser, Need::ChineseFont],
        run: journeys,
    },
];

/// What the steps share while they run.
struct Run<'a> {
    place: &'a Place,
    postgres: Option<Server>,
    log: Option<File>,
    tally: Tally,
}

/// How a step ended.
struct Ended {
    name: &'static str,
    took: Duration,
    tally: Tally,
    failure: Option<Failure>,
}

pub fn test(place: &Place, words: &[String]) -> Outcome {
    let chosen = choose(words)?;
    let mut needs: Vec<Need> = chosen.iter().flat_map(|step| step.needs).copied().collect();
    needs.dedup();
    packages::provide(&needs)?;
    fs::create_dir_all(place.logs()).doing("create the folder of logs")?;
    let mut run = Run { place, postgres: None, log: None, tally: Tally::default() };
    let mut ended: Vec<Ended> = Vec::new();
    for step in chosen {
        let end = run.take(step)?;
        let stop = end.failure.is_some();
        ended.push(end);
        if stop {
            break;
        }
    }
    drop(run);
    report(place, ended)
}

/// `check`: what takes seconds, for between two edits.
pub fn check(place: &Place, _words: &[String]) -> Outcome {
    Call::cargo().args(["fmt", "--all", "--check"]).dir(&place.root).run()?;
    tidy::tidy(place, &[])?;
    clippy(place).run()?;
    cargo_test(place, &["test", "--quiet"]).args(pure_crates(place)).run()
}

/// `postgres [COMMAND…]`: a command with a server at hand, for running one crate's tests.
pub fn with_postgres(place: &Place, words: &[String]) -> Outcome {
    let (program, rest) = words
        .split_first()
        .ok_or_else(|| Failure::new("Say what to run: cargo xtask postgres cargo test -p db"))?;
    packages::provide(&[Need::Postgres])?;
    let server = Server::start(place)?;
    Call::new(program).args(rest).env(POSTGRES_VARIABLE, server.url()).run()
}

/// `soak`: the model of a brand's seats goes through many sequences, and the server is killed many times over, on both
/// databases, and must lose nothing.
pub fn soak(place: &Place, words: &[String]) -> Outcome {
    packages::provide(&[Need::Postgres])?;
    cargo_test(place, &["test", "--release", "-p", "domain", "--lib", "seats::model_tests"])
        .env("KOSMOS_SOAK_SEQUENCES", "100000")
        .run()?;
    let server = Server::start(place)?;
    cargo_test(place, &["test", "--release", "-p", "kosmos", "--test", "soak", "--"])
        .args(["--nocapture", "--include-ignored"])
        .args(words)
        .env(POSTGRES_VARIABLE, server.url())
        .env("KOSMOS_SOAK_KILLS", "200")
        .run()
}

fn choose(words: &[String]) -> Outcome<Vec<&'static Step>> {
    let (mut only, mut skip) = (Vec::new(), Vec::new());
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let list = match word.as_str() {
            "--only" => &mut only,
            "--skip" => &mut skip,
            _ => return Err(Failure::new(format!("`{word}` is not known here.\n{}", usage()))),
        };
        let name = rest.next().ok_or_else(|| Failure::new(format!("`{word}` wants a step.\n{}", usage())))?;
        if !STEPS.iter().any(|step| step.name == name) {
            return Err(Failure::new(format!("There is no step `{name}`.\n{}", usage())));
        }
        list.push(name.as_str());
    }
    let wanted = |step: &&Step| (only.is_empty() || only.contains(&step.name)) && !skip.contains(&step.name);
    Ok(STEPS.iter().filter(wanted).collect())
}

fn usage() -> String {
    let steps: Vec<String> = STEPS.iter().map(|step| format!("  {:<10}{}", step.name, step.about)).collect();
    format!("Usage: cargo xtask test [--only STEP]… [--skip STEP]…\nSteps:\n{}", steps.join("\n"))
}

impl Run<'_> {
    fn take(&mut self, step: &'static Step) -> Outcome<Ended> {
        println!("\n== {}: {}", step.name, step.about);
        let path = self.place.logs().join(format!("{}.log", step.name));
        self.log = Some(File::create(&path).doing(format!("create {}", path.display()))?);
        self.tally = Tally::default();
        let started = Instant::now();
        let failure = (step.run)(self).err();
        if let Some(failure) = &failure {
            self.say(&failure.to_string());
        }
        Ok(Ended { name: step.name, took: started.elapsed(), tally: self.tally, failure })
    }

    /// Runs a program of the step: shown, logged, and its tests counted.
    fn call(&mut self, call: Call) -> Outcome {
        call.each_line(|line| {
            self.tally += Tally::of_line(line);
            self.say(line);
        })
    }

    fn say(&mut self, line: &str) {
        println!("{line}");
        if let Some(log) = &mut self.log {
            // A full disk must not hide what the step itself has to say.
            writeln!(log, "{line}").ok();
        }
    }

    fn postgres_url(&mut self) -> Outcome<String> {
        let server = match self.postgres.take() {
            Some(server) => server,
            None => Server::start(self.place)?,
        };
        let url = server.url().to_owned();
        self.postgres = Some(server);
        Ok(url)
    }
}

fn format(run: &mut Run<'_>) -> Outcome {
    run.call(Call::cargo().args(["fmt", "--all", "--check"]).dir(&run.place.root))
}

fn lints(run: &mut Run<'_>) -> Outcome {
    run.call(clippy(run.place))
}

fn tidy_tree(run: &mut Run<'_>) -> Outcome {
    let findings = tidy::findings(run.place)?;
    for finding in &findings {
        run.say(&finding.to_string());
    }
    tidy::verdict(findings.len())
}

fn drift(run: &mut Run<'_>) -> Outcome {
    run.call(codegen::build_server(run.place))?;
    web::install(run.place, &run.place.web())?;
    codegen::check(run.place)
}

fn commands(run: &mut Run<'_>) -> Outcome {
    run.call(codegen::build_server(run.place))?;
    codegen::commands_are_known(run.place)
}

fn console(run: &mut Run<'_>) -> Outcome {
    web::install(run.place, &run.place.web())?;
    run.call(web::npm(&run.place.web(), &["run", "check"]))
}

fn build_console(run: &mut Run<'_>) -> Outcome {
    web::build(run.place)?;
    run.call(web::npm(&run.place.web(), &["run", "budget"]))
}

fn rust_tests(run: &mut Run<'_>) -> Outcome {
    let url = run.postgres_url()?;
    run.call(cargo_test(run.place, &["test", "--workspace", "--no-fail-fast"]).env(POSTGRES_VARIABLE, url))
}

fn keeps_contract(run: &mut Run<'_>) -> Outcome {
    run.call(codegen::build_server(run.place))?;
    let tool = contract::install(run.place)?;
    let demo = Demo::start(run.place)?;
    run.call(contract::examine(run.place, &tool, &demo))
}

fn journeys(run: &mut Run<'_>) -> Outcome {
    let folder = run.place.journeys();
    web::install(run.place, &folder)?;
    web::build(run.place)?;
    run.call(codegen::build_server(run.place))?;
    run.call(web::npm(&folder, &["run", "check"]))?;
    let browser = packages::browser().ok_or_else(|| Failure::new("No browser was found."))?;
    let journeys = web::npm(&folder, &["run", "journeys"])
        .env("KOSMOS_BIN", run.place.server("debug"))
        .env("KOSMOS_CHROMIUM", browser);
    run.call(journeys)
}

fn clippy(place: &Place) -> Call {
    Call::cargo()
        .args(["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"])
        .dir(&place.root)
}

fn cargo_test(place: &Place, words: &[&str]) -> Call {
    let (first, rest) = words.split_first().unwrap_or((&"test", &[]));
    Call::cargo().args([first, &"--locked"]).args(rest).dir(&place.root)
}

fn pure_crates(place: &Place) -> Vec<&'static str> {
    let exists = |name: &&&str| **name == "xtask" || place.root.join("crates").join(name).is_dir();
    PURE_CRATES.iter().filter(exists).flat_map(|name| ["-p", name]).collect()
}

/// Prints the table and the closing line. A step without tests of its own counts as one.
fn report(place: &Place, ended: Vec<Ended>) -> Outcome {
    let mut total = Tally::default();
    println!("\n{:<10}  {:>9}  result", "step", "time");
    for Ended { name, took, tally, failure } in &ended {
        let seconds = took.as_secs_f64();
        let result = if failure.is_some() { "FAILED" } else { "passed" };
        let tests = if tally.is_empty() { String::new() } else { format!(" ({tally})") };
        println!("{name:<10}  {seconds:>7.1} s  {result}{tests}");
        total += counted(*tally, failure.is_some());
    }
    println!("{:<10}  {:>7.1} s", "all", ended.iter().map(|end| end.took.as_secs_f64()).sum::<f64>());
    println!("\n{total}");
    match ended.into_iter().find(|end| end.failure.is_some()) {
        None => Ok(()),
        Some(end) => Err(Failure::new(format!(
            "The step `{}` failed. Its log: {}",
            end.name,
            place.logs().join(format!("{}.log", end.name)).display()
        ))),
    }
}

fn counted(tests: Tally, has_failed: bool) -> Tally {
    match (tests, has_failed) {
        (Tally { passed: 0, failed: 0 }, false) => Tally { passed: 1, failed: 0 },
        (Tally { passed, failed: 0 }, true) => Tally { passed, failed: 1 },
        (tests, _) => tests,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Outcome<Vec<&'static str>> {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        Ok(choose(&words)?.into_iter().map(|step| step.name).collect())
    }

    #[test]
    fn steps_are_chosen_by_name_and_keep_their_order() {
        assert_eq!(names(&[]).unwrap().len(), STEPS.len());
        assert_eq!(names(&["--only", "tests", "--only", "format"]).unwrap(), ["format", "tests"]);
        assert!(!names(&["--skip", "journeys"]).unwrap().contains(&"journeys"));
    }

    #[test]
    fn an_unknown_step_is_refused_with_the_list() {
        for words in [&["--only", "everything"][..], &["--only"], &["everything"]] {
            let sentence = names(words).unwrap_err().to_string();
            assert!(sentence.contains("journeys"), "{sentence}");
        }
    }

    #[test]
    fn a_red_run_never_closes_with_nothing_failed() {
        let none = Tally::default();
        let some = Tally { passed: 5, failed: 0 };
        assert_eq!(counted(none, false), Tally { passed: 1, failed: 0 });
        assert_eq!(counted(none, true), Tally { passed: 0, failed: 1 });
        assert_eq!(counted(some, false), some);
        assert_eq!(counted(some, true), Tally { passed: 5, failed: 1 });
        assert_eq!(counted(Tally { passed: 5, failed: 2 }, true), Tally { passed: 5, failed: 2 });
    }
}
