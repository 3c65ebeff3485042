//! Permission as a precondition in the signature: `Permitted(scope, _): Permitted<ManageMembers>`.
//!
//! The extractor stands before every other one, so that who may not do a thing learns nothing about it: neither
//! whether the body can be read nor whether the subject exists. The same name stands in the security of the OpenAPI
//! document; the permission walk proves that both agree.

use std::marker::PhantomData;

use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};
use domain::{
    id::UserId,
    identity::{Action, Scope},
};

use super::{ApiError, auth::Asking, auth::demand};
use crate::App;

/// A type that stands for one action.
pub trait Asked: 'static {
    /// The action.
    const ACTION: Action;
}

/// The scope of somebody who may do `A`.
#[derive(Debug)]
pub struct Permitted<A>(pub Scope, pub PhantomData<fn() -> A>);

impl<A: Asked, S: Send + Sync> FromRequestParts<S> for Permitted<A>
where
    App: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Asking(scope) = Asking::from_request_parts(parts, state).await?;
        demand(&scope, A::ACTION)?;
        Ok(Self(scope, PhantomData))
    }
}

/// A person who may do `A`, with their id. Programs are refused: what is asked for belongs to a person.
#[derive(Debug)]
pub struct PermittedPerson<A>(pub Scope, pub UserId, pub PhantomData<fn() -> A>);

impl<A: Asked, S: Send + Sync> FromRequestParts<S> for PermittedPerson<A>
where
    App: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Permitted(scope, asked) = Permitted::<A>::from_request_parts(parts, state).await?;
        let user = scope.user().ok_or_else(ApiError::not_permitted)?;
        Ok(Self(scope, user, asked))
    }
}

macro_rules! asked {
    ($($action:ident)*) => {
        $(
            #[doc = concat!("Stands for [`Action::", stringify!($action), "`].")]
            #[derive(Debug)]
            pub enum $action {}

            impl Asked for $action {
                const ACTION: Action = Action::$action;
            }
        )*

        #[cfg(test)]
        const ASKED: &[Action] = &[$(Action::$action),*];
    };
}

asked! {
    ViewMatrix ViewLeads UseToday CheckContent ViewContentRules ManageContentRules ExportFigures ManageAccounts
    ManageCards ApproveCards ManageSelling AskPromotions ApprovePromotions
    WriteDrafts PlanContent ReviewDrafts ClearRedDrafts PausePublishing
    ViewSeats ManageSeats ApproveSeats ViewRules ProposeRules AdoptRules
    ViewPeople ManagePeople ReviewProofs RevealPersonal ViewEvidence KeepEvidence ManagePersonas ApprovePersonas
    UseOwnPage ViewImports ManageImports
    ViewMembers ManageMembers ManageApiKeys ViewAudit ManageChannels
    ViewJobs ManageJobs ManageBrands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_can_be_asked_for() {
        assert_eq!(ASKED, Action::ALL);
    }
}
