//! Three months of files of every kind, in their old and new shapes, from the command line; and sums that are taken
//! straight from the files, by other readers and other rules than the product's.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
};

use calamine::{Data, Reader as _};
use domain::time::Day;
use serde_json::{Value, json};
use simulator::{ExportFile, ExportKind, Oddity, Shape};

use crate::kit::{Answer, Server, complaint, kosmos, request};

const SEED: u64 = 7;
const LAST_DAY: i32 = 20_260_622;
/// The board's figures and the columns of the files of leads that they are sums of.
const OF_LEADS: [(&str, &str); 7] = [
    ("message_consult", "总私信进线数"),
    ("initiative_message", "总私信开口数"),
    ("message_leads", "总私信留资数"),
    ("form_leads", "总表单客资数"),
    ("impression", "笔记曝光量"),
    ("read", "笔记点击量"),
    ("interaction", "总互动数"),
];
/// The board's figures and the columns of the lists of notes that they are sums of.
const OF_NOTES: [(&str, &[&str]); 4] = [
    ("note_impression", &["曝光"]),
    ("note_read", &["观看量"]),
    ("note_interaction", &["点赞", "评论", "收藏", "分享"]),
    ("note_follows", &["涨粉"]),
];

/// The rows of a file by its header, with their numbers.
type Rows = Vec<(usize, HashMap<String, String>)>;

fn rows_of(path: &Path) -> Rows {
    let table: Vec<Vec<String>> = if path.extension().is_some_and(|kind| kind == "xlsx") {
        let mut book = calamine::open_workbook_auto(path).unwrap();
        let sheets = book.worksheets();
        let (_, sheet) = sheets.iter().max_by_key(|(_, sheet)| sheet.height()).unwrap();
        sheet.rows().map(|row| row.iter().map(cell).collect()).collect()
    } else {
        let bytes = fs::read(path).unwrap();
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|not| encoding_rs::GB18030.decode(not.as_bytes()).0.into_owned());
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let is_header = |row: &Vec<String>| row.iter().any(|cell| cell == "笔记标题" || cell == "账号ID");
    let header = table.iter().position(is_header).unwrap();
    let named = |row: &Vec<String>| table[header].iter().cloned().zip(row.iter().cloned()).collect();
    table.iter().enumerate().skip(header + 1).map(|(place, row)| (place + 1, named(row))).collect()
}

/// A cell as text; a moment that the workbook keeps as a serial number is written out.
fn cell(data: &Data) -> String {
    let Data::DateTime(moment) = data else { return data.to_string() };
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// The whole number that a cell says; nothing counts as none.
#[expect(clippy::cast_possible_truncation, reason = "figures of a made-up matrix are far below 2^53")]
fn number(text: Option<&String>) -> i64 {
    let text = text.map_or("", String::as_str).replace(',', "");
    match text.strip_suffix('万') {
        Some(tens) => (tens.parse::<f64>().unwrap() * 10_000.0).round() as i64,
        None => text.parse::<f64>().map_or(0, |number| number.round() as i64),
    }
}

/// Adds up what was said last of each subject.
#[derive(Default)]
struct Sums {
    leads: BTreeMap<(String, Day), HashMap<String, String>>,
    notes: BTreeMap<[String; 3], HashMap<String, String>>,
}

impl Sums {
    fn take(&mut self, file: &ExportFile, folder: &Path) {
        let path = folder.join(&file.path);
        match file.kind {
            ExportKind::EmployeeLeads => self.take_leads(file, rows_of(&path)),
            ExportKind::NoteList => self.take_notes(file, rows_of(&path)),
            _ => {}
        }
    }

    fn take_leads(&mut self, file: &ExportFile, rows: Rows) {
        let is_bad = |number: usize| {
            let at = |oddity: &Oddity| matches!(oddity, Oddity::BadCell { row, .. } if *row == number);
            file.oddities.iter().any(at)
        };
        for (_, row) in rows.into_iter().filter(|(number, _)| !is_bad(*number)) {
            self.leads.insert((row["账号ID"].clone(), file.period.unwrap().from()), row);
        }
    }

    fn take_notes(&mut self, file: &ExportFile, rows: Rows) {
        for (_, row) in rows {
            let account = match &file.account {
                Some(account) => account.user_id.clone(),
                None => match self.bearer(&row["创作者"]) {
                    Some(account) => account,
                    None => continue,
                },
            };
            let time = row.get("首次发布时间").or(row.get("发布时间")).unwrap();
            let time = time.chars().filter(char::is_ascii_digit).collect();
            self.notes.entry([account, row["笔记标题"].clone(), time]).or_default().extend(row);
        }
    }

    /// The only account that the files of leads know by this nickname.
    fn bearer(&self, nickname: &str) -> Option<String> {
        let known = self.leads.iter().filter(|(_, row)| row["小红书昵称"] == nickname);
        let mut known: Vec<&String> = known.map(|((account, _), _)| account).collect();
        known.dedup();
        known.sort();
        known.dedup();
        if let [account] = known[..] { Some(account.clone()) } else { None }
    }

    fn sum(&self, figure: &str) -> i64 {
        if let Some((_, column)) = OF_LEADS.iter().find(|(name, _)| *name == figure) {
            return self.leads.values().map(|row| number(row.get(*column))).sum();
        }
        let (_, columns) = OF_NOTES.iter().find(|(name, _)| *name == figure).unwrap();
        self.notes.values().flat_map(|row| columns.iter().map(|column| number(row.get(*column)))).sum()
    }
}

/// Accounts whose notes are listed by themselves are entered by hand, as a merchant does.
fn enter_account(server: &Server, cookie: &str, file: &ExportFile) {
    let Some(account) = &file.account else { return };
    let new = json!({ "kind": "unknown", "nickname": account.nickname, "xhs_uid": account.user_id, "xhs_no": account.red_id });
    let Answer { status, body, .. } =
        request(server.address, "POST", "/api/v1/accounts", &[("cookie", cookie)], Some(&new));
    assert!(status == 201 || status == 409, "{body}");
}

fn import(data: &Path, folder: &Path, file: &ExportFile) {
    let mut command = kosmos(["import", "--yes", "--log", "warn", "--data-dir"]);
    command.arg(data).arg(folder.join(&file.path));
    if let (ExportKind::EmployeeLeads | ExportKind::ServiceQuality, Some(period)) = (file.kind, file.period) {
        let (from, to) = (period.from().to_string(), period.to().to_string());
        command.args(["--period-from", &from, "--period-to", &to]);
    }
    if let Some(account) = &file.account {
        command.args(["--account", &account.user_id]);
    }
    let done = command.output().unwrap();
    assert_eq!(complaint(&done), (0, String::new()), "{}", file.path.display());
}

#[test]
fn files_of_every_kind_and_shape_add_up_on_the_board_to_what_they_say() {
    let home = tempfile::tempdir().unwrap();
    let (data, folder) = (home.path().join("data"), home.path().join("files"));
    let shape = Shape::DEMO;
    let files =
        simulator::write_matrix(SEED, Day::from_yyyymmdd(LAST_DAY).unwrap(), &shape, &folder).unwrap();
    let server = Server::of(&data);
    let cookie = server.set_up().cookie().to_owned();
    for file in &files {
        enter_account(&server, &cookie, file);
    }
    server.stop();
    let mut sums = Sums::default();
    for file in &files {
        import(&data, &folder, file);
        sums.take(file, &folder);
    }
    let server = Server::of(&data);
    let path = "/api/v1/board?from=2025-06-23&to=2026-06-21&compare=none";
    let board: Value = server.get_with(path, &[("cookie", &cookie)]).json();
    for figure in OF_LEADS.iter().map(|(name, _)| name).chain(OF_NOTES.iter().map(|(name, _)| name)) {
        let sum = sums.sum(figure);
        assert!(sum > 0, "{figure}");
        assert_eq!(board["total"][figure]["value"], sum, "{figure}: {}", board["total"][figure]);
    }
}
