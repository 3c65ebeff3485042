//! Who ran an account, and when: the answer to "who was it on the third of March?".

use axum::extract::State;
use domain::{
    id::{AccountHoldingId, AccountId, SeatId},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::{
    sight,
    store::holdings::{self, HoldingRow},
};
use crate::{
    App,
    http::{
        ApiError, Json, Path, Permitted, Query,
        page::{Page, PageQuery},
        permit::ViewMatrix,
    },
    people::EmployeeRef,
    personas::PersonaRef,
};

/// Which holders are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::matrix) struct HolderQuery {
    /// Only those of this business day.
    on: Option<Day>,
}

/// Somebody who ran an account for a time.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct HoldingView {
    id: AccountHoldingId,
    employee: EmployeeRef,
    /// The seat on which it was bound; absent where the account was handed over without one.
    seat: Option<SeatId>,
    /// As whom they wrote: the card that was named when they took it.
    persona: Option<PersonaRef>,
    from: Instant,
    /// Absent while they hold it.
    to: Option<Instant>,
    begun_by: String,
    ended_by: Option<String>,
    reason: Option<String>,
}

/// Tells who ran an account, the newest first; with a day, who did on that day.
#[utoipa::path(
    get, path = "/accounts/{account}/holders", tag = "matrix",
    params(("account" = AccountId, Path), HolderQuery, PageQuery),
    responses((status = 200, body = Page<HoldingView>)),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(in crate::matrix) async fn list_holders(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
    Path(account): Path<AccountId>,
    Query(HolderQuery { on }): Query<HolderQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<HoldingView>>, ApiError> {
    let mut tx = app.db().read().await?;
    sight::demand_account(&mut tx, &scope, account).await?;
    let zone = crate::identity::zone(&mut tx, scope.tenant).await?;
    let span = on.and_then(|day| day.start(&zone).ok().zip(day.plus_days(1).start(&zone).ok()));
    let rows = holdings::list(&mut tx, &scope, account, span, &page).await?;
    let page = Page::of(rows, &page, |row| (row.from.ms(), row.id.uuid()));
    Ok(Json(page.map(HoldingView::from)))
}

impl From<HoldingRow> for HoldingView {
    fn from(row: HoldingRow) -> Self {
        let HoldingRow { id, employee, seat, persona, from, to, begun_by, ended_by, reason } = row;
        Self { id, employee, seat, persona, from, to, begun_by, ended_by, reason }
    }
}
