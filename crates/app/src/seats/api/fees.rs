//! The ledger of fees.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{EvidenceFileId, LegalEntityId, SeatFeeId, SeatId},
    identity::Scope,
    seats::{FeeKind, FeeLine, check_line, reversal_of},
    time::{Day, Instant, Period},
    value::Fen,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        refusals,
        store::{
            entities,
            fees::{self, FeeRow, NewFee, Wanted},
        },
    },
    Clocked, EntityRef, NOTE_CHARS_MAX, REASON_CHARS_MAX, may_manage,
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    evidence,
    http::{
        ApiError, Json, Path, Permitted, Query,
        can::Can,
        field::{NAME_CHARS_MAX, optional_text, required_text},
        page::{Page, PageQuery},
        permit::{ManageSeats, ViewSeats},
    },
    text::Text,
};

/// Which lines are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::seats) struct FeeFilter {
    entity: Option<LegalEntityId>,
    seat: Option<SeatId>,
    /// Only what was paid in this year.
    #[param(minimum = 2013, maximum = 2999)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<2013, 2999, _, _>")]
    year: Option<i32>,
    /// Part of the payer, invoice number or note.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
}

/// What the asker may do with a line.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct FeeCan {
    /// Take it back by another line.
    reverse: Can,
}

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct FeeView {
    id: SeatFeeId,
    entity: EntityRef,
    seat: Option<SeatId>,
    kind: FeeKind,
    /// In fen; less than nothing where it takes another line back.
    amount: Fen,
    /// The first day that was paid for.
    from: Day,
    /// The last.
    to: Day,
    paid_on: Day,
    payer: String,
    invoice_no: String,
    note: String,
    /// The invoice in the evidence vault.
    evidence: Option<EvidenceFileId>,
    /// The line that it takes back.
    reverses: Option<SeatFeeId>,
    /// Whether another line takes it back.
    is_reversed: bool,
    recorded_at: Instant,
    recorded_by: String,
    can: FeeCan,
}

/// A line that is no fee of a seat: those are written where a seat is paid or renewed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct NewFeeLine {
    entity: LegalEntityId,
    /// Anything but `seat`.
    kind: FeeKind,
    /// How much, in fen.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    amount_fen: i64,
    /// The first day that is paid for.
    from: Day,
    /// The last.
    to: Day,
    paid_on: Day,
    #[schema(min_length = 1, max_length = 80)]
    payer: String,
    #[schema(min_length = 1, max_length = 80)]
    invoice_no: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    /// The invoice in the evidence vault.
    evidence: Option<EvidenceFileId>,
}

/// Why a line is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct FeeReversal {
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Lists the lines of the ledger, the newest first.
#[utoipa::path(
    get, path = "/seat-fees", tag = "seats", params(FeeFilter, PageQuery),
    responses((status = 200, body = Page<FeeView>)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn list_fees(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Query(filter): Query<FeeFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<FeeView>>, ApiError> {
    let FeeFilter { entity, seat, year, q } = filter;
    let mut tx = app.db().read().await?;
    let wanted = Wanted { entity, seat, year, searched: q.as_deref() };
    let rows = fees::list(&mut tx, &scope, &wanted, &page).await?;
    let page = Page::of(rows, &page, |row| (row.recorded_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| view(&scope, row))))
}

fn view(scope: &Scope, row: FeeRow) -> FeeView {
    let can = FeeCan { reverse: may_reverse(scope, &row) };
    let FeeRow { id, entity, entity_name, line, payer, invoice_no, note, evidence, .. } = row;
    let FeeLine { kind, amount, period, paid_on, seat } = line;
    FeeView {
        id,
        entity: EntityRef { id: entity, name: entity_name },
        seat,
        kind,
        amount,
        from: period.from(),
        to: period.to(),
        paid_on,
        payer,
        invoice_no,
        note,
        evidence,
        reverses: row.reverses,
        is_reversed: row.is_reversed,
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by,
        can,
    }
}

fn may_reverse(scope: &Scope, row: &FeeRow) -> Can {
    match may_manage(scope) {
        Can::Yes if row.reverses.is_some() => {
            Can::No(Text::new("这一行本身就是冲正。", "This line takes another one back itself."))
        }
        Can::Yes if row.is_reversed => {
            Can::No(Text::new("这一行已经冲正过。", "This line was taken back already."))
        }
        can => can,
    }
}

/// Writes a line into the ledger: a certification of an enterprise account, or something else the platform took.
#[utoipa::path(
    post, path = "/seat-fees", tag = "seats", request_body = NewFeeLine,
    responses((status = 201, body = FeeView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_fee(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Json(new): Json<NewFeeLine>,
) -> Result<(StatusCode, Json<FeeView>), ApiError> {
    let NewFeeLine { entity, kind, amount_fen, from, to, paid_on, payer, invoice_no, note, evidence } = new;
    let payer = required_text("payer", &payer, NAME_CHARS_MAX)?;
    let invoice_no = required_text("invoice_no", &invoice_no, NAME_CHARS_MAX)?;
    let note = optional_text("note", &note, NOTE_CHARS_MAX)?.unwrap_or_default();
    let period = Period::new(from, to).map_err(|_| wrong_period())?;
    let line = FeeLine { kind, amount: Fen(amount_fen), period, paid_on, seat: None };
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    check_line(&line, today).map_err(refusals::fee)?;
    if !entities::hold(&mut tx, &scope, entity).await? {
        return Err(ApiError::invalid("entity", Text::new("请选择一个主体。", "Choose a company.")));
    }
    if let Some(file) = evidence {
        evidence::must_exist(&mut tx, &scope, "evidence", file).await?;
    }
    let (id, by) = (app.id(), name_of(&scope.actor));
    let (payer, invoice_no, note) = (payer.as_str(), invoice_no.as_str(), note.as_str());
    let new = NewFee { id, entity, line, payer, invoice_no, note, evidence, reverses: None, by: &by };
    fees::insert(&mut tx, &scope, &new, now).await?;
    let row = fees::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "entity": entity, "kind": kind, "amount_fen": amount_fen, "paid_on": paid_on });
    record(&mut tx, &scope, Change::made(EventKind::SeatFeeRecorded, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, row))))
}

/// Takes a line back by a line of its own. Nothing that was written is changed.
#[utoipa::path(
    post, path = "/seat-fees/{fee}/reversal", tag = "seats", params(("fee" = SeatFeeId, Path)),
    request_body = FeeReversal,
    responses((status = 201, body = FeeView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_fee_reversal(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(fee): Path<SeatFeeId>,
    Json(FeeReversal { reason }): Json<FeeReversal>,
) -> Result<(StatusCode, Json<FeeView>), ApiError> {
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    let row = fees::find(&mut tx, &scope, fee).await?.ok_or_else(ApiError::not_found)?;
    if let Can::No(why) = may_reverse(&scope, &row) {
        return Err(ApiError::conflict(why));
    }
    let line = reversal_of(&row.line, today);
    let (id, by) = (app.id(), name_of(&scope.actor));
    let (payer, invoice_no) = (row.payer.as_str(), row.invoice_no.as_str());
    let (entity, evidence, reverses) = (row.entity, row.evidence, Some(fee));
    let new = NewFee { id, entity, line, payer, invoice_no, note: &reason, evidence, reverses, by: &by };
    fees::insert(&mut tx, &scope, &new, now).await?;
    let row = fees::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "reverses": fee, "amount_fen": line.amount, "reason": reason });
    record(&mut tx, &scope, Change::made(EventKind::SeatFeeReversed, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, row))))
}

fn wrong_period() -> ApiError {
    ApiError::invalid(
        "to",
        Text::new(
            "周期的最后一天要晚于第一天，且不超过两年。",
            "The last day lies after the first, within two years.",
        ),
    )
}
