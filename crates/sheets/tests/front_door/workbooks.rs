//! Workbooks as spreadsheet programs and back offices write them.

use calamine::{DataRef, Reader, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use sheets::{Limits, Row};

use crate::{open, open_within, read, rows_of};

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

fn date() -> ExcelDateTime {
    ExcelDateTime::from_ymd(2026, 6, 22).unwrap().and_hms(18, 1, 32.0).unwrap()
}

#[test]
fn every_type_of_cell_is_read_and_banners_are_just_cells() {
    let bytes = workbook(|sheet| {
        let percent = Format::new().set_num_format("0.00%");
        let moment = Format::new().set_num_format("yyyy\"年\"mm\"月\"dd\"日\" hh:mm:ss");
        sheet.merge_range(0, 0, 0, 12, "最多导出排序后前1000条笔记", &Format::new()).unwrap();
        sheet.write_string(2, 0, "a & <b> \"c\" 一\n二").unwrap();
        sheet.write_number(2, 1, 1317.25).unwrap();
        sheet.write_number_with_format(2, 2, 0.0375, &percent).unwrap();
        sheet.write_datetime_with_format(2, 3, date(), &moment).unwrap();
        sheet.write_boolean(2, 4, true).unwrap();
        sheet.write_number(2, 6, 12_345_678_901_234_567.0_f64).unwrap();
        sheet.write_string(2, 7, "   ").unwrap();
    });
    let rows = rows_of(&bytes);
    assert_eq!(rows[0], (1, vec!["最多导出排序后前1000条笔记".to_owned()]));
    let expected = [
        "a & <b> \"c\" 一\n二",
        "#1317.25",
        "#0.0375",
        "@2026-06-22 18:01:32",
        "TRUE",
        "",
        "#12345678901234568",
    ];
    assert_eq!(rows[1], (3, expected.map(str::to_owned).to_vec()));
}

#[test]
fn dates_counted_from_1904_are_the_same_dates() {
    let bytes = workbook(|sheet| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_number_with_format(0, 0, 44_733.0, &day).unwrap();
    });
    let from_1904 =
        edit(&bytes, "xl/workbook.xml", |xml| xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
    assert_eq!(rows_of(&bytes)[0].1, ["@2022-06-21"]);
    assert_eq!(rows_of(&from_1904)[0].1, ["@2026-06-22"]);
}

#[test]
fn hidden_sheets_are_listed_and_not_chosen() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("缓存").unwrap().set_hidden(true).write_string(0, 0, "hidden").unwrap();
    workbook
        .add_worksheet()
        .set_name("数据 & 表")
        .unwrap()
        .set_active(true)
        .write_string(0, 0, "shown")
        .unwrap();
    let mut book = open(&workbook.save_to_buffer().unwrap()).unwrap();
    let names: Vec<_> = book.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
    assert_eq!(names, [("缓存", true), ("数据 & 表", false)]);
    assert_eq!(book.default_sheet(), 1);
    assert_eq!(read(&mut book, 1).unwrap().0[0].1, ["shown"]);
    assert_eq!(read(&mut book, 0).unwrap().0[0].1, ["hidden"]);
    assert_eq!(book.rows(2).err().unwrap().code(), "file_unknown_sheet");
}

#[test]
fn formulas_give_their_last_value_and_are_reported() {
    let bytes = workbook(|sheet| {
        sheet.write_formula(0, 0, Formula::new("=1+41").set_result("42")).unwrap();
        sheet.write_formula(0, 1, Formula::new("=\"a\"&\"b\"").set_result("ab")).unwrap();
        sheet.write_formula(0, 2, Formula::new("=NOW()").set_result("7")).unwrap();
        sheet.write_string(1, 0, "plain").unwrap();
    });
    let bytes = edit(&bytes, "xl/worksheets/sheet1.xml", |xml| xml.replace("<v>7</v>", ""));
    let without = edit(&bytes, "xl/worksheets/sheet1.xml", |xml| xml.replace("<v>42</v>", ""));
    let (rows, findings) = read(&mut open(&bytes).unwrap(), 0).unwrap();
    assert_eq!(rows[0].1, ["#42", "ab"]);
    assert_eq!((findings.formulas, findings.formulas_without_value), (3, 1));
    let (rows, findings) = read(&mut open(&without).unwrap(), 0).unwrap();
    assert_eq!(rows[0].1, ["", "ab"]);
    assert_eq!(findings.formulas_without_value, 2);
}

#[test]
fn external_links_are_reported_and_not_followed() {
    let bytes = workbook(|sheet| {
        sheet.write_string(0, 0, "a").unwrap();
    });
    let linked = add(&bytes, "xl/externalLinks/externalLink1.xml", b"<externalLink/>");
    assert!(!read(&mut open(&bytes).unwrap(), 0).unwrap().1.external_links);
    assert!(read(&mut open(&linked).unwrap(), 0).unwrap().1.external_links);
}

#[test]
fn rows_without_values_are_passed_over_however_many_there_are() {
    let mut sheet = String::from("<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>");
    for row in 1..=1_000_000 {
        use std::fmt::Write;
        write!(sheet, "<row r=\"{row}\" spans=\"1:3\"><c r=\"A{row}\" s=\"1\"/></row>").unwrap();
    }
    sheet.push_str("<row r=\"1000001\"><c r=\"B1000001\"><v>7</v></c></row></sheetData></worksheet>");
    let bytes = with_sheet(&sheet);
    assert_eq!(rows_of(&bytes), [(1_000_001, vec![String::new(), "#7".to_owned()])]);
}

#[test]
fn a_sheet_is_read_whatever_style_its_program_writes() {
    let sheet = "<?xml version=\"1.0\"?><!-- made by hand --><x:worksheet xmlns:x='main' note='a>b'><x:sheetData>\
        <x:row><x:c t=\"inlineStr\"><x:is><x:r><x:t>小</x:t></x:r><x:rPh><x:t>xiao</x:t></x:rPh>\
        <x:r><x:t xml:space=\"preserve\">户&#x578b; </x:t></x:r></x:is></x:c><x:c><x:v>1</x:v></x:c></x:row>\
        <x:row r='5'><x:c r='C5' t='str'><x:v><![CDATA[a<b]]></x:v></x:c><x:c r='D5' t='e'><x:v>#N/A</x:v></x:c>\
        <x:c r='E5' t='d'><x:v>2026-06-22T18:01:32</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    let rows = rows_of(&with_sheet(sheet));
    assert_eq!(rows[0], (1, vec!["小户型 ".to_owned(), "#1".to_owned()]));
    let expected = ["", "", "a<b", "#ERROR", "2026-06-22T18:01:32"].map(str::to_owned).to_vec();
    assert_eq!(rows[1], (5, expected));
}

#[test]
fn shared_strings_beyond_their_memory_lie_in_a_file_and_read_the_same() {
    let title = |row: u32| format!("第{row}篇笔记{}", "长".repeat(row as usize % 50));
    let bytes = workbook(|sheet| {
        for row in 0..5_000 {
            sheet.write_string(row, 0, title(row)).unwrap();
            // The other column walks the table backwards, so pages are left and come back to.
            sheet.write_string(row, 1, title(4_999 - row)).unwrap();
        }
        sheet.write_string(5_000, 0, "长".repeat(30_000)).unwrap();
    });
    let small = Limits { shared_string_memory_bytes: 10_000, ..Limits::default() };
    let spilled = read(&mut open_within(&bytes, &small).unwrap(), 0).unwrap().0;
    assert_eq!(spilled, rows_of(&bytes));
    assert_eq!(spilled[4_321].1, [title(4_321), title(678)]);
    assert_eq!(spilled[5_000].1[0].chars().count(), 30_000);
}

#[test]
fn progress_grows_to_the_size_of_the_sheet() {
    let bytes = workbook(|sheet| {
        for row in 0..20_000 {
            sheet.write_number(row, 0, row).unwrap();
        }
    });
    let mut book = open(&bytes).unwrap();
    let mut rows = book.rows(0).unwrap();
    let (mut row, mut last) = (Row::new(), 0);
    while rows.next(&mut row).unwrap() {
        assert!(rows.progress().done >= last);
        last = rows.progress().done;
    }
    assert!(last > 0 && last <= rows.progress().total_estimate);
}

#[test]
fn every_cell_is_what_calamine_reads() {
    let bytes = workbook(|sheet| {
        let formats: Vec<Format> = ["General", "0.00%", "yyyy-mm-dd", "[h]:mm", "#,##0.00", "m/d/yy h:mm"]
            .iter()
            .map(|code| Format::new().set_num_format(*code))
            .collect();
        for row in 0..500_u32 {
            for column in 0..15_u16 {
                let seed = row.wrapping_mul(2_654_435_761).wrapping_add(u32::from(column) * 40_503);
                let format = &formats[seed as usize % formats.len()];
                match seed % 5 {
                    0 => {
                        sheet.write_string(row, column, format!("文 & <{seed}>")).unwrap();
                    }
                    1 => {
                        let number = f64::from(seed % 100_000) / 8.0;
                        {
                            sheet.write_number_with_format(row, column, number, format).unwrap();
                        };
                    }
                    2 => {
                        sheet.write_number(row, column, f64::from(seed)).unwrap();
                    }
                    3 => {
                        sheet.write_boolean(row, column, seed % 2 == 0).unwrap();
                    }
                    _ => {}
                }
            }
        }
    });
    let mut theirs: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.clone())).unwrap();
    let name = theirs.sheet_names()[0].clone();
    let mut cells = theirs.worksheet_cells_reader(&name).unwrap();
    let mut book = open(&bytes).unwrap();
    let mut rows = book.rows(0).unwrap();
    let mut row = Row::new();
    let mut compared = 0;
    assert!(rows.next(&mut row).unwrap());
    while let Some(cell) = cells.next_cell().unwrap() {
        if *cell.get_value() == DataRef::Empty {
            continue;
        }
        let (at, column) = cell.get_position();
        while row.number() < at + 1 {
            assert!(rows.next(&mut row).unwrap());
        }
        let ours = row.get(column as usize);
        let same = match cell.get_value() {
            DataRef::Float(number) => ours == sheets::Cell::Number(*number),
            DataRef::String(text) => ours == sheets::Cell::Text(text),
            DataRef::SharedString(text) => ours == sheets::Cell::Text(text),
            DataRef::Bool(truth) => ours == sheets::Cell::Bool(*truth),
            DataRef::DateTime(date) => ours == sheets::Cell::Serial(date.as_f64()),
            _ => false,
        };
        assert!(same, "row {} column {column}: {ours:?} and {:?}", at + 1, cell.get_value());
        compared += 1;
    }
    assert!(compared > 5_000);
    assert!(!rows.next(&mut row).unwrap());
}

/// The workbook with one part changed.
pub fn edit(workbook: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    rebuild(workbook, |name, bytes| {
        if name == part { change(String::from_utf8(bytes).unwrap()).into_bytes() } else { bytes }
    })
}

/// The workbook with one part more.
pub fn add(workbook: &[u8], part: &str, content: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new_append(std::io::Cursor::new(workbook.to_vec())).unwrap();
    zip.start_file(part, options()).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap().into_inner()
}

/// A workbook whose one sheet is this XML.
pub fn with_sheet(xml: &str) -> Vec<u8> {
    let bytes = workbook(|_| {});
    rebuild(
        &bytes,
        |name, bytes| if name == "xl/worksheets/sheet1.xml" { xml.as_bytes().to_vec() } else { bytes },
    )
}

pub fn options() -> zip::write::SimpleFileOptions {
    zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated)
}

fn rebuild(workbook: &[u8], change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    use std::io::{Read, Write};
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        to.start_file(name.as_str(), options()).unwrap();
        to.write_all(&change(&name, bytes)).unwrap();
    }
    to.finish().unwrap().into_inner()
}
