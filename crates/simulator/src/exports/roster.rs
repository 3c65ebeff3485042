//! 员工花名册: the merchant's own list of people, with the accounts they hold as far as the merchant knows.

use std::path::PathBuf;

use super::{Draft, ExportFile, ExportKind};
use crate::{
    matrix::{Employee, Matrix},
    sheet::{Banner, Cell, Encoding, Table},
};

/// The columns.
const HEADER: [&str; 12] = [
    "工号",
    "姓名",
    "手机号",
    "门店",
    "大区",
    "岗位",
    "入职日期",
    "在职状态",
    "离职日期",
    "小红书账号id",
    "账号ID",
    "小红书昵称",
];

/// The roster as it stands on the last day.
pub(super) fn draft(matrix: &Matrix) -> Draft {
    let rows: Vec<_> = matrix.employees.iter().map(|employee| row(matrix, employee)).collect();
    let table = Table {
        sheet: "花名册",
        banner: Some(Banner::Merged("员工花名册(演示数据,人名与号码均为虚构)")),
        header: HEADER.to_vec(),
        rows,
        hidden_sheet: false,
    };
    let file = ExportFile {
        path: PathBuf::from("员工花名册.xlsx"),
        kind: ExportKind::Roster,
        period: None,
        account: None,
        downloaded: matrix.last_day,
        rows: table.rows.len(),
        oddities: vec![],
    };
    Draft { file, table, encoding: Encoding::Xlsx }
}

fn row(matrix: &Matrix, employee: &Employee) -> Vec<Cell> {
    let store = matrix.stores.get(employee.store);
    let account = employee.account.and_then(|account| matrix.accounts.get(account));
    let known = account.filter(|_| employee.account_ids_known);
    let optional = |text: Option<&String>| text.map_or(Cell::Empty, Cell::text);
    vec![
        Cell::text(&employee.number),
        Cell::text(&employee.name),
        Cell::text(&employee.phone),
        optional(store.map(|store| &store.name)),
        store.map_or(Cell::Empty, |store| Cell::text(store.region)),
        Cell::text(employee.job.label()),
        Cell::Day(employee.hired),
        Cell::text(if employee.left.is_some() { "离职" } else { "在职" }),
        employee.left.map_or(Cell::Empty, Cell::Day),
        optional(known.map(|account| &account.red_id)),
        optional(known.map(|account| &account.user_id)),
        optional(account.map(|account| &account.nickname)),
    ]
}
