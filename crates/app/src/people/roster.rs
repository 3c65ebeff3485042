//! Taking a roster in from a file, and back.
//!
//! Rows are taken one after the other in the transaction of the import. A row says of a person what its filled cells
//! say; its empty ones erase nothing. Stores are made on first sight; a region is filled where it was empty and
//! never changed, because who sees a store may hang on it. An import leaves no line per person in the event log: the
//! import itself is the line, and its observations hold what each row said.

use std::collections::HashMap;

use db::{DbError, Tx};
use domain::{
    id::{EmployeeId, ImportId, StoreId},
    identity::Scope,
    imports::Personal,
    matrix::{DeclaredAccount, xhs_uid},
    people::{Employment, PeopleError, identify},
    time::{Day, Instant},
};
use serde_json::{Map, Value, json};

use super::store::{
    employees::{self, KeptEmployee, SealedPhone},
    roster, stores,
};
use crate::{
    App,
    events::{Change, EventKind, record},
    matrix,
    text::Text,
};

/// Accounts that a roster may give to one person.
const ACCOUNTS_PER_PERSON_MAX: usize = 20;

/// What one row of a roster says of a person.
#[derive(Debug, Clone, Default)]
pub struct RosterRow {
    /// 姓名.
    pub name: String,
    /// 工号.
    pub employee_no: Option<String>,
    /// 手机号, as [`domain::imports::contact::phone`] writes it.
    pub phone: Option<Personal>,
    /// 门店.
    pub store: Option<String>,
    /// 大区.
    pub region: Option<String>,
    /// 岗位.
    pub post: Option<String>,
    /// 直属上级.
    pub manager: Option<String>,
    /// 入职日期.
    pub hired_on: Option<Day>,
    /// 离职日期.
    pub left_on: Option<Day>,
    /// 账号ID, 24 hex digits.
    pub xhs_uid: Option<String>,
    /// 小红书账号id.
    pub xhs_no: Option<String>,
    /// 小红书昵称.
    pub nickname: Option<String>,
}

/// What a row did to the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterEffect {
    /// The person is new on it.
    New,
    /// Something about them is different now.
    Changed,
    /// All of it was known.
    Unchanged,
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absorbed {
    /// It was taken.
    Taken {
        /// Whom it means.
        employee: EmployeeId,
        /// What it did.
        effect: RosterEffect,
    },
    /// It was not, for this reason; nothing of it was written.
    Refused {
        /// The code of the field that is to blame, as in [`domain::imports::Field::code`].
        field: &'static str,
        /// Why, and what to do.
        problem: Text,
    },
}

/// What undoing the import of a roster took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ForgottenRoster {
    /// People who came with the import and whom nothing else refers to.
    pub employees: i64,
    /// Accounts that only the ids of this roster had given to them, unclaimed again.
    pub accounts: i64,
}

/// Takes the rows of a roster in, in their order; one outcome per row. May be called for a file part by part.
pub async fn absorb_roster(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    rows: &[RosterRow],
    import: ImportId,
) -> Result<Vec<Absorbed>, DbError> {
    let mut names_of_numbers: HashMap<&str, &str> = HashMap::new();
    let mut outcomes = Vec::with_capacity(rows.len());
    for row in rows {
        let first_name = row
            .employee_no
            .as_deref()
            .map(|number| *names_of_numbers.entry(number).or_insert(row.name.as_str()));
        let outcome = if first_name.is_some_and(|name| name != row.name) {
            let field = "employee_number";
            Absorbed::Refused { field, problem: number_of_two() }
        } else {
            absorb_row(tx, app, scope, row, import).await?
        };
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

async fn absorb_row(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    row: &RosterRow,
    import: ImportId,
) -> Result<Absorbed, DbError> {
    let now = app.now();
    let known_store = match row.store.as_deref() {
        Some(name) => stores::named(tx, scope, name).await?,
        None => None,
    };
    // Nobody works in a store that is still to be made, so its new id already serves the rule.
    let store = known_store.or_else(|| row.store.is_some().then(|| app.id()));
    let said = employment_of(row, store);
    let bearers = roster::bearers(tx, scope, said.employee_no.as_deref(), &said.name).await?;
    let found = match identify(&said, &bearers) {
        Ok(found) => found,
        Err(error) => return Ok(refusal(error)),
    };
    let known = match found {
        Some(id) => roster::known(tx, scope, id).await?.map(|known| (id, known)),
        None => None,
    };
    let after = known.as_ref().map_or_else(|| said.clone(), |(_, (before, _))| before.after(&said));
    if let Err(error) = after.check() {
        return Ok(refusal(error));
    }
    if let (Some(store), Some(name)) = (store, row.store.as_deref()) {
        let region = row.region.as_deref().unwrap_or_default();
        take_store(tx, scope, (store, name, region), known_store.is_none(), now).await?;
    }
    let phone = row.phone.as_ref().map(|phone| sealed_phone(app, scope, phone));
    let (employee, effect) = if let Some((id, before)) = known {
        (id, take_known(tx, scope, id, before, (after, phone), now).await?)
    } else {
        let id = app.id();
        let kept = KeptEmployee { id, employment: &after, phone, import: Some(import) };
        employees::insert(tx, scope, kept, now).await?;
        (id, RosterEffect::New)
    };
    let is_declared = take_account(tx, app, scope, employee, row).await?;
    let effect =
        if is_declared && effect == RosterEffect::Unchanged { RosterEffect::Changed } else { effect };
    Ok(Absorbed::Taken { employee, effect })
}

fn employment_of(row: &RosterRow, store: Option<StoreId>) -> Employment {
    Employment {
        employee_no: row.employee_no.clone(),
        name: row.name.clone(),
        post: row.post.clone(),
        manager: row.manager.clone(),
        store,
        hired_on: row.hired_on,
        left_on: row.left_on,
    }
}

async fn take_store(
    tx: &mut Tx,
    scope: &Scope,
    (id, name, region): (StoreId, &str, &str),
    is_new: bool,
    now: Instant,
) -> Result<(), DbError> {
    if !is_new {
        if !region.is_empty() {
            roster::fill_region(tx, scope, id, region).await?;
        }
        return Ok(());
    }
    stores::insert(tx, scope, id, name, region, now).await?;
    let after = json!({ "name": name, "region": region });
    record(tx, scope, Change::made(EventKind::StoreAdded, &id, after), now).await?;
    Ok(())
}

async fn take_known(
    tx: &mut Tx,
    scope: &Scope,
    id: EmployeeId,
    (before, kept_phone): (Employment, Option<SealedPhone>),
    (after, phone): (Employment, Option<SealedPhone>),
    now: Instant,
) -> Result<RosterEffect, DbError> {
    let index = |phone: &SealedPhone| phone.index.clone();
    let same_phone = phone.is_none() || phone.as_ref().map(index) == kept_phone.as_ref().map(index);
    if after == before && same_phone {
        return Ok(RosterEffect::Unchanged);
    }
    let phone = if same_phone { kept_phone } else { phone };
    employees::update(tx, scope, KeptEmployee { id, employment: &after, phone, import: None }).await?;
    if after.store != before.store {
        matrix::move_with_holder(tx, scope, id, before.store, after.store, now).await?;
    }
    Ok(RosterEffect::Changed)
}

/// Keeps which account the row gives to the employee; whether that was new.
async fn take_account(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    employee: EmployeeId,
    row: &RosterRow,
) -> Result<bool, DbError> {
    let declared = DeclaredAccount {
        xhs_uid: row.xhs_uid.as_ref().map(|uid| xhs_uid(uid).unwrap_or_else(|| uid.clone())),
        xhs_no: row.xhs_no.clone(),
        nickname: row.nickname.clone(),
    };
    if declared == DeclaredAccount::default() {
        return Ok(false);
    }
    let known = roster::declared(tx, scope, employee).await?;
    let Some((id, before)) = known.iter().find(|(_, known)| known.is_same_as(&declared)) else {
        if known.len() >= ACCOUNTS_PER_PERSON_MAX {
            return Ok(false);
        }
        roster::declare(tx, scope, app.ids().uuid(app.now()), employee, &declared).await?;
        return Ok(true);
    };
    let after = DeclaredAccount {
        xhs_uid: declared.xhs_uid.or_else(|| before.xhs_uid.clone()),
        xhs_no: declared.xhs_no.or_else(|| before.xhs_no.clone()),
        nickname: declared.nickname.or_else(|| before.nickname.clone()),
    };
    if after == *before {
        return Ok(false);
    }
    roster::declare_again(tx, scope, *id, &after).await?;
    Ok(true)
}

/// Takes back what the import of a roster made: accounts that only its ids had claimed are unclaimed again, and
/// people who came with it go, unless something else refers to them by now: an account, a member, an invitation, a
/// decision of a person, or another import. What it changed of people who were there before stays changed, and
/// stores stay.
pub async fn forget_roster(
    tx: &mut Tx,
    scope: &Scope,
    import: ImportId,
    now: Instant,
) -> Result<ForgottenRoster, DbError> {
    let mut forgotten = ForgottenRoster::default();
    for (account, employee) in roster::claims_of(tx, scope, import).await? {
        matrix::release_claim(tx, scope, account, employee, now).await?;
        forgotten.accounts += 1;
    }
    forgotten.employees = roster::forget_employees(tx, scope, import).await?;
    Ok(forgotten)
}

pub(super) fn sealed_phone(app: &App, scope: &Scope, phone: &Personal) -> SealedPhone {
    SealedPhone {
        sealed: app.vault().seal(scope.tenant, phone.expose()),
        index: app.vault().blind_index(scope.tenant, "phone", phone.expose()),
    }
}

/// The line of the event log for a person, with what changed. Of a name only its first character is written down,
/// and of a phone number only that it changed.
pub(super) fn change_of(
    id: EmployeeId,
    before: Option<(&Employment, Option<&SealedPhone>)>,
    (after, phone): (&Employment, Option<&SealedPhone>),
) -> Change {
    let facts = |employment: &Employment, phone: Option<&SealedPhone>| -> Vec<(&'static str, Value, Value)> {
        let Employment { employee_no, name, post, manager, store, hired_on, left_on } = employment;
        let masked = json!(Personal::new(name.as_str()).masked());
        let superior = manager.as_ref().map(|name| Personal::new(name.as_str()).masked());
        let plain = |field, value: Value| (field, value.clone(), value);
        vec![
            plain("employee_no", json!(employee_no)),
            ("name", json!(name), masked),
            plain("post", json!(post)),
            ("manager", json!(manager), json!(superior)),
            ("phone", json!(phone.map(|phone| &phone.index)), json!(phone.map(|_| "****"))),
            plain("store", json!(store)),
            plain("hired_on", json!(hired_on)),
            plain("left_on", json!(left_on)),
        ]
    };
    let new = facts(after, phone);
    let Some((employment, phone)) = before else {
        let shown: Map<String, Value> = new
            .into_iter()
            .filter(|(_, value, _)| !value.is_null())
            .map(|(field, _, shown)| (field.to_owned(), shown))
            .collect();
        return Change::made(EventKind::EmployeeAdded, &id, Value::Object(shown));
    };
    let pairs = facts(employment, phone).into_iter().zip(new).filter(|(old, new)| old.1 != new.1);
    let (was, is): (Map<String, Value>, Map<String, Value>) =
        pairs.map(|(old, new)| ((old.0.to_owned(), old.2), (new.0.to_owned(), new.2))).unzip();
    Change::changed(EventKind::EmployeeChanged, &id, Value::Object(was), Value::Object(is))
}

fn refusal(error: PeopleError) -> Absorbed {
    let field = match error {
        PeopleError::LeftBeforeHired => "left_on",
        PeopleError::Ambiguous { .. } => "name",
    };
    Absorbed::Refused { field, problem: sentence(error) }
}

/// What a person hears of an error of the rules.
pub(super) fn sentence(error: PeopleError) -> Text {
    match error {
        PeopleError::LeftBeforeHired => {
            Text::new("离职日期早于入职日期。", "The last day lies before the first.")
        }
        PeopleError::Ambiguous { bearers } => Text::new(
            format!("有 {bearers} 位同名员工，无法判断是哪一位；请补上工号。"),
            format!("{bearers} people of that name could be meant; add the employee number."),
        ),
    }
}

fn number_of_two() -> Text {
    Text::new(
        "同一个工号在这个文件里对应了不同的姓名；请核对工号。",
        "This file gives the same employee number to different names; check the number.",
    )
}
