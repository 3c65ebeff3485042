//! Text files in every encoding and with every delimiter that exports use.

use std::fmt::Write;

use proptest::prelude::*;
use sheets::{Format, Limits, SheetError};

use crate::{Short, open, open_within, read, refusal, refusal_within, rows_of};

fn lines(rows: &[(u32, &[&str])]) -> Vec<Short> {
    rows.iter()
        .map(|(number, cells)| (*number, cells.iter().map(|&cell| cell.to_owned()).collect()))
        .collect()
}

const TABLE: &str = "员工名称,账号ID\n张三,5f1e\n";

#[test]
fn a_text_is_the_same_in_every_encoding() {
    let expected = lines(&[(1, &["员工名称", "账号ID"]), (2, &["张三", "5f1e"])]);
    let (gb, _, _) = encoding_rs::GB18030.encode(TABLE);
    let utf16 = |mark: [u8; 2], pair: fn(u16) -> [u8; 2]| -> Vec<u8> {
        mark.into_iter().chain(TABLE.encode_utf16().flat_map(pair)).collect()
    };
    for (name, bytes) in [
        ("UTF-8", TABLE.as_bytes().to_vec()),
        ("UTF-8 with a byte order mark", [b"\xef\xbb\xbf", TABLE.as_bytes()].concat()),
        ("GB18030", gb.into_owned()),
        ("UTF-16 little end first", utf16([0xff, 0xfe], u16::to_le_bytes)),
        ("UTF-16 big end first", utf16([0xfe, 0xff], u16::to_be_bytes)),
    ] {
        assert_eq!(rows_of(&bytes), expected, "{name}");
    }
}

#[test]
fn an_encoding_is_decided_by_the_whole_file_and_not_by_its_head() {
    let mut table = "name,id\n".to_owned();
    for index in 0..40_000 {
        writeln!(table, "row{index},{index}").unwrap();
    }
    table.push_str("张三𠮷,7\n");
    let (gb, _, _) = encoding_rs::GB18030.encode(&table);
    assert!(gb.len() > 400_000);
    for bytes in [gb.as_ref(), table.as_bytes()] {
        assert_eq!(rows_of(bytes).last().unwrap().1, ["张三𠮷", "7"]);
    }
}

#[test]
fn a_chinese_character_across_two_chunks_is_whole() {
    for padding in 65_520..65_540 {
        let table = format!(
            "{},{},{},张三李四\n",
            "x".repeat(30_000),
            "y".repeat(30_000),
            "z".repeat(padding - 60_003)
        );
        let (gb, _, _) = encoding_rs::GB18030.encode(&table);
        assert_eq!(rows_of(&gb)[0].1[3], "张三李四");
        let long = table.replacen('x', &"w\n".repeat(98_304), 1);
        assert_eq!(rows_of(long.as_bytes()).last().unwrap().1[3], "张三李四");
    }
}

#[test]
fn a_few_broken_bytes_are_replaced_and_said_so() {
    let mut bytes = "员工名称很长的一行文字用来说明这是正确的编码,账号\n张三,".as_bytes().to_vec();
    bytes.extend(b"\xe5\xbc\n");
    let (rows, findings) = read(&mut open(&bytes).unwrap(), 0).unwrap();
    assert_eq!(rows[1].1, ["张三", "\u{fffd}"]);
    assert!(findings.replaced_bytes);
}

#[test]
fn the_delimiter_is_the_one_that_stands_equally_often_in_most_lines() {
    let expected =
        lines(&[(1, &["标题", "点赞", "评论"]), (2, &["大, 小, 中, 好", "1", "2"]), (3, &["乙", "3", "4"])]);
    for table in [
        "标题\t点赞\t评论\n大, 小, 中, 好\t1\t2\n乙\t3\t4\n",
        "标题;点赞;评论\n大, 小, 中, 好;1;2\n乙;3;4\n",
        "标题,点赞,评论\n\"大, 小, 中, 好\",1,2\n乙,3,4\n",
        "sep=;\n标题;点赞;评论\r\n大, 小, 中, 好;1;2\r\n乙;3;4\r\n",
        "\u{feff}\"sep=\t\"\r\n标题\t点赞\t评论\n大, 小, 中, 好\t1\t2\n乙\t3\t4",
    ] {
        assert_eq!(rows_of(table.as_bytes()), expected, "{table}");
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_program_shows_them() {
    let expected = lines(&[(1, &["a", "b"]), (3, &["c", "d\nd"]), (5, &["e"]), (6, &["", "f", "g"])]);
    for line_end in ["\n", "\r\n", "\r"] {
        let table = ["a,b", "", "c,\"d\nd\"", " , ", "e", ",f,g"].join(line_end);
        assert_eq!(rows_of(table.as_bytes()), expected, "{line_end:?}");
        assert_eq!(rows_of((table + line_end).as_bytes()), expected, "{line_end:?} at the end");
    }
}

#[test]
fn quotes_double_themselves_and_one_that_never_closes_is_refused() {
    assert_eq!(rows_of(b"a,\"say \"\"hi\"\"\",5\" wide\n")[0].1, ["a", "say \"hi\"", "5\" wide"]);
    let refused = refusal(b"a,b\nc,\"open\nd,e\nf,g\n");
    assert!(matches!(refused, SheetError::UnclosedQuote { row: 2 }), "{refused}");
}

#[test]
fn the_sheet_is_named_after_the_file_and_progress_ends_at_its_size() {
    let mut book = open(TABLE.as_bytes()).unwrap();
    assert_eq!((book.format(), book.sheets()[0].name.as_str()), (Format::Csv, "name (1)"));
    assert_eq!(book.head(0, 1).unwrap()[0].cells, ["员工名称", "账号ID"]);
    let mut rows = book.rows(0).unwrap();
    let mut row = sheets::Row::new();
    while rows.next(&mut row).unwrap() {}
    assert_eq!(rows.progress().done, rows.progress().total_estimate);
}

#[test]
fn limits_are_met_with_a_sentence() {
    let limits = Limits { rows_max: 2, cell_chars_max: 10, file_bytes_max: 1 << 20, ..Limits::default() };
    let wide = vec!["x"; 300].join(",");
    for (table, code) in [
        ("a\nb\nc\n".to_owned(), "file_too_many_rows"),
        ("a\n12345678901\n".to_owned(), "file_cell_too_long"),
        (format!("a\n{wide}\n"), "file_too_many_columns"),
        ("x".repeat(2 << 20), "file_too_large"),
        (format!("\"{}\"", "x".repeat((2 << 20) - 9)), "file_too_large"),
    ] {
        let refused = refusal_within(table.as_bytes(), &limits);
        assert_eq!(refused.code(), code);
        assert!(refused.is_refusal() && !refused.zh().is_empty());
    }
    let endless = format!("a,\"{}", "x\n".repeat(3 << 20));
    assert_eq!(refusal(endless.as_bytes()).code(), "file_cell_too_long");
    let mut blank = open_within("\n".repeat(1 << 20).as_bytes(), &limits).unwrap();
    assert_eq!(read(&mut blank, 0).unwrap().0, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 1..600)) {
        if let Ok(mut book) = open(&bytes) {
            let _ = read(&mut book, 0);
        }
    }

    #[test]
    fn whatever_the_writer_writes_is_read_back(
        table in prop::collection::vec(prop::collection::vec("[^=+@＝＋－＠;\\x00-\\x1f-][^\\x00-\\x08\\x0b-\\x1f]{0,12}", 1..5), 1..6),
    ) {
        let columns: Vec<_> = (0..5).map(|index| sheets::Column::new(format!("c{index}"))).collect();
        let mut writer = sheets::CsvWriter::new(Vec::new(), &columns).unwrap();
        for row in &table {
            let values: Vec<_> = row.iter().map(|cell| sheets::Value::Text(cell)).collect();
            writer.row(&values).unwrap();
        }
        let bytes = writer.finish().unwrap();
        let read: Vec<Vec<String>> = rows_of(&bytes).into_iter().skip(1).map(|(_, cells)| cells).collect();
        let blank_is_empty = |row: &Vec<String>| -> Vec<String> {
            let mut row: Vec<String> =
                row.iter().map(|cell| if cell.trim_ascii().is_empty() { String::new() } else { cell.clone() }).collect();
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
            row
        };
        let expected: Vec<Vec<String>> = table.iter().map(blank_is_empty).filter(|row| !row.is_empty()).collect();
        let guarded = |row: &Vec<String>| row.iter().any(|cell| cell.starts_with('\''));
        prop_assume!(!read.iter().any(guarded));
        prop_assert_eq!(read, expected);
    }
}
