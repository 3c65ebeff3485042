//! What an amendment does to the legal entities of the brand.

use db::{DbError, Tx};
use domain::{
    identity::Scope,
    rulebook::{
        EditionId, Rulebook,
        amend::{adopted, counts_from},
        effect::{EntityEffect, EntityFacts, effect},
    },
    time::{Day, Instant},
};

use super::store::{Amendment, Subject};
use crate::seats;

/// What an amendment would do if it were adopted on this day: to each legal entity for which something changes.
pub(super) async fn of(
    tx: &mut Tx,
    scope: &Scope,
    book: &Rulebook,
    amendment: &Amendment,
    (today, now): (Day, Instant),
) -> Result<Vec<EntityEffect>, DbError> {
    let entities = seats::rule_facts(tx, scope, today).await?;
    Ok(match &amendment.subject {
        Subject::Row(row) => {
            let on = counts_from(row.valid_from, today);
            let after = book.with([adopted(row.clone(), amendment.id, (today, now))]);
            let touched = entities.iter().filter(|(_, stated)| stated.as_ref() == Some(&row.edition));
            touched
                .filter_map(|(facts, _)| between(book, &after, (&row.edition, &row.edition), facts, on))
                .collect()
        }
        Subject::Edition { entity, edition, .. } => {
            let touched = entities.iter().filter(|(facts, _)| facts.id == *entity);
            let changes = touched.filter_map(|(facts, stated)| {
                between(book, book, (stated.as_ref().unwrap_or(edition), edition), facts, today)
            });
            changes.collect()
        }
    })
}

fn between(
    before: &Rulebook,
    after: &Rulebook,
    (was, is): (&EditionId, &EditionId),
    facts: &EntityFacts,
    on: Day,
) -> Option<EntityEffect> {
    let change = effect(before.edition(was)?, after.edition(is)?, facts, on);
    (!change.is_nothing()).then_some(change)
}
