//! What a group is told: how much is new, of what, and where to look.

use domain::{channels::ChannelTopic, identity::Language};

use crate::{events::EventKind, text::Text};

/// The events of a topic, and what a line about them says.
pub(super) fn news_of(topic: ChannelTopic) -> &'static [EventKind] {
    match topic {
        ChannelTopic::Studio => {
            &[EventKind::DraftSubmitted, EventKind::DraftDecided, EventKind::PublishingPaused]
        }
        ChannelTopic::Imports => &[EventKind::ImportFinished, EventKind::ImportFailed],
        ChannelTopic::Seats => &[EventKind::SeatsRequested, EventKind::RenewalsDue],
        ChannelTopic::Promotions => &[EventKind::PromotionAsked, EventKind::PromotionDecided],
    }
}

/// A telling of `count` events of a kind.
fn line(kind: EventKind, count: i64) -> Text {
    let (zh, en) = match kind {
        EventKind::DraftSubmitted => ("篇草稿提交待审", "drafts wait for a reviewer"),
        EventKind::DraftDecided => ("篇草稿有了审核结果", "drafts were approved or returned"),
        EventKind::PublishingPaused => ("次暂停发布，请看原因", "pauses of publishing; see why"),
        EventKind::ImportFinished => ("份文件已导入", "files were imported"),
        EventKind::ImportFailed => ("份文件没能导入，请看原因", "files could not be imported; see why"),
        EventKind::SeatsRequested => ("次席位申请待批", "requests for seats wait for a yes"),
        EventKind::RenewalsDue => ("批到期提醒", "reminders of what ends soon"),
        EventKind::PromotionAsked => ("笔投流预算待批", "promotions wait for money"),
        EventKind::PromotionDecided => ("笔投流预算已有结果", "promotions were decided"),
        _ => ("件新事", "other news"),
    };
    Text::new(format!("{count} {zh}"), format!("{count} {en}"))
}

/// The message about what is new in the brand.
pub(super) fn about(language: Language, brand: &str, news: &[(EventKind, i64)], link: &str) -> String {
    let mut text = head(brand);
    for (kind, count) in news {
        text.push_str("\n· ");
        text.push_str(line(*kind, *count).get(language));
    }
    text.push('\n');
    text.push_str(link);
    text
}

/// The message that shows somebody that the robot works.
pub(super) fn trial(language: Language, brand: &str, link: &str) -> String {
    let works = Text::new("这是一条试发消息：机器人可以用了。", "This is a trial: the robot works.");
    format!("{}\n{}\n{link}", head(brand), works.get(language))
}

fn head(brand: &str) -> String {
    format!("【Kosmos】{brand}")
}
