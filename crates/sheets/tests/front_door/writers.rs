//! Tables written, and read back by us and by calamine.

use calamine::{Data, Reader, Xlsx};
use sheets::{Column, CsvWriter, Value, XlsxWriter};

use crate::rows_of;

fn columns() -> Vec<Column> {
    ["账号", "曝光", "消耗", "回复率", "日期"].into_iter().map(Column::new).collect()
}

const DANGEROUS: [&str; 8] =
    ["=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "\r=1", " =HYPERLINK(\"x\")", "＝1+1"];

#[test]
fn a_csv_opens_in_chinese_and_runs_nothing() {
    let mut writer = CsvWriter::new(Vec::new(), &columns()).unwrap();
    let row = [
        Value::Text("家居, \"张三\""),
        Value::Whole(-5),
        Value::Hundredths(131_701),
        Value::Percent(37_500),
        Value::Day(20_260_622),
        Value::Moment(20_260_622, 64_892),
        Value::Hundredths(-7),
        Value::Number(1.5),
        Value::Empty,
    ];
    writer.row(&row).unwrap();
    let bytes = writer.finish().unwrap();
    assert!(bytes.starts_with(b"\xef\xbb\xbf"));
    let text = String::from_utf8(bytes).unwrap();
    let line = "\"家居, \"\"张三\"\"\",-5,1317.01,3.75%,2026-06-22,2026-06-22 18:01:32,-0.07,1.5,\r\n";
    assert!(text.ends_with(line), "{text}");
    for text in DANGEROUS {
        let mut writer = CsvWriter::new(Vec::new(), &columns()).unwrap();
        writer.row(&[Value::Text(text)]).unwrap();
        let rows = rows_of(&writer.finish().unwrap());
        assert_eq!(rows[1].1[0], format!("'{text}"));
    }
}

#[test]
fn a_workbook_holds_typed_cells_and_no_formula() {
    let mut writer = XlsxWriter::new("看板: 6/15–6/21 [全部]?*", &columns()).unwrap();
    writer
        .row(&[
            Value::Text("家居张三"),
            Value::Whole(12_345),
            Value::Hundredths(131_701),
            Value::Percent(37_500),
            Value::Day(20_260_622),
        ])
        .unwrap();
    for text in DANGEROUS {
        writer.row(&[Value::Text(text), Value::Empty, Value::Moment(20_260_622, 64_892)]).unwrap();
    }
    let mut bytes = Vec::new();
    writer.finish(&mut bytes).unwrap();
    let rows = rows_of(&bytes);
    assert_eq!(rows[0].1, ["账号", "曝光", "消耗", "回复率", "日期"]);
    assert_eq!(rows[1].1, ["家居张三", "#12345", "#1317.01", "#0.0375", "@2026-06-22"]);
    let mut theirs: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let name = theirs.sheet_names()[0].clone();
    assert!(name.starts_with("看板") && !name.contains(['[', ':', '*']));
    assert_eq!(theirs.worksheet_formula(&name).unwrap().used_cells().count(), 0);
    let range = theirs.worksheet_range(&name).unwrap();
    for (row, text) in (2..).zip(DANGEROUS) {
        assert!(matches!(range.get_value((row, 0)), Some(Data::String(_))), "{text:?}");
    }
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_a_bad_day_is_refused() {
    let mut writer = XlsxWriter::new("", &columns()).unwrap();
    writer.row(&[Value::Text(&"𠮷".repeat(20_000))]).unwrap();
    assert!(writer.row(&[Value::Day(20_261_322)]).is_err());
    let mut bytes = Vec::new();
    writer.finish(&mut bytes).unwrap();
    assert_eq!(rows_of(&bytes)[1].1[0].chars().count(), 16_383);
}
