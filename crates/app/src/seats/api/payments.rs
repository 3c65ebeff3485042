//! Paying for a seat and renewing it: a step of the seat and a line of the ledger in one.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::{EvidenceFileId, SeatId},
    seats::{FeeKind, FeeLine, SeatError, Step, Term, check_line, term_of},
    time::{Day, Period},
    value::Fen,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    super::{
        refusals,
        store::fees::{self, NewFee},
    },
    NOTE_CHARS_MAX,
    seats::SeatView,
    steps::{Stepping, term_by_rules},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    evidence,
    http::{
        ApiError, Json, Path, Permitted,
        field::{NAME_CHARS_MAX, optional_text, required_text},
        permit::ManageSeats,
    },
};

/// Months that a first payment is written down for where the rules do not tell how long a seat lasts.
const UNKNOWN_TERM_MONTHS: i64 = 12;

/// What was paid for a seat.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct SeatPayment {
    /// The version of the seat that the asker saw.
    version: i64,
    /// How much, in fen.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    amount_fen: i64,
    paid_on: Day,
    /// Who paid.
    #[schema(min_length = 1, max_length = 80)]
    payer: String,
    /// The number of the invoice or receipt.
    #[schema(min_length = 1, max_length = 80)]
    invoice_no: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    /// The invoice in the evidence vault.
    evidence: Option<EvidenceFileId>,
}

/// What was paid for the next term of a seat.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct SeatRenewal {
    #[serde(flatten)]
    payment: SeatPayment,
    /// The last day of the next term; a term by the rules of the company when absent.
    until: Option<Day>,
}

/// The words beside a payment, judged.
struct Receipt {
    version: i64,
    amount: Fen,
    paid_on: Day,
    payer: String,
    invoice_no: String,
    note: String,
    evidence: Option<EvidenceFileId>,
}

impl SeatPayment {
    fn accepted(self) -> Result<Receipt, ApiError> {
        let Self { version, amount_fen, paid_on, payer, invoice_no, note, evidence } = self;
        Ok(Receipt {
            version,
            amount: Fen(amount_fen),
            paid_on,
            payer: required_text("payer", &payer, NAME_CHARS_MAX)?,
            invoice_no: required_text("invoice_no", &invoice_no, NAME_CHARS_MAX)?,
            note: optional_text("note", &note, NOTE_CHARS_MAX)?.unwrap_or_default(),
            evidence,
        })
    }
}

/// Says that the fee of a seat was paid, and writes it into the ledger.
#[utoipa::path(
    post, path = "/seats/{seat}/payment", tag = "seats", params(("seat" = SeatId, Path)), request_body = SeatPayment,
    responses((status = 201, body = SeatView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_payment(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<SeatId>,
    Json(payment): Json<SeatPayment>,
) -> Result<(StatusCode, Json<SeatView>), ApiError> {
    let paid = payment.accepted()?;
    let mut tx = app.db().write().await?;
    let stepping = Stepping::load(&mut tx, &app, &scope, id, paid.version).await?;
    // The term is not granted yet: the line names the days that the payment is meant for.
    let meant = match term_by_rules(&mut tx, &stepping, paid.paid_on).await {
        Ok(term) => term,
        Err(_) => term_of(paid.paid_on, UNKNOWN_TERM_MONTHS),
    };
    write_line(&mut tx, &app, &stepping, &paid, meant).await?;
    let view = stepping.take(&mut tx, &Step::Pay, None).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Renews a seat: the next term begins where the present one ends, and what was paid is written into the ledger.
#[utoipa::path(
    post, path = "/seats/{seat}/renewal", tag = "seats", params(("seat" = SeatId, Path)), request_body = SeatRenewal,
    responses((status = 201, body = SeatView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_renewal(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<SeatId>,
    Json(SeatRenewal { payment, until }): Json<SeatRenewal>,
) -> Result<(StatusCode, Json<SeatView>), ApiError> {
    let paid = payment.accepted()?;
    let mut tx = app.db().write().await?;
    let stepping = Stepping::load(&mut tx, &app, &scope, id, paid.version).await?;
    let present = stepping.row.seat.term.ok_or_else(|| refusals::step(SeatError::TermOver))?;
    let from = present.until.plus_days(1);
    let next = match until {
        Some(until) => Term { from, until },
        None => term_by_rules(&mut tx, &stepping, from).await?,
    };
    // Judged before the line is written, so that what is refused is told as a step and not as a line.
    stepping.row.seat.apply(&Step::Renew(next.until), stepping.today).map_err(refusals::step)?;
    write_line(&mut tx, &app, &stepping, &paid, next).await?;
    let view = stepping.take(&mut tx, &Step::Renew(next.until), None).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

async fn write_line(
    tx: &mut Tx,
    app: &App,
    stepping: &Stepping<'_>,
    paid: &Receipt,
    term: Term,
) -> Result<(), ApiError> {
    let Stepping { scope, row, now, today } = stepping;
    let period = Period::new(term.from, term.until).map_err(|_| refusals::step(SeatError::TermOver))?;
    let Receipt { version: _, amount, paid_on, payer, invoice_no, note, evidence } = paid;
    let line =
        FeeLine { kind: FeeKind::Seat, amount: *amount, period, paid_on: *paid_on, seat: Some(row.id) };
    check_line(&line, *today).map_err(refusals::fee)?;
    if let Some(file) = evidence {
        evidence::must_exist(tx, scope, "evidence", *file).await?;
    }
    let (id, by) = (app.id(), name_of(&scope.actor));
    let (entity, evidence) = (row.entity, *evidence);
    let new = NewFee { id, entity, line, payer, invoice_no, note, evidence, reverses: None, by: &by };
    fees::insert(tx, scope, &new, *now).await?;
    let after = json!({ "seat": row.id, "amount_fen": amount, "paid_on": paid_on, "invoice_no": invoice_no });
    record(tx, scope, Change::made(EventKind::SeatFeeRecorded, &id, after), *now).await?;
    Ok(())
}
