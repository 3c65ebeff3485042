//! Packs of rules: the built-in ones, and those that the brand put in their place or beside them.

use ::text::check::{Bilingual, Pack, PackError, Packs};
use axum::{extract::State, http::StatusCode};
use db::Tx;
use domain::{
    content::{
        OWN_EDITION, OWN_PACK_BYTES_MAX, OWN_PACKS_MAX, OwnPackError, PACK_NAME_CHARS_MAX, check_own_pack,
    },
    identity::Scope,
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    jobs::judge_again,
    rulebook::{Added, Edition, RulebookError, built_in_packs},
    rules::may_change,
    store::rules::{self as store, OwnPack},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted,
        can::Can,
        permit::{ManageContentRules, ViewContentRules},
    },
    text::Text,
};

/// The packs that judge texts of the brand: the built-in ones in their order, then those of its own.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentPackList {
    items: Vec<ContentPackView>,
}

/// A pack of rules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentPackView {
    /// Its name in verdicts.
    id: String,
    /// What it is called.
    name: String,
    version: String,
    /// Whether the brand put it there.
    is_own: bool,
    /// How many rules it has; absent where it cannot be read, because another version of the program took it.
    rules: Option<usize>,
    /// When the brand put it there.
    changed_at: Option<Instant>,
    /// The name of whoever did.
    changed_by: Option<String>,
    can: ContentPackCan,
}

/// What the asker may do with a pack.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentPackCan {
    /// Put another in its place, and take that back.
    change: Can,
}

/// A pack of rules as it is written.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentPackText {
    #[serde(flatten)]
    pack: ContentPackView,
    /// The pack in TOML.
    body: String,
}

/// A pack to be put in the place of the one with its name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ContentPackChange {
    /// The pack in TOML, at most 512 KiB. The `id` in it is the name in the path: `a-z`, `0-9` and `_`.
    #[schema(max_length = 524_288)]
    body: String,
}

/// Lists the packs of rules that judge texts.
#[utoipa::path(
    get, path = "/content-packs", tag = "content",
    responses(
        (status = 200, body = ContentPackList)
    ),
    security(("session" = ["view_content_rules"]), ("api_key" = ["view_content_rules"]))
)]
pub(super) async fn list_content_packs(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewContentRules>,
) -> Result<Json<ContentPackList>, ApiError> {
    let mut tx = app.db().read().await?;
    let own = store::packs(&mut tx, &scope).await?;
    drop(tx);
    let told = blocking(move || {
        let built_in = built_in_packs()?;
        let own_of = |name: &str| own.iter().find(|own| own.pack == name);
        let in_order =
            built_in.iter().map(|pack| own_of(&pack.id).map_or_else(|| Told::built_in(pack), Told::own));
        let is_beside = |own: &&OwnPack| built_in.iter().all(|pack| pack.id != own.pack);
        Ok(in_order.chain(own.iter().filter(is_beside).map(Told::own)).collect::<Vec<Told>>())
    });
    let told = told.await?.map_err(RulebookError::from)?;
    Ok(Json(ContentPackList { items: told.into_iter().map(|told| told.view(&scope)).collect() }))
}

/// Shows a pack with its text, from which an edition of one's own can be started.
#[utoipa::path(
    get, path = "/content-packs/{pack}", tag = "content", params(("pack" = String, Path, max_length = 40)),
    responses(
        (status = 200, body = ContentPackText)
    ),
    security(("session" = ["view_content_rules"]), ("api_key" = ["view_content_rules"]))
)]
pub(super) async fn show_content_pack(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewContentRules>,
    Path(name): Path<String>,
) -> Result<Json<ContentPackText>, ApiError> {
    let mut tx = app.db().read().await?;
    let own = store::pack(&mut tx, &scope, &name).await?;
    drop(tx);
    if let Some(own) = own {
        return Ok(Json(ContentPackText { pack: Told::own(&own).view(&scope), body: own.body }));
    }
    let body = Packs::built_in_text(&name).ok_or_else(ApiError::not_found)?.to_owned();
    let built_in = built_in_packs().map_err(RulebookError::from)?;
    let pack = built_in.iter().find(|pack| pack.id == name).ok_or_else(ApiError::not_found)?;
    Ok(Json(ContentPackText { pack: Told::built_in(pack).view(&scope), body }))
}

/// Puts a pack in the place of the one with its name, or beside the others. It counts at the next check, and the
/// published notes are judged again.
#[utoipa::path(
    put, path = "/content-packs/{pack}", tag = "content", params(("pack" = String, Path, max_length = 40)),
    request_body = ContentPackChange,
    responses(
        (status = 200, body = ContentPackView),
        (status = 409, body = ErrorBody, description = "the brand has too many packs of its own")
    ),
    security(("session" = ["manage_content_rules"]))
)]
pub(super) async fn put_content_pack(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageContentRules>,
    Path(name): Path<String>,
    Json(ContentPackChange { body }): Json<ContentPackChange>,
) -> Result<Json<ContentPackView>, ApiError> {
    let now = app.now();
    let version = version_of(&name, &body).await?;
    let mut tx = app.db().write().await?;
    store::revise(&mut tx, &scope).await?;
    let own = store::packs(&mut tx, &scope).await?;
    let before = own.iter().find(|own| own.pack == name);
    if let Some(same) = before.filter(|before| before.body == body) {
        return Ok(Json(Told::own(same).view(&scope)));
    }
    if before.is_none() && i64::try_from(own.len()).is_ok_and(|own| own >= OWN_PACKS_MAX) {
        return Err(too_many());
    }
    let (mut added, today) = added(&mut tx, &scope, now).await?;
    added.put_pack(&name, &body);
    let made = made(added).await.map_err(|error| unusable(error, refused))?;
    let before = before.map(told);
    let after =
        OwnPack { pack: name, version, body, changed_at: now.ms(), changed_by: name_of(&scope.actor) };
    store::put_pack(&mut tx, &scope, &after).await?;
    judge_again(&mut tx, &app, &scope).await?;
    let change = Change::happened(EventKind::ContentPackChanged, &after.pack);
    record(&mut tx, &scope, Change { before, after: Some(told(&after)), ..change }, now).await?;
    app.commit(tx, scope.tenant).await?;
    app.rulebook().keep(scope.tenant, today, made);
    Ok(Json(Told::own(&after).view(&scope)))
}

/// Takes a pack of the brand back: the built-in one of its name counts again, or none.
#[utoipa::path(
    delete, path = "/content-packs/{pack}", tag = "content", params(("pack" = String, Path, max_length = 40)),
    responses(
        (status = 204), (status = 409, body = ErrorBody, description = "another pack of the brand needs it")
    ),
    security(("session" = ["manage_content_rules"]))
)]
pub(super) async fn delete_content_pack(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageContentRules>,
    Path(name): Path<String>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    store::revise(&mut tx, &scope).await?;
    let before = store::pack(&mut tx, &scope, &name).await?.ok_or_else(ApiError::not_found)?;
    let (mut added, today) = added(&mut tx, &scope, now).await?;
    added.take_pack(&name);
    let made = made(added).await.map_err(|error| unusable(error, needed))?;
    store::delete_pack(&mut tx, &scope, &name).await?;
    judge_again(&mut tx, &app, &scope).await?;
    let change = Change::happened(EventKind::ContentPackChanged, &name);
    record(&mut tx, &scope, Change { before: Some(told(&before)), ..change }, now).await?;
    app.commit(tx, scope.tenant).await?;
    app.rulebook().keep(scope.tenant, today, made);
    Ok(StatusCode::NO_CONTENT)
}

/// What the brand has added before the change, and the day.
async fn added(tx: &mut Tx, scope: &Scope, now: Instant) -> Result<(Added, Day), ApiError> {
    let today = now.day(&crate::identity::zone(tx, scope.tenant).await?);
    Ok((Added::load(tx, scope, today).await?, today))
}

/// The checker that follows from what the brand would have added, with the revision that it will have.
async fn made(added: Added) -> Result<(i64, Edition), RulebookError> {
    Ok((added.revision(), added.edition().await?))
}

/// The version of a pack that can be read by itself and may stand in verdicts.
async fn version_of(put_as: &str, body: &str) -> Result<String, ApiError> {
    if body.len() > OWN_PACK_BYTES_MAX {
        let kib = OWN_PACK_BYTES_MAX >> 10;
        let text = Text::new(format!("规则包最多 {kib} KB。"), format!("A pack has {kib} KiB at the most."));
        return Err(ApiError::invalid("body", text));
    }
    let (name, text) = (put_as.to_owned(), body.to_owned());
    let title = blocking(move || {
        let packs = Packs::parse([(name.as_str(), text.as_str())])?;
        Ok(packs.iter().next().map(|pack| (pack.id.clone(), pack.version.clone())))
    });
    let title = title.await?.map_err(|error| refused(&error))?;
    let (id, version) = title.ok_or_else(ApiError::broken)?;
    check_own_pack(put_as, &id, &version).map_err(misnamed)?;
    Ok(version)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PackError> + Send + 'static,
) -> Result<Result<T, PackError>, ApiError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| RulebookError::CutShort.into())
}

/// How the log tells a pack: it is too long to be told whole.
fn told(pack: &OwnPack) -> Value {
    json!({ "version": pack.version, "bytes": pack.body.len() })
}

/// What a list tells of a pack, in both languages.
struct Told {
    id: String,
    name: Bilingual,
    version: String,
    rules: Option<usize>,
    /// When the brand put it there, and who did.
    changed: Option<(Instant, String)>,
}

impl Told {
    fn built_in(pack: &Pack) -> Self {
        let Pack { id, name, version, .. } = pack.clone();
        Self { id, name, version, rules: Some(pack.rules()), changed: None }
    }

    fn own(own: &OwnPack) -> Self {
        let OwnPack { pack: id, version, body, changed_at, changed_by } = own;
        let read = Packs::parse([(id.as_str(), body.as_str())]).ok();
        let pack = read.as_ref().and_then(|packs| packs.iter().next());
        let unread = || Bilingual { zh: id.clone(), en: id.clone() };
        Self {
            id: id.clone(),
            name: pack.map_or_else(unread, |pack| pack.name.clone()),
            version: version.clone(),
            rules: pack.map(Pack::rules),
            changed: Some((Instant::from_ms(*changed_at), changed_by.clone())),
        }
    }

    fn view(self, scope: &Scope) -> ContentPackView {
        let Self { id, name: Bilingual { zh, en }, version, rules, changed } = self;
        let (is_own, name) = (changed.is_some(), Text::new(zh, en).here().to_owned());
        let (changed_at, changed_by) = changed.unzip();
        let can = ContentPackCan { change: may_change(scope) };
        ContentPackView { id, name, version, is_own, rules, changed_at, changed_by, can }
    }
}

/// The answer where the packs do not make a checker.
fn unusable(error: RulebookError, of_pack: fn(&PackError) -> ApiError) -> ApiError {
    match error {
        RulebookError::Pack(error) => of_pack(&error),
        error => error.into(),
    }
}

fn refused(error: &PackError) -> ApiError {
    let text = Text::new(format!("规则包不能使用：{error}"), format!("The pack cannot be used: {error}"));
    ApiError::invalid("body", text)
}

fn needed(error: &PackError) -> ApiError {
    ApiError::conflict(Text::new(
        format!("另一个自有规则包依赖它，请先修改那一个：{error}"),
        format!("Another pack of yours needs it; change that one first: {error}"),
    ))
}

fn misnamed(error: OwnPackError) -> ApiError {
    let text = match error {
        OwnPackError::OtherName(name) => Text::new(
            format!("规则包里的 id 是“{name}”，与要替换的不同。"),
            format!("The id in the pack is \u{201c}{name}\u{201d}, which is not the one to be replaced."),
        ),
        OwnPackError::BadName => Text::new(
            format!(
                "规则包的 id 只能用小写字母、数字和下划线，最多 {PACK_NAME_CHARS_MAX} 个，且不能是 {OWN_EDITION}。"
            ),
            format!(
                "The id of a pack has a-z, 0-9 and _ only, {PACK_NAME_CHARS_MAX} at the most, and is not {OWN_EDITION}."
            ),
        ),
        OwnPackError::BadVersion => Text::new(
            format!("版本只能用字母、数字、点、横线和下划线，最多 {PACK_NAME_CHARS_MAX} 个。"),
            format!(
                "A version has letters, digits, dots, dashes and underscores, {PACK_NAME_CHARS_MAX} at the most."
            ),
        ),
    };
    ApiError::invalid("body", text)
}

fn too_many() -> ApiError {
    let text = Text::new(
        format!("最多 {OWN_PACKS_MAX} 个自有规则包；请先移除不再需要的。"),
        format!("A brand has {OWN_PACKS_MAX} packs of its own at the most; remove one that is not needed."),
    );
    ApiError::conflict(text)
}
