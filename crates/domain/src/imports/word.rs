//! The closed lists of words that files use, each with a way for a word that the platform added since.

/// 体裁.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Genre {
    /// 图文.
    Image,
    /// 视频.
    Video,
    /// A genre that the platform added since.
    Other,
}

/// 流量类型.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Traffic {
    /// 广告流量.
    Paid,
    /// 自然流量.
    Natural,
    /// Another one.
    Other,
}

/// 转化方式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Conversion {
    /// 私信留资.
    Message,
    /// 表单.
    Form,
    /// Another one.
    Other,
}

impl Genre {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Other => "other",
        }
    }
}

impl Traffic {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Natural => "natural",
            Self::Other => "other",
        }
    }
}

impl Conversion {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Form => "form",
            Self::Other => "other",
        }
    }
}
