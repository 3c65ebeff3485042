//! Card texts and their versions, each judged as it is written.

use ::text::check::{Component, Context, Finding, Outcome, Surface, Verdict};
use axum::{extract::State, http::StatusCode};
use domain::{
    content::ContentOutcome,
    entitlements::{CARD_CHARS_MAX, CARD_TITLE_CHARS_MAX, CARD_VERSIONS_MAX, CARDS_MAX, CardKind, CardState},
    id::{CardTextId, CardVersionId},
    identity::{Action, Scope},
    time::Instant,
};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::store::cards::{self, CardRow, NewVersion, VersionRow};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted,
        can::Can,
        field::required_text,
        permit::{ManageCards, ViewMatrix},
    },
    text::Text,
};

/// Findings of a version that are kept, the gravest first.
const FINDINGS_KEPT_MAX: usize = 5;

/// Every card text of the brand, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardList {
    items: Vec<CardView>,
    can: CardListCan,
}

/// What the asker may do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardListCan {
    /// Write a text.
    add: Can,
}

/// The text of a card, message or menu.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardView {
    id: CardTextId,
    kind: CardKind,
    title: String,
    /// The newest first.
    versions: Vec<VersionView>,
    can: CardCan,
}

/// What the asker may do with a card text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardCan {
    /// Write a new version.
    write: Can,
    /// Approve or turn down a version that waits.
    decide: Can,
    /// Ask accounts to carry an approved version.
    roll_out: Can,
}

/// A version of a card text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VersionView {
    id: CardVersionId,
    /// From 1 on.
    number: i64,
    body: String,
    state: CardState,
    /// What the content check said when it was written.
    outcome: ContentOutcome,
    /// Why, a sentence each.
    findings: Vec<String>,
    drafted_by: String,
    drafted_at: Instant,
    decided_by: Option<String>,
    decided_at: Option<Instant>,
    /// Why it was turned down; may be empty.
    reason: String,
    /// Accounts on which it stands.
    carried: i64,
    /// Accounts on which it should stand and nobody has said so yet.
    open: i64,
}

/// A text to be kept.
#[derive(Debug, serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCard {
    kind: CardKind,
    /// What people call it.
    #[schema(min_length = 1, max_length = 40)]
    title: String,
    #[schema(min_length = 1, max_length = 300)]
    body: String,
}

/// A new version of a text.
#[derive(Debug, serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewWording {
    #[schema(min_length = 1, max_length = 300)]
    body: String,
}

/// Lists the card texts of the brand with their versions.
#[utoipa::path(
    get, path = "/card-texts", tag = "entitlements",
    responses((status = 200, body = CardList)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_cards(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
) -> Result<Json<CardList>, ApiError> {
    let mut tx = app.db().read().await?;
    let cards = cards::all(&mut tx, &scope).await?;
    let items = cards.into_iter().map(|(card, versions)| view(&scope, card, versions)).collect();
    Ok(Json(CardList { items, can: CardListCan { add: may(&scope, Action::ManageCards) } }))
}

/// Shows one card text.
#[utoipa::path(
    get, path = "/card-texts/{card}", tag = "entitlements", params(("card" = CardTextId, Path)),
    responses((status = 200, body = CardView)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn show_card(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(card): Path<CardTextId>,
) -> Result<Json<CardView>, ApiError> {
    let mut tx = app.db().read().await?;
    Ok(Json(shown(&mut tx, &scope, card).await?))
}

/// Writes a card text with its first version. It is judged at once and waits for a decision.
#[utoipa::path(
    post, path = "/card-texts", tag = "entitlements", request_body = NewCard,
    responses(
        (status = 201, body = CardView),
        (status = 409, body = ErrorBody, description = "there is one of that kind and title, or there are too many")
    ),
    security(("session" = ["manage_cards"]), ("api_key" = ["manage_cards"]))
)]
pub(super) async fn create_card(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageCards>,
    Json(NewCard { kind, title, body }): Json<NewCard>,
) -> Result<(StatusCode, Json<CardView>), ApiError> {
    let title = required_text("title", &title, CARD_TITLE_CHARS_MAX)?;
    let body = body_field(&body)?;
    let verdict = judged(&app, &scope, &body).await?;
    let (card, now) = (app.id(), app.now());
    let mut tx = app.db().write().await?;
    if cards::count(&mut tx, &scope).await? >= CARDS_MAX {
        return Err(too_many(CARDS_MAX));
    }
    if cards::is_titled(&mut tx, &scope, kind, &title).await? {
        return Err(title_taken());
    }
    cards::insert(&mut tx, &scope, card, (kind, &title), now).await?;
    let version = new_version(&app, &scope, card, (1, body), &verdict, now);
    cards::insert_version(&mut tx, &scope, &version).await?;
    let view = shown(&mut tx, &scope, card).await?;
    let after = json!({ "kind": kind, "title": title, "version": 1, "outcome": version.outcome });
    record(&mut tx, &scope, Change::made(EventKind::CardDrafted, &card, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Writes a new version of a card text. Accounts go on carrying the one that they carry.
#[utoipa::path(
    post, path = "/card-texts/{card}/versions", tag = "entitlements", params(("card" = CardTextId, Path)),
    request_body = NewWording,
    responses(
        (status = 201, body = CardView),
        (status = 409, body = ErrorBody, description = "it has too many versions")
    ),
    security(("session" = ["manage_cards"]), ("api_key" = ["manage_cards"]))
)]
pub(super) async fn create_version(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageCards>,
    Path(card): Path<CardTextId>,
    Json(NewWording { body }): Json<NewWording>,
) -> Result<(StatusCode, Json<CardView>), ApiError> {
    let body = body_field(&body)?;
    let verdict = judged(&app, &scope, &body).await?;
    let now = app.now();
    let mut tx = app.db().write().await?;
    let last = cards::last_number(&mut tx, &scope, card).await?.ok_or_else(ApiError::not_found)?;
    if last >= CARD_VERSIONS_MAX {
        return Err(too_many(CARD_VERSIONS_MAX));
    }
    let version = new_version(&app, &scope, card, (last + 1, body), &verdict, now);
    cards::insert_version(&mut tx, &scope, &version).await?;
    let view = shown(&mut tx, &scope, card).await?;
    let after = json!({ "version": last + 1, "outcome": version.outcome });
    record(&mut tx, &scope, Change::made(EventKind::CardDrafted, &card, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// A text of several lines: not empty, not too long.
fn body_field(body: &str) -> Result<String, ApiError> {
    let lines: Vec<&str> = body.lines().map(str::trim).collect();
    let text = lines.join("\n");
    // A line break is no fault here; whatever else a field refuses is one.
    required_text("body", &text.replace('\n', " "), CARD_CHARS_MAX)?;
    Ok(text.trim().to_owned())
}

/// How a text is judged that stands on a card or in a private chat.
async fn judged(app: &App, scope: &Scope, body: &str) -> Result<Verdict, ApiError> {
    let context = Context {
        surface: Surface::DirectMessage,
        components: [Component::LeadCard, Component::NameCard].into_iter().collect(),
        ..Context::default()
    };
    Ok(app.rulebook().of(scope).await?.check(body, &context))
}

fn new_version(
    app: &App,
    scope: &Scope,
    card: CardTextId,
    (number, body): (i64, String),
    verdict: &Verdict,
    now: Instant,
) -> NewVersion {
    let mut findings: Vec<&Finding> =
        verdict.findings.iter().filter(|finding| finding.outcome > Outcome::Hint).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.outcome));
    let told = |finding: &&Finding| json!({ "zh": sentence(finding, true), "en": sentence(finding, false) });
    NewVersion {
        id: app.id(),
        card,
        number,
        body,
        outcome: crate::content::outcome_of(verdict.outcome).name(),
        findings: findings.iter().take(FINDINGS_KEPT_MAX).map(told).collect(),
        packs: verdict.packs.join(" "),
        drafted_by: scope.user(),
        drafted_name: name_of(&scope.actor),
        drafted_at: now,
    }
}

fn sentence(finding: &Finding, is_zh: bool) -> String {
    let Finding { matched, why, suggestion, .. } = finding;
    if is_zh {
        format!("「{matched}」：{} {}", why.zh, suggestion.zh)
    } else {
        format!("\"{matched}\": {} {}", why.en, suggestion.en)
    }
}

/// A card text as it is told.
pub(super) async fn shown(tx: &mut db::Tx, scope: &Scope, card: CardTextId) -> Result<CardView, ApiError> {
    let (card, versions) = cards::find(tx, scope, card).await?.ok_or_else(ApiError::not_found)?;
    Ok(view(scope, card, versions))
}

fn view(scope: &Scope, card: CardRow, versions: Vec<VersionRow>) -> CardView {
    let CardRow { id, kind, title } = card;
    CardView {
        id,
        kind,
        title,
        versions: versions.into_iter().map(version_view).collect(),
        can: CardCan {
            write: may(scope, Action::ManageCards),
            decide: may(scope, Action::ApproveCards),
            roll_out: may(scope, Action::ManageCards),
        },
    }
}

fn version_view(row: VersionRow) -> VersionView {
    let VersionRow { id, card: _, number, body, state, outcome, findings, drafted_by: _, .. } = row;
    let VersionRow { drafted_name, drafted_at, decided_name, decided_at, reason, carried, open, .. } = row;
    let findings = findings.into_iter().map(|finding| Text::new(finding.zh, finding.en).here().to_owned());
    VersionView {
        id,
        number,
        body,
        state,
        outcome,
        findings: findings.collect(),
        drafted_by: drafted_name,
        drafted_at,
        decided_by: decided_name,
        decided_at,
        reason,
        carried,
        open,
    }
}

fn may(scope: &Scope, action: Action) -> Can {
    if scope.may(action) {
        return Can::Yes;
    }
    Can::No(match action {
        Action::ApproveCards => {
            Text::new("由负责人或合规负责人审批。", "An owner or a compliance officer decides.")
        }
        _ => Text::new("由负责人或运营编写和下发。", "An owner or an operator writes and rolls out texts."),
    })
}

fn title_taken() -> ApiError {
    ApiError::conflict(Text::new(
        "同类话术里已有这个名称；请打开它写一个新版本。",
        "There is a text of that kind and title; open it and write a new version.",
    ))
}

fn too_many(most: i64) -> ApiError {
    ApiError::conflict(Text::new(format!("最多 {most} 个。"), format!("There are {most} at the most.")))
}
