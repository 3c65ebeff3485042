//! Topic ideas.

use std::collections::HashMap;

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, TopicIdeaId},
    identity::Scope,
    planning::ideas::{Idea, IdeaSource},
    time::Instant,
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
};

/// An idea with how often it is told.
#[derive(Debug)]
pub(in crate::planning) struct IdeaRow {
    pub id: TopicIdeaId,
    pub idea: Idea,
    pub retired_at: Option<Instant>,
    pub version: i64,
    /// Drafts about it that came to something, of accounts that the actor sees.
    pub told: i64,
    pub created_by: String,
    pub created_at: Instant,
}

/// What a list of ideas is narrowed to.
#[derive(Debug)]
pub(in crate::planning) struct Wanted {
    pub q: Option<String>,
    pub source: Option<IdeaSource>,
    pub product_line: Option<String>,
    pub untold: bool,
    pub retired: bool,
}

#[derive(FromQueryResult)]
struct RawIdea {
    id: Uuid,
    title: String,
    scene: String,
    promise: String,
    audience: String,
    product_line: String,
    season: String,
    source: String,
    source_note: String,
    retired_at: Option<i64>,
    version: i64,
    created_by: String,
    created_at: i64,
    told: i64,
}

impl TryFrom<RawIdea> for IdeaRow {
    type Error = DbError;

    fn try_from(raw: RawIdea) -> Result<Self, DbError> {
        let RawIdea {
            id, title, scene, promise, audience, product_line, season, source, source_note, ..
        } = raw;
        let RawIdea { retired_at, version, created_by, created_at, told, .. } = raw;
        let source = IdeaSource::named(&source)
            .ok_or_else(|| DbError::Refused("an idea with an unknown source".into()))?;
        Ok(Self {
            id: TopicIdeaId::from_uuid(id),
            idea: Idea { title, scene, promise, audience, product_line, season, source, source_note },
            retired_at: retired_at.map(Instant::from_ms),
            version,
            told,
            created_by,
            created_at: Instant::from_ms(created_at),
        })
    }
}

/// The select of ideas `i` with how often accounts that the actor sees tell them.
fn select(list: &mut Conditions, scope: &Scope) -> String {
    let seen = list.inner(sight::of_belongings, scope, "d");
    format!(
        "select i.id, i.title, i.scene, i.promise, i.audience, i.product_line, i.season, i.source, i.source_note,
            i.retired_at, i.version, i.created_by, i.created_at,
            (select count(*) from drafts d
                where d.tenant_id = i.tenant_id and d.idea_id = i.id and d.stage <> 'dropped' and {seen}) as told
        from topic_ideas i"
    )
}

/// The ideas of the brand, the newest first.
pub(in crate::planning) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted,
    page: &PageQuery,
) -> Result<Vec<IdeaRow>, ApiError> {
    let Wanted { q, source, product_line, untold, retired } = wanted;
    let line = product_line.as_deref().map(str::trim).filter(|line| !line.is_empty());
    let mut list = Conditions::of(scope, "i")
        .and_contains(&["i.title", "i.scene", "i.promise"], q.as_deref())
        .and_if("i.source = ?", source.map(IdeaSource::name))
        .and_if("i.product_line = ?", line)
        .and(if *retired { "i.retired_at is not null" } else { "i.retired_at is null" }, vec![])
        .and_after("i.created_at", "i.id", Direction::Down, page.start()?);
    if *untold {
        list = list.and(
            "not exists (select 1 from drafts u
                where u.tenant_id = i.tenant_id and u.idea_id = i.id and u.stage <> 'dropped')",
            vec![],
        );
    }
    let select = select(&mut list, scope);
    let limit = list.parameter(page.rows());
    let sql = format!("{select} where {} order by i.created_at desc, i.id desc limit {limit}", list.text());
    let rows: Vec<RawIdea> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(IdeaRow::try_from).collect::<Result<_, _>>()?)
}

pub(in crate::planning) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: TopicIdeaId,
) -> Result<Option<IdeaRow>, DbError> {
    let mut wanted = Conditions::of(scope, "i").and("i.id = ?", params![id.uuid()]);
    let select = select(&mut wanted, scope);
    let sql = format!("{select} where {}", wanted.text());
    let raw: Option<RawIdea> = tx.one(&sql, wanted.into_values()).await?;
    raw.map(IdeaRow::try_from).transpose()
}

pub(in crate::planning) async fn count(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    tx.number("select count(*) as n from topic_ideas where tenant_id = $1", params![scope.tenant.uuid()])
        .await
}

pub(in crate::planning) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    id: TopicIdeaId,
    idea: &Idea,
    (by, now): (&str, Instant),
) -> Result<(), DbError> {
    let Idea { title, scene, promise, audience, product_line, season, source, source_note } = idea;
    let sql = "
        insert into topic_ideas (tenant_id, id, title, scene, promise, audience, product_line, season, source,
            source_note, version, created_at, created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        title.as_str(),
        scene.as_str(),
        promise.as_str(),
        audience.as_str(),
        product_line.as_str(),
        season.as_str(),
        source.name(),
        source_note.as_str(),
        now.ms(),
        by,
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Writes an idea anew; `false` when somebody else did meanwhile.
pub(in crate::planning) async fn update(
    tx: &mut Tx,
    scope: &Scope,
    (id, version): (TopicIdeaId, i64),
    idea: &Idea,
) -> Result<bool, DbError> {
    let Idea { title, scene, promise, audience, product_line, season, source, source_note } = idea;
    let sql = "
        update topic_ideas set title = $4, scene = $5, promise = $6, audience = $7, product_line = $8, season = $9,
            source = $10, source_note = $11, version = version + 1
        where tenant_id = $1 and id = $2 and version = $3";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        version,
        title.as_str(),
        scene.as_str(),
        promise.as_str(),
        audience.as_str(),
        product_line.as_str(),
        season.as_str(),
        source.name(),
        source_note.as_str(),
    ];
    Ok(tx.execute(sql, values).await? > 0)
}

pub(in crate::planning) async fn set_retired(
    tx: &mut Tx,
    scope: &Scope,
    id: TopicIdeaId,
    at: Option<Instant>,
) -> Result<(), DbError> {
    let sql = "
        update topic_ideas set retired_at = $3, version = version + 1 where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), at.map(Instant::ms)]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ToldRow {
    account_id: Uuid,
    told: i64,
}

/// How often each account that the actor sees tells an idea.
pub(in crate::planning) async fn told_by_account(
    tx: &mut Tx,
    scope: &Scope,
    id: TopicIdeaId,
) -> Result<HashMap<AccountId, i64>, DbError> {
    let list = Conditions::of(scope, "d")
        .and("d.idea_id = ? and d.stage <> 'dropped'", params![id.uuid()])
        .and_seen(sight::of_belongings, scope, "d");
    let sql = format!(
        "select d.account_id, count(*) as told from drafts d where {} group by d.account_id",
        list.text()
    );
    let rows: Vec<ToldRow> = tx.all(&sql, list.into_values()).await?;
    Ok(rows.into_iter().map(|row| (AccountId::from_uuid(row.account_id), row.told)).collect())
}

/// Staff accounts that the actor sees of which no card is approved.
pub(in crate::planning) async fn without_persona(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    let list = Conditions::of(scope, "a").and_seen_accounts(scope, "a").and("a.kind = 'kos'", vec![]).and(
        "not exists (select 1 from personas p
            where p.tenant_id = a.tenant_id and p.account_id = a.id and p.state = 'approved')",
        vec![],
    );
    let sql = format!("select count(*) as n from accounts a where {}", list.text());
    tx.number(&sql, list.into_values()).await
}
