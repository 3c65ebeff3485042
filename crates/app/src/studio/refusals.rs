//! What a person hears when something about a draft is refused: what happened, why, and the way out.

use domain::{
    identity::Action,
    selling::LinkError,
    studio::{
        DraftStage, ReviewStep,
        draft::StepError,
        handover::HandoverError,
        labels::LabelNeed,
        review::{DecisionError, FoundError},
        wording::{Bound, DraftLabel, WordingError},
    },
    time::Day,
};

use crate::{http::ApiError, text::Text};

/// Somebody else changed the draft since the asker saw it: nothing is overwritten.
pub(super) fn changed_since(seen: i64, now: i64) -> ApiError {
    ApiError::conflict(Text::new(
        format!("你看到的是第 {seen} 版，现在已是第 {now} 版：别人刚改过。没有覆盖任何内容，请刷新后再改。"),
        format!(
            "You saw version {seen}; it is version {now} by now. Nothing was overwritten; reload and try again."
        ),
    ))
}

/// Something that a field names is not there, or not the asker's to see.
pub(super) fn unknown(field: &str) -> ApiError {
    let text = match field {
        "account" => Text::new("请从你能看到的账号里选。", "Choose one of the accounts that you see."),
        "idea" => Text::new("请从选题库里选一个还在用的选题。", "Choose a topic idea that is still in use."),
        _ => Text::new(
            "请从你能看到的花名册里选一名员工。",
            "Choose an employee from the roster that you see.",
        ),
    };
    ApiError::invalid(field, text)
}

pub(super) fn writer_left(on: Day) -> ApiError {
    ApiError::invalid(
        "writer",
        Text::new(
            format!("这名员工的最后一天是 {on}，请换一位在职的同事。"),
            format!("The last day of this employee was {on}; choose somebody who works here."),
        ),
    )
}

pub(super) fn minutes(most: i64) -> ApiError {
    ApiError::invalid(
        "minutes",
        Text::new(format!("请填写 1 到 {most} 分钟。"), format!("Between 1 and {most} minutes, please.")),
    )
}

pub(super) fn no_angle() -> ApiError {
    let text = Text::new("切入角度里要有文字或数字。", "An angle has letters or digits.");
    ApiError::invalid("angle", text)
}

pub(super) fn angle_taken(nickname: &str) -> ApiError {
    let text = Text::new(
        format!(
            "「{nickname}」已经从这个角度写这个选题。同一选题给几个号，每个号要有自己的切入角度，换个措辞不算。"
        ),
        format!(
            "{nickname:?} tells this theme from that angle already. Each account needs an angle of its own, not other words."
        ),
    );
    ApiError::conflict(text.clone()).and_field("angle", text)
}

pub(super) fn angle_taken_meanwhile() -> ApiError {
    ApiError::conflict(Text::new(
        "刚刚有人用了这个角度，请换一个。",
        "Somebody just took that angle; choose another one.",
    ))
}

pub(super) fn too_many_tags(field: &str, most: usize) -> ApiError {
    let text = Text::new(format!("最多 {most} 个。"), format!("There are {most} at the most."));
    ApiError::invalid(field, text)
}

/// Why something cannot be done at this stage.
pub(super) fn elsewhere(stage: DraftStage) -> Text {
    match stage {
        DraftStage::Writing => Text::new("稿子还在写。", "The draft is being written."),
        DraftStage::Submitted => Text::new(
            "稿子正在审核；要改先撤回。",
            "The draft is being looked at; take it back to change it.",
        ),
        DraftStage::Approved => Text::new("稿子已经通过。", "The draft is approved."),
        DraftStage::HandedOver => Text::new(
            "稿子已经交到发布人手机上；要改先撤回。",
            "The draft was handed over; take it back to change it.",
        ),
        DraftStage::Confirmed | DraftStage::Seen => Text::new("稿子已经发布。", "The draft is published."),
        DraftStage::Dropped => {
            Text::new("稿子已经作废，可以另建一篇。", "The draft was dropped; plan another one.")
        }
    }
}

pub(super) fn step(error: StepError) -> ApiError {
    match error {
        StepError::Stage { stage } => ApiError::conflict(elsewhere(stage)),
        StepError::Unwritten => unwritten(),
        StepError::OtherText { current } => other_text(current),
        StepError::NotApproved => {
            ApiError::conflict(Text::new("这一版文字还没有审核通过。", "This text was not approved yet."))
        }
    }
}

pub(super) fn unwritten() -> ApiError {
    ApiError::conflict(Text::new("还没有写内容。", "Nothing is written yet."))
}

pub(super) fn other_text(current: i64) -> ApiError {
    ApiError::conflict(Text::new(
        format!("文字已经改到第 {current} 稿，请先看最新的一稿。"),
        format!("The text is number {current} by now; read that one first."),
    ))
}

/// A label that the text needs was not set.
pub(super) fn label_missing(LabelNeed { label, reason, basis, .. }: LabelNeed) -> Text {
    let (zh, en) = match label {
        DraftLabel::Ad => ("广告", "advertisement"),
        DraftLabel::Ai => ("AI 生成", "made with AI"),
        DraftLabel::Employer => ("任职单位", "employer"),
        DraftLabel::Interest => ("利益相关", "interest"),
    };
    Text::new(
        format!("缺「{zh}」标识，勾上再提交。{}{}", reason.zh, basis.zh),
        format!("The label {en:?} is missing; set it, then hand in. {} {}", reason.en, basis.en),
    )
}

/// Why nobody may approve a text.
pub(super) fn found(error: FoundError) -> Text {
    match error {
        FoundError::Forbidden => Text::new(
            "有不能发布的内容，标出的地方改掉后才能提交。",
            "It says something that may not be published; change what is marked.",
        ),
        FoundError::Unproven => Text::new(
            "有需要证明的说法：请合规先登记凭证，或把这句改掉。",
            "It claims something that needs a proof: have compliance file one, or change the sentence.",
        ),
        FoundError::Copied => Text::new(
            "和另一篇太像。换个说法没有用，请换一个只有你能讲的角度。",
            "It is too much like another text. Other words do not help; tell it from a side that is yours alone.",
        ),
    }
}

/// What stands between a text and the platform.
pub(super) fn fault(error: &WordingError) -> Text {
    match error {
        WordingError::NoTitle => Text::new("还没有标题。", "There is no title yet."),
        WordingError::NoBody => Text::new("还没有正文。", "There is no body yet."),
        WordingError::TitleLong { count, bound: Bound { most, .. } } => Text::new(
            format!("标题 {count} 个字，平台最多 {most} 个。"),
            format!("The title has {count} characters; the platform takes {most}."),
        ),
        WordingError::BodyLong { count, bound: Bound { most, .. } } => Text::new(
            format!("正文 {count} 个字，平台最多 {most} 个。"),
            format!("The body has {count} characters; the platform takes {most}."),
        ),
        WordingError::TopicsMany { count, bound: Bound { most, .. } } => Text::new(
            format!("话题 {count} 个，平台最多 {most} 个。"),
            format!("There are {count} topics; the platform takes {most}."),
        ),
    }
}

pub(super) fn decision(error: DecisionError) -> ApiError {
    ApiError::conflict(match error {
        DecisionError::Own => own_text(),
        DecisionError::LookedAlready => Text::new(
            "你已经看过这一稿，下一步要由另一位同事来看。",
            "You looked at this text already; the next look is somebody else's.",
        ),
        DecisionError::NotDue { due: Some(due) } => Text::new(
            format!("现在轮到「{}」。", step_name(due).zh),
            format!("The step that is due is {}.", step_name(due).en),
        ),
        DecisionError::NotDue { due: None } => Text::new("这一稿已经审核完。", "All was said to this text."),
    })
}

fn step_name(step: ReviewStep) -> Text {
    match step {
        ReviewStep::Review => Text::new("初审", "the first look"),
        ReviewStep::SecondReview => Text::new("复审", "the second look"),
        ReviewStep::Compliance => Text::new("合规审核", "the look of compliance"),
    }
}

pub(super) fn own_text() -> Text {
    Text::new(
        "自己写过或提交过的稿子不能自己审，请另一位同事来审。",
        "Nobody approves what they wrote or handed in; ask a colleague.",
    )
}

pub(super) fn leeway(most: i64) -> ApiError {
    let text = Text::new(
        format!("允许改动的字数在 0 到 {most} 之间。"),
        format!("Between 0 and {most} characters, please."),
    );
    ApiError::invalid("leeway_chars", text)
}

pub(super) fn marks(most: usize, chars: usize) -> ApiError {
    let text = Text::new(
        format!("最多标 {most} 处，每处说明最多 {chars} 个字。"),
        format!("Up to {most} places, each with up to {chars} characters."),
    );
    ApiError::invalid("marks", text)
}

pub(super) fn scores(most: i64) -> ApiError {
    let text = Text::new(format!("每项 1 到 {most} 分。"), format!("Each score is between 1 and {most}."));
    ApiError::invalid("scores", text)
}

pub(super) fn handover(error: HandoverError, writer: &str) -> ApiError {
    ApiError::conflict(match error {
        HandoverError::NotTheirs => not_the_publisher(writer),
        HandoverError::NotHolder => Text::new(
            format!("{writer} 现在不是这个号的持有人，不能用它发布。请先办理绑定或交接。"),
            format!("{writer} does not hold the account now; bind it first or have it handed over."),
        ),
        HandoverError::Left { on } => Text::new(
            format!("{writer} 的最后一天是 {on}，请改派给在职的持号人。"),
            format!("The last day of {writer} was {on}; plan the draft for whoever holds the account."),
        ),
        HandoverError::Paused => paused_now(),
        HandoverError::EnoughToday { most } => Text::new(
            format!("这个号今天已经发了 {most} 篇，按节奏每天最多 {most} 篇，明天再发。"),
            format!("The account had {most} today, which is its share of a day; publish this one tomorrow."),
        ),
    })
}

pub(super) fn not_the_publisher(writer: &str) -> Text {
    Text::new(
        format!("只有发布人 {writer} 本人可以领取和确认。"),
        format!("Only {writer}, who publishes it, takes and confirms it."),
    )
}

pub(super) fn paused_now() -> Text {
    Text::new(
        "现在暂停发布，原因写在稿子上；恢复后再发。",
        "Publishing is paused; the reason stands on the draft. Wait until it goes on.",
    )
}

pub(super) fn link(error: LinkError) -> ApiError {
    let text = match error {
        LinkError::NoLink => {
            Text::new("链接以 https:// 开头，不含空格。", "A link begins with https:// and has no blanks.")
        }
        LinkError::Elsewhere => Text::new(
            "请粘贴小红书笔记的链接（xiaohongshu.com 或 xhslink.com）。",
            "Paste the link of the note on the platform (xiaohongshu.com or xhslink.com).",
        ),
    };
    ApiError::invalid("link", text)
}

pub(super) fn strange_note() -> ApiError {
    ApiError::conflict(Text::new(
        "这篇笔记对不上：要是同一个号在交付后三十天内发布、还没有对应稿子的笔记，并且稿子已经交付。",
        "This note cannot be it: the draft must be handed over, and the note published by the same account in the thirty days after and be no other draft's.",
    ))
}

pub(super) fn account_and_store() -> ApiError {
    let text = Text::new("账号和门店请只选一个。", "Name an account or a store, not both.");
    ApiError::invalid("store", text)
}

pub(super) fn ended_before() -> ApiError {
    ApiError::conflict(Text::new("这次暂停已经结束。", "The pause was ended before."))
}

/// Whose business it is.
pub(super) fn whose(action: Action) -> Text {
    match action {
        Action::PlanContent => Text::new("由负责人或运营安排。", "An owner or an operator plans it."),
        Action::ReviewDrafts => Text::new(
            "由负责人、运营或合规审核。",
            "An owner, an operator or a compliance officer looks at it.",
        ),
        Action::ClearRedDrafts => {
            Text::new("由合规或负责人审核。", "A compliance officer or an owner looks at it.")
        }
        _ => Text::new("你的角色不写稿。", "Your role does not write drafts."),
    }
}
