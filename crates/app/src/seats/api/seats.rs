//! The list of seats, and one seat.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::{
    id::{AccountId, EmployeeId, LegalEntityId, SeatId},
    identity::{Action, Scope},
    seats::{Ownership, Phase, SeatState, StepName, Term},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        refusals::seat_text,
        store::seats::{self, SeatRow, Wanted},
    },
    Clocked, EntityRef, may,
};
use crate::{
    App,
    http::{
        ApiError, Json, Path, Permitted, Query,
        can::Can,
        page::{Page, PageQuery},
        permit::ViewSeats,
    },
    people::EmployeeRef,
    personas::PersonaRef,
};

/// Which seats are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::seats) struct SeatFilter {
    entity: Option<LegalEntityId>,
    /// Without one, every seat that is not released.
    state: Option<SeatState>,
    /// Only seats that this employee holds.
    employee: Option<EmployeeId>,
    /// Part of what it is planned for, or of the name of its account or holder.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
}

impl SeatFilter {
    fn wanted(&self) -> Wanted<'_> {
        let Self { entity, state, employee, q } = self;
        Wanted { entity: *entity, state: *state, employee: *employee, searched: q.as_deref() }
    }
}

/// One page of seats, and how many there are of each state.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct SeatPage {
    items: Vec<SeatView>,
    next_cursor: Option<String>,
    /// By the name of the state, whatever state is asked for.
    counts: BTreeMap<String, i64>,
}

/// Whole days of a term, both ends included.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct TermView {
    from: Day,
    until: Day,
    /// Days until it ends; less than nothing where it has.
    days_left: i32,
}

/// The account that is bound on a seat.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct SeatAccountRef {
    pub(super) id: AccountId,
    pub(super) nickname: String,
}

/// That a seat is frozen.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct FrozenView {
    since: Instant,
    reason: String,
}

/// What the asker may do with a seat now.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct SeatCan {
    approve: Can,
    pay: Can,
    submit: Can,
    reject: Can,
    certify: Can,
    bind: Can,
    unbind: Can,
    renew: Can,
    release: Can,
    freeze: Can,
    thaw: Can,
}

/// A seat.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct SeatView {
    id: SeatId,
    entity: EntityRef,
    ownership: Ownership,
    /// What it is called today.
    state: SeatState,
    term: Option<TermView>,
    holder: Option<EmployeeRef>,
    account: Option<SeatAccountRef>,
    /// As whom the holder writes: their card that is approved now, else the one that was named when it was bound.
    persona: Option<PersonaRef>,
    /// The company that employs the holder, by their proof.
    employer: Option<EntityRef>,
    bound_at: Option<Instant>,
    /// How many held it before.
    former_holders: usize,
    frozen: Option<FrozenView>,
    /// What it was asked for.
    planned_for: String,
    /// Why an owner let it through while content was missing.
    gate_override: Option<String>,
    /// What was said at the last step.
    remark: Option<String>,
    requested_by: String,
    approved_by: Option<String>,
    version: i64,
    created_at: Instant,
    changed_at: Instant,
    can: SeatCan,
}

/// Lists seats, the newest first.
#[utoipa::path(
    get, path = "/seats", tag = "seats", params(SeatFilter, PageQuery),
    responses((status = 200, body = SeatPage)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn list_seats(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Query(filter): Query<SeatFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<SeatPage>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = Clocked::of(&mut tx, &app, &scope).await?.today;
    let wanted = filter.wanted();
    let rows = seats::list(&mut tx, &scope, &wanted, today, &page).await?;
    let counts = seats::counts(&mut tx, &scope, &wanted, today).await?;
    let Page { items, next_cursor } = Page::of(rows, &page, |row| (row.created_at.ms(), row.id.uuid()));
    let items = items.into_iter().map(|row| SeatView::of(&scope, row, today)).collect();
    let counts = counts.into_iter().map(|(state, count)| (state.name().to_owned(), count)).collect();
    Ok(Json(SeatPage { items, next_cursor, counts }))
}

/// Shows a seat.
#[utoipa::path(
    get, path = "/seats/{seat}", tag = "seats", params(("seat" = SeatId, Path)),
    responses((status = 200, body = SeatView)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn show_seat(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Path(id): Path<SeatId>,
) -> Result<Json<SeatView>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = Clocked::of(&mut tx, &app, &scope).await?.today;
    let row = seats::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(SeatView::of(&scope, row, today)))
}

impl SeatView {
    pub(super) fn of(scope: &Scope, row: SeatRow, today: Day) -> Self {
        let can = SeatCan::of(scope, &row, today);
        let SeatRow { id, entity, entity_name, seat, holder, nickname, employer, bound_at, frozen, .. } = row;
        let SeatRow {
            persona, planned_for, gate_override, remark, requested_by, approved_by, version, ..
        } = row;
        let (state, former_holders) = (seat.state(today), seat.former.len());
        let holding = seat.holding;
        let is_held = holding.is_some();
        let term = seat.term.filter(|_| !matches!(seat.phase, Phase::Released));
        let account = holding.as_ref().map(|held| held.account).zip(nickname);
        Self {
            id,
            entity: EntityRef { id: entity, name: entity_name },
            ownership: seat.ownership,
            state,
            term: term.map(|Term { from, until }| TermView {
                from,
                until,
                days_left: today.days_until(until),
            }),
            holder,
            account: account.map(|(id, nickname)| SeatAccountRef { id, nickname }),
            persona: persona.filter(|_| is_held),
            employer: employer.map(|(id, name)| EntityRef { id, name }),
            bound_at: bound_at.filter(|_| is_held),
            former_holders,
            frozen: frozen.map(|(since, reason)| FrozenView { since, reason }),
            planned_for,
            gate_override,
            remark,
            requested_by,
            approved_by,
            version,
            created_at: row.created_at,
            changed_at: row.changed_at,
            can,
        }
    }
}

impl SeatCan {
    fn of(scope: &Scope, row: &SeatRow, today: Day) -> Self {
        let can = |step: StepName| {
            let action = if step == StepName::Approve { Action::ApproveSeats } else { Action::ManageSeats };
            match (may(scope, action), row.seat.offers(step, today)) {
                (Can::No(why), _) => Can::No(why),
                (Can::Yes, Ok(())) => Can::Yes,
                (Can::Yes, Err(error)) => Can::No(seat_text(&error)),
            }
        };
        Self {
            approve: can(StepName::Approve),
            pay: can(StepName::Pay),
            submit: can(StepName::Submit),
            reject: can(StepName::Reject),
            certify: can(StepName::Certify),
            bind: can(StepName::Bind),
            unbind: can(StepName::Unbind),
            renew: can(StepName::Renew),
            release: can(StepName::Release),
            freeze: can(StepName::Freeze),
            thaw: can(StepName::Thaw),
        }
    }
}
