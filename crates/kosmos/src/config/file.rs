//! The configuration file, and the commented default one.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

use super::{
    LIST,
    key::{Key, Shape},
    nearest,
};
use crate::failure::{Failure, Outcome};

/// Bytes that a configuration file may have.
const FILE_BYTES_MAX: u64 = 64 * 1024;

/// Which file to read: the one that is named, else the usual one when it is there.
pub(super) fn path(flag: Option<PathBuf>, variable: Option<PathBuf>, usual: &str) -> Option<PathBuf> {
    let named = flag.or(variable.filter(|path| !path.as_os_str().is_empty()));
    named.or_else(|| Some(PathBuf::from(usual)).filter(|path| path.exists()))
}

/// The keys that the file sets, as texts.
pub(super) fn read(path: &Path) -> Outcome<Vec<(Key, String)>> {
    let unreadable = |error: io::Error| {
        let path = path.display();
        Failure::usage(
            format!("无法读取配置文件 {path}：{error}。"),
            format!("The configuration file {path} cannot be read: {error}."),
        )
    };
    if fs::metadata(path).map_err(unreadable)?.len() > FILE_BYTES_MAX {
        return Err(unreadable(io::Error::other(format!("it has more than {FILE_BYTES_MAX} bytes"))));
    }
    parse(&fs::read_to_string(path).map_err(unreadable)?, path)
}

/// Reads the text of a file. A syntax error is told by its line, not by its words, which may be a secret.
pub(super) fn parse(text: &str, path: &Path) -> Outcome<Vec<(Key, String)>> {
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
        let path = path.display();
        Failure::usage(
            format!("配置文件 {path} 第 {line} 行不是正确的 TOML。"),
            format!("Line {line} of the configuration file {path} is not TOML."),
        )
    })?;
    table.into_iter().map(|(name, value)| setting(&name, value, path)).collect()
}

fn setting(name: &str, value: Value, path: &Path) -> Outcome<(Key, String)> {
    let key = Key::named(name).ok_or_else(|| unknown_key(name, path))?;
    let text = match (key.spec().shape, value) {
        (Shape::Text, Value::String(text)) => text,
        (Shape::Number, Value::Integer(number)) => number.to_string(),
        (Shape::Switch, Value::Boolean(switch)) => switch.to_string(),
        (shape, _) => return Err(wrong_shape(key, shape, path)),
    };
    Ok((key, text))
}

fn unknown_key(name: &str, path: &Path) -> Failure {
    let path = path.display();
    let (zh, en) = nearest(name).map_or_else(
        || (format!("运行 `{LIST}` 查看可用的设置。"), format!("`{LIST}` lists what can be set.")),
        |key| (format!("是想写 {key} 吗？"), format!("Did you mean {key}?")),
    );
    Failure::usage(
        format!("不认识配置文件 {path} 里的 {name}。{zh}"),
        format!("The key {name} of the configuration file {path} is not known. {en}"),
    )
}

fn wrong_shape(key: Key, shape: Shape, path: &Path) -> Failure {
    let path = path.display();
    let (zh, en) = match shape {
        Shape::Text => ("引号里的文本", "a text in quotation marks"),
        Shape::Number => ("整数", "a whole number"),
        Shape::Switch => ("true 或 false", "true or false"),
    };
    Failure::usage(
        format!("配置文件 {path} 里的 {key} 应为{zh}。"),
        format!("The key {key} of the configuration file {path} has to be {en}."),
    )
}

/// A file that sets every key to its default and says what it means.
pub fn default_file() -> String {
    // Writing to a String cannot fail.
    use std::fmt::Write as _;
    let mut text = String::from(
        "# The configuration of Kosmos, with every key at its default.\n\
        # The environment comes before this file, and the command line before both: `listen` is also KOSMOS_LISTEN\n\
        # and --listen. The file is found as ./kosmos.toml, or named by --config or KOSMOS_CONFIG.\n",
    );
    for key in Key::ALL {
        let spec = key.spec();
        text.push('\n');
        for line in spec.about.lines() {
            let _ = writeln!(text, "# {}.", line.trim_end_matches('.'));
        }
        let value = match spec.shape {
            Shape::Text => format!("{:?}", spec.default),
            Shape::Number | Shape::Switch => spec.default.to_owned(),
        };
        let _ = writeln!(text, "{key} = {value}");
    }
    text
}
