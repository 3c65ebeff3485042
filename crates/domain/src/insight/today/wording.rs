//! From what was found in the notes of an account to facts: wording that cannot stand, and near-copies.

use super::{Evidence, Fact, Proof, RuleId};
use crate::{
    id::AccountId,
    insight::{Say, metrics::Unit},
    time::{Day, Instant},
};

/// Notes of an account, published of late, whose wording cannot stand.
#[derive(Debug, Clone)]
pub struct WordingPulse {
    /// The account.
    pub id: AccountId,
    /// Its name on the platform.
    pub nickname: String,
    /// Notes that only an edit helps.
    pub blocked: i64,
    /// Notes on which somebody responsible for compliance decides.
    pub to_review: i64,
    /// When the first of them was published.
    pub since: Instant,
    /// The day on which the last of them was published.
    pub last_day: Day,
}

/// Notes of the account cannot stand. Those that must be edited are one matter, those that wait for a decision
/// another; where there are both, the first goes before and tells of the second.
pub fn risky_wording(pulse: &WordingPulse) -> Option<Fact> {
    let WordingPulse { id, nickname, blocked, to_review, since, last_day } = pulse;
    let counted = [
        (RuleId::BlockedWording, "必须修改的笔记", "Notes to be edited", *blocked),
        (RuleId::RiskyWording, "待合规审核的笔记", "Notes to be reviewed", *to_review),
    ];
    let mut counted = counted.into_iter().filter(|(.., count)| *count > 0).peekable();
    let (rule, _, _, measure) = *counted.peek()?;
    let mut evidence: Vec<Evidence> =
        counted.map(|(_, zh, en, count)| Evidence::new(zh, en, Proof::Number(Unit::Count, count))).collect();
    evidence.push(Evidence::new("最近一篇", "The last of them", Proof::Day(*last_day)));
    Some(of_notes(rule, *id, nickname, (measure, *since), evidence))
}

/// Notes of an account, published of late, that are near-copies.
#[derive(Debug, Clone)]
pub struct CopiesPulse {
    /// The account.
    pub id: AccountId,
    /// Its name on the platform.
    pub nickname: String,
    /// How many.
    pub copies: i64,
    /// When the first of them was published.
    pub since: Instant,
    /// The day on which the last of them was published.
    pub last_day: Day,
}

/// Notes of the account are near-copies of earlier ones of other accounts.
pub fn near_copies(pulse: &CopiesPulse) -> Fact {
    let CopiesPulse { id, nickname, copies, since, last_day } = pulse;
    let evidence = vec![
        Evidence::new("雷同笔记", "Near-copies", Proof::Number(Unit::Count, *copies)),
        Evidence::new("最近一篇", "The last of them", Proof::Day(*last_day)),
    ];
    of_notes(RuleId::NearCopies, *id, nickname, (*copies, *since), evidence)
}

fn of_notes(
    rule: RuleId,
    id: AccountId,
    nickname: &str,
    (measure, since): (i64, Instant),
    evidence: Vec<Evidence>,
) -> Fact {
    let (subject, name) = (id.to_string(), Say::same(nickname));
    Fact { rule, subject, name, measure, target: None, since, words: vec![], evidence }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::insight::today::{Rules, Severity, evaluate};

    fn wording(blocked: i64, to_review: i64) -> WordingPulse {
        WordingPulse {
            id: AccountId::from_uuid(Uuid::from_u128(1)),
            nickname: "木里·小周".into(),
            blocked,
            to_review,
            since: Instant::from_ms(0),
            last_day: "2026-06-20".parse().unwrap(),
        }
    }

    #[test]
    fn what_must_be_edited_goes_before_what_waits_for_a_decision() {
        use RuleId::{BlockedWording, RiskyWording};
        use Severity::{Must, Watch};
        for (blocked, to_review, expected) in [
            (0, 0, None),
            (0, 2, Some((RiskyWording, Watch, 2, 2))),
            (3, 0, Some((BlockedWording, Must, 3, 2))),
            (1, 5, Some((BlockedWording, Must, 1, 3))),
        ] {
            let fact = risky_wording(&wording(blocked, to_review));
            let items = evaluate(Rules::builtin(), fact.as_slice());
            let found = fact.zip(items.first());
            let found =
                found.map(|(fact, item)| (item.rule, item.severity, fact.measure, item.evidence.len()));
            assert_eq!(found, expected, "{blocked} {to_review}");
        }
    }

    #[test]
    fn an_item_leads_to_the_notes_of_the_account() {
        let WordingPulse { id, nickname, since, last_day, .. } = wording(0, 0);
        let copies = near_copies(&CopiesPulse { id, nickname, copies: 2, since, last_day });
        let facts = [risky_wording(&wording(1, 1)).unwrap(), copies];
        let items = evaluate(Rules::builtin(), &facts);
        let told: Vec<_> = items.iter().map(|item| (item.title.zh.as_str(), item.href.clone())).collect();
        assert_eq!(
            told,
            [
                ("木里·小周有 1 篇笔记的标题必须修改", format!("/check/notes?account={id}")),
                ("木里·小周有 2 篇笔记与别的账号雷同", format!("/check/notes?account={id}&tab=copies")),
            ]
        );
        assert_eq!(items.first().unwrap().title.en, "木里·小周: 1 with a title that must be edited");
    }
}
