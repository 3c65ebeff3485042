//! The shapes of figures in the API.

use std::collections::BTreeMap;

use domain::{
    id::{EmployeeId, StoreId},
    identity::Language,
    imports::FileKind,
    insight::{Absence, AccountKind, Cell, Ledger, Loaded, Metric, MetricId, Say, cell},
    time::{Day, Period},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::compute::Coverage;
use crate::text::language_here;

/// The sentence in the language of the request.
pub(super) fn here(say: Say) -> String {
    match language_here() {
        Language::Zh => say.zh,
        Language::En => say.en,
    }
}

/// The name of a metric in the language of the request.
pub(super) fn metric_name(metric: &Metric) -> &'static str {
    match language_here() {
        Language::Zh => metric.zh,
        Language::En => metric.en,
    }
}

/// What people call a kind of account.
pub(super) fn kind_name(kind: AccountKind) -> String {
    here(match kind {
        AccountKind::Enterprise => Say::new("企业号", "Enterprise account"),
        AccountKind::Kos => Say::new("员工号", "Staff account"),
        AccountKind::Kob => Say::new("经销商/分支号", "Dealer account"),
        AccountKind::Koc => Say::new("素人号", "Customer account"),
        AccountKind::Creator => Say::new("达人号", "Creator account"),
        AccountKind::Store => Say::new("门店号", "Store account"),
        AccountKind::Unknown => Say::new("未分类", "Not classified"),
    })
}

/// Whole days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct DaysView {
    pub from: Day,
    pub to: Day,
}

impl From<Period> for DaysView {
    fn from(period: Period) -> Self {
        Self { from: period.from(), to: period.to() }
    }
}

/// A number with what it was before. Absent parts are left out.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(super) struct CellView {
    /// The number in the unit of its metric.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<i64>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    absence: Option<Absence>,
    /// The number of the period before.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<i64>,
    /// By how much it changed, in the unit of the metric; of a rate these are points.
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<i64>,
    /// By which part of the number before it changed, in millionths.
    #[serde(skip_serializing_if = "Option::is_none")]
    change_ppm: Option<i64>,
}

impl From<Cell> for CellView {
    fn from(cell: Cell) -> Self {
        let Cell { value, absence, previous, change, change_ppm } = cell;
        Self { value, absence, previous, change, change_ppm }
    }
}

impl CellView {
    /// The number.
    pub const fn value(&self) -> Option<i64> {
        self.value
    }

    /// The number of the period before.
    pub const fn previous(&self) -> Option<i64> {
        self.previous
    }

    /// By how much it changed.
    pub const fn change(&self) -> Option<i64> {
        self.change
    }
}

/// Numbers by the name of their metric.
pub(super) type Cells = BTreeMap<MetricId, CellView>;

/// The numbers of these metrics.
pub(super) fn cells(metrics: &[&'static Metric], now: &Ledger, before: Option<&Ledger>) -> Cells {
    metrics.iter().map(|metric| (metric.id, cell(metric, now, before).into())).collect()
}

/// A store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub(super) struct BoardStore {
    pub id: StoreId,
    pub name: String,
}

impl From<(StoreId, String)> for BoardStore {
    fn from((id, name): (StoreId, String)) -> Self {
        Self { id, name }
    }
}

/// An employee who holds an account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct HolderRef {
    pub id: EmployeeId,
    pub name: String,
}

impl From<(EmployeeId, String)> for HolderRef {
    fn from((id, name): (EmployeeId, String)) -> Self {
        Self { id, name }
    }
}

/// What stands for the asked days in one kind of file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct CoverageView {
    /// The kind of file.
    pub kind: FileKind,
    /// The loaded periods that are counted; none of notes, which have a day each.
    pub counted: Vec<DaysView>,
    /// Days of the asked period that nothing loaded stands for.
    pub gaps: Vec<DaysView>,
    /// Loaded periods that are not counted, because they reach beyond the asked days or share a day with others.
    pub left_out: Vec<DaysView>,
    /// Accounts for which nothing of this kind is loaded.
    pub accounts_without: usize,
}

impl From<Coverage> for CoverageView {
    fn from(coverage: Coverage) -> Self {
        let Coverage { kind, cover, accounts_without } = coverage;
        let days = |loaded: Vec<Loaded>| loaded.into_iter().map(|loaded| loaded.period.into()).collect();
        Self {
            kind,
            counted: days(cover.chosen),
            gaps: cover.gaps.into_iter().map(DaysView::from).collect(),
            left_out: days(cover.overlapping),
            accounts_without,
        }
    }
}
