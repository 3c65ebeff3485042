//! Finding the holders of unclaimed accounts on the roster, after files brought new accounts or new people.

use db::{DbError, Tx};
use domain::{
    id::EmployeeId,
    identity::Scope,
    matrix::{Decision, Match, MatchReason, follow, propose},
    time::Instant,
};
use serde_json::json;
use uuid::Uuid;

use super::store::{
    accounts,
    holdings::{self, NewHolding},
    matching::{self, Unclaimed},
    proposals::{self, Decided},
};
use crate::{
    App,
    events::{Change, EventKind, record},
};

/// Unclaimed accounts that are compared with the roster at a time.
const ACCOUNTS_AT_ONCE: i64 = 500;

/// What looking for holders found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MatchCounts {
    /// Accounts that an id gave to their holder.
    pub claimed: i64,
    /// New pairs that wait for a person.
    pub proposed: i64,
    /// Accounts that nobody holds still.
    pub unclaimed: i64,
}

/// Compares every unclaimed account of the brand with the roster: an id that exactly one person has claims it at
/// once, shared names are proposed. Runs in the transaction of the import, at its end, and writes one line to the
/// event log per account that is claimed. Calling it again finds nothing new.
pub async fn match_accounts(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    now: Instant,
) -> Result<MatchCounts, DbError> {
    let mut counts = MatchCounts::default();
    let mut after = Uuid::nil();
    loop {
        let open = matching::unclaimed_after(tx, scope, after, ACCOUNTS_AT_ONCE).await?;
        let Some(last) = open.last().copied() else { return Ok(counts) };
        let found = matching::candidates(tx, scope, after, last).await?;
        let claimed_before = counts.claimed;
        settle(tx, app, scope, found, &mut counts, now).await?;
        counts.unclaimed += i64::try_from(open.len()).unwrap_or(0) - (counts.claimed - claimed_before);
        after = last;
    }
}

async fn settle(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    found: Vec<Unclaimed>,
    counts: &mut MatchCounts,
    now: Instant,
) -> Result<(), DbError> {
    let mut pairs = Vec::new();
    for unclaimed in found {
        match propose(&unclaimed.seen, &unclaimed.candidates) {
            Match::None => {}
            Match::ById(employee) => {
                claim(tx, app, scope, &unclaimed, employee, now).await?;
                counts.claimed += 1;
            }
            Match::Proposed(proposed) => {
                let account = unclaimed.account;
                pairs.extend(proposed.into_iter().map(|(id, reason)| (app.id(), account, id, reason)));
            }
        }
    }
    counts.proposed += i64::try_from(proposals::propose(tx, scope, pairs, now).await?).unwrap_or(i64::MAX);
    Ok(())
}

async fn claim(
    tx: &mut Tx,
    app: &App,
    scope: &Scope,
    unclaimed: &Unclaimed,
    employee: EmployeeId,
    now: Instant,
) -> Result<(), DbError> {
    let Unclaimed { account, facts, stores, .. } = unclaimed;
    let store = follow(facts.store, None, stores.get(&employee).copied().flatten());
    accounts::set_holder(tx, scope, *account, (None, Some(employee)), store).await?;
    let holding = NewHolding { id: app.id(), account: *account, employee, on_seat: None };
    holdings::begin(tx, scope, holding, now).await?;
    let (id, reason, decision) = (app.id(), MatchReason::SameId, Decision::Claimed);
    proposals::decide(tx, scope, Decided { id, account: *account, employee, reason, decision }, now).await?;
    let before = json!({ "holder": null, "store": facts.store });
    let after = json!({ "holder": employee, "store": store, "reason": reason });
    record(tx, scope, Change::changed(EventKind::HolderChanged, account, before, after), now).await?;
    Ok(())
}
