//! 聚光 report: one line per creative and day that cost money.

use super::{Draft, ExportKind, JUGUANG_WEEKS, Week};
use crate::{
    figures::{Funnel, holds},
    matrix::{Account, Matrix, Note, PaidDay, Promotion},
    sheet::{Cell, Encoding, Table},
    shown::{compact, cost, money, percent},
};

/// The columns, in the platform's order.
const HEADER: [&str; 40] = [
    "时间",
    "账户名称",
    "投放ID",
    "计划名称",
    "计划ID",
    "单元名称",
    "单元ID",
    "创意名称",
    "创意ID",
    "笔记标题",
    "笔记ID",
    "笔记/素材",
    "消费",
    "展现量",
    "点击量",
    "点击率",
    "平均点击成本",
    "平均千次展示费用",
    "点赞",
    "评论",
    "收藏",
    "关注",
    "分享",
    "互动量",
    "平均互动成本",
    "行动按钮点击量",
    "行动按钮点击率",
    "私信进线数",
    "私信进线成本",
    "私信开口数",
    "私信开口成本",
    "私信开口条数",
    "私信留资数",
    "私信留资成本",
    "私信进线人数",
    "私信开口人数",
    "私信留资人数",
    "表单提交量",
    "有效表单量",
    "5s播放量",
];
/// The Juguang account of the brand.
const ADVERTISER_ID: &str = "8800001";
/// Messages that a user who opened wrote, on average.
const MESSAGES_PER_OPENED: i64 = 3;

/// The file of the week, if the reports reach back to it.
pub(super) fn draft(matrix: &Matrix, week: Week) -> Option<Draft> {
    if !week.among_last(JUGUANG_WEEKS) {
        return None;
    }
    let mut lines: Vec<_> = matrix.accounts.iter().flat_map(|account| paid_lines(account, week)).collect();
    lines.sort_by_key(|line| (line.paid.day, line.promotion.creative_id));
    let rows = lines.iter().map(|line| row(matrix.brand, line)).collect();
    let table = Table { sheet: "创意报表", header: HEADER.to_vec(), rows, ..Table::default() };
    let name = format!("聚光-创意报表-{}-{}.xlsx", compact(week.period.from()), compact(week.period.to()));
    Some(Draft { file: week.file(ExportKind::JuguangReport, &name, &table), table, encoding: Encoding::Xlsx })
}

/// One creative on one day.
struct Line<'a> {
    note: &'a Note,
    promotion: &'a Promotion,
    paid: &'a PaidDay,
    funnel: Funnel,
}

fn paid_lines(account: &Account, week: Week) -> impl Iterator<Item = Line<'_>> {
    let notes = account.notes.iter().enumerate();
    let promoted = notes.filter_map(|(index, note)| Some((index, note, note.promotion.as_ref()?)));
    promoted.flat_map(move |(index, note, promotion)| {
        let days = promotion.days.iter().filter(move |paid| holds(week.period, paid.day));
        days.map(move |paid| Line { note, promotion, paid, funnel: paid_funnel(account, index, paid) })
    })
}

/// The inquiries that the creative brought on the day.
pub(crate) fn paid_funnel(account: &Account, note: usize, paid: &PaidDay) -> Funnel {
    Funnel::of(
        account
            .inquiries
            .iter()
            .filter(|inquiry| inquiry.paid && inquiry.note == note && inquiry.day() == paid.day),
    )
}

fn row(brand: &str, line: &Line<'_>) -> Vec<Cell> {
    let Line { note, promotion, paid, funnel } = line;
    let mut row: Vec<Cell> = [
        paid.day.to_string(),
        format!("{brand}聚光账户"),
        ADVERTISER_ID.to_owned(),
        promotion.campaign.clone(),
        promotion.campaign_id.to_string(),
        promotion.unit.clone(),
        promotion.unit_id.to_string(),
        promotion.creative.clone(),
        promotion.creative_id.to_string(),
        note.title.clone(),
        note.id.clone(),
        "笔记".to_owned(),
    ]
    .map(Cell::Text)
    .into();
    row.extend(distribution(paid));
    row.extend(conversion(paid, *funnel));
    row
}

/// From 消费 to 行动按钮点击率.
fn distribution(paid: &PaidDay) -> [Cell; 15] {
    let PaidDay { fee_fen, figures, .. } = *paid;
    let (click, shown) = (figures.read, figures.impression);
    let interactions = figures.interactions() + figures.follow;
    [
        Cell::Text(money(fee_fen)),
        Cell::Count(shown),
        Cell::Count(click),
        Cell::Text(percent(click, shown)),
        Cell::Text(cost(fee_fen, click)),
        Cell::Text(cost(fee_fen * 1_000, shown)),
        Cell::Count(figures.like),
        Cell::Count(figures.comment),
        Cell::Count(figures.collect),
        Cell::Count(figures.follow),
        Cell::Count(figures.share),
        Cell::Count(interactions),
        Cell::Text(cost(fee_fen, interactions)),
        Cell::Count(paid.button_clicks),
        Cell::Text(percent(paid.button_clicks, click)),
    ]
}

/// From 私信进线数 to 5s播放量.
fn conversion(paid: &PaidDay, funnel: Funnel) -> [Cell; 13] {
    let Funnel { entered, opened, left, forms } = funnel;
    let price = |count| Cell::Text(cost(paid.fee_fen, count));
    [
        Cell::Count(entered),
        price(entered),
        Cell::Count(opened),
        price(opened),
        Cell::Count(opened * MESSAGES_PER_OPENED),
        Cell::Count(left),
        price(left),
        Cell::Count(entered),
        Cell::Count(opened),
        Cell::Count(left),
        Cell::Count(forms),
        Cell::Count(forms),
        Cell::Count(paid.plays_5s),
    ]
}
