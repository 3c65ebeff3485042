//! What a person hears when something about planning is refused, and the reasons that are told of a plan.

use domain::planning::ideas::FitReason;

use crate::{http::ApiError, text::Text};

/// Somebody else changed the thing since the asker saw it: nothing is overwritten.
pub(super) fn changed_since(seen: i64, now: i64) -> ApiError {
    ApiError::conflict(Text::new(
        format!("你看到的是第 {seen} 版，现在已是第 {now} 版：别人刚改过。没有覆盖任何内容，请刷新后再改。"),
        format!(
            "You saw version {seen}; it is version {now} by now. Nothing was overwritten; reload and try again."
        ),
    ))
}

pub(super) fn too_many(most: i64) -> ApiError {
    ApiError::conflict(Text::new(
        format!("最多 {most} 条；请先清理不用的。"),
        format!("There are {most} at the most."),
    ))
}

pub(super) fn is_retired() -> ApiError {
    ApiError::conflict(Text::new(
        "这个选题已停用；要改先恢复它。",
        "This idea was put away; bring it back before you change it.",
    ))
}

pub(super) fn is_not_retired() -> ApiError {
    ApiError::conflict(Text::new("这个选题在用，不用恢复。", "This idea was not put away."))
}

/// Why an idea suits an account, or does not.
pub(super) fn fit_reason(reason: &FitReason) -> Text {
    match reason {
        FitReason::Topic { topic, words } => Text::new(
            format!("账号的话题「{topic}」，与选题都讲「{words}」"),
            format!("Its topic {topic:?} and the idea both speak of {words:?}"),
        ),
        FitReason::ProductLine(line) => {
            Text::new(format!("账号负责「{line}」"), format!("It speaks for {line:?}"))
        }
        FitReason::OtherProductLines(lines) => {
            let (zh, en) = (lines.join("、"), lines.join(", "));
            Text::new(format!("账号只讲「{zh}」，不是这个产品线"), format!("It speaks for {en} only"))
        }
        FitReason::Audience { audience, words } => Text::new(
            format!("账号写给「{audience}」，人群都是「{words}」"),
            format!("It speaks to {audience:?}; both are for {words:?}"),
        ),
        FitReason::Told(times) => Text::new(
            format!("这个号已写过 {times} 次；再写要换一个角度"),
            format!("It has told this {times} times; another time needs another angle"),
        ),
    }
}
