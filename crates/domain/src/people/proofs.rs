//! Proofs about employees: what each proves, for how long, and whether somebody accepted it.
//!
//! Words: a *verdict* is what a reviewer said; a *standing* is what follows from it on a day. A proof proves something
//! on a day only while it stands: accepted, issued by then, not ended.

use crate::time::Day;

names! {
    /// What a proof is about.
    ProofKind {
        /// 在职证明: that they work for the merchant.
        Employment = "employment",
        /// A certificate, diploma or licence of theirs.
        Certificate = "certificate",
        /// That they worked in the trade before they came here; the day it bears is their first in it.
        Trade = "trade",
        /// That a story which they tell happened.
        Story = "story",
        /// That a platform account is theirs.
        Account = "account",
    }
}

names! {
    /// What a reviewer said of a proof.
    ProofVerdict {
        /// It proves what it says.
        Accepted = "accepted",
        /// It does not.
        Refused = "refused",
    }
}

names! {
    /// What a proof is worth on a day.
    ProofStanding {
        /// Nobody reviewed it yet.
        Waiting = "waiting",
        /// It proves.
        Valid = "valid",
        /// It was refused.
        Refused = "refused",
        /// Its last day has passed.
        Ended = "ended",
    }
}

/// Characters of the title of a proof, like the name of a certificate.
pub const PROOF_TITLE_CHARS_MAX: usize = 80;
/// Characters of the reason of a review.
pub const REVIEW_REASON_CHARS_MAX: usize = 200;
/// Proofs that one person may have.
pub const PROOFS_PER_PERSON_MAX: i64 = 200;

/// What the rules need to know of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProofFacts {
    /// What it is about.
    pub kind: ProofKind,
    /// The day it bears.
    pub issued_on: Day,
    /// The last day on which it proves; open where it does not end.
    pub valid_until: Option<Day>,
    /// What a reviewer said.
    pub verdict: Option<ProofVerdict>,
}

/// Why a proof or its review is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// It bears a day that has not come.
    #[error("the proof bears a day to come")]
    NotIssuedYet,
    /// It ends before it begins.
    #[error("the proof ends before the day it bears")]
    Backwards,
    /// A proof of employment says how long it counts: it is renewed every year.
    #[error("a proof of employment needs a last day")]
    NoEnd,
    /// A proof about an account says which.
    #[error("a proof about an account names the account, and no other does")]
    WrongAccount,
    /// It was reviewed before.
    #[error("the proof was reviewed already")]
    Reviewed,
    /// A refusal says why, so that a better proof can be brought.
    #[error("a refusal needs a reason")]
    NoReason,
    /// What has ended is not accepted any more.
    #[error("the proof ended on {0}")]
    Ended(Day),
}

impl ProofFacts {
    /// Refuses what cannot be handed in today.
    pub fn check(&self, names_account: bool, today: Day) -> Result<(), ProofError> {
        if self.issued_on > today {
            return Err(ProofError::NotIssuedYet);
        }
        if self.valid_until.is_some_and(|until| until < self.issued_on) {
            return Err(ProofError::Backwards);
        }
        if self.kind == ProofKind::Employment && self.valid_until.is_none() {
            return Err(ProofError::NoEnd);
        }
        if (self.kind == ProofKind::Account) != names_account {
            return Err(ProofError::WrongAccount);
        }
        Ok(())
    }

    /// What it is worth on a day.
    pub fn standing(&self, on: Day) -> ProofStanding {
        match self.verdict {
            None => ProofStanding::Waiting,
            Some(ProofVerdict::Refused) => ProofStanding::Refused,
            Some(ProofVerdict::Accepted) if self.valid_until.is_some_and(|until| until < on) => {
                ProofStanding::Ended
            }
            Some(ProofVerdict::Accepted) => ProofStanding::Valid,
        }
    }

    /// Whether it proves what it is about on that day.
    pub fn proves(&self, kind: ProofKind, on: Day) -> bool {
        self.kind == kind && self.issued_on <= on && self.standing(on) == ProofStanding::Valid
    }

    /// Whether a reviewer may say this of it today.
    pub fn judge(&self, verdict: ProofVerdict, has_reason: bool, today: Day) -> Result<(), ProofError> {
        if self.verdict.is_some() {
            return Err(ProofError::Reviewed);
        }
        match (verdict, self.valid_until) {
            (ProofVerdict::Refused, _) if !has_reason => Err(ProofError::NoReason),
            (ProofVerdict::Accepted, Some(until)) if until < today => Err(ProofError::Ended(until)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn proof(kind: ProofKind, from: &str, until: Option<&str>, verdict: Option<ProofVerdict>) -> ProofFacts {
        ProofFacts { kind, issued_on: day(from), valid_until: until.map(day), verdict }
    }

    #[test]
    fn a_proof_is_handed_in_whole_or_not_at_all() {
        use ProofKind::{Account, Certificate, Employment};
        let today = day("2026-06-22");
        for (kind, from, until, account, expected) in [
            (Employment, "2026-06-01", Some("2027-05-31"), false, Ok(())),
            (Employment, "2026-06-01", None, false, Err(ProofError::NoEnd)),
            (Employment, "2026-06-23", Some("2027-05-31"), false, Err(ProofError::NotIssuedYet)),
            (Employment, "2026-06-01", Some("2026-05-31"), false, Err(ProofError::Backwards)),
            (Employment, "2026-06-01", Some("2027-05-31"), true, Err(ProofError::WrongAccount)),
            (Certificate, "2019-06-01", None, false, Ok(())),
            (Account, "2026-06-01", None, true, Ok(())),
            (Account, "2026-06-01", None, false, Err(ProofError::WrongAccount)),
        ] {
            let facts = proof(kind, from, until, None);
            assert_eq!(facts.check(account, today), expected, "{kind} {from} {until:?} {account}");
        }
    }

    #[test]
    fn a_proof_proves_only_while_it_is_accepted_issued_and_not_ended() {
        use ProofVerdict::{Accepted, Refused};
        let kind = ProofKind::Employment;
        for (verdict, on, standing, proves) in [
            (None, "2026-06-22", ProofStanding::Waiting, false),
            (Some(Refused), "2026-06-22", ProofStanding::Refused, false),
            (Some(Accepted), "2026-06-22", ProofStanding::Valid, true),
            (Some(Accepted), "2027-05-31", ProofStanding::Valid, true),
            (Some(Accepted), "2027-06-01", ProofStanding::Ended, false),
            (Some(Accepted), "2026-05-31", ProofStanding::Valid, false),
        ] {
            let facts = proof(kind, "2026-06-01", Some("2027-05-31"), verdict);
            assert_eq!(facts.standing(day(on)), standing, "{verdict:?} {on}");
            assert_eq!(facts.proves(kind, day(on)), proves, "{verdict:?} {on}");
            assert!(!facts.proves(ProofKind::Certificate, day(on)), "it proves nothing else");
        }
    }

    #[test]
    fn a_review_is_said_once_and_a_refusal_says_why() {
        use ProofVerdict::{Accepted, Refused};
        let today = day("2027-06-01");
        for (before, until, verdict, reason, expected) in [
            (None, Some("2027-06-01"), Accepted, false, Ok(())),
            (None, Some("2027-05-31"), Accepted, false, Err(ProofError::Ended(day("2027-05-31")))),
            (None, Some("2027-05-31"), Refused, true, Ok(())),
            (None, None, Refused, false, Err(ProofError::NoReason)),
            (Some(Refused), None, Accepted, false, Err(ProofError::Reviewed)),
        ] {
            let facts = proof(ProofKind::Certificate, "2026-06-01", until, before);
            assert_eq!(facts.judge(verdict, reason, today), expected, "{before:?} {until:?} {verdict}");
        }
    }
}
