//! Work around seats, people and entitlements: so many of a thing wait for somebody, since when, and which ones.

use super::{Evidence, Fact, Proof, RuleId};
use crate::{insight::Say, time::Instant};

/// Names that an item tells.
const NAMES_TOLD_MAX: usize = 5;

/// One thing that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What people call it.
    pub name: String,
    /// Since when it waits.
    pub since: Instant,
    /// Where in the console to see it.
    pub href: Option<String>,
}

/// Things of the brand that wait for the same; nothing where none does.
pub fn waiting(rule: RuleId, things: &[Waiting]) -> Option<Fact> {
    of(rule, ("all", Say::default()), things)
}

/// Things that wait for whoever runs one account.
pub fn waiting_of_account(
    rule: RuleId,
    (account, nickname): (&str, &str),
    things: &[Waiting],
) -> Option<Fact> {
    of(rule, (account, Say::same(nickname)), things)
}

fn of(rule: RuleId, (subject, name): (&str, Say), things: &[Waiting]) -> Option<Fact> {
    let since = things.iter().map(|thing| thing.since).min()?;
    let shown = things.iter().take(NAMES_TOLD_MAX);
    let evidence = shown.clone().map(|thing| {
        let named = Evidence::new("名称", "Name", Proof::Name(thing.name.clone()));
        thing.href.clone().into_iter().fold(named, Evidence::at)
    });
    let names: Vec<&str> = shown.clone().map(|thing| thing.name.as_str()).collect();
    Some(Fact {
        rule,
        subject: subject.to_owned(),
        name,
        measure: i64::try_from(things.len()).unwrap_or(i64::MAX),
        target: None,
        since,
        words: vec![("names", Say::new(names.join("、"), names.join(", ")))],
        evidence: evidence.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_things_are_one_item_that_names_some_and_is_as_old_as_the_oldest() {
        let thing = |number: i64| Waiting {
            name: format!("名额 {number}"),
            since: Instant::from_ms(1_000 - number),
            href: Some(format!("/seats/{number}")),
        };
        let things: Vec<Waiting> = (0..8).map(thing).collect();
        let fact = waiting(RuleId::SeatsUnbound, &things).unwrap();
        assert_eq!((fact.measure, fact.since), (8, Instant::from_ms(993)));
        assert_eq!((fact.subject.as_str(), fact.evidence.len()), ("all", NAMES_TOLD_MAX));
        assert_eq!(fact.words[0].1.zh, "名额 0、名额 1、名额 2、名额 3、名额 4");
        assert_eq!(fact.evidence[1].href.as_deref(), Some("/seats/1"));
        assert_eq!(waiting(RuleId::SeatsUnbound, &[]), None, "nothing waits");
    }
}
