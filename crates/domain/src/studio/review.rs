//! Reviews: how carefully a text has to be looked at, by whom, and what becomes of it.

use super::{Decision, DraftRisk, HardAd, ReviewStep};
use crate::{
    content::{ContentOutcome, CopyKind},
    id::UserId,
    time::Instant,
};

/// Characters of a reason.
pub const REASON_CHARS_MAX: usize = 500;
/// Characters that whoever publishes may be granted to put into own words.
pub const LEEWAY_CHARS_MAX: i64 = 200;
/// Sentences that are marked when a text goes back.
pub const MARKS_MAX: usize = 50;
/// The best score for true, useful or warm; the least is 1.
pub const SCORE_MAX: i64 = 5;

/// What was found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// What follows from its words.
    pub outcome: ContentOutcome,
    /// How near the nearest other text is.
    pub nearest: CopyKind,
    /// What makes it advertising.
    pub hard_ad: HardAd,
}

/// Why nobody may approve a text, whoever looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FoundError {
    /// A rule forbids what it says.
    #[error("a rule forbids what the text says; only an edit helps")]
    Forbidden,
    /// A claim of it has no valid proof.
    #[error("a claim of the text has no valid proof")]
    Unproven,
    /// It is another text, or that in other words.
    #[error("the text is a copy of another one; only another angle helps")]
    Copied,
}

/// How carefully a text has to be looked at, unless nothing could make it go out.
pub const fn risk(found: Found) -> Result<DraftRisk, FoundError> {
    let Found { outcome, nearest, hard_ad } = found;
    match outcome {
        ContentOutcome::Block => return Err(FoundError::Forbidden),
        ContentOutcome::Evidence => return Err(FoundError::Unproven),
        ContentOutcome::Review => {
            return match nearest {
                CopyKind::Copy => Err(FoundError::Copied),
                _ => Ok(DraftRisk::Red),
            };
        }
        ContentOutcome::Pass | ContentOutcome::Hint => {}
    }
    match (nearest, hard_ad) {
        (CopyKind::Copy, _) => Err(FoundError::Copied),
        (CopyKind::Rewrite | CopyKind::Quotes, _)
        | (_, HardAd::Component | HardAd::Price | HardAd::Promotion) => Ok(DraftRisk::Amber),
        (CopyKind::SameAngle | CopyKind::Clear, HardAd::None) => Ok(DraftRisk::Green),
    }
}

/// Whether a text of this kind may be approved at all: a rewrite may be looked at, and goes back.
pub const fn approvable(found: Found) -> Result<DraftRisk, FoundError> {
    match found.nearest {
        CopyKind::Rewrite => Err(FoundError::Copied),
        _ => risk(found),
    }
}

/// Who looks, in this order, and how long they have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The looks that a text of this risk needs.
    pub steps: Vec<ReviewStep>,
    /// Until when, in hours from when it was handed in.
    pub hours: i64,
}

impl Flow {
    /// How a brand that decided nothing else looks at a text.
    pub fn usual(risk: DraftRisk) -> Self {
        let (steps, hours) = match risk {
            DraftRisk::Green => (vec![ReviewStep::Review], 24),
            DraftRisk::Amber => (vec![ReviewStep::Review, ReviewStep::SecondReview], 24),
            DraftRisk::Red => (vec![ReviewStep::Review, ReviewStep::Compliance], 48),
        };
        Self { steps, hours }
    }

    /// Until when everybody has looked.
    pub fn due_at(&self, submitted_at: Instant) -> Instant {
        submitted_at.plus_ms(self.hours * 3_600_000)
    }
}

/// What was said to a text at a step, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// At which step.
    pub step: ReviewStep,
    /// What.
    pub decision: Decision,
    /// By whom.
    pub by: UserId,
}

/// What is known when somebody says something to a text.
#[derive(Debug, Clone)]
pub struct DecisionFacts<'a> {
    /// The looks that it needs, in order.
    pub steps: &'a [ReviewStep],
    /// What was said to this text so far.
    pub said: &'a [Said],
    /// Who wrote a text of this draft or handed it in.
    pub authors: &'a [UserId],
    /// Who decides.
    pub by: UserId,
    /// At which step they think they are.
    pub step: ReviewStep,
}

/// Why somebody's word does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// It is their own text.
    #[error("nobody approves what they wrote")]
    Own,
    /// They looked at it already.
    #[error("the next look is somebody else's")]
    LookedAlready,
    /// Another step is due.
    #[error("the step that is due is {due:?}")]
    NotDue {
        /// The step that is due; none where all is said.
        due: Option<ReviewStep>,
    },
}

/// The look that is due, nothing where all is said.
pub fn due_step(steps: &[ReviewStep], said: &[Said]) -> Option<ReviewStep> {
    let is_done =
        |step: &ReviewStep| said.iter().any(|said| said.step == *step && said.decision == Decision::Approved);
    steps.iter().copied().find(|step| !is_done(step))
}

/// Whether somebody's word counts; answers with what is due after an approval.
pub fn judge_decision(facts: &DecisionFacts<'_>) -> Result<Option<ReviewStep>, DecisionError> {
    let DecisionFacts { steps, said, authors, by, step } = facts;
    if authors.contains(by) {
        return Err(DecisionError::Own);
    }
    if said.iter().any(|said| said.by == *by) {
        return Err(DecisionError::LookedAlready);
    }
    let due = due_step(steps, said);
    if due != Some(*step) {
        return Err(DecisionError::NotDue { due });
    }
    let mut after = said.to_vec();
    after.push(Said { step: *step, decision: Decision::Approved, by: *by });
    Ok(due_step(steps, &after))
}
