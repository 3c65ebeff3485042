//! What a column can mean: one table of fields with their stable codes, shapes and natures.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// How the cells of a field are read and what they are kept as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A number of things, not negative.
    Count,
    /// Money, kept in fen.
    Money,
    /// A rate, kept in millionths.
    Rate,
    /// A quotient of two amounts like a return on spend, kept in hundredths.
    Ratio,
    /// A score from 0 to 5, kept in hundredths.
    Score,
    /// A length of time, in seconds unless the cell or header says otherwise, kept in milliseconds.
    Seconds,
    /// A length of time, in minutes unless the cell or header says otherwise, kept in milliseconds.
    Minutes,
    /// A business day, kept as `yyyymmdd`.
    Day,
    /// An instant, kept in UTC milliseconds.
    Moment,
    /// A day or a range of days.
    Days,
    /// Text.
    Text,
    /// An id whose every digit counts.
    Id,
    /// A phone number: personal.
    Phone,
    /// A `WeChat` id: personal.
    Wechat,
    /// 图文 or 视频.
    Genre,
    /// 广告流量 or 自然流量.
    Traffic,
    /// 私信留资 or 表单.
    Conversion,
    /// Yes or no.
    Flag,
}

/// How the values of a field are put together over days, notes or accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Values add up.
    Flow,
    /// The value of the last day counts.
    Stock,
    /// Recomputed from two sums, times [`Field::scale`]: never averaged.
    Rate {
        /// The sum above the line.
        numerator: Field,
        /// The sum below the line.
        denominator: Field,
    },
    /// A score whose sum is the mean weighted by another field of the same rows; none where the weight is unknown.
    Score {
        /// The weight.
        weight: Field,
    },
    /// A mean or rate whose numerator is not in the file: weighted by its true denominator, none where that is
    /// unknown.
    Mean {
        /// The weight, which is what the mean was taken over.
        weight: Field,
    },
    /// Tells rows apart; never put together.
    Dimension,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $shape:ident, $nature:expr;)*) => {
        /// What a column means. The codes are stored and must not change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// All fields.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How its cells are read.
            pub const fn shape(self) -> Shape {
                match self { $(Self::$name => Shape::$shape,)* }
            }

            /// How its values are put together.
            pub const fn nature(self) -> Nature {
                use Nature::{Dimension, Flow, Mean, Stock};
                match self { $(Self::$name => $nature,)* }
            }
        }

        impl FromStr for Field {
            type Err = NoField;

            fn from_str(text: &str) -> Result<Self, NoField> {
                match text { $($code => Ok(Self::$name),)* _ => Err(NoField) }
            }
        }
    };
}

const fn rate(numerator: Field, denominator: Field) -> Nature {
    Nature::Rate { numerator, denominator }
}

/// Reply measures are counted over the conversations that entered in the same period.
const REPLIES: Nature = Nature::Mean { weight: Field::MessageConsult };
const REPLY_SCORE: Nature = Nature::Score { weight: Field::MessageConsult };

fields! {
    /// 笔记标题.
    Title = "title", Text, Dimension;
    /// 首次发布时间.
    PublishedAt = "published_at", Moment, Dimension;
    /// 体裁.
    Genre = "genre", Genre, Dimension;
    /// 创作者: the account's nickname in a list of several accounts.
    Creator = "creator", Text, Dimension;
    /// 笔记ID.
    NoteId = "note_id", Id, Dimension;
    /// 笔记链接.
    NoteLink = "note_link", Text, Dimension;
    /// 笔记状态.
    NoteStatus = "note_status", Text, Dimension;
    /// 绑定商品.
    ProductBound = "product_bound", Text, Dimension;
    /// 是否投流.
    Promoted = "promoted", Flag, Dimension;
    /// 账号类型.
    AccountKind = "account_kind", Text, Dimension;
    /// 曝光, 展现量: how often shown.
    Impression = "impression", Count, Flow;
    /// 自然曝光.
    NaturalImpression = "natural_impression", Count, Flow;
    /// 推广曝光.
    PromotedImpression = "promoted_impression", Count, Flow;
    /// 观看量: how often opened (小眼睛).
    Read = "read", Count, Flow;
    /// 自然阅读.
    NaturalRead = "natural_read", Count, Flow;
    /// 推广阅读.
    PromotedRead = "promoted_read", Count, Flow;
    /// 封面点击率: clicks on the cover among impressions. 观看量 also counts reads that came otherwise, so the sum is
    /// weighted by impressions and not recomputed from 观看量.
    CoverCtr = "cover_ctr", Rate, Mean { weight: Self::Impression };
    /// 点赞.
    Like = "like", Count, Flow;
    /// 评论.
    Comment = "comment", Count, Flow;
    /// 收藏.
    Collect = "collect", Count, Flow;
    /// 涨粉, 关注.
    Follow = "follow", Count, Flow;
    /// 分享.
    Share = "share", Count, Flow;
    /// 弹幕.
    Danmaku = "danmaku", Count, Flow;
    /// 人均观看时长.
    WatchTimeMean = "watch_time_mean", Seconds, Mean { weight: Self::Read };
    /// 3秒阅读率.
    Read3sRate = "read_3s_rate", Rate, Mean { weight: Self::Read };
    /// 完播率.
    CompletionRate = "completion_rate", Rate, Mean { weight: Self::Read };
    /// 7日下单订单量.
    OrderCount7d = "order_count_7d", Count, Flow;
    /// 7日下单金额.
    OrderAmount7d = "order_amount_7d", Money, Flow;
    /// 7日ROI.
    Roi7d = "roi_7d", Ratio, rate(Self::OrderAmount7d, Self::Fee);
    /// 员工名称.
    EmployeeName = "employee_name", Text, Dimension;
    /// 小红书账号id: the digits that the app shows.
    XhsAccountId = "xhs_account_id", Id, Dimension;
    /// 小红书昵称.
    Nickname = "nickname", Text, Dimension;
    /// 账号ID, 员工号UID: 24 hex digits.
    AccountUid = "account_uid", Id, Dimension;
    /// 所属地区, 地区.
    Region = "region", Text, Dimension;
    /// 标签.
    Tags = "tags", Text, Dimension;
    /// 开通时间.
    OpenedOn = "opened_on", Day, Dimension;
    /// 粉丝数.
    Fans = "fans", Count, Stock;
    /// 发布笔记数.
    NotesPublished = "notes_published", Count, Flow;
    /// 投流笔记数.
    NotesPromoted = "notes_promoted", Count, Flow;
    /// 消费, 笔记投流消耗: ad spend.
    Fee = "fee", Money, Flow;
    /// 总互动数, 互动量.
    Interaction = "interaction", Count, Flow;
    /// 总表单客资数, 表单提交量.
    FormLeads = "form_leads", Count, Flow;
    /// 有效表单量.
    ValidFormLeads = "valid_form_leads", Count, Flow;
    /// 私信进线数: conversations entered.
    MessageConsult = "message_consult", Count, Flow;
    /// 私信开口数: conversations in which the user wrote.
    InitiativeMessage = "initiative_message", Count, Flow;
    /// 私信留资数: conversations that left contact data.
    MsgLeadsNum = "msg_leads_num", Count, Flow;
    /// 点击量, 笔记点击量.
    Click = "click", Count, Flow;
    /// 15秒首响率得分.
    FirstReply15sScore = "first_reply_15s_score", Score, REPLY_SCORE;
    /// 30秒回复率得分.
    Reply30sScore = "reply_30s_score", Score, REPLY_SCORE;
    /// 1分钟回复率得分.
    Reply1mScore = "reply_1m_score", Score, REPLY_SCORE;
    /// 1小时超时回复率得分.
    Overdue1hScore = "overdue_1h_score", Score, REPLY_SCORE;
    /// 平均回复时长得分.
    ReplyTimeMeanScore = "reply_time_mean_score", Score, REPLY_SCORE;
    /// 15秒首响率.
    FirstReply15sRate = "first_reply_15s_rate", Rate, REPLIES;
    /// 30秒回复率.
    Reply30sRate = "reply_30s_rate", Rate, REPLIES;
    /// 1分钟回复率.
    Reply1mRate = "reply_1m_rate", Rate, REPLIES;
    /// 1小时超时回复率.
    Overdue1hRate = "overdue_1h_rate", Rate, REPLIES;
    /// 平均回复时长, in minutes.
    ReplyTimeMean = "reply_time_mean", Minutes, REPLIES;
    /// 用户评价得分.
    UserRating = "user_rating", Score, REPLY_SCORE;
    /// 时间 of a report row: a day or a range of days.
    ReportDays = "report_days", Days, Dimension;
    /// 账户名称.
    AdvertiserName = "advertiser_name", Text, Dimension;
    /// 投放ID.
    DeliveryId = "delivery_id", Id, Dimension;
    /// 计划名称.
    CampaignName = "campaign_name", Text, Dimension;
    /// 计划ID.
    CampaignId = "campaign_id", Id, Dimension;
    /// 单元名称.
    UnitName = "unit_name", Text, Dimension;
    /// 单元ID.
    UnitId = "unit_id", Id, Dimension;
    /// 创意名称.
    CreativityName = "creativity_name", Text, Dimension;
    /// 创意ID.
    CreativityId = "creativity_id", Id, Dimension;
    /// 笔记/素材.
    Material = "material", Text, Dimension;
    /// 点击率.
    Ctr = "ctr", Rate, rate(Self::Click, Self::Impression);
    /// 平均点击成本.
    Acp = "acp", Money, rate(Self::Fee, Self::Click);
    /// 平均千次展示费用.
    Cpm = "cpm", Money, rate(Self::Fee, Self::Impression);
    /// 平均互动成本.
    Cpi = "cpi", Money, rate(Self::Fee, Self::Interaction);
    /// 行动按钮点击量.
    ActionButtonClick = "action_button_click", Count, Flow;
    /// 行动按钮点击率.
    ActionButtonCtr = "action_button_ctr", Rate, rate(Self::ActionButtonClick, Self::Click);
    /// 私信进线成本.
    MessageConsultCpl = "message_consult_cpl", Money, rate(Self::Fee, Self::MessageConsult);
    /// 私信开口成本.
    InitiativeMessageCpl = "initiative_message_cpl", Money, rate(Self::Fee, Self::InitiativeMessage);
    /// 私信开口条数.
    InitiativeMessageLines = "initiative_message_lines", Count, Flow;
    /// 私信留资成本.
    MsgLeadsCost = "msg_leads_cost", Money, rate(Self::Fee, Self::MsgLeadsNum);
    /// 私信进线人数. People of one row may come again in another, so a sum is an upper bound.
    MessageConsultUsers = "message_consult_users", Count, Flow;
    /// 私信开口人数; as [`Field::MessageConsultUsers`].
    MsgChatUserCnt = "msg_chat_user_cnt", Count, Flow;
    /// 私信留资人数; as [`Field::MessageConsultUsers`].
    MsgLeadsUserCnt = "msg_leads_user_cnt", Count, Flow;
    /// 5s播放量.
    VideoPlay5s = "video_play_5s", Count, Flow;
    /// 线索生成时间.
    LeadAt = "lead_at", Moment, Dimension;
    /// 归属账号.
    LeadAccount = "lead_account", Text, Dimension;
    /// 流量类型.
    Traffic = "traffic", Traffic, Dimension;
    /// 手机号.
    Phone = "phone", Phone, Dimension;
    /// 微信号.
    Wechat = "wechat", Wechat, Dimension;
    /// 用户小红书昵称.
    UserNickname = "user_nickname", Text, Dimension;
    /// 来源笔记.
    SourceNote = "source_note", Text, Dimension;
    /// 转化方式.
    Conversion = "conversion", Conversion, Dimension;
    /// 姓名.
    Name = "name", Text, Dimension;
    /// 工号.
    EmployeeNumber = "employee_number", Id, Dimension;
    /// 门店.
    Store = "store", Text, Dimension;
    /// 门店编码.
    StoreCode = "store_code", Id, Dimension;
    /// 大区, 区域.
    Area = "area", Text, Dimension;
    /// 城市.
    City = "city", Text, Dimension;
    /// 岗位.
    Position = "position", Text, Dimension;
    /// 直属上级.
    Manager = "manager", Text, Dimension;
    /// 入职日期.
    JoinedOn = "joined_on", Day, Dimension;
    /// 离职日期.
    LeftOn = "left_on", Day, Dimension;
}

impl Field {
    /// Its bit in a set of fields.
    pub(crate) const fn bit(self) -> u128 {
        1 << (self as u8)
    }

    /// What the quotient of a [`Nature::Rate`] is multiplied by to come out in the unit of the field: millionths for
    /// a rate, hundredths for a ratio, fen for a cost, and a thousand times that for the cost of a thousand.
    pub const fn scale(self) -> i64 {
        match (self, self.shape()) {
            (Self::Cpm, _) => 1_000,
            (_, Shape::Rate) => 1_000_000,
            (_, Shape::Ratio) => 100,
            _ => 1,
        }
    }

    /// Whether its values are personal data of a customer or employee and stay out of logs.
    pub const fn is_personal(self) -> bool {
        matches!(self, Self::Phone | Self::Wechat | Self::UserNickname | Self::Name | Self::EmployeeName)
    }
}

/// A text that is no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a field like impression")]
pub struct NoField;

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
