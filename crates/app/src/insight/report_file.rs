//! The weekly report as a workbook: a sheet for each of its parts, and one that says where the numbers come from.

use axum::extract::State;
use domain::{
    insight::{
        Metric,
        metrics::{METRICS, Nature, Unit},
    },
    time::Period,
};
use serde_json::json;

use super::{
    export::{FileFormat, file_name, numbers, tell},
    report::{ReportView, WeekQuery, report},
    shape::{CellView, kind_name, metric_name},
    table::{Entry, Table, metric_title, shown_metrics, workbook},
};
use crate::{
    App,
    http::{
        ApiError, Query,
        download::Download,
        permit::{ExportFigures, Permitted},
    },
    text::Text,
};

/// Takes the report of one week out as a workbook.
#[utoipa::path(
    get, path = "/reports/weekly/file", tag = "insight", params(WeekQuery),
    responses(
        (status = 200, body = inline(crate::http::FileBytes),
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ),
    security(("session" = ["export_figures"]), ("api_key" = ["export_figures"]))
)]
pub(super) async fn download_weekly_report(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ExportFigures>,
    Query(WeekQuery { week }): Query<WeekQuery>,
) -> Result<Download, ApiError> {
    let mut tx = app.db().read().await?;
    let view = report(&mut tx, &scope, week, app.now()).await?;
    drop(tx);
    let period = Period::new(view.period.from, view.period.to).map_err(|_| ApiError::broken())?;
    let download = workbook(file_name("weekly", period, FileFormat::Xlsx), tables(&view)).await?;
    tell(&app, &scope, json!({ "what": "weekly_report", "from": period.from(), "to": period.to() })).await?;
    Ok(download)
}

fn said(zh: &str, en: &str) -> String {
    Text::new(zh, en).here().to_owned()
}

fn tables(view: &ReportView) -> Vec<Table> {
    vec![headline(view), stores(view), accounts(view), notes(view), replies(view), work(view), sources(view)]
}

fn headline(view: &ReportView) -> Table {
    let row = |metric: &'static Metric| {
        let cell = view.headline.get(&metric.id);
        let number = |part: fn(&CellView) -> Option<i64>| Entry::number(metric.unit, cell.and_then(part));
        vec![
            Entry::Text(metric_title(metric)),
            number(CellView::value),
            number(CellView::previous),
            number(CellView::change),
        ]
    };
    Table {
        name: said("概览", "Headlines"),
        columns: vec![
            said("指标", "Metric"),
            said("本周", "This week"),
            said("上周", "Week before"),
            said("变化", "Change"),
        ],
        rows: METRICS.iter().map(row).collect(),
    }
}

/// Columns of the shown metrics, each beside that of the week before.
fn metric_columns(first: Vec<String>) -> Vec<String> {
    let mut columns = first;
    for metric in shown_metrics() {
        columns.push(metric_title(metric));
        columns.push(format!("{} {}", metric_name(metric), said("上周", "before")));
    }
    columns
}

fn stores(view: &ReportView) -> Table {
    let rows = view.stores.iter().map(|store| {
        let accounts = i64::try_from(store.accounts).ok();
        let mut entries = vec![Entry::Text(store.label.clone()), Entry::number(Unit::Count, accounts)];
        entries.extend(numbers(&store.cells, &shown_metrics(), true));
        entries
    });
    Table {
        name: said("门店", "Stores"),
        columns: metric_columns(vec![said("门店", "Store"), said("账号数", "Accounts")]),
        rows: rows.collect(),
    }
}

fn accounts(view: &ReportView) -> Table {
    let rows = view.accounts.iter().map(|account| {
        let is_in = |list: &[domain::id::AccountId]| list.contains(&account.id);
        let remark = match (is_in(&view.top), is_in(&view.quiet)) {
            (true, _) => Entry::Text(said("表现突出", "Among the best")),
            (_, true) => Entry::Text(said("停更", "Quiet")),
            _ => Entry::Empty,
        };
        let mut entries = vec![
            Entry::Text(account.nickname.clone()),
            Entry::Text(kind_name(account.kind)),
            Entry::text(account.holder.as_ref().map(|holder| holder.name.as_str())),
            Entry::text(account.store.as_ref().map(|store| store.name.as_str())),
            Entry::day(account.last_note_day),
            remark,
        ];
        entries.extend(numbers(&account.cells, &shown_metrics(), true));
        entries
    });
    let first = vec![
        said("账号", "Account"),
        said("类型", "Kind"),
        said("负责人", "Holder"),
        said("门店", "Store"),
        said("最后发布", "Last note"),
        said("备注", "Remark"),
    ];
    Table { name: said("账号", "Accounts"), columns: metric_columns(first), rows: rows.collect() }
}

fn notes(view: &ReportView) -> Table {
    let rows = view.notes.iter().map(|note| {
        vec![
            Entry::Text(note.title.clone()),
            Entry::Text(note.nickname.clone()),
            Entry::day(note.published_day),
            Entry::number(Unit::Count, note.impression),
            Entry::number(Unit::Count, note.read),
            Entry::number(Unit::Count, Some(note.interaction)),
        ]
    });
    Table {
        name: said("优质笔记", "Best notes"),
        columns: vec![
            said("标题", "Title"),
            said("账号", "Account"),
            said("发布日", "Published"),
            said("曝光", "Impressions"),
            said("阅读", "Reads"),
            said("互动", "Interactions"),
        ],
        rows: rows.collect(),
    }
}

fn replies(view: &ReportView) -> Table {
    let rows = view.slow.iter();
    let rows = rows.map(|slow| vec![Entry::Text(slow.nickname.clone()), Entry::Text(slow.reason.clone())]);
    Table {
        name: said("回复质量", "Replies"),
        columns: vec![said("账号", "Account"), said("低于目标之处", "Where it misses the target")],
        rows: rows.collect(),
    }
}

fn work(view: &ReportView) -> Table {
    let rows = view.work.iter().map(|item| {
        let owner = item.owner.as_ref().map(|owner| owner.name.as_str());
        vec![Entry::Text(item.title.clone()), Entry::Text(item.reason.clone()), Entry::text(owner)]
    });
    Table {
        name: said("待办", "To do"),
        columns: vec![said("事项", "Matter"), said("原因", "Reason"), said("负责人", "Owner")],
        rows: rows.collect(),
    }
}

/// What is loaded, and how each number is made.
fn sources(view: &ReportView) -> Table {
    let line = |what: String, text: String| vec![Entry::Text(what), Entry::Text(text)];
    let days = format!("{} – {}", view.period.from, view.period.to);
    let mut rows = vec![
        line(said("品牌", "Brand"), view.brand.clone()),
        line(said("周期", "Period"), days),
        line(said("生成时间", "Made at"), view.made_at.to_string()),
    ];
    rows.extend(view.remarks.iter().map(|remark| line(said("数据缺口", "Not loaded"), remark.clone())));
    rows.extend(METRICS.iter().map(|metric| line(metric_title(metric), method(metric))));
    Table {
        name: said("数据来源", "Sources"),
        columns: vec![said("项目", "What"), said("说明", "How")],
        rows,
    }
}

fn method(metric: &Metric) -> String {
    let file = metric.origin.file_kind().map_or_else(
        || Text::new("账号资料", "the accounts themselves"),
        |kind| Text::new(kind.zh(), kind.en()),
    );
    let how = match metric.nature {
        Nature::Flow(_) => Text::new("相加", "added up"),
        Nature::Stock(_) => Text::new("取最后一天", "the last known day counts"),
        Nature::Rate { .. } => {
            Text::new("由分子之和与分母之和重新计算", "recomputed from the sums above and below the line")
        }
        Nature::Mean { .. } => Text::new(
            "按同账号同周期的进线数加权",
            "weighted by the conversations of the same account and period",
        ),
    };
    format!("{}：{}", file.here(), how.here())
}
