//! Today: what there is to do, ranked, with its reason, its evidence, its owner and its rest.

use axum::extract::State;
use db::Tx;
use domain::{
    id::UserId,
    identity::{Action, Scope},
    insight::{
        metrics::Unit,
        today::{Evidence, Item, Points, Proof, RuleId, Rules, Severity, evaluate},
    },
    time::{Day, Instant},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    facts,
    shape::{DaysView, here},
    store::{
        self, Brand,
        loaded::OF_PERIODS,
        marks::{self, Mark},
    },
};
use crate::{
    App,
    http::{
        ApiError, Json,
        permit::{Permitted, UseToday},
    },
};

/// Items that are shown.
const ITEMS_SHOWN_MAX: usize = 200;

/// What there is to do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TodayView {
    /// The items, the most pressing first.
    items: Vec<ItemView>,
    /// Items that rest for a while.
    snoozed: Vec<ItemView>,
    /// How many items there are of each severity, resting ones apart.
    counts: CountsView,
    /// Who can take an item.
    members: Vec<MemberRef>,
    /// The last day of which figures are loaded; absent before the first import.
    loaded_until: Option<Day>,
}

/// How many items there are of each severity.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct CountsView {
    must: usize,
    watch: usize,
    note: usize,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct MemberRef {
    pub id: UserId,
    pub name: String,
}

impl From<(UserId, String)> for MemberRef {
    fn from((id, name): (UserId, String)) -> Self {
        Self { id, name }
    }
}

/// Something to do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ItemView {
    /// The same from day to day.
    pub id: String,
    pub rule: RuleId,
    pub severity: Severity,
    /// Its rank: the sum of its points.
    score: i64,
    /// What the points are for.
    parts: Vec<PointsView>,
    pub title: String,
    /// Why it is there, in a sentence.
    pub reason: String,
    /// What the reason rests on.
    evidence: Vec<EvidenceView>,
    since: Instant,
    /// Until when it should be done.
    pub due: Instant,
    button: ButtonView,
    pub owner: Option<MemberRef>,
    pub snoozed_until: Option<Instant>,
    snooze_reason: Option<String>,
    can: CanMark,
}

/// Points of a score, and what they are for.
#[derive(Debug, Serialize, ToSchema)]
struct PointsView {
    label: String,
    points: i64,
}

/// One thing that a reason rests on: a number with its unit, a day, a period, or a name.
#[derive(Debug, Serialize, ToSchema)]
struct EvidenceView {
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<DaysView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Where in the console to see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
}

/// The one button of an item.
#[derive(Debug, Serialize, ToSchema)]
struct ButtonView {
    label: String,
    /// A route of the console.
    href: String,
}

/// What the asker may do with an item.
#[derive(Debug, Serialize, ToSchema)]
struct CanMark {
    snooze: bool,
    own: bool,
}

impl EvidenceView {
    fn of(evidence: Evidence) -> Self {
        let Evidence { label, value, href } = evidence;
        let blank =
            Self { label: here(label), number: None, unit: None, day: None, period: None, name: None, href };
        match value {
            Proof::Number(unit, number) => Self { number: Some(number), unit: Some(unit), ..blank },
            Proof::Day(day) => Self { day: Some(day), ..blank },
            Proof::Period(period) => Self { period: Some(period.into()), ..blank },
            Proof::Name(name) => Self { name: Some(name), ..blank },
        }
    }
}

impl ItemView {
    /// The item with what was decided about it, as the asker sees it. A rest that is over is not shown.
    pub fn of(item: Item, mark: Option<&Mark>, scope: &Scope, now: Instant) -> Self {
        let Item { key, rule, severity, score, parts, title, reason, evidence, since, due, button, href } =
            item;
        let resting = mark.filter(|mark| rests(mark, now));
        let is_person = scope.user().is_some();
        Self {
            id: key,
            rule,
            severity,
            score,
            parts: parts
                .into_iter()
                .map(|Points { label, points }| PointsView { label: here(label), points })
                .collect(),
            title: here(title),
            reason: here(reason),
            evidence: evidence.into_iter().map(EvidenceView::of).collect(),
            since,
            due,
            button: ButtonView { label: here(button), href },
            owner: mark.and_then(|mark| mark.owner.clone()).map(MemberRef::from),
            snoozed_until: resting.and_then(|mark| mark.snoozed_until),
            snooze_reason: resting.and_then(|mark| mark.snooze_reason.clone()),
            can: CanMark { snooze: is_person, own: is_person },
        }
    }
}

/// Whether the item rests.
pub(super) fn rests(mark: &Mark, now: Instant) -> bool {
    mark.snoozed_until.is_some_and(|until| until > now)
}

/// Every item that the asker sees, resting or not.
pub(super) async fn items(
    tx: &mut Tx,
    scope: &Scope,
    brand: &Brand,
    now: Instant,
) -> Result<Vec<Item>, ApiError> {
    Ok(evaluate(Rules::builtin(), &facts::gather(tx, scope, brand, now).await?))
}

/// Shows what there is to do.
#[utoipa::path(
    get, path = "/today", tag = "insight",
    responses(
        (status = 200, body = TodayView)
    ),
    security(("session" = ["use_today"]), ("api_key" = ["use_today"]))
)]
pub(super) async fn show_today(
    State(app): State<App>,
    Permitted(scope, _): Permitted<UseToday>,
) -> Result<Json<TodayView>, ApiError> {
    let now = app.now();
    let mut tx = app.db().read().await?;
    let brand = store::brand(&mut tx, &scope).await?;
    let items = items(&mut tx, &scope, &brand, now).await?;
    let marks = marks::marks(&mut tx, &scope).await?;
    let members = owners_for(&mut tx, &scope).await?;
    let loaded_until = loaded_until(&mut tx, &scope, brand.moment(now).today()).await?;
    drop(tx);
    let views = items.into_iter().map(|item| {
        let mark = marks.iter().find(|mark| mark.item == item.key);
        ItemView::of(item, mark, &scope, now)
    });
    let (mut snoozed, mut items): (Vec<_>, Vec<_>) = views.partition(|item| item.snoozed_until.is_some());
    let counts = counts(&items);
    items.truncate(ITEMS_SHOWN_MAX);
    snoozed.truncate(ITEMS_SHOWN_MAX);
    Ok(Json(TodayView { items, snoozed, counts, members, loaded_until }))
}

fn counts(items: &[ItemView]) -> CountsView {
    let mut counts = CountsView::default();
    for item in items {
        match item.severity {
            Severity::Must => counts.must += 1,
            Severity::Watch => counts.watch += 1,
            Severity::Note => counts.note += 1,
        }
    }
    counts
}

/// Who the asker may give an item to: every member whose role works on Today, or, for somebody who does not see the
/// members, only themselves.
pub(super) async fn owners_for(tx: &mut Tx, scope: &Scope) -> Result<Vec<MemberRef>, ApiError> {
    let members = marks::members(tx, scope).await?.into_iter().map(MemberRef::from);
    let sees_members = scope.may(Action::ViewMembers);
    Ok(members.filter(|member| sees_members || Some(member.id) == scope.user()).collect())
}

async fn loaded_until(tx: &mut Tx, scope: &Scope, today: Day) -> Result<Option<Day>, ApiError> {
    let mut latest = None;
    for origin in OF_PERIODS {
        latest = latest.max(store::today::last_day(tx, scope, origin, today).await?);
    }
    Ok(latest)
}
