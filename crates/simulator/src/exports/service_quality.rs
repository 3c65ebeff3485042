//! 员工号分析: reply measures of one week, per employee account.

use super::{Draft, ExportKind, Oddity, Week, oddities};
use crate::{
    chance::WHOLE_PPM,
    matrix::{Matrix, ServiceWeek},
    sheet::{Cell, Encoding, Table},
    shown::{NOTHING, compact, decimal, percent},
};

/// The columns, in the platform's order.
const HEADER: [&str; 13] = [
    "员工号名称",
    "员工号UID",
    "15秒首响率得分",
    "30秒回复率得分",
    "1分钟回复率得分",
    "1小时超时回复率得分",
    "平均回复时长得分",
    "15秒首响率",
    "30秒回复率",
    "1分钟回复率",
    "1小时超时回复率",
    "平均回复时长",
    "用户评价得分",
];
/// A column that the platform does not document.
const UNKNOWN_COLUMN: &str = "会话质检等级";
/// The best score, in tenths of a point.
const SCORE_TENTHS_MAX: i64 = 50;
/// Replies this fast on average score full points, in hundredths of a minute.
const MEAN_BEST_CENTIMINUTES: i64 = 100;
/// Replies this slow on average score nothing, in hundredths of a minute.
const MEAN_WORST_CENTIMINUTES: i64 = 6_000;

/// The file of the week, unless nobody downloaded it.
pub(super) fn draft(matrix: &Matrix, week: Week) -> Option<Draft> {
    if oddities::is_service_missing(week) {
        return None;
    }
    let mut table = Table { sheet: "员工号分析", header: HEADER.to_vec(), ..Table::default() };
    for account in matrix.kos_accounts().filter(|account| account.opened <= week.period.to()) {
        let service = account.service.get(week.number - 1).copied().flatten();
        let mut row = vec![Cell::text(&account.nickname), Cell::text(&account.user_id)];
        row.extend(
            service.map_or_else(|| vec![NOTHING.to_owned(); 11], measures).into_iter().map(Cell::Text),
        );
        table.rows.push(row);
    }
    let mut found = vec![];
    if oddities::has_unknown_column(week) {
        table.header.push(UNKNOWN_COLUMN);
        table.rows.iter_mut().for_each(|row| row.push(Cell::text("B")));
        found.push(Oddity::UnknownColumn { column: UNKNOWN_COLUMN.to_owned() });
    }
    let name = format!("员工号分析{}.csv", compact(week.downloaded()));
    let mut file = week.file(ExportKind::ServiceQuality, &name, &table);
    file.oddities = found;
    Some(Draft { file, table, encoding: Encoding::Utf8WithBom })
}

fn measures(week: ServiceWeek) -> Vec<String> {
    let scores = scores_tenths(week).map(|score| decimal(score, 1));
    let rates =
        [week.in_15s, week.in_30s, week.in_1min, week.over_1h].map(|count| percent(count, week.chats));
    let rest = [
        decimal(week.mean_centiminutes, 2),
        week.rating_centi.map_or_else(|| NOTHING.to_owned(), |rating| decimal(rating, 2)),
    ];
    scores.into_iter().chain(rates).chain(rest).collect()
}

/// The five scores in tenths of a point: four rates and the mean.
pub(crate) fn scores_tenths(week: ServiceWeek) -> [i64; 5] {
    let score = |count: i64| (count * SCORE_TENTHS_MAX + week.chats / 2) / week.chats.max(1);
    let slow = (week.mean_centiminutes - MEAN_BEST_CENTIMINUTES).clamp(0, MEAN_WORST_CENTIMINUTES);
    let slow_ppm = slow * WHOLE_PPM / MEAN_WORST_CENTIMINUTES;
    [
        score(week.in_15s),
        score(week.in_30s),
        score(week.in_1min),
        SCORE_TENTHS_MAX - score(week.over_1h),
        SCORE_TENTHS_MAX - slow_ppm * SCORE_TENTHS_MAX / WHOLE_PPM,
    ]
}
