//! The tables that files fill, and how a record becomes a row of one of them.
//!
//! A row is its key (what makes it the same subject in two files), its facts (what the files say of it, a column for
//! each), and its cells: everything the file said, as JSON, for the observation. Personal cells are sealed here and
//! travel no further in the clear.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use db::Value as Sql;
use domain::{
    id::{AccountId, TenantId},
    imports::{CellValue, Field, FileKind, Record, Shape, Value},
    time::{Day, Instant, Zone},
};
use sha2::{Digest as _, Sha256};

use crate::Vault;

/// A table that files fill.
#[derive(Debug)]
pub(super) struct Table {
    pub name: &'static str,
    /// The columns that make a row the same subject in two files.
    pub key: &'static [&'static str],
    /// Columns that follow from the key or the account and are not cells of the file.
    pub derived: &'static [&'static str],
    /// The columns that cells fill.
    pub cells: &'static [CellColumn],
}

/// A column and the field that fills it.
#[derive(Debug)]
pub(super) struct CellColumn {
    pub name: &'static str,
    pub field: Field,
    pub keep: Keep,
}

/// How a cell is kept in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// A whole number in the unit of its field.
    Whole,
    /// A text as it is.
    Text,
    /// A personal text, sealed.
    Sealed,
    /// The blind index of a personal text that another column keeps sealed.
    Index,
}

const fn whole(name: &'static str, field: Field) -> CellColumn {
    CellColumn { name, field, keep: Keep::Whole }
}

const fn text(name: &'static str, field: Field) -> CellColumn {
    CellColumn { name, field, keep: Keep::Text }
}

static NOTES: Table = Table {
    name: "notes",
    key: &["account_id", "published_at", "title"],
    derived: &["published_day"],
    cells: &[
        text("format", Field::Genre),
        text("xhs_note_id", Field::NoteId),
        whole("impression", Field::Impression),
        whole("read", Field::Read),
        whole("cover_ctr_ppm", Field::CoverCtr),
        whole("likes", Field::Like),
        whole("comments", Field::Comment),
        whole("collects", Field::Collect),
        whole("follows", Field::Follow),
        whole("shares", Field::Share),
        whole("watch_ms", Field::WatchTimeMean),
        whole("danmaku", Field::Danmaku),
    ],
};

static ACCOUNT_PERIODS: Table = Table {
    name: "account_periods",
    key: &["account_id", "from_day", "to_day"],
    derived: &[],
    cells: &[
        whole("notes_published", Field::NotesPublished),
        whole("notes_promoted", Field::NotesPromoted),
        whole("promoted_fee_fen", Field::Fee),
        whole("interaction", Field::Interaction),
        whole("form_leads", Field::FormLeads),
        whole("message_consult", Field::MessageConsult),
        whole("initiative_message", Field::InitiativeMessage),
        whole("message_leads", Field::MsgLeadsNum),
        whole("impression", Field::Impression),
        whole("read", Field::Click),
    ],
};

static SERVICE_PERIODS: Table = Table {
    name: "service_periods",
    key: &["account_id", "from_day", "to_day"],
    derived: &[],
    cells: &[
        whole("first_15s_score_centi", Field::FirstReply15sScore),
        whole("reply_30s_score_centi", Field::Reply30sScore),
        whole("reply_1min_score_centi", Field::Reply1mScore),
        whole("over_1h_score_centi", Field::Overdue1hScore),
        whole("mean_reply_score_centi", Field::ReplyTimeMeanScore),
        whole("first_15s_ppm", Field::FirstReply15sRate),
        whole("reply_30s_ppm", Field::Reply30sRate),
        whole("reply_1min_ppm", Field::Reply1mRate),
        whole("over_1h_ppm", Field::Overdue1hRate),
        whole("mean_reply_ms", Field::ReplyTimeMean),
        whole("rating_centi", Field::UserRating),
    ],
};

static JUGUANG: Table = Table {
    name: "juguang_figures",
    key: &["from_day", "to_day", "dimensions_hash"],
    derived: &["dimensions", "account_id"],
    cells: &[
        whole("fee_fen", Field::Fee),
        whole("impression", Field::Impression),
        whole("click", Field::Click),
        whole("likes", Field::Like),
        whole("comments", Field::Comment),
        whole("collects", Field::Collect),
        whole("follows", Field::Follow),
        whole("shares", Field::Share),
        whole("interaction", Field::Interaction),
        whole("action_button_click", Field::ActionButtonClick),
        whole("message_consult", Field::MessageConsult),
        whole("initiative_message", Field::InitiativeMessage),
        whole("message_leads", Field::MsgLeadsNum),
        whole("form_leads", Field::FormLeads),
    ],
};

static LEADS: Table = Table {
    name: "leads",
    key: &["account_id", "created_at", "contact_hash"],
    derived: &["created_day"],
    cells: &[
        CellColumn { name: "phone_sealed", field: Field::Phone, keep: Keep::Sealed },
        CellColumn { name: "phone_index", field: Field::Phone, keep: Keep::Index },
        CellColumn { name: "wechat_sealed", field: Field::Wechat, keep: Keep::Sealed },
        CellColumn { name: "wechat_index", field: Field::Wechat, keep: Keep::Index },
        CellColumn { name: "nickname_sealed", field: Field::UserNickname, keep: Keep::Sealed },
        text("traffic", Field::Traffic),
        text("conversion", Field::Conversion),
        text("source_note", Field::SourceNote),
        text("creative", Field::CreativityName),
        text("region", Field::Region),
    ],
};

impl Table {
    /// The table that this kind of file fills; a roster fills the roster, which is not a table of figures.
    pub fn of(kind: FileKind) -> Option<&'static Self> {
        match kind {
            FileKind::NoteList => Some(&NOTES),
            FileKind::EmployeeLeads => Some(&ACCOUNT_PERIODS),
            FileKind::ServiceQuality => Some(&SERVICE_PERIODS),
            FileKind::JuguangReport => Some(&JUGUANG),
            FileKind::LeadList => Some(&LEADS),
            FileKind::Roster => None,
        }
    }

    /// How many values a row has.
    pub const fn width(&self) -> usize {
        VALUES_BEFORE_KEY + self.key.len() + self.derived.len() + self.cells.len() + VALUES_AFTER_FACTS
    }

    /// Appends the cells of a row about which the file said nothing yet.
    fn put_blank(&self, row: &mut Vec<Sql>) {
        row.extend(self.cells.iter().map(|column| match column.keep {
            Keep::Whole => Sql::BigInt(None),
            Keep::Text | Keep::Sealed => Sql::String(None),
            Keep::Index => Sql::Bytes(None),
        }));
    }
}

/// Whether cells of this field belong to a person and are sealed before they are kept.
pub(super) fn is_personal(field: Field) -> bool {
    matches!(field.shape(), Shape::Phone | Shape::Wechat) || field == Field::UserNickname
}

/// What one row of a file said, ready to be written.
#[derive(Debug)]
pub(super) struct Said {
    pub row_no: u32,
    pub key_hash: u64,
    /// The row of the table up to its facts; the id stays empty until it is known whose row it is.
    pub row: Vec<Sql>,
    pub cells: String,
}

/// Bytes that the cells of a row usually take as JSON.
const CELLS_BYTES_USUAL: usize = 320;
/// Values of a row before its key: `tenant_id`, `id`.
const VALUES_BEFORE_KEY: usize = 2;
/// Values of a row after its facts: `import_id`, `row_no`, `older_cells`.
const VALUES_AFTER_FACTS: usize = 3;

impl Said {
    /// What makes the row the same subject in two files.
    pub fn key(&self, table: &Table) -> &[Sql] {
        self.row.get(VALUES_BEFORE_KEY..VALUES_BEFORE_KEY + table.key.len()).unwrap_or_default()
    }

    /// The row without its cells, to be filled from several files.
    pub fn without_cells(mut self, table: &Table) -> Vec<Sql> {
        self.row.truncate(VALUES_BEFORE_KEY + table.key.len() + table.derived.len());
        self.row
    }
}

/// Writes records as the cells of an observation, personal ones sealed.
#[derive(Debug)]
pub(super) struct Sealer<'a> {
    pub tenant: TenantId,
    pub vault: &'a Vault,
}

impl Sealer<'_> {
    /// The cells of a record as JSON.
    pub fn cells(&self, record: &Record) -> String {
        self.write(record, |_, _, _| {})
    }

    /// The cells as JSON; shows each value on the way, as the file said it and as it is kept.
    fn write<'r>(&self, record: &'r Record, mut show: impl FnMut(Field, Value<'r>, Value<'_>)) -> String {
        let mut cells = String::with_capacity(CELLS_BYTES_USUAL);
        cells.push('{');
        record.visit(|field, value| {
            let sealed = self.sealed(field, value);
            let kept = sealed.as_deref().map_or(value, Value::Text);
            show(field, value, kept);
            cells.push_str(if cells.len() > 1 { ",\"" } else { "\"" });
            cells.push_str(field.code());
            cells.push_str("\":");
            kept.write_json(&mut cells);
        });
        cells.push('}');
        cells
    }

    fn sealed(&self, field: Field, value: Value<'_>) -> Option<String> {
        match value {
            Value::Personal(text) => Some(self.vault.seal(self.tenant, text.expose())),
            Value::Text(text) if is_personal(field) => Some(self.vault.seal(self.tenant, text)),
            _ => None,
        }
    }
}

/// Turns records into rows of one table.
#[derive(Debug)]
pub(super) struct Shaper<'a> {
    pub table: &'static Table,
    pub tenant: TenantId,
    pub zone: &'a Zone,
    pub vault: &'a Vault,
}

impl Shaper<'_> {
    /// The row that this record is; `account` is whose row it is, where its kind has one.
    pub fn shape(&self, record: &Record, account: Option<AccountId>, row_no: u32) -> Said {
        let mut row = Vec::with_capacity(self.table.width());
        row.extend([Sql::Uuid(Some(self.tenant.uuid())), Sql::Uuid(None)]);
        self.put_key(record, account, &mut row);
        let mut hasher = DefaultHasher::new();
        let key = row.iter().skip(VALUES_BEFORE_KEY).take(self.table.key.len());
        for part in key {
            hash_part(part, &mut hasher);
        }
        let first_cell = row.len();
        self.table.put_blank(&mut row);
        let facts = row.get_mut(first_cell..).unwrap_or_default();
        let cells = self.sealer().write(record, |field, value, kept| self.put(facts, field, value, kept));
        Said { row_no, key_hash: hasher.finish(), row, cells }
    }

    /// Appends to a row the facts of merged cells, with personal cells in the clear.
    pub fn put_facts<'c>(&self, cells: impl Iterator<Item = (Field, &'c CellValue)>, row: &mut Vec<Sql>) {
        let first_cell = row.len();
        self.table.put_blank(row);
        let facts = row.get_mut(first_cell..).unwrap_or_default();
        for (field, value) in cells {
            let value = match value {
                CellValue::Whole(number) => Value::Count(*number),
                CellValue::Text(text) => Value::Text(text),
            };
            let sealed = self.sealer().sealed(field, value);
            let kept = sealed.as_deref().map_or(value, Value::Text);
            self.put(facts, field, value, kept);
        }
    }

    const fn sealer(&self) -> Sealer<'_> {
        Sealer { tenant: self.tenant, vault: self.vault }
    }

    fn put(&self, facts: &mut [Sql], field: Field, plain: Value<'_>, kept: Value<'_>) {
        let places = self.table.cells.iter().zip(facts.iter_mut());
        for (column, place) in places.filter(|(column, _)| column.field == field) {
            *place = match (column.keep, kept.to_cell()) {
                (Keep::Whole, CellValue::Whole(number)) => Sql::BigInt(Some(number)),
                (Keep::Text | Keep::Sealed, CellValue::Text(text)) => Sql::String(Some(text)),
                (Keep::Index, _) => Sql::Bytes(Some(self.index(field, plain))),
                (Keep::Whole | Keep::Text | Keep::Sealed, _) => continue,
            };
        }
    }

    fn index(&self, field: Field, plain: Value<'_>) -> Vec<u8> {
        match plain.to_cell() {
            CellValue::Text(text) => self.vault.blind_index(self.tenant, field.code(), &text),
            CellValue::Whole(number) => {
                self.vault.blind_index(self.tenant, field.code(), &number.to_string())
            }
        }
    }

    /// Appends the key of a record and what follows from it.
    fn put_key(&self, record: &Record, account: Option<AccountId>, row: &mut Vec<Sql>) {
        let account = Sql::Uuid(account.map(AccountId::uuid));
        match record {
            Record::Note(note) => {
                let day = self.day(note.published_at);
                row.extend([account, note.published_at.ms().into(), note.title.clone().into(), day]);
            }
            Record::EmployeeLeads(leads) => {
                row.extend([account, day(leads.period.from()), day(leads.period.to())]);
            }
            Record::ServiceQuality(service) => {
                row.extend([account, day(service.period.from()), day(service.period.to())]);
            }
            Record::Juguang(figures) => {
                let dimensions = dimensions(record);
                let hash = Sha256::digest(dimensions.as_bytes()).to_vec();
                let (from, to) = (day(figures.period.from()), day(figures.period.to()));
                row.extend([from, to, hash.into(), dimensions.into(), account]);
            }
            Record::Lead(lead) => {
                let contact = [&lead.phone, &lead.wechat, &lead.user_nickname];
                let contact = contact.into_iter().flatten().next().map_or("", |personal| personal.expose());
                let hash = self.vault.blind_index(self.tenant, "lead_contact", contact);
                row.extend([account, lead.lead_at.ms().into(), hash.into(), self.day(lead.lead_at)]);
            }
            Record::Roster(_) => {}
        }
    }

    fn day(&self, at: Instant) -> Sql {
        day(at.day(self.zone))
    }
}

fn day(day: Day) -> Sql {
    Sql::Int(Some(day.yyyymmdd()))
}

/// The dimensions of a report row as one JSON object: what makes it the same row in two files.
fn dimensions(record: &Record) -> String {
    let mut text = String::from("{");
    record.visit(|field, value| {
        if let Value::Text(name) = value {
            if text.len() > 1 {
                text.push(',');
            }
            text.push('"');
            text.push_str(field.code());
            text.push_str("\":");
            Value::Text(name).write_json(&mut text);
        }
    });
    text.push('}');
    text
}

fn hash_part(part: &Sql, hasher: &mut DefaultHasher) {
    match part {
        Sql::Uuid(Some(uuid)) => uuid.hash(hasher),
        Sql::BigInt(Some(number)) => number.hash(hasher),
        Sql::Int(Some(number)) => number.hash(hasher),
        Sql::String(Some(text)) => text.hash(hasher),
        Sql::Bytes(Some(bytes)) => bytes.hash(hasher),
        _ => 0_u8.hash(hasher),
    }
}
