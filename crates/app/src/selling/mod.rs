//! Selling: the goods that hang on accounts, live sessions, and requests for promotion money.
//!
//! The rules stand in [`domain::selling`]. People do all of it by hand on the platform and write down here what they
//! planned, did and counted; nothing here speaks to the platform. No file of the platform tells of live sessions; of
//! promotions the Juguang report does, and stands beside what was entered.

mod goods;
mod hangings;
mod live_results;
mod live_steps;
mod lives;
mod promotion_results;
mod promotion_steps;
mod promotions;
mod refusals;
mod store;
mod terms;

use db::{DbError, Tx};
use domain::{
    id::{AccountId, NoteId},
    identity::{Action, Scope},
    time::{Day, Instant, Zone},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    App,
    http::{ApiError, can::Can},
    matrix,
    text::Text,
};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(goods::list_goods, goods::create_goods))
        .routes(routes!(goods::show_goods, goods::change_goods))
        .routes(routes!(hangings::list_goods_hangings, hangings::create_goods_hanging))
        .routes(routes!(hangings::create_goods_removal))
        .routes(routes!(lives::list_live_sessions, lives::create_live_session))
        .routes(routes!(lives::show_live_session))
        .routes(routes!(live_steps::put_live_plan))
        .routes(routes!(live_steps::create_live_holding))
        .routes(routes!(live_steps::create_live_cancellation))
        .routes(routes!(live_results::create_live_results))
        .routes(routes!(promotions::list_promotions, promotions::create_promotion))
        .routes(routes!(promotions::show_promotion))
        .routes(routes!(promotion_steps::create_promotion_approval))
        .routes(routes!(promotion_steps::create_promotion_refusal))
        .routes(routes!(promotion_steps::create_promotion_withdrawal))
        .routes(routes!(promotion_results::create_promotion_results))
        .routes(routes!(terms::show_promotion_terms))
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

/// The title of a note that belongs to the account, as the field `note` names it.
async fn title_of(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    note: Option<NoteId>,
) -> Result<Option<String>, ApiError> {
    let Some(note) = note else { return Ok(None) };
    let named = matrix::note_named(tx, scope, note).await?.filter(|named| named.account == account);
    named.map(|named| Some(named.title)).ok_or_else(refusals::strange_note)
}

fn may(scope: &Scope, action: Action) -> Can {
    if scope.may(action) {
        return Can::Yes;
    }
    Can::No(match action {
        Action::ApprovePromotions => {
            Text::new("由品牌负责人审批。", "An owner of the brand grants the money.")
        }
        Action::AskPromotions => Text::new(
            "由负责人、运营或持号员工申请。",
            "An owner, an operator or the holder of the account asks.",
        ),
        _ => Text::new("由负责人或运营登记。", "An owner or an operator writes this down."),
    })
}
