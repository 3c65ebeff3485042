//! What ends when: a list for people, and a calendar for other programs.

use axum::{
    extract::{FromRef, FromRequestParts, State},
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_TYPE},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use domain::{
    id::EmployeeId,
    identity::{Action, Actor, Language, Scope},
    insight::Say,
    seats::{Due, DueKind, calendar, milestone},
    time::Day,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    super::store::renewals::{self, DueRow},
    Clocked, EntityRef,
};
use crate::{
    App,
    http::{
        ApiError, ErrorCode, Json, Permitted, Query,
        auth::{Asking, Origin, demand},
        page::{Page, PageQuery},
        permit::ViewSeats,
    },
    identity,
    text::{Text, language_here},
};

/// Days ahead that are looked at when nothing else is asked for.
const DAYS_AHEAD_DEFAULT: i32 = 90;
/// Days ahead that a calendar holds: a term and a bit.
const CALENDAR_DAYS: i32 = 400;
/// Events that a calendar holds at the most.
const CALENDAR_EVENTS_MAX: i64 = 5_000;

/// How far ahead is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::seats) struct RenewalQuery {
    /// Days from today, 90 when absent.
    #[param(minimum = 1, maximum = 800)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<1, 800, _, _>")]
    days: Option<i32>,
}

/// Somebody who holds a seat that ends.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct RenewalHolder {
    id: EmployeeId,
    name: String,
}

/// Something that ends.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct RenewalView {
    /// The id of what ends.
    id: String,
    kind: DueKind,
    /// What it is called: the account or plan of a seat, the name of a paper.
    name: String,
    entity: EntityRef,
    holder: Option<RenewalHolder>,
    /// Its last day.
    until: Day,
    days_left: i32,
    /// The reminder that is due: 60, 30, 7 or 1 days before.
    reminder: Option<i32>,
}

/// Lists what ends within some days, the nearest first.
#[utoipa::path(
    get, path = "/seat-renewals", tag = "seats", params(RenewalQuery, PageQuery),
    responses((status = 200, body = Page<RenewalView>)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn list_renewals(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Query(RenewalQuery { days }): Query<RenewalQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<RenewalView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = Clocked::of(&mut tx, &app, &scope).await?.today;
    let until = today.plus_days(days.unwrap_or(DAYS_AHEAD_DEFAULT));
    let rows = renewals::page(&mut tx, &scope, (today, until), &page).await?;
    let page = Page::of(rows, &page, |row| (i64::from(row.until.yyyymmdd()), row.id));
    Ok(Json(page.map(|row| view(row, today))))
}

fn view(row: DueRow, today: Day) -> RenewalView {
    let id = row.subject();
    let DueRow { kind, id: _, entity, entity_name, name, holder, until } = row;
    RenewalView {
        id,
        kind,
        name,
        entity: EntityRef { id: entity, name: entity_name },
        holder: holder.map(|(id, name)| RenewalHolder { id, name }),
        until,
        days_left: today.days_until(until),
        reminder: milestone(until, today),
    }
}

/// The key of a calendar's address.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::seats) struct CalendarKey {
    /// A key for programs that may view seats and nothing else: calendars send no headers.
    #[param(max_length = 200)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<200, _>")]
    key: Option<String>,
}

/// Somebody who may read the calendar: like everywhere, or by the key in its address.
#[derive(Debug)]
pub(in crate::seats) struct CalendarReader(Scope);

impl<S: Send + Sync> FromRequestParts<S> for CalendarReader
where
    App: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Query(CalendarKey { key }) = Query::from_request_parts(parts, state).await?;
        let Some(key) = key else {
            let Asking(scope) = Asking::from_request_parts(parts, state).await?;
            demand(&scope, Action::ViewSeats)?;
            return Ok(Self(scope));
        };
        let app = App::from_ref(state);
        let origin = Origin::from_request_parts(parts, state).await?;
        app.limits().knock(origin.address)?;
        let scope = identity::scope_of_key(&app, &key, origin).await?;
        demand(&scope, Action::ViewSeats)?;
        // An address ends up in logs and in other people's calendars: it never carries a key that may do more.
        match &scope.actor {
            Actor::ApiKey { actions, .. } if actions.as_slice() == [Action::ViewSeats] => Ok(Self(scope)),
            _ => Err(too_strong()),
        }
    }
}

/// Gives what ends as a calendar (iCalendar) that other programs subscribe to, with an alarm for every reminder. The
/// address carries a key that may view seats and nothing else, or the request is signed in.
#[utoipa::path(
    get, path = "/seat-renewals.ics", tag = "seats", params(CalendarKey),
    responses((status = 200, body = String, content_type = "text/calendar")),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn download_calendar(
    State(app): State<App>,
    CalendarReader(scope): CalendarReader,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    let days = (today, today.plus_days(CALENDAR_DAYS));
    let rows = renewals::between(&mut tx, &scope, days, (0, Uuid::nil()), CALENDAR_EVENTS_MAX).await?;
    drop(tx);
    let dues: Vec<Due> = rows.iter().map(due).collect();
    // 2026-06-22T01:00:00.000Z → 20260622T010000Z
    let second: String = now.to_string().chars().filter(|sign| !matches!(sign, '-' | ':')).collect();
    let stamp = format!("{}Z", second.split(['.', 'Z']).next().unwrap_or_default());
    let name = Text::new("名额与证照到期", "Seats and papers that end");
    let text = calendar(name.here(), &dues, &stamp, language_here() == Language::Zh);
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    let mut response = ([(CONTENT_TYPE, kind)], text).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    Ok(response)
}

fn due(row: &DueRow) -> Due {
    let DueRow { kind, entity_name, name, holder, until, .. } = row;
    let held = holder.as_ref().map_or_else(String::new, |(_, holder)| format!("（{holder}）"));
    let held_en = holder.as_ref().map_or_else(String::new, |(_, holder)| format!(" ({holder})"));
    let title = match kind {
        DueKind::Seat => Say::new(
            format!("员工号名额到期：{name}{held} · {entity_name}"),
            format!("Seat ends: {name}{held_en} · {entity_name}"),
        ),
        DueKind::Licence => Say::new(
            format!("证照到期：{name} · {entity_name}"),
            format!("Paper ends: {name} · {entity_name}"),
        ),
        DueKind::EnterpriseAccount => Say::new(
            format!("企业号认证到期：{name} · {entity_name}"),
            format!("Certification ends: {name} · {entity_name}"),
        ),
    };
    Due { kind: *kind, subject: row.subject(), title, until: *until }
}

fn too_strong() -> ApiError {
    let text = Text::new(
        "日历地址里的密钥只能有「查看名额」这一项权限；请新建一个专用密钥。",
        "The key in the address of a calendar may view seats and nothing else; make one for it.",
    );
    ApiError::new(axum::http::StatusCode::FORBIDDEN, ErrorCode::NotPermitted, text)
}
