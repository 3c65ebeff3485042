//! What the brand expects of itself.

use std::collections::BTreeMap;

use axum::extract::State;
use db::Tx;
use domain::{
    identity::Scope,
    insight::{
        metrics::Unit,
        targets::{Grade, OutOfRange, Target, TargetId},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{shape::here, store::targets as store};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{
        ApiError, Json,
        permit::{ManageBrands, Permitted, ViewMatrix},
    },
    text::Text,
};

/// A target.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TargetView {
    id: TargetId,
    name: String,
    unit: Unit,
    /// The least value that is accepted.
    min: i64,
    /// The greatest value that is accepted.
    max: i64,
    /// The value that counts; absent where neither the brand nor a source set one, and the target is off.
    value: Option<i64>,
    /// Whether the brand set it itself.
    own: bool,
    /// The value until the brand sets one: a hint of its source, not a rule of the platform.
    default: Option<i64>,
    /// How good that source is.
    grade: Grade,
    /// Where the default comes from.
    source: String,
}

/// Targets to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetChanges {
    /// New values by the name of the target; `null` goes back to the default. Targets that are not named stay.
    targets: BTreeMap<TargetId, Option<i64>>,
}

/// Lists the targets.
#[utoipa::path(
    get, path = "/targets", tag = "insight",
    responses(
        (status = 200, body = Vec<TargetView>)
    ),
    security(("session" = ["view_matrix"]), ("api_key" = ["view_matrix"]))
)]
pub(super) async fn list_targets(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewMatrix>,
) -> Result<Json<Vec<TargetView>>, ApiError> {
    let mut tx = app.db().read().await?;
    Ok(Json(views(&mut tx, &scope).await?))
}

async fn views(tx: &mut Tx, scope: &Scope) -> Result<Vec<TargetView>, ApiError> {
    let own: BTreeMap<TargetId, i64> = store::own(tx, scope).await?.into_iter().collect();
    let view = |target: &Target| {
        let Target { id, name, unit, min, max, default, grade, source } = target.clone();
        let set = own.get(&id).copied();
        let (name, source) = (here(name), here(source));
        let (value, own) = (set.or(default), set.is_some());
        TargetView { id, name, unit, min, max, value, own, default, grade, source }
    };
    Ok(Target::all().iter().map(view).collect())
}

/// Sets targets.
#[utoipa::path(
    put, path = "/targets", tag = "insight", request_body = TargetChanges,
    responses(
        (status = 200, body = Vec<TargetView>)
    ),
    security(("session" = ["manage_brands"]))
)]
pub(super) async fn put_targets(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageBrands>,
    Json(TargetChanges { targets }): Json<TargetChanges>,
) -> Result<Json<Vec<TargetView>>, ApiError> {
    for (id, value) in &targets {
        accept(*id, *value)?;
    }
    let now = app.now();
    let mut tx = app.db().write().await?;
    let before: BTreeMap<TargetId, i64> = store::own(&mut tx, &scope).await?.into_iter().collect();
    let changed: BTreeMap<TargetId, Option<i64>> =
        targets.into_iter().filter(|(id, value)| before.get(id) != value.as_ref()).collect();
    for (id, value) in &changed {
        store::set(&mut tx, &scope, *id, *value, now).await?;
    }
    let views = views(&mut tx, &scope).await?;
    if !changed.is_empty() {
        let old: BTreeMap<TargetId, Option<i64>> =
            changed.keys().map(|id| (*id, before.get(id).copied())).collect();
        let change = Change::changed(
            EventKind::BrandChanged,
            &scope.tenant,
            json!({ "targets": old }),
            json!({ "targets": changed }),
        );
        record(&mut tx, &scope, change, now).await?;
        app.commit(tx, scope.tenant).await?;
    }
    Ok(Json(views))
}

fn accept(id: TargetId, value: Option<i64>) -> Result<(), ApiError> {
    let (Some(target), Some(value)) = (Target::of(id), value) else { return Ok(()) };
    target.accept(value).map(|_| ()).map_err(|OutOfRange { min, max }| {
        let text =
            Text::new(format!("请填 {min} 到 {max} 之间的数。"), format!("A number from {min} to {max}."));
        ApiError::invalid(&format!("targets.{id}"), text)
    })
}
