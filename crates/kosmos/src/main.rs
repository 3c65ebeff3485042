//! The KOS matrix operating system: one binary.

use std::io::Write as _;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "kosmos", version, about)]
struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Print the OpenAPI document of the API.
    Openapi,
}

fn main() -> std::io::Result<()> {
    match Command::parse().task {
        Task::Openapi => {
            let document = serde_json::to_string_pretty(&app::http::openapi())?;
            writeln!(std::io::stdout(), "{document}")
        }
    }
}
