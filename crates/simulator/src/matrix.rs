//! The matrix as the simulator knows it: stores, people, accounts, notes, promotion, inquiries, replies.
//!
//! Figures that an export shows are derived from these facts and from nothing else, so files of different kinds
//! agree wherever they speak of the same thing. Nothing here reads a clock or a file.

use domain::time::{Day, Period};
use jiff::civil::DateTime;

/// How large a matrix to grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Stores, at least 1.
    pub stores: usize,
    /// Platform accounts of all kinds, at least 4.
    pub accounts: usize,
    /// Whole weeks of life before the last day, at least 1.
    pub weeks: usize,
    /// How often accounts publish, against the demo's 100.
    pub pace_percent: u32,
}

impl Shape {
    /// The demo: 3 stores, 24 accounts, 12 weeks.
    pub const DEMO: Self = Self { stores: 3, accounts: 24, weeks: 12, pace_percent: 100 };

    /// A full house to measure against: 100 accounts with about 100,000 notes over a year.
    pub const FULL: Self = Self { stores: 10, accounts: 100, weeks: 52, pace_percent: 1_000 };
}

/// Everything that is true of one brand up to the evening before `last_day`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The seed it grew from.
    pub seed: u64,
    /// The day on which the newest files are downloaded; life runs to the evening before.
    pub last_day: Day,
    /// The brand's name.
    pub brand: &'static str,
    /// Whole weeks, Monday to Sunday, oldest first; the last one ends before `last_day`.
    pub weeks: Vec<Period>,
    /// Stores.
    pub stores: Vec<Store>,
    /// Everybody on the roster, also those without an account.
    pub employees: Vec<Employee>,
    /// Platform accounts.
    pub accounts: Vec<Account>,
}

/// A store of the brand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// Its name, like `上海徐汇店`.
    pub name: String,
    /// The region it belongs to, like `上海大区`.
    pub region: &'static str,
    /// Province, as the platform writes it.
    pub province: &'static str,
    /// City, as the platform writes it.
    pub city: &'static str,
}

/// What an employee does; an account speaks in this voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// 设计师
    Designer,
    /// 软装搭配师
    Stylist,
    /// 工地巡检员
    Inspector,
    /// 家居顾问
    Consultant,
}

/// A person on the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employee {
    /// 工号
    pub number: String,
    /// 姓名
    pub name: String,
    /// A number out of a range that is visibly made up.
    pub phone: String,
    /// Index into [`Matrix::stores`].
    pub store: usize,
    /// 岗位
    pub job: Job,
    /// 入职日期
    pub hired: Day,
    /// 离职日期
    pub left: Option<Day>,
    /// Index into [`Matrix::accounts`].
    pub account: Option<usize>,
    /// Whether the roster knows the ids of the account, or only its nickname.
    pub account_ids_known: bool,
}

/// The kinds of account a matrix is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    /// 企业号
    Enterprise,
    /// 员工号
    Kos,
    /// 达人
    Creator,
}

/// How an account lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Temper {
    /// Publishes often, is read much, replies fast.
    Thriving,
    /// Publishes every week, replies in good time.
    Steady,
    /// Published once, stopped more than 14 days ago.
    Quiet,
    /// Publishes every week and lets people wait.
    Slow,
    /// Opened in the last three weeks.
    New,
}

/// A platform account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// 企业号, 员工号 or 达人.
    pub kind: AccountKind,
    /// 小红书昵称; two accounts may share one.
    pub nickname: String,
    /// 小红书账号id, digits.
    pub red_id: String,
    /// 账号ID, 24 hex digits.
    pub user_id: String,
    /// Index into [`Matrix::stores`].
    pub store: Option<usize>,
    /// Index into [`Matrix::employees`].
    pub holder: Option<usize>,
    /// 开通时间
    pub opened: Day,
    /// How it lives.
    pub temper: Temper,
    /// Oldest first; no two at the same second.
    pub notes: Vec<Note>,
    /// Oldest first, within the whole weeks.
    pub inquiries: Vec<Inquiry>,
    /// One per whole week; `None` where nobody wrote in.
    pub service: Vec<Option<ServiceWeek>>,
}

/// What a note is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// 图文
    Image,
    /// 视频
    Video,
}

/// A published note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The platform's id, which note lists do not show.
    pub id: String,
    /// 笔记标题
    pub title: String,
    /// 首次发布时间
    pub published: DateTime,
    /// 体裁
    pub genre: Genre,
    /// What the note gathers by itself in the long run.
    pub organic: Figures,
    /// 人均观看时长, in tenths of a second.
    pub watch_tenths: i64,
    /// The paid promotion it was given.
    pub promotion: Option<Promotion>,
}

/// Counts of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the words of the glossary")]
pub struct Figures {
    pub impression: i64,
    pub read: i64,
    pub like: i64,
    pub comment: i64,
    pub collect: i64,
    pub follow: i64,
    pub share: i64,
    pub bullet: i64,
}

/// A creative that promotes one note.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "names and ids of the three levels of a Juguang account")]
pub struct Promotion {
    pub campaign: String,
    pub campaign_id: i64,
    pub unit: String,
    pub unit_id: i64,
    pub creative: String,
    pub creative_id: i64,
    /// Days that cost money, oldest first.
    pub days: Vec<PaidDay>,
}

/// What one creative cost and brought on one day; its figures are part of the note's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidDay {
    /// The day.
    pub day: Day,
    /// 消费, in fen.
    pub fee_fen: i64,
    /// What the paid distribution gathered; `read` is 点击量.
    pub figures: Figures,
    /// 行动按钮点击量
    pub button_clicks: i64,
    /// 5s播放量
    pub plays_5s: i64,
}

/// Somebody who wrote in or filled in a form after a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// When it began.
    pub at: DateTime,
    /// Index into [`Account::notes`].
    pub note: usize,
    /// Whether the paid distribution of the note brought it.
    pub paid: bool,
    /// How far it went.
    pub stage: Stage,
}

/// How far an inquiry went; each stage of a conversation includes the ones before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// 进线: the chat was entered.
    Entered,
    /// 开口: the user said a word.
    Opened,
    /// 留资: the user left contact data in the chat.
    Left(Contact),
    /// 表单: the user filled in a form, without a chat.
    Form(Contact),
}

/// Contact data of a made-up person; at least one of the two ways to reach them is there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of the glossary")]
pub struct Contact {
    pub phone: Option<String>,
    pub wechat: Option<String>,
    pub nickname: String,
    pub province: &'static str,
    pub city: &'static str,
}

/// Reply measures of one account in one week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceWeek {
    /// Chats that wanted an answer.
    pub chats: i64,
    /// Answered first within 15 seconds.
    pub in_15s: i64,
    /// Answered within 30 seconds.
    pub in_30s: i64,
    /// Answered within a minute.
    pub in_1min: i64,
    /// Left for more than an hour.
    pub over_1h: i64,
    /// 平均回复时长, in hundredths of a minute.
    pub mean_centiminutes: i64,
    /// 用户评价得分 in hundredths; `None` where nobody gave one.
    pub rating_centi: Option<i64>,
}

impl Matrix {
    /// The evening up to which everything is known.
    pub fn known_to(&self) -> Day {
        self.last_day.plus_days(-1)
    }

    /// Accounts whose nickname another account bears too.
    pub fn shares_nickname(&self, account: &Account) -> bool {
        self.accounts.iter().filter(|other| other.nickname == account.nickname).count() > 1
    }

    /// Employee accounts.
    pub fn kos_accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(|account| account.kind == AccountKind::Kos)
    }
}

impl AccountKind {
    /// The word that programs use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enterprise => "enterprise",
            Self::Kos => "kos",
            Self::Creator => "creator",
        }
    }
}

impl Job {
    /// As the roster writes it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Designer => "设计师",
            Self::Stylist => "软装搭配师",
            Self::Inspector => "工地巡检员",
            Self::Consultant => "家居顾问",
        }
    }
}

impl Genre {
    /// As the platform writes it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Image => "图文",
            Self::Video => "视频",
        }
    }
}
