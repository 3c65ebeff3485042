//! The members of a brand: who they are, what they may do, and letting them go.

use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    id::{EmployeeId, StoreId, UserId},
    identity::{
        Action, MemberError, Role, SIGHT_PLACES_MAX, Scope, Standing, Visibility, judge_password_reset,
        judge_removal, judge_role,
    },
    time::Instant,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    session::UserView,
    store::{self, members::MemberRow},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        field,
        page::{Page, PageQuery},
        permit::{ManageMembers, ViewMembers},
    },
    text::Text,
};

/// A store, by its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct MemberStore {
    pub id: StoreId,
    pub name: String,
}

/// An employee, by their name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MemberEmployee {
    pub id: EmployeeId,
    pub name: String,
}

/// What the asker may do with a member.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MemberCan {
    /// Change which accounts they see and who they are on the roster.
    change: Can,
    /// Change their role.
    change_role: Can,
    /// Remove them from the brand.
    remove: Can,
    /// Make a link by which they set a new password.
    reset_password: Can,
}

/// A member of the brand.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MemberView {
    user: UserView,
    role: Role,
    visibility: Visibility,
    /// The stores that they see, when the visibility is by stores.
    stores: Vec<MemberStore>,
    /// The regions that they see, when the visibility is by stores.
    regions: Vec<String>,
    /// Who they are on the roster.
    employee: Option<MemberEmployee>,
    joined_at: Instant,
    /// When they were here last; absent when never, or long ago.
    seen_at: Option<Instant>,
    can: MemberCan,
}

/// What a member is from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberChange {
    role: Role,
    visibility: Visibility,
    /// The stores that they see; means something only when the visibility is by stores.
    #[serde(default)]
    #[schema(max_items = 200)]
    stores: Vec<StoreId>,
    /// The regions that they see; means something only when the visibility is by stores.
    #[serde(default)]
    #[schema(max_items = 200)]
    regions: Vec<String>,
    /// Who they are on the roster.
    employee: Option<EmployeeId>,
}

/// Lists the members of the brand, newest first.
#[utoipa::path(
    get, path = "/members", tag = "members", params(PageQuery), responses((status = 200, body = Page<MemberView>)),
    security(("session" = ["view_members"]), ("api_key" = ["view_members"]))
)]
pub(super) async fn list_members(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMembers>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Page<MemberView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = store::members::page(&mut tx, &scope, query.start()?, query.rows()).await?;
    let page = Page::of(rows, &query, |row| (row.joined_at.ms(), row.user.uuid()));
    let owners = store::members::owners(&mut tx, &scope).await?;
    Ok(Json(page.map(|row| show(row, &scope, owners))))
}

/// Changes a member's role and sight.
#[utoipa::path(
    patch, path = "/members/{user}", tag = "members", params(("user" = UserId, Path)), request_body = MemberChange,
    responses(
        (status = 200, body = MemberView),
        (status = 409, body = ErrorBody, description = "it is one's own role, or the last owner's")
    ),
    security(("session" = ["manage_members"]))
)]
pub(super) async fn change_member(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageMembers>,
    Path(user): Path<UserId>,
    Json(change): Json<MemberChange>,
) -> Result<Json<MemberView>, ApiError> {
    let now = app.now();
    let MemberChange { role, visibility, stores, regions, employee } = change;
    let next = standing(Standing { role, visibility, stores, regions, employee })?;
    let mut tx = app.db().write().await?;
    store::members::lock(&mut tx, &scope).await?;
    let member = store::members::find(&mut tx, &scope, user).await?.ok_or_else(ApiError::not_found)?;
    let owners = store::members::owners(&mut tx, &scope).await?;
    judge_role(scope.user(), user, member.role, next.role, owners).map_err(refused)?;
    check_places(&mut tx, &scope, &next).await?;
    store::members::change(&mut tx, &scope, user, &next).await?;
    let changed = store::members::find(&mut tx, &scope, user).await?.ok_or_else(ApiError::not_found)?;
    let owners = store::members::owners(&mut tx, &scope).await?;
    let told = Change::changed(EventKind::MemberChanged, &user, member.as_told(), told(&next));
    record(&mut tx, &scope, told, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(show(changed, &scope, owners)))
}

/// Removes a member from the brand. Their user stays, and what they did stays in the log.
#[utoipa::path(
    delete, path = "/members/{user}", tag = "members", params(("user" = UserId, Path)),
    responses((status = 204), (status = 409, body = ErrorBody, description = "it is the last owner")),
    security(("session" = ["manage_members"]))
)]
pub(super) async fn delete_member(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageMembers>,
    Path(user): Path<UserId>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    store::members::lock(&mut tx, &scope).await?;
    let member = store::members::find(&mut tx, &scope, user).await?.ok_or_else(ApiError::not_found)?;
    let owners = store::members::owners(&mut tx, &scope).await?;
    judge_removal(member.role, owners).map_err(refused)?;
    store::members::remove(&mut tx, &scope, user).await?;
    let mut change = Change::happened(EventKind::MemberRemoved, &user);
    change.before = Some(member.as_told());
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes what was asked for as a standing that makes sense.
pub(super) fn standing(asked: Standing) -> Result<Standing, ApiError> {
    let mut asked = asked.checked().map_err(refused)?;
    for region in &mut asked.regions {
        *region = field::name("regions", region)?;
    }
    Ok(asked)
}

/// Makes sure that the stores and the employee of a standing belong to the brand.
pub(super) async fn check_places(tx: &mut Tx, scope: &Scope, standing: &Standing) -> Result<(), ApiError> {
    if store::members::stores_known(tx, scope, &standing.stores).await? != standing.stores.len() {
        return Err(ApiError::invalid("stores", Text::new("找不到这个门店。", "There is no such store.")));
    }
    match standing.employee {
        Some(employee) if !store::members::is_employee(tx, scope, employee).await? => {
            let text = Text::new("找不到这位员工。", "There is no such employee.");
            Err(ApiError::invalid("employee", text))
        }
        _ => Ok(()),
    }
}

/// How a standing is written down in the log.
pub(super) fn told(standing: &Standing) -> Value {
    let Standing { role, visibility, stores, regions, employee } = standing;
    json!({ "role": role, "visibility": visibility, "stores": stores, "regions": regions, "employee": employee })
}

impl MemberRow {
    fn as_told(&self) -> Value {
        json!({
            "name": self.profile.name, "role": self.role, "visibility": self.visibility,
            "stores": self.stores.iter().map(|store| store.id).collect::<Vec<_>>(), "regions": self.regions,
            "employee": self.employee.as_ref().map(|employee| employee.id),
        })
    }
}

fn show(row: MemberRow, scope: &Scope, owners: i64) -> MemberView {
    let (by, user) = (scope.user(), row.user);
    // Any other role stands for "another one": the rule asks only whether it changes.
    let other = if row.role == Role::Auditor { Role::Employee } else { Role::Auditor };
    let can = MemberCan {
        change: judged(scope, Ok(())),
        change_role: judged(scope, judge_role(by, user, row.role, other, owners)),
        remove: judged(scope, judge_removal(row.role, owners)),
        reset_password: judged(scope, judge_password_reset(by, user, row.brands_elsewhere)),
    };
    let MemberRow { user, profile, role, visibility, stores, regions, employee, joined_at, seen_at, .. } =
        row;
    let user = UserView::of(user, profile);
    MemberView { user, role, visibility, stores, regions, employee, joined_at, seen_at, can }
}

fn judged(scope: &Scope, verdict: Result<(), MemberError>) -> Can {
    match (scope.may(Action::ManageMembers), verdict) {
        (false, _) => Can::No(ApiError::not_permitted().text().clone()),
        (true, Err(error)) => Can::No(refused(error).text().clone()),
        (true, Ok(())) => Can::Yes,
    }
}

/// What to answer when a rule refuses a change to a member.
pub(super) fn refused(error: MemberError) -> ApiError {
    match error {
        MemberError::LastOwner => ApiError::conflict(Text::new(
            "品牌至少要有一位负责人；请先把另一位成员设为负责人。",
            "A brand always has an owner; make somebody else an owner first.",
        )),
        MemberError::OwnRole => ApiError::conflict(Text::new(
            "不能更改自己的角色；请让另一位负责人来改。",
            "Nobody changes their own role; ask another owner.",
        )),
        MemberError::OwnPassword => ApiError::conflict(Text::new(
            "自己的密码请在“账户安全”里更改。",
            "Change your own password in your own settings.",
        )),
        MemberError::ElsewhereToo => ApiError::conflict(Text::new(
            "这位成员还属于别的品牌，只有同时是那些品牌负责人的人才能重置其密码。",
            "This person also belongs to other brands; only an owner of all of them can do this.",
        )),
        MemberError::OwnerSeesAll => {
            ApiError::invalid("visibility", Text::new("负责人可见全部账号。", "An owner sees every account."))
        }
        MemberError::NoPlaces => ApiError::invalid(
            "stores",
            Text::new("请至少选择一个门店或大区。", "Choose a store or a region at least."),
        ),
        MemberError::TooManyPlaces => ApiError::invalid(
            "stores",
            Text::new(
                format!("门店和大区一共最多 {SIGHT_PLACES_MAX} 个。"),
                format!("{SIGHT_PLACES_MAX} stores and regions at the most."),
            ),
        ),
    }
}
