//! The way of a file from its arrival to its turn in the queue; the same for the browser and the command line.

use std::{fs::File, io::Seek as _};

use ::jobs::{NewJob, enqueue};
use domain::{
    id::{AccountId, ImportId},
    identity::Scope,
    imports::{FileKind, Mapping, needs},
    time::{Day, Period},
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{
    jobs::{ImportJob, RUN_IMPORT},
    plan::{self, Look, Plan},
    store::{self, ImportRow, ImportState, NewImport},
};
use crate::{
    App,
    events::{Change, EventKind, record},
    http::{ApiError, upload},
    kept_files::{self, FileError, KeptFile, off_the_loop},
    text::Text,
};

/// An import that waits for a decision.
#[derive(Debug, Clone, Copy)]
pub struct Proposal {
    /// The import.
    pub id: ImportId,
    /// What the file is.
    pub kind: FileKind,
    /// Whether it must be told which days the file covers.
    pub needs_period: bool,
    /// Whether it must be told whose notes the file lists.
    pub needs_account: bool,
}

/// What the user decides about a proposed import.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    /// The kind, when the proposed one is wrong; the columns are proposed anew.
    pub kind: Option<FileKind>,
    /// The sheet, counted from 0, when the proposed one is wrong.
    pub sheet: Option<usize>,
    /// What each column is, when the proposal is wrong.
    pub mapping: Option<Mapping>,
    /// The days that the file covers.
    pub period: Option<Period>,
    /// Whose notes the file lists.
    pub account: Option<AccountId>,
    /// Whether the same header shall be read the same way from now on.
    pub remember: bool,
}

/// Looks at a file, keeps it sealed, and proposes how to read it. Nothing is kept of a file that is no such file.
pub async fn propose(
    app: &App,
    scope: &Scope,
    file_name: &str,
    mut file: File,
) -> Result<Proposal, ApiError> {
    let name = upload::clean_name(file_name);
    let (copy, shown) = (clone_of(&mut file)?, name.clone());
    let look = off_the_loop(move || plan::look(copy, &shown, None)).await?;
    let mut plan = look.plan(&name);
    let remembered = remembered_mapping(app, scope, &look, plan.header_row).await?;
    if let Some(mapping) = remembered {
        plan.mapping = mapping;
    }

    let (keys, tenant) = (app.clone(), scope.tenant);
    let kept = off_the_loop(move || {
        let (sha256, bytes) = kept_files::hash_of(&mut file).map_err(FileError::from)?;
        let kept = KeptFile::Import { tenant, sha256: sha256.clone() };
        kept_files::keep(keys.vault(), &keys.settings().data_dir, &kept, &mut file)?;
        Ok::<_, FileError>((sha256, bytes))
    });
    let (sha256, bytes) = kept.await?;

    let (now, id) = (app.now(), app.id());
    let mut tx = app.db().write().await?;
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    let file = store::file_id(&mut tx, scope, app.ids().uuid(now), &sha256, bytes, now).await?;
    let created_by = scope.user().map_or_else(|| scope.source.clone(), |user| user.to_string());
    let new = NewImport { id, file, file_name: &name, plan: &plan, created_by };
    store::insert(&mut tx, scope, new, now).await?;
    let after = json!({ "file": name, "kind": plan.kind() });
    record(&mut tx, scope, Change::made(EventKind::ImportProposed, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    let needs = needs(&plan.mapping);
    let needs_period = needs.period && plan.period.is_none();
    Ok(Proposal { id, kind: plan.kind(), needs_period, needs_account: needs.account })
}

/// A second handle, at the start of the file. Both share one position.
fn clone_of(file: &mut File) -> Result<File, ApiError> {
    let clone = file.rewind().and_then(|()| file.try_clone());
    clone.map_err(|error| FileError::from(error).into())
}

/// The same headers in the same order are the same file, whatever its name.
fn header_hash(headers: &[String]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for header in headers {
        hasher.update(header.trim().as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().to_vec()
}

async fn remembered_mapping(
    app: &App,
    scope: &Scope,
    look: &Look,
    header_row: u32,
) -> Result<Option<Mapping>, ApiError> {
    let mut tx = app.db().read().await?;
    let saved = store::saved_mapping(&mut tx, scope, &header_hash(&look.headers(header_row))).await?;
    let mapping: Option<Mapping> = saved.and_then(|text| serde_json::from_str(&text).ok());
    Ok(mapping.filter(|mapping| mapping.validate().is_ok()))
}

/// Opens the file of an import and looks at it again.
pub(super) async fn look_again(
    app: &App,
    scope: &Scope,
    import: &ImportRow,
    sheet: usize,
) -> Result<Look, ApiError> {
    let (keys, kept) = (app.clone(), import.kept_file(scope.tenant));
    let name = import.file_name.clone();
    off_the_loop(move || {
        let file = kept_files::open(keys.vault(), &keys.settings().data_dir, &kept)?;
        plan::look(file, &name, Some(sheet))
    })
    .await
}

/// Changes the plan of an import that waits for a decision.
pub(super) async fn decide(
    app: &App,
    scope: &Scope,
    import: &ImportRow,
    decision: Decision,
) -> Result<Plan, ApiError> {
    let Decision { kind, sheet, mapping, period, account, remember } = decision;
    let mut plan = import.plan.clone();
    let sheet_changed = sheet.is_some_and(|sheet| sheet != plan.sheet);
    let look = look_again(app, scope, import, sheet.unwrap_or(plan.sheet)).await?;
    if sheet_changed {
        plan = Plan { period: plan.period, account: plan.account, ..look.plan(&import.file_name) };
    }
    if let Some(kind) = kind.filter(|kind| *kind != plan.kind()) {
        plan.mapping = Mapping::propose(kind, &look.headers(plan.header_row));
    }
    plan.mapping = mapping.unwrap_or(plan.mapping);
    plan.period = period.map(|period| (period.from(), period.to())).or(plan.period);
    plan.account = account.or(plan.account);
    plan.mapping
        .validate()
        .map_err(|error| ApiError::invalid("mapping", Text::new(error.zh(), error.to_string())))?;

    let now = app.now();
    let mut tx = app.db().write().await?;
    if let Some(account) = plan.account
        && !store::has_account(&mut tx, scope, account).await?
    {
        return Err(ApiError::not_found());
    }
    if remember {
        let hash = header_hash(&look.headers(plan.header_row));
        store::save_mapping(&mut tx, scope, app.ids().uuid(now), &hash, &plan, now).await?;
    }
    if !store::replan(&mut tx, scope, import.id, &plan).await? {
        return Err(decided_already());
    }
    app.commit(tx, scope.tenant).await?;
    Ok(plan)
}

/// Queues the run of an import; says what is missing where something is.
pub async fn start(app: &App, scope: &Scope, id: ImportId, decision: Decision) -> Result<(), ApiError> {
    let mut tx = app.db().read().await?;
    let import = store::find(&mut tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    drop(tx);
    let plan = if import.state == ImportState::Proposed {
        decide(app, scope, &import, decision).await?
    } else {
        return Err(decided_already());
    };
    refuse_incomplete(
        &plan,
        app.now().day(&crate::identity::zone(&mut app.db().read().await?, scope.tenant).await?),
    )?;

    let now = app.now();
    let mut tx = app.db().write().await?;
    let waits = [ImportState::Proposed];
    if !store::advance(&mut tx, scope.tenant, id, &waits, ImportState::Waiting, now).await? {
        return Err(decided_already());
    }
    let payload = ImportJob { import: id };
    let job = NewJob { id: app.id(), kind: RUN_IMPORT, payload: &payload, unique_key: None, run_at: now };
    enqueue(&mut tx, scope.tenant, job, now).await?;
    let after = json!({ "file": import.file_name, "kind": plan.kind() });
    record(&mut tx, scope, Change::made(EventKind::ImportStarted, &id, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(())
}

fn refuse_incomplete(plan: &Plan, today: Day) -> Result<(), ApiError> {
    let needs = needs(&plan.mapping);
    if needs.period && plan.period.is_none() {
        let text = Text::new(
            "文件里没有统计周期，请选择它从哪天到哪天。",
            "The file does not say which days it covers; choose them.",
        );
        return Err(ApiError::invalid("period", text));
    }
    if plan.period.is_some_and(|(_, to)| to > today) {
        let text = Text::new("周期不能晚于今天。", "The period cannot end after today.");
        return Err(ApiError::invalid("period", text));
    }
    if needs.account && plan.account.is_none() {
        let text = Text::new(
            "文件里没有账号，请选择这是谁的笔记。",
            "The file does not say whose notes it lists; choose the account.",
        );
        return Err(ApiError::invalid("account", text));
    }
    Ok(())
}

pub(super) fn decided_already() -> ApiError {
    ApiError::conflict(Text::new(
        "这次导入已经开始或已经结束，不能再更改；请刷新页面。",
        "This import has started or ended and cannot be changed any more; reload the page.",
    ))
}
