//! 笔记列表明细表 of one account, in the shapes it has had, and the export of all employees' notes with 创作者.

use domain::time::Day;

use super::{Draft, ExportKind, Oddity, Week, name_of};
use crate::{
    matrix::{Account, AccountKind, Figures, Matrix, Note},
    sheet::{Banner, Cell, Encoding, Table},
    shown::{basis_points, chinese_time, compact, iso_time, percent},
};

/// The columns of today, in the platform's order; older files have the first [`OLD_COLUMNS`].
pub(crate) const HEADER: [&str; 13] = [
    "笔记标题",
    "首次发布时间",
    "体裁",
    "曝光",
    "观看量",
    "封面点击率",
    "点赞",
    "评论",
    "收藏",
    "涨粉",
    "分享",
    "人均观看时长",
    "弹幕",
];
const OLD_COLUMNS: usize = 11;
/// The columns of the export of all employees' notes.
const EMPLOYEE_HEADER: [&str; 14] = [
    "笔记标题",
    "创作者",
    "发布时间",
    "体裁",
    "曝光",
    "观看量",
    "封面点击率",
    "点赞",
    "评论",
    "收藏",
    "涨粉",
    "分享",
    "人均观看时长",
    "弹幕",
];
/// The first row of every note list.
pub(crate) const BANNER: &str = "最多导出排序后前1000条笔记";
/// Notes of one file.
const NOTES_MAX: usize = 1_000;
/// The week of the first snapshot, in the old shape.
const OLD_WEEK: usize = 4;
/// The week of the second snapshot.
const MIDDLE_WEEK: usize = 8;

/// How times are written.
#[derive(Debug, Clone, Copy)]
enum Times {
    Chinese,
    Iso,
    Serial,
}

/// How rates are written.
#[derive(Debug, Clone, Copy)]
enum Rates {
    /// `0.05`, as a number.
    Fraction,
    /// `6.50%`, as a text.
    Percent,
}

/// What a note list looks like.
#[derive(Debug, Clone, Copy)]
struct Look {
    columns: usize,
    banner: Banner,
    times: Times,
    rates: Rates,
    encoding: Encoding,
    /// Whether the browser put ` (1)` behind the name.
    downloaded_twice: bool,
    hidden_sheet: bool,
}

const NEW: Look = Look {
    columns: HEADER.len(),
    banner: Banner::Merged(BANNER),
    times: Times::Chinese,
    rates: Rates::Percent,
    encoding: Encoding::Xlsx,
    downloaded_twice: false,
    hidden_sheet: false,
};
const OLD: Look = Look { columns: OLD_COLUMNS, ..NEW };
const REPEATED: Look =
    Look { banner: Banner::Repeated(BANNER), rates: Rates::Fraction, downloaded_twice: true, ..NEW };
const SERIAL: Look = Look { columns: OLD_COLUMNS, times: Times::Serial, rates: Rates::Fraction, ..NEW };
const CSV: Look = Look { times: Times::Iso, encoding: Encoding::Utf8WithBom, ..NEW };
const HIDDEN: Look = Look { hidden_sheet: true, ..NEW };

/// The note lists that were downloaded after the week.
pub(super) fn drafts(matrix: &Matrix, week: Week) -> Vec<Draft> {
    if week.number == week.of {
        return newest(matrix, week);
    }
    let enterprise = matrix.accounts.iter().find(|account| account.kind == AccountKind::Enterprise);
    let employee = matrix.kos_accounts().next();
    let lists = match week.number {
        OLD_WEEK => vec![(enterprise, OLD)],
        MIDDLE_WEEK => vec![(enterprise, REPEATED), (employee, SERIAL)],
        _ => vec![],
    };
    let lists = lists.into_iter().filter_map(|(account, look)| Some((account?, look)));
    lists.flat_map(|(account, look)| of_account(matrix, account, week, week.period.to(), look)).collect()
}

/// One file for the employees, one for each account that it leaves out.
fn newest(matrix: &Matrix, week: Week) -> Vec<Draft> {
    let looks = [HIDDEN, CSV, REPEATED, NEW];
    let apart = matrix.accounts.iter().filter(|account| !is_among_employees(matrix, account));
    let lists = apart.zip(looks.into_iter().cycle());
    let mut drafts: Vec<_> = lists
        .flat_map(|(account, look)| of_account(matrix, account, week, matrix.known_to(), look))
        .collect();
    drafts.push(of_employees(matrix, week));
    for draft in &mut drafts {
        draft.file.downloaded = matrix.last_day;
    }
    drafts
}

/// Whether the export of all employees' notes names the account's; nicknames that two bear are exported one by one.
fn is_among_employees(matrix: &Matrix, account: &Account) -> bool {
    account.kind == AccountKind::Kos && !matrix.shares_nickname(account)
}

/// The account's notes, newest first, in as many files as it takes.
fn of_account(matrix: &Matrix, account: &Account, week: Week, day: Day, look: Look) -> Vec<Draft> {
    let notes: Vec<&Note> = account.notes.iter().rev().filter(|note| note.day() <= day).collect();
    let chunks = notes.chunks(NOTES_MAX).enumerate();
    chunks.map(|(copy, notes)| of_notes(matrix, account, week, (day, notes), look, copy)).collect()
}

fn of_notes(
    matrix: &Matrix,
    account: &Account,
    week: Week,
    (day, notes): (Day, &[&Note]),
    look: Look,
    copy: usize,
) -> Draft {
    let table = Table {
        sheet: "笔记列表明细",
        banner: Some(look.banner),
        header: HEADER.iter().copied().take(look.columns).collect(),
        rows: notes.iter().map(|note| row(note, day, look)).collect(),
        hidden_sheet: look.hidden_sheet,
    };
    let folder = if matrix.shares_nickname(account) {
        format!("{}-{}", account.nickname, account.red_id)
    } else {
        account.nickname.clone()
    };
    let copy = match copy + usize::from(look.downloaded_twice) {
        0 => String::new(),
        copy => format!(" ({copy})"),
    };
    let ending = if look.encoding == Encoding::Xlsx { "xlsx" } else { "csv" };
    let name = format!("{folder}/笔记列表明细表{copy}.{ending}");
    let mut file = week.file(ExportKind::NoteList, &name, &table);
    file.account = Some(name_of(account));
    file.oddities = look.hidden_sheet.then_some(Oddity::HiddenSheet).into_iter().collect();
    Draft { file, table, encoding: look.encoding }
}

fn row(note: &Note, day: Day, look: Look) -> Vec<Cell> {
    let at = match look.times {
        Times::Chinese => Cell::Text(chinese_time(note.published)),
        Times::Iso => Cell::Text(iso_time(note.published)),
        Times::Serial => Cell::Moment(note.published),
    };
    let mut row = vec![Cell::text(&note.title), at];
    row.extend(figures(note, day, look.rates));
    row.truncate(look.columns);
    row
}

/// From 体裁 to 弹幕.
fn figures(note: &Note, day: Day, rates: Rates) -> [Cell; 11] {
    let Figures { impression, read, like, comment, collect, follow, share, bullet } = note.figures_on(day);
    [
        Cell::text(note.genre.label()),
        Cell::Count(impression),
        Cell::Count(read),
        match rates {
            Rates::Fraction => Cell::Decimal(basis_points(read, impression), 4),
            Rates::Percent => Cell::Text(percent(read, impression)),
        },
        Cell::Count(like),
        Cell::Count(comment),
        Cell::Count(collect),
        Cell::Count(follow),
        Cell::Count(share),
        Cell::Decimal(note.watch_tenths, 1),
        Cell::Count(bullet),
    ]
}

/// All employees' notes in one file, newest first.
fn of_employees(matrix: &Matrix, week: Week) -> Draft {
    let day = matrix.known_to();
    let named = matrix.accounts.iter().filter(|account| is_among_employees(matrix, account));
    let mut notes: Vec<(&Account, &Note)> =
        named.flat_map(|account| account.notes.iter().map(move |note| (account, note))).collect();
    notes.sort_by_key(|(account, note)| (std::cmp::Reverse(note.published), &account.user_id));
    let row = |(account, note): &(&Account, &Note)| {
        let mut row = vec![
            Cell::text(&note.title),
            Cell::text(&account.nickname),
            Cell::Text(iso_time(note.published)),
        ];
        row.extend(figures(note, day, Rates::Percent));
        row
    };
    let table = Table {
        sheet: "员工笔记",
        header: EMPLOYEE_HEADER.to_vec(),
        rows: notes.iter().map(row).collect(),
        ..Table::default()
    };
    let name = format!("员工笔记明细{}.xlsx", compact(matrix.last_day));
    Draft { file: week.file(ExportKind::NoteList, &name, &table), table, encoding: Encoding::Xlsx }
}
