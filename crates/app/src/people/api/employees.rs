//! The roster of a brand.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::{EmployeeId, StoreId},
    identity::Scope,
    imports::{Personal, contact},
    people::{Employment, PeopleError, RosterStanding},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        check_place,
        roster::{change_of, sealed_phone},
        store::employees::{self, EmployeeRow, KeptEmployee, SealedPhone, Wanted},
    },
    StoreRef,
};
use crate::{
    App,
    events::record,
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        edit::Edit,
        field::{NAME_CHARS_MAX, optional_text, required_text},
        page::{Page, PageQuery},
        permit::{ManagePeople, ViewPeople},
    },
    identity, matrix,
    text::Text,
};

/// Characters that an employee number may have.
const EMPLOYEE_NO_CHARS_MAX: usize = 40;

/// Which employees are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::people) struct EmployeeFilter {
    /// Part of the name, number or post, or a whole phone number.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
    /// Only people of this store.
    store: Option<StoreId>,
}

/// A person new on the roster.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct NewEmployee {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// The number that the employer gave; no other employee has it.
    #[schema(max_length = 40)]
    employee_no: Option<String>,
    /// What they work as.
    #[schema(max_length = 80)]
    post: Option<String>,
    /// Whom they report to, as people call them.
    #[schema(max_length = 80)]
    manager: Option<String>,
    #[schema(max_length = 40)]
    phone: Option<String>,
    store: Option<StoreId>,
    hired_on: Option<Day>,
    left_on: Option<Day>,
}

/// What changes of a person on the roster; what is left out stays, and `null` empties it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct EmployeeChange {
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 40)]
    employee_no: Edit<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 80)]
    post: Edit<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 80)]
    manager: Edit<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 40)]
    phone: Edit<String>,
    #[serde(default)]
    #[schema(value_type = Option<StoreId>)]
    store: Edit<StoreId>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    hired_on: Edit<Day>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    left_on: Edit<Day>,
}

/// What the asker may do with a person on the roster.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct EmployeeCan {
    /// Change what the roster says of them.
    change: Can,
    /// See their phone number whole.
    reveal_phone: Can,
}

/// A person on the roster.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::people) struct EmployeeView {
    id: EmployeeId,
    name: String,
    employee_no: Option<String>,
    post: Option<String>,
    /// Whom they report to, as the roster names them.
    manager: Option<String>,
    /// The phone number with its middle hidden.
    phone: Option<String>,
    store: Option<StoreRef>,
    hired_on: Option<Day>,
    left_on: Option<Day>,
    /// How they stand today.
    standing: RosterStanding,
    /// Accounts that they hold.
    accounts: i64,
    created_at: Instant,
    can: EmployeeCan,
}

/// Lists the people on the roster whom the asker sees, the newest first.
#[utoipa::path(
    get, path = "/employees", tag = "people", params(EmployeeFilter, PageQuery),
    responses(
        (status = 200, body = Page<EmployeeView>), (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(in crate::people) async fn list_employees(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Query(filter): Query<EmployeeFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<EmployeeView>>, ApiError> {
    let EmployeeFilter { q, store } = filter;
    let phone_index = q
        .as_deref()
        .and_then(|q| contact::phone(q.trim()).ok())
        .map(|phone| app.vault().blind_index(scope.tenant, "phone", phone.expose()));
    let mut tx = app.db().read().await?;
    let wanted = Wanted { searched: q.as_deref(), phone_index, store };
    let rows = employees::list(&mut tx, &scope, wanted, &page).await?;
    let page = Page::of(rows, &page, |row| (row.created_at.ms(), row.id.uuid()));
    let today = today(&mut tx, &app, &scope).await?;
    Ok(Json(page.map(|row| view(&app, &scope, row, today))))
}

/// Shows a person on the roster.
#[utoipa::path(
    get, path = "/employees/{employee}", tag = "people", params(("employee" = EmployeeId, Path)),
    responses(
        (status = 200, body = EmployeeView), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody)
    ),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(in crate::people) async fn show_employee(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Path(id): Path<EmployeeId>,
) -> Result<Json<EmployeeView>, ApiError> {
    let mut tx = app.db().read().await?;
    let row = employees::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let today = today(&mut tx, &app, &scope).await?;
    Ok(Json(view(&app, &scope, row, today)))
}

async fn today(tx: &mut Tx, app: &App, scope: &Scope) -> Result<Day, ApiError> {
    Ok(app.now().day(&identity::zone(tx, scope.tenant).await?))
}

fn view(app: &App, scope: &Scope, row: EmployeeRow, today: Day) -> EmployeeView {
    let standing = row.employment.standing(row.is_leaving, row.is_suspended, today);
    let EmployeeRow { id, employment, store: named, phone_sealed, created_at, accounts, .. } = row;
    let Employment { employee_no, name, post, manager, store, hired_on, left_on } = employment;
    let store = store.zip(named).map(|(id, (name, region))| StoreRef { id, name, region });
    let phone = phone_sealed.and_then(|sealed| {
        let opened = app.vault().open_text(scope.tenant, &sealed);
        opened.inspect_err(|error| tracing::error!(%error, "a phone number on the roster")).ok()
    });
    let phone = phone.map(|phone| Personal::new(phone).masked());
    let reveal_phone = super::phone_reveals::may_reveal_phone(scope, phone.is_some());
    let can = EmployeeCan { change: super::may_change_people(scope), reveal_phone };
    EmployeeView {
        id,
        name,
        employee_no,
        post,
        manager,
        phone,
        store,
        hired_on,
        left_on,
        standing,
        accounts,
        created_at,
        can,
    }
}

/// Adds a person to the roster.
#[utoipa::path(
    post, path = "/employees", tag = "people", request_body = NewEmployee,
    responses(
        (status = 201, body = EmployeeView), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "somebody has that number"),
        (status = 413, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(in crate::people) async fn create_employee(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Json(new): Json<NewEmployee>,
) -> Result<(StatusCode, Json<EmployeeView>), ApiError> {
    let (id, now) = (app.id(), app.now());
    let NewEmployee { name, employee_no, post, manager, phone, store, hired_on, left_on } = new;
    let employment = Employment {
        employee_no: text_field("employee_no", employee_no, EMPLOYEE_NO_CHARS_MAX)?,
        name: required_text("name", &name, NAME_CHARS_MAX)?,
        post: text_field("post", post, NAME_CHARS_MAX)?,
        manager: text_field("manager", manager, NAME_CHARS_MAX)?,
        store,
        hired_on,
        left_on,
    };
    let phone = phone_field(&app, &scope, phone)?;
    let mut tx = app.db().write().await?;
    check(&mut tx, &scope, id, &employment).await?;
    check_place(&mut tx, &scope, employment.store).await?;
    let kept = KeptEmployee { id, employment: &employment, phone: phone.clone(), import: None };
    employees::insert(&mut tx, &scope, kept, now).await?;
    let row = employees::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let view = view(&app, &scope, row, today(&mut tx, &app, &scope).await?);
    let change = change_of(id, None, (&employment, phone.as_ref()));
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Changes what the roster says of a person. Accounts that they hold go with them to another store.
#[utoipa::path(
    patch, path = "/employees/{employee}", tag = "people", params(("employee" = EmployeeId, Path)),
    request_body = EmployeeChange,
    responses(
        (status = 200, body = EmployeeView), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "somebody has that number"),
        (status = 413, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(in crate::people) async fn change_employee(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Path(id): Path<EmployeeId>,
    Json(change): Json<EmployeeChange>,
) -> Result<Json<EmployeeView>, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let before = employees::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let kept_phone = before.phone_sealed.clone().zip(before.phone_index.clone());
    let kept_phone = kept_phone.map(|(sealed, index)| SealedPhone { sealed, index });
    let (employment, phone) = apply(&app, &scope, &before.employment, kept_phone.clone(), change)?;
    check(&mut tx, &scope, id, &employment).await?;
    let place_changes = employment.store != before.employment.store;
    if place_changes {
        check_place(&mut tx, &scope, employment.store).await?;
    }
    let same_phone =
        phone.as_ref().map(|phone| &phone.index) == kept_phone.as_ref().map(|phone| &phone.index);
    if employment == before.employment && same_phone {
        return Ok(Json(view(&app, &scope, before, today(&mut tx, &app, &scope).await?)));
    }
    let kept = KeptEmployee { id, employment: &employment, phone: phone.clone(), import: None };
    employees::update(&mut tx, &scope, kept).await?;
    if place_changes {
        matrix::move_with_holder(&mut tx, &scope, id, before.employment.store, employment.store, now).await?;
    }
    let row = employees::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let change =
        change_of(id, Some((&before.employment, kept_phone.as_ref())), (&employment, phone.as_ref()));
    let view = view(&app, &scope, row, today(&mut tx, &app, &scope).await?);
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

fn apply(
    app: &App,
    scope: &Scope,
    before: &Employment,
    phone: Option<SealedPhone>,
    change: EmployeeChange,
) -> Result<(Employment, Option<SealedPhone>), ApiError> {
    let EmployeeChange { name, employee_no, post, manager, phone: new_phone, store, hired_on, left_on } =
        change;
    let before = before.clone();
    let employment = Employment {
        employee_no: edited_text("employee_no", employee_no, before.employee_no, EMPLOYEE_NO_CHARS_MAX)?,
        name: match name {
            Some(name) => required_text("name", &name, NAME_CHARS_MAX)?,
            None => before.name,
        },
        post: edited_text("post", post, before.post, NAME_CHARS_MAX)?,
        manager: edited_text("manager", manager, before.manager, NAME_CHARS_MAX)?,
        store: store.over(before.store),
        hired_on: hired_on.over(before.hired_on),
        left_on: left_on.over(before.left_on),
    };
    let phone = match new_phone {
        Edit::Keep => phone,
        Edit::Empty => None,
        Edit::To(text) => phone_field(app, scope, Some(text))?,
    };
    Ok((employment, phone))
}

fn edited_text(
    field: &str,
    edit: Edit<String>,
    before: Option<String>,
    chars_max: usize,
) -> Result<Option<String>, ApiError> {
    match edit {
        Edit::Keep => Ok(before),
        Edit::Empty => Ok(None),
        Edit::To(text) => optional_text(field, &text, chars_max),
    }
}

fn text_field(field: &str, text: Option<String>, chars_max: usize) -> Result<Option<String>, ApiError> {
    text.map_or(Ok(None), |text| optional_text(field, &text, chars_max))
}

fn phone_field(app: &App, scope: &Scope, text: Option<String>) -> Result<Option<SealedPhone>, ApiError> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let phone = contact::phone(text.trim()).map_err(|_| {
        let text = Text::new(
            "这不像电话号码；请只填数字，例如 13800000000。",
            "This is no phone number; enter digits only.",
        );
        ApiError::invalid("phone", text)
    })?;
    Ok(Some(sealed_phone(app, scope, &phone)))
}

/// Refuses what the rules refuse, and a number that somebody else has.
async fn check(tx: &mut Tx, scope: &Scope, id: EmployeeId, employment: &Employment) -> Result<(), ApiError> {
    employment.check().map_err(refused)?;
    let Some(number) = &employment.employee_no else { return Ok(()) };
    if employees::is_number_taken(tx, scope, number, id).await? {
        return Err(ApiError::conflict(Text::new(
            "这个工号已经属于另一名员工。",
            "Another employee has this number already.",
        )));
    }
    Ok(())
}

pub(in crate::people) fn refused(error: PeopleError) -> ApiError {
    match error {
        PeopleError::LeftBeforeHired => ApiError::invalid("left_on", super::super::roster::sentence(error)),
        PeopleError::Ambiguous { .. } => ApiError::invalid("name", super::super::roster::sentence(error)),
    }
}
