//! The operations of people.

pub(super) mod agreements;
pub(super) mod employees;
pub(super) mod own;
pub(super) mod person_data;
pub(super) mod phone_reveals;
pub(super) mod proofs;
pub(super) mod readiness;
pub(super) mod stores;

use domain::{
    id::{EmployeeId, StoreId},
    identity::{Action, Scope},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::{ApiError, can::Can},
    text::Text,
};

/// A store, as other views name it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct StoreRef {
    pub id: StoreId,
    pub name: String,
    pub region: String,
}

/// An employee, as other views name them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EmployeeRef {
    pub id: EmployeeId,
    pub name: String,
    pub post: Option<String>,
    /// Their last day, when they have left or will.
    pub left_on: Option<domain::time::Day>,
}

/// Whether the asker may change stores and the roster.
fn may_change_people(scope: &Scope) -> Can {
    if scope.may(Action::ManagePeople) {
        return Can::Yes;
    }
    Can::No(Text::new(
        "你的角色不能修改门店和花名册。",
        "Your role does not permit changing stores and the roster.",
    ))
}

fn unknown_employee() -> ApiError {
    let text =
        Text::new("请从你能看到的花名册里选一名员工。", "Choose an employee from the roster that you see.");
    ApiError::invalid("employee", text)
}
