//! What ends when: terms of seats, papers of companies, certifications of enterprise accounts.

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    id::{EmployeeId, EnterpriseAccountId, EntityLicenceId, LegalEntityId, SeatId},
    identity::Scope,
    seats::DueKind,
    time::{Day, Instant},
};
use uuid::Uuid;

use super::day;
use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{conditions::Conditions, sight},
};

/// Something that ends, with the names of what it belongs to.
#[derive(Debug, Clone)]
pub(in crate::seats) struct DueRow {
    pub kind: DueKind,
    pub id: Uuid,
    pub entity: LegalEntityId,
    pub entity_name: String,
    /// What it is called: the account or plan of a seat, the name of a paper.
    pub name: String,
    pub holder: Option<(EmployeeId, String)>,
    pub until: Day,
}

impl DueRow {
    /// The text form of its id.
    pub(in crate::seats) fn subject(&self) -> String {
        match self.kind {
            DueKind::Seat => SeatId::from_uuid(self.id).to_string(),
            DueKind::Licence => EntityLicenceId::from_uuid(self.id).to_string(),
            DueKind::EnterpriseAccount => EnterpriseAccountId::from_uuid(self.id).to_string(),
        }
    }
}

#[derive(FromQueryResult)]
struct RawDue {
    kind: String,
    id: Uuid,
    entity_id: Uuid,
    entity_name: String,
    name: String,
    employee_id: Option<Uuid>,
    employee_name: Option<String>,
    until: i32,
}

/// What ends between two days, the nearest first, behind a day and id.
pub(in crate::seats) async fn between(
    tx: &mut Tx,
    scope: &Scope,
    (from, to): (Day, Day),
    after: (i64, Uuid),
    most: i64,
) -> Result<Vec<DueRow>, DbError> {
    let mut seats = Conditions::of(scope, "s");
    let seen = seats.inner(sight::of_employees, scope, "e");
    let (from, to) = (seats.parameter(from.yyyymmdd()), seats.parameter(to.yyyymmdd()));
    let (after_day, after_id, limit) =
        (seats.parameter(after.0), seats.parameter(after.1), seats.parameter(most));
    let sql = format!(
        "select * from (
            select 'seat' as kind, s.id, s.entity_id, l.name as entity_name,
                coalesce(a.nickname, s.planned_for) as name, s.employee_id, e.name as employee_name,
                s.term_until as until
            from seats s
            join legal_entities l on l.tenant_id = s.tenant_id and l.id = s.entity_id
            left join employees e on e.tenant_id = s.tenant_id and e.id = s.employee_id
            left join accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id
            where s.tenant_id = $1 and s.phase = 'certified' and s.term_until >= {from} and s.term_until <= {to}
                and (s.employee_id is null or {seen})
            union all
            select 'licence', p.id, p.entity_id, l.name, p.name, null, null, p.valid_until
            from entity_licences p join legal_entities l on l.tenant_id = p.tenant_id and l.id = p.entity_id
            where p.tenant_id = $1 and p.valid_until >= {from} and p.valid_until <= {to}
            union all
            select 'enterprise_account', c.id, c.entity_id, l.name, c.name, null, null, c.certified_until
            from enterprise_accounts c join legal_entities l on l.tenant_id = c.tenant_id and l.id = c.entity_id
            where c.tenant_id = $1 and c.certified_until >= {from} and c.certified_until <= {to}
        ) due where (until, id) > ({after_day}, {after_id}) order by until, id limit {limit}"
    );
    let raws: Vec<RawDue> = tx.all(&sql, seats.into_values()).await?;
    Ok(raws.into_iter().filter_map(row).collect())
}

fn row(raw: RawDue) -> Option<DueRow> {
    let RawDue { kind, id, entity_id, entity_name, name, employee_id, employee_name, until } = raw;
    Some(DueRow {
        kind: DueKind::named(&kind)?,
        id,
        entity: LegalEntityId::from_uuid(entity_id),
        entity_name,
        name,
        holder: employee_id.map(EmployeeId::from_uuid).zip(employee_name),
        until: day(Some(until))?,
    })
}

/// One page of what ends between two days.
pub(in crate::seats) async fn page(
    tx: &mut Tx,
    scope: &Scope,
    days: (Day, Day),
    page: &PageQuery,
) -> Result<Vec<DueRow>, ApiError> {
    let after = if page.cursor.is_some() { page.start()? } else { (0, Uuid::nil()) };
    Ok(between(tx, scope, days, after, page.rows()).await?)
}

/// Writes down that people were reminded of it; `false` when they were before.
pub(in crate::seats) async fn remind(
    tx: &mut Tx,
    scope: &Scope,
    due: &DueRow,
    days_before: i32,
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "
        insert into seat_reminders (tenant_id, subject, until_day, days_before, told_at) values ($1, $2, $3, $4, $5)
        on conflict (tenant_id, subject, until_day, days_before) do nothing";
    let days = Value::from(i64::from(days_before));
    let values = params![scope.tenant.uuid(), due.subject(), due.until.yyyymmdd(), days, now.ms()];
    Ok(tx.execute(sql, values).await? > 0)
}
