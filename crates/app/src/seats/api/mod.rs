//! The operations of companies, seats and fees.

pub(super) mod accounts;
pub(super) mod advice;
pub(super) mod binding;
pub(super) mod costs;
pub(super) mod editions;
pub(super) mod entities;
pub(super) mod fees;
pub(super) mod offers;
pub(super) mod papers;
pub(super) mod payments;
pub(super) mod renewals;
pub(super) mod request;
pub(super) mod seats;
pub(super) mod spread;
pub(super) mod steps;

use db::{DbError, Tx};
use domain::{
    id::LegalEntityId,
    identity::{Action, Scope},
    time::{Day, Instant, Zone},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{App, http::can::Can, text::Text};

/// Characters of a note beside a company, paper or line.
const NOTE_CHARS_MAX: usize = 500;
/// Characters of a reason.
const REASON_CHARS_MAX: usize = 200;

/// A company, as other views name it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(in crate::seats) struct EntityRef {
    id: LegalEntityId,
    name: String,
}

/// Now and today, in the zone of the brand.
#[derive(Debug, Clone)]
struct Clocked {
    now: Instant,
    today: Day,
    zone: Zone,
}

impl Clocked {
    async fn of(tx: &mut Tx, app: &App, scope: &Scope) -> Result<Self, DbError> {
        let (now, zone) = (app.now(), crate::identity::zone(tx, scope.tenant).await?);
        Ok(Self { now, today: now.day(&zone), zone })
    }
}

/// Whether the asker may keep companies, seats and fees.
fn may_manage(scope: &Scope) -> Can {
    may(scope, Action::ManageSeats)
}

fn may(scope: &Scope, action: Action) -> Can {
    if scope.may(action) {
        return Can::Yes;
    }
    Can::No(match action {
        Action::ApproveSeats => {
            Text::new("只有品牌负责人能批准名额。", "Only an owner of the brand approves seats.")
        }
        _ => Text::new(
            "你的角色只能查看主体、名额和费用。",
            "Your role permits looking at companies, seats and fees only.",
        ),
    })
}
