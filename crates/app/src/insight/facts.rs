//! Gathers what is so in the brand, as far as the asker sees it and may act upon it.

use std::collections::BTreeMap;

use db::{DbError, Tx};
use domain::{
    id::{AccountId, ImportId},
    identity::Scope,
    imports::FileKind,
    insight::{
        metrics::Origin,
        targets::{TargetId, Targets},
        today::{
            Fact, Moment, RuleId, Rules,
            conflicts::{Conflict, conflicts},
            facts::{self, AccountPulse, Crowd, ExportPulse},
            wording::{near_copies, risky_wording},
        },
    },
    matrix::AccountKind,
    time::{Day, Instant},
};

use super::store::{
    self, Brand,
    accounts::{AccountRow, Filter},
    loaded::OF_PERIODS,
    today as rows, wording,
};

/// Tables in which two files may say different things of the same account and period.
const DISPUTED: [Origin; 2] = [Origin::AccountPeriods, Origin::ServicePeriods];

/// Everything that rules may have an opinion about.
pub(super) async fn gather(
    tx: &mut Tx,
    scope: &Scope,
    brand: &Brand,
    now: Instant,
) -> Result<Vec<Fact>, DbError> {
    let moment = brand.moment(now);
    let may = |rule: RuleId| Rules::builtin().of(rule).is_some_and(|rule| scope.may(rule.action));
    let mut found = Vec::new();
    if may(RuleId::DeadJobs) {
        found.extend(rows::dead_jobs(tx, scope).await?.iter().map(facts::dead_jobs));
    }
    found.extend(super::waiting::gather(tx, scope, &moment).await?);
    if !rows::has_imports(tx, scope).await? {
        found.extend(may(RuleId::FirstImport).then(|| facts::first_import(brand.created_at)));
        return Ok(found);
    }
    let targets = store::targets::targets(tx, scope).await?;
    let accounts = store::accounts::accounts(tx, scope, &Filter::default(), &moment.zone).await?;
    let pulses = accounts.iter().map(pulse_of);
    found.extend(pulses.filter_map(|pulse| facts::quiet_account(&pulse, &targets, &moment)));
    let replies = rows::replies(tx, scope, moment.today()).await?;
    found.extend(replies.iter().filter_map(|pulse| facts::slow_replies(pulse, &targets, &moment)));
    if may(RuleId::RiskyWording) {
        found.extend(wording::risky(tx, scope, moment.today()).await?.iter().filter_map(risky_wording));
        found.extend(wording::copied(tx, scope, moment.today()).await?.iter().map(near_copies));
    }
    if may(RuleId::ExportOverdue) {
        let pulses = exports(tx, scope, &accounts, &targets, &moment).await?;
        found.extend(pulses.iter().filter_map(|pulse| facts::export_overdue(pulse, &targets, &moment)));
    }
    if may(RuleId::RejectedRows) {
        found.extend(rows::rejected(tx, scope, now).await?.iter().map(facts::rejected_rows));
    }
    if may(RuleId::ConflictingRows) {
        found.extend(disputes(tx, scope, moment.today()).await?);
    }
    if may(RuleId::UnclaimedAccounts) {
        found.extend(holders(tx, scope, &accounts).await?);
    }
    Ok(found)
}

fn pulse_of(account: &AccountRow) -> AccountPulse {
    AccountPulse {
        id: account.id,
        nickname: account.nickname.clone(),
        kind: account.kind,
        last_note: account.last_note_day,
        notes_as_of: account.notes_as_of,
        holder: account.holder.as_ref().map(|(_, name)| name.clone()),
    }
}

/// How fresh the kinds of exports are that the brand has brought in.
async fn exports(
    tx: &mut Tx,
    scope: &Scope,
    accounts: &[AccountRow],
    targets: &Targets,
    moment: &Moment,
) -> Result<Vec<ExportPulse>, DbError> {
    let today = moment.today();
    let mut pulses: Vec<ExportPulse> = note_lists(accounts, targets, today).into_iter().collect();
    for origin in OF_PERIODS {
        let Some(kind) = origin.file_kind() else { continue };
        let last_day = rows::last_day(tx, scope, origin, today).await?;
        pulses.extend(last_day.map(|last_day| ExportPulse { kind, last_day, lagging: vec![] }));
    }
    let lead_list = rows::last_lead_list(tx, scope).await?.map(|at| at.day(&moment.zone));
    let kind = FileKind::LeadList;
    pulses.extend(lead_list.map(|last_day| ExportPulse { kind, last_day, lagging: vec![] }));
    Ok(pulses)
}

/// Lists of notes come account by account: the one that lags most says how fresh they are.
fn note_lists(accounts: &[AccountRow], targets: &Targets, today: Day) -> Option<ExportPulse> {
    let expected = TargetId::export_days(FileKind::NoteList).and_then(|id| targets.get(id));
    let last_day = accounts.iter().filter_map(|account| account.notes_as_of).min()?;
    let lags = |account: &&AccountRow| {
        let age = account.notes_as_of.map(|day| i64::from(day.days_until(today)));
        age.zip(expected).is_some_and(|(age, expected)| age > expected)
    };
    let lagging = accounts.iter().filter(lags).map(|account| account.nickname.clone()).collect();
    Some(ExportPulse { kind: FileKind::NoteList, last_day, lagging })
}

/// Where a file disagrees with an earlier one, by the import whose numbers count.
async fn disputes(tx: &mut Tx, scope: &Scope, today: Day) -> Result<Vec<Fact>, DbError> {
    let mut by_import: BTreeMap<ImportId, Vec<Conflict>> = BTreeMap::new();
    for origin in DISPUTED {
        for disputed in rows::disputed(tx, scope, origin, today).await? {
            for conflict in conflicts(&disputed.account, disputed.period, &disputed.observed) {
                by_import.entry(conflict.import).or_default().push(conflict);
            }
        }
    }
    let mut found = Vec::new();
    for (import, conflicts) in by_import {
        if let Some((file_name, at)) = rows::import(tx, scope, import).await? {
            found.extend(facts::conflicting_rows(import, &file_name, &conflicts, at));
        }
    }
    Ok(found)
}

/// Accounts without a holder: those with a proposal wait for a decision, the others for somebody to claim them.
/// Only accounts that employees run need a holder.
async fn holders(tx: &mut Tx, scope: &Scope, accounts: &[AccountRow]) -> Result<Vec<Fact>, DbError> {
    let proposed = rows::proposals(tx, scope).await?;
    let needs_holder = |account: &&AccountRow| {
        let is_run =
            !matches!(account.kind, AccountKind::Enterprise | AccountKind::Koc | AccountKind::Creator);
        is_run && account.holder.is_none() && !proposed.iter().any(|(id, ..)| *id == account.id)
    };
    let unclaimed: Vec<(AccountId, String, Instant)> = accounts
        .iter()
        .filter(needs_holder)
        .map(|account| (account.id, account.nickname.clone(), account.created_at))
        .collect();
    let mut found = Vec::new();
    found.extend(crowd(unclaimed).as_ref().map(facts::unclaimed_accounts));
    found.extend(crowd(proposed).as_ref().map(facts::holder_proposals));
    Ok(found)
}

fn crowd(members: Vec<(AccountId, String, Instant)>) -> Option<Crowd> {
    let since = members.iter().map(|(.., since)| *since).min()?;
    let count = i64::try_from(members.len()).unwrap_or(i64::MAX);
    Some(Crowd { count, some: members.into_iter().map(|(id, name, _)| (id, name)).collect(), since })
}
