//! The register of companies.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{AccountId, EnterpriseAccountId, EntityLicenceId, EvidenceFileId, LegalEntityId},
    identity::Scope,
    rulebook::{Edition, EditionId, Rulebook},
    seats::{LicenceKind, RelationKind, Validity, validity},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        refusals::{self, changed_meanwhile, changed_since},
        rules::{EntityRules, book_of},
        store::{
            accounts::{self, EnterpriseRow},
            editions::{NewEdition, state_edition},
            entities::{self, ENTITIES_MAX, EntityRow, KeptEntity},
            papers::{self, LicenceRow, RelationRow},
        },
    },
    Clocked, EntityRef, NOTE_CHARS_MAX, editions, may_manage,
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, Json, Path, Permitted, Query,
        can::Can,
        edit::Edit,
        field::{NAME_CHARS_MAX, optional_text, required_text},
        page::{Page, PageQuery},
        permit::{ManageSeats, ViewSeats},
    },
    text::Text,
};

/// Characters of the name of an industry in the rule book.
const INDUSTRY_CHARS_MAX: usize = 40;

/// Which companies are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::seats) struct EntityFilter {
    /// Part of the name or credit code.
    #[param(max_length = 80)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<80, _>")]
    q: Option<String>,
}

/// A company new in the register.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct NewLegalEntity {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// 统一社会信用代码, 18 places; no other company of the brand has it.
    #[schema(min_length = 18, max_length = 40, example = "91350100M000100Y43")]
    credit_code: String,
    /// The industry, as the rule book names it; absent where no row is about it.
    #[schema(max_length = 40)]
    industry: Option<String>,
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    /// The edition of the rules that its back office shows today; can be stated later.
    edition: Option<EditionId>,
    /// The first day on which it does; today when absent.
    edition_since: Option<Day>,
}

/// What changes of a company.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct LegalEntityChange {
    /// The version that the change was made on.
    version: i64,
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    #[schema(min_length = 18, max_length = 40)]
    credit_code: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 40)]
    industry: Edit<String>,
    #[schema(max_length = 500)]
    note: Option<String>,
}

/// What the asker may do with a company.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct EntityCan {
    /// Change it, its papers, accounts and relations.
    change: Can,
    /// Ask for seats under it.
    request: Can,
}

/// The edition that a company stated.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct StatedEdition {
    id: EditionId,
    name: String,
    since: Day,
}

/// How many seats a company may have.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct QuotaView {
    most: i64,
    left: i64,
    /// The rule with its source, in a sentence.
    source: String,
}

/// A company.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct LegalEntityView {
    id: LegalEntityId,
    name: String,
    credit_code: String,
    industry: Option<String>,
    note: String,
    version: i64,
    /// Which rules its back office shows; absent where nobody stated it.
    edition: Option<StatedEdition>,
    /// Absent where the rules do not tell it.
    quota: Option<QuotaView>,
    /// Seats that take a place of the quota.
    occupied: i64,
    /// Seats that somebody holds.
    held: i64,
    enterprise_accounts: i64,
    /// The last day of the paper that ends first.
    paper_until: Option<Day>,
    /// How that paper stands today.
    paper: Validity,
    created_at: Instant,
    created_by: String,
    can: EntityCan,
}

/// A company with everything that is on record about it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct LegalEntityDetail {
    #[serde(flatten)]
    entity: LegalEntityView,
    licences: Vec<LicenceView>,
    accounts: Vec<EnterpriseAccountView>,
    relations: Vec<RelationView>,
}

/// A paper of a company.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct LicenceView {
    id: EntityLicenceId,
    kind: LicenceKind,
    name: String,
    number: Option<String>,
    valid_until: Option<Day>,
    validity: Validity,
    /// The file in the evidence vault.
    evidence: Option<EvidenceFileId>,
}

/// A certified professional account of a company.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct EnterpriseAccountView {
    id: EnterpriseAccountId,
    name: String,
    /// The account of the matrix that it is.
    account: Option<AccountId>,
    certified_until: Option<Day>,
    validity: Validity,
    version: i64,
}

/// How a company belongs to another.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct RelationView {
    other: EntityRef,
    kind: RelationKind,
    note: String,
}

impl LicenceView {
    pub(super) fn of(row: LicenceRow, today: Day) -> Self {
        let LicenceRow { id, kind, name, number, valid_until, evidence } = row;
        Self { id, kind, name, number, valid_until, validity: validity(valid_until, today), evidence }
    }
}

impl EnterpriseAccountView {
    pub(super) fn of(row: EnterpriseRow, today: Day) -> Self {
        let EnterpriseRow { id, name, account, certified_until, version } = row;
        Self { id, name, account, certified_until, validity: validity(certified_until, today), version }
    }
}

impl From<RelationRow> for RelationView {
    fn from(row: RelationRow) -> Self {
        let RelationRow { entity: _, other, other_name: name, kind, note } = row;
        Self { other: EntityRef { id: other, name }, kind, note }
    }
}

/// Lists the companies of the brand, the newest first.
#[utoipa::path(
    get, path = "/legal-entities", tag = "seats", params(EntityFilter, PageQuery),
    responses((status = 200, body = Page<LegalEntityView>)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn list_legal_entities(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Query(filter): Query<EntityFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<LegalEntityView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = Clocked::of(&mut tx, &app, &scope).await?.today;
    let rows = entities::list(&mut tx, &scope, filter.q.as_deref(), today, &page).await?;
    let page = Page::of(rows, &page, |row| (row.created_at.ms(), row.id.uuid()));
    let Page { items, next_cursor } = page;
    let book = book_of(&mut tx, &scope).await?;
    let items = items.into_iter().map(|row| view(&scope, &book, row, today)).collect();
    Ok(Json(Page { items, next_cursor }))
}

/// Shows a company with its papers, accounts and relations.
#[utoipa::path(
    get, path = "/legal-entities/{entity}", tag = "seats", params(("entity" = LegalEntityId, Path)),
    responses((status = 200, body = LegalEntityDetail)),
    security(("session" = ["view_seats"]), ("api_key" = ["view_seats"]))
)]
pub(in crate::seats) async fn show_legal_entity(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewSeats>,
    Path(id): Path<LegalEntityId>,
) -> Result<Json<LegalEntityDetail>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = Clocked::of(&mut tx, &app, &scope).await?.today;
    let row = entities::find(&mut tx, &scope, id, today).await?.ok_or_else(ApiError::not_found)?;
    let licences = papers::licences(&mut tx, &scope, id).await?;
    let accounts = accounts::list(&mut tx, &scope, id).await?;
    let relations = papers::relations(&mut tx, &scope, Some(id)).await?;
    let book = book_of(&mut tx, &scope).await?;
    Ok(Json(LegalEntityDetail {
        entity: view(&scope, &book, row, today),
        licences: licences.into_iter().map(|row| LicenceView::of(row, today)).collect(),
        accounts: accounts.into_iter().map(|row| EnterpriseAccountView::of(row, today)).collect(),
        relations: relations.into_iter().map(RelationView::from).collect(),
    }))
}

fn view(scope: &Scope, book: &Rulebook, row: EntityRow, today: Day) -> LegalEntityView {
    let EntityRow { id, name, credit_code, industry, note, version, created_at, created_by, .. } = row;
    let EntityRow { edition, occupied, held, enterprise_accounts, paper_until, .. } = row;
    let stated = edition.as_ref().map(|(edition, _)| edition);
    let rules = EntityRules::of(book, stated, industry.clone(), today);
    let quota = rules.quota(enterprise_accounts).map(|limit| QuotaView {
        most: limit.most,
        left: limit.most.saturating_sub(occupied).max(0),
        source: Text::from(limit.source).here().to_owned(),
    });
    let edition = edition.map(|(id, since)| StatedEdition {
        name: rules.edition().map_or_else(|| id.to_string(), name_of_edition),
        id,
        since,
    });
    let can = may_manage(scope);
    LegalEntityView {
        id,
        name,
        credit_code,
        industry,
        note,
        version,
        edition,
        quota,
        occupied,
        held,
        enterprise_accounts,
        paper_until,
        paper: validity(paper_until, today),
        created_at,
        created_by,
        can: EntityCan { change: can.clone(), request: can },
    }
}

pub(super) fn name_of_edition(edition: &Edition) -> String {
    Text::from(edition.name.clone()).here().to_owned()
}

/// Adds a company to the register, with the edition of the rules that its back office shows, where that is known.
#[utoipa::path(
    post, path = "/legal-entities", tag = "seats", request_body = NewLegalEntity,
    responses((status = 201, body = LegalEntityView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn create_legal_entity(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Json(new): Json<NewLegalEntity>,
) -> Result<(StatusCode, Json<LegalEntityView>), ApiError> {
    let NewLegalEntity { name, credit_code, industry, note, edition, edition_since } = new;
    let entity = KeptEntity {
        name: required_text("name", &name, NAME_CHARS_MAX)?,
        credit_code: credit_code.parse().map_err(refusals::credit_code)?,
        industry: industry_field(industry)?,
        note: optional_text("note", &note, NOTE_CHARS_MAX)?.unwrap_or_default(),
    };
    let id = app.id();
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    if entities::count(&mut tx, &scope).await? >= ENTITIES_MAX {
        return Err(too_many());
    }
    if entities::is_code_taken(&mut tx, &scope, &entity.credit_code, id).await? {
        return Err(code_taken());
    }
    let by = name_of(&scope.actor);
    entities::insert(&mut tx, &scope, id, &entity, (now, &by)).await?;
    if let Some(edition) = &edition {
        let since = edition_since.unwrap_or(today);
        editions::check(&book_of(&mut tx, &scope).await?, edition, since, today)?;
        let stated =
            NewEdition { id: app.id(), entity: id, edition, since, evidence: None, note: "", by: &by };
        state_edition(&mut tx, &scope, stated, now).await?;
    }
    let row = entities::find(&mut tx, &scope, id, today).await?.ok_or_else(ApiError::broken)?;
    let mut after = told(&entity);
    if let (Some(facts), Some(edition)) = (after.as_object_mut(), &edition) {
        facts.insert("edition".to_owned(), json!(edition));
    }
    record(&mut tx, &scope, Change::made(EventKind::LegalEntityAdded, &id, after), now).await?;
    let book = book_of(&mut tx, &scope).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, &book, row, today))))
}

/// Changes what the register says of a company.
#[utoipa::path(
    patch, path = "/legal-entities/{entity}", tag = "seats", params(("entity" = LegalEntityId, Path)),
    request_body = LegalEntityChange,
    responses((status = 200, body = LegalEntityView)),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn change_legal_entity(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Path(id): Path<LegalEntityId>,
    Json(change): Json<LegalEntityChange>,
) -> Result<Json<LegalEntityView>, ApiError> {
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    let row = entities::find(&mut tx, &scope, id, today).await?.ok_or_else(ApiError::not_found)?;
    let version = change.version;
    if row.version != version {
        return Err(changed_since(version, row.version));
    }
    let before = KeptEntity {
        name: row.name.clone(),
        credit_code: row.credit_code.parse().map_err(refusals::credit_code)?,
        industry: row.industry.clone(),
        note: row.note.clone(),
    };
    let after = apply(&before, change)?;
    let book = book_of(&mut tx, &scope).await?;
    if after == before {
        return Ok(Json(view(&scope, &book, row, today)));
    }
    if entities::is_code_taken(&mut tx, &scope, &after.credit_code, id).await? {
        return Err(code_taken());
    }
    if !entities::update(&mut tx, &scope, (id, version), &after).await? {
        return Err(changed_meanwhile(version));
    }
    let row = entities::find(&mut tx, &scope, id, today).await?.ok_or_else(ApiError::broken)?;
    let change = Change::changed(EventKind::LegalEntityChanged, &id, told(&before), told(&after));
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view(&scope, &book, row, today)))
}

fn apply(before: &KeptEntity, change: LegalEntityChange) -> Result<KeptEntity, ApiError> {
    let LegalEntityChange { version: _, name, credit_code, industry, note } = change;
    let before = before.clone();
    Ok(KeptEntity {
        name: name.map_or(Ok(before.name), |name| required_text("name", &name, NAME_CHARS_MAX))?,
        credit_code: match credit_code {
            Some(code) => code.parse().map_err(refusals::credit_code)?,
            None => before.credit_code,
        },
        industry: match industry {
            Edit::Keep => before.industry,
            Edit::Empty => None,
            Edit::To(industry) => industry_field(Some(industry))?,
        },
        note: match note {
            Some(note) => optional_text("note", &note, NOTE_CHARS_MAX)?.unwrap_or_default(),
            None => before.note,
        },
    })
}

fn industry_field(industry: Option<String>) -> Result<Option<String>, ApiError> {
    let Some(industry) = industry else { return Ok(None) };
    let industry = optional_text("industry", &industry, INDUSTRY_CHARS_MAX)?;
    match industry {
        Some(id) if Rulebook::builtin().industry(&id).is_none() => Err(ApiError::invalid(
            "industry",
            Text::new("请从规则里列出的行业中选一个。", "Choose one of the industries that the rules name."),
        )),
        industry => Ok(industry),
    }
}

/// How the log tells a company.
fn told(entity: &KeptEntity) -> Value {
    let KeptEntity { name, credit_code, industry, note } = entity;
    json!({ "name": name, "credit_code": credit_code.as_str(), "industry": industry, "note": note })
}

fn code_taken() -> ApiError {
    ApiError::conflict(Text::new(
        "已经登记过这个信用代码的主体。",
        "A company with this credit code is in the register already.",
    ))
}

fn too_many() -> ApiError {
    ApiError::conflict(Text::new(
        format!("一个品牌最多登记 {ENTITIES_MAX} 个主体。"),
        format!("A brand has {ENTITIES_MAX} companies at the most."),
    ))
}
