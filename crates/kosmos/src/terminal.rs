//! What is told to the person at the machine.

use std::io::{self, Write as _};

use app::text::Text;

use crate::failure::{Failure, Outcome, here};

/// Prints a sentence in the language of the person at the machine.
pub fn say(text: &Text) -> Outcome {
    print(&format!("{}\n", text.get(here())))
}

/// Prints what a task was asked for.
pub fn print(text: &str) -> Outcome {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| unprintable(&error))
}

/// The output is closed or full.
pub fn unprintable(error: &io::Error) -> Failure {
    Failure::failed(format!("无法输出：{error}。"), format!("The output cannot be written: {error}."))
}
