//! The lines of the ledger of fees.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{EvidenceFileId, LegalEntityId, SeatFeeId, SeatId},
    identity::Scope,
    seats::{FeeKind, FeeLine},
    time::{Day, Instant, Period},
    value::Fen,
};
use uuid::Uuid;

use super::day;
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::conditions::{Conditions, Direction},
};

/// Lines of one brand that are summed up, those of one day and kind together.
const LINES_MAX: i64 = 200_000;

/// A line with what is written beside it.
#[derive(Debug, Clone)]
pub(in crate::seats) struct FeeRow {
    pub id: SeatFeeId,
    pub entity: LegalEntityId,
    pub entity_name: String,
    pub line: FeeLine,
    pub payer: String,
    pub invoice_no: String,
    pub note: String,
    /// The invoice in the evidence vault.
    pub evidence: Option<EvidenceFileId>,
    /// The line that this one takes back.
    pub reverses: Option<SeatFeeId>,
    /// Whether another line takes this one back.
    pub is_reversed: bool,
    pub recorded_at: Instant,
    pub recorded_by: String,
}

#[derive(FromQueryResult)]
struct RawFee {
    id: Uuid,
    entity_id: Uuid,
    entity_name: String,
    seat_id: Option<Uuid>,
    kind: String,
    amount_fen: i64,
    from_day: i32,
    to_day: i32,
    paid_on: i32,
    payer: String,
    invoice_no: String,
    note: String,
    evidence_id: Option<Uuid>,
    reverses_id: Option<Uuid>,
    reversals: i64,
    recorded_at: i64,
    recorded_by: String,
}

fn row(raw: RawFee) -> Option<FeeRow> {
    let RawFee { id, entity_id, entity_name, seat_id, kind, amount_fen, from_day, to_day, .. } = raw;
    let RawFee { paid_on, payer, invoice_no, note, evidence_id, reverses_id, reversals, .. } = raw;
    let RawFee { recorded_at, recorded_by, .. } = raw;
    let line = line_of(&kind, amount_fen, (from_day, to_day), paid_on, seat_id)?;
    Some(FeeRow {
        id: SeatFeeId::from_uuid(id),
        entity: LegalEntityId::from_uuid(entity_id),
        entity_name,
        line,
        payer,
        invoice_no,
        note,
        evidence: evidence_id.map(EvidenceFileId::from_uuid),
        reverses: reverses_id.map(SeatFeeId::from_uuid),
        is_reversed: reversals > 0,
        recorded_at: Instant::from_ms(recorded_at),
        recorded_by,
    })
}

fn line_of(
    kind: &str,
    amount: i64,
    (from, to): (i32, i32),
    paid_on: i32,
    seat: Option<Uuid>,
) -> Option<FeeLine> {
    Some(FeeLine {
        kind: FeeKind::named(kind)?,
        amount: Fen(amount),
        period: Period::new(day(Some(from))?, day(Some(to))?).ok()?,
        paid_on: day(Some(paid_on))?,
        seat: seat.map(SeatId::from_uuid),
    })
}

const SELECT: &str = "
    select f.id, f.entity_id, l.name as entity_name, f.seat_id, f.kind, f.amount_fen, f.from_day, f.to_day, f.paid_on,
        f.payer, f.invoice_no, f.note, f.evidence_id, f.reverses_id,
        (select count(*) from seat_fees r where r.tenant_id = f.tenant_id and r.reverses_id = f.id) as reversals,
        f.recorded_at, f.recorded_by
    from seat_fees f join legal_entities l on l.tenant_id = f.tenant_id and l.id = f.entity_id";

/// Which lines are asked for.
#[derive(Debug)]
pub(in crate::seats) struct Wanted<'a> {
    pub entity: Option<LegalEntityId>,
    pub seat: Option<SeatId>,
    pub year: Option<i32>,
    pub searched: Option<&'a str>,
}

/// Lines, the newest first.
pub(in crate::seats) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted<'_>,
    page: &PageQuery,
) -> Result<Vec<FeeRow>, ApiError> {
    let Wanted { entity, seat, year, searched } = wanted;
    let mut list = Conditions::of(scope, "f")
        .and_if("f.entity_id = ?", entity.map(LegalEntityId::uuid))
        .and_if("f.seat_id = ?", seat.map(SeatId::uuid))
        .and_if("f.paid_on >= ?", year.map(|year| year * 10_000))
        .and_if("f.paid_on < ?", year.map(|year| (year + 1) * 10_000))
        .and_contains(&["f.payer", "f.invoice_no", "f.note"], *searched)
        .and_after("f.recorded_at", "f.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!("{SELECT} where {} order by f.recorded_at desc, f.id desc limit {limit}", list.text());
    let raws: Vec<RawFee> = tx.all(&sql, list.into_values()).await?;
    Ok(raws.into_iter().filter_map(row).collect())
}

pub(in crate::seats) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: SeatFeeId,
) -> Result<Option<FeeRow>, DbError> {
    let sql = format!("{SELECT} where f.tenant_id = $1 and f.id = $2");
    let raw: Option<RawFee> = tx.one(&sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(raw.and_then(row))
}

/// A line on its way into the ledger.
#[derive(Debug)]
pub(in crate::seats) struct NewFee<'a> {
    pub id: SeatFeeId,
    pub entity: LegalEntityId,
    pub line: FeeLine,
    pub payer: &'a str,
    pub invoice_no: &'a str,
    pub note: &'a str,
    pub evidence: Option<EvidenceFileId>,
    pub reverses: Option<SeatFeeId>,
    pub by: &'a str,
}

pub(in crate::seats) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    new: &NewFee<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let NewFee { id, entity, line, payer, invoice_no, note, evidence, reverses, by } = new;
    let FeeLine { kind, amount, period, paid_on, seat } = line;
    let sql = "
        insert into seat_fees (tenant_id, id, entity_id, seat_id, kind, amount_fen, from_day, to_day, paid_on, payer,
            invoice_no, note, evidence_id, reverses_id, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        entity.uuid(),
        seat.map(SeatId::uuid),
        kind.name(),
        amount.0,
        period.from().yyyymmdd(),
        period.to().yyyymmdd(),
        paid_on.yyyymmdd(),
        *payer,
        *invoice_no,
        *note,
        evidence.map(EvidenceFileId::uuid),
        reverses.map(SeatFeeId::uuid),
        now.ms(),
        *by,
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct RawLine {
    entity_id: Uuid,
    kind: String,
    amount_fen: i64,
    from_day: i32,
    to_day: i32,
    paid_on: i32,
}

/// What was paid in a year, and what runs today, by company: lines of one kind that were paid on one day for the same
/// days are one line here, with no seat.
pub(in crate::seats) async fn lines_of_year(
    tx: &mut Tx,
    scope: &Scope,
    year: i32,
    today: Day,
) -> Result<Vec<(LegalEntityId, FeeLine)>, DbError> {
    let sql = "
        select entity_id, kind, cast(sum(amount_fen) as bigint) as amount_fen, from_day, to_day, paid_on
        from seat_fees
        where tenant_id = $1 and ((paid_on >= $2 and paid_on < $3) or (from_day <= $4 and to_day >= $4))
        group by entity_id, kind, from_day, to_day, paid_on order by entity_id, paid_on limit $5";
    let (first, beyond) = (year * 10_000, (year + 1) * 10_000);
    let values = params![scope.tenant.uuid(), first, beyond, today.yyyymmdd(), LINES_MAX];
    let rows: Vec<RawLine> = tx.all(sql, values).await?;
    let line = |raw: RawLine| {
        let RawLine { entity_id, kind, amount_fen, from_day, to_day, paid_on } = raw;
        let line = line_of(&kind, amount_fen, (from_day, to_day), paid_on, None)?;
        Some((LegalEntityId::from_uuid(entity_id), line))
    };
    Ok(rows.into_iter().filter_map(line).collect())
}
