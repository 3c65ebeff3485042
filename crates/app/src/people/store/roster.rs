//! The rows that taking a roster in reads and writes. An import speaks for the brand: these see all of it.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, EmployeeId, ImportId, StoreId},
    identity::Scope,
    matrix::DeclaredAccount,
    people::{Bearer, Employment},
    time::Day,
};
use uuid::Uuid;

use super::employees::SealedPhone;

/// People of one name that are looked at: more cannot be told apart by a name anyway.
const BEARERS_MAX: i64 = 50;
/// Accounts of one person that are looked at.
const DECLARED_MAX: i64 = 50;

#[derive(FromQueryResult)]
struct BearerRow {
    id: Uuid,
    employee_no: Option<String>,
    name: String,
    store_id: Option<Uuid>,
}

/// Everybody with that number or that name.
pub(in crate::people) async fn bearers(
    tx: &mut Tx,
    scope: &Scope,
    employee_no: Option<&str>,
    name: &str,
) -> Result<Vec<Bearer>, DbError> {
    let sql = "
        select id, employee_no, name, store_id from employees where tenant_id = $1 and employee_no = $2
        union
        select id, employee_no, name, store_id from employees where tenant_id = $1 and name = $3
        limit $4";
    let values = params![scope.tenant.uuid(), employee_no.map(str::to_owned), name, BEARERS_MAX];
    let rows: Vec<BearerRow> = tx.all(sql, values).await?;
    let bearer = |BearerRow { id, employee_no, name, store_id }| Bearer {
        id: EmployeeId::from_uuid(id),
        employee_no,
        name,
        store: store_id.map(StoreId::from_uuid),
    };
    Ok(rows.into_iter().map(bearer).collect())
}

#[derive(FromQueryResult)]
struct KnownRow {
    employee_no: Option<String>,
    name: String,
    post: Option<String>,
    manager: Option<String>,
    phone_sealed: Option<String>,
    phone_index: Option<Vec<u8>>,
    store_id: Option<Uuid>,
    hired_on: Option<i32>,
    left_on: Option<i32>,
}

pub(in crate::people) async fn known(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeId,
) -> Result<Option<(Employment, Option<SealedPhone>)>, DbError> {
    let sql = "
        select employee_no, name, post, manager, phone_sealed, phone_index, store_id, hired_on, left_on
        from employees where tenant_id = $1 and id = $2";
    let row: Option<KnownRow> = tx.one(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    let day = |number: Option<i32>| number.and_then(|number| Day::from_yyyymmdd(number).ok());
    Ok(row.map(|row| {
        let KnownRow { store_id, hired_on, left_on, .. } = row;
        let KnownRow { employee_no, name, post, manager, phone_sealed, phone_index, .. } = row;
        let phone = phone_sealed.zip(phone_index).map(|(sealed, index)| SealedPhone { sealed, index });
        let store = store_id.map(StoreId::from_uuid);
        let (hired_on, left_on) = (day(hired_on), day(left_on));
        (Employment { employee_no, name, post, manager, store, hired_on, left_on }, phone)
    }))
}

/// Names the region of a store that has none.
pub(in crate::people) async fn fill_region(
    tx: &mut Tx,
    scope: &Scope,
    id: StoreId,
    region: &str,
) -> Result<(), DbError> {
    let sql = "update stores set region = $3 where tenant_id = $1 and id = $2 and region = ''";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), region]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct DeclaredRow {
    id: Uuid,
    xhs_uid: Option<String>,
    xhs_no: Option<String>,
    nickname: Option<String>,
}

/// The accounts that the roster gives to an employee so far.
pub(in crate::people) async fn declared(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<Vec<(Uuid, DeclaredAccount)>, DbError> {
    let sql = "
        select id, xhs_uid, xhs_no, nickname from roster_accounts
        where tenant_id = $1 and employee_id = $2 order by id limit $3";
    let rows: Vec<DeclaredRow> =
        tx.all(sql, params![scope.tenant.uuid(), employee.uuid(), DECLARED_MAX]).await?;
    let declared =
        |DeclaredRow { id, xhs_uid, xhs_no, nickname }| (id, DeclaredAccount { xhs_uid, xhs_no, nickname });
    Ok(rows.into_iter().map(declared).collect())
}

pub(in crate::people) async fn declare(
    tx: &mut Tx,
    scope: &Scope,
    id: Uuid,
    employee: EmployeeId,
    account: &DeclaredAccount,
) -> Result<(), DbError> {
    let DeclaredAccount { xhs_uid, xhs_no, nickname } = account.clone();
    let sql = "
        insert into roster_accounts (tenant_id, id, employee_id, xhs_uid, xhs_no, nickname)
        values ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, params![scope.tenant.uuid(), id, employee.uuid(), xhs_uid, xhs_no, nickname]).await?;
    Ok(())
}

pub(in crate::people) async fn declare_again(
    tx: &mut Tx,
    scope: &Scope,
    id: Uuid,
    account: &DeclaredAccount,
) -> Result<(), DbError> {
    let DeclaredAccount { xhs_uid, xhs_no, nickname } = account.clone();
    let sql = "
        update roster_accounts set xhs_uid = $3, xhs_no = $4, nickname = $5 where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id, xhs_uid, xhs_no, nickname]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ClaimRow {
    account_id: Uuid,
    employee_id: Uuid,
}

/// Accounts that an id of the roster, and no person, gave to people who came with this import.
pub(in crate::people) async fn claims_of(
    tx: &mut Tx,
    scope: &Scope,
    import: ImportId,
) -> Result<Vec<(AccountId, EmployeeId)>, DbError> {
    let sql = "
        select a.id as account_id, e.id as employee_id
        from employees e
        join accounts a on a.tenant_id = e.tenant_id and a.holder_id = e.id
        join holder_proposals p on p.tenant_id = a.tenant_id and p.account_id = a.id and p.employee_id = e.id
        where e.tenant_id = $1 and e.import_id = $2 and p.decision = 'claimed' order by a.id";
    let rows: Vec<ClaimRow> = tx.all(sql, params![scope.tenant.uuid(), import.uuid()]).await?;
    let pair = |row: ClaimRow| (AccountId::from_uuid(row.account_id), EmployeeId::from_uuid(row.employee_id));
    Ok(rows.into_iter().map(pair).collect())
}

/// What speaks of a person, and in which column: while a row of one of these does, the person stays.
const SPEAKS_OF_EMPLOYEES: &[(&str, &str)] = &[
    ("account_holdings", "employee_id"),
    ("accounts", "holder_id"),
    ("agreement_signatures", "employee_id"),
    ("departure_accounts", "successor_id"),
    ("departures", "employee_id"),
    ("drafts", "writer_id"),
    ("employee_proofs", "employee_id"),
    ("evidence_files", "employee_id"),
    ("handoffs", "employee_id"),
    ("invitations", "employee_id"),
    ("leaderboard_members", "employee_id"),
    ("live_sessions", "host_id"),
    ("live_sessions", "replier_id"),
    ("memberships", "employee_id"),
    ("personas", "employee_id"),
    ("seats", "employee_id"),
    ("studio_rests", "employee_id"),
];

/// Removes people who came with the import and whom nothing else refers to; how many.
pub(in crate::people) async fn forget_employees(
    tx: &mut Tx,
    scope: &Scope,
    import: ImportId,
) -> Result<i64, DbError> {
    let unspoken = |(table, column): &(&str, &str)| {
        format!(
            " and not exists (select 1 from {table} s where s.tenant_id = $1 and s.{column} = employees.id)"
        )
    };
    let unspoken: String = SPEAKS_OF_EMPLOYEES.iter().map(unspoken).collect();
    let sql = format!(
        "delete from employees where tenant_id = $1 and import_id = $2{unspoken}
            and not exists (select 1 from holder_proposals p
                where p.tenant_id = $1 and p.employee_id = employees.id
                    and p.decision in ('confirmed', 'declined'))
            and not exists (select 1 from observations o
                where o.tenant_id = $1 and o.subject_id = employees.id
                    and o.import_id <> employees.import_id)"
    );
    let gone = tx.execute(&sql, params![scope.tenant.uuid(), import.uuid()]).await?;
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

/// Forgets which accounts the roster gave to an employee.
pub(in crate::people) async fn forget_declared(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
) -> Result<(), DbError> {
    let sql = "delete from roster_accounts where tenant_id = $1 and employee_id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), employee.uuid()]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::SPEAKS_OF_EMPLOYEES;

    /// What a roster said of a person goes with them; proposals are asked about by what became of them.
    const GOES_ALONG: &[&str] = &["holder_proposals", "roster_accounts"];

    #[test]
    fn whatever_refers_to_a_person_keeps_them() {
        let schema = include_str!("../../../../../docs/schema.txt");
        let referring = schema.lines().filter_map(|line| {
            let (table, rest) = line.split_once(" refers to ")?;
            (rest.split(' ').next() == Some("employees")).then_some(table)
        });
        let forgotten: Vec<&str> = referring
            .filter(|table| {
                !GOES_ALONG.contains(table) && !SPEAKS_OF_EMPLOYEES.iter().any(|(one, _)| one == table)
            })
            .collect();
        assert!(forgotten.is_empty(), "{forgotten:?}");
    }
}
