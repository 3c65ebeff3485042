//! Judging a text while it is written: everything that a reviewer would see, kept nowhere.

use axum::extract::State;
use domain::{
    id::DraftId,
    studio::{
        DraftRisk,
        review::{Found, approvable, risk},
        wording::faults,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Clocked,
    bounds::{BoundsView, bounds},
    hints::{AdSharesView, DraftHints, HardAdView, LabelNeedView, VoiceHintView, hints},
    refusals,
    store::drafts,
    texts::DraftText,
};
use crate::{
    App,
    content::{self, Compared, DraftVerdict, Nearness},
    http::{ApiError, Json, Path, Permitted, permit::CheckContent},
};

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
    /// How it sounds.
    voice: Vec<VoiceHintView>,
    /// What makes it advertising.
    hard_ad: HardAdView,
    /// The labels that it needs.
    labels: Vec<LabelNeedView>,
    ads: AdSharesView,
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
    let hints = hints(&mut tx, &scope, &row, &wording, clocked.today).await?;
    drop(tx);
    let faults =
        faults(&wording, &bounds).iter().map(|fault| refusals::fault(fault).here().to_owned()).collect();
    let check = content::judge_draft(&app, &scope, &wording).await?;
    let compared = Compared { draft: id, account: row.account, wording: wording.clone() };
    let copies = content::nearest(&app, &scope, compared).await?;
    let found = Found { outcome: check.outcome, nearest: copies.nearest, hard_ad: wording.hard_ad };
    let stopped = approvable(found).err().map(|error| refusals::found(error).here().to_owned());
    let DraftHints { voice, hard_ad, labels, ads } = hints;
    let bounds = BoundsView::of(&bounds);
    let risk = risk(found).ok();
    Ok(Json(DraftJudgement { bounds, faults, check, copies, risk, stopped, voice, hard_ad, labels, ads }))
}
