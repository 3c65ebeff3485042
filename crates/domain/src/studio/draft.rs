//! Drafts: how far one is, and what may happen to it.
//!
//! A draft is three facts: its stage, the number of the text that counts now, and the number of the text that may go
//! out. Every step goes through [`Draft::step`], so that the two numbers are the same whenever the text leaves.

use super::DraftStage;

/// Where a draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draft {
    /// How far it is.
    pub stage: DraftStage,
    /// The text that counts now; 0 while nothing is written.
    pub text_no: i64,
    /// The text that may go out, if any may.
    pub approved_no: Option<i64>,
}

/// Something that happens to a draft. Numbers name the text that whoever acts has before their eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Another text is written.
    Write,
    /// Another text is written within what was granted with the approval, which holds for it as well.
    OwnWords,
    /// The text is handed in.
    Submit(i64),
    /// The last look says yes.
    Approve(i64),
    /// Somebody who looked sends it back.
    Return(i64),
    /// The writer, or whoever plans, takes it back to go on writing.
    Withdraw,
    /// It is given to the person who publishes it.
    HandOver(i64),
    /// The person who publishes it brings the link.
    Confirm,
    /// It is found in the platform's export.
    See,
    /// The note in which it was found is gone with its import; `true` where its link was brought.
    Lose(bool),
    /// It comes to nothing.
    Drop,
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// The draft is elsewhere.
    #[error("this cannot be done while a draft is {stage}")]
    Stage {
        /// How far it is.
        stage: DraftStage,
    },
    /// Nothing is written yet.
    #[error("there is no text yet")]
    Unwritten,
    /// The text was changed meanwhile.
    #[error("the text is number {current} by now")]
    OtherText {
        /// The text that counts now.
        current: i64,
    },
    /// This text was not approved.
    #[error("the text was not approved")]
    NotApproved,
}

impl Draft {
    /// A draft of which nothing is written.
    pub const fn planned() -> Self {
        Self { stage: DraftStage::Writing, text_no: 0, approved_no: None }
    }

    /// The draft after a step, or why the step is not taken.
    pub fn step(self, step: Step) -> Result<Self, StepError> {
        use DraftStage as S;
        let Self { stage, text_no, approved_no } = self;
        let refused = Err(StepError::Stage { stage });
        match (step, stage) {
            (Step::Write, S::Writing | S::Submitted | S::Approved) => {
                Ok(Self { stage: S::Writing, text_no: text_no + 1, approved_no: None })
            }
            (Step::OwnWords, S::Approved) => {
                Ok(Self { stage, text_no: text_no + 1, approved_no: Some(text_no + 1) })
            }
            (Step::Submit(seen), S::Writing) => {
                self.has_before_eyes(seen)?;
                Ok(Self { stage: S::Submitted, ..self })
            }
            (Step::Approve(seen), S::Submitted) => {
                self.has_before_eyes(seen)?;
                Ok(Self { stage: S::Approved, text_no, approved_no: Some(text_no) })
            }
            (Step::Return(seen), S::Submitted) => {
                self.has_before_eyes(seen)?;
                Ok(Self { stage: S::Writing, text_no, approved_no: None })
            }
            (Step::Withdraw, S::Submitted | S::Approved | S::HandedOver) => {
                Ok(Self { stage: S::Writing, text_no, approved_no: None })
            }
            (Step::HandOver(seen), S::Approved) => {
                self.has_before_eyes(seen)?;
                if approved_no != Some(text_no) {
                    return Err(StepError::NotApproved);
                }
                Ok(Self { stage: S::HandedOver, ..self })
            }
            (Step::Confirm, S::HandedOver) | (Step::Lose(true), S::Seen) => {
                Ok(Self { stage: S::Confirmed, ..self })
            }
            (Step::See, S::HandedOver | S::Confirmed) => Ok(Self { stage: S::Seen, ..self }),
            (Step::Lose(false), S::Seen) => Ok(Self { stage: S::HandedOver, ..self }),
            (Step::Drop, S::Writing | S::Submitted | S::Approved | S::HandedOver) => {
                Ok(Self { stage: S::Dropped, text_no, approved_no: None })
            }
            _ => refused,
        }
    }

    /// Whether whoever acts has the text before their eyes that counts now.
    fn has_before_eyes(self, seen: i64) -> Result<(), StepError> {
        match self.text_no {
            0 => Err(StepError::Unwritten),
            current if current != seen => Err(StepError::OtherText { current }),
            _ => Ok(()),
        }
    }
}
