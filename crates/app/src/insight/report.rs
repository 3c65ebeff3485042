//! The weekly report: one week of the board, told in the order in which people talk about it.

use std::collections::BTreeMap;

use axum::extract::State;
use db::Tx;
use domain::{
    id::{AccountId, NoteId},
    identity::{Action, Scope},
    imports::FileKind,
    insight::{
        AccountState, Metric, MetricId, Say,
        metrics::METRICS,
        targets::{TargetId, Targets},
        today::{
            Moment, Rules, evaluate,
            facts::{ReplyPulse, slow_replies},
        },
    },
    time::{Day, Instant, Period},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    ask::{GroupBy, Sort, SortBy, asked_week},
    board::{BoardRow, GroupRow, LaidOut, Sums, group_rows, lay_out},
    compute::{Ask, Computed, Coverage, Standing, Unassigned, compute},
    shape::{CellView, CoverageView, DaysView, here},
    store::{
        self, Brand,
        accounts::Filter,
        notes::{BestNote, best},
    },
    today::{ItemView, items, rests},
};
use crate::{
    App,
    http::{
        ApiError, Json, Query,
        permit::{Permitted, ViewMatrix},
    },
};

/// Accounts that a list of the report names.
const ACCOUNTS_NAMED_MAX: usize = 10;
/// Notes that the report names.
const NOTES_NAMED_MAX: i64 = 10;
/// Items of work that the report names.
const WORK_NAMED_MAX: usize = 10;
/// Kinds of files without which a week is not whole.
const WEEKLY_KINDS: [FileKind; 3] = [FileKind::NoteList, FileKind::EmployeeLeads, FileKind::ServiceQuality];

/// Which week.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WeekQuery {
    /// A day of the week; a day of the last full week when absent.
    pub week: Option<Day>,
}

/// The weekly report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportView {
    pub brand: String,
    pub period: DaysView,
    pub previous: DaysView,
    pub made_at: Instant,
    /// Whether every kind of weekly file is loaded for every day of the week.
    pub whole: bool,
    /// What should be known before the numbers are read: what is not loaded, what stands out.
    pub remarks: Vec<String>,
    /// The sums of the week.
    pub headline: BTreeMap<MetricId, CellView>,
    /// The sums of each store.
    pub stores: Vec<GroupRow>,
    /// The accounts with most leads, then most interactions.
    pub top: Vec<AccountId>,
    /// The accounts that are quiet, the longest silence first.
    pub quiet: Vec<AccountId>,
    /// The accounts that replied slower than the brand expects.
    pub slow: Vec<SlowView>,
    /// The notes of the week that people interacted with most.
    pub notes: Vec<BestNoteView>,
    /// Every account, by name.
    pub accounts: Vec<BoardRow>,
    /// What needs doing, the most pressing first; only for somebody who works on Today.
    pub work: Vec<ItemView>,
    /// What is loaded for the week.
    pub coverage: Vec<CoverageView>,
}

/// An account that replied slower than expected, and in which way.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SlowView {
    pub account: AccountId,
    pub nickname: String,
    pub reason: String,
}

/// A note that did well.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BestNoteView {
    pub id: NoteId,
    pub title: String,
    pub account: AccountId,
    pub nickname: String,
    pub published_day: Option<Day>,
    pub impression: Option<i64>,
    pub read: Option<i64>,
    pub interaction: i64,
}

impl From<BestNote> for BestNoteView {
    fn from(note: BestNote) -> Self {
        let BestNote { id, title, account, nickname, published_day, impression, read, interaction } = note;
        Self { id, title, account, nickname, published_day, impression, read, interaction }
    }
}

/// Shows the report of one week.
#[utoipa::path(
    get, path = "/reports/weekly", tag = "insight", params(WeekQuery),
    responses(
        (status = 200, body = ReportView)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_weekly_report(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Query(WeekQuery { week }): Query<WeekQuery>,
) -> Result<Json<ReportView>, ApiError> {
    let mut tx = app.db().read().await?;
    Ok(Json(report(&mut tx, &scope, week, app.now()).await?))
}

/// Puts the report of one week together, from the same figures as the board.
pub(super) async fn report(
    tx: &mut Tx,
    scope: &Scope,
    week: Option<Day>,
    now: Instant,
) -> Result<ReportView, ApiError> {
    let brand = store::brand(tx, scope).await?;
    let moment = brand.moment(now);
    let period = asked_week(week, &moment)?;
    let ask = Ask { period, compare: true, filter: Filter::default(), state: None };
    let computed = compute(tx, scope, &ask, &moment).await?;
    let targets = store::targets::targets(tx, scope).await?;
    let metrics: Vec<&'static Metric> = METRICS.iter().collect();
    let stores = group_rows(&computed.accounts, GroupBy::Store, &metrics);
    let headline = Sums::of_all(&computed.accounts, computed.unassigned.as_ref()).cells(&metrics);
    let (top, quiet) = (top(&computed.accounts), quiet(&computed.accounts));
    let slow = slow(&computed, &targets, &moment);
    let whole = is_whole(&computed);
    let unassigned = computed.unassigned.as_ref().and_then(remark_on_unassigned);
    let remarks = remarks(&computed.coverage).into_iter().chain(unassigned).map(here).collect();
    let notes = best(tx, scope, period, NOTES_NAMED_MAX).await?;
    let work = work(tx, scope, &brand, now).await?;
    let by_name = Sort { by: SortBy::Nickname, backwards: false };
    let laid_out = lay_out(computed, by_name, GroupBy::None, &metrics);
    let LaidOut { items: accounts, coverage, .. } = laid_out;
    Ok(ReportView {
        brand: brand.name,
        period: period.into(),
        previous: period.previous().into(),
        made_at: now,
        whole,
        remarks,
        headline,
        stores,
        top,
        quiet,
        slow,
        notes: notes.into_iter().map(BestNoteView::from).collect(),
        accounts,
        work,
        coverage,
    })
}

fn top(accounts: &[Standing]) -> Vec<AccountId> {
    let number = |standing: &Standing, id| standing.now.value(Metric::of(id)).ok().filter(|n| *n > 0);
    let key = |standing: &Standing| {
        (number(standing, MetricId::Leads), number(standing, MetricId::NoteInteraction))
    };
    let mut ranked: Vec<&Standing> =
        accounts.iter().filter(|standing| key(standing) != (None, None)).collect();
    ranked.sort_by_key(|standing| std::cmp::Reverse(key(standing)));
    ranked.into_iter().take(ACCOUNTS_NAMED_MAX).map(|standing| standing.account.id).collect()
}

fn quiet(accounts: &[Standing]) -> Vec<AccountId> {
    let mut silent: Vec<&Standing> =
        accounts.iter().filter(|standing| standing.state == AccountState::Quiet).collect();
    silent.sort_by_key(|standing| standing.account.last_note_at);
    silent.into_iter().take(ACCOUNTS_NAMED_MAX).map(|standing| standing.account.id).collect()
}

/// The measures of the week and the targets they are held against.
const MEASURED: [(MetricId, TargetId); 6] = [
    (MetricId::First15s, TargetId::First15s),
    (MetricId::Reply30s, TargetId::Reply30s),
    (MetricId::Reply1min, TargetId::Reply1min),
    (MetricId::Over1h, TargetId::Over1h),
    (MetricId::MeanReply, TargetId::MeanReply),
    (MetricId::Rating, TargetId::Rating),
];

/// The accounts that missed their targets in the week, by the same rule as Today.
fn slow(computed: &Computed, targets: &Targets, moment: &Moment) -> Vec<SlowView> {
    let value = |standing: &Standing, id| standing.now.value(Metric::of(id)).ok();
    let pulse = |standing: &Standing| ReplyPulse {
        id: standing.account.id,
        nickname: standing.account.nickname.clone(),
        period: computed.period,
        conversations: value(standing, MetricId::MessageConsult),
        measures: MEASURED
            .into_iter()
            .filter_map(|(metric, target)| Some((target, value(standing, metric)?)))
            .collect(),
    };
    let facts: Vec<_> = computed
        .accounts
        .iter()
        .filter_map(|standing| slow_replies(&pulse(standing), targets, moment))
        .collect();
    let found = evaluate(Rules::builtin(), &facts).into_iter().take(ACCOUNTS_NAMED_MAX);
    let named = found.filter_map(|item| {
        let fact = facts.iter().find(|fact| item.key.ends_with(&fact.subject))?;
        let account = fact.subject.parse().ok()?;
        Some(SlowView { account, nickname: here(fact.name.clone()), reason: here(item.reason) })
    });
    named.collect()
}

fn is_whole(computed: &Computed) -> bool {
    let weekly = computed.coverage.iter().filter(|coverage| WEEKLY_KINDS.contains(&coverage.kind));
    weekly.into_iter().all(|coverage| coverage.cover.gaps.is_empty() && coverage.accounts_without == 0)
}

/// What is not loaded, as sentences.
fn remarks(coverage: &[Coverage]) -> Vec<Say> {
    coverage.iter().flat_map(remarks_about).collect()
}

fn remarks_about(coverage: &Coverage) -> Vec<Say> {
    let Coverage { kind, cover, accounts_without } = coverage;
    let (zh, en) = (kind.zh(), kind.en());
    let mut remarks = Vec::new();
    if !cover.gaps.is_empty() {
        let days = listed(cover.gaps.iter().copied());
        remarks.push(Say::new(
            format!("{zh}没有覆盖这些日子：{}。数字只含已导入的部分。", days.zh),
            format!("These days are not loaded of {en}: {}. The numbers hold what is loaded.", days.en),
        ));
    }
    if !cover.overlapping.is_empty() {
        let days = listed(cover.overlapping.iter().map(|loaded| loaded.period));
        remarks.push(Say::new(
            format!("{zh}中这些周期与本周重叠，没有计入：{}。", days.zh),
            format!(
                "These periods of {en} reach beyond the week or overlap, and are not counted: {}.",
                days.en
            ),
        ));
    }
    if *accounts_without > 0 && cover.gaps.is_empty() {
        remarks.push(Say::new(
            format!("{accounts_without} 个账号没有{zh}数据。"),
            format!("{accounts_without} accounts have no {en}."),
        ));
    }
    remarks
}

/// Spend that no line of the report shows, though its total holds it.
fn remark_on_unassigned(unassigned: &Unassigned) -> Option<Say> {
    let spend = unassigned.now.value(Metric::of(MetricId::Spend)).ok().filter(|fen| *fen > 0)?;
    let spend = yuan(spend);
    Some(Say::new(
        format!("聚光报表中有 {spend} 消耗没有写明账号：只计入合计，不分到任何账号或门店。"),
        format!(
            "{spend} of the Juguang reports name no account: they are in the total, and of no account or store."
        ),
    ))
}

/// An amount as people write it: `¥1,234.00`.
fn yuan(fen: i64) -> String {
    let mut whole = (fen / 100).to_string();
    let mut place = whole.len();
    while place > 3 {
        place -= 3;
        whole.insert(place, ',');
    }
    format!("¥{whole}.{:02}", fen % 100)
}

fn listed(periods: impl Iterator<Item = Period>) -> Say {
    let days: Vec<String> = periods.map(|period| format!("{} – {}", period.from(), period.to())).collect();
    Say::new(days.join("、"), days.join(", "))
}

async fn work(tx: &mut Tx, scope: &Scope, brand: &Brand, now: Instant) -> Result<Vec<ItemView>, ApiError> {
    if !scope.may(Action::UseToday) {
        return Ok(vec![]);
    }
    let marks = store::marks::marks(tx, scope).await?;
    let items = items(tx, scope, brand, now).await?.into_iter().filter_map(|item| {
        let mark = marks.iter().find(|mark| mark.item == item.key);
        let is_resting = mark.is_some_and(|mark| rests(mark, now));
        (!is_resting).then(|| ItemView::of(item, mark, scope, now))
    });
    Ok(items.take(WORK_NAMED_MAX).collect())
}
