//! What is known of a person when an account is to be bound to them, and what is missing for it.

use super::Employment;
use crate::{
    id::{AccountId, AgreementSignatureId},
    time::Day,
};

/// What binding asks of a person, as of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindingFacts {
    /// What the roster says.
    pub employment: Employment,
    /// The last day of the accepted proof of employment that lasts longest; absent where none counts on the day.
    pub proof_valid_until: Option<Day>,
    /// Their standing signature under the account agreement.
    pub agreement: Option<AgreementSignatureId>,
    /// Their standing consent to the use of face and voice.
    pub likeness: Option<AgreementSignatureId>,
    /// Accounts that an accepted proof says are theirs.
    pub accounts_proven: Vec<AccountId>,
    /// Whether their leaving has begun.
    pub is_leaving: bool,
}

names! {
    /// What is missing before an account is bound to a person.
    BindingGap {
        /// They have left, will leave, or their leaving has begun.
        Leaving = "leaving",
        /// No accepted proof of employment counts on the day.
        NoEmploymentProof = "no_employment_proof",
        /// The account agreement is not signed.
        NoAgreement = "no_agreement",
        /// The consent to the use of face and voice is not signed.
        NoLikeness = "no_likeness",
        /// Nothing proves that the account is theirs.
        AccountNotProven = "account_not_proven",
    }
}

impl BindingFacts {
    /// What is missing for binding a person to `account`, in the order in which it is mended. Consent to face and voice
    /// is asked for only where the persona shows them; that an account is theirs, only where it is their own account.
    pub fn gaps(&self, account: Option<AccountId>, shows_likeness: bool) -> Vec<BindingGap> {
        let is_unproven = account.is_some_and(|account| !self.accounts_proven.contains(&account));
        [
            (BindingGap::Leaving, self.is_leaving || self.employment.left_on.is_some()),
            (BindingGap::NoEmploymentProof, self.proof_valid_until.is_none()),
            (BindingGap::NoAgreement, self.agreement.is_none()),
            (BindingGap::NoLikeness, shows_likeness && self.likeness.is_none()),
            (BindingGap::AccountNotProven, is_unproven),
        ]
        .into_iter()
        .filter_map(|(gap, is_open)| is_open.then_some(gap))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_missing_is_told_in_the_order_in_which_it_is_mended() {
        use BindingGap::{AccountNotProven, Leaving, NoAgreement, NoEmploymentProof, NoLikeness};
        let account = AccountId::from_uuid(Uuid::from_u128(3));
        let signature = AgreementSignatureId::from_uuid(Uuid::from_u128(4));
        let day: Day = "2027-05-31".parse().unwrap();
        let bare = BindingFacts {
            employment: Employment {
                employee_no: None,
                name: "王芳".into(),
                post: None,
                manager: None,
                store: None,
                hired_on: None,
                left_on: None,
            },
            proof_valid_until: None,
            agreement: None,
            likeness: None,
            accounts_proven: vec![],
            is_leaving: false,
        };
        assert_eq!(bare.gaps(None, false), [NoEmploymentProof, NoAgreement]);
        assert_eq!(
            bare.gaps(Some(account), true),
            [NoEmploymentProof, NoAgreement, NoLikeness, AccountNotProven]
        );
        let whole = BindingFacts {
            proof_valid_until: Some(day),
            agreement: Some(signature),
            likeness: Some(signature),
            accounts_proven: vec![account],
            ..bare
        };
        assert_eq!(whole.gaps(Some(account), true), []);
        let leaving = BindingFacts { is_leaving: true, ..whole.clone() };
        assert_eq!(leaving.gaps(None, true), [Leaving]);
        let employment = Employment { left_on: Some(day), ..whole.employment.clone() };
        assert_eq!(BindingFacts { employment, ..whole }.gaps(None, true), [Leaving]);
    }
}
