//! Binding an employee and an account on a seat, and letting go again.

use axum::extract::State;
use db::Tx;
use domain::{
    id::{AccountId, EmployeeId, LegalEntityId, PersonaId, SeatId},
    identity::Scope,
    matrix::AccountKind,
    people::Employment,
    seats::{Binding, BindingFacts, Holding, Ownership, Paper, Step},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        refusals,
        rules::{book_of, rules_of},
        store::{entities, seats},
    },
    REASON_CHARS_MAX,
    seats::SeatView,
    steps::Stepping,
};
use crate::{
    App,
    http::{ApiError, Json, Path, Permitted, Query, field::required_text, permit::ManageSeats},
    matrix, people, personas,
    text::Text,
};

/// Who runs which account on a seat from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct NewBinding {
    /// The version of the seat that the asker saw.
    version: i64,
    employee: EmployeeId,
    account: AccountId,
    /// As whom they write: their approved card for this account. Whoever follows somebody else needs one.
    persona: Option<PersonaId>,
    /// The company that employs them, by their proof; the one that the seat belongs to when absent.
    employer: Option<LegalEntityId>,
}

/// Why the employee runs the account no longer.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::seats) struct Unbinding {
    /// The version of the seat that the asker saw; a step is not taken without it.
    version: Option<i64>,
    /// What the history says of it; needed.
    #[param(max_length = 200)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<200, _>")]
    reason: Option<String>,
}

/// Binds an employee and an account on a seat. Their proof of employment, their signature and, where somebody else
/// ran the account before, their approved persona are asked for, and the account goes to them.
#[utoipa::path(
    put, path = "/seats/{seat}/binding", tag = "seats", params(("seat" = SeatId, Path)), request_body = NewBinding,
    responses((status = 200, body = SeatView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn put_binding(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<SeatId>,
    Json(new): Json<NewBinding>,
) -> Result<Json<SeatView>, ApiError> {
    let NewBinding { version, employee, account, persona, employer } = new;
    let mut tx = app.db().write().await?;
    let mut stepping = Stepping::load(&mut tx, &app, &scope, id, version).await?;
    let employment =
        people::employment_held(&mut tx, &scope, employee).await?.ok_or_else(|| unknown("employee"))?;
    let employer = employer.unwrap_or(stepping.row.entity);
    let company = entities::find(&mut tx, &scope, employer, stepping.today).await?;
    let company = company.ok_or_else(|| unknown("employer"))?;
    let holding = Holding { employee, account, persona };
    let facts = facts(&mut tx, &stepping, &holding, &employment).await?;

    let binding = Binding::admit(holding, facts).map_err(refusals::binding)?;

    let (now, on_seat) = (stepping.now, (id, persona));
    // Judged before the account changes hands.
    let step = Step::Bind(binding);
    stepping.row.seat.apply(&step, stepping.today).map_err(refusals::step)?;
    matrix::hold_on_seat(&mut tx, &app, &scope, (account, employee), &employment, on_seat, now).await?;
    stepping.row.employer = Some((employer, company.name));
    stepping.row.bound_at = Some(now);
    let view = stepping.take(&mut tx, &step, None).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

async fn facts(
    tx: &mut Tx,
    stepping: &Stepping<'_>,
    holding: &Holding,
    employment: &Employment,
) -> Result<BindingFacts, ApiError> {
    let Stepping { scope, row, today, .. } = stepping;
    let found = matrix::seat_account(tx, scope, holding.account).await?.ok_or_else(|| unknown("account"))?;
    let book = book_of(tx, scope).await?;
    let rules = rules_of(tx, scope, &book, row.entity, *today).await?;
    let papers = people::binding_facts(tx, scope, holding.employee, *today).await?;
    let papers = papers.ok_or_else(|| unknown("employee"))?;
    let card = match holding.persona {
        Some(card) => personas::card_facts(tx, scope, card).await?,
        None => None,
    };
    let there = |is_there: bool| if is_there { Paper::Valid } else { Paper::Missing };
    let is_lent = row.seat.ownership == Ownership::PersonalAuthorized;
    Ok(BindingFacts {
        left_on: employment.left_on.or_else(|| papers.is_leaving.then_some(*today)),
        proof: there(papers.proof_valid_until.is_some()),
        agreement: there(papers.agreement.is_some()),
        account_proof: there(!is_lent || papers.accounts_proven.contains(&holding.account)),
        seats_held: seats::held_by(tx, scope, holding.employee, row.id, *today).await?,
        seats_a_person: rules.seats_a_person(),
        account_is_taken: found.seat.is_some_and(|seat| seat != row.id),
        account_is_staffed: matches!(found.kind, AccountKind::Kos | AccountKind::Unknown),
        ownership: row.seat.ownership,
        past: matrix::account_past(tx, scope, holding.account, holding.employee).await?,
        card,
    })
}

/// Ends a binding: the employee runs the account no longer. An account that was their own stays theirs; one of the
/// company waits for whoever follows, with a persona of their own.
#[utoipa::path(
    delete, path = "/seats/{seat}/binding", tag = "seats", params(("seat" = SeatId, Path), Unbinding),
    responses((status = 200, body = SeatView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn delete_binding(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<SeatId>,
    Query(Unbinding { version, reason }): Query<Unbinding>,
) -> Result<Json<SeatView>, ApiError> {
    let mut tx = app.db().write().await?;
    let stepping = Stepping::load(&mut tx, &app, &scope, id, version).await?;
    let reason = required_text("reason", &reason.unwrap_or_default(), REASON_CHARS_MAX)?;
    let view = unbind(&mut tx, &app, stepping, &reason).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

/// Takes the seat and its account from whoever holds them.
async fn unbind(tx: &mut Tx, app: &App, stepping: Stepping<'_>, reason: &str) -> Result<SeatView, ApiError> {
    let (scope, now, today) = (stepping.scope, stepping.now, stepping.today);
    stepping.row.seat.apply(&Step::Unbind, today).map_err(refusals::step)?;
    if let Some(held) = stepping.row.seat.holding.clone() {
        matrix::end_on_seat(tx, app, scope, held.account, Some(reason), now).await?;
    }
    stepping.take(tx, &Step::Unbind, Some(reason.to_owned())).await
}

/// Takes every seat of an employee back, as on their last day; how many.
pub async fn unbind_all(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    employee: EmployeeId,
    reason: &str,
) -> Result<i64, ApiError> {
    let mut count = 0;
    for (seat, version) in seats::of_employee(tx, scope, employee).await? {
        let stepping = Stepping::load(tx, app, scope, seat, version).await?;
        unbind(tx, app, stepping, reason).await?;
        count += 1;
    }
    Ok(count)
}

fn unknown(field: &str) -> ApiError {
    let text = match field {
        "employee" => Text::new(
            "请从你能看到的花名册里选一名员工。",
            "Choose an employee from the roster that you see.",
        ),
        "account" => {
            Text::new("请从矩阵里选一个你能看到的账号。", "Choose an account of the matrix that you see.")
        }
        _ => Text::new("请从已登记的主体里选一个。", "Choose a company that is in the register."),
    };
    ApiError::invalid(field, text)
}
