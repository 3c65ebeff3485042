//! What seats cost: by company and year, by active seat, and against the plan.

use std::collections::HashMap;

use axum::extract::State;
use domain::{
    id::LegalEntityId,
    insight::targets::{TargetId, Targets},
    matrix::AccountKind,
    seats::{FEE_FEN_MAX, FeeLine, YearSum, running_fen, sum_of_year},
    time::Day,
    value::Fen,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        refusals::changed_meanwhile,
        rules::{EntityRules, book_of},
        store::{
            costs::{self, Budget, SeatCounts},
            editions::current_editions,
            entities, fees,
        },
    },
    Clocked, EntityRef, may_manage,
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, Json, Path, Permitted, Query,
        can::Can,
        permit::{ManageSeats, ViewSeats},
    },
    text::Text,
};

/// The first and the last year of which costs are summed up.
const YEARS: std::ops::RangeInclusive<i32> = 2013..=2999;

/// Which year is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::seats) struct CostQuery {
    /// This year when absent.
    #[param(minimum = 2013, maximum = 2999)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<2013, 2999, _, _>")]
    year: Option<i32>,
}

/// What the seats of all companies cost.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct SeatCosts {
    year: i32,
    /// Days without a note from which a seat is no longer active.
    active_days: i64,
    items: Vec<EntityCosts>,
    can: CostCan,
}

/// What the asker may do with the plan.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct CostCan {
    /// Set what is planned.
    plan: Can,
}

/// What the seats of one company cost. Amounts are in fen.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct EntityCosts {
    entity: EntityRef,
    /// Seats whose term runs.
    granted: i64,
    /// Those of them whose account published of late.
    active: i64,
    /// What the year that runs today costs, whenever it was paid.
    running: Fen,
    /// That, divided by the active seats; absent where none is.
    per_active_seat: Option<Fen>,
    /// What was paid in the year.
    paid: Fen,
    /// What of that was for seats.
    of_seats: Fen,
    /// Seats whose term ends in the rest of the year.
    to_renew: i64,
    /// What these cost by the rules; absent where the fee is not known.
    to_come: Option<Fen>,
    planned: Option<Fen>,
    /// What is left of the plan after all that.
    left: Option<Fen>,
    /// The version of the plan; 0 where there is none.
    plan_version: i64,
}

/// What is planned for a year.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct BudgetPlan {
    /// The version of the plan that the asker saw; 0 where there was none.
    #[schema(minimum = 0)]
    version: i64,
    /// In fen.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    planned_fen: i64,
}

/// Sums up what seats cost in a year, by company.
#[utoipa::path(
    get, path = "/seat-costs", tag = "seats", params(CostQuery),
    responses((status = 200, body = SeatCosts)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn show_costs(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Query(CostQuery { year }): Query<CostQuery>,
) -> Result<Json<SeatCosts>, ApiError> {
    let mut tx = app.db().read().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    let year = year.unwrap_or_else(|| i32::from(today.civil().year()));
    let active_days = Targets::default().get(TargetId::quiet_days(AccountKind::Kos)).unwrap_or_default();
    let active_since = now.plus_ms(-active_days.saturating_mul(86_400_000));
    let year_end = Day::from_yyyymmdd(year * 10_000 + 1_231).map_err(|_| ApiError::broken())?;
    let counts = costs::seat_counts(&mut tx, &scope, today, year_end, active_since).await?;
    let budgets: HashMap<_, _> = costs::budgets(&mut tx, &scope, year).await?.into_iter().collect();
    let mut lines: HashMap<LegalEntityId, Vec<FeeLine>> = HashMap::new();
    for (entity, line) in fees::lines_of_year(&mut tx, &scope, year, today).await? {
        lines.entry(entity).or_default().push(line);
    }
    let book = book_of(&mut tx, &scope).await?;
    let editions = current_editions(&mut tx, &scope, today).await?;
    let items = counts.into_iter().map(|counts| {
        let entity = LegalEntityId::from_uuid(counts.entity_id);
        let edition = editions.iter().find(|(known, ..)| *known == entity).map(|(_, edition, _)| edition);
        let fee = EntityRules::of(&book, edition, None, today).seat_fee().map(|limit| Fen(limit.most));
        let lines = lines.remove(&entity).unwrap_or_default();
        costs_of(counts, &lines, (year, today), fee, budgets.get(&entity).copied())
    });
    let items = items.collect();
    Ok(Json(SeatCosts { year, active_days, items, can: CostCan { plan: may_manage(&scope) } }))
}

fn costs_of(
    counts: SeatCounts,
    lines: &[FeeLine],
    (year, today): (i32, Day),
    fee: Option<Fen>,
    budget: Option<Budget>,
) -> EntityCosts {
    let SeatCounts { entity_id, name, granted, active, to_renew } = counts;
    let planned = budget.map(|budget| budget.planned);
    let sum = sum_of_year(lines, i16::try_from(year).unwrap_or_default(), to_renew, fee, planned);
    let running = running_fen(lines, today);
    let left = sum.left();
    let YearSum { paid, of_seats, to_come, planned } = sum;
    EntityCosts {
        entity: EntityRef { id: LegalEntityId::from_uuid(entity_id), name },
        granted,
        active,
        running,
        per_active_seat: running.0.checked_div(active).map(Fen),
        paid,
        of_seats,
        to_renew,
        to_come: fee.map(|_| to_come),
        planned,
        left,
        plan_version: budget.map_or(0, |budget| budget.version),
    }
}

/// Sets what a company plans to spend on seats in a year.
#[utoipa::path(
    put, path = "/legal-entities/{entity}/seat-budgets/{year}", tag = "seats",
    params(("entity" = LegalEntityId, Path), ("year" = i32, Path)), request_body = BudgetPlan,
    responses((status = 204)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn put_budget(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path((entity, year)): Path<(LegalEntityId, i32)>,
    Json(BudgetPlan { version, planned_fen }): Json<BudgetPlan>,
) -> Result<axum::http::StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    if !YEARS.contains(&year) || !entities::hold(&mut tx, &scope, entity).await? {
        return Err(ApiError::not_found());
    }
    if !(0..=FEE_FEN_MAX).contains(&planned_fen) {
        let text =
            Text::new("预算应在 0 到 1000 万元之间。", "A plan lies between nothing and ten million yuan.");
        return Err(ApiError::invalid("planned_fen", text));
    }
    let by = name_of(&scope.actor);
    let budget = Budget { planned: Fen(planned_fen), version };
    if version < 0 || !costs::set_budget(&mut tx, &scope, (entity, year), budget, (now, &by)).await? {
        return Err(changed_meanwhile(version));
    }
    let after = json!({ "year": year, "planned_fen": planned_fen });
    record(&mut tx, &scope, Change::made(EventKind::SeatBudgetSet, &entity, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}
