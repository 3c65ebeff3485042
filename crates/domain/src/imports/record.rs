//! What one row of a file says, typed: one struct per kind of file.
//!
//! A field that the platform may leave out is an `Option`; `None` is a missing column or an empty cell, never zero.

use super::{
    cell::CellRef,
    fields::Field,
    kind::FileKind,
    merge::Cells,
    personal::Personal,
    problem::Reason,
    read::{
        Lens, conversion, count, day, days, flag, genre, id, instant, minutes, money, personal, phone, rate,
        ratio, score, seconds, text, title, traffic,
    },
    value::Value,
    word::{Conversion, Genre, Traffic},
};
use crate::{
    id::AccountId,
    time::{Day, Instant, Period},
    value::{Centi, Fen, Millis, Ppm},
};

/// What a row takes from the import and not from its cells.
pub(super) struct Given {
    pub(super) period: Period,
    pub(super) account: Option<AccountId>,
}

/// A value that a record shows to whoever stores it.
trait AsValue {
    fn as_value(&self) -> Value<'_>;
}

macro_rules! as_value {
    ($($type:ty: |$this:ident| $value:expr;)*) => {$(
        impl AsValue for $type {
            fn as_value(&self) -> Value<'_> {
                let $this = self;
                $value
            }
        }
    )*};
}

as_value! {
    i64: |this| Value::Count(*this);
    Fen: |this| Value::Money(*this);
    Ppm: |this| Value::Rate(*this);
    Centi: |this| Value::Centi(*this);
    Millis: |this| Value::Duration(*this);
    Instant: |this| Value::Instant(*this);
    Day: |this| Value::Day(*this);
    Period: |this| Value::Period(*this);
    bool: |this| Value::Flag(*this);
    String: |this| Value::Text(this);
    Personal: |this| Value::Personal(this);
    Genre: |this| Value::Word(this.code());
    Traffic: |this| Value::Word(this.code());
    Conversion: |this| Value::Word(this.code());
}

macro_rules! records {
    ($(
        $(#[$doc:meta])*
        $name:ident {
            given { $($given:ident: $given_type:ty,)* }
            certain { $($sure:ident: $sure_type:ty = $sure_field:ident via $sure_read:ident, else $blank:expr;)* }
            open { $($maybe:ident: $maybe_type:ty = $maybe_field:ident via $maybe_read:ident;)* }
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $(#[doc = "Said for the whole import."] pub $given: $given_type,)*
            $(#[doc = concat!("[`Field::", stringify!($sure_field), "`].")] pub $sure: $sure_type,)*
            $(#[doc = concat!("[`Field::", stringify!($maybe_field), "`].")] pub $maybe: Option<$maybe_type>,)*
        }

        impl $name {
            fn blank(given: &Given) -> Self {
                Self {
                    $($given: given.$given,)*
                    $($sure: { let blank: fn(&Given) -> $sure_type = $blank; blank(given) },)*
                    $($maybe: None,)*
                }
            }

            /// Reads a cell into its field; whether the cell held a value.
            fn put(&mut self, field: Field, cell: CellRef<'_>, lens: &Lens<'_>) -> Result<bool, Reason> {
                match field {
                    $(Field::$sure_field => {
                        let read = $sure_read(cell, lens)?;
                        let filled = read.is_some();
                        if let Some(value) = read {
                            self.$sure = value;
                        }
                        Ok(filled)
                    })*
                    $(Field::$maybe_field => {
                        self.$maybe = $maybe_read(cell, lens)?;
                        Ok(self.$maybe.is_some())
                    })*
                    _ => Ok(false),
                }
            }

            /// Shows every value that the row holds.
            pub fn visit<'a>(&'a self, mut visitor: impl FnMut(Field, Value<'a>)) {
                $(visitor(Field::$sure_field, self.$sure.as_value());)*
                $(if let Some(value) = &self.$maybe {
                    visitor(Field::$maybe_field, value.as_value());
                })*
            }
        }
    )*};
}

records! {
    /// One note. Its key is its account, title and first publication: the platform's list has no note id.
    NoteRecord {
        given { account: Option<AccountId>, }
        certain {
            title: String = Title via title, else |_| String::new();
            published_at: Instant = PublishedAt via instant, else |_| Instant::from_ms(0);
        }
        open {
            genre: Genre = Genre via genre;
            creator: String = Creator via text;
            note_id: String = NoteId via id;
            note_link: String = NoteLink via text;
            note_status: String = NoteStatus via text;
            product_bound: String = ProductBound via text;
            promoted: bool = Promoted via flag;
            account_kind: String = AccountKind via text;
            impression: i64 = Impression via count;
            natural_impression: i64 = NaturalImpression via count;
            promoted_impression: i64 = PromotedImpression via count;
            read: i64 = Read via count;
            natural_read: i64 = NaturalRead via count;
            promoted_read: i64 = PromotedRead via count;
            cover_ctr: Ppm = CoverCtr via rate;
            like: i64 = Like via count;
            comment: i64 = Comment via count;
            collect: i64 = Collect via count;
            follow: i64 = Follow via count;
            share: i64 = Share via count;
            danmaku: i64 = Danmaku via count;
            watch_time_mean: Millis = WatchTimeMean via seconds;
            read_3s_rate: Ppm = Read3sRate via rate;
            completion_rate: Ppm = CompletionRate via rate;
            order_count_7d: i64 = OrderCount7d via count;
            order_amount_7d: Fen = OrderAmount7d via money;
            roi_7d: Centi = Roi7d via ratio;
            fee: Fen = Fee via money;
            form_leads: i64 = FormLeads via count;
            message_consult: i64 = MessageConsult via count;
            initiative_message: i64 = InitiativeMessage via count;
            msg_leads_num: i64 = MsgLeadsNum via count;
        }
    }

    /// One employee account over the import's period.
    EmployeeLeadsRecord {
        given { period: Period, }
        certain {}
        open {
            employee_name: String = EmployeeName via text;
            xhs_account_id: String = XhsAccountId via id;
            nickname: String = Nickname via text;
            account_uid: String = AccountUid via id;
            region: String = Region via text;
            tags: String = Tags via text;
            opened_on: Day = OpenedOn via day;
            fans: i64 = Fans via count;
            notes_published: i64 = NotesPublished via count;
            notes_promoted: i64 = NotesPromoted via count;
            fee: Fen = Fee via money;
            interaction: i64 = Interaction via count;
            form_leads: i64 = FormLeads via count;
            message_consult: i64 = MessageConsult via count;
            initiative_message: i64 = InitiativeMessage via count;
            msg_leads_num: i64 = MsgLeadsNum via count;
            impression: i64 = Impression via count;
            click: i64 = Click via count;
        }
    }

    /// The reply measures of one employee account over the import's period, as the platform counts them.
    ServiceQualityRecord {
        given { period: Period, }
        certain {}
        open {
            nickname: String = Nickname via text;
            account_uid: String = AccountUid via id;
            first_reply_15s_score: Centi = FirstReply15sScore via score;
            reply_30s_score: Centi = Reply30sScore via score;
            reply_1m_score: Centi = Reply1mScore via score;
            overdue_1h_score: Centi = Overdue1hScore via score;
            reply_time_mean_score: Centi = ReplyTimeMeanScore via score;
            first_reply_15s_rate: Ppm = FirstReply15sRate via rate;
            reply_30s_rate: Ppm = Reply30sRate via rate;
            reply_1m_rate: Ppm = Reply1mRate via rate;
            overdue_1h_rate: Ppm = Overdue1hRate via rate;
            reply_time_mean: Millis = ReplyTimeMean via minutes;
            user_rating: Centi = UserRating via score;
        }
    }

    /// One row of a Juguang report. Its key is its period and the dimensions that it names.
    JuguangRecord {
        given {}
        certain {
            period: Period = ReportDays via days, else |given| given.period;
        }
        open {
            advertiser_name: String = AdvertiserName via text;
            delivery_id: String = DeliveryId via id;
            campaign_name: String = CampaignName via text;
            campaign_id: String = CampaignId via id;
            unit_name: String = UnitName via text;
            unit_id: String = UnitId via id;
            creativity_name: String = CreativityName via text;
            creativity_id: String = CreativityId via id;
            title: String = Title via text;
            note_id: String = NoteId via id;
            material: String = Material via text;
            account_uid: String = AccountUid via id;
            nickname: String = Nickname via text;
            store: String = Store via text;
            store_code: String = StoreCode via id;
            area: String = Area via text;
            city: String = City via text;
            fee: Fen = Fee via money;
            impression: i64 = Impression via count;
            click: i64 = Click via count;
            ctr: Ppm = Ctr via rate;
            acp: Fen = Acp via money;
            cpm: Fen = Cpm via money;
            like: i64 = Like via count;
            comment: i64 = Comment via count;
            collect: i64 = Collect via count;
            follow: i64 = Follow via count;
            share: i64 = Share via count;
            interaction: i64 = Interaction via count;
            cpi: Fen = Cpi via money;
            action_button_click: i64 = ActionButtonClick via count;
            action_button_ctr: Ppm = ActionButtonCtr via rate;
            message_consult: i64 = MessageConsult via count;
            message_consult_cpl: Fen = MessageConsultCpl via money;
            initiative_message: i64 = InitiativeMessage via count;
            initiative_message_cpl: Fen = InitiativeMessageCpl via money;
            initiative_message_lines: i64 = InitiativeMessageLines via count;
            msg_leads_num: i64 = MsgLeadsNum via count;
            msg_leads_cost: Fen = MsgLeadsCost via money;
            message_consult_users: i64 = MessageConsultUsers via count;
            msg_chat_user_cnt: i64 = MsgChatUserCnt via count;
            msg_leads_user_cnt: i64 = MsgLeadsUserCnt via count;
            form_leads: i64 = FormLeads via count;
            valid_form_leads: i64 = ValidFormLeads via count;
            video_play_5s: i64 = VideoPlay5s via count;
        }
    }

    /// One person who left contact data. Its key is its instant, its account and the contact.
    LeadRecord {
        given {}
        certain {
            lead_at: Instant = LeadAt via instant, else |_| Instant::from_ms(0);
        }
        open {
            lead_account: String = LeadAccount via text;
            traffic: Traffic = Traffic via traffic;
            phone: Personal = Phone via phone;
            wechat: Personal = Wechat via personal;
            user_nickname: Personal = UserNickname via personal;
            source_note: String = SourceNote via text;
            note_id: String = NoteId via id;
            creativity_name: String = CreativityName via text;
            campaign_name: String = CampaignName via text;
            conversion: Conversion = Conversion via conversion;
            region: String = Region via text;
        }
    }

    /// One employee.
    RosterRecord {
        given {}
        certain {
            name: String = Name via text, else |_| String::new();
        }
        open {
            employee_number: String = EmployeeNumber via id;
            phone: Personal = Phone via phone;
            store: String = Store via text;
            store_code: String = StoreCode via id;
            area: String = Area via text;
            city: String = City via text;
            position: String = Position via text;
            manager: String = Manager via text;
            joined_on: Day = JoinedOn via day;
            left_on: Day = LeftOn via day;
            xhs_account_id: String = XhsAccountId via id;
            account_uid: String = AccountUid via id;
            nickname: String = Nickname via text;
        }
    }
}

/// A record of any kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "one lives at a time; a box would cost an allocation for every row"
)]
pub enum Record {
    /// Of a [`FileKind::NoteList`].
    Note(NoteRecord),
    /// Of [`FileKind::EmployeeLeads`].
    EmployeeLeads(EmployeeLeadsRecord),
    /// Of [`FileKind::ServiceQuality`].
    ServiceQuality(ServiceQualityRecord),
    /// Of a [`FileKind::JuguangReport`].
    Juguang(JuguangRecord),
    /// Of a [`FileKind::LeadList`].
    Lead(LeadRecord),
    /// Of a [`FileKind::Roster`].
    Roster(RosterRecord),
}

macro_rules! each {
    ($record:expr, $inner:ident => $body:expr) => {
        match $record {
            Record::Note($inner) => $body,
            Record::EmployeeLeads($inner) => $body,
            Record::ServiceQuality($inner) => $body,
            Record::Juguang($inner) => $body,
            Record::Lead($inner) => $body,
            Record::Roster($inner) => $body,
        }
    };
}

impl Record {
    pub(super) fn blank(kind: FileKind, given: &Given) -> Self {
        match kind {
            FileKind::NoteList => Self::Note(NoteRecord::blank(given)),
            FileKind::EmployeeLeads => Self::EmployeeLeads(EmployeeLeadsRecord::blank(given)),
            FileKind::ServiceQuality => Self::ServiceQuality(ServiceQualityRecord::blank(given)),
            FileKind::JuguangReport => Self::Juguang(JuguangRecord::blank(given)),
            FileKind::LeadList => Self::Lead(LeadRecord::blank(given)),
            FileKind::Roster => Self::Roster(RosterRecord::blank(given)),
        }
    }

    pub(super) fn put(&mut self, field: Field, cell: CellRef<'_>, lens: &Lens<'_>) -> Result<bool, Reason> {
        each!(self, record => record.put(field, cell, lens))
    }

    /// Shows every value that the row holds.
    pub fn visit<'a>(&'a self, visitor: impl FnMut(Field, Value<'a>)) {
        each!(self, record => record.visit(visitor));
    }

    /// The values as they are stored.
    pub fn cells(&self) -> Cells {
        let mut cells = Cells::default();
        self.visit(|field, value| cells.set(field, value.to_cell()));
        cells
    }

    /// Appends the values as one JSON object, `{"title":"…","like":12}`: what [`Cells`] serialises to, and cheaper.
    pub fn write_json(&self, into: &mut String) {
        into.push('{');
        let mut first = true;
        self.visit(|field, value| {
            into.push_str(if first { "\"" } else { ",\"" });
            first = false;
            into.push_str(field.code());
            into.push_str("\":");
            value.write_json(into);
        });
        into.push('}');
    }
}
