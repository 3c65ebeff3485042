//! Selling by the accounts: the goods that hang on them, their live sessions, and notes promoted with money.
//!
//! Words: *goods* (商品) are known by the merchant's own article number; a *hanging* says which account carries them, from
//! when to when; a *live session* (直播) has a host and perhaps a *replier*, who answers messages meanwhile; a *promotion*
//! is a request to spend on an account or one note of it in Juguang (聚光), which somebody else approves.
//!
//! Invariants: the same goods hang on an account once at a time; neither an account nor a host is in two live sessions
//! at once; nobody approves money that they asked for; what was entered by hand is corrected by another entry and never
//! rewritten. No number of the platform stands here, and nothing here recommends to spend: an account that promotes
//! nothing lacks nothing.

mod goods;
mod live;
mod promotion;

#[cfg(test)]
mod model_tests;

pub use goods::{
    ARTICLE_NO_CHARS_MAX, GOODS_MAX, GOODS_NAME_CHARS_MAX, GOODS_PRICE_FEN_MAX, HangingError, HangingFacts,
    HangingWarning, LINK_CHARS_MAX, LinkError, SHOP_CHARS_MAX, TakingDownError, check_link, judge_hanging,
    judge_taking_down,
};
pub use live::{
    COUNT_MAX, Clash, ClashKind, LIVE_AHEAD_DAYS_MAX, LIVE_GOODS_MAX, LIVE_MINUTES_MAX, LIVE_MINUTES_MIN,
    LIVE_PAST_DAYS_MAX, LiveError, LiveFigure, LiveNumbers, LiveState, LiveStep, MONEY_FEN_MAX, NumberError,
    Slot, TOPIC_CHARS_MAX, Taken, clash, judge_live_results, judge_live_step,
};
pub use promotion::{
    AskError, AskFacts, BUDGET_FEN_MAX, DecisionError, PROMOTION_DAYS_MAX, PromotionNumbers, PromotionState,
    SpendError, WHY_CHARS_MAX, cost_per_lead, judge_ask, judge_decision, judge_spend, judge_withdrawal,
    over_budget,
};

/// Characters of a reason.
pub const REASON_CHARS_MAX: usize = 200;
