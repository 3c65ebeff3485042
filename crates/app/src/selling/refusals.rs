//! What a person hears when something about selling is refused or wants care: what happened, why, and the way out.

use domain::{
    entitlements::{Seen, Sighting},
    selling::{
        AskError, BUDGET_FEN_MAX, COUNT_MAX, ClashKind, DecisionError, HangingError, HangingWarning,
        LIVE_AHEAD_DAYS_MAX, LIVE_GOODS_MAX, LIVE_MINUTES_MAX, LIVE_MINUTES_MIN, LIVE_PAST_DAYS_MAX,
        LinkError, LiveError, LiveState, MONEY_FEN_MAX, NumberError, PROMOTION_DAYS_MAX, PromotionState,
        Slot, SpendError, TakingDownError,
    },
    time::{Day, Instant, Zone},
    value::Fen,
};

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

/// Something that a field names is not there, or not the asker's to see.
pub(super) fn unknown(field: &str) -> ApiError {
    let text = match field {
        "account" => Text::new("请从你能看到的账号里选。", "Choose one of the accounts that you see."),
        "goods" => {
            Text::new("商品库里没有这件商品；请先登记。", "There are no such goods; write them down first.")
        }
        _ => Text::new(
            "请从你能看到的花名册里选一名员工。",
            "Choose an employee from the roster that you see.",
        ),
    };
    ApiError::invalid(field, text)
}

pub(super) fn strange_note() -> ApiError {
    let text = Text::new("请选这个账号自己的笔记。", "Choose a note of this account.");
    ApiError::invalid("note", text)
}

pub(super) fn strange_goods() -> ApiError {
    let text = Text::new(
        format!("一场最多 {LIVE_GOODS_MAX} 件商品，都要先登记在商品库里。"),
        format!("{LIVE_GOODS_MAX} goods at the most, all of them written down before."),
    );
    ApiError::invalid("goods", text)
}

pub(super) fn too_many(most: i64) -> ApiError {
    ApiError::conflict(Text::new(format!("最多 {most} 件。"), format!("There are {most} at the most.")))
}

pub(super) fn no_article_no() -> ApiError {
    let text = Text::new("货号里要有字母或数字。", "An article number has letters or digits.");
    ApiError::invalid("article_no", text)
}

pub(super) fn article_no_taken(name: &str) -> ApiError {
    ApiError::conflict(Text::new(
        format!("这个货号已经登记为「{name}」；大小写、空格和横线不算区别。请直接用它。"),
        format!(
            "That article number is {name:?} already; case, blanks and dashes make no difference. Use it."
        ),
    ))
}

pub(super) fn link(error: LinkError) -> ApiError {
    let text = match error {
        LinkError::NoLink => {
            Text::new("链接以 https:// 开头，不含空格。", "A link begins with https:// and has no blanks.")
        }
        LinkError::Elsewhere => Text::new(
            "只收小红书站内的商品链接（xiaohongshu.com、xhslink.com）。指向站外属于交易导流，规则自 2025 年 3 月 12 日起执行，可能封号；站外商品请先上架到自己的小红书店铺。",
            "Only pages of the platform are taken (xiaohongshu.com, xhslink.com). A link elsewhere is trade diversion by the rule of 12 March 2025 and may cost the account; put the goods into your shop on the platform first.",
        ),
    };
    ApiError::invalid("link", text)
}

/// Money out of bounds.
pub(super) fn money(field: &str, fen_max: i64) -> ApiError {
    let yuan = fen_max / 100;
    let text = Text::new(format!("金额在 0 到 {yuan} 元之间。"), format!("Between 0 and {yuan} yuan."));
    ApiError::invalid(field, text)
}

pub(super) fn hanging(error: HangingError) -> ApiError {
    match error {
        HangingError::ToCome => ApiError::invalid(
            "since",
            Text::new("挂上的日期不能晚于今天。", "Goods cannot hang since a day to come."),
        ),
        HangingError::HangsAlready { since } => ApiError::conflict(Text::new(
            format!("这件商品自 {since} 起已经挂在这个号上。要换笔记或日期，先登记下架，再重新挂。"),
            format!(
                "These goods hang there since {since}. To name another note or day, take them down first."
            ),
        )),
        HangingError::ShopUnseen => ApiError::conflict(Text::new(
            "还没有人核对过这个号的店铺继承，所以不能登记挂品。先到专业号后台看一眼，在账号的「权益」里登记核对结果，再回来挂。",
            "Nobody has looked whether this account inherits the shop, so goods cannot be hung. Look in the back office, note it under the account's entitlements, then come back.",
        )),
        HangingError::ShopMissing { on } => ApiError::conflict(Text::new(
            format!(
                "{on} 核对时这个号没有店铺继承，不能登记挂品。开通后在账号的「权益」里重新登记核对结果；或者换一个已开通的号。"
            ),
            format!(
                "On {on} this account did not inherit the shop, so goods cannot be hung. Once it does, note it under the account's entitlements; or choose an account that does."
            ),
        )),
    }
}

pub(super) fn hanging_warning(warning: HangingWarning) -> Text {
    match warning {
        HangingWarning::ShopLimited => Text::new(
            "店铺继承有条件：核对时后台提示还差要求，商品可能不展示。",
            "Shop inheritance asks for something: the goods may not be shown.",
        ),
        HangingWarning::ShopLongAgo => Text::new(
            "店铺继承很久没核对了，该再看一次。",
            "The shop inheritance was seen long ago; look again.",
        ),
    }
}

/// What stands against goods that hang already.
pub(super) fn hangs_though(error: HangingError) -> Text {
    match error {
        HangingError::ShopMissing { on } => Text::new(
            format!("{on} 核对时已没有店铺继承，商品多半已失效：核实后登记下架。"),
            format!(
                "On {on} there was no shop inheritance; the goods have likely gone. Look, and take them down."
            ),
        ),
        HangingError::ToCome | HangingError::HangsAlready { .. } | HangingError::ShopUnseen => {
            Text::new("没有人核对过店铺继承。", "Nobody has looked at the shop inheritance.")
        }
    }
}

pub(super) fn taking_down(error: TakingDownError) -> ApiError {
    match error {
        TakingDownError::IsDown { on } => ApiError::conflict(Text::new(
            format!("这件商品已于 {on} 下架。"),
            format!("These goods were taken down on {on}."),
        )),
        TakingDownError::WrongDay { since } => ApiError::invalid(
            "on",
            Text::new(
                format!("下架日期在 {since} 到今天之间。"),
                format!("The day lies between {since} and today."),
            ),
        ),
    }
}

pub(super) fn taken_down_meanwhile() -> ApiError {
    ApiError::conflict(Text::new("别人刚登记了下架。", "Somebody has just taken them down."))
}

/// What a look at the shop inheritance says against a live session that shows goods of the shop.
pub(super) fn shop_not_seen(look: Option<Seen>) -> Option<Text> {
    match look {
        None => Some(Text::new(
            "还没核对过店铺继承：开播前到后台看一眼能不能挂店铺商品。",
            "Nobody has looked at the shop inheritance: see before it begins whether goods of the shop can be shown.",
        )),
        Some(Seen { sighting: Sighting::Missing, on }) => Some(Text::new(
            format!("{on} 核对时没有店铺继承，这场直播可能挂不了店铺商品。"),
            format!("On {on} there was no shop inheritance; goods of the shop may not be shown."),
        )),
        Some(Seen { sighting: Sighting::Present | Sighting::Limited, .. }) => None,
    }
}

pub(super) fn leaves_before(field: &str, name: &str, left: Day) -> ApiError {
    let text = Text::new(
        format!("{name} 的最后工作日是 {left}，在开播之前；请换一位在职的同事。"),
        format!("{name}'s last day is {left}, before it begins; choose somebody who is still here."),
    );
    ApiError::invalid(field, text)
}

pub(super) fn host_leaves(name: &str, left: Day) -> Text {
    Text::new(
        format!("主播 {name} {left} 离职，在开播之前：换一位主播，或取消这场。"),
        format!("The host {name} leaves on {left}, before it begins: name another, or call it off."),
    )
}

pub(super) fn replier_leaves(name: &str, left: Day) -> Text {
    Text::new(
        format!("值守回复的 {name} {left} 离职，在开播之前：换一位同事。"),
        format!("{name}, who was to reply, leaves on {left}, before it begins: name another."),
    )
}

/// What became of a live session, as a reason why it cannot be changed.
pub(super) fn is_over(state: LiveState) -> Text {
    match state {
        LiveState::Planned => Text::new("还没有登记是否开播。", "Nobody has said whether it was held."),
        LiveState::Held => Text::new("已登记开播。", "It was held."),
        LiveState::Cancelled => Text::new("已取消。", "It was called off."),
    }
}

pub(super) fn clash(kind: ClashKind, slot: Slot, zone: &Zone) -> ApiError {
    let (from, to) = (told(slot.starts(), zone), told(slot.ends(), zone));
    let (field, text) = match kind {
        ClashKind::Account => (
            "starts_at",
            Text::new(
                format!("这个号在 {from} 到 {to} 已有一场直播；换个时间，或先取消那一场。"),
                format!(
                    "The account is in another live session from {from} to {to}; take another time, or call that one off."
                ),
            ),
        ),
        ClashKind::Host => (
            "host",
            Text::new(
                format!("主播在 {from} 到 {to} 已有一场直播；换个人，或换个时间。"),
                format!(
                    "The host is in another live session from {from} to {to}; choose somebody else, or another time."
                ),
            ),
        ),
    };
    ApiError::conflict(text.clone()).and_field(field, text)
}

/// A moment as the clock on the wall shows it.
fn told(at: Instant, zone: &Zone) -> String {
    let day = at.day(zone);
    let minutes = day.start(zone).map_or(0, |start| (at.ms() - start.ms()) / 60_000);
    format!("{day} {:02}:{:02}", minutes / 60, minutes % 60)
}

pub(super) fn live(error: LiveError) -> ApiError {
    match error {
        LiveError::Minutes => ApiError::invalid(
            "minutes",
            Text::new(
                format!("时长在 {LIVE_MINUTES_MIN} 到 {LIVE_MINUTES_MAX} 分钟之间。"),
                format!("Between {LIVE_MINUTES_MIN} and {LIVE_MINUTES_MAX} minutes."),
            ),
        ),
        LiveError::Start => ApiError::invalid(
            "starts_at",
            Text::new(
                format!(
                    "开播时间最多提前 {LIVE_AHEAD_DAYS_MAX} 天安排，补登最多往前 {LIVE_PAST_DAYS_MAX} 天。"
                ),
                format!(
                    "It begins within {LIVE_AHEAD_DAYS_MAX} days, or began within the last {LIVE_PAST_DAYS_MAX}."
                ),
            ),
        ),
        LiveError::Over(state) => ApiError::conflict(is_over(state)),
        LiveError::ToCome => ApiError::conflict(Text::new(
            "还没到开播时间；改期请改计划，不播请取消。",
            "It has not begun; change the plan to another time, or call it off.",
        )),
        LiveError::NotHeld => ApiError::conflict(Text::new(
            "先登记这场已开播，再填结果。",
            "First say that it was held, then enter what it brought.",
        )),
        LiveError::Overtaken { seen, now } => changed_since(seen, now),
        LiveError::NoReason => no_reason(),
    }
}

fn no_reason() -> ApiError {
    let text = Text::new("更正已登记的数字，请写明原因。", "Say why the numbers are corrected.");
    ApiError::invalid("reason", text)
}

pub(super) fn number(error: NumberError) -> ApiError {
    match error {
        NumberError::Nothing => ApiError::invalid(
            "viewers",
            Text::new(
                "至少填一个数字；没查到的留空。",
                "Enter at least one number; leave out what nobody looked up.",
            ),
        ),
        NumberError::OutOfRange { figure, most } if most == MONEY_FEN_MAX => money(figure.name(), most),
        NumberError::OutOfRange { figure, most } => ApiError::invalid(
            figure.name(),
            Text::new(format!("在 0 到 {most} 之间。"), format!("Between 0 and {most}.")),
        ),
        NumberError::PeakBeyondViewers => ApiError::invalid(
            "viewers_peak",
            Text::new("最高在线不会超过观看人数。", "No more people at once than altogether."),
        ),
        NumberError::SalesWithoutOrders => ApiError::invalid(
            "sales_fen",
            Text::new("成交单数是 0，却有成交额。", "There are sales without an order."),
        ),
    }
}

pub(super) fn ask(error: AskError) -> ApiError {
    match error {
        AskError::Budget => {
            let yuan = BUDGET_FEN_MAX / 100;
            let text = Text::new(
                format!("预算在 0.01 到 {yuan} 元之间。"),
                format!("Between 0.01 and {yuan} yuan."),
            );
            ApiError::invalid("budget_fen", text)
        }
        AskError::Days => ApiError::invalid(
            "days",
            Text::new(format!("1 到 {PROMOTION_DAYS_MAX} 天。"), format!("1 to {PROMOTION_DAYS_MAX} days.")),
        ),
        AskError::Blocked => blocked(),
        AskError::NotEntitled { on } => ApiError::conflict(Text::new(
            format!(
                "{on} 核对时这个号不能做聚光推广。开通后在账号的「权益」里重新登记核对结果，再来申请；不推广也不影响其他权益的记录。"
            ),
            format!(
                "On {on} notes of this account could not be promoted. Once they can, note it under the account's entitlements; without promotion nothing else is missing."
            ),
        )),
    }
}

fn blocked() -> ApiError {
    ApiError::conflict(Text::new(
        "内容检查拦截了这篇笔记的标题，不能拿去推广。先改好笔记、重新导入笔记列表，再申请。",
        "The content check blocks the title of this note, so it cannot be promoted. Edit the note, import the list again, then ask.",
    ))
}

/// What became of a request, as a reason why nothing more can be decided.
pub(super) fn is_decided(state: PromotionState) -> Text {
    match state {
        PromotionState::Asked => Text::new("等待审批。", "It waits for a decision."),
        PromotionState::Approved => Text::new("已经批准。", "It was granted."),
        PromotionState::Refused => Text::new("已经退回。", "It was turned down."),
        PromotionState::Withdrawn => Text::new("申请人已撤回。", "Whoever asked took it back."),
    }
}

pub(super) fn decision(error: DecisionError) -> ApiError {
    match error {
        DecisionError::Decided(state) => ApiError::conflict(is_decided(state)),
        DecisionError::OwnRequest => ApiError::conflict(Text::new(
            "自己提的申请不能自己批；请另一位负责人审批，没有的话先在「成员」里邀请一位。",
            "Nobody grants money that they asked for; ask another owner, or invite one under Members.",
        )),
        DecisionError::Blocked => blocked(),
        DecisionError::NotTheAsker => {
            ApiError::conflict(Text::new("只有申请人自己能撤回。", "Only whoever asked takes it back."))
        }
    }
}

pub(super) fn decided_meanwhile() -> ApiError {
    ApiError::conflict(Text::new(
        "别人刚处理了这条申请；请刷新。",
        "Somebody has just decided upon it; reload.",
    ))
}

pub(super) fn spend(error: SpendError) -> ApiError {
    match error {
        SpendError::NotApproved => ApiError::conflict(Text::new(
            "这条申请没有批准，不能登记消耗。",
            "The money was not granted, so nothing can be spent of it.",
        )),
        SpendError::Spend => money("spend_fen", MONEY_FEN_MAX),
        SpendError::Count => ApiError::invalid(
            "leads",
            Text::new(format!("数量在 0 到 {COUNT_MAX} 之间。"), format!("Between 0 and {COUNT_MAX}.")),
        ),
        SpendError::OverBudget { over: Fen(over) } => {
            let yuan = format!("{}.{:02}", over / 100, over % 100);
            let text = Text::new(
                format!("比批准的预算多花了 {yuan} 元；照实登记，并写明原因。"),
                format!("{yuan} yuan more than granted were spent; enter it as it is, and say why."),
            );
            ApiError::invalid("overspend_reason", text)
        }
        SpendError::Overtaken { seen, now } => changed_since(seen, now),
        SpendError::NoReason => no_reason(),
    }
}
