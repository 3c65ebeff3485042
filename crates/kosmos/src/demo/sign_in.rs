//! How to sign in to the demo: a file for its owner alone, shown again at every start.

use std::{fs::OpenOptions, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

use app::text::Text;
use domain::identity::Language;

use crate::failure::{Failure, Outcome};

/// The file in the demo's folder.
pub const FILE: &str = "sign-in.txt";

/// A person of the demo.
#[derive(Debug, Clone)]
pub struct Person {
    /// What they are, in words.
    pub role: &'static str,
    /// The address they sign in with.
    pub email: String,
}

/// Who can sign in, and with what.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// The people, the owner first.
    pub people: Vec<Person>,
    /// The password of all of them.
    pub password: String,
}

/// Writes the file.
pub fn write(folder: &Path, sign_in: &SignIn) -> Outcome {
    let path = folder.join(FILE);
    let SignIn { people, password } = sign_in;
    let people: Vec<String> =
        people.iter().map(|Person { role, email }| format!("{email}  {role}\n")).collect();
    let text = format!("{}{password}\n", people.concat());
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| Failure::file(&path, &error))
}

/// What is printed when the demo answers at `url`.
pub fn notice(url: &str, file: &str, language: Language) -> String {
    let mut lines: Vec<&str> = file.lines().collect();
    let password = lines.pop().unwrap_or_default();
    let people: Vec<String> = lines.iter().map(|line| format!("  {line}\n")).collect();
    let text = Text::new(
        format!("\nKosmos 演示：{url}\n登录邮箱：\n{}密码：{password}\n\n", people.concat()),
        format!("\nThe Kosmos demo: {url}\nSign in as:\n{}Password: {password}\n\n", people.concat()),
    );
    text.get(language).to_owned()
}
