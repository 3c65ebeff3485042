//! Scores that two people gave to one text.

use db::{DbError, FromQueryResult, Tx, params};
use domain::identity::Scope;

/// Pairs that are looked at, the newest first.
const PAIRS_MAX: i64 = 5_000;

/// What two people gave to one text.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub(in crate::studio) struct ScorePair {
    pub truth_one: i64,
    pub truth_other: i64,
    pub useful_one: i64,
    pub useful_other: i64,
    pub warm_one: i64,
    pub warm_other: i64,
}

/// Every pair of people who scored the same text, each pair once.
pub(in crate::studio) async fn pairs(tx: &mut Tx, scope: &Scope) -> Result<Vec<ScorePair>, DbError> {
    let sql = "
        select one.true_score as truth_one, other.true_score as truth_other, one.useful_score as useful_one,
            other.useful_score as useful_other, one.warm_score as warm_one, other.warm_score as warm_other
        from draft_decisions one
        join draft_decisions other on other.tenant_id = one.tenant_id and other.draft_id = one.draft_id
            and other.text_no = one.text_no and other.place > one.place
        where one.tenant_id = $1 and one.true_score is not null and other.true_score is not null
            and one.decided_by_user <> other.decided_by_user
        order by other.decided_at desc, one.draft_id, one.place limit $2";
    tx.all(sql, params![scope.tenant.uuid(), PAIRS_MAX]).await
}
