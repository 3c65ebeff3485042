//! What a brand adds to the rules: words it does not want, words it may use, claims with a proof, shared passages.

use ::text::check::can_be_found;
use axum::{extract::State, http::StatusCode};
use domain::{
    content::{
        CONTENT_RULES_MAX, ContentRule, ContentRuleError, ContentRuleKind, PASSAGE_CHARS_MAX,
        PASSAGE_CHARS_MIN, REASON_CHARS_MAX, RuleOutcome, WORDS_CHARS_MAX,
    },
    id::ContentRuleId,
    identity::{Action, Scope},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    jobs::judge_again,
    store::rules::{self, KeptRule},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted,
        can::Can,
        field::{optional_text, required_text},
        permit::{ManageContentRules, ViewContentRules},
    },
    text::Text,
};

/// Every rule of the brand, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentRuleList {
    items: Vec<ContentRuleView>,
}

/// A rule that the brand added.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentRuleView {
    id: ContentRuleId,
    kind: ContentRuleKind,
    /// The words, the claim or the passage.
    words: String,
    /// What follows where unwanted words stand; absent for the other kinds.
    outcome: Option<RuleOutcome>,
    /// Why it was added; for a claim, what proves it and where that is kept. May be empty.
    reason: String,
    /// The last day on which the proof holds; absent where it does not end.
    valid_until: Option<Day>,
    /// Whether it counts today: a proof does not, once it has ended.
    counts: bool,
    created_at: Instant,
    /// The name of whoever added it.
    created_by: String,
    can: ContentRuleCan,
}

/// What the asker may do with a rule.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentRuleCan {
    /// Take it back.
    remove: Can,
}

/// A rule to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewContentRule {
    kind: ContentRuleKind,
    /// The words or the claim, up to 60 characters; or the passage, from 6 to 1,000 characters.
    #[schema(min_length = 1, max_length = 1_000)]
    words: String,
    /// What follows where unwanted words stand; they need one, the other kinds have none.
    outcome: Option<RuleOutcome>,
    /// Why; a claim needs one: what proves it, and where that is kept.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
    /// The last day on which the proof of a claim holds.
    valid_until: Option<Day>,
}

/// Lists what the brand added to the rules for texts.
#[utoipa::path(
    get, path = "/content-rules", tag = "content",
    responses(
        (status = 200, body = ContentRuleList)
    ),
    security(("session" = ["view_content_rules"]), ("api_key" = ["view_content_rules"]))
)]
pub(super) async fn list_content_rules(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewContentRules>,
) -> Result<Json<ContentRuleList>, ApiError> {
    let mut tx = app.db().read().await?;
    let today = app.now().day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let rules = rules::rules(&mut tx, &scope).await?;
    let items = rules.into_iter().map(|rule| view(&scope, rule, today)).collect();
    Ok(Json(ContentRuleList { items }))
}

/// Adds a rule. It counts at the next check, and the published notes are judged again.
#[utoipa::path(
    post, path = "/content-rules", tag = "content", request_body = NewContentRule,
    responses(
        (status = 201, body = ContentRuleView),
        (status = 409, body = ErrorBody, description = "the words are there already, or the brand has too many rules")
    ),
    security(("session" = ["manage_content_rules"]))
)]
pub(super) async fn create_content_rule(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageContentRules>,
    Json(new): Json<NewContentRule>,
) -> Result<(StatusCode, Json<ContentRuleView>), ApiError> {
    let (id, now) = (app.id(), app.now());
    let mut tx = app.db().write().await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let rule = new.accepted(today)?;
    rules::revise(&mut tx, &scope).await?;
    let (known, is_there) = rules::count(&mut tx, &scope, &rule).await?;
    if is_there {
        return Err(already_there());
    }
    if known >= CONTENT_RULES_MAX {
        return Err(too_many());
    }
    let kept = KeptRule { id, rule, created_at: now, created_by: name_of(&scope.actor) };
    rules::insert(&mut tx, &scope, &kept).await?;
    judge_again(&mut tx, &app, &scope).await?;
    let change = Change::made(EventKind::ContentRuleAdded, &id, told(&kept.rule));
    record(&mut tx, &scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(&scope, kept, today))))
}

/// Takes a rule back. It counts no more at the next check, and the published notes are judged again.
#[utoipa::path(
    delete, path = "/content-rules/{rule}", tag = "content", params(("rule" = ContentRuleId, Path)),
    responses(
        (status = 204)
    ),
    security(("session" = ["manage_content_rules"]))
)]
pub(super) async fn delete_content_rule(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageContentRules>,
    Path(id): Path<ContentRuleId>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    rules::revise(&mut tx, &scope).await?;
    let KeptRule { rule, .. } = rules::rule(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    rules::delete(&mut tx, &scope, id).await?;
    judge_again(&mut tx, &app, &scope).await?;
    let gone = Change::happened(EventKind::ContentRuleRemoved, &id);
    record(&mut tx, &scope, Change { before: Some(told(&rule)), ..gone }, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn view(scope: &Scope, kept: KeptRule, today: Day) -> ContentRuleView {
    let KeptRule { id, rule, created_at, created_by } = kept;
    let counts = rule.counts_on(today);
    let ContentRule { kind, words, outcome, reason, valid_until } = rule;
    let can = ContentRuleCan { remove: may_change(scope) };
    ContentRuleView { id, kind, words, outcome, reason, valid_until, counts, created_at, created_by, can }
}

/// How the log tells a rule.
fn told(rule: &ContentRule) -> Value {
    let ContentRule { kind, words, outcome, reason, valid_until } = rule;
    json!({ "kind": kind, "words": words, "outcome": outcome, "reason": reason, "valid_until": valid_until })
}

/// Whether the asker may change what the brand added.
pub(super) fn may_change(scope: &Scope) -> Can {
    if scope.may(Action::ManageContentRules) {
        return Can::Yes;
    }
    Can::No(Text::new(
        "你的角色不能修改品牌的内容规则；请找合规负责人或品牌负责人。",
        "Your role does not permit changing the brand's rules for texts; ask a compliance officer or an owner.",
    ))
}

impl NewContentRule {
    fn accepted(self, today: Day) -> Result<ContentRule, ApiError> {
        let Self { kind, words, outcome, reason, valid_until } = self;
        let words = match kind {
            // A passage may have several lines; where they break makes no difference to near-copies.
            ContentRuleKind::Shared => required_text("words", &one_line(&words), PASSAGE_CHARS_MAX)?,
            _ => required_text("words", &words, WORDS_CHARS_MAX)?,
        };
        let reason = optional_text("reason", &reason, REASON_CHARS_MAX)?.unwrap_or_default();
        let rule =
            ContentRule { kind, words, outcome, reason, valid_until }.checked(today).map_err(refused)?;
        let is_looked_for = matches!(kind, ContentRuleKind::Forbidden | ContentRuleKind::Allowed);
        if is_looked_for && !can_be_found(&rule.words) {
            return Err(unfindable());
        }
        Ok(rule)
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n', '\t'], " ")
}

fn refused(error: ContentRuleError) -> ApiError {
    use ContentRuleError as Error;
    let (field, zh, en) = match error {
        Error::NoWords => (
            "words",
            "至少要有一个字或数字。".to_owned(),
            "It needs a letter or a digit at least.".to_owned(),
        ),
        Error::LongWords(most) => {
            ("words", format!("最多 {most} 个字。"), format!("At most {most} characters."))
        }
        Error::ShortPassage => (
            "words",
            format!("共用段落至少 {PASSAGE_CHARS_MIN} 个字，太短会出现在任何文案里。"),
            format!(
                "A shared passage has {PASSAGE_CHARS_MIN} characters at least; a shorter one stands in any text."
            ),
        ),
        Error::SingleCharacter => (
            "words",
            "一个字太短，到处都会命中；请写完整的词。".to_owned(),
            "A single character would be found everywhere; write a whole word.".to_owned(),
        ),
        Error::NoOutcome => (
            "outcome",
            "请选择出现这个词时怎么处理。".to_owned(),
            "Choose what follows where the words stand.".to_owned(),
        ),
        Error::NoReason => (
            "reason",
            "请写明凭证是什么、存放在哪里。".to_owned(),
            "Say what proves the claim and where it is kept.".to_owned(),
        ),
        Error::Ended(day) => (
            "valid_until",
            format!("凭证已于 {day} 到期；请填写有效的日期。"),
            format!("The proof ended on {day}; choose a day to come."),
        ),
    };
    ApiError::invalid(field, Text::new(zh, en))
}

fn unfindable() -> ApiError {
    let text = Text::new(
        "词里不能有逗号、句号这类断句的标点，也不能有生僻符号；请拆成几个词分别添加。",
        "Words cannot hold a sign that parts them, as a comma does, nor a rare sign; add them one by one.",
    );
    ApiError::invalid("words", text)
}

fn already_there() -> ApiError {
    let text = Text::new(
        "同类规则里已经有这些字；如要修改，请先移除原来的。",
        "These words are there already; to change the rule, remove it first.",
    );
    ApiError::conflict(text)
}

fn too_many() -> ApiError {
    let text = Text::new(
        format!("最多 {CONTENT_RULES_MAX} 条规则；请先移除不再需要的。"),
        format!("A brand has {CONTENT_RULES_MAX} rules at the most; remove some that are not needed."),
    );
    ApiError::conflict(text)
}
