//! The multi-licence detector.

use axum::extract::State;
use db::{DbError, Tx};
use domain::{
    id::{EmployeeId, LegalEntityId},
    identity::Scope,
    insight::today::Severity,
    seats::{EntitySeats, SpreadFinding, SpreadKind, Staffed, find_spread},
    time::Day,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::store::{advice, entities, papers},
    Clocked,
};
use crate::{
    App,
    http::{ApiError, Json, Permitted, page::PageQuery, permit::ViewSeats},
    text::Text,
};

/// What the detector found over all companies of the brand.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct SpreadReport {
    items: Vec<SpreadView>,
    /// Companies that were looked at.
    entities: usize,
}

/// Something that the detector found.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct SpreadView {
    kind: SpreadKind,
    severity: Severity,
    says: String,
    /// The rule with its source.
    rule: String,
    way_out: String,
    entities: Vec<LegalEntityId>,
    people: Vec<EmployeeId>,
}

/// Looks whether the seats of the brand are spread over several licences, and whether people are bound where they are
/// employed.
#[utoipa::path(
    get, path = "/legal-entity-spread", tag = "seats",
    responses((status = 200, body = SpreadReport)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn show_spread(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
) -> Result<Json<SpreadReport>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = Clocked::of(&mut tx, &app, &scope).await?.today;
    let entities = all(&mut tx, &scope, today).await?;
    drop(tx);
    let items = find_spread(&entities).into_iter().map(SpreadView::from).collect();
    Ok(Json(SpreadReport { items, entities: entities.len() }))
}

async fn all(tx: &mut Tx, scope: &Scope, today: Day) -> Result<Vec<EntitySeats>, ApiError> {
    let mut found: Vec<EntitySeats> = Vec::new();
    let mut page = PageQuery { limit: Some(200), cursor: None };
    loop {
        let rows = entities::list(tx, scope, None, today, &page).await?;
        let read = crate::http::page::Page::of(rows, &page, |row| (row.created_at.ms(), row.id.uuid()));
        found.extend(read.items.into_iter().map(|row| EntitySeats {
            entity: row.id,
            name: row.name,
            occupied: row.occupied,
            staff: vec![],
            relations: vec![],
        }));
        page.cursor = read.next_cursor;
        if page.cursor.is_none() {
            break;
        }
    }
    complete(tx, scope, &mut found).await?;
    Ok(found)
}

async fn complete(tx: &mut Tx, scope: &Scope, entities: &mut [EntitySeats]) -> Result<(), DbError> {
    let staff: Vec<(LegalEntityId, Staffed)> = advice::staff(tx, scope).await?;
    let relations = papers::relations(tx, scope, None).await?;
    for entity in entities {
        let here = staff.iter().filter(|(id, _)| *id == entity.entity).map(|(_, staffed)| staffed.clone());
        entity.staff = here.collect();
        let of_it = relations.iter().filter(|relation| relation.entity == entity.entity);
        entity.relations = of_it.map(|relation| (relation.other, relation.kind)).collect();
    }
    Ok(())
}

impl From<SpreadFinding> for SpreadView {
    fn from(finding: SpreadFinding) -> Self {
        let SpreadFinding { kind, severity, entities, people, says, rule, way_out } = finding;
        let here = |say| Text::from(say).here().to_owned();
        Self { kind, severity, says: here(says), rule: here(rule), way_out: here(way_out), entities, people }
    }
}
