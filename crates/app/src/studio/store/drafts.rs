//! Drafts: where each one stands.

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    id::{AccountId, DraftId, EmployeeId, TopicIdeaId},
    identity::{Scope, Sight},
    studio::{DraftForm, DraftRisk, DraftStage, draft::Draft},
    time::{Day, Instant},
};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
    people::EmployeeRef,
};

/// A draft with the names of what it refers to.
#[derive(Debug, Clone)]
pub(in crate::studio) struct DraftRow {
    pub id: DraftId,
    pub account: AccountId,
    pub nickname: String,
    pub writer: EmployeeRef,
    pub idea: Option<(TopicIdeaId, String)>,
    pub plan: KeptPlan,
    pub draft: Draft,
    /// The title of the text that counts; empty while nothing is written.
    pub title: String,
    /// How carefully the text has to be looked at, since it was handed in.
    pub risk: Option<DraftRisk>,
    /// Until when everybody should have looked.
    pub review_due_at: Option<Instant>,
    pub dropped_reason: Option<String>,
    pub version: i64,
    pub created_by: String,
    pub created_at: Instant,
    pub changed_at: Instant,
}

/// What a draft is planned to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::studio) struct KeptPlan {
    pub writer: EmployeeId,
    pub idea: Option<TopicIdeaId>,
    pub angle: String,
    pub form: DraftForm,
    pub product_line: String,
    pub audience: String,
    pub due_day: Option<Day>,
    pub minutes: i64,
}

/// What a list of drafts is narrowed to.
#[derive(Debug, Clone, Default)]
pub(in crate::studio) struct Wanted {
    pub account: Option<AccountId>,
    pub writer: Option<EmployeeId>,
    pub idea: Option<TopicIdeaId>,
    pub stage: Option<DraftStage>,
    pub risk: Option<DraftRisk>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub searched: Option<String>,
}

#[derive(FromQueryResult)]
struct RawDraft {
    id: Uuid,
    account_id: Uuid,
    nickname: String,
    writer_id: Uuid,
    writer_name: String,
    writer_post: Option<String>,
    writer_left_on: Option<i32>,
    idea_id: Option<Uuid>,
    idea_title: Option<String>,
    angle: String,
    form: String,
    product_line: String,
    audience: String,
    due_day: Option<i32>,
    minutes: i64,
    stage: String,
    text_no: i64,
    approved_no: Option<i64>,
    title: Option<String>,
    risk: Option<String>,
    review_due_at: Option<i64>,
    dropped_reason: Option<String>,
    version: i64,
    created_by: String,
    created_at: i64,
    changed_at: i64,
}

const SELECT: &str = "
    select d.id, d.account_id, a.nickname, d.writer_id, e.name as writer_name, e.post as writer_post,
        e.left_on as writer_left_on, d.idea_id, i.title as idea_title, d.angle, d.form, d.product_line, d.audience,
        d.due_day, d.minutes, d.stage, d.text_no, d.approved_no, t.title, v.risk, v.due_at as review_due_at,
        d.dropped_reason, d.version, d.created_by, d.created_at, d.changed_at
    from drafts d
    join accounts a on a.tenant_id = d.tenant_id and a.id = d.account_id
    join employees e on e.tenant_id = d.tenant_id and e.id = d.writer_id
    left join topic_ideas i on i.tenant_id = d.tenant_id and i.id = d.idea_id
    left join draft_texts t on t.tenant_id = d.tenant_id and t.draft_id = d.id and t.text_no = d.text_no
    left join draft_verdicts v on v.tenant_id = d.tenant_id and v.draft_id = d.id and v.text_no = d.text_no";

fn row(raw: RawDraft) -> Result<DraftRow, ApiError> {
    let RawDraft { id, account_id, nickname, writer_id, writer_name, writer_post, writer_left_on, .. } = raw;
    let RawDraft { idea_id, idea_title, angle, form, product_line, audience, due_day, minutes, .. } = raw;
    let RawDraft { stage, text_no, approved_no, title, risk, review_due_at, dropped_reason, .. } = raw;
    let RawDraft { version, created_by, created_at, changed_at, .. } = raw;
    let writer = EmployeeRef {
        id: EmployeeId::from_uuid(writer_id),
        name: writer_name,
        post: writer_post,
        left_on: writer_left_on.and_then(|day| Day::from_yyyymmdd(day).ok()),
    };
    let idea = idea_id.map(TopicIdeaId::from_uuid);
    let stage = DraftStage::named(&stage).ok_or_else(ApiError::broken)?;
    Ok(DraftRow {
        id: DraftId::from_uuid(id),
        account: AccountId::from_uuid(account_id),
        nickname,
        plan: KeptPlan {
            writer: writer.id,
            idea,
            angle,
            form: DraftForm::named(&form).ok_or_else(ApiError::broken)?,
            product_line,
            audience,
            due_day: due_day.and_then(|day| Day::from_yyyymmdd(day).ok()),
            minutes,
        },
        writer,
        idea: idea.zip(idea_title),
        draft: Draft { stage, text_no, approved_no },
        title: title.unwrap_or_default(),
        risk: risk.as_deref().and_then(DraftRisk::named),
        review_due_at: review_due_at.map(Instant::from_ms),
        dropped_reason,
        version,
        created_by,
        created_at: Instant::from_ms(created_at),
        changed_at: Instant::from_ms(changed_at),
    })
}

/// The condition under which the actor sees draft `alias` of account `a`: with its account, or because they write it.
fn seen(scope: &Scope, alias: &str, first: usize) -> (String, Vec<Value>) {
    let (account, values) = sight::condition(scope, "a", first);
    match &scope.sight {
        // The one parameter of that condition is the employee.
        Sight::Own(Some(_)) => (format!("({account} or {alias}.writer_id = ${first})"), values),
        _ => (account, values),
    }
}

/// Drafts that the actor sees, those changed last first.
pub(in crate::studio) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &Wanted,
    page: &PageQuery,
) -> Result<Vec<DraftRow>, ApiError> {
    let Wanted { account, writer, idea, stage, risk, from, to, searched } = wanted;
    let mut list = Conditions::of(scope, "d")
        .and_if("d.account_id = ?", account.map(AccountId::uuid))
        .and_if("d.writer_id = ?", writer.map(EmployeeId::uuid))
        .and_if("d.idea_id = ?", idea.map(TopicIdeaId::uuid))
        .and_if("d.stage = ?", stage.map(DraftStage::name))
        .and_if("v.risk = ?", risk.map(DraftRisk::name))
        .and_if("d.due_day >= ?", from.map(Day::yyyymmdd))
        .and_if("d.due_day <= ?", to.map(Day::yyyymmdd))
        .and_contains(&["t.title", "d.angle", "a.nickname"], searched.as_deref())
        .and_seen(seen, scope, "d")
        .and_after("d.changed_at", "d.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!("{SELECT} where {} order by d.changed_at desc, d.id desc limit {limit}", list.text());
    let rows: Vec<RawDraft> = tx.all(&sql, list.into_values()).await?;
    rows.into_iter().map(row).collect()
}

/// One draft, if the actor sees it.
pub(in crate::studio) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: DraftId,
) -> Result<Option<DraftRow>, ApiError> {
    let wanted = Conditions::of(scope, "d").and("d.id = ?", params![id.uuid()]).and_seen(seen, scope, "d");
    let sql = format!("{SELECT} where {}", wanted.text());
    let raw: Option<RawDraft> = tx.one(&sql, wanted.into_values()).await?;
    raw.map(row).transpose()
}

/// Writes a draft down of which nothing is written yet; false where the theme is told from this angle already.
pub(in crate::studio) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    (id, account): (DraftId, AccountId),
    plan: &KeptPlan,
    (angle_key, by, now): (&str, &str, Instant),
) -> Result<bool, DbError> {
    let KeptPlan { writer, idea, angle, form, product_line, audience, due_day, minutes } = plan;
    let sql = "
        insert into drafts (tenant_id, id, account_id, writer_id, idea_id, angle, angle_key, form, product_line,
            audience, due_day, minutes, stage, text_no, approved_no, version, created_at, created_by, changed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'writing', 0, null, 1, $13, $14, $13)
        on conflict do nothing";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        account.uuid(),
        writer.uuid(),
        idea.map(TopicIdeaId::uuid),
        angle.as_str(),
        angle_key,
        form.name(),
        product_line.as_str(),
        audience.as_str(),
        due_day.map(Day::yyyymmdd),
        *minutes,
        now.ms(),
        by,
    ];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Whether another draft tells the theme from this angle.
pub(in crate::studio) async fn angle_taken(
    tx: &mut Tx,
    scope: &Scope,
    idea: TopicIdeaId,
    angle_key: &str,
    without: Option<DraftId>,
) -> Result<Option<(DraftId, String)>, DbError> {
    #[derive(FromQueryResult)]
    struct Taken {
        id: Uuid,
        nickname: String,
    }
    let sql = "
        select d.id, a.nickname from drafts d
        join accounts a on a.tenant_id = d.tenant_id and a.id = d.account_id
        where d.tenant_id = $1 and d.idea_id = $2 and d.angle_key = $3 and d.stage <> 'dropped' and d.id <> $4";
    let without = without.map_or(Uuid::nil(), DraftId::uuid);
    let row: Option<Taken> =
        tx.one(sql, params![scope.tenant.uuid(), idea.uuid(), angle_key, without]).await?;
    Ok(row.map(|Taken { id, nickname }| (DraftId::from_uuid(id), nickname)))
}

/// Plans a draft otherwise; false where somebody changed it since.
pub(in crate::studio) async fn replan(
    tx: &mut Tx,
    scope: &Scope,
    (id, version): (DraftId, i64),
    plan: &KeptPlan,
    (angle_key, now): (&str, Instant),
) -> Result<bool, DbError> {
    let KeptPlan { writer, idea, angle, form, product_line, audience, due_day, minutes } = plan;
    let sql = "
        update drafts set writer_id = $4, idea_id = $5, angle = $6, angle_key = $7, form = $8, product_line = $9,
            audience = $10, due_day = $11, minutes = $12, version = version + 1, changed_at = $13
        where tenant_id = $1 and id = $2 and version = $3";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        version,
        writer.uuid(),
        idea.map(TopicIdeaId::uuid),
        angle.as_str(),
        angle_key,
        form.name(),
        product_line.as_str(),
        audience.as_str(),
        due_day.map(Day::yyyymmdd),
        *minutes,
        now.ms(),
    ];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Saves where a draft stands; false where somebody moved it since.
pub(in crate::studio) async fn save(
    tx: &mut Tx,
    scope: &Scope,
    (id, version): (DraftId, i64),
    draft: &Draft,
    (dropped, now): (Option<&str>, Instant),
) -> Result<bool, DbError> {
    let Draft { stage, text_no, approved_no } = *draft;
    let sql = "
        update drafts set stage = $4, text_no = $5, approved_no = $6, dropped_reason = $7, version = version + 1,
            changed_at = $8
        where tenant_id = $1 and id = $2 and version = $3";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        version,
        stage.name(),
        text_no,
        approved_no,
        dropped,
        now.ms(),
    ];
    Ok(tx.execute(sql, values).await? > 0)
}

/// Whether there is such a topic idea that is not retired.
pub(in crate::studio) async fn idea_counts(
    tx: &mut Tx,
    scope: &Scope,
    idea: TopicIdeaId,
) -> Result<bool, DbError> {
    let sql = "select count(*) as n from topic_ideas where tenant_id = $1 and id = $2 and retired_at is null";
    Ok(tx.number(sql, params![scope.tenant.uuid(), idea.uuid()]).await? > 0)
}
