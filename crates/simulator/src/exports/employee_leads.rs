//! 专业号-线索明细: one line per employee account and week.

use super::{Draft, ExportKind, Oddity, Week, oddities};
use crate::{
    figures::LeadsWeek,
    matrix::{Account, Matrix, Temper},
    sheet::{Cell, Encoding, Table},
    shown::{NOTHING, compact, money},
};

/// The columns, in the platform's order.
const HEADER: [&str; 17] = [
    "员工名称",
    "小红书账号id",
    "小红书昵称",
    "账号ID",
    "所属地区",
    "标签",
    "开通时间",
    "发布笔记数",
    "投流笔记数",
    "笔记投流消耗",
    "总互动数",
    "总表单客资数",
    "总私信进线数",
    "总私信开口数",
    "总私信留资数",
    "笔记曝光量",
    "笔记点击量",
];
/// The column in which two files disagree.
const CONFLICT_COLUMN: &str = "总私信留资数";
/// Accounts of the second file about the same week.
const SECOND_FILE_ACCOUNTS: usize = 3;

/// The files of one week: one, or two that disagree on one row.
pub(super) fn drafts(matrix: &Matrix, week: Week) -> Vec<Draft> {
    let name = format!("专业号-线索明细-{}", compact(week.downloaded()));
    let mut lines: Vec<(&Account, LeadsWeek)> = matrix
        .kos_accounts()
        .filter(|account| account.opened <= week.period.to())
        .map(|account| (account, account.leads_week(week.period)))
        .collect();
    let second = if oddities::is_told_twice(week) { told_again(&mut lines) } else { None };
    let mut drafts = vec![draft(matrix, week, &format!("{name}.csv"), &lines, None)];
    if let Some((lines, conflict)) = second {
        drafts.push(draft(matrix, week, &format!("{name} (1).csv"), &lines, Some(conflict)));
    }
    drafts
}

/// Takes one lead from the line that has the most, and gives the second file that puts it right.
fn told_again<'a>(lines: &mut [(&'a Account, LeadsWeek)]) -> Option<(Vec<(&'a Account, LeadsWeek)>, Oddity)> {
    let most = (0..lines.len()).max_by_key(|index| lines.get(*index).map(|(_, leads)| leads.funnel.left))?;
    let right: Vec<_> =
        lines.iter().cycle().skip(most).take(SECOND_FILE_ACCOUNTS.min(lines.len())).copied().collect();
    let (account, short) = lines.get_mut(most).filter(|(_, leads)| leads.funnel.left > 0)?;
    let now = short.funnel.left;
    short.funnel.left -= 1;
    let conflict = Oddity::Conflict {
        user_id: account.user_id.clone(),
        column: CONFLICT_COLUMN.to_owned(),
        earlier: now - 1,
        now,
    };
    Some((right, conflict))
}

fn draft(
    matrix: &Matrix,
    week: Week,
    name: &str,
    lines: &[(&Account, LeadsWeek)],
    conflict: Option<Oddity>,
) -> Draft {
    let mut table = Table { sheet: "线索明细", header: HEADER.to_vec(), ..Table::default() };
    let mut found: Vec<Oddity> = conflict.into_iter().collect();
    for (account, leads) in lines {
        let mut row = row(matrix, week, account, leads);
        if let Some((column, value)) = oddities::bad_cell(matrix, week, account) {
            spoil(&mut row, column, value);
            let number = table.first_data_row() + table.rows.len();
            found.push(Oddity::BadCell { row: number, column: column.to_owned(), value: value.to_owned() });
        }
        table.rows.push(row);
    }
    if oddities::has_secret_column(week) {
        add_secrets(&mut table);
        found.push(Oddity::SecretColumn { column: "登录Cookie".to_owned() });
    }
    let old = week.number <= week.of / 2;
    let encoding = if old { Encoding::Gb18030 } else { Encoding::Utf8WithBom };
    let mut file = week.file(ExportKind::EmployeeLeads, name, &table);
    file.oddities = found;
    Draft { file, table, encoding }
}

fn row(matrix: &Matrix, week: Week, account: &Account, leads: &LeadsWeek) -> Vec<Cell> {
    let holder = account.holder.and_then(|holder| matrix.employees.get(holder));
    let store = account.store.and_then(|store| matrix.stores.get(store));
    let style = oddities::leads_style(week);
    let text = |text: Option<String>| Cell::Text(text.unwrap_or_else(|| NOTHING.to_owned()));
    vec![
        text(holder.map(|holder| holder.name.clone())),
        Cell::text(&account.red_id),
        Cell::text(&account.nickname),
        Cell::text(&account.user_id),
        text(store.map(|store| format!("中国大陆-{}-{}", store.province, store.city))),
        text(holder.filter(|_| account.temper != Temper::New).map(|holder| holder.job.label().to_owned())),
        text(holder.filter(|holder| holder.account_ids_known).map(|_| account.opened.to_string())),
        Cell::Count(leads.published),
        Cell::Count(leads.promoted),
        text(Some(leads.fee_fen).filter(|fee| *fee > 0).map(money)),
        Cell::text(style.show(leads.interactions)),
        Cell::Count(leads.funnel.forms),
        Cell::Count(leads.funnel.entered),
        Cell::Count(leads.funnel.opened),
        Cell::Count(leads.funnel.left),
        Cell::text(style.show(leads.impression)),
        Cell::text(style.show(leads.read)),
    ]
}

fn spoil(row: &mut [Cell], column: &str, value: &str) {
    let index = HEADER.iter().position(|name| *name == column);
    if let Some(cell) = index.and_then(|index| row.get_mut(index)) {
        *cell = Cell::text(value);
    }
}

/// Somebody's own column, with values that open nothing.
fn add_secrets(table: &mut Table) {
    table.header.push("登录Cookie");
    for (number, row) in (1..).zip(&mut table.rows) {
        row.push(Cell::Text(format!("web_session=示例-并非真实-{number:04}")));
    }
}
