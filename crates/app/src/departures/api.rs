//! The operations of a departure.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    departures::{
        AccountExit, DepartureError, DepartureStep, LeavingAccount, STEP_NOTE_CHARS_MAX, TAKEDOWNS_MAX,
        TakedownOutcome, reasons_for,
    },
    id::{AccountId, DepartureId, EmployeeId, NoteId},
    identity::Scope,
    time::{Day, Instant},
};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use utoipa::{IntoParams, ToSchema};

use super::{
    store::{self, Closure, DepartureRow, Loaded, StepRow, TakedownRow},
    views::{DepartureLine, DepartureView, why_exit},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        field::{optional_text, required_text},
        page::{Page, PageQuery},
        permit::{ManagePeople, PermittedPerson, ViewPeople},
    },
    identity, insight, matrix, people, personas, seats,
    text::Text,
};

/// Characters of the reason of a departure.
const REASON_CHARS_MAX: usize = 200;

/// Which departures are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DepartureFilter {
    /// Only those of this person.
    employee: Option<EmployeeId>,
    /// Only those that are open, or only those that are not.
    open: Option<bool>,
}

/// A departure to be begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDeparture {
    /// Their last day.
    last_day: Day,
    /// Why, as far as it is to be said.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// What becomes of an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DepartureAccount {
    exit: AccountExit,
    /// Who follows up its leads and conversations.
    successor: Option<EmployeeId>,
}

/// Who takes over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemTransfer {
    /// Who takes the open items of Today.
    successor: EmployeeId,
}

/// What became of some notes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Takedowns {
    #[schema(min_items = 1, max_items = 200)]
    notes: Vec<NoteId>,
    outcome: TakedownOutcome,
}

/// A step that is done by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StepMark {
    /// What there is to say: the number of a receipt, or that there was nothing to give back.
    #[schema(min_length = 1, max_length = 200)]
    note: String,
}

/// Begins an employee's departure. In the same moment their sessions end and they get in no more.
#[utoipa::path(
    post, path = "/employees/{employee}/departure", tag = "departures",
    params(("employee" = EmployeeId, Path)), request_body = NewDeparture,
    responses(
        (status = 201, body = DepartureView),
        (status = 409, body = ErrorBody, description = "it has begun already, or they are the last owner")
    ),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(super) async fn create_departure(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Path(employee): Path<EmployeeId>,
    Json(NewDeparture { last_day, reason }): Json<NewDeparture>,
) -> Result<(StatusCode, Json<DepartureView>), ApiError> {
    let now = app.now();
    let reason = optional_text("reason", &reason, REASON_CHARS_MAX)?.unwrap_or_default();
    let mut tx = app.db().write().await?;
    let known = people::employment_held(&mut tx, &scope, employee).await?.ok_or_else(ApiError::not_found)?;
    if known.hired_on.is_some_and(|hired| last_day < hired) {
        let text = Text::new("最后工作日早于入职日期。", "The last day lies before the first.");
        return Err(ApiError::invalid("last_day", text));
    }
    if store::is_leaving(&mut tx, &scope, employee).await? {
        let text = Text::new("已经在办理离职。", "Their departure has begun already.");
        return Err(ApiError::conflict(text));
    }
    let (id, by) = (app.id(), name_of(&scope.actor));
    let row = DepartureRow {
        id,
        employee,
        employee_name: known.name.clone(),
        last_day,
        reason,
        opened_by: by.clone(),
        opened_at: now,
        closure: None,
    };
    store::insert(&mut tx, &scope, &row).await?;
    let locked = identity::suspend(&mut tx, &scope, employee, now).await?;
    let note = Text::new(
        format!("已停用 {locked} 个登录，已退出所有设备"),
        format!("{locked} sign-ins suspended, every device signed out"),
    );
    mark(&mut tx, &scope, id, DepartureStep::Lock, note.here(), now).await?;
    list_what_is_theirs(&mut tx, &scope, id, (employee, &known.name), now).await?;
    people::set_last_day(&mut tx, &scope, employee, last_day, now).await?;
    let view = shown(&mut tx, &scope, id).await?;
    let after = json!({ "employee": employee, "last_day": last_day });
    record(&mut tx, &scope, Change::made(EventKind::DepartureOpened, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Writes down which accounts the person holds or follows up for somebody who left, and which notes show them, as of
/// this moment.
async fn list_what_is_theirs(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
    (employee, name): (EmployeeId, &str),
    now: Instant,
) -> Result<(), ApiError> {
    let held = matrix::held_with_leads(tx, scope, employee).await?;
    let on_seats = seats::ownership_of_held(tx, scope, employee).await?;
    let as_held = |one: &matrix::HeldAccount| {
        (one.account, LeavingAccount::held(on_seats.get(&one.account).copied(), one.leads))
    };
    let mut accounts: Vec<_> = held.iter().map(as_held).collect();
    accounts.extend(store::followed_by(tx, scope, employee).await?);
    store::insert_accounts(tx, scope, id, &accounts, now).await?;
    store::forget_successor(tx, scope, employee).await?;
    let mut notes = Vec::new();
    for matrix::HeldAccount { account, nickname, .. } in held {
        let card = personas::shown_by(tx, scope, account, employee).await?;
        let shows = card.as_ref().map(|card| (card.face_used, card.voice_used));
        let shown_name = card.as_ref().map_or(nickname.as_str(), |card| card.shown_name.as_str());
        for note in matrix::notes_of(tx, scope, account, TAKEDOWNS_MAX).await? {
            let reasons = reasons_for(&note.title, &[name, shown_name], shows);
            if reasons.is_empty() || notes.len() >= TAKEDOWNS_MAX {
                continue;
            }
            let matrix::NoteOf { note, title, published_on } = note;
            notes.push(TakedownRow { note, account, title, published_on, reasons, decision: None });
        }
    }
    store::insert_takedowns(tx, scope, id, &notes).await?;
    Ok(())
}

/// Lists the departures of the people whom the asker sees, the latest first.
#[utoipa::path(
    get, path = "/departures", tag = "departures", params(DepartureFilter, PageQuery),
    responses((status = 200, body = Page<DepartureLine>)),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(super) async fn list_departures(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Query(DepartureFilter { employee, open }): Query<DepartureFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<DepartureLine>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = store::list(&mut tx, &scope, employee, open, &page).await?;
    let page = Page::of(rows, &page, |row| (row.opened_at.ms(), row.id.uuid()));
    Ok(Json(page.map(DepartureLine::from)))
}

/// Shows a departure: its steps, accounts, transfers and takedowns.
#[utoipa::path(
    get, path = "/departures/{departure}", tag = "departures", params(("departure" = DepartureId, Path)),
    responses((status = 200, body = DepartureView)),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(super) async fn show_departure(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Path(id): Path<DepartureId>,
) -> Result<Json<DepartureView>, ApiError> {
    let mut tx = app.db().read().await?;
    Ok(Json(shown(&mut tx, &scope, id).await?))
}

pub(super) async fn load(tx: &mut Tx, scope: &Scope, id: DepartureId) -> Result<Loaded, ApiError> {
    let row = store::find(tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    let users = identity::users_of(tx, scope, row.employee).await?;
    Ok(Loaded {
        steps: store::steps(tx, scope, id).await?,
        accounts: store::accounts(tx, scope, id).await?,
        takedowns: store::takedowns(tx, scope, id).await?,
        items_open: insight::items_of(tx, scope, &users).await?,
        row,
    })
}

async fn shown(tx: &mut Tx, scope: &Scope, id: DepartureId) -> Result<DepartureView, ApiError> {
    Ok(DepartureView::of(scope, load(tx, scope, id).await?))
}

/// Loads a departure that is to be changed: nobody else changes it until the commit.
async fn load_locked(tx: &mut Tx, scope: &Scope, id: DepartureId) -> Result<Loaded, ApiError> {
    store::find(tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    store::lock(tx, scope, id).await?;
    load(tx, scope, id).await
}

/// Says what becomes of an account, and who follows up its leads. An account on a seat has one lawful exit, by the
/// ownership of the seat.
#[utoipa::path(
    put, path = "/departures/{departure}/accounts/{account}", tag = "departures",
    params(("departure" = DepartureId, Path), ("account" = AccountId, Path)), request_body = DepartureAccount,
    responses((status = 200, body = DepartureView), (status = 409, body = ErrorBody, description = "it is closed")),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(super) async fn put_departure_account(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Path((id, account)): Path<(DepartureId, AccountId)>,
    Json(DepartureAccount { exit, successor }): Json<DepartureAccount>,
) -> Result<Json<DepartureView>, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let loaded = load_locked(&mut tx, &scope, id).await?;
    loaded.facts().check_open().map_err(refused)?;
    let leaving =
        loaded.accounts.iter().find(|row| row.account == account).ok_or_else(ApiError::not_found)?;
    leaving.facts().judge_exit(exit).map_err(refused)?;
    if let Some(successor) = successor {
        check_successor(&mut tx, &scope, loaded.row.employee, successor).await?;
    }
    store::decide_account(&mut tx, &scope, id, account, (exit, successor)).await?;
    let view = shown(&mut tx, &scope, id).await?;
    let after = json!({ "account": account, "exit": exit, "successor": successor });
    record(&mut tx, &scope, Change::made(EventKind::DepartureStepDone, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

async fn check_successor(
    tx: &mut Tx,
    scope: &Scope,
    leaver: EmployeeId,
    successor: EmployeeId,
) -> Result<(), ApiError> {
    if leaver == successor {
        return Err(refused(DepartureError::SamePerson));
    }
    let known = people::employment(tx, scope, successor).await?.ok_or_else(|| {
        let text = Text::new(
            "请从你能看到的花名册里选一名员工。",
            "Choose an employee from the roster that you see.",
        );
        ApiError::invalid("successor", text)
    })?;
    if known.left_on.is_some() || store::is_leaving(tx, scope, successor).await? {
        return Err(refused(DepartureError::SuccessorLeaves));
    }
    Ok(())
}

/// Takes every account from the person, each with the exit that was said.
#[utoipa::path(
    post, path = "/departures/{departure}/unbinding", tag = "departures", params(("departure" = DepartureId, Path)),
    responses(
        (status = 201, body = DepartureView),
        (status = 409, body = ErrorBody, description = "an account has no exit yet, or it is closed")
    ),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(super) async fn create_unbinding(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Path(id): Path<DepartureId>,
) -> Result<(StatusCode, Json<DepartureView>), ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let loaded = load_locked(&mut tx, &scope, id).await?;
    loaded.facts().judge_unbinding().map_err(refused)?;
    let reason = Text::new("离职", "left").zh;
    let seats = seats::unbind_all(&mut tx, &app, &scope, loaded.row.employee, &reason).await?;
    let mut released = seats;
    for row in loaded.accounts.iter().filter(|row| row.unbound_at.is_none()) {
        let pair = (row.account, loaded.row.employee);
        released += i64::from(matrix::release(&mut tx, &app, &scope, pair, &reason, now).await?);
    }
    store::mark_unbound(&mut tx, &scope, id, now).await?;
    let note = Text::new(format!("解除了 {released} 个账号"), format!("{released} accounts unbound"));
    mark(&mut tx, &scope, id, DepartureStep::Unbind, note.here(), now).await?;
    finish(&app, tx, &scope, id, DepartureStep::Unbind).await
}

/// Gives the open items of Today to somebody by name.
#[utoipa::path(
    post, path = "/departures/{departure}/item-transfer", tag = "departures",
    params(("departure" = DepartureId, Path)), request_body = ItemTransfer,
    responses(
        (status = 201, body = DepartureView),
        (status = 409, body = ErrorBody, description = "the successor cannot sign in, or it is closed")
    ),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(super) async fn create_item_transfer(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Path(id): Path<DepartureId>,
    Json(ItemTransfer { successor }): Json<ItemTransfer>,
) -> Result<(StatusCode, Json<DepartureView>), ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let loaded = load_locked(&mut tx, &scope, id).await?;
    loaded.facts().check_open().map_err(refused)?;
    check_successor(&mut tx, &scope, loaded.row.employee, successor).await?;
    let from = identity::users_of(&mut tx, &scope, loaded.row.employee).await?;
    let to = identity::users_of(&mut tx, &scope, successor).await?.into_iter().next().ok_or_else(|| {
        ApiError::conflict(Text::new(
            "接手人还没有登录账号；请先邀请其加入，再转交今日事项。",
            "The successor cannot sign in yet; invite them first, then hand the items over.",
        ))
    })?;
    let moved = insight::give_items(&mut tx, &scope, &from, to).await?;
    let note = Text::new(format!("转交了 {moved} 件今日事项"), format!("{moved} items of Today handed over"));
    mark(&mut tx, &scope, id, DepartureStep::TodayItems, note.here(), now).await?;
    finish(&app, tx, &scope, id, DepartureStep::TodayItems).await
}

/// Ends every persona of the person: no account speaks as them any more.
#[utoipa::path(
    post, path = "/departures/{departure}/persona-end", tag = "departures",
    params(("departure" = DepartureId, Path)),
    responses((status = 201, body = DepartureView), (status = 409, body = ErrorBody, description = "it is closed")),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(super) async fn create_persona_end(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Path(id): Path<DepartureId>,
) -> Result<(StatusCode, Json<DepartureView>), ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let loaded = load_locked(&mut tx, &scope, id).await?;
    loaded.facts().check_open().map_err(refused)?;
    let retired = personas::retire_of(&mut tx, &scope, loaded.row.employee, "离职", now).await?;
    let note = Text::new(format!("停用了 {retired} 个人设"), format!("{retired} personas retired"));
    mark(&mut tx, &scope, id, DepartureStep::Persona, note.here(), now).await?;
    finish(&app, tx, &scope, id, DepartureStep::Persona).await
}

/// Writes down what became of notes that show the person.
#[utoipa::path(
    put, path = "/departures/{departure}/takedowns", tag = "departures", params(("departure" = DepartureId, Path)),
    request_body = Takedowns,
    responses((status = 200, body = DepartureView), (status = 409, body = ErrorBody, description = "it is closed")),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(super) async fn put_takedowns(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Path(id): Path<DepartureId>,
    Json(Takedowns { notes, outcome }): Json<Takedowns>,
) -> Result<Json<DepartureView>, ApiError> {
    let now = app.now();
    if notes.is_empty() || notes.len() > TAKEDOWNS_AT_ONCE_MAX {
        let text = Text::new(
            format!("一次选 1 到 {TAKEDOWNS_AT_ONCE_MAX} 篇。"),
            format!("Choose 1 to {TAKEDOWNS_AT_ONCE_MAX} notes at a time."),
        );
        return Err(ApiError::invalid("notes", text));
    }
    let mut tx = app.db().write().await?;
    let loaded = load_locked(&mut tx, &scope, id).await?;
    loaded.facts().check_open().map_err(refused)?;
    let by = name_of(&scope.actor);
    let decided = store::decide_takedowns(&mut tx, &scope, id, &notes, (outcome, &by, now)).await?;
    if decided == 0 {
        return Err(ApiError::not_found());
    }
    let view = shown(&mut tx, &scope, id).await?;
    let after = json!({ "step": DepartureStep::Takedown, "notes": decided, "outcome": outcome });
    record(&mut tx, &scope, Change::made(EventKind::DepartureStepDone, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

/// Notes that are decided on at once.
const TAKEDOWNS_AT_ONCE_MAX: usize = 200;

/// Marks a step that is done by hand: the phone or the SIM is back, everything is settled.
#[utoipa::path(
    put, path = "/departures/{departure}/steps/{step}", tag = "departures",
    params(("departure" = DepartureId, Path), ("step" = DepartureStep, Path)), request_body = StepMark,
    responses(
        (status = 200, body = DepartureView),
        (status = 409, body = ErrorBody, description = "the step is not done by hand, or it is closed")
    ),
    security(("session" = ["manage_people"]), ("api_key" = ["manage_people"]))
)]
pub(super) async fn put_departure_step(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePeople>,
    Path((id, step)): Path<(DepartureId, DepartureStep)>,
    Json(StepMark { note }): Json<StepMark>,
) -> Result<Json<DepartureView>, ApiError> {
    let now = app.now();
    let note = required_text("note", &note, STEP_NOTE_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let loaded = load_locked(&mut tx, &scope, id).await?;
    loaded.facts().judge_mark(step).map_err(refused)?;
    mark(&mut tx, &scope, id, step, &note, now).await?;
    let (_, view) = finish(&app, tx, &scope, id, step).await?;
    Ok(view)
}

/// Closes the departure: the sheet is kept as it stands, with its hash, and nothing changes any more.
#[utoipa::path(
    post, path = "/departures/{departure}/closure", tag = "departures", params(("departure" = DepartureId, Path)),
    responses(
        (status = 201, body = DepartureView), (status = 409, body = ErrorBody, description = "steps are open")
    ),
    security(("session" = ["manage_people"]))
)]
pub(super) async fn create_closure(
    State(app): State<App>,
    PermittedPerson(scope, ..): PermittedPerson<ManagePeople>,
    Path(id): Path<DepartureId>,
) -> Result<(StatusCode, Json<DepartureView>), ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let loaded = load_locked(&mut tx, &scope, id).await?;
    loaded.facts().judge_closure().map_err(refused)?;
    let sheet = serde_json::to_string(&DepartureView::of(&scope, loaded)).map_err(|error| {
        tracing::error!(%error, "the sheet of a departure");
        ApiError::broken()
    })?;
    let sha256 = Sha256::digest(sheet.as_bytes()).to_vec();
    let closure = Closure { by: name_of(&scope.actor), at: now, sheet, sha256 };
    if !store::close(&mut tx, &scope, id, &closure).await? {
        return Err(refused(DepartureError::Closed));
    }
    let view = shown(&mut tx, &scope, id).await?;
    let after = json!({ "sheet_sha256": crate::kept_files::hex(&closure.sha256) });
    record(&mut tx, &scope, Change::made(EventKind::DepartureClosed, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

async fn mark(
    tx: &mut Tx,
    scope: &Scope,
    id: DepartureId,
    step: DepartureStep,
    note: &str,
    now: Instant,
) -> Result<(), ApiError> {
    let done_by = name_of(&scope.actor);
    store::mark(tx, scope, id, &StepRow { step, note: note.to_owned(), done_by, done_at: now }).await?;
    Ok(())
}

/// Shows what follows from a step, tells it and makes it lasting.
async fn finish(
    app: &App,
    mut tx: Tx,
    scope: &Scope,
    id: DepartureId,
    step: DepartureStep,
) -> Result<(StatusCode, Json<DepartureView>), ApiError> {
    let view = shown(&mut tx, scope, id).await?;
    let change = Change::made(EventKind::DepartureStepDone, &id, json!({ "step": step }));
    record(&mut tx, scope, change, app.now()).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

fn refused(error: DepartureError) -> ApiError {
    match error {
        DepartureError::Closed => ApiError::conflict(Text::new(
            "交接单已签，不再改动。",
            "The sheet is signed; nothing changes any more.",
        )),
        DepartureError::StepsOpen(open) => {
            let open = open.len();
            ApiError::conflict(Text::new(
                format!("还有 {open} 步没有完成，完成后才能签交接单。"),
                format!("{open} steps are not done; finish them, then sign the sheet."),
            ))
        }
        DepartureError::NoExit(accounts) => ApiError::conflict(Text::new(
            format!("还有 {accounts} 个账号没有选择去向：留在公司，还是由本人带走。"),
            format!("{accounts} accounts have no exit yet: they stay, or leave with the person."),
        )),
        DepartureError::NotByHand(_) => ApiError::conflict(Text::new(
            "这一步由系统根据事实判断，不能手动勾选。",
            "This step follows from what was done; it is not ticked by hand.",
        )),
        DepartureError::UnlawfulExit(ownership) => ApiError::invalid("exit", why_exit(ownership)),
        DepartureError::SamePerson => ApiError::invalid(
            "successor",
            Text::new("接手人不能是离职的本人。", "Somebody else must take over."),
        ),
        DepartureError::SuccessorLeaves => ApiError::invalid(
            "successor",
            Text::new(
                "接手人已离职或正在离职；请选别人。",
                "The successor has left or is leaving; choose another.",
            ),
        ),
    }
}
