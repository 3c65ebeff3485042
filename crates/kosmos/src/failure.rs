//! Why a task of the command line is not done: an exit code and a sentence for the person at the machine.

use app::{VaultError, http::ApiError, text::Text};
use db::DbError;
use domain::identity::Language;

/// What the exit code of the program says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It was tried and went wrong.
    Failed = 1,
    /// The command line or the configuration is not understood.
    Usage = 2,
    /// It was refused before anything was touched.
    Refused = 3,
}

/// A task that is not done.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What happened and what to do.
    pub text: Text,
}

/// The result of a task.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// It was tried and went wrong.
    pub fn failed(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, text: Text::new(zh, en) }
    }

    /// The command line or the configuration is not understood.
    pub fn usage(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, text: Text::new(zh, en) }
    }

    /// It was refused before anything was touched.
    pub fn refused(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { exit: Exit::Refused, text: Text::new(zh, en) }
    }

    /// A file or folder could not be used.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let path = path.display();
        Self::failed(format!("无法使用 {path}：{error}。"), format!("{path} cannot be used: {error}."))
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        Self::failed(format!("数据库出错：{error}。"), format!("{}.", capitalised(&error.to_string())))
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        Self::failed(format!("密钥无法使用：{error}。"), format!("{}.", capitalised(&error.to_string())))
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self { exit: Exit::Failed, text: error.text().clone() }
    }
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The language of the person at the machine.
pub fn here() -> Language {
    language(|name| std::env::var(name).ok())
}

/// The language of an environment, by the first of the usual variables that is set.
fn language(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    if set.is_some_and(|value| value.starts_with("zh")) { Language::Zh } else { Language::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_spoken_where_the_environment_speaks_it() {
        let speaks = |pairs: &'static [(&str, &str)]| {
            language(|name| {
                pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(speaks(&[]), Language::En);
        assert_eq!(speaks(&[("LANG", "zh_CN.UTF-8")]), Language::Zh);
        assert_eq!(speaks(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), Language::En);
        assert_eq!(speaks(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")]), Language::Zh);
    }
}
