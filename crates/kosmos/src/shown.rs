//! How the answers of the API are shown at the terminal.

use std::fmt::Write as _;

use app::text::Text;
use domain::identity::Language;
use serde_json::Value;

use crate::failure::{Failure, Outcome};

/// The kinds of file.
pub const KINDS: [&str; 6] =
    ["note_list", "employee_leads", "service_quality", "juguang_report", "lead_list", "roster"];
/// Loaded imports with the same days that are named.
const OVERLAPS_SHOWN_MAX: usize = 3;

/// The text at a place of an answer; empty where there is none.
pub fn text<'a>(answer: &'a Value, place: &str) -> &'a str {
    answer.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

/// The number at a place of an answer; 0 where there is none.
pub fn number(answer: &Value, place: &str) -> i64 {
    answer.pointer(place).and_then(Value::as_i64).unwrap_or(0)
}

fn list<'a>(answer: &'a Value, place: &str) -> &'a [Value] {
    answer.pointer(place).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text as it stands in the query of an address.
pub fn in_a_query(text: &str) -> String {
    let mut query = String::new();
    for byte in text.bytes() {
        // Writing to a String cannot fail.
        let _ = if byte.is_ascii_alphanumeric() {
            write!(query, "{}", byte as char)
        } else {
            write!(query, "%{byte:02X}")
        };
    }
    query
}

fn kind_name(import: &Value) -> Text {
    match text(import, "/kind") {
        "note_list" => Text::new("笔记列表明细表", "note list"),
        "employee_leads" => Text::new("专业号-线索明细", "leads by employee"),
        "service_quality" => Text::new("员工号分析", "service quality"),
        "juguang_report" => Text::new("聚光报表", "Juguang report"),
        "lead_list" => Text::new("线索列表", "list of leads"),
        "roster" => Text::new("员工名册", "roster"),
        other => Text::new(other, other),
    }
}

/// What was seen in a file, before anything is written.
pub fn preview(import: &Value, language: Language) -> String {
    let mut out = format!("{}: {}", text(import, "/file_name"), kind_name(import).get(language));
    if import.get("period").is_some_and(Value::is_object) {
        let _ = write!(out, ", {} – {}", text(import, "/period/from"), text(import, "/period/to"));
    }
    out.push('\n');
    for (role, title) in [
        ("field", Text::new("读取", "read")),
        ("ignored", Text::new("忽略", "left out")),
        ("secret", Text::new("丢弃（疑似密码或令牌）", "dropped (looks like a secret)")),
    ] {
        let columns = list(import, "/proposal/columns").iter().filter(|column| text(column, "/role") == role);
        let headers: Vec<&str> = columns.map(|column| text(column, "/header")).collect();
        if !headers.is_empty() {
            let _ = writeln!(out, "  {}: {}", title.get(language), headers.join(" · "));
        }
    }
    for overlap in list(import, "/overlaps").iter().take(OVERLAPS_SHOWN_MAX) {
        let days = format!("{} – {}", text(overlap, "/period/from"), text(overlap, "/period/to"));
        let name = text(overlap, "/file_name");
        let line = Text::new(
            format!("日期与已导入的 {name}（{days}）重叠"),
            format!("shares days with {name} ({days}), which is loaded"),
        );
        let _ = writeln!(out, "  {}", line.get(language));
    }
    if import.get("same_file").is_some_and(Value::is_object) {
        let line = Text::new("同一个文件已经导入过", "the very same file is loaded already");
        let _ = writeln!(out, "  {}", line.get(language));
    }
    out
}

/// What became of an import.
pub fn result(import: &Value, language: Language) -> String {
    let count = |name: &str| number(import, name);
    let (total, new, changed) = (count("/rows_total"), count("/rows_new"), count("/rows_changed"));
    let (unchanged, rejected) = (count("/rows_unchanged"), count("/rows_rejected"));
    let line = Text::new(
        format!("  {total} 行：新增 {new}，更新 {changed}，未变 {unchanged}，未能读取 {rejected}"),
        format!("  rows {total}: new {new}, changed {changed}, unchanged {unchanged}, rejected {rejected}"),
    );
    format!("{}\n", line.get(language))
}

/// The first rejected rows.
pub fn rejections(answer: &Value, rows_max: usize, language: Language) -> String {
    let rows = answer.as_array().map_or_else(|| list(answer, "/items"), Vec::as_slice);
    let mut out = String::new();
    for row in rows.iter().take(rows_max) {
        for problem in list(row, "/problems") {
            let (number, column) = (number(row, "/row"), text(problem, "/column"));
            let (value, reason) = (text(problem, "/value"), text(problem, "/message"));
            let line = Text::new(
                format!("第 {number} 行 {column}「{value}」：{reason}"),
                format!("row {number}, {column} “{value}”: {reason}"),
            );
            let _ = writeln!(out, "    {}", line.get(language));
        }
    }
    out
}

/// Refuses a file that leaves something open, and names the flag that says it.
pub fn refuse_incomplete(import: &Value) -> Outcome {
    let needs = |place: &str| import.pointer(place).and_then(Value::as_bool).unwrap_or(false);
    if needs("/proposal/needs_period") && !import.get("period").is_some_and(Value::is_object) {
        return Err(Failure::usage(
            "文件里没有统计周期；请加 --period-from 和 --period-to。",
            "The file does not say which days it covers; add --period-from and --period-to.",
        ));
    }
    if needs("/proposal/needs_account") && !import.get("account").is_some_and(Value::is_string) {
        return Err(Failure::usage(
            "文件里没有账号；请加 --account。",
            "The file does not say whose notes it lists; add --account.",
        ));
    }
    Ok(())
}

/// Refuses an import that did not come to its end, with its own reason.
pub fn refuse_unless_done(import: &Value) -> Outcome {
    if text(import, "/state") == "done" {
        return Ok(());
    }
    let reason = text(import, "/failure");
    Err(Failure::failed(format!("没有导入。{reason}"), format!("It was not imported. {reason}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_query_holds_any_text() {
        assert_eq!(in_a_query("小a b&"), "%E5%B0%8Fa%20b%26");
    }

    #[test]
    fn what_is_missing_is_named_by_its_flag() {
        let open = json!({ "proposal": { "needs_period": true, "needs_account": false }, "period": null });
        assert!(refuse_incomplete(&open).unwrap_err().text.en.contains("--period-from"));
        let open = json!({ "proposal": { "needs_period": true, "needs_account": true }, "period": {}, "account": null });
        assert!(refuse_incomplete(&open).unwrap_err().text.en.contains("--account"));
    }
}
