//! People: the stores, the roster of employees, and which of them an actor sees.
//!
//! Words: a *store* is a shop or office in a *region*; an *employee* is a person on the roster, whether or not they
//! can sign in; a *roster row* is what a file says of one person. A person is known by their employee number; without
//! one by their name within a store.
//!
//! Invariants: two people are never taken for one because they share a name; an empty cell erases nothing. Nothing
//! here knows platform accounts (see [`crate::matrix`]) nor reads a file.

pub mod agreements;
mod binding;
mod erasure;
mod proofs;

pub use binding::{BindingFacts, BindingGap};
pub use erasure::{ErasureError, ErasureFacts, PERSON_KEPT_DAYS};
pub use proofs::{
    PROOF_TITLE_CHARS_MAX, PROOFS_PER_PERSON_MAX, ProofError, ProofFacts, ProofKind, ProofStanding,
    ProofVerdict, REVIEW_REASON_CHARS_MAX,
};

use crate::{
    id::{EmployeeId, StoreId},
    identity::Sight,
    time::Day,
};

names! {
    /// How somebody on the roster stands on a day.
    RosterStanding {
        /// They work here.
        Employed = "employed",
        /// They work here and cannot sign in: somebody took that from them.
        Suspended = "suspended",
        /// Their last day is known, or their leaving has begun.
        Leaving = "leaving",
        /// Their last day is over.
        Left = "left",
    }
}

/// Why something about a person cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError {
    /// They left before they came.
    #[error("the last day lies before the first")]
    LeftBeforeHired,
    /// Several people on the roster could be meant.
    #[error("{bearers} people of that name could be meant")]
    Ambiguous {
        /// How many.
        bearers: usize,
    },
}

/// What is known of a person, personal contact apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employment {
    /// The number that the employer gave.
    pub employee_no: Option<String>,
    /// The name.
    pub name: String,
    /// What they work as.
    pub post: Option<String>,
    /// Whom they report to, as the roster names them.
    pub manager: Option<String>,
    /// Where they work.
    pub store: Option<StoreId>,
    /// Their first day.
    pub hired_on: Option<Day>,
    /// Their last day; set as soon as it is known.
    pub left_on: Option<Day>,
}

impl Employment {
    /// How the person stands on a day: what the roster says, whether their leaving has begun, and whether a sign-in of
    /// theirs is suspended.
    pub fn standing(&self, is_leaving: bool, is_suspended: bool, on: Day) -> RosterStanding {
        if self.left_on.is_some_and(|last| last < on) {
            RosterStanding::Left
        } else if is_leaving || self.left_on.is_some() {
            RosterStanding::Leaving
        } else if is_suspended {
            RosterStanding::Suspended
        } else {
            RosterStanding::Employed
        }
    }

    /// Refuses what cannot be.
    pub fn check(&self) -> Result<(), PeopleError> {
        match self.hired_on.zip(self.left_on) {
            Some((hired, left)) if left < hired => Err(PeopleError::LeftBeforeHired),
            _ => Ok(()),
        }
    }

    /// What is known after a newer roster said `row`: its empty cells erase nothing, and whoever was hired again
    /// after they left is back.
    #[must_use]
    pub fn after(&self, row: &Self) -> Self {
        let back = row.hired_on.zip(self.left_on).is_some_and(|(hired, left)| hired > left);
        Self {
            employee_no: row.employee_no.clone().or_else(|| self.employee_no.clone()),
            name: row.name.clone(),
            post: row.post.clone().or_else(|| self.post.clone()),
            manager: row.manager.clone().or_else(|| self.manager.clone()),
            store: row.store.or(self.store),
            hired_on: row.hired_on.or(self.hired_on),
            left_on: row.left_on.or(if back { None } else { self.left_on }),
        }
    }
}

/// Somebody on the roster who could be the one that a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Who.
    pub id: EmployeeId,
    /// Their number.
    pub employee_no: Option<String>,
    /// Their name.
    pub name: String,
    /// Their store.
    pub store: Option<StoreId>,
}

/// Who a roster row means: somebody known, or nobody yet.
///
/// A number decides alone; where it is new, somebody of the same name in the same store who has no number yet gets
/// it. Without a number the name within the store must be unique, and without a store the name within the brand.
pub fn identify(row: &Employment, known: &[Bearer]) -> Result<Option<EmployeeId>, PeopleError> {
    if let Some(number) = &row.employee_no
        && let Some(same) = known.iter().find(|bearer| bearer.employee_no.as_ref() == Some(number))
    {
        return Ok(Some(same.id));
    }
    let namesakes = known.iter().filter(|bearer| {
        let open = row.employee_no.is_none() || bearer.employee_no.is_none();
        bearer.name == row.name && open
    });
    let fitting: Vec<&Bearer> = match row.store {
        None if row.employee_no.is_some() => namesakes.filter(|bearer| bearer.store.is_none()).collect(),
        None => namesakes.collect(),
        Some(store) => {
            let (here, elsewhere): (Vec<_>, Vec<_>) =
                namesakes.partition(|bearer| bearer.store == Some(store));
            if here.is_empty() {
                elsewhere.into_iter().filter(|bearer| bearer.store.is_none()).collect()
            } else {
                here
            }
        }
    };
    match fitting.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.id)),
        several => Err(PeopleError::Ambiguous { bearers: several.len() }),
    }
}

/// Whether an actor sees a store and whoever works there.
pub fn sees_store(sight: &Sight, store: StoreId, region: &str) -> bool {
    match sight {
        Sight::All => true,
        Sight::Stores { stores, regions } => {
            stores.contains(&store) || regions.iter().any(|own| own == region)
        }
        Sight::Own(_) => false,
    }
}

/// Whether an actor may put a person or an account into a store of that region, or into none: never where they
/// would not see it again.
pub fn may_place(sight: &Sight, place: Option<(StoreId, &str)>) -> bool {
    match place {
        Some((store, region)) => sees_store(sight, store, region),
        None => *sight == Sight::All,
    }
}

/// Whether an actor may open a store in this region: never one that they would not see.
pub fn may_open_store(sight: &Sight, region: &str) -> bool {
    match sight {
        Sight::All => true,
        Sight::Stores { regions, .. } => regions.iter().any(|own| own == region),
        Sight::Own(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn store(number: u128) -> StoreId {
        StoreId::from_uuid(Uuid::from_u128(number))
    }

    fn employee(number: u128) -> EmployeeId {
        EmployeeId::from_uuid(Uuid::from_u128(number))
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn row(number: &str, name: &str, shop: Option<u128>) -> Employment {
        Employment {
            employee_no: (!number.is_empty()).then(|| number.to_owned()),
            name: name.to_owned(),
            post: None,
            manager: None,
            store: shop.map(store),
            hired_on: None,
            left_on: None,
        }
    }

    #[test]
    fn how_somebody_stands_follows_from_their_last_day_their_leaving_and_their_sign_in() {
        use RosterStanding::{Employed, Leaving, Left, Suspended};
        for (left_on, is_leaving, is_suspended, expected) in [
            (None, false, false, Employed),
            (None, false, true, Suspended),
            (None, true, true, Leaving),
            (Some("2026-06-30"), false, false, Leaving),
            (Some("2026-06-22"), true, true, Leaving),
            (Some("2026-06-21"), true, true, Left),
        ] {
            let person = Employment { left_on: left_on.map(day), ..row("", "王芳", None) };
            let standing = person.standing(is_leaving, is_suspended, day("2026-06-22"));
            assert_eq!(standing, expected, "{left_on:?} {is_leaving} {is_suspended}");
        }
    }

    fn bearer(id: u128, number: &str, name: &str, shop: Option<u128>) -> Bearer {
        let Employment { employee_no, name, store, .. } = row(number, name, shop);
        Bearer { id: employee(id), employee_no, name, store }
    }

    #[test]
    fn a_row_means_the_one_with_its_number_else_the_only_one_of_its_name_and_store() {
        let known = [
            bearer(1, "A1", "王芳", Some(1)),
            bearer(2, "A2", "王芳", Some(2)),
            bearer(3, "", "李雷", Some(1)),
            bearer(4, "", "韩梅", None),
            bearer(5, "", "赵云", Some(1)),
            bearer(6, "", "赵云", Some(1)),
            bearer(7, "", "钱多", Some(1)),
        ];
        for (case, expected) in [
            (row("A1", "王芳", Some(2)), Ok(Some(1))),
            (row("A1", "王小芳", None), Ok(Some(1))),
            (row("", "王芳", Some(2)), Ok(Some(2))),
            (row("", "王芳", Some(3)), Ok(None)),
            (row("", "王芳", None), Err(2)),
            (row("A9", "王芳", Some(1)), Ok(None)),
            (row("A3", "李雷", Some(1)), Ok(Some(3))),
            (row("A3", "李雷", Some(2)), Ok(None)),
            (row("A3", "李雷", None), Ok(None)),
            (row("", "李雷", None), Ok(Some(3))),
            (row("", "韩梅", Some(2)), Ok(Some(4))),
            (row("A4", "韩梅", None), Ok(Some(4))),
            (row("", "赵云", Some(1)), Err(2)),
            (row("A5", "赵云", Some(1)), Err(2)),
            (row("", "孙权", Some(1)), Ok(None)),
        ] {
            let expected =
                expected.map(|id| id.map(employee)).map_err(|bearers| PeopleError::Ambiguous { bearers });
            assert_eq!(identify(&case, &known), expected, "{case:?}");
        }
    }

    #[test]
    fn an_empty_cell_erases_nothing_and_who_is_hired_again_is_back() {
        let known = Employment {
            post: Some("设计师".into()),
            manager: Some("周敏".into()),
            hired_on: Some(day("2024-03-01")),
            left_on: Some(day("2025-03-01")),
            ..row("A1", "王芳", Some(1))
        };
        let after = known.after(&row("", "王小芳", None));
        assert_eq!(after, Employment { name: "王小芳".into(), ..known.clone() });
        let again =
            known.after(&Employment { hired_on: Some(day("2025-06-01")), ..row("A1", "王芳", Some(2)) });
        assert_eq!((again.store, again.left_on), (Some(store(2)), None));
        assert!(known.check().is_ok());
        let wrong = Employment { left_on: Some(day("2024-02-29")), ..known };
        assert_eq!(wrong.check(), Err(PeopleError::LeftBeforeHired));
    }

    #[test]
    fn nobody_puts_anything_where_they_would_not_see_it_again() {
        let some = Sight::Stores { stores: vec![store(1)], regions: vec!["华东".into()] };
        for (sight, place, expected) in [
            (Sight::All, None, true),
            (Sight::All, Some((store(9), "")), true),
            (some.clone(), Some((store(1), "华南")), true),
            (some.clone(), Some((store(2), "华东")), true),
            (some.clone(), Some((store(2), "华南")), false),
            (some.clone(), None, false),
            (Sight::Own(Some(employee(1))), Some((store(1), "华东")), false),
        ] {
            assert_eq!(may_place(&sight, place), expected, "{sight:?} {place:?}");
        }
        assert!(
            may_open_store(&some, "华东") && !may_open_store(&some, "华南") && !may_open_store(&some, "")
        );
    }
}
