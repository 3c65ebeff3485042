//! Judging a text while it is written: everything that a reviewer would see, kept nowhere.

use axum::extract::State;
use domain::{
    id::DraftId,
    studio::{
        DraftRisk, HardAd,
        review::{Found, approvable, risk},
        wording::{Wording, faults},
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Clocked,
    bounds::{BoundsView, bounds},
    refusals,
    store::drafts,
    texts::DraftText,
};
use crate::{
    App,
    content::{self, Compared, DraftVerdict, Nearness},
    http::{ApiError, Json, Path, Permitted, permit::CheckContent},
};

/// Days over which the share of advertising of an account is counted.
const AD_DAYS: i32 = 30;

/// A text as it is being typed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftQuestion {
    text: DraftText,
}

/// What would be found in a text if it were handed in now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftJudgement {
    /// How much the platform takes.
    bounds: BoundsView,
    /// What stands between the text and the platform, as sentences.
    faults: Vec<String>,
    check: DraftVerdict,
    copies: Nearness,
    /// How carefully it would have to be looked at; absent where nobody could approve it.
    risk: Option<DraftRisk>,
    /// Why nobody could approve it.
    stopped: Option<String>,
    ads: AdShare,
}

/// How much of what an account published lately is advertising, and how much it would be with this text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AdShare {
    /// Over so many days, today with them.
    days: i32,
    /// Notes that were handed over on these days.
    notes: i64,
    /// Those of them that are advertising.
    ads: i64,
    /// Notes with this one.
    notes_then: i64,
    /// Advertising with this one.
    ads_then: i64,
}

/// Judges a text of a draft by the rules of the brand and compares it with everything that is on its way or published.
/// It is neither kept nor logged.
#[utoipa::path(
    post, path = "/drafts/{draft}/judgement", tag = "studio", params(("draft" = DraftId, Path)),
    request_body = DraftQuestion,
    responses((status = 200, body = DraftJudgement)),
    security(("session" = ["check_content"]), ("api_key" = ["check_content"]))
)]
pub(super) async fn create_draft_judgement(
    State(app): State<App>,
    Permitted(scope, _): Permitted<CheckContent>,
    Path(id): Path<DraftId>,
    Json(DraftQuestion { text }): Json<DraftQuestion>,
) -> Result<Json<DraftJudgement>, ApiError> {
    let wording = text.accepted()?;
    let mut tx = app.db().read().await?;
    let clocked = Clocked::of(&mut tx, &app, &scope).await?;
    let row = drafts::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let bounds = bounds(&mut tx, &scope, clocked.today).await?;
    let days = (clocked.today.plus_days(1 - AD_DAYS), clocked.today);
    let (notes, ads) = drafts::ads_of(&mut tx, &scope, row.account, days).await?;
    drop(tx);
    let faults =
        faults(&wording, &bounds).iter().map(|fault| refusals::fault(fault).here().to_owned()).collect();
    let check = content::judge_draft(&app, &scope, &wording).await?;
    let compared = Compared { draft: id, account: row.account, wording: wording.clone() };
    let copies = content::nearest(&app, &scope, compared).await?;
    let found = Found { outcome: check.outcome, nearest: copies.nearest, hard_ad: wording.hard_ad };
    let stopped = approvable(found).err().map(|error| refusals::found(error).here().to_owned());
    let ads = with(&wording, notes, ads);
    let bounds = BoundsView::of(&bounds);
    Ok(Json(DraftJudgement { bounds, faults, check, copies, risk: risk(found).ok(), stopped, ads }))
}

fn with(wording: &Wording, notes: i64, ads: i64) -> AdShare {
    let is_ad = wording.hard_ad != HardAd::None;
    AdShare { days: AD_DAYS, notes, ads, notes_then: notes + 1, ads_then: ads + i64::from(is_ad) }
}
