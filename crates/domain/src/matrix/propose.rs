//! Who on the roster holds an account that nobody holds yet: an id decides, a name only proposes.

use super::MatchReason;
use crate::id::EmployeeId;

/// What the platform shows of an unclaimed account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// 账号ID.
    pub xhs_uid: Option<String>,
    /// 小红书账号id.
    pub xhs_no: Option<String>,
    /// The name it bears.
    pub nickname: String,
}

/// An account that the roster says an employee runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeclaredAccount {
    /// 账号ID.
    pub xhs_uid: Option<String>,
    /// 小红书账号id.
    pub xhs_no: Option<String>,
    /// 小红书昵称.
    pub nickname: Option<String>,
}

/// An employee who may be the holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub employee: EmployeeId,
    /// Their name.
    pub name: String,
    /// The accounts that the roster gives them.
    pub accounts: Vec<DeclaredAccount>,
    /// They have left, or will: no account is given to them any more.
    pub has_left: bool,
    /// A person said that they do not hold this account.
    pub declined: bool,
}

/// What follows for the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// Exactly one employee has its id on the roster: they hold it at once.
    ById(EmployeeId),
    /// These may hold it, for a person to decide.
    Proposed(Vec<(EmployeeId, MatchReason)>),
    /// Nobody fits.
    None,
}

impl DeclaredAccount {
    /// Whether both name the same account by an id.
    fn has_id_of(&self, seen: &Seen) -> bool {
        equal(self.xhs_uid.as_ref(), seen.xhs_uid.as_ref())
            || (equal(self.xhs_no.as_ref(), seen.xhs_no.as_ref()) && !self.has_other_uid(seen))
    }

    fn has_other_uid(&self, seen: &Seen) -> bool {
        differ(self.xhs_uid.as_ref(), seen.xhs_uid.as_ref())
    }

    /// Whether an id says that this is another account, whatever it is called.
    fn is_other_than(&self, seen: &Seen) -> bool {
        self.has_other_uid(seen)
            || (!equal(self.xhs_uid.as_ref(), seen.xhs_uid.as_ref())
                && differ(self.xhs_no.as_ref(), seen.xhs_no.as_ref()))
    }

    fn has_nickname_of(&self, seen: &Seen) -> bool {
        self.nickname.as_deref().is_some_and(|nickname| same_words(nickname, &seen.nickname))
    }

    /// Whether two rows of a roster speak of the same account: by an id, or by the nickname where no id says
    /// otherwise.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let nickname = other.nickname.clone().unwrap_or_default();
        let seen = Seen { xhs_uid: other.xhs_uid.clone(), xhs_no: other.xhs_no.clone(), nickname };
        self.has_id_of(&seen) || (self.has_nickname_of(&seen) && !self.is_other_than(&seen))
    }
}

fn equal(one: Option<&String>, other: Option<&String>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one == other)
}

fn differ(one: Option<&String>, other: Option<&String>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

fn same_words(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    !one.is_empty() && one == other
}

/// Looks for the holder of an account among people on the roster.
///
/// An id that only one of them has decides. An id that several have, an equal nickname, or the employee's own name
/// as a nickname only propose, all bearers alike. An id that differs speaks against an equal nickname. Whoever has
/// left, or was declined for this account, is passed over.
pub fn propose(seen: &Seen, candidates: &[Candidate]) -> Match {
    let open: Vec<&Candidate> =
        candidates.iter().filter(|candidate| !candidate.has_left && !candidate.declined).collect();
    let reasons: Vec<(EmployeeId, MatchReason)> = open
        .into_iter()
        .filter_map(|candidate| Some((candidate.employee, reason_for(seen, candidate)?)))
        .collect();
    let by_id: Vec<EmployeeId> =
        reasons.iter().filter(|(_, reason)| *reason == MatchReason::SameId).map(|(id, _)| *id).collect();
    match (by_id.as_slice(), reasons.is_empty()) {
        (_, true) => Match::None,
        ([one], _) => Match::ById(*one),
        ([], _) => Match::Proposed(reasons),
        _ => Match::Proposed(
            reasons.into_iter().filter(|(_, reason)| *reason == MatchReason::SameId).collect(),
        ),
    }
}

fn reason_for(seen: &Seen, candidate: &Candidate) -> Option<MatchReason> {
    let accounts = &candidate.accounts;
    if accounts.iter().any(|account| account.has_id_of(seen)) {
        return Some(MatchReason::SameId);
    }
    if accounts.iter().any(|account| account.has_nickname_of(seen) && !account.is_other_than(seen)) {
        return Some(MatchReason::SameNickname);
    }
    let other = accounts.iter().any(|account| account.is_other_than(seen));
    (same_words(&candidate.name, &seen.nickname) && !other).then_some(MatchReason::SameName)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*, sample::select};
    use uuid::Uuid;

    use super::*;

    fn employee(number: u128) -> EmployeeId {
        EmployeeId::from_uuid(Uuid::from_u128(number))
    }

    fn text(text: &str) -> Option<String> {
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn declared((uid, no, nickname): (&str, &str, &str)) -> DeclaredAccount {
        DeclaredAccount { xhs_uid: text(uid), xhs_no: text(no), nickname: text(nickname) }
    }

    fn person(number: u128, name: &str, accounts: &[(&str, &str, &str)]) -> Candidate {
        Candidate {
            employee: employee(number),
            name: name.to_owned(),
            accounts: accounts.iter().copied().map(declared).collect(),
            has_left: false,
            declined: false,
        }
    }

    fn seen(uid: &str, no: &str, nickname: &str) -> Seen {
        Seen { xhs_uid: text(uid), xhs_no: text(no), nickname: nickname.to_owned() }
    }

    fn assert_cases(cases: Vec<(&str, Seen, Vec<Candidate>, Match)>) {
        for (why, account, people, expected) in cases {
            assert_eq!(propose(&account, &people), expected, "{why}");
        }
    }

    fn one(name: &str, account: (&str, &str, &str)) -> Vec<Candidate> {
        vec![person(1, name, &[account])]
    }

    #[test]
    fn an_id_that_one_person_has_claims_and_one_that_two_have_proposes() {
        let claimed = || Match::ById(employee(1));
        let with_name = vec![person(1, "王芳", &[("u1", "", "")]), person(2, "李雷", &[("", "", "小木")])];
        let of_two = vec![
            person(1, "王芳", &[("u1", "", "")]),
            person(2, "李雷", &[("u1", "", "")]),
            person(3, "小木", &[]),
        ];
        let both = [1, 2].map(|number| (employee(number), MatchReason::SameId)).to_vec();
        assert_cases(vec![
            ("equal uid", seen("u1", "", "小木"), one("王芳", ("u1", "", "")), claimed()),
            ("equal number", seen("u1", "7", "小木"), one("王芳", ("", "7", "")), claimed()),
            (
                "the uid outlives a changed number",
                seen("u1", "7", "小木"),
                one("王芳", ("u1", "8", "")),
                claimed(),
            ),
            (
                "an equal number of another uid",
                seen("u1", "7", "小木"),
                one("王芳", ("u2", "7", "")),
                Match::None,
            ),
            ("an id beats a nickname", seen("u1", "", "小木"), with_name, claimed()),
            ("an id that two have", seen("u1", "", "小木"), of_two, Match::Proposed(both)),
        ]);
    }

    #[test]
    fn a_name_only_proposes_and_another_id_speaks_against_it() {
        let proposed = |reason| Match::Proposed(vec![(employee(1), reason)]);
        let bearers = vec![person(1, "王芳", &[("", "", "小木")]), person(2, "李雷", &[("", "", "小木")])];
        let both = [1, 2].map(|number| (employee(number), MatchReason::SameNickname)).to_vec();
        let by_nickname = proposed(MatchReason::SameNickname);
        let by_name = proposed(MatchReason::SameName);
        assert_cases(vec![
            ("nobody", seen("u1", "", "小木"), vec![], Match::None),
            ("equal nickname", seen("u1", "", "小木"), one("王芳", ("", "", " 小木")), by_nickname),
            ("a nickname borne by two", seen("", "", "小木"), bearers, Match::Proposed(both)),
            ("the own name", seen("u1", "", "王芳"), vec![person(1, "王芳", &[])], by_name),
            (
                "the own name, another account",
                seen("u1", "", "王芳"),
                one("王芳", ("u9", "", "")),
                Match::None,
            ),
            (
                "equal nickname, another number",
                seen("", "7", "小木"),
                one("王芳", ("", "8", "小木")),
                Match::None,
            ),
            (
                "equal nickname, another uid",
                seen("u1", "7", "小木"),
                one("王芳", ("u2", "7", "小木")),
                Match::None,
            ),
            ("no name at all", seen("", "", ""), one("", ("", "", "")), Match::None),
        ]);
    }

    #[test]
    fn who_left_or_was_declined_is_passed_over() {
        let account = seen("u1", "", "小木");
        let gone = Candidate { has_left: true, ..person(1, "王芳", &[("u1", "", "")]) };
        let declined = Candidate { declined: true, ..person(2, "李雷", &[("u1", "", "小木")]) };
        assert_eq!(propose(&account, &[gone.clone(), declined.clone()]), Match::None);
        let third = person(3, "韩梅", &[("", "", "小木")]);
        let expected = Match::Proposed(vec![(employee(3), MatchReason::SameNickname)]);
        assert_eq!(propose(&account, &[gone, declined, third]), expected);
    }

    fn word(words: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
        option::of(select(words).prop_map(str::to_owned))
    }

    prop_compose! {
        fn declaration()(
            xhs_uid in word(&["u1", "u2"]), xhs_no in word(&["7", "8"]), nickname in word(&["小木", "王芳"]),
        ) -> DeclaredAccount {
            DeclaredAccount { xhs_uid, xhs_no, nickname }
        }
    }

    prop_compose! {
        fn crowd()(
            list in vec((vec(declaration(), 0..3), select(&["王芳", "李雷"][..]), any::<bool>(), any::<bool>()), 0..5),
        ) -> Vec<Candidate> {
            let numbered = (1_u128..).zip(list);
            numbered.map(|(number, (accounts, name, has_left, declined))| Candidate {
                employee: employee(number), name: name.to_owned(), accounts, has_left, declined,
            }).collect()
        }
    }

    proptest! {
        #[test]
        fn only_an_id_of_exactly_one_open_person_claims(declared in declaration(), people in crowd()) {
            let account = Seen {
                xhs_uid: declared.xhs_uid, xhs_no: declared.xhs_no, nickname: declared.nickname.unwrap_or_default(),
            };
            let open = |id: EmployeeId| people.iter().any(|p| p.employee == id && !p.has_left && !p.declined);
            let shares_id = |p: &&Candidate| p.accounts.iter().any(|declared| {
                equal(declared.xhs_uid.as_ref(), account.xhs_uid.as_ref())
                    || equal(declared.xhs_no.as_ref(), account.xhs_no.as_ref())
            });
            match propose(&account, &people) {
                Match::ById(id) => {
                    prop_assert!(open(id));
                    prop_assert!(people.iter().filter(|p| p.employee == id).all(|p| shares_id(&p)));
                }
                Match::Proposed(pairs) => {
                    prop_assert!(!pairs.is_empty() && pairs.iter().all(|(id, _)| open(*id)));
                }
                Match::None => {}
            }
        }

        #[test]
        fn the_order_of_the_roster_does_not_matter(declared in declaration(), people in crowd()) {
            let account = Seen {
                xhs_uid: declared.xhs_uid, xhs_no: declared.xhs_no, nickname: declared.nickname.unwrap_or_default(),
            };
            let backwards: Vec<_> = people.iter().rev().cloned().collect();
            let sorted = |found| match found {
                Match::Proposed(mut pairs) => { pairs.sort(); Match::Proposed(pairs) }
                other => other,
            };
            prop_assert_eq!(sorted(propose(&account, &people)), sorted(propose(&account, &backwards)));
        }
    }
}
