//! Invitations by link: an owner says who is to be what, and hands the link over.
//!
//! The token is shown once and names its brand, so that looking it up stays within the brand. Who accepts is either
//! new here and chooses a name and a password, or proves to be the user that already has this address.

use axum::{
    extract::State,
    http::{StatusCode, header::SET_COOKIE},
    response::IntoResponse,
};
use domain::{
    id::{EmployeeId, InvitationId, StoreId, TenantId, UserId},
    identity::{
        Action, Actor, LinkState, Role, Scope, Sight, Standing, Visibility, check_password, link_state,
        masked_email,
    },
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    members::{check_places, standing, told},
    password, proof, session,
    setup::email_field,
    store::{
        self, NewUser,
        invitations::{InvitationRow, NewInvitation},
    },
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        auth::Origin,
        can::Can,
        field,
        page::{Page, PageQuery},
        permit::{ManageMembers, ViewMembers},
    },
    text::{Text, language_here},
    vault::token_hash,
};

/// Invitations of a brand that may be open at a time.
const INVITATIONS_OPEN_MAX: i64 = 500;

/// Who is invited, and as what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationDraft {
    /// The address that the person signs in with.
    #[schema(min_length = 3, max_length = 254)]
    email: String,
    role: Role,
    visibility: Visibility,
    /// The stores that they will see; means something only when the visibility is by stores.
    #[serde(default)]
    #[schema(max_items = 200)]
    stores: Vec<StoreId>,
    /// The regions that they will see; means something only when the visibility is by stores.
    #[serde(default)]
    #[schema(max_items = 200)]
    regions: Vec<String>,
    /// Who they are on the roster.
    employee: Option<EmployeeId>,
}

/// What the asker may do with an invitation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InvitationCan {
    /// Take it back.
    withdraw: Can,
}

/// An invitation, without its link.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InvitationView {
    id: InvitationId,
    email: String,
    role: Role,
    visibility: Visibility,
    stores: Vec<StoreId>,
    regions: Vec<String>,
    employee: Option<EmployeeId>,
    /// The name of who invited.
    by: String,
    created_at: Instant,
    expires_at: Instant,
    state: LinkState,
    can: InvitationCan,
}

/// A new invitation with its link, which is shown only now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InvitationMade {
    invitation: InvitationView,
    /// To be handed to the person. The token stands behind the `#`.
    link: String,
}

/// What stands behind the `#` of an invitation's link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationToken {
    #[schema(min_length = 1, max_length = 200)]
    token: String,
}

/// What accepting an invitation means.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InvitationFound {
    email: String,
    brand: String,
    organisation: String,
    role: Role,
    /// The name of who invited.
    by: String,
    expires_at: Instant,
    /// Whether the address already has a user, who proves with their own password instead of choosing one.
    known: bool,
}

/// Accepting an invitation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Acceptance {
    /// What stands behind the `#` of the link.
    #[schema(min_length = 1, max_length = 200)]
    token: String,
    /// The name colleagues will see; needed from who is new here.
    #[schema(max_length = 80)]
    name: Option<String>,
    /// A new password, or the password of the user who already has this address.
    #[schema(max_length = 128)]
    password: String,
    /// The code of the second factor, when that user has one.
    #[schema(max_length = 32)]
    code: Option<String>,
}

/// Lists the invitations of the brand, newest first.
#[utoipa::path(
    get, path = "/invitations", tag = "members", params(PageQuery),
    responses((status = 200, body = Page<InvitationView>)),
    security(("session" = ["view_members"]), ("api_key" = ["view_members"]))
)]
pub(super) async fn list_invitations(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMembers>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Page<InvitationView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = store::invitations::page(&mut tx, &scope, query.start()?, query.rows()).await?;
    let page = Page::of(rows, &query, |row| (row.created_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| show(row, &scope, app.now()))))
}

/// Invites somebody; an open invitation of the same address stops working.
#[utoipa::path(
    post, path = "/invitations", tag = "members", request_body = InvitationDraft,
    responses(
        (status = 201, body = InvitationMade),
        (status = 409, body = ErrorBody, description = "the address is a member already, or too many invitations are open")
    ),
    security(("session" = ["manage_members"]))
)]
pub(super) async fn create_invitation(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageMembers>,
    Json(draft): Json<InvitationDraft>,
) -> Result<(StatusCode, Json<InvitationMade>), ApiError> {
    let now = app.now();
    let by = scope.user().ok_or_else(ApiError::not_permitted)?;
    let InvitationDraft { email, role, visibility, stores, regions, employee } = draft;
    let email = email_field("email", &email)?;
    let offered = standing(Standing { role, visibility, stores, regions, employee })?;
    let id: InvitationId = app.id();
    let token = format!("{}.{}", scope.tenant.uuid().simple(), app.vault().new_token());
    let mut tx = app.db().write().await?;
    store::members::lock(&mut tx, &scope).await?;
    check_places(&mut tx, &scope, &offered).await?;
    if store::invitations::is_member(&mut tx, &scope, &email).await? {
        return Err(already_member());
    }
    store::invitations::withdraw_earlier(&mut tx, &scope, &email, now).await?;
    if store::invitations::open(&mut tx, &scope, now).await? >= INVITATIONS_OPEN_MAX {
        return Err(too_many_open());
    }
    let new = NewInvitation { id, email: &email, token_hash: token_hash(&token), standing: &offered, by };
    store::invitations::insert(&mut tx, &scope, new, now).await?;
    let row = store::invitations::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::broken)?;
    let after = json!({ "email": masked_email(&email), "as": told(&offered) });
    record(&mut tx, &scope, Change::made(EventKind::MemberInvited, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    let link = format!("{}/invitation#{token}", app.settings().public_url);
    Ok((StatusCode::CREATED, Json(InvitationMade { invitation: show(row, &scope, now), link })))
}

/// Takes an invitation back.
#[utoipa::path(
    delete, path = "/invitations/{invitation}", tag = "members", params(("invitation" = InvitationId, Path)),
    responses((status = 204), (status = 409, body = ErrorBody, description = "it is no longer open")),
    security(("session" = ["manage_members"]))
)]
pub(super) async fn delete_invitation(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageMembers>,
    Path(invitation): Path<InvitationId>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let row = store::invitations::find(&mut tx, &scope, invitation).await?.ok_or_else(ApiError::not_found)?;
    if row.state(now) != LinkState::Open
        || !store::invitations::withdraw(&mut tx, &scope, invitation, now).await?
    {
        return Err(ApiError::conflict(not_open()));
    }
    record(&mut tx, &scope, Change::happened(EventKind::InvitationRevoked, &invitation), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says what accepting an invitation means.
#[utoipa::path(
    post, path = "/invitation-lookups", tag = "identity", request_body = InvitationToken,
    responses(
        (status = 200, body = InvitationFound),
        (status = 410, body = ErrorBody, description = "the link no longer works"),
        (status = 429, body = ErrorBody, description = "too many attempts")
    ),
    security(())
)]
pub(super) async fn create_invitation_lookup(
    State(app): State<App>,
    origin: Origin,
    Json(InvitationToken { token }): Json<InvitationToken>,
) -> Result<Json<InvitationFound>, ApiError> {
    app.limits().knock(origin.address)?;
    let mut tx = app.db().read().await?;
    let (tenant, row) = open_invitation(&mut tx, &token, app.now()).await?;
    let brand = store::invitations::brand(&mut tx, tenant).await?.ok_or_else(ApiError::link_unusable)?;
    let known = store::credentials(&mut tx, &row.email).await?.is_some();
    Ok(Json(InvitationFound {
        email: row.email,
        brand: brand.name,
        organisation: brand.organisation,
        role: row.standing.role,
        by: row.by,
        expires_at: row.expires_at,
        known,
    }))
}

/// Accepts an invitation and signs in.
#[utoipa::path(
    post, path = "/invitation-acceptances", tag = "identity", request_body = Acceptance,
    responses(
        (status = 201, body = session::Me),
        (status = 401, body = ErrorBody, description = "wrong, or the second factor is missing"),
        (status = 409, body = ErrorBody, description = "the person is a member already"),
        (status = 410, body = ErrorBody, description = "the link no longer works"),
        (status = 429, body = ErrorBody, description = "too often, or locked")
    ),
    security(())
)]
pub(super) async fn create_invitation_acceptance(
    State(app): State<App>,
    origin: Origin,
    Json(acceptance): Json<Acceptance>,
) -> Result<impl IntoResponse, ApiError> {
    app.limits().knock(origin.address)?;
    let Acceptance { token, name, password, code } = acceptance;
    let mut tx = app.db().read().await?;
    let (tenant, invitation) = open_invitation(&mut tx, &token, app.now()).await?;
    let known = store::credentials(&mut tx, &invitation.email).await?;
    drop(tx);
    let guest = match known {
        Some(known) => {
            let name = known.name.clone();
            let user = proof::prove(&app, &origin, Some(known), password, code.as_deref()).await?;
            Guest { user, name, password_hash: None }
        }
        None => newcomer(&app, &invitation.email, name, password).await?,
    };
    let user = guest.user;
    join(&app, &origin, tenant, invitation, guest).await?;
    let cookie = session::open(&app, user, &origin).await?;
    let me = session::me_of(&app, user, Some(tenant)).await?;
    Ok((StatusCode::CREATED, [(SET_COOKIE, cookie)], Json(me)))
}

/// Who comes in by an invitation; with the hash of their password when they are new here.
struct Guest {
    user: UserId,
    name: String,
    password_hash: Option<String>,
}

async fn newcomer(app: &App, email: &str, name: Option<String>, password: String) -> Result<Guest, ApiError> {
    let name = field::name("name", name.as_deref().unwrap_or_default())?;
    check_password(&password, &name, email)?;
    let password_hash = Some(password::hash(password, app.ids()).await?);
    Ok(Guest { user: app.id(), name, password_hash })
}

async fn join(
    app: &App,
    origin: &Origin,
    tenant: TenantId,
    invitation: InvitationRow,
    guest: Guest,
) -> Result<(), ApiError> {
    let now = app.now();
    let Guest { user, name, password_hash } = guest;
    let InvitationRow { id, email, standing, .. } = invitation;
    let mut tx = app.db().write().await?;
    if !store::invitations::accept(&mut tx, tenant, id, now).await? {
        return Err(ApiError::link_unusable());
    }
    if let Some(password_hash) = password_hash {
        let new = NewUser { id: user, email: &email, name: &name, language: language_here(), password_hash };
        store::insert_user(&mut tx, new, now).await?;
    }
    if store::membership(&mut tx, user, Some(tenant)).await?.is_some() {
        return Err(already_member());
    }
    store::members::insert(&mut tx, tenant, user, &standing, now).await?;
    let scope = Scope {
        tenant,
        actor: Actor::User { id: user, name },
        role: standing.role,
        sight: Sight::All,
        source: origin.address.to_string(),
        request_id: origin.request_id.clone(),
    };
    record(&mut tx, &scope, Change::made(EventKind::MemberJoined, &user, told(&standing)), now).await?;
    Ok(app.commit(tx, tenant).await?)
}

/// The open invitation that a token stands for.
async fn open_invitation(
    tx: &mut db::Tx,
    token: &str,
    now: Instant,
) -> Result<(TenantId, InvitationRow), ApiError> {
    let brand = token.split_once('.').and_then(|(brand, _)| uuid::Uuid::try_parse(brand).ok());
    let tenant = brand.map(TenantId::from_uuid).ok_or_else(ApiError::link_unusable)?;
    let row = store::invitations::by_token(tx, tenant, &token_hash(token)).await?;
    row.filter(|row| row.state(now) == LinkState::Open)
        .map(|row| (tenant, row))
        .ok_or_else(ApiError::link_unusable)
}

impl InvitationRow {
    fn state(&self, now: Instant) -> LinkState {
        link_state(self.expires_at, self.accepted_at, self.revoked_at, now)
    }
}

fn show(row: InvitationRow, scope: &Scope, now: Instant) -> InvitationView {
    let state = row.state(now);
    let withdraw = match (scope.may(Action::ManageMembers), state) {
        (false, _) => Can::No(ApiError::not_permitted().text().clone()),
        (true, LinkState::Open) => Can::Yes,
        (true, _) => Can::No(not_open()),
    };
    let InvitationRow { id, email, standing, by, created_at, expires_at, .. } = row;
    let Standing { role, visibility, stores, regions, employee } = standing;
    let can = InvitationCan { withdraw };
    InvitationView {
        id,
        email,
        role,
        visibility,
        stores,
        regions,
        employee,
        by,
        created_at,
        expires_at,
        state,
        can,
    }
}

fn not_open() -> Text {
    Text::new(
        "这个邀请已被接受、过期或撤回。",
        "This invitation was accepted, is too old, or was taken back.",
    )
}

fn already_member() -> ApiError {
    ApiError::conflict(Text::new(
        "这个邮箱已经是品牌成员。",
        "This address already belongs to a member of the brand.",
    ))
}

fn too_many_open() -> ApiError {
    ApiError::conflict(Text::new(
        format!("最多同时有 {INVITATIONS_OPEN_MAX} 个待接受的邀请；请先撤回一些。"),
        format!("{INVITATIONS_OPEN_MAX} invitations may be open at a time; take some back first."),
    ))
}
