//! What a brand adds to the rules, and the packs it exchanged.
//!
//! Whoever changes anything calls [`revise`] first.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    content::{CONTENT_RULES_MAX, ContentRule, ContentRuleKind, OWN_PACKS_MAX, RuleOutcome},
    id::{ContentRuleId, TenantId},
    identity::Scope,
    time::{Day, Instant},
};
use uuid::Uuid;

/// A rule of the brand, with who made it and when.
#[derive(Debug)]
pub(in crate::content) struct KeptRule {
    pub id: ContentRuleId,
    pub rule: ContentRule,
    pub created_at: Instant,
    pub created_by: String,
}

#[derive(FromQueryResult)]
struct RuleRow {
    id: Uuid,
    kind: String,
    words: String,
    outcome: Option<String>,
    reason: String,
    valid_until: Option<i32>,
    created_at: i64,
    created_by: String,
}

fn kept(row: RuleRow) -> Option<KeptRule> {
    let RuleRow { id, kind, words, outcome, reason, valid_until, created_at, created_by } = row;
    let rule = ContentRule {
        kind: ContentRuleKind::named(&kind)?,
        words,
        outcome: outcome.and_then(|outcome| RuleOutcome::named(&outcome)),
        reason,
        valid_until: valid_until.and_then(|day| Day::from_yyyymmdd(day).ok()),
    };
    let (id, created_at) = (ContentRuleId::from_uuid(id), Instant::from_ms(created_at));
    Some(KeptRule { id, rule, created_at, created_by })
}

/// Every rule of the brand, the newest first.
pub(in crate::content) async fn rules(tx: &mut Tx, scope: &Scope) -> Result<Vec<KeptRule>, DbError> {
    let sql = "
        select id, kind, words, outcome, reason, valid_until, created_at, created_by from content_rules
        where tenant_id = $1 order by created_at desc, id desc limit $2";
    let rows: Vec<RuleRow> = tx.all(sql, params![scope.tenant.uuid(), CONTENT_RULES_MAX]).await?;
    Ok(rows.into_iter().filter_map(kept).collect())
}

pub(in crate::content) async fn rule(
    tx: &mut Tx,
    scope: &Scope,
    id: ContentRuleId,
) -> Result<Option<KeptRule>, DbError> {
    let sql = "
        select id, kind, words, outcome, reason, valid_until, created_at, created_by from content_rules
        where tenant_id = $1 and id = $2";
    let row: Option<RuleRow> = tx.one(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(row.and_then(kept))
}

/// How many rules the brand has, and how many of them are these words of this kind.
pub(in crate::content) async fn count(
    tx: &mut Tx,
    scope: &Scope,
    rule: &ContentRule,
) -> Result<(i64, bool), DbError> {
    let sql = "select count(*) as n from content_rules where tenant_id = $1";
    let all = tx.number(sql, params![scope.tenant.uuid()]).await?;
    let sql = "select count(*) as n from content_rules where tenant_id = $1 and kind = $2 and words = $3";
    let values = params![scope.tenant.uuid(), rule.kind.name(), rule.words.as_str()];
    Ok((all, tx.number(sql, values).await? > 0))
}

pub(in crate::content) async fn insert(tx: &mut Tx, scope: &Scope, kept: &KeptRule) -> Result<(), DbError> {
    let KeptRule { id, rule, created_at, created_by } = kept;
    let sql = "
        insert into content_rules (tenant_id, id, kind, words, outcome, reason, valid_until, created_at, created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        rule.kind.name(),
        rule.words.as_str(),
        rule.outcome.map(RuleOutcome::name),
        rule.reason.as_str(),
        rule.valid_until.map(Day::yyyymmdd),
        created_at.ms(),
        created_by.as_str()
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

pub(in crate::content) async fn delete(tx: &mut Tx, scope: &Scope, id: ContentRuleId) -> Result<(), DbError> {
    let sql = "delete from content_rules where tenant_id = $1 and id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(())
}

/// A pack that the brand put in the place of the built-in one with its name, or beside the others.
#[derive(Debug, FromQueryResult)]
pub(in crate::content) struct OwnPack {
    pub pack: String,
    pub version: String,
    pub body: String,
    pub changed_at: i64,
    pub changed_by: String,
}

/// The packs that the brand exchanged, by name.
pub(in crate::content) async fn packs(tx: &mut Tx, scope: &Scope) -> Result<Vec<OwnPack>, DbError> {
    let sql = "
        select pack, version, body, changed_at, changed_by from content_packs
        where tenant_id = $1 order by pack limit $2";
    tx.all(sql, params![scope.tenant.uuid(), OWN_PACKS_MAX]).await
}

pub(in crate::content) async fn pack(
    tx: &mut Tx,
    scope: &Scope,
    pack: &str,
) -> Result<Option<OwnPack>, DbError> {
    let sql = "
        select pack, version, body, changed_at, changed_by from content_packs where tenant_id = $1 and pack = $2";
    tx.one(sql, params![scope.tenant.uuid(), pack]).await
}

pub(in crate::content) async fn put_pack(tx: &mut Tx, scope: &Scope, pack: &OwnPack) -> Result<(), DbError> {
    let OwnPack { pack, version, body, changed_at, changed_by } = pack;
    let sql = "
        insert into content_packs (tenant_id, pack, version, body, changed_at, changed_by)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (tenant_id, pack) do update set version = excluded.version, body = excluded.body,
            changed_at = excluded.changed_at, changed_by = excluded.changed_by";
    let values = params![
        scope.tenant.uuid(),
        pack.as_str(),
        version.as_str(),
        body.as_str(),
        *changed_at,
        changed_by.as_str()
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

pub(in crate::content) async fn delete_pack(tx: &mut Tx, scope: &Scope, pack: &str) -> Result<(), DbError> {
    let sql = "delete from content_packs where tenant_id = $1 and pack = $2";
    tx.execute(sql, params![scope.tenant.uuid(), pack]).await?;
    Ok(())
}

/// Counts a change of the brand's rules. Whoever else wants to change them waits for the commit, so that what is
/// counted and compiled after this is what the change meets.
pub(in crate::content) async fn revise(tx: &mut Tx, scope: &Scope) -> Result<(), DbError> {
    let sql = "
        insert into content_heads (tenant_id, revision) values ($1, 1)
        on conflict (tenant_id) do update set revision = content_heads.revision + 1";
    tx.execute(sql, params![scope.tenant.uuid()]).await?;
    Ok(())
}

/// How often the rules of the brand changed; 0 where it has never had any.
pub(in crate::content) async fn revision(tx: &mut Tx, tenant: TenantId) -> Result<i64, DbError> {
    let sql = "select coalesce(max(revision), 0) as n from content_heads where tenant_id = $1";
    tx.number(sql, params![tenant.uuid()]).await
}
