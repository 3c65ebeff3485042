//! The matrix board: every account within sight, its figures over a period, and their sums.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::{
    id::AccountId,
    imports::FileKind,
    insight::{AccountState, Ledger, Metric, MetricId},
    matrix::AccountKind,
    time::{Day, Instant},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ask::{BoardQuery, GroupBy, Sort, SortBy},
    compute::{Computed, Standing, Unassigned, compute},
    shape::{BoardHolder, BoardStore, CellView, Cells, CoverageView, DaysView, cells, kind_name},
    store,
};
use crate::{
    App,
    http::{
        ApiError, Json, Query,
        permit::{Permitted, ViewMatrix},
    },
    text::Text,
};

/// The board.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BoardView {
    /// The days that the figures are about.
    period: DaysView,
    /// The days that they are compared with.
    previous: Option<DaysView>,
    /// The accounts, in the order that was asked for; those of a group stand together.
    items: Vec<BoardRow>,
    /// The sums of each group.
    groups: Vec<GroupRow>,
    /// What reports count for the brand in rows that name no account; it is in `total` and in no other line. Absent
    /// where there is none, and where the board is narrowed.
    unassigned: Option<BTreeMap<MetricId, CellView>>,
    /// The sums of all.
    total: BTreeMap<MetricId, CellView>,
    /// What is loaded for these days.
    coverage: Vec<CoverageView>,
    /// What is loaded for the days before.
    previous_coverage: Vec<CoverageView>,
    /// Stores to filter by.
    stores: Vec<BoardStore>,
    /// Regions to filter by.
    regions: Vec<String>,
}

/// An account on the board.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BoardRow {
    pub id: AccountId,
    pub kind: AccountKind,
    pub nickname: String,
    pub state: AccountState,
    pub holder: Option<BoardHolder>,
    pub store: Option<BoardStore>,
    pub region: Option<String>,
    /// When its last known note was published.
    pub last_note_at: Option<Instant>,
    pub last_note_day: Option<Day>,
    /// Days from then until today.
    pub days_since_last_note: Option<i32>,
    /// The day of the newest list of its notes.
    pub notes_as_of: Option<Day>,
    /// The day of its number of fans.
    pub fans_day: Option<Day>,
    /// The group it stands in.
    pub group: Option<String>,
    /// Kinds of files that leave days of the period open for this account.
    pub incomplete: Vec<FileKind>,
    /// Its numbers, by the name of the metric.
    pub cells: BTreeMap<MetricId, CellView>,
}

/// Accounts that belong together, and their sums.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GroupRow {
    /// Names the group; `none` for accounts that belong to none.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// How many accounts.
    pub accounts: usize,
    /// The sums, by the name of the metric.
    pub cells: BTreeMap<MetricId, CellView>,
}

/// Shows the board.
#[utoipa::path(
    get, path = "/board", tag = "insight", params(BoardQuery),
    responses(
        (status = 200, body = BoardView)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_board(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(query): Query<BoardQuery>,
) -> Result<Json<BoardView>, ApiError> {
    let (sort, metrics) = (query.sort()?, query.metrics()?);
    let mut tx = app.db().read().await?;
    let moment = store::brand(&mut tx, &scope).await?.moment(app.now());
    let computed = compute(&mut tx, &scope, &query.ask(&moment)?, &moment).await?;
    let choices = store::accounts::choices(&mut tx, &scope).await?;
    drop(tx);
    let laid_out = lay_out(computed, sort, query.group_by.unwrap_or_default(), &metrics);
    let LaidOut { period, previous, items, groups, unassigned, total, coverage, previous_coverage } =
        laid_out;
    Ok(Json(BoardView {
        period,
        previous,
        items,
        groups,
        unassigned,
        total,
        coverage,
        previous_coverage,
        stores: choices.stores.into_iter().map(BoardStore::from).collect(),
        regions: choices.regions,
    }))
}

/// A board in its order, with its sums.
#[derive(Debug)]
pub(super) struct LaidOut {
    pub period: DaysView,
    pub previous: Option<DaysView>,
    pub items: Vec<BoardRow>,
    pub groups: Vec<GroupRow>,
    pub unassigned: Option<BTreeMap<MetricId, CellView>>,
    pub total: BTreeMap<MetricId, CellView>,
    pub coverage: Vec<CoverageView>,
    pub previous_coverage: Vec<CoverageView>,
}

/// Puts figures in order and sums them up.
pub(super) fn lay_out(
    computed: Computed,
    sort: Sort,
    group_by: GroupBy,
    metrics: &[&'static Metric],
) -> LaidOut {
    let Computed { period, previous, today, mut accounts, unassigned, coverage, previous_coverage } =
        computed;
    order(&mut accounts, sort);
    let total = Sums::of_all(&accounts, unassigned.as_ref()).cells(metrics);
    let mut groups = Vec::new();
    if group_by != GroupBy::None {
        // A stable sort keeps the asked order within each group.
        accounts.sort_by_cached_key(|standing| group_of(standing, group_by).place);
        groups = group_rows(&accounts, group_by, metrics);
    }
    let views = |list: Vec<_>| list.into_iter().map(CoverageView::from).collect();
    LaidOut {
        period: period.into(),
        previous: previous.map(DaysView::from),
        items: accounts.into_iter().map(|standing| row(standing, today, group_by, metrics)).collect(),
        groups,
        unassigned: unassigned.map(|Unassigned { now, before }| cells(metrics, &now, before.as_ref())),
        total,
        coverage: views(coverage),
        previous_coverage: views(previous_coverage),
    }
}

fn order(accounts: &mut [Standing], sort: Sort) {
    let key = |standing: &Standing| match sort.by {
        SortBy::Nickname => None,
        SortBy::LastNote => standing.account.last_note_at.map(Instant::ms),
        SortBy::Metric(metric) => standing.now.value(metric).ok(),
    };
    // Accounts come by name. What has no number stands last, whichever way the others run.
    match (sort.by, sort.backwards) {
        (SortBy::Nickname, false) => {}
        (SortBy::Nickname, true) => accounts.reverse(),
        (_, false) => accounts.sort_by_key(|standing| (key(standing).is_none(), key(standing))),
        (_, true) => accounts.sort_by_key(|standing| std::cmp::Reverse(key(standing))),
    }
}

/// The ledgers of several accounts together.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub accounts: usize,
    pub now: Ledger,
    pub before: Option<Ledger>,
}

impl Sums {
    pub fn of<'a>(accounts: impl Iterator<Item = &'a Standing>) -> Self {
        let mut sums = Self::default();
        for standing in accounts {
            sums.accounts += 1;
            sums.now.join(&standing.now);
            if let Some(before) = &standing.before {
                sums.before.get_or_insert_default().join(before);
            }
        }
        sums
    }

    /// The sums of the brand: every account, and what belongs to none.
    pub fn of_all(accounts: &[Standing], unassigned: Option<&Unassigned>) -> Self {
        let mut sums = Self::of(accounts.iter());
        if let Some(Unassigned { now, before }) = unassigned {
            sums.now.join(now);
            if let Some(before) = before {
                sums.before.get_or_insert_default().join(before);
            }
        }
        sums
    }

    pub fn cells(&self, metrics: &[&'static Metric]) -> Cells {
        cells(metrics, &self.now, self.before.as_ref())
    }
}

/// A group: its place among the others, which is its name, and its key.
struct Group {
    place: (bool, String, String),
    key: String,
}

fn group_of(standing: &Standing, group_by: GroupBy) -> Group {
    let account = &standing.account;
    let named = match group_by {
        GroupBy::None => None,
        GroupBy::Kind => Some((account.kind.name().to_owned(), kind_name(account.kind))),
        GroupBy::Store => account.store.as_ref().map(|(id, name)| (id.to_string(), name.clone())),
        GroupBy::Region => account.region.as_ref().map(|region| (region.clone(), region.clone())),
    };
    let nowhere = || {
        let text = match group_by {
            GroupBy::Store => Text::new("未分配门店", "Without a store"),
            _ => Text::new("未分配区域", "Without a region"),
        };
        ("none".to_owned(), text.here().to_owned())
    };
    let is_nowhere = named.is_none();
    let (key, label) = named.unwrap_or_else(nowhere);
    Group { place: (is_nowhere, label, key.clone()), key }
}

/// The sums of each group, in the order in which the accounts stand.
pub(super) fn group_rows(
    accounts: &[Standing],
    group_by: GroupBy,
    metrics: &[&'static Metric],
) -> Vec<GroupRow> {
    let mut groups: BTreeMap<(bool, String, String), Vec<&Standing>> = BTreeMap::new();
    for standing in accounts {
        groups.entry(group_of(standing, group_by).place).or_default().push(standing);
    }
    let row = |((_, label, key), members): (_, Vec<&Standing>)| {
        let sums = Sums::of(members.into_iter());
        GroupRow { key, label, accounts: sums.accounts, cells: sums.cells(metrics) }
    };
    groups.into_iter().map(row).collect()
}

fn row(standing: Standing, today: Day, group_by: GroupBy, metrics: &[&'static Metric]) -> BoardRow {
    let group = (group_by != GroupBy::None).then(|| group_of(&standing, group_by).key);
    let Standing { account, state, now, before, incomplete } = standing;
    let last_note_day = account.last_note_day;
    BoardRow {
        id: account.id,
        kind: account.kind,
        nickname: account.nickname,
        state,
        holder: account.holder.map(BoardHolder::from),
        store: account.store.map(BoardStore::from),
        region: account.region,
        last_note_at: account.last_note_at,
        last_note_day,
        days_since_last_note: last_note_day.map(|day| day.days_until(today)),
        notes_as_of: account.notes_as_of,
        fans_day: account.fans_day,
        group,
        incomplete,
        cells: cells(metrics, &now, before.as_ref()),
    }
}
