//! Why a change of the rules is refused, and what to do instead.

use axum::http::StatusCode;
use domain::rulebook::amend::{
    ADOPTED_MAX, AHEAD_DAYS_MAX, AmendError, AmendmentState, DecisionError, WAITING_MAX,
};

use crate::{
    http::{ApiError, ErrorCode},
    text::Text,
};

/// What cannot be proposed, with the field it fails by; `day` is what the request calls its day.
pub(super) fn proposal(error: AmendError, day: &str) -> ApiError {
    let (field, text) = match error {
        AmendError::UnknownEdition => {
            ("edition", Text::new("规则库里没有这个版本。", "The rule book has no such edition."))
        }
        AmendError::UnknownIndustry => {
            ("industry", Text::new("规则库里没有这个行业。", "The rule book knows no such industry."))
        }
        AmendError::OutOfRange { max } => {
            ("value", Text::new(format!("应为 0 到 {max}。"), format!("From 0 to {max}.")))
        }
        AmendError::RewritesPast { today } => (
            day,
            Text::new(
                format!("不能早于今天（{today}）：过去的决定按当时的规则解释，不能改写。"),
                format!("Not before today ({today}): what was decided is explained by the rules of its day."),
            ),
        ),
        AmendError::TooFarAhead => (
            day,
            Text::new(
                format!("最多提前 {AHEAD_DAYS_MAX} 天。"),
                format!("At most {AHEAD_DAYS_MAX} days ahead."),
            ),
        ),
        AmendError::Backwards => ("valid_to", Text::new("结束日早于开始日。", "It ends before it begins.")),
        AmendError::SaysNothingNew => (
            "edition",
            Text::new(
                "规则库现在就是这样，不需要修改。",
                "The rule book says this already; nothing is to be changed.",
            ),
        ),
        AmendError::NotSeenYet => (
            day,
            Text::new(
                "不能晚于今天：填你在后台看到的那天。",
                "Not later than today: the day on which you saw it.",
            ),
        ),
    };
    ApiError::invalid(field, text)
}

/// Who may not decide, or comes too late.
pub(super) fn decision(error: DecisionError) -> ApiError {
    match error {
        DecisionError::OwnProposal => {
            ApiError::new(StatusCode::FORBIDDEN, ErrorCode::NotPermitted, own_proposal())
        }
        DecisionError::NotTheProposer => {
            ApiError::new(StatusCode::FORBIDDEN, ErrorCode::NotPermitted, not_the_proposer())
        }
        DecisionError::Decided(state) => ApiError::conflict(decided(state)),
    }
}

/// A second person decides.
pub(super) fn own_proposal() -> Text {
    Text::new(
        "这是你自己提出的，需要另一位负责人或合规同事来决定。",
        "You proposed this yourself: another owner or compliance officer decides.",
    )
}

/// Only the proposer takes back.
pub(super) fn not_the_proposer() -> Text {
    Text::new(
        "只有提出的人可以撤回；你可以采纳或驳回。",
        "Only whoever proposed it takes it back; you may adopt or refuse it.",
    )
}

/// It was decided before.
pub(super) fn decided(state: AmendmentState) -> Text {
    match state {
        AmendmentState::Proposed => Text::new("还在等待决定。", "It still waits for a decision."),
        AmendmentState::Adopted => Text::new("已经被采纳。", "It was adopted already."),
        AmendmentState::Refused => Text::new("已经被驳回。", "It was refused already."),
        AmendmentState::Withdrawn => Text::new("已经被撤回。", "It was taken back already."),
    }
}

/// The role does not decide.
pub(super) fn not_a_decider() -> Text {
    Text::new("由负责人或合规同事决定。", "An owner or compliance officer decides.")
}

/// Too many wait or were adopted.
pub(super) fn too_many() -> ApiError {
    ApiError::conflict(Text::new(
        format!("最多 {WAITING_MAX} 条待决定、{ADOPTED_MAX} 条已采纳的修改；请先处理已有的。"),
        format!(
            "At most {WAITING_MAX} proposals wait and {ADOPTED_MAX} rows are adopted; decide on those that are there."
        ),
    ))
}
