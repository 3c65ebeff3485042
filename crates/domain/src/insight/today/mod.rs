//! Today: what there is to do, ranked, each item with its reason and its evidence.
//!
//! The shell loads facts, [`facts`] turns them into [`Fact`]s, and [`evaluate`] holds them against the rules of
//! `rules/today.toml`. A capability that has work to show adds a [`RuleId`], a rule to the file and a function that
//! makes its facts; nothing else changes.
//!
//! Invariants: the key of an item (`rule:subject`) stays the same from day to day, so that an owner or a snooze
//! stays with it; its score is the sum of named points.

pub mod conflicts;
pub mod facts;
mod rules;
mod shown;
pub mod waiting;
pub mod wording;

use crate::time::{Day, Instant, Period, Zone};

use super::{Say, metrics::Unit};
pub(super) use rules::RULE_TEXT;
pub use rules::{Rule, RuleId, Rules, Severity};
pub use shown::shown;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// When it is, for the rules.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The instant.
    pub now: Instant,
    /// The zone of the brand.
    pub zone: Zone,
}

impl Moment {
    /// The business day.
    pub fn today(&self) -> Day {
        self.now.day(&self.zone)
    }

    /// The first instant of a business day.
    pub fn start_of(&self, day: Day) -> Instant {
        day.start(&self.zone).unwrap_or(self.now)
    }
}

/// Something that is so, and that a rule has an opinion about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The rule.
    pub rule: RuleId,
    /// What it is about: an id in its text form, or a word.
    pub subject: String,
    /// What people call that.
    pub name: Say,
    /// The number that is held against the threshold; more is worse.
    pub measure: i64,
    /// What the brand expects, where it expects something; else the threshold of the rule.
    pub target: Option<i64>,
    /// Since when it is so.
    pub since: Instant,
    /// Words for the places of the rule's texts.
    pub words: Vec<(&'static str, Say)>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// One thing that a fact rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub label: Say,
    /// How much, or what.
    pub value: Proof,
    /// Where in the console to see it.
    pub href: Option<String>,
}

/// The value of a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A number.
    Number(Unit, i64),
    /// A day.
    Day(Day),
    /// A period.
    Period(Period),
    /// A name.
    Name(String),
}

impl Evidence {
    /// A piece of evidence without a link.
    pub fn new(zh: &str, en: &str, value: Proof) -> Self {
        Self { label: Say::new(zh, en), value, href: None }
    }

    /// The same with a link into the console.
    #[must_use]
    pub fn at(mut self, href: String) -> Self {
        self.href = Some(href);
        self
    }
}

/// Points of a score, and what they are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// What for.
    pub label: Say,
    /// How many.
    pub points: i64,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// `rule:subject`, the same from day to day.
    pub key: String,
    /// The rule that made it.
    pub rule: RuleId,
    /// How pressing it is.
    pub severity: Severity,
    /// Its rank: the sum of its points.
    pub score: i64,
    /// What the points are for.
    pub parts: Vec<Points>,
    /// What it is.
    pub title: Say,
    /// Why it is.
    pub reason: Say,
    /// What that rests on.
    pub evidence: Vec<Evidence>,
    /// Since when it is so.
    pub since: Instant,
    /// Until when it should be done.
    pub due: Instant,
    /// What the button says.
    pub button: Say,
    /// Where the button leads.
    pub href: String,
}

/// What there is to do because of these facts, the most pressing first.
pub fn evaluate(rules: &Rules, facts: &[Fact]) -> Vec<Item> {
    let mut items: Vec<Item> = facts
        .iter()
        .filter_map(|fact| rules.of(fact.rule).and_then(|rule| item_of(rules, rule, fact)))
        .collect();
    items.sort_by(|one, other| other.score.cmp(&one.score).then_with(|| one.key.cmp(&other.key)));
    items
}

fn item_of(rules: &Rules, rule: &Rule, fact: &Fact) -> Option<Item> {
    let threshold = fact.target.unwrap_or(rule.threshold);
    let beyond = fact.measure.saturating_sub(threshold);
    if beyond <= 0 {
        return None;
    }
    let severity =
        if rule.must_beyond.is_some_and(|must| beyond > must) { Severity::Must } else { rule.severity };
    let parts = parts_of(rules, rule, beyond, severity);
    let mut words = vec![
        ("subject", Say::same(&*fact.subject)),
        ("name", fact.name.clone()),
        ("measure", shown(rule.unit, fact.measure)),
        ("threshold", shown(rule.unit, threshold)),
        ("beyond", shown(rule.unit, beyond)),
    ];
    words.extend(fact.words.iter().cloned());
    Some(Item {
        key: format!("{}:{}", rule.id, fact.subject),
        rule: rule.id,
        severity,
        score: parts.iter().map(|part| part.points).sum(),
        parts,
        title: rule.title.filled(&words),
        reason: rule.reason.filled(&words),
        evidence: fact.evidence.clone(),
        since: fact.since,
        due: fact.since.plus_ms(rule.due_days.saturating_mul(DAY_MS)),
        button: rule.button.filled(&words),
        href: rule.href.replace("{subject}", &fact.subject),
    })
}

fn parts_of(rules: &Rules, rule: &Rule, beyond: i64, severity: Severity) -> Vec<Points> {
    let far = shown(rule.unit, beyond);
    let beyond_points = (beyond / rule.units_per_point.max(1)).min(rule.points_max);
    let parts = [
        (Say::new("事项本身", "The matter itself"), rule.weight),
        (Say::new(format!("超出 {}", far.zh.trim()), format!("{} beyond", far.en)), beyond_points),
        (Say::new("紧急程度", "How pressing it is"), rules.points_of(severity)),
    ];
    let counted = parts.into_iter().filter(|(_, points)| *points > 0);
    counted.map(|(label, points)| Points { label, points }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    fn fact(rule: RuleId, subject: &str, measure: i64, target: Option<i64>) -> Fact {
        Fact {
            rule,
            subject: subject.to_owned(),
            name: Say::same("木里·小周"),
            measure,
            target,
            since: Instant::from_ms(0),
            words: vec![("last_day", Say::same("2026-06-01"))],
            evidence: vec![],
        }
    }

    #[test]
    fn a_fact_becomes_an_item_beyond_its_threshold_only() {
        let rules = Rules::builtin();
        for (measure, target, expected) in [
            (14, None, None),
            (15, None, Some((Severity::Watch, 45 + 1 + 15))),
            (28, None, Some((Severity::Watch, 45 + 14 + 15))),
            (29, None, Some((Severity::Must, 45 + 15 + 40))),
            (500, None, Some((Severity::Must, 45 + 30 + 40))),
            (8, Some(7), Some((Severity::Watch, 45 + 1 + 15))),
            (20, Some(30), None),
        ] {
            let items = evaluate(rules, &[fact(RuleId::QuietAccount, "account_1", measure, target)]);
            let found = items.first().map(|item| (item.severity, item.score));
            assert_eq!(found, expected, "{measure} {target:?}");
        }
    }

    #[test]
    fn an_item_says_why_and_where_to_go() {
        let items = evaluate(Rules::builtin(), &[fact(RuleId::QuietAccount, "account_1", 20, Some(7))]);
        let [item] = items.as_slice() else { panic!("{items:?}") };
        assert_eq!(item.key, "quiet_account:account_1");
        assert_eq!(item.title.zh, "木里·小周已 20 天没发笔记");
        assert_eq!(item.reason.en, "The last note is of 2026-06-01; you expect one every 7 days.");
        assert_eq!(item.href, "/accounts/account_1?tab=notes");
        assert_eq!(item.due, Instant::from_ms(2 * DAY_MS));
        assert_eq!(item.parts.iter().map(|part| part.points).collect::<Vec<_>>(), [45, 13, 15]);
    }

    proptest! {
        #[test]
        fn the_most_pressing_stands_first_whatever_the_order_of_the_facts(
            facts in vec((select(RuleId::ALL), 0..200_i64, 0..9_u8), 0..20)
        ) {
            let facts: Vec<Fact> =
                facts.into_iter().map(|(rule, n, subject)| fact(rule, &subject.to_string(), n, None)).collect();
            let items = evaluate(Rules::builtin(), &facts);
            prop_assert!(items.is_sorted_by_key(|item| -item.score));
            for item in &items {
                prop_assert_eq!(item.score, item.parts.iter().map(|part| part.points).sum::<i64>());
            }
            let mut reversed = facts;
            reversed.reverse();
            let keys = |items: &[Item]| items.iter().map(|item| (item.key.clone(), item.score)).collect::<Vec<_>>();
            let (mut one, mut other) = (keys(&items), keys(&evaluate(Rules::builtin(), &reversed)));
            one.sort();
            other.sort();
            prop_assert_eq!(one, other);
        }
    }
}
