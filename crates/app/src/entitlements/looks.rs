//! What other capabilities ask: what was last seen of an entitlement, and by which edition an account is judged.

use std::collections::HashMap;

use db::{DbError, Tx};
use domain::{
    entitlements::{Entitlement, Seen},
    id::AccountId,
    identity::Scope,
    rulebook::EditionId,
    time::Day,
};
use uuid::Uuid;

use super::store::sightings;

/// By what an account is judged.
#[derive(Debug)]
pub(crate) struct Ground {
    /// The edition that its company stated for the day; nothing where it is on no seat.
    pub edition: Option<EditionId>,
    /// The industry of its company.
    pub industry: Option<String>,
}

/// The last look at an entitlement of each of these accounts. Who asks has made sure that the actor sees them.
pub(crate) async fn last_looks(
    tx: &mut Tx,
    scope: &Scope,
    entitlement: Entitlement,
    accounts: &[Uuid],
) -> Result<HashMap<Uuid, Seen>, DbError> {
    let seen = sightings::seen(tx, scope, accounts).await?;
    // Of one day the later one counts: they come in the order in which they were noted.
    let last = |looks: &HashMap<Entitlement, Vec<Seen>>| {
        looks.get(&entitlement)?.iter().copied().max_by_key(|seen| seen.on)
    };
    Ok(seen.iter().filter_map(|(account, looks)| Some((*account, last(looks)?))).collect())
}

/// By what an account is judged on a day; `None` when there is no such account for the actor.
pub(crate) async fn ground_of(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    today: Day,
) -> Result<Option<Ground>, DbError> {
    let row = sightings::account(tx, scope, account, today).await?;
    Ok(row.map(|row| Ground {
        edition: row.edition.and_then(|edition| edition.parse().ok()),
        industry: row.industry,
    }))
}
