//! Files that are broken, lie, or mean harm, and files of other kinds.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use sheets::Limits;

use crate::{
    open, read, refusal, refusal_within,
    workbooks::{add, edit, options, with_sheet},
};

fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, options()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

#[test]
fn a_file_of_another_kind_is_named_whatever_its_extension_says() {
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".repeat(100);
    let mut protected = old.clone();
    protected.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    for (bytes, code, zh) in [
        (Vec::new(), "file_empty", "文件是空的"),
        (old, "file_of_other_format", "旧版 Excel"),
        (protected, "file_password_protected", "密码"),
        (zip_of(&[("xl/workbook.bin", b"x")]), "file_of_other_format", "二进制 Excel"),
        (zip_of(&[("mimetype", b"x"), ("content.xml", b"x")]), "file_of_other_format", "OpenDocument"),
        (zip_of(&[("word/document.xml", b"x")]), "file_of_other_format", "文档"),
        (zip_of(&[("a.txt", b"x")]), "file_of_other_format", "压缩包"),
        (b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "file_of_other_format", "网页"),
        ("\u{feff} <!DOCTYPE html>".into(), "file_of_other_format", "网页"),
        (b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), "file_of_other_format", "XML"),
        (b"%PDF-1.7".to_vec(), "file_of_other_format", "PDF"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "file_of_other_format", "图片"),
        (b"{\"code\":0,\"data\":[]}".to_vec(), "file_of_other_format", "JSON"),
        (b"abc\0def".to_vec(), "file_of_other_format", "无法识别"),
    ] {
        let refused = refusal(&bytes);
        assert_eq!(refused.code(), code, "{zh}");
        assert!(refused.zh().contains(zh), "{}", refused.zh());
    }
}

#[test]
fn a_download_that_broke_off_is_damaged() {
    let whole = with_sheet(&sheet("<row><c><v>1</v></c></row>"));
    for length in [100, whole.len() / 2, whole.len() - 30] {
        assert_eq!(refusal(&whole[..length]).code(), "file_damaged", "{length} of {}", whole.len());
    }
    let cut = with_sheet("<worksheet><sheetData><row><c><v>1</v>");
    assert_eq!(refusal(&cut).code(), "file_damaged");
}

#[test]
fn an_archive_that_unpacks_to_far_more_than_it_weighs_is_not_read() {
    let bomb = add(&with_sheet(&sheet("")), "xl/media/image1.png", &vec![0; 50 << 20]);
    assert!(bomb.len() < 100_000);
    assert_eq!(refusal(&bomb).code(), "file_archive_bomb");
    let limits = Limits { unpacked_bytes_max: 1 << 20, unpacked_ratio_max: u64::MAX, ..Limits::default() };
    assert_eq!(refusal_within(&bomb, &limits).code(), "file_archive_bomb");
}

#[test]
fn an_archive_that_lies_about_its_sizes_is_caught_while_it_lies() {
    let rows = "<row><c><v>1</v></c></row>".repeat(200_000);
    let mut bytes = with_sheet(&sheet(&rows));
    let size = u32::try_from(sheet(&rows).len()).unwrap().to_le_bytes();
    let mut at = 0;
    let mut changed = 0;
    while let Some(found) = memchr::memmem::find(&bytes[at..], &size) {
        bytes[at + found..at + found + 4].copy_from_slice(&1_000_u32.to_le_bytes());
        at += found + 4;
        changed += 1;
    }
    assert!(changed >= 1);
    // The archive library keeps its own count and may be the first to notice.
    assert!(["file_damaged", "file_archive_bomb"].contains(&refusal(&bytes).code()));
}

#[test]
fn an_archive_of_too_many_parts_is_not_read() {
    let names: Vec<String> = (0..2_100).map(|index| format!("xl/part{index}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refusal(&zip_of(&parts)).code(), "file_too_many_parts");
    let names: Vec<String> = (0..60_000).map(|index| format!("xl/part{index}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refusal(&zip_of(&parts)).code(), "file_too_many_parts");
}

#[test]
fn limits_of_a_sheet_are_met_with_a_sentence() {
    let column =
        |name: &str| format!("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"{name}1\"><v>1</v></c></row>");
    let long = format!("<row><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "长".repeat(40_000));
    let endless = format!("<row><c><v>{}</v></c></row>", "1".repeat(2 << 20));
    let limits = Limits { rows_max: 3, unpacked_ratio_max: u64::MAX, ..Limits::default() };
    for (rows, code) in [
        (column("KN"), "file_too_many_columns"),
        (column("XFD"), "file_too_many_columns"),
        ("<row><c><v>1</v></c></row>".repeat(4), "file_too_many_rows"),
        (long, "file_cell_too_long"),
        (endless, "file_damaged"),
        ("<row r=\"1048577\"/>".to_owned(), "file_row_number_beyond_sheet"),
        ("<row r=\"99999999999\"/>".to_owned(), "file_row_number_beyond_sheet"),
        ("<row r=\"x\"/>".to_owned(), "file_damaged"),
        ("<row><c t=\"s\"><v>7</v></c></row>".to_owned(), "file_damaged"),
        ("<row><c r=\"AAAAA1\"><v>7</v></c></row>".to_owned(), "file_too_many_columns"),
    ] {
        assert_eq!(refusal_within(&with_sheet(&sheet(&rows)), &limits).code(), code);
    }
    let wide_but_empty = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"1\"/></row>";
    let rows = read(&mut open(&with_sheet(&sheet(wide_but_empty))).unwrap(), 0).unwrap().0;
    assert_eq!(rows[0].1, ["#1"]);
}

#[test]
fn nothing_can_be_declared_and_nothing_outside_named() {
    let entity = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData>\
        <row><c t=\"str\"><v>&a;</v></c></row></sheetData></worksheet>";
    assert_eq!(refusal(&with_sheet(entity)).code(), "file_damaged");
    let unknown = sheet("<row><c t=\"str\"><v>&lol9;</v></c></row>");
    assert_eq!(refusal(&with_sheet(&unknown)).code(), "file_damaged");
}

#[test]
fn a_workbook_of_too_many_sheets_or_none_is_refused() {
    let bytes = with_sheet(&sheet(""));
    let many = edit(&bytes, "xl/workbook.xml", |xml| {
        let more = "<sheet name=\"a\" sheetId=\"2\" r:id=\"rId1\"/>".repeat(300);
        xml.replace("</sheets>", &format!("{more}</sheets>"))
    });
    assert_eq!(refusal(&many).code(), "file_too_many_sheets");
    let none = edit(&bytes, "xl/_rels/workbook.xml.rels", |xml| xml.replace("/worksheet\"", "/chartsheet\""));
    assert_eq!(refusal(&none).code(), "file_without_sheet");
}

#[test]
fn more_shared_text_than_the_limit_is_refused() {
    let strings = format!("<sst>{}</sst>", "<si><t>0123456789</t></si>".repeat(1_000));
    let bytes = add(
        &with_sheet(&sheet("<row><c t=\"s\"><v>1</v></c></row>")),
        "xl/sharedStrings.xml",
        strings.as_bytes(),
    );
    let limits = Limits { shared_string_bytes_max: 9_999, ..Limits::default() };
    assert_eq!(refusal_within(&bytes, &limits).code(), "file_too_much_text");
    assert_eq!(read(&mut open(&bytes).unwrap(), 0).unwrap().0[0].1, ["0123456789"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_sheet_makes_it_panic(xml in "(<(row|c|v|is|t|/row|/c|/v|/is|/t|sheetData|!--|!\\[CDATA\\[)( r=\"[A-Z0-9]{0,6}\")?( t=\"(s|str|b|e|n|inlineStr)\")?/?>?|[0-9a-z&;<>\"]{0,6}){0,40}") {
        let _ = open(&with_sheet(&sheet(&xml))).map(|mut book| read(&mut book, 0));
    }

    #[test]
    fn no_broken_archive_makes_it_panic(at in 0..6_000_usize, byte: u8, length in 100..7_000_usize) {
        let mut bytes = with_sheet(&sheet("<row><c><v>1</v></c><c t=\"inlineStr\"><is><t>a</t></is></c></row>"));
        let at = at % bytes.len();
        bytes[at] ^= byte;
        bytes.truncate(length);
        let _ = open(&bytes).map(|mut book| read(&mut book, 0));
    }
}
