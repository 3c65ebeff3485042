//! Offers of agents: what is wrong with them, by which rule, and what was decided.

use axum::{
    extract::State,
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use db::Tx;
use domain::{
    id::{AgentOfferId, LegalEntityId},
    identity::Scope,
    insight::Say,
    seats::{Offer, OfferDecision, OfferFinding, OfferPromise, OfferVerdict, check_offer},
    time::{Day, Instant},
    value::Fen,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    super::{
        rules::{book_of, rules_of},
        store::{
            accounts, entities,
            offers::{self, Decided, OfferRow},
            seats,
        },
    },
    Clocked, NOTE_CHARS_MAX, may_manage,
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        field::{NAME_CHARS_MAX, optional_text, required_text},
        page::{Page, PageQuery},
        permit::{ManageSeats, ViewSeats},
    },
    text::Text,
};

/// What an offer may ask, in fen: ten million yuan.
const PRICE_FEN_MAX: i64 = 1_000_000_000;
/// Seats that an offer may promise.
const OFFERED_SEATS_MAX: i64 = 100_000;
/// Promises of one offer: each there is, and room.
const PROMISES_MAX: usize = 12;

/// An offer, as it was made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct OfferForm {
    /// Who made it.
    #[schema(min_length = 1, max_length = 80)]
    agent: String,
    /// Who would pay, or paid.
    #[serde(default)]
    #[schema(max_length = 80)]
    payer: String,
    offered_on: Day,
    /// The price asked, in fen.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    price_fen: Option<i64>,
    /// How many seats it promises.
    #[schema(minimum = 0, maximum = 100_000)]
    seats: Option<i64>,
    /// The company that it is for: its quota and fee are what the offer is held against.
    entity: Option<LegalEntityId>,
    /// What it says.
    #[schema(max_items = 12)]
    promises: Vec<OfferPromise>,
    /// Its own words, or where they are kept.
    #[serde(default)]
    #[schema(max_length = 500)]
    words: String,
}

/// Something that was found against an offer, in both languages, so that the file stays what it was.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(in crate::seats) struct OfferFindingView {
    promise: Option<OfferPromise>,
    verdict: OfferVerdict,
    says: Say,
    /// The rule or number with its source.
    rule: Say,
    way_out: Say,
}

/// How an offer is judged.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct OfferCheck {
    verdict: OfferVerdict,
    findings: Vec<OfferFindingView>,
}

/// What was decided about an offer.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct OfferDecisionView {
    decision: OfferDecision,
    note: String,
    at: Instant,
    by: String,
}

/// What the asker may do with an offer.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct OfferCan {
    decide: Can,
}

/// An offer on file.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct OfferView {
    id: AgentOfferId,
    agent: String,
    payer: String,
    offered_on: Day,
    price: Option<Fen>,
    seats: Option<i64>,
    entity: Option<LegalEntityId>,
    promises: Vec<OfferPromise>,
    words: String,
    verdict: OfferVerdict,
    /// What was found on the day it was filed, by the rules of that day.
    findings: Vec<OfferFindingView>,
    decision: Option<OfferDecisionView>,
    recorded_at: Instant,
    recorded_by: String,
    can: OfferCan,
}

/// What is decided about an offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct NewOfferDecision {
    decision: OfferDecision,
    /// Why; taking an offer against which something was found needs a reason.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
}

impl OfferForm {
    fn accepted(self) -> Result<Self, ApiError> {
        let Self { agent, payer, offered_on, price_fen, seats, entity, promises, words } = self;
        let bounded = |field: &str, number: Option<i64>, most: i64| {
            let fits = number.is_none_or(|number| (0..=most).contains(&number));
            let text = || Text::new(format!("请填 0 到 {most}。"), format!("From 0 to {most}, please."));
            if fits { Ok(number) } else { Err(ApiError::invalid(field, text())) }
        };
        if promises.len() > PROMISES_MAX {
            let text = Text::new(
                format!("最多选 {PROMISES_MAX} 条承诺。"),
                format!("At most {PROMISES_MAX} promises."),
            );
            return Err(ApiError::invalid("promises", text));
        }
        Ok(Self {
            agent: required_text("agent", &agent, NAME_CHARS_MAX)?,
            payer: optional_text("payer", &payer, NAME_CHARS_MAX)?.unwrap_or_default(),
            offered_on,
            price_fen: bounded("price_fen", price_fen, PRICE_FEN_MAX)?,
            seats: bounded("seats", seats, OFFERED_SEATS_MAX)?,
            entity,
            promises,
            words: optional_text("words", &words, NOTE_CHARS_MAX)?.unwrap_or_default(),
        })
    }
}

impl From<OfferFinding> for OfferFindingView {
    fn from(finding: OfferFinding) -> Self {
        let OfferFinding { promise, verdict, says, rule, way_out } = finding;
        Self { promise, verdict, says, rule, way_out }
    }
}

/// Checks an offer without filing it.
#[utoipa::path(
    post, path = "/agent-offer-checks", tag = "seats", request_body = OfferForm,
    responses((status = 200, body = OfferCheck)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn check_agent_offer(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Json(form): Json<OfferForm>,
) -> Result<Json<OfferCheck>, ApiError> {
    let form = form.accepted()?;
    let mut tx = app.db().read().await?;
    let today = Clocked::of(&mut tx, &app, &scope).await?.today;
    let (verdict, findings) = judge(&mut tx, &scope, &form, today).await?;
    Ok(Json(OfferCheck { verdict, findings }))
}

async fn judge(
    tx: &mut Tx,
    scope: &Scope,
    form: &OfferForm,
    today: Day,
) -> Result<(OfferVerdict, Vec<OfferFindingView>), ApiError> {
    let (mut quota, mut seat_fee) = (None, None);
    if let Some(entity) = form.entity {
        let text = || Text::new("请从已登记的主体里选一个。", "Choose a company that is in the register.");
        let known = entities::find(tx, scope, entity, today).await?;
        known.ok_or_else(|| ApiError::invalid("entity", text()))?;
        let book = book_of(tx, scope).await?;
        let rules = rules_of(tx, scope, &book, entity, today).await?;
        let occupied = seats::occupied(tx, scope, entity).await?;
        quota = rules.quota(accounts::count(tx, scope, entity).await?).map(|limit| (limit, occupied));
        seat_fee = rules.seat_fee();
    }
    let offer = Offer {
        promises: form.promises.clone(),
        price: form.price_fen.filter(|price| *price > 0).map(Fen),
        seats: form.seats.filter(|seats| *seats > 0),
        quota,
        seat_fee,
    };
    let (verdict, findings) = check_offer(&offer);
    Ok((verdict, findings.into_iter().map(OfferFindingView::from).collect()))
}

/// Lists the offers on file, the newest first.
#[utoipa::path(
    get, path = "/agent-offers", tag = "seats", params(PageQuery),
    responses((status = 200, body = Page<OfferView>)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn list_offers(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<OfferView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = offers::list(&mut tx, &scope, &page).await?;
    let page = Page::of(rows, &page, |row| (row.recorded_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| view(&scope, row))))
}

fn view(scope: &Scope, row: OfferRow) -> OfferView {
    let OfferRow { id, agent, payer, offered_on, price, seats, entity, promises, words, verdict, .. } = row;
    let OfferRow { findings, decided, recorded_at, recorded_by, .. } = row;
    let decide = match (may_manage(scope), &decided) {
        (Can::Yes, Some(_)) => Can::No(Text::new(
            "已经作出决定，决定不会被改写。",
            "It was decided, and that is never rewritten.",
        )),
        (can, _) => can,
    };
    OfferView {
        id,
        agent,
        payer,
        offered_on,
        price,
        seats,
        entity,
        promises: serde_json::from_str(&promises).unwrap_or_default(),
        words,
        verdict,
        findings: serde_json::from_str(&findings).unwrap_or_default(),
        decision: decided.map(|Decided { decision, note, at, by }| OfferDecisionView {
            decision,
            note,
            at,
            by,
        }),
        recorded_at,
        recorded_by,
        can: OfferCan { decide },
    }
}

/// Files an offer with what was found against it today.
#[utoipa::path(
    post, path = "/agent-offers", tag = "seats", request_body = OfferForm,
    responses((status = 201, body = OfferView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_offer(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Json(form): Json<OfferForm>,
) -> Result<(StatusCode, Json<OfferView>), ApiError> {
    let form = form.accepted()?;
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    let (verdict, findings) = judge(&mut tx, &scope, &form, today).await?;
    let OfferForm { agent, payer, offered_on, price_fen, seats, entity, promises, words } = form;
    let row = OfferRow {
        id: app.id(),
        agent,
        payer,
        offered_on,
        price: price_fen.map(Fen),
        seats,
        entity,
        promises: json!(promises).to_string(),
        words,
        verdict,
        findings: json!(findings).to_string(),
        decided: None,
        recorded_at: now,
        recorded_by: name_of(&scope.actor),
    };
    offers::insert(&mut tx, &scope, &row).await?;
    let after = json!({ "agent": row.agent, "offered_on": row.offered_on, "verdict": verdict });
    record(&mut tx, &scope, Change::made(EventKind::AgentOfferFiled, &row.id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, row))))
}

/// Says what becomes of an offer. A decision is made once.
#[utoipa::path(
    post, path = "/agent-offers/{offer}/decision", tag = "seats", params(("offer" = AgentOfferId, Path)),
    request_body = NewOfferDecision,
    responses(
        (status = 201, body = OfferView),
        (status = 409, body = ErrorBody, description = "it was decided before")
    ),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_offer_decision(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<AgentOfferId>,
    Json(NewOfferDecision { decision, note }): Json<NewOfferDecision>,
) -> Result<(StatusCode, Json<OfferView>), ApiError> {
    let note = optional_text("note", &note, NOTE_CHARS_MAX)?.unwrap_or_default();
    let now = app.now();
    let mut tx = app.db().write().await?;
    let row = offers::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    if decision == OfferDecision::Accepted && row.verdict != OfferVerdict::NothingFound && note.is_empty() {
        let text = Text::new(
            "这份报价有问题；仍要接受，请写明理由。理由和日期会留在证据里。",
            "Something was found against this offer; say why it is taken all the same. It stays on file.",
        );
        return Err(ApiError::invalid("note", text));
    }
    let decided = Decided { decision, note, at: now, by: name_of(&scope.actor) };
    if !offers::decide(&mut tx, &scope, id, &decided).await? {
        return Err(ApiError::conflict(Text::new(
            "已经作出决定，决定不会被改写。",
            "It was decided, and that is never rewritten.",
        )));
    }
    let after = json!({ "decision": decision, "note": decided.note });
    record(&mut tx, &scope, Change::made(EventKind::AgentOfferDecided, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, OfferRow { decided: Some(decided), ..row }))))
}

/// Takes an offer out as a file of evidence: what was offered, what was found and what was decided, in JSON.
#[utoipa::path(
    get, path = "/agent-offers/{offer}/file", tag = "seats", params(("offer" = AgentOfferId, Path)),
    responses((status = 200, body = inline(crate::http::FileBytes), content_type = "application/json")),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn download_offer(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Path(id): Path<AgentOfferId>,
) -> Result<Response, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let row = offers::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    record(&mut tx, &scope, Change::happened(EventKind::AgentOfferExported, &id), now).await?;
    app.commit(tx, scope.tenant).await?;
    let view = view(&scope, row);
    let file = json!({
        "kind": "agent_offer_evidence", "exported_at": now, "exported_by": name_of(&scope.actor), "offer": view
    });
    let text = serde_json::to_vec_pretty(&file).map_err(|_| ApiError::broken())?;
    let mut response = (StatusCode::OK, text).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let name = format!("attachment; filename=\"{id}.json\"");
    let name = HeaderValue::from_str(&name).map_err(|_| ApiError::broken())?;
    headers.insert(CONTENT_DISPOSITION, name);
    Ok(response)
}
