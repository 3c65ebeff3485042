//! The operations on personas.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::{AccountId, EmployeeId, PersonaId},
    identity::Scope,
    personas::{PersonaCard, PersonaError, PersonaState, may_speak, rivals, truth},
    time::Instant,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    store::{self, Decision, NewDraft, PersonaRow, Retirement, Wanted},
    views::{CheckedPersona, PersonaCheckView, PersonaView, RivalView, TruthFindingView},
};
use crate::{
    App, departures,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        field::required_text,
        page::{Page, PageQuery},
        permit::{ApprovePersonas, ManagePersonas, ViewPeople},
    },
    identity,
    matrix::sight,
    people,
    text::Text,
};

/// Characters of the reason why a draft is sent back or a persona ends.
const REASON_CHARS_MAX: usize = 200;
/// Rivals that are pointed out at once.
const RIVALS_SHOWN_MAX: usize = 10;

/// Which personas are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PersonaFilter {
    /// Only those of this account.
    account: Option<AccountId>,
    /// Only those of this person.
    employee: Option<EmployeeId>,
    /// Only those in this state.
    state: Option<PersonaState>,
}

/// A card for an account and the person it speaks as.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPersona {
    account: AccountId,
    employee: EmployeeId,
    card: PersonaCard,
}

/// A draft written anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonaChange {
    card: PersonaCard,
    /// The revision that its author saw.
    #[schema(minimum = 1)]
    revision: i64,
}

/// A decision on a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonaApproval {
    /// The revision that was read.
    #[schema(minimum = 1)]
    revision: i64,
}

/// A draft sent back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonaRefusal {
    /// The revision that was read.
    #[schema(minimum = 1)]
    revision: i64,
    /// Why, so that it can be mended.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// The end of a persona.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRetirement {
    /// Why.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Lists the personas of the accounts that the asker sees, the latest draft first.
#[utoipa::path(
    get, path = "/personas", tag = "personas", params(PersonaFilter, PageQuery),
    responses((status = 200, body = Page<PersonaView>)),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(super) async fn list_personas(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Query(PersonaFilter { account, employee, state }): Query<PersonaFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<PersonaView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = store::list(&mut tx, &scope, &Wanted { account, employee, state }, &page).await?;
    let page = Page::of(rows, &page, |row| (row.drafted_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| PersonaView::of(&scope, row))))
}

/// Shows a persona with what the truth check says of it today, and who speaks the same.
#[utoipa::path(
    get, path = "/personas/{persona}", tag = "personas", params(("persona" = PersonaId, Path)),
    responses((status = 200, body = CheckedPersona)),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(super) async fn show_persona(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Path(id): Path<PersonaId>,
) -> Result<Json<CheckedPersona>, ApiError> {
    let mut tx = app.db().read().await?;
    Ok(Json(checked(&mut tx, &scope, id, app.now()).await?))
}

async fn checked(
    tx: &mut Tx,
    scope: &Scope,
    id: PersonaId,
    now: Instant,
) -> Result<CheckedPersona, ApiError> {
    let row = store::find(tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    let check = check(tx, scope, (row.account, row.employee), &row.card, now).await?;
    Ok(CheckedPersona { persona: PersonaView::of(scope, row), check })
}

/// Holds a card against what is known of the person, and against the cards of other accounts.
async fn check(
    tx: &mut Tx,
    scope: &Scope,
    (account, employee): (AccountId, EmployeeId),
    card: &PersonaCard,
    now: Instant,
) -> Result<PersonaCheckView, ApiError> {
    let findings = findings(tx, scope, employee, card, now).await?;
    let open = findings.iter().filter(|one| one.verdict != truth::TruthVerdict::Proven).count();
    let others = store::of_others(tx, scope, account).await?;
    let rival = |other: PersonaRow| {
        let rivals::Rivalry { topics, same_audience } = rivals::rivals(card, &other.card)?;
        let PersonaRow { id, account, nickname, employee_name, .. } = other;
        Some(RivalView { persona: id, account, nickname, employee_name, topics, same_audience })
    };
    let rivals = others.into_iter().filter_map(rival).take(RIVALS_SHOWN_MAX).collect();
    let findings = findings.into_iter().map(TruthFindingView::from).collect();
    Ok(PersonaCheckView { findings, open, rivals })
}

async fn findings(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    card: &PersonaCard,
    now: Instant,
) -> Result<Vec<truth::TruthFinding>, ApiError> {
    let today = now.day(&identity::zone(tx, scope.tenant).await?);
    let person = people::person_facts(tx, scope, employee, today).await?.ok_or_else(unknown_employee)?;
    Ok(truth::check(card, &person, today))
}

/// Holds a card against the roster and the proofs without keeping it, so that its author sees what is missing.
#[utoipa::path(
    post, path = "/persona-checks", tag = "personas", request_body = NewPersona,
    responses((status = 200, body = PersonaCheckView)),
    security(("session" = ["manage_personas"]), ("api_key" = ["manage_personas"]))
)]
pub(super) async fn create_persona_check(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePersonas>,
    Json(NewPersona { account, employee, card }): Json<NewPersona>,
) -> Result<Json<PersonaCheckView>, ApiError> {
    let card = card.checked().map_err(refused)?;
    let mut tx = app.db().read().await?;
    demand_account(&mut tx, &scope, account).await?;
    Ok(Json(check(&mut tx, &scope, (account, employee), &card, app.now()).await?))
}

/// Drafts the next version of an account's persona.
#[utoipa::path(
    post, path = "/personas", tag = "personas", request_body = NewPersona,
    responses((status = 201, body = CheckedPersona)),
    security(("session" = ["manage_personas"]), ("api_key" = ["manage_personas"]))
)]
pub(super) async fn create_persona(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePersonas>,
    Json(NewPersona { account, employee, card }): Json<NewPersona>,
) -> Result<(StatusCode, Json<CheckedPersona>), ApiError> {
    let now = app.now();
    let card = card.checked().map_err(refused)?;
    let mut tx = app.db().write().await?;
    demand_account(&mut tx, &scope, account).await?;
    people::employment(&mut tx, &scope, employee).await?.ok_or_else(unknown_employee)?;
    let (id, version) = (app.id(), store::next_version(&mut tx, &scope, account).await?);
    let drafted_by = name_of(&scope.actor);
    let draft = NewDraft { id, account, employee, version, card: &card, drafted_by };
    store::insert(&mut tx, &scope, draft, now).await?;
    let view = checked(&mut tx, &scope, id, now).await?;
    let after = json!({ "account": account, "employee": employee, "version": version });
    record(&mut tx, &scope, Change::made(EventKind::PersonaDrafted, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Writes a draft anew; what was sent back is a draft again.
#[utoipa::path(
    put, path = "/personas/{persona}", tag = "personas", params(("persona" = PersonaId, Path)),
    request_body = PersonaChange,
    responses(
        (status = 200, body = CheckedPersona),
        (status = 409, body = ErrorBody, description = "somebody else wrote it since, or it is approved or retired")
    ),
    security(("session" = ["manage_personas"]), ("api_key" = ["manage_personas"]))
)]
pub(super) async fn put_persona(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePersonas>,
    Path(id): Path<PersonaId>,
    Json(PersonaChange { card, revision }): Json<PersonaChange>,
) -> Result<Json<CheckedPersona>, ApiError> {
    let now = app.now();
    let card = card.checked().map_err(refused)?;
    let mut tx = app.db().write().await?;
    let before = store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let by = name_of(&scope.actor);
    if !store::rewrite(&mut tx, &scope, (id, revision), &card, &by, now).await? {
        return Err(changed_meanwhile(&before, revision));
    }
    let view = checked(&mut tx, &scope, id, now).await?;
    let change = Change::changed(
        EventKind::PersonaDrafted,
        &id,
        json!({ "revision": revision, "state": before.state }),
        json!({ "revision": revision + 1, "state": PersonaState::Draft }),
    );
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view))
}

/// Approves a draft: every claim is proven today, and it goes on as nobody before. The version before retires.
#[utoipa::path(
    post, path = "/personas/{persona}/approval", tag = "personas", params(("persona" = PersonaId, Path)),
    request_body = PersonaApproval,
    responses(
        (status = 201, body = CheckedPersona),
        (status = 409, body = ErrorBody, description = "a claim is not proven, the person leaves, or the card is that of somebody else")
    ),
    security(("session" = ["approve_personas"]))
)]
pub(super) async fn create_persona_approval(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ApprovePersonas>,
    Path(id): Path<PersonaId>,
    Json(PersonaApproval { revision }): Json<PersonaApproval>,
) -> Result<(StatusCode, Json<CheckedPersona>), ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let row = store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let known = people::employment(&mut tx, &scope, row.employee).await?.ok_or_else(unknown_employee)?;
    let is_leaving = departures::is_leaving(&mut tx, &scope, row.employee).await?;
    may_speak(known.left_on, is_leaving).map_err(refused)?;
    truth::judge(&findings(&mut tx, &scope, row.employee, &row.card, now).await?).map_err(refused)?;
    give_way(&mut tx, &scope, &row, now).await?;
    let decision = Decision { by: name_of(&scope.actor), at: now, reason: None };
    if !store::decide(&mut tx, &scope, (id, revision), PersonaState::Approved, &decision).await? {
        return Err(changed_meanwhile(&row, revision));
    }
    let view = checked(&mut tx, &scope, id, now).await?;
    let after = json!({ "account": row.account, "employee": row.employee, "version": row.version });
    record(&mut tx, &scope, Change::made(EventKind::PersonaApproved, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Makes room for an approval: the same person's version before retires; somebody else's must have ended, and nothing
/// of it goes on.
async fn give_way(tx: &mut Tx, scope: &Scope, row: &PersonaRow, now: Instant) -> Result<(), ApiError> {
    for before in store::once_approved(tx, scope, row.account).await? {
        if before.employee != row.employee {
            if before.state == PersonaState::Approved {
                return Err(still_speaks(&before));
            }
            if let Some(kept) = rivals::kept_of(&before.card, &row.card) {
                return Err(refused(PersonaError::SamePersona(kept)));
            }
        } else if before.state == PersonaState::Approved {
            let reason = Text::new("由新版替换", "replaced by a later version").zh;
            let retirement = Retirement { by: name_of(&scope.actor), at: now, reason };
            store::retire(tx, scope, before.id, &retirement).await?;
        }
    }
    Ok(())
}

/// Sends a draft back with a reason.
#[utoipa::path(
    post, path = "/personas/{persona}/refusal", tag = "personas", params(("persona" = PersonaId, Path)),
    request_body = PersonaRefusal,
    responses(
        (status = 201, body = CheckedPersona),
        (status = 409, body = ErrorBody, description = "somebody else wrote or decided it since")
    ),
    security(("session" = ["approve_personas"]))
)]
pub(super) async fn create_persona_refusal(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ApprovePersonas>,
    Path(id): Path<PersonaId>,
    Json(PersonaRefusal { revision, reason }): Json<PersonaRefusal>,
) -> Result<(StatusCode, Json<CheckedPersona>), ApiError> {
    let now = app.now();
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let row = store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let decision = Decision { by: name_of(&scope.actor), at: now, reason: Some(reason) };
    if !store::decide(&mut tx, &scope, (id, revision), PersonaState::Refused, &decision).await? {
        return Err(changed_meanwhile(&row, revision));
    }
    let view = checked(&mut tx, &scope, id, now).await?;
    let after = json!({ "account": row.account, "reason": decision.reason });
    record(&mut tx, &scope, Change::made(EventKind::PersonaRefused, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Ends a persona. The account speaks as nobody until another one is approved.
#[utoipa::path(
    post, path = "/personas/{persona}/retirement", tag = "personas", params(("persona" = PersonaId, Path)),
    request_body = NewRetirement,
    responses(
        (status = 201, body = CheckedPersona), (status = 409, body = ErrorBody, description = "it is retired already")
    ),
    security(("session" = ["manage_personas"]), ("api_key" = ["manage_personas"]))
)]
pub(super) async fn create_persona_retirement(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManagePersonas>,
    Path(id): Path<PersonaId>,
    Json(NewRetirement { reason }): Json<NewRetirement>,
) -> Result<(StatusCode, Json<CheckedPersona>), ApiError> {
    let now = app.now();
    let reason = required_text("reason", &reason, REASON_CHARS_MAX)?;
    let mut tx = app.db().write().await?;
    let row = store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let retirement = Retirement { by: name_of(&scope.actor), at: now, reason };
    if !store::retire(&mut tx, &scope, id, &retirement).await? {
        return Err(ApiError::conflict(Text::new("已经停用。", "It is retired already.")));
    }
    let view = checked(&mut tx, &scope, id, now).await?;
    let after = json!({ "account": row.account, "employee": row.employee, "reason": retirement.reason });
    record(&mut tx, &scope, Change::made(EventKind::PersonaRetired, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

async fn demand_account(tx: &mut Tx, scope: &Scope, account: AccountId) -> Result<(), ApiError> {
    sight::demand_account(tx, scope, account).await.map_err(|_| {
        let text = Text::new("请从你能看到的账号里选一个。", "Choose one of the accounts that you see.");
        ApiError::invalid("account", text)
    })
}

fn unknown_employee() -> ApiError {
    let text =
        Text::new("请从你能看到的花名册里选一名员工。", "Choose an employee from the roster that you see.");
    ApiError::invalid("employee", text)
}

/// Both versions are told: the one that was seen, and the one that is there.
fn changed_meanwhile(now: &PersonaRow, seen: i64) -> ApiError {
    let PersonaRow { revision, state, drafted_by, .. } = now;
    if revision != &seen {
        return ApiError::conflict(Text::new(
            format!("你看到的是第 {seen} 稿，{drafted_by} 已写到第 {revision} 稿；请刷新后再改。"),
            format!(
                "You saw draft {seen}; {drafted_by} has written draft {revision} since. Reload, then change it."
            ),
        ));
    }
    ApiError::conflict(match state {
        PersonaState::Approved => {
            Text::new("这一版已生效；请起草新的一版。", "It is approved; draft another.")
        }
        PersonaState::Retired => Text::new("这一版已停用；请起草新的一版。", "It is retired; draft another."),
        PersonaState::Refused | PersonaState::Draft => {
            Text::new("这一版已退回；请先修改。", "It was sent back; it must be mended first.")
        }
    })
}

fn still_speaks(before: &PersonaRow) -> ApiError {
    let name = &before.employee_name;
    ApiError::conflict(Text::new(
        format!("账号现在还以{name}的人设发布；请先停用那一版，再换成接手人自己的人设。"),
        format!("The account still speaks as {name}; retire that persona first."),
    ))
}

fn refused(error: PersonaError) -> ApiError {
    use domain::personas::rivals::Likeness;
    match error {
        PersonaError::Field(field) => {
            ApiError::invalid(field, Text::new("请填写，且不要过长。", "Fill this in, and keep it short."))
        }
        PersonaError::TooMany(field) => {
            ApiError::invalid(field, Text::new("条目太多。", "Too many entries."))
        }
        PersonaError::Leaves => ApiError::conflict(Text::new(
            "本人已离职或正在离职，账号不能再以其名义发布；请为接手人起草人设。",
            "They have left or are leaving, and no account speaks as them any more; draft a persona of whoever takes over.",
        )),
        PersonaError::Unproven(open) => ApiError::conflict(Text::new(
            format!("还有 {open} 处说法没有依据，不能通过；请照提示补证明或修改。"),
            format!("{open} claims are not proven, so it cannot be approved; prove or change them."),
        )),
        PersonaError::SamePersona(kept) => {
            let (zh, en) = match kept {
                Likeness::ShownName => ("账号名", "the name shown"),
                Likeness::Introduction => ("简介", "the profile"),
                Likeness::Story => ("故事", "a story"),
                Likeness::SampleLine => ("示例句", "a sample line"),
            };
            ApiError::conflict(Text::new(
                format!("{zh}沿用了前任的人设；接手人要用自己的姓名、经历和口吻重写。"),
                format!("It keeps {en} of the person before; whoever takes over speaks for themselves."),
            ))
        }
    }
}
