//! How many seats are right, and who carries the work.

use axum::extract::State;
use domain::{
    id::{EmployeeId, SeatId},
    insight::Say,
    seats::{
        Advice, AdviceKind, HeldSeat, Limit, Load, PersonLoad, Sizing, WorkNorms, advise, idle_cost_fen,
        load_of,
    },
    value::Fen,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        rules::{EntityRules, book_of},
        store::{advice, entities},
    },
    Clocked,
    seats::SeatAccountRef,
};
use crate::{
    App,
    http::{ApiError, Json, Permitted, Query, page::PageQuery, permit::ViewSeats},
    text::Text,
};

/// Idle and empty seats that are shown.
const IDLE_SHOWN_MAX: usize = 200;
/// People that are shown.
const PEOPLE_SHOWN_MAX: usize = 500;

/// How much work a seat makes; what is left out is what the trade tells.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::seats) struct NormQuery {
    /// Notes a week, 3 when absent.
    #[param(minimum = 0, maximum = 50)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<0, 50, _, _>")]
    notes_a_week: Option<i64>,
    /// Hours of one note in hundredths, 250 when absent.
    #[param(minimum = 0, maximum = 4_000)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<0, 4_000, _, _>")]
    note_hours_centi: Option<i64>,
    /// Minutes of one conversation, 6 when absent.
    #[param(minimum = 0, maximum = 240)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<0, 240, _, _>")]
    chat_minutes: Option<i64>,
    /// Minutes in which somebody reviews one note, 10 when absent.
    #[param(minimum = 0, maximum = 240)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<0, 240, _, _>")]
    review_minutes: Option<i64>,
    /// Hours a week that one person can give, in hundredths, 800 when absent.
    #[param(minimum = 0, maximum = 6_000)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<0, 6_000, _, _>")]
    person_hours_centi: Option<i64>,
    /// People who review, 1 when absent.
    #[param(minimum = 0, maximum = 200)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<0, 200, _, _>")]
    reviewers: Option<i64>,
}

impl NormQuery {
    fn norms(self) -> WorkNorms {
        let told = WorkNorms::default();
        let Self {
            notes_a_week,
            note_hours_centi,
            chat_minutes,
            review_minutes,
            person_hours_centi,
            reviewers,
        } = self;
        WorkNorms {
            notes_a_week: notes_a_week.unwrap_or(told.notes_a_week),
            note_hours_centi: note_hours_centi.unwrap_or(told.note_hours_centi),
            chat_minutes: chat_minutes.unwrap_or(told.chat_minutes),
            review_minutes: review_minutes.unwrap_or(told.review_minutes),
            person_hours_centi: person_hours_centi.unwrap_or(told.person_hours_centi),
            reviewers: reviewers.unwrap_or(told.reviewers),
            idle_days: told.idle_days,
        }
    }
}

/// How many seats are right.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct SeatAdvice {
    /// What is advised, what speaks against more seats first.
    items: Vec<AdviceView>,
    /// Whether nothing speaks against more seats.
    may_grow: bool,
    /// Seats on which nothing is published, the longest first.
    idle: Vec<IdleSeat>,
    load: LoadView,
    norms: NormView,
}

/// A piece of advice.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct AdviceView {
    kind: AdviceKind,
    is_against_more: bool,
    says: String,
    /// How many seats it is about.
    seats: usize,
    /// What it costs so far, in fen.
    cost: Option<Fen>,
}

/// A seat on which nothing is published, or that nobody holds.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct IdleSeat {
    seat: SeatId,
    planned_for: String,
    holder: Option<String>,
    account: Option<SeatAccountRef>,
    days: i64,
    /// The part of the year's fee that these days used up, in fen.
    cost: Option<Fen>,
}

/// Who carries the work of all seats. Hours are in hundredths.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct LoadView {
    people: Vec<PersonLoadView>,
    hours_centi: i64,
    review_hours_centi: i64,
    review_is_over: bool,
}

/// What one person has to do in a week.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct PersonLoadView {
    employee: EmployeeId,
    name: String,
    seats: i64,
    hours_centi: i64,
    /// Whether that is more than they can give.
    is_over: bool,
}

/// The norms that were used.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct NormView {
    notes_a_week: i64,
    note_hours_centi: i64,
    chat_minutes: i64,
    review_minutes: i64,
    person_hours_centi: i64,
    reviewers: i64,
    idle_days: i64,
}

/// Advises how many seats are right, with its reasons, and adds up who carries the work.
#[utoipa::path(
    get, path = "/seat-advice", tag = "seats", params(NormQuery),
    responses((status = 200, body = SeatAdvice)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn show_advice(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Query(query): Query<NormQuery>,
) -> Result<Json<SeatAdvice>, ApiError> {
    let norms = query.norms();
    let mut tx = app.db().read().await?;
    let Clocked { today, zone, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    let seats = advice::held_seats(&mut tx, &scope, today, &zone).await?;
    let all = PageQuery { limit: Some(200), cursor: None };
    let entities = entities::list(&mut tx, &scope, None, today, &all).await?;
    let book = book_of(&mut tx, &scope).await?;
    drop(tx);
    let (mut quotas, mut unknown, mut fee) = (Vec::new(), Vec::new(), None::<Limit>);
    for row in entities.into_iter().filter(|row| row.occupied > 0 || row.edition.is_some()) {
        let rules =
            EntityRules::of(&book, row.edition.as_ref().map(|(id, _)| id), row.industry.clone(), today);
        match rules.quota(row.enterprise_accounts) {
            Some(limit) => quotas.push((row.name, limit, row.occupied)),
            None => unknown.push(row.name),
        }
        fee = fee.or_else(|| rules.seat_fee());
    }
    let sizing =
        Sizing { seats: &seats, norms, fee: fee.clone(), quotas: &quotas, without_edition: &unknown, today };
    let items: Vec<Advice> = advise(&sizing);
    let may_grow = !items.iter().any(|advice| advice.is_against_more);
    let fee = fee.map(|fee| Fen(fee.most));
    Ok(Json(SeatAdvice {
        idle: idle(&seats, &items, fee, today),
        items: items.into_iter().map(AdviceView::from).collect(),
        may_grow,
        load: load_of(&seats, &norms).into(),
        norms: norms.into(),
    }))
}

fn idle(seats: &[HeldSeat], items: &[Advice], fee: Option<Fen>, today: domain::time::Day) -> Vec<IdleSeat> {
    let about = [AdviceKind::IdleSeats, AdviceKind::EmptySeats];
    let named: Vec<SeatId> = items
        .iter()
        .filter(|advice| about.contains(&advice.kind))
        .flat_map(|advice| advice.seats.clone())
        .collect();
    let shown = seats.iter().filter(|seat| named.contains(&seat.seat)).map(|seat| {
        let days = seat.quiet_since.map_or(0, |since| i64::from(since.days_until(today)));
        IdleSeat {
            seat: seat.seat,
            planned_for: seat.planned_for.clone(),
            holder: seat.holder.clone().map(|(_, name)| name),
            account: seat.account.clone().map(|(id, nickname)| SeatAccountRef { id, nickname }),
            days,
            cost: fee.map(|fee| idle_cost_fen(fee, days)),
        }
    });
    let mut shown: Vec<IdleSeat> = shown.collect();
    shown.sort_by(|one, other| other.days.cmp(&one.days).then_with(|| one.seat.cmp(&other.seat)));
    shown.truncate(IDLE_SHOWN_MAX);
    shown
}

fn here(say: Say) -> String {
    Text::from(say).here().to_owned()
}

impl From<Advice> for AdviceView {
    fn from(advice: Advice) -> Self {
        let Advice { kind, is_against_more, says, seats, cost } = advice;
        Self { kind, is_against_more, says: here(says), seats: seats.len(), cost }
    }
}

impl From<Load> for LoadView {
    fn from(load: Load) -> Self {
        let Load { people, hours_centi, review_hours_centi, review_is_over } = load;
        let person = |PersonLoad { employee, name, seats, hours_centi, is_over }| PersonLoadView {
            employee,
            name,
            seats,
            hours_centi,
            is_over,
        };
        let people = people.into_iter().take(PEOPLE_SHOWN_MAX).map(person).collect();
        Self { people, hours_centi, review_hours_centi, review_is_over }
    }
}

impl From<WorkNorms> for NormView {
    fn from(norms: WorkNorms) -> Self {
        let WorkNorms { notes_a_week, note_hours_centi, chat_minutes, review_minutes, .. } = norms;
        let WorkNorms { person_hours_centi, reviewers, idle_days, .. } = norms;
        Self {
            notes_a_week,
            note_hours_centi,
            chat_minutes,
            review_minutes,
            person_hours_centi,
            reviewers,
            idle_days,
        }
    }
}
