//! Drafts as the console and the phone see them.

use db::Tx;
use domain::{
    content::{Component, ContentOutcome, CopyKind},
    id::{AccountId, DraftId, EmployeeId, NoteId, TopicIdeaId},
    identity::{Action, Scope},
    studio::{
        Decision, DraftForm, DraftRisk, DraftStage, HardAd, ReviewStep,
        review::{Said, due_step},
        wording::{DraftLabel, Wording},
    },
    time::{Day, Instant},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    refusals,
    store::{
        drafts::{DraftRow, KeptPlan},
        handoffs::{self, HandoffRow},
        pauses,
        reviews::{self, DecisionRow, VerdictRow},
        texts::{self, TextRow},
    },
};
use crate::{
    http::{ApiError, can::Can},
    identity::own_employee,
    people::EmployeeRef,
    text::Text,
};

/// A draft, as lists show it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct DraftView {
    id: DraftId,
    account: AccountId,
    nickname: String,
    /// Who writes and publishes it.
    writer: EmployeeRef,
    idea: Option<DraftIdea>,
    angle: String,
    form: DraftForm,
    product_line: String,
    audience: String,
    /// When it is to go out.
    due_day: Option<Day>,
    /// How long writing, filming and publishing take, in minutes.
    minutes: i64,
    stage: DraftStage,
    /// The text that counts; 0 while nothing is written.
    text_no: i64,
    /// Its title; empty while nothing is written.
    title: String,
    /// How carefully the text has to be looked at, since it was handed in.
    risk: Option<DraftRisk>,
    /// Until when everybody should have looked.
    review_due_at: Option<Instant>,
    /// Why it came to nothing.
    dropped_reason: Option<String>,
    version: i64,
    created_by: String,
    created_at: Instant,
    changed_at: Instant,
}

/// What a draft is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct DraftIdea {
    id: TopicIdeaId,
    title: String,
}

/// A draft with its text, what was found in it, and what was said to it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftFile {
    draft: DraftView,
    /// The text that counts.
    text: Option<DraftTextView>,
    /// What was found in it when it was handed in.
    verdict: Option<DraftVerdictView>,
    /// What was said to the texts of the draft, the oldest first.
    decisions: Vec<DraftDecisionView>,
    /// Whose look is due.
    due_step: Option<ReviewStep>,
    /// How many characters whoever publishes may put into own words.
    leeway_chars: i64,
    handoff: Option<HandoffView>,
    /// Why nothing goes out at present.
    paused: Option<String>,
    can: DraftCan,
}

/// One text of a draft.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct DraftTextView {
    text_no: i64,
    title: String,
    body: String,
    topics: Vec<String>,
    mentions: Vec<String>,
    components: Vec<Component>,
    labels: Vec<DraftLabel>,
    hard_ad: HardAd,
    written_by: String,
    written_at: Instant,
}

/// What was found in a text when it was handed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct DraftVerdictView {
    outcome: ContentOutcome,
    nearest: CopyKind,
    risk: DraftRisk,
    /// The rule packs that judged.
    #[schema(value_type = Vec<String>)]
    packs: serde_json::Value,
    /// In title and body, as a judgement tells them.
    #[schema(value_type = Object)]
    findings: serde_json::Value,
    /// The texts that it was like, as a judgement tells them.
    #[schema(value_type = Vec<Object>)]
    copies: serde_json::Value,
    steps: Vec<ReviewStep>,
    submitted_by: String,
    submitted_at: Instant,
}

/// What somebody said to a text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct DraftDecisionView {
    text_no: i64,
    step: ReviewStep,
    decision: Decision,
    leeway_chars: i64,
    /// The text whose approval was carried over.
    carried_from: Option<i64>,
    reason: String,
    /// The sentences that are meant.
    #[schema(value_type = Vec<super::reviews::DraftMark>)]
    marks: serde_json::Value,
    scores: Option<DraftScores>,
    by: String,
    at: Instant,
}

/// How true, useful and warm somebody found a text, each from 1 to 5.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct DraftScores {
    truth: i64,
    useful: i64,
    warm: i64,
}

/// How a text left the house.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct HandoffView {
    text_no: i64,
    employee: EmployeeId,
    handed_over_at: Instant,
    /// When the link was brought; until then nobody calls it published.
    confirmed_at: Option<Instant>,
    link: Option<String>,
    /// The note of the platform's export.
    note: Option<NoteId>,
    seen_at: Option<Instant>,
    /// Who said that the note is the draft's; absent where it could be no other.
    seen_by: Option<String>,
}

/// What the asker may do with a draft.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftCan {
    plan: Can,
    write: Can,
    submit: Can,
    decide: Can,
    withdraw: Can,
    hand_over: Can,
    confirm: Can,
    /// Say that it comes to nothing.
    drop: Can,
}

impl From<DraftRow> for DraftView {
    fn from(row: DraftRow) -> Self {
        let DraftRow { id, account, nickname, writer, idea, plan, draft, title, risk, .. } = row;
        let DraftRow { review_due_at, dropped_reason, version, created_by, created_at, changed_at, .. } = row;
        let KeptPlan { writer: _, idea: _, angle, form, product_line, audience, due_day, minutes } = plan;
        Self {
            id,
            account,
            nickname,
            writer,
            idea: idea.map(|(id, title)| DraftIdea { id, title }),
            angle,
            form,
            product_line,
            audience,
            due_day,
            minutes,
            stage: draft.stage,
            text_no: draft.text_no,
            title,
            risk,
            review_due_at: review_due_at.filter(|_| draft.stage == DraftStage::Submitted),
            dropped_reason,
            version,
            created_by,
            created_at,
            changed_at,
        }
    }
}

impl From<TextRow> for DraftTextView {
    fn from(TextRow { text_no, wording, written_by, written_at }: TextRow) -> Self {
        let Wording { title, body, topics, mentions, components, labels, hard_ad } = wording;
        Self { text_no, title, body, topics, mentions, components, labels, hard_ad, written_by, written_at }
    }
}

impl From<VerdictRow> for DraftVerdictView {
    fn from(row: VerdictRow) -> Self {
        let VerdictRow { outcome, nearest, risk, packs, findings, copies, steps, .. } = row;
        let VerdictRow { submitted_by, submitted_at, .. } = row;
        Self { outcome, nearest, risk, packs, findings, copies, steps, submitted_by, submitted_at }
    }
}

impl From<DecisionRow> for DraftDecisionView {
    fn from(row: DecisionRow) -> Self {
        let DecisionRow { text_no, place: _, step, decision, leeway_chars, carried_from, reason, .. } = row;
        let DecisionRow { marks, scores, by_user: _, by, at, .. } = row;
        let scores =
            scores.map(|reviews::Scores { truth, useful, warm }| DraftScores { truth, useful, warm });
        Self { text_no, step, decision, leeway_chars, carried_from, reason, marks, scores, by, at }
    }
}

impl From<HandoffRow> for HandoffView {
    fn from(row: HandoffRow) -> Self {
        let HandoffRow { text_no, employee, handed_over_at, confirmed_at, link, note, seen_at, seen_by } =
            row;
        Self { text_no, employee, handed_over_at, confirmed_at, link, note, seen_at, seen_by }
    }
}

/// What was said to the text that counts since it was handed in.
pub(super) fn said_since(decisions: &[DecisionRow], text_no: i64, verdict: &VerdictRow) -> Vec<Said> {
    let counts = |row: &&DecisionRow| row.text_no == text_no && row.at >= verdict.submitted_at;
    decisions.iter().filter(counts).filter_map(DecisionRow::said).collect()
}

/// Everything about a draft that the asker sees.
pub(super) async fn file(tx: &mut Tx, scope: &Scope, row: DraftRow) -> Result<DraftFile, ApiError> {
    let (id, draft, account) = (row.id, row.draft, row.account);
    let text = texts::find(tx, scope, id, draft.text_no).await?;
    let verdict = reviews::verdict(tx, scope, id, draft.text_no).await?;
    let decisions = reviews::decisions(tx, scope, id).await?;
    let handoff = handoffs::find(tx, scope, id).await?;
    let pause = pauses::stopping(tx, scope, account).await?;
    let authors = texts::authors(tx, scope, id).await?;
    let own = own_employee(tx, scope).await?;

    let is_submitted = draft.stage == DraftStage::Submitted;
    let said = verdict.as_ref().map(|verdict| said_since(&decisions, draft.text_no, verdict));
    let steps = verdict.as_ref().map(|verdict| verdict.steps.clone()).unwrap_or_default();
    let due = due_step(&steps, said.as_deref().unwrap_or_default()).filter(|_| is_submitted);
    let leeway = decisions.iter().rev().find(|row| row.text_no == draft.text_no && row.leeway_chars > 0);
    let asker = Asker {
        is_writer: own == Some(row.writer.id),
        is_author: scope.user().is_some_and(|user| authors.contains(&user)),
        due,
        is_paused: pause.is_some(),
    };
    let can = can(scope, &row, &asker);
    // Whoever is to score the text next sees nobody's score of it.
    let is_blind = matches!(can.decide, Can::Yes);
    let told = |row: DecisionRow| {
        let scores = row.scores.filter(|_| !is_blind || row.text_no != draft.text_no);
        DraftDecisionView::from(DecisionRow { scores, ..row })
    };
    Ok(DraftFile {
        leeway_chars: leeway.filter(|_| draft.approved_no.is_some()).map_or(0, |row| row.leeway_chars),
        draft: row.into(),
        text: text.map(DraftTextView::from),
        verdict: verdict.map(DraftVerdictView::from),
        decisions: decisions.into_iter().map(told).collect(),
        due_step: due,
        handoff: handoff.map(HandoffView::from),
        paused: pause.map(|pause| pause.reason),
        can,
    })
}

/// What is known of whoever asks.
struct Asker {
    is_writer: bool,
    is_author: bool,
    due: Option<ReviewStep>,
    is_paused: bool,
}

fn can(scope: &Scope, row: &DraftRow, asker: &Asker) -> DraftCan {
    use DraftStage as S;
    let at = |action: Action, stages: &[DraftStage]| match () {
        () if !scope.may(action) => Can::No(refusals::whose(action)),
        () if !stages.contains(&row.draft.stage) => Can::No(refusals::elsewhere(row.draft.stage)),
        () => Can::Yes,
    };
    let hand_over = match at(Action::WriteDrafts, &[S::Approved]) {
        Can::Yes if !asker.is_writer => Can::No(refusals::not_the_publisher(&row.writer.name)),
        Can::Yes if asker.is_paused => Can::No(refusals::paused_now()),
        can => can,
    };
    let confirm = match at(Action::WriteDrafts, &[S::HandedOver]) {
        Can::Yes if !asker.is_writer => Can::No(refusals::not_the_publisher(&row.writer.name)),
        can => can,
    };
    DraftCan {
        plan: at(Action::PlanContent, &[S::Writing, S::Submitted, S::Approved]),
        write: at(Action::WriteDrafts, &[S::Writing, S::Submitted, S::Approved]),
        submit: match row.draft.text_no {
            0 => Can::No(Text::new("还没有写内容。", "Nothing is written yet.")),
            _ => at(Action::WriteDrafts, &[S::Writing]),
        },
        decide: decide(scope, row, asker, at(Action::ReviewDrafts, &[S::Submitted])),
        withdraw: at(Action::WriteDrafts, &[S::Submitted, S::Approved, S::HandedOver]),
        hand_over,
        confirm,
        drop: at(Action::PlanContent, &[S::Writing, S::Submitted, S::Approved, S::HandedOver]),
    }
}

fn decide(scope: &Scope, row: &DraftRow, asker: &Asker, otherwise: Can) -> Can {
    match asker.due {
        _ if row.draft.stage != DraftStage::Submitted => otherwise,
        Some(ReviewStep::Compliance) if !scope.may(Action::ClearRedDrafts) => {
            Can::No(refusals::whose(Action::ClearRedDrafts))
        }
        _ if asker.is_author => Can::No(refusals::own_text()),
        _ => otherwise,
    }
}
