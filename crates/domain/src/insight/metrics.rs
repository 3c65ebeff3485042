//! The one table of metrics: what each is called, what it is made of, and how it may be summed.
//!
//! The board, its export, the drill-down, the weekly report and the choice of columns in the console all read it;
//! the statements that sum the figures are made from it. A metric of the table is added in one place.

use crate::imports::{Field, FileKind};

names! {
    /// A number on the board.
    MetricId {
        /// Notes published in the period.
        Notes = "notes",
        /// Notes per account and week.
        Cadence = "cadence",
        /// How often the notes of the period were shown, until now.
        NoteImpression = "note_impression",
        /// How often they were read, until now.
        NoteRead = "note_read",
        /// Likes, comments, collects and shares of them, until now.
        NoteInteraction = "note_interaction",
        /// Followers they won, until now.
        NoteFollows = "note_follows",
        /// Notes of the period whose wording cannot stand as it is.
        NotesFlagged = "notes_flagged",
        /// Notes of the period that are near-copies of earlier ones of other accounts.
        NotesCopied = "notes_copied",
        /// Reads among impressions.
        NoteReadRate = "note_read_rate",
        /// Interactions among reads.
        NoteInteractionRate = "note_interaction_rate",
        /// Fans on the last day that is known.
        Fans = "fans",
        /// How often notes of the account were shown in the period.
        Impression = "impression",
        /// How often they were opened in the period.
        Read = "read",
        /// Interactions in the period.
        Interaction = "interaction",
        /// Conversations entered (进线).
        MessageConsult = "message_consult",
        /// Conversations in which the user wrote (开口).
        InitiativeMessage = "initiative_message",
        /// Conversations that left contact data (留资).
        MessageLeads = "message_leads",
        /// Forms that left contact data.
        FormLeads = "form_leads",
        /// Both kinds of leads.
        Leads = "leads",
        /// Conversations entered among reads.
        EnterRate = "enter_rate",
        /// Conversations in which the user wrote among those entered.
        OpenRate = "open_rate",
        /// Conversations that left contact data among those in which the user wrote.
        LeadRate = "lead_rate",
        /// First replies within 15 seconds.
        First15s = "first_15s",
        /// Replies within 30 seconds.
        Reply30s = "reply_30s",
        /// Replies within a minute.
        Reply1min = "reply_1min",
        /// Replies after more than an hour.
        Over1h = "over_1h",
        /// Mean time to reply.
        MeanReply = "mean_reply",
        /// What users gave the conversation.
        Rating = "rating",
        /// Spend on notes of the account, as the list of employees counts it.
        PromotedFee = "promoted_fee",
        /// That spend for each lead.
        Cpl = "cpl",
        /// Spend in Juguang, as its reports count it.
        Spend = "spend",
        /// Leads that Juguang counts for that spend.
        SpendLeads = "spend_leads",
        /// Spend in Juguang for each of those leads.
        SpendCpl = "spend_cpl",
    }
}

names! {
    /// What a number of a metric counts.
    Unit {
        /// Things.
        Count = "count",
        /// Money in fen.
        Fen = "fen",
        /// A rate in millionths.
        Ppm = "ppm",
        /// A score in hundredths of a point.
        Centi = "centi",
        /// Things per week, in hundredths.
        PerWeekCenti = "per_week_centi",
        /// Milliseconds.
        Ms = "ms",
        /// Days.
        Days = "days",
        /// Percent by which a target is missed.
        Percent = "percent",
    }
}

names! {
    /// What a metric is about; columns are offered by it.
    Family {
        /// Notes and what they reached.
        Content = "content",
        /// The account as a whole.
        Account = "account",
        /// Conversations and leads.
        Conversation = "conversation",
        /// How messages are answered.
        Service = "service",
        /// Money spent on promotion.
        Promotion = "promotion",
    }
}

names! {
    /// The table that a metric is read from.
    Origin {
        /// Notes published in the period.
        Notes = "notes",
        /// Notes published in the period whose wording cannot stand.
        NoteFindings = "note_findings",
        /// Notes published in the period that are near-copies.
        NoteCopies = "note_copies",
        /// The accounts themselves.
        Accounts = "accounts",
        /// Figures of accounts over periods.
        AccountPeriods = "account_periods",
        /// Reply measures of accounts over periods.
        ServicePeriods = "service_periods",
        /// Rows of Juguang reports.
        JuguangFigures = "juguang_figures",
    }
}

names! {
    /// Which direction of a change is good news.
    Better {
        /// More is better.
        Higher = "higher",
        /// Less is better.
        Lower = "lower",
        /// Neither by itself.
        Neither = "neither",
    }
}

impl Origin {
    /// The kind of file that fills the table; the accounts come with several.
    pub const fn file_kind(self) -> Option<FileKind> {
        match self {
            Self::Notes | Self::NoteFindings | Self::NoteCopies => Some(FileKind::NoteList),
            Self::Accounts => None,
            Self::AccountPeriods => Some(FileKind::EmployeeLeads),
            Self::ServicePeriods => Some(FileKind::ServiceQuality),
            Self::JuguangFigures => Some(FileKind::JuguangReport),
        }
    }

    /// Whether its rows are notes, or what is known of notes.
    pub const fn is_of_notes(self) -> bool {
        matches!(self, Self::Notes | Self::NoteFindings | Self::NoteCopies)
    }
}

/// A column of a table, and the field of the file that fills it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The name in the table.
    pub name: &'static str,
    /// The field of the file.
    pub field: Field,
}

/// What one row of the metric's table gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// One.
    Row,
    /// The days of the asked period, once for each account.
    Days,
    /// The sum of those of these columns that hold a number; none where none does.
    Columns(&'static [Column]),
    /// Conversations entered, of the same account over the same period.
    Conversations,
}

/// How amounts are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// They add up over accounts and periods.
    Flow(Amount),
    /// The last known one counts; adds up over accounts only.
    Stock(Amount),
    /// Recomputed from two sums over the rows that hold both: `scale × above ÷ below`.
    Rate {
        /// Above the line.
        above: Amount,
        /// Below the line.
        below: Amount,
        /// Brings the quotient into the unit of the metric.
        scale: i64,
    },
    /// A mean that the platform took; several are weighted by what each was taken over.
    Mean {
        /// The mean.
        of: Amount,
        /// What it was taken over.
        weight: Amount,
    },
}

impl Nature {
    /// The name in the API.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Flow(_) => "flow",
            Self::Stock(_) => "stock",
            Self::Rate { .. } => "rate",
            Self::Mean { .. } => "mean",
        }
    }

    /// What a row gives: the value, and what it is divided by or weighted with.
    pub const fn amounts(&self) -> (Amount, Option<Amount>) {
        match self {
            Self::Flow(amount) | Self::Stock(amount) => (*amount, None),
            Self::Rate { above, below, .. } => (*above, Some(*below)),
            Self::Mean { of, weight } => (*of, Some(*weight)),
        }
    }
}

/// A metric of the table.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// Its name in the API.
    pub id: MetricId,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// What a number of it counts.
    pub unit: Unit,
    /// What it is about.
    pub family: Family,
    /// The table it is read from.
    pub origin: Origin,
    /// How amounts of it are put together.
    pub nature: Nature,
    /// Which direction is good news.
    pub better: Better,
    /// Whether the board shows it when nobody chose columns.
    pub shown: bool,
}

impl Metric {
    /// The metric with this id.
    pub fn of(id: MetricId) -> &'static Self {
        // The table holds every id in the order of the ids; a test says so.
        METRICS.get(id as usize).unwrap_or(&FIRST)
    }

    /// The metric that is this field and nothing else, where there is one.
    pub fn of_field(origin: Origin, field: Field) -> Option<&'static Self> {
        Self::read_from(origin).find(|metric| match metric.nature.amounts().0 {
            Amount::Columns([column]) => {
                !matches!(metric.nature, Nature::Rate { .. }) && column.field == field
            }
            _ => false,
        })
    }

    /// Every metric read from a table.
    pub fn read_from(origin: Origin) -> impl Iterator<Item = &'static Self> {
        METRICS.iter().filter(move |metric| metric.origin == origin)
    }
}

const fn columns(list: &'static [Column]) -> Amount {
    Amount::Columns(list)
}

const fn col(name: &'static str, field: Field) -> Column {
    Column { name, field }
}

const READ: &[Column] = &[col("read", Field::Read)];
const NOTE_IMPRESSION: &[Column] = &[col("impression", Field::Impression)];
const NOTE_INTERACTION: &[Column] = &[
    col("likes", Field::Like),
    col("comments", Field::Comment),
    col("collects", Field::Collect),
    col("shares", Field::Share),
];
const CLICK: &[Column] = &[col("read", Field::Click)];
const CONSULT: &[Column] = &[col("message_consult", Field::MessageConsult)];
const INITIATIVE: &[Column] = &[col("initiative_message", Field::InitiativeMessage)];
const MESSAGE_LEADS: &[Column] = &[col("message_leads", Field::MsgLeadsNum)];
const LEADS: &[Column] = &[col("message_leads", Field::MsgLeadsNum), col("form_leads", Field::FormLeads)];
const PROMOTED_FEE: &[Column] = &[col("promoted_fee_fen", Field::Fee)];
const SPEND: &[Column] = &[col("fee_fen", Field::Fee)];

const ONE: i64 = 1;
const MILLION: i64 = 1_000_000;
/// From notes per day to hundredths of notes per week.
const PER_WEEK_CENTI: i64 = 700;

const fn rate(above: &'static [Column], below: &'static [Column], scale: i64) -> Nature {
    Nature::Rate { above: columns(above), below: columns(below), scale }
}

const fn flow(list: &'static [Column]) -> Nature {
    Nature::Flow(columns(list))
}

const fn replies(list: &'static [Column]) -> Nature {
    Nature::Mean { of: columns(list), weight: Amount::Conversations }
}

macro_rules! metrics {
    ($($id:ident, $zh:literal, $en:literal, $unit:ident, $family:ident, $origin:ident, $better:ident, $shown:literal, $nature:expr;)*) => {
        &[$(Metric {
            id: MetricId::$id, zh: $zh, en: $en, unit: Unit::$unit, family: Family::$family,
            origin: Origin::$origin, nature: $nature, better: Better::$better, shown: $shown,
        },)*]
    };
}

/// What stands for a metric that the table misses; there is none.
const FIRST: Metric = Metric {
    id: MetricId::Notes,
    zh: "发布笔记",
    en: "Notes published",
    unit: Unit::Count,
    family: Family::Content,
    origin: Origin::Notes,
    nature: Nature::Flow(Amount::Row),
    better: Better::Higher,
    shown: true,
};

/// Every metric, in the order of the ids.
#[rustfmt::skip]
pub const METRICS: &[Metric] = metrics! {
    Notes, "发布笔记", "Notes published", Count, Content, Notes, Higher, true, Nature::Flow(Amount::Row);
    Cadence, "周均发布", "Notes per week", PerWeekCenti, Content, Notes, Higher, true,
        Nature::Rate { above: Amount::Row, below: Amount::Days, scale: PER_WEEK_CENTI };
    NoteImpression, "笔记曝光", "Note impressions", Count, Content, Notes, Higher, true, flow(NOTE_IMPRESSION);
    NoteRead, "笔记阅读", "Note reads", Count, Content, Notes, Higher, true, flow(READ);
    NoteInteraction, "笔记互动", "Note interactions", Count, Content, Notes, Higher, true, flow(NOTE_INTERACTION);
    NoteFollows, "笔记涨粉", "Followers won", Count, Content, Notes, Higher, false, flow(&[col("follows", Field::Follow)]);
    NotesFlagged, "违规风险笔记", "Notes with risky wording", Count, Content, NoteFindings, Lower, true, Nature::Flow(Amount::Row);
    NotesCopied, "雷同笔记", "Near-copies", Count, Content, NoteCopies, Lower, true, Nature::Flow(Amount::Row);
    NoteReadRate, "阅读率", "Read rate", Ppm, Content, Notes, Higher, false, rate(READ, NOTE_IMPRESSION, MILLION);
    NoteInteractionRate, "互动率", "Interaction rate", Ppm, Content, Notes, Higher, true, rate(NOTE_INTERACTION, READ, MILLION);
    Fans, "粉丝", "Fans", Count, Account, Accounts, Higher, true, Nature::Stock(columns(&[col("fans", Field::Fans)]));
    Impression, "账号曝光", "Account impressions", Count, Account, AccountPeriods, Higher, false, flow(&[col("impression", Field::Impression)]);
    Read, "账号阅读", "Account reads", Count, Account, AccountPeriods, Higher, false, flow(CLICK);
    Interaction, "账号互动", "Account interactions", Count, Account, AccountPeriods, Higher, false, flow(&[col("interaction", Field::Interaction)]);
    MessageConsult, "进线", "Conversations entered", Count, Conversation, AccountPeriods, Higher, true, flow(CONSULT);
    InitiativeMessage, "开口", "Conversations opened", Count, Conversation, AccountPeriods, Higher, true, flow(INITIATIVE);
    MessageLeads, "私信留资", "Message leads", Count, Conversation, AccountPeriods, Higher, false, flow(MESSAGE_LEADS);
    FormLeads, "表单留资", "Form leads", Count, Conversation, AccountPeriods, Higher, false, flow(&[col("form_leads", Field::FormLeads)]);
    Leads, "留资", "Leads", Count, Conversation, AccountPeriods, Higher, true, flow(LEADS);
    EnterRate, "进线率", "Enter rate", Ppm, Conversation, AccountPeriods, Higher, false, rate(CONSULT, CLICK, MILLION);
    OpenRate, "开口率", "Open rate", Ppm, Conversation, AccountPeriods, Higher, true, rate(INITIATIVE, CONSULT, MILLION);
    LeadRate, "留资率", "Lead rate", Ppm, Conversation, AccountPeriods, Higher, true, rate(MESSAGE_LEADS, INITIATIVE, MILLION);
    First15s, "15秒首响率", "First reply in 15 s", Ppm, Service, ServicePeriods, Higher, false, replies(&[col("first_15s_ppm", Field::FirstReply15sRate)]);
    Reply30s, "30秒回复率", "Replied in 30 s", Ppm, Service, ServicePeriods, Higher, false, replies(&[col("reply_30s_ppm", Field::Reply30sRate)]);
    Reply1min, "1分钟回复率", "Replied in 1 min", Ppm, Service, ServicePeriods, Higher, true, replies(&[col("reply_1min_ppm", Field::Reply1mRate)]);
    Over1h, "1小时超时率", "Replied after 1 h", Ppm, Service, ServicePeriods, Lower, true, replies(&[col("over_1h_ppm", Field::Overdue1hRate)]);
    MeanReply, "平均回复时长", "Mean reply time", Ms, Service, ServicePeriods, Lower, true, replies(&[col("mean_reply_ms", Field::ReplyTimeMean)]);
    Rating, "用户评价", "User rating", Centi, Service, ServicePeriods, Higher, false, replies(&[col("rating_centi", Field::UserRating)]);
    PromotedFee, "投流消耗", "Promotion spend", Fen, Promotion, AccountPeriods, Neither, false, flow(PROMOTED_FEE);
    Cpl, "留资成本（仅投流）", "Cost per lead (ads only)", Fen, Promotion, AccountPeriods, Lower, false, rate(PROMOTED_FEE, LEADS, ONE);
    Spend, "聚光消耗", "Juguang spend", Fen, Promotion, JuguangFigures, Neither, true, flow(SPEND);
    SpendLeads, "聚光留资", "Juguang leads", Count, Promotion, JuguangFigures, Higher, false, flow(LEADS);
    SpendCpl, "聚光留资成本", "Juguang cost per lead", Fen, Promotion, JuguangFigures, Lower, true, rate(SPEND, LEADS, ONE);
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_every_metric_in_the_order_of_the_ids() {
        assert!(METRICS.iter().map(|metric| metric.id).eq(MetricId::ALL.iter().copied()));
        assert!(MetricId::ALL.iter().all(|id| Metric::of(*id).id == *id));
    }

    #[test]
    fn a_metric_adds_columns_of_its_own_table_and_is_named_in_both_languages() {
        for metric in METRICS {
            assert!(!metric.zh.is_ascii() && metric.en.is_ascii(), "{}", metric.id);
            let (value, over) = metric.nature.amounts();
            for amount in [Some(value), over].into_iter().flatten() {
                if let Amount::Columns(columns) = amount {
                    assert!(!columns.is_empty(), "{}", metric.id);
                }
                if amount == Amount::Conversations {
                    assert_eq!(metric.origin, Origin::ServicePeriods, "{}", metric.id);
                }
            }
        }
    }

    #[test]
    fn a_reply_measure_is_a_mean_over_conversations() {
        for metric in Metric::read_from(Origin::ServicePeriods) {
            assert!(
                matches!(metric.nature, Nature::Mean { weight: Amount::Conversations, .. }),
                "{}",
                metric.id
            );
        }
    }
}
