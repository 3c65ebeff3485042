//! Handing an account to an employee, taking it back, and what an actor may do with it.

use super::AccountKind;
use crate::{
    id::{EmployeeId, StoreId},
    identity::{Action, Scope},
    people::Employment,
    time::Day,
};

/// What the rules need to know of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFacts {
    /// What sort of account it is.
    pub kind: AccountKind,
    /// Where it belongs.
    pub store: Option<StoreId>,
    /// Who holds it, and where they work.
    pub holder: Option<(EmployeeId, Option<StoreId>)>,
}

/// Why an account is not handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HolderError {
    /// The employee has left, or will.
    #[error("the employee leaves on {on}")]
    Left {
        /// Their last day.
        on: Day,
    },
    /// Customers are not staffed.
    #[error("an account of a customer has no holder among the employees")]
    Customer,
    /// An employee holds it, so it is no customer's.
    #[error("an employee holds the account")]
    Held,
}

/// What changes when an account is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    /// Who held it before.
    pub from: Option<EmployeeId>,
    /// Who holds it from now on.
    pub to: EmployeeId,
    /// Where it belongs from now on.
    pub store: Option<StoreId>,
}

/// Hands an account to an employee; `None` when they hold it already.
pub fn hand_over(
    account: &AccountFacts,
    employee: EmployeeId,
    employment: &Employment,
) -> Result<Option<Handover>, HolderError> {
    let from = account.holder.map(|(holder, _)| holder);
    if from == Some(employee) {
        return Ok(None);
    }
    if account.kind == AccountKind::Koc {
        return Err(HolderError::Customer);
    }
    if let Some(on) = employment.left_on {
        return Err(HolderError::Left { on });
    }
    let before = account.holder.and_then(|(_, store)| store);
    Ok(Some(Handover { from, to: employee, store: follow(account.store, before, employment.store) }))
}

/// Whether an account may be of this kind from now on.
pub fn reclassify(account: &AccountFacts, kind: AccountKind) -> Result<(), HolderError> {
    if kind == AccountKind::Koc && account.holder.is_some() { Err(HolderError::Held) } else { Ok(()) }
}

/// Where an account belongs after its holder's store went from `before` to `after`: an account goes with its holder
/// unless a person put it elsewhere.
pub fn follow(account: Option<StoreId>, before: Option<StoreId>, after: Option<StoreId>) -> Option<StoreId> {
    let follows = account.is_none() || account == before;
    if follows { after.or(account) } else { account }
}

/// Whether something may be done now, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// It may.
    Yes,
    /// It may not.
    No(Why),
}

/// Why something may not be done with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The role of the actor does not permit it.
    Role,
    /// Nobody holds the account.
    Unclaimed,
    /// The account is a customer's.
    Customer,
}

/// What an actor may do with an account that they see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountRights {
    /// Change its kind, store or nickname.
    pub change: Right,
    /// Say who holds it.
    pub claim: Right,
    /// Take it from its holder.
    pub release: Right,
    /// See its leads.
    pub see_leads: Right,
}

/// What the actor may do with this account.
pub fn rights(scope: &Scope, account: &AccountFacts) -> AccountRights {
    let permitted = |action: Action| if scope.may(action) { Right::Yes } else { Right::No(Why::Role) };
    let manage = permitted(Action::ManageAccounts);
    let unless =
        |why: Why, stands: bool| if manage == Right::Yes && stands { Right::No(why) } else { manage };
    AccountRights {
        change: manage,
        claim: unless(Why::Customer, account.kind == AccountKind::Koc),
        release: unless(Why::Unclaimed, account.holder.is_none()),
        see_leads: permitted(Action::ViewLeads),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        id::TenantId,
        identity::{Actor, Role, Sight},
    };

    fn store(number: u128) -> StoreId {
        StoreId::from_uuid(Uuid::from_u128(number))
    }

    fn employee(number: u128) -> EmployeeId {
        EmployeeId::from_uuid(Uuid::from_u128(number))
    }

    fn at(shop: Option<u128>) -> Employment {
        Employment {
            employee_no: None,
            name: "王芳".into(),
            post: None,
            manager: None,
            store: shop.map(store),
            hired_on: None,
            left_on: None,
        }
    }

    fn account(shop: Option<u128>, holder: Option<(u128, Option<u128>)>) -> AccountFacts {
        let holder = holder.map(|(who, shop)| (employee(who), shop.map(store)));
        AccountFacts { kind: AccountKind::Kos, store: shop.map(store), holder }
    }

    #[test]
    fn an_account_goes_with_its_holder_unless_a_person_put_it_elsewhere() {
        for (before, new_store, expected) in [
            (account(None, None), Some(1), Some(1)),
            (account(None, None), None, None),
            (account(Some(2), None), Some(1), Some(2)),
            (account(Some(2), Some((9, Some(2)))), Some(1), Some(1)),
            (account(Some(2), Some((9, Some(3)))), Some(1), Some(2)),
            (account(Some(2), Some((9, Some(2)))), None, Some(2)),
        ] {
            let handover = hand_over(&before, employee(1), &at(new_store)).unwrap().unwrap();
            assert_eq!(handover.store, expected.map(store), "{before:?}");
            assert_eq!(handover.from, before.holder.map(|(id, _)| id));
        }
    }

    #[test]
    fn nobody_gets_an_account_twice_after_leaving_or_of_a_customer() {
        let held = account(None, Some((1, None)));
        assert_eq!(hand_over(&held, employee(1), &at(None)), Ok(None));
        let on = "2026-05-31".parse().unwrap();
        let gone = Employment { left_on: Some(on), ..at(None) };
        assert_eq!(hand_over(&account(None, None), employee(1), &gone), Err(HolderError::Left { on }));
        let customer = AccountFacts { kind: AccountKind::Koc, ..account(None, None) };
        assert_eq!(hand_over(&customer, employee(1), &at(None)), Err(HolderError::Customer));
        assert_eq!(reclassify(&held, AccountKind::Koc), Err(HolderError::Held));
        assert_eq!(reclassify(&held, AccountKind::Creator), Ok(()));
        assert_eq!(reclassify(&account(None, None), AccountKind::Koc), Ok(()));
    }

    #[test]
    fn rights_follow_the_role_first_and_the_account_second() {
        let scope = |role| Scope {
            tenant: TenantId::from_uuid(Uuid::nil()),
            actor: Actor::CommandLine,
            role,
            sight: Sight::All,
            source: String::new(),
            request_id: String::new(),
        };
        let of_operator = rights(&scope(Role::Operator), &account(None, None));
        assert_eq!((of_operator.change, of_operator.claim), (Right::Yes, Right::Yes));
        assert_eq!(of_operator.release, Right::No(Why::Unclaimed));
        let of_employee = rights(&scope(Role::Employee), &account(None, None));
        assert_eq!(of_employee.release, Right::No(Why::Role));
        assert_eq!(of_employee.see_leads, Right::No(Why::Role));
        let customer = AccountFacts { kind: AccountKind::Koc, ..account(None, None) };
        assert_eq!(rights(&scope(Role::Owner), &customer).claim, Right::No(Why::Customer));
    }
}
