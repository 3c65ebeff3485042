//! Channels: group chats in which a robot tells what waits for people.
//!
//! Words: a *channel* is the robot of one group; its *hook* is the secret address that the chat gave out; a *topic* is
//! a heap of news that a group wants to hear of. A message counts what is new and links to it: it names nobody, for
//! nobody here knows who reads along. Who is quiet at night hears in the morning what came meanwhile.

names! {
    /// Whose robot it is.
    ChannelKind {
        /// 企业微信.
        Wecom = "wecom",
        /// 飞书.
        Feishu = "feishu",
        /// 钉钉.
        Dingtalk = "dingtalk",
    }
}

names! {
    /// What a group wants to hear of.
    ChannelTopic {
        /// Drafts that wait for a reviewer, were returned, or are ready to go out.
        Studio = "studio",
        /// Files that were brought in, or could not be.
        Imports = "imports",
        /// Seats that wait for a yes, and ends that come near.
        Seats = "seats",
        /// Money for promotions that somebody asked for.
        Promotions = "promotions",
    }
}

/// Channels that one brand may have.
pub const CHANNELS_MAX: i64 = 20;
/// Characters of a hook.
pub const HOOK_CHARS_MAX: usize = 300;
/// Characters of the secret with which a robot's messages are signed.
pub const SIGNING_SECRET_CHARS_MAX: usize = 100;
/// Minutes of a day; a quiet time begins and ends at one of them.
pub const DAY_MINUTES: i64 = 1_440;
/// What is older than this is told no more, in milliseconds: a day.
pub const NEWS_KEPT_MS: i64 = 86_400_000;

impl ChannelKind {
    /// With what the hook of such a robot begins: the official address of its maker.
    pub const fn hook_start(self) -> &'static str {
        match self {
            Self::Wecom => "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
            Self::Feishu => "https://open.feishu.cn/open-apis/bot/v2/hook/",
            Self::Dingtalk => "https://oapi.dingtalk.com/robot/send?access_token=",
        }
    }

    /// Whether the messages of such a robot can be signed with a secret.
    pub const fn can_sign(self) -> bool {
        matches!(self, Self::Feishu | Self::Dingtalk)
    }
}

/// Why a robot is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HookError {
    /// The address is not one that the maker gives to robots.
    #[error("the address of such a robot begins with {start}")]
    Elsewhere {
        /// With what it begins.
        start: &'static str,
    },
    /// There is no key in it, or one with letters that no key has.
    #[error("the key at the end of the address is missing or damaged")]
    NoKey,
    /// A secret for a robot that signs nothing.
    #[error("a robot of this kind signs nothing")]
    SignsNothing,
}

/// Takes the hook of a robot apart and gives back its key. Only official addresses are taken, so that nobody turns the
/// server against another one.
pub fn check_hook(kind: ChannelKind, hook: &str, has_secret: bool) -> Result<&str, HookError> {
    let start = kind.hook_start();
    let key = hook.strip_prefix(start).ok_or(HookError::Elsewhere { start })?;
    let is_key_letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    if key.is_empty() || hook.len() > HOOK_CHARS_MAX || !key.chars().all(is_key_letter) {
        return Err(HookError::NoKey);
    }
    if has_secret && !kind.can_sign() {
        return Err(HookError::SignsNothing);
    }
    Ok(key)
}

/// The time of the day in which a group hears nothing; it may lie over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietTime {
    /// The first quiet minute of the day.
    pub from_minute: i64,
    /// The first minute that is not quiet any more.
    pub to_minute: i64,
}

impl QuietTime {
    /// A quiet time between two different minutes of the day.
    pub fn between(from_minute: i64, to_minute: i64) -> Option<Self> {
        let of_day = 0..DAY_MINUTES;
        let fits = of_day.contains(&from_minute) && of_day.contains(&to_minute) && from_minute != to_minute;
        fits.then_some(Self { from_minute, to_minute })
    }

    /// Whether it is quiet at this minute of the day.
    pub const fn holds_at(self, minute: i64) -> bool {
        if self.from_minute < self.to_minute {
            self.from_minute <= minute && minute < self.to_minute
        } else {
            minute >= self.from_minute || minute < self.to_minute
        }
    }
}

/// What is known when a channel could tell something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TellingFacts {
    /// Whether somebody stopped it.
    pub is_stopped: bool,
    /// When it is quiet.
    pub quiet: Option<QuietTime>,
    /// The minute of the day, in the zone of the brand.
    pub minute: i64,
    /// Lines of news that it has not told.
    pub news: i64,
}

/// Whether a channel tells its news now.
pub fn is_time_to_tell(facts: &TellingFacts) -> bool {
    let is_quiet = facts.quiet.is_some_and(|quiet| quiet.holds_at(facts.minute));
    facts.news > 0 && !facts.is_stopped && !is_quiet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_is_an_official_address_and_nothing_else() {
        let (wecom, feishu, dingtalk) = (ChannelKind::Wecom, ChannelKind::Feishu, ChannelKind::Dingtalk);
        let elsewhere = |kind: ChannelKind| Err(HookError::Elsewhere { start: kind.hook_start() });
        for (kind, hook, expected) in [
            (wecom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=69-a", Ok("69-a")),
            (feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/ab_1", Ok("ab_1")),
            (dingtalk, "https://oapi.dingtalk.com/robot/send?access_token=0f", Ok("0f")),
            (wecom, "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=69", elsewhere(wecom)),
            (wecom, "https://qyapi.weixin.qq.com.example.org/cgi-bin/webhook/send?key=69", elsewhere(wecom)),
            (wecom, "https://169.254.169.254/cgi-bin/webhook/send?key=69", elsewhere(wecom)),
            (feishu, "https://oapi.dingtalk.com/robot/send?access_token=0f", elsewhere(feishu)),
            (dingtalk, "https://oapi.dingtalk.com/robot/send?access_token=", Err(HookError::NoKey)),
            (feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/../../x", Err(HookError::NoKey)),
            (feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/a\r\nb", Err(HookError::NoKey)),
        ] {
            assert_eq!(check_hook(kind, hook, false), expected, "{hook}");
        }
        let hook = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=69";
        assert_eq!(check_hook(wecom, hook, true), Err(HookError::SignsNothing));
    }

    #[test]
    fn a_group_is_quiet_over_midnight_and_hears_the_rest_in_the_morning() {
        let night = QuietTime::between(22 * 60, 8 * 60);
        for (minute, tells) in [(22 * 60 - 1, true), (22 * 60, false), (0, false), (479, false), (480, true)]
        {
            let facts = TellingFacts { is_stopped: false, quiet: night, minute, news: 1 };
            assert_eq!(is_time_to_tell(&facts), tells, "{minute}");
        }
        let noon = TellingFacts { is_stopped: false, quiet: None, minute: 720, news: 1 };
        assert!(is_time_to_tell(&noon));
        assert!(!is_time_to_tell(&TellingFacts { news: 0, ..noon }));
        assert!(!is_time_to_tell(&TellingFacts { is_stopped: true, ..noon }));
        assert_eq!((QuietTime::between(60, 60), QuietTime::between(0, 1_440)), (None, None));
    }
}
