//! 线索列表: one line per person who left contact data, in a chat or in a form.

use jiff::{ToSpan as _, civil::DateTime};

use super::{Draft, ExportKind, LEAD_LIST_WEEKS, Week};
use crate::{
    matrix::{Account, Contact, Inquiry, Matrix, Stage},
    sheet::{Cell, Encoding, Table},
    shown::{compact, iso_time},
};

/// The columns.
const HEADER: [&str; 10] = [
    "线索生成时间",
    "归属账号",
    "流量类型",
    "转化方式",
    "手机号",
    "微信号",
    "用户小红书昵称",
    "来源笔记",
    "创意名称",
    "地区",
];
/// Minutes from the first word to the contact data.
const MINUTES_TO_LEAVE: i64 = 12;

/// The file of the week, if the lists reach back to it.
pub(super) fn draft(matrix: &Matrix, week: Week) -> Option<Draft> {
    if !week.among_last(LEAD_LIST_WEEKS) {
        return None;
    }
    let mut lines: Vec<(DateTime, Vec<Cell>)> = vec![];
    for account in &matrix.accounts {
        lines.extend(account.inquiries_in(week.period).filter_map(|inquiry| line(account, inquiry)));
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.0));
    let rows = lines.into_iter().map(|(_, row)| row).collect();
    let table = Table { sheet: "线索列表", header: HEADER.to_vec(), rows, ..Table::default() };
    let (ending, encoding) =
        if week.number % 2 == 1 { ("xlsx", Encoding::Xlsx) } else { ("csv", Encoding::Utf8) };
    let name = format!("线索列表-{}-{}.{ending}", compact(week.period.from()), compact(week.period.to()));
    Some(Draft { file: week.file(ExportKind::LeadList, &name, &table), table, encoding })
}

fn line(account: &Account, inquiry: &Inquiry) -> Option<(DateTime, Vec<Cell>)> {
    let (way, contact) = match &inquiry.stage {
        Stage::Left(contact) => ("私信留资", contact),
        Stage::Form(contact) => ("表单", contact),
        Stage::Entered | Stage::Opened => return None,
    };
    let Contact { phone, wechat, nickname, province, city } = contact;
    let note = account.notes.get(inquiry.note)?;
    let creative =
        note.promotion.as_ref().filter(|_| inquiry.paid).map(|promotion| promotion.creative.clone());
    let optional = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    let at = inquiry.at.saturating_add(MINUTES_TO_LEAVE.minutes());
    let row = vec![
        Cell::Text(iso_time(at)),
        Cell::text(&account.nickname),
        Cell::text(if inquiry.paid { "广告流量" } else { "自然流量" }),
        Cell::text(way),
        optional(phone.clone()),
        optional(wechat.clone()),
        Cell::text(nickname),
        Cell::text(&note.title),
        optional(creative),
        Cell::Text(format!("{province}-{city}")),
    ];
    Some((at, row))
}
