//! What waits around seats, people, entitlements and selling, as facts for Today.

use db::{DbError, Tx};
use domain::{
    identity::Scope,
    insight::today::{
        Fact, Moment, RuleId, Rules,
        waiting::{waiting, waiting_of_account},
    },
    people::agreements::AgreementKind,
    seats::REMINDER_DAYS,
};

use super::store::{selling, waiting as rows};
use crate::people;

/// Days before its end on which a seat is work, and on which it must be done: two of [`REMINDER_DAYS`].
const SEAT_DAYS: i32 = REMINDER_DAYS[0];
const SEAT_DAYS_MUST: i32 = REMINDER_DAYS[2];

/// Everything that waits for somebody whom the actor may be.
pub(super) async fn gather(tx: &mut Tx, scope: &Scope, moment: &Moment) -> Result<Vec<Fact>, DbError> {
    let may = |rule: RuleId| Rules::builtin().of(rule).is_some_and(|rule| scope.may(rule.action));
    let today = moment.today();
    let mut found = Vec::new();
    if may(RuleId::SeatsEnding) {
        let must = today.plus_days(SEAT_DAYS_MUST);
        let due = rows::seats_ending(tx, scope, (today, must), (SEAT_DAYS_MUST, moment)).await?;
        let later = (must.plus_days(1), today.plus_days(SEAT_DAYS));
        found.extend(waiting(RuleId::SeatsDue, &due));
        let ending = rows::seats_ending(tx, scope, later, (SEAT_DAYS, moment)).await?;
        found.extend(waiting(RuleId::SeatsEnding, &ending));
        found.extend(waiting(RuleId::SeatsUnbound, &rows::seats_unbound(tx, scope, today).await?));
    }
    if may(RuleId::ProofsEnding) {
        found.extend(waiting(RuleId::ProofsEnding, &rows::proofs_ending(tx, scope, today).await?));
        let kind = AgreementKind::AccountAgreement;
        let counts_from = people::agreement_counts_from(tx, scope, kind).await?.unwrap_or_default();
        let unsigned = rows::agreements_unsigned(tx, scope, counts_from).await?;
        found.extend(waiting(RuleId::AgreementsUnsigned, &unsigned));
    }
    if may(RuleId::ProofsWaiting) {
        found.extend(waiting(RuleId::ProofsWaiting, &rows::proofs_waiting(tx, scope).await?));
    }
    if may(RuleId::EntitlementsUnseen) {
        found.extend(waiting(RuleId::EntitlementsUnseen, &rows::entitlements_unseen(tx, scope).await?));
    }
    if may(RuleId::CardsToSet) {
        for ((account, nickname), cards) in rows::cards_to_set(tx, scope).await? {
            found.extend(waiting_of_account(RuleId::CardsToSet, (&account.to_string(), &nickname), &cards));
        }
    }
    if may(RuleId::RuleProposals) {
        found.extend(waiting(RuleId::RuleProposals, &rows::rule_proposals(tx, scope).await?));
    }
    if may(RuleId::PromotionsWaiting) {
        let asked = selling::promotions_waiting(tx, scope).await?;
        found.extend(waiting(RuleId::PromotionsWaiting, &asked));
    }
    if may(RuleId::LiveUncounted) {
        let uncounted = selling::live_uncounted(tx, scope, moment.now).await?;
        found.extend(waiting(RuleId::LiveUncounted, &uncounted));
    }
    if may(RuleId::LiveWithoutHost) {
        let leaving = selling::live_without_host(tx, scope, moment).await?;
        found.extend(waiting(RuleId::LiveWithoutHost, &leaving));
    }
    Ok(found)
}
