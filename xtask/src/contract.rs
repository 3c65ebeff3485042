//! `contract`: the API is held to its own document, by Schemathesis against the demo.
//!
//! Schemathesis comes from Python's package index into an environment of its own under `target/`; which requests it may send, and why
//! some not, stands in `e2e/contract/`. The demo that it works on is grown for the run and thrown away with it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use crate::call::Call;
use crate::codegen;
use crate::failure::{Failure, Outcome, While};
use crate::packages::{self, Need};
use crate::place::Place;
use crate::stamp::when_changed;

/// `contract`: the step of that name, by itself.
pub fn contract(place: &Place, words: &[String]) -> Outcome {
    if !words.is_empty() {
        return Err(Failure::new("Usage: cargo xtask contract"));
    }
    packages::provide(&[Need::Python])?;
    codegen::build_server(place).run()?;
    let tool = install(place)?;
    let demo = Demo::start(place)?;
    examine(place, &tool, &demo).run()
}

/// Installs Schemathesis, only when its requirements have changed; the program.
pub fn install(place: &Place) -> Outcome<PathBuf> {
    let environment = place.target.join("contract/python");
    let requirements = folder(place).join("requirements.txt");
    let program = environment.join("bin/schemathesis");
    when_changed(place, "contract-python", std::slice::from_ref(&requirements), &program, || {
        Call::new("python3").args(["-m", "venv", "--clear"]).args([&environment]).run()?;
        Call::new(environment.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "--requirement"])
            .args([&requirements])
            .run()
    })?;
    Ok(program)
}

/// The examination of a running demo.
pub fn examine(place: &Place, tool: &Path, demo: &Demo) -> Call {
    let rules = folder(place);
    Call::new(tool)
        .args(["--config-file"])
        .args([rules.join("schemathesis.toml")])
        .args(["run", &format!("{}/api/openapi.json", demo.url)])
        .dir(&demo.folder)
        .env("PYTHONPATH", &rules)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("CONTRACT_URL", &demo.url)
        .env("CONTRACT_SIGN_IN", demo.folder.join("data/sign-in.txt"))
}

fn folder(place: &Place) -> PathBuf {
    place.journeys().join("contract")
}

/// A demo server that ends with the value.
pub struct Demo {
    child: Child,
    folder: PathBuf,
    url: String,
}

impl Demo {
    /// Grows a demo and serves it on a free port.
    pub fn start(place: &Place) -> Outcome<Self> {
        let folder = place.target.join("contract/run");
        if folder.exists() {
            fs::remove_dir_all(&folder).doing(format!("remove {}", folder.display()))?;
        }
        fs::create_dir_all(&folder).doing(format!("create {}", folder.display()))?;
        let log = fs::File::create(folder.join("server.log")).doing("create the log of the demo")?;
        let child = Call::new(place.server("debug"))
            .args([
                "demo",
                "--listen",
                "127.0.0.1:0",
                "--sign-in-attempts-per-minute",
                "100000",
                "--data-dir",
            ])
            .args([folder.join("data")])
            .dir(&folder)
            .env("LANG", "C.UTF-8")
            .into_command()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .doing("start the demo")?;
        let mut demo = Self { child, folder, url: String::new() };
        demo.url = demo.announced().ok_or_else(|| {
            let log = fs::read_to_string(demo.folder.join("server.log")).unwrap_or_default();
            Failure::new(format!("The demo did not start: {}", log.trim()))
        })?;
        Ok(demo)
    }

    /// The address that the server prints when it answers. It prints nothing after that page, so that the pipe may
    /// be closed.
    fn announced(&mut self) -> Option<String> {
        let lines = BufReader::new(self.child.stdout.take()?).lines().map_while(Result::ok);
        lines
            .into_iter()
            .find_map(|line| line.find("http://").and_then(|at| line.get(at..).map(str::to_owned)))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
