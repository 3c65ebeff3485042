//! What stands beside a text while it is written: how it sounds, what makes it advertising and what that does to the
//! share of the account, and the labels that it needs.

use db::Tx;
use domain::{
    content::Surface,
    id::{AccountId, EmployeeId},
    identity::Scope,
    matrix::AccountKind,
    rulebook::{Citation, RuleKey},
    studio::{
        HardAd, Passage,
        hard_ad::{self, AdJudgement, AdReason, AdShare, AdShares, SharedNote},
        labels::{self, LabelFacts, LabelNeed, Teller},
        voice::{self, VoiceHint, VoiceHintKind},
        wording::{DraftLabel, Wording},
    },
    time::Day,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{drafts::DraftRow, shares};
use crate::{http::ApiError, matrix, personas, rulebook::book_of, text::Text};

/// Something that is heard at a place of a text, and what to ask oneself.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VoiceHintView {
    kind: VoiceHintKind,
    surface: Surface,
    /// Where it begins, in Unicode scalar values.
    start: usize,
    /// Where it ends, exclusive.
    end: usize,
    words: String,
    /// Why it matters.
    reason: String,
    /// A question to the writer; never a sentence to paste.
    question: String,
}

/// What makes a text advertising.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HardAdView {
    /// The gravest kind of the reasons, or what the writer said.
    kind: HardAd,
    reasons: Vec<HardAdReasonView>,
}

/// One thing that makes a text advertising.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HardAdReasonView {
    kind: HardAd,
    /// Where the words stand; absent for a component.
    surface: Option<Surface>,
    start: Option<usize>,
    end: Option<usize>,
    words: String,
    /// Why it counts.
    says: String,
}

/// A label that a text needs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LabelNeedView {
    label: DraftLabel,
    /// Whether the writer set it.
    is_set: bool,
    /// Why this text needs it.
    reason: String,
    /// By which rule.
    basis: String,
}

/// How much of what an account publishes is advertising, and how much it would be with this text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AdSharesView {
    /// Of the last 30 days.
    days: AdShareView,
    days_then: AdShareView,
    /// Of the last 14 notes.
    notes: AdShareView,
    notes_then: AdShareView,
    /// How much it may be; absent where the rule book says nothing.
    limit: Option<AdLimitView>,
    /// Whether it would go beyond that, as far as the notes are enough to say so.
    is_beyond: bool,
}

/// Advertising among notes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AdShareView {
    ads: i64,
    notes: i64,
}

/// How much advertising there may be, and who says so.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AdLimitView {
    percent: i64,
    source: String,
}

/// Everything of this that is told beside a text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftHints {
    pub voice: Vec<VoiceHintView>,
    pub hard_ad: HardAdView,
    pub labels: Vec<LabelNeedView>,
    pub ads: AdSharesView,
}

/// What is told beside a text of a draft.
pub(super) async fn hints(
    tx: &mut Tx,
    scope: &Scope,
    row: &DraftRow,
    wording: &Wording,
    today: Day,
) -> Result<DraftHints, ApiError> {
    let voice = voice::hints(&wording.title, &wording.body).into_iter().map(VoiceHintView::from).collect();
    let needs = labels_needed(tx, scope, row, wording).await?;
    let notes = shares::notes_of(tx, scope, row.account).await?;
    let limit = ad_limit(tx, scope, today).await?;
    Ok(DraftHints {
        voice,
        hard_ad: told(wording.hard_ad, judged(wording)),
        labels: needs.into_iter().map(LabelNeedView::from).collect(),
        ads: shares_told(&notes, today, wording.hard_ad != HardAd::None, limit),
    })
}

/// What the words and components of a text make it.
pub(super) fn judged(wording: &Wording) -> AdJudgement {
    hard_ad::judge(&wording.title, &wording.body, &wording.components)
}

/// The labels that a text needs, by what is known of the account and of the draft.
pub(super) async fn labels_needed(
    tx: &mut Tx,
    scope: &Scope,
    row: &DraftRow,
    wording: &Wording,
) -> Result<Vec<LabelNeed>, ApiError> {
    let facts = LabelFacts {
        hard_ad: wording.hard_ad,
        is_paid: false,
        ai_used: wording.labels.contains(&DraftLabel::Ai),
        teller: teller(tx, scope, row.account, row.writer.id).await?,
        speaks_of_goods: !row.plan.product_line.is_empty(),
    };
    Ok(labels::needed(facts, &wording.labels))
}

/// Who tells a note of the account. Without an approved card nobody knows what the account shows.
async fn teller(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    writer: EmployeeId,
) -> Result<Teller, ApiError> {
    if matrix::account_kind(tx, scope, account).await?.is_some_and(|kind| kind != AccountKind::Kos) {
        return Ok(Teller::Other);
    }
    let card = personas::shown_by(tx, scope, account, writer).await?;
    Ok(Teller::Staff { employer_shown: card.is_none_or(|card| card.employer_shown) })
}

async fn ad_limit(tx: &mut Tx, scope: &Scope, today: Day) -> Result<Option<Citation>, ApiError> {
    let book = book_of(tx, scope).await?;
    let chosen =
        book.newest().and_then(|edition| edition.standing(RuleKey::NoteAdShareMost, None, today).chosen);
    Ok(chosen.map(domain::rulebook::RuleRow::cite))
}

fn shares_told(notes: &[SharedNote], today: Day, is_ad: bool, limit: Option<Citation>) -> AdSharesView {
    let (now, then) = (AdShares::on(today, notes), AdShares::with(today, notes, is_ad));
    AdSharesView {
        days: now.days.into(),
        days_then: then.days.into(),
        notes: now.notes.into(),
        notes_then: then.notes.into(),
        is_beyond: is_ad && limit.as_ref().is_some_and(|limit| then.is_beyond(limit.value)),
        limit: limit.map(|limit| AdLimitView {
            percent: limit.value,
            source: Text::from(limit.source).here().to_owned(),
        }),
    }
}

fn told(said: HardAd, AdJudgement { kind, reasons }: AdJudgement) -> HardAdView {
    let kind = if kind == HardAd::None { said } else { kind };
    HardAdView { kind, reasons: reasons.into_iter().map(HardAdReasonView::from).collect() }
}

impl From<VoiceHint> for VoiceHintView {
    fn from(VoiceHint { kind, place, words, reason, question }: VoiceHint) -> Self {
        let Passage { surface, start, end } = place;
        let (reason, question) =
            (Text::from(reason).here().to_owned(), Text::from(question).here().to_owned());
        Self { kind, surface, start, end, words, reason, question }
    }
}

impl From<AdReason> for HardAdReasonView {
    fn from(AdReason { kind, place, words, says }: AdReason) -> Self {
        Self {
            kind,
            surface: place.map(|place| place.surface),
            start: place.map(|place| place.start),
            end: place.map(|place| place.end),
            words,
            says: Text::from(says).here().to_owned(),
        }
    }
}

impl From<LabelNeed> for LabelNeedView {
    fn from(LabelNeed { label, is_set, reason, basis }: LabelNeed) -> Self {
        let (reason, basis) = (Text::from(reason).here().to_owned(), Text::from(basis).here().to_owned());
        Self { label, is_set, reason, basis }
    }
}

impl From<AdShare> for AdShareView {
    fn from(AdShare { ads, notes }: AdShare) -> Self {
        Self { ads, notes }
    }
}
