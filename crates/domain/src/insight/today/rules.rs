//! The rules of Today, read from their file.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::{
    identity::Action,
    insight::{Say, metrics::Unit},
};

/// The rules and targets, as they are edited.
pub(in crate::insight) const RULE_TEXT: &str = include_str!("../../../../../rules/today.toml");

names! {
    /// What can put an item on Today.
    RuleId {
        /// Nothing was imported yet.
        FirstImport = "first_import",
        /// Jobs were given up.
        DeadJobs = "dead_jobs",
        /// A kind of export has not come for longer than the brand expects.
        ExportOverdue = "export_overdue",
        /// An account replies slower than the brand expects.
        SlowReplies = "slow_replies",
        /// An account has not published for longer than the brand expects.
        QuietAccount = "quiet_account",
        /// Notes of an account have wording that only an edit helps.
        BlockedWording = "blocked_wording",
        /// Notes of an account have wording on which somebody responsible for compliance decides.
        RiskyWording = "risky_wording",
        /// Notes of an account are near-copies of earlier ones of other accounts.
        NearCopies = "near_copies",
        /// An import left rows out.
        RejectedRows = "rejected_rows",
        /// Accounts that nobody holds.
        UnclaimedAccounts = "unclaimed_accounts",
        /// Pairs of account and employee that wait for a person.
        HolderProposals = "holder_proposals",
        /// A file says other numbers than one before.
        ConflictingRows = "conflicting_rows",
        /// Seats end within two months.
        SeatsEnding = "seats_ending",
        /// Seats end within a week.
        SeatsDue = "seats_due",
        /// Certified seats that nobody runs.
        SeatsUnbound = "seats_unbound",
        /// Holders whose proof of employment is missing or about to end.
        ProofsEnding = "proofs_ending",
        /// Proofs that nobody has reviewed.
        ProofsWaiting = "proofs_waiting",
        /// Holders without an account agreement that stands.
        AgreementsUnsigned = "agreements_unsigned",
        /// Accounts on a seat whose entitlements nobody has looked at.
        EntitlementsUnseen = "entitlements_unseen",
        /// Approved texts that are to be put into an account.
        CardsToSet = "cards_to_set",
        /// Changes of the rule book that wait for a second person.
        RuleProposals = "rule_proposals",
        /// Requests for promotion money that wait for somebody who may grant it.
        PromotionsWaiting = "promotions_waiting",
        /// Live sessions that are over and of which nobody has entered what they brought.
        LiveUncounted = "live_uncounted",
        /// Live sessions to come whose host or replier leaves before.
        LiveWithoutHost = "live_without_host",
    }
}

names! {
    /// How pressing an item is.
    Severity {
        /// It must be done.
        Must = "must",
        /// It should be watched.
        Watch = "watch",
        /// It is good to know.
        Note = "note",
    }
}

/// A rule: when a fact becomes an item, and what the item says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Which rule.
    pub id: RuleId,
    /// What its reader must be permitted.
    pub action: Action,
    /// What the measure counts.
    pub unit: Unit,
    /// Up to here all is well, unless the fact brings a target of the brand.
    pub threshold: i64,
    /// How pressing it is.
    pub severity: Severity,
    /// Further than this beyond the threshold it must be done.
    pub must_beyond: Option<i64>,
    /// Points for the matter itself.
    pub weight: i64,
    /// Units beyond the threshold that give one point more.
    pub units_per_point: i64,
    /// Points for going beyond the threshold, at the most.
    pub points_max: i64,
    /// Days from the beginning of the fact until it is due.
    pub due_days: i64,
    /// Where the button leads.
    pub href: String,
    /// What the item is.
    pub title: Say,
    /// Why it is.
    pub reason: Say,
    /// What the button says.
    pub button: Say,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeverityPoints {
    must: i64,
    watch: i64,
    note: i64,
}

/// Every rule.
#[derive(Debug, Clone, Deserialize)]
pub struct Rules {
    #[serde(rename = "rule")]
    list: Vec<Rule>,
    severity_points: SeverityPoints,
}

static BUILTIN: LazyLock<Rules> = LazyLock::new(|| {
    // The text is part of the program; a test reads it.
    let none = SeverityPoints { must: 0, watch: 0, note: 0 };
    toml::from_str(RULE_TEXT).unwrap_or(Rules { list: vec![], severity_points: none })
});

impl Rules {
    /// The rules that come with the program.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// The rule with this id.
    pub fn of(&self, id: RuleId) -> Option<&Rule> {
        self.list.iter().find(|rule| rule.id == id)
    }

    /// Points for how pressing an item is.
    pub const fn points_of(&self, severity: Severity) -> i64 {
        match severity {
            Severity::Must => self.severity_points.must,
            Severity::Watch => self.severity_points.watch,
            Severity::Note => self.severity_points.note,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_rules_can_be_read() {
        let read: Result<Rules, _> = toml::from_str(RULE_TEXT);
        assert!(read.is_ok(), "{read:?}");
    }

    #[test]
    fn every_rule_is_defined_once_and_speaks_both_languages() {
        let rules = Rules::builtin();
        let mut ids: Vec<RuleId> = rules.list.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        assert_eq!(ids, RuleId::ALL);
        for rule in &rules.list {
            for text in [&rule.title, &rule.reason, &rule.button] {
                assert!(!text.zh.is_ascii() && !text.en.is_empty(), "{}: {text:?}", rule.id);
            }
            assert!(rule.href.starts_with('/') && rule.units_per_point > 0, "{}", rule.id);
        }
    }
}
