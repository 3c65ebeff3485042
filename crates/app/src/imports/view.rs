//! An import as people see it.

use domain::{
    id::{AccountId, ImportId},
    identity::{Action, Scope},
    imports::{Field, FileKind, Personal, Recognition, Target, columns, needs},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    plan::{Look, Plan},
    run::Remarks,
    running::Progress,
    store::{ImportRow, ImportState, Overlap},
};
use crate::text::Text;

/// Preview rows of a file that waits for a decision.
const PREVIEW_ROWS_MAX: usize = 8;
/// Characters of a cell in a preview.
const PREVIEW_CHARS_MAX: usize = 60;

/// The kinds of files, with their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KindCode {
    /// 笔记列表明细.
    NoteList,
    /// 专业号线索明细.
    EmployeeLeads,
    /// 员工号分析.
    ServiceQuality,
    /// 聚光报表.
    JuguangReport,
    /// 线索列表.
    LeadList,
    /// 员工名册.
    Roster,
}

impl From<FileKind> for KindCode {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::NoteList => Self::NoteList,
            FileKind::EmployeeLeads => Self::EmployeeLeads,
            FileKind::ServiceQuality => Self::ServiceQuality,
            FileKind::JuguangReport => Self::JuguangReport,
            FileKind::LeadList => Self::LeadList,
            FileKind::Roster => Self::Roster,
        }
    }
}

impl From<KindCode> for FileKind {
    fn from(code: KindCode) -> Self {
        match code {
            KindCode::NoteList => Self::NoteList,
            KindCode::EmployeeLeads => Self::EmployeeLeads,
            KindCode::ServiceQuality => Self::ServiceQuality,
            KindCode::JuguangReport => Self::JuguangReport,
            KindCode::LeadList => Self::LeadList,
            KindCode::Roster => Self::Roster,
        }
    }
}

/// A period of whole days, both ends included.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodView {
    pub from: Day,
    pub to: Day,
}

/// An import.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportView {
    id: ImportId,
    file_name: String,
    bytes: i64,
    state: ImportState,
    kind: KindCode,
    /// The days that the file covers, where it was said for the whole file.
    period: Option<PeriodView>,
    /// Whose rows they are, where it was said for the whole file.
    account: Option<AccountId>,
    rows_total: i64,
    rows_new: i64,
    rows_changed: i64,
    rows_unchanged: i64,
    rows_rejected: i64,
    /// Why it is not there, in the language of the request.
    failure: Option<String>,
    remarks: RemarksView,
    created_by: String,
    created_at: Instant,
    finished_at: Option<Instant>,
    /// How far it has come; while it runs on the node that answers.
    progress: Option<Progress>,
    /// What the user may do with it now.
    can: CanView,
}

/// What may be done with an import now.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "four answers to four questions, not a state")]
pub(super) struct CanView {
    decide: bool,
    cancel: bool,
    reverse: bool,
    discard: bool,
}

/// What the user should know of a file besides its rows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RemarksView {
    /// Cells with formulas, whose last computed values were taken.
    formulas: u64,
    /// Formulas without a computed value, which read as empty.
    formulas_without_value: u64,
    /// The workbook links to other files, which were not opened.
    external_links: bool,
    /// Bytes that are no text were replaced.
    replaced_bytes: bool,
    /// Columns that were never read because they look like passwords, cookies or tokens.
    secret_columns: Vec<String>,
    /// Cells that were dropped because they look like passwords, cookies or tokens.
    secret_cells: u64,
    /// Accounts that were seen for the first time.
    accounts_new: i64,
}

/// An import with all that is needed to decide about it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportDetail {
    #[serde(flatten)]
    import: ImportView,
    /// What we see in the file; only while it waits for a decision.
    proposal: Option<ProposalView>,
    /// Imports that are loaded and share days with this one.
    overlaps: Vec<OverlapView>,
    /// A loaded import of the very same bytes.
    same_file: Option<SameFileView>,
}

/// What we see in a file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalView {
    sheets: Vec<SheetView>,
    sheet: usize,
    /// The number of the header row, as the spreadsheet program shows it.
    header_row: u32,
    candidates: Vec<CandidateView>,
    columns: Vec<ColumnView>,
    /// The fields that a file of this kind can have.
    fields: Vec<FieldView>,
    preview: Vec<PreviewRow>,
    /// The file does not say which days it covers.
    needs_period: bool,
    /// The file does not say whose notes it lists.
    needs_account: bool,
}

/// A sheet of the file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SheetView {
    name: String,
    hidden: bool,
}

/// A kind that the file could be.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CandidateView {
    kind: KindCode,
    /// How many of a hundred headers it knows.
    score: u8,
    /// The headers that it knows.
    known: Vec<String>,
    /// The headers that it would need and the file has not.
    missing: Vec<String>,
}

/// A column of the file and what it is taken for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ColumnView {
    header: String,
    /// Which of the columns with this header, counted from 0.
    nth: u16,
    role: ColumnRole,
    /// The field it fills, when it fills one.
    field: Option<String>,
    /// What stands in its first cells; personal data masked.
    samples: Vec<String>,
}

/// What a column is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ColumnRole {
    /// It fills a field.
    Field,
    /// It is not taken.
    Ignored,
    /// It looks like a password, cookie or token and is never read.
    Secret,
}

/// A field that a column can fill.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FieldView {
    code: String,
    /// What the platform calls it.
    header: String,
}

/// A row of the file as it stands, personal data masked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PreviewRow {
    number: u32,
    cells: Vec<String>,
}

/// A loaded import that shares days.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OverlapView {
    import: ImportId,
    file_name: String,
    period: PeriodView,
    finished_at: Instant,
    /// Whether the days are exactly the same, so that rows are updated and not added.
    same_days: bool,
}

/// A loaded import of the same bytes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SameFileView {
    import: ImportId,
    finished_at: Instant,
}

impl ImportView {
    pub fn of(row: ImportRow, progress: Option<Progress>, scope: &Scope) -> Self {
        let ImportRow {
            id,
            file_name,
            sha256: _,
            bytes,
            state,
            plan,
            rows_total,
            rows_new,
            rows_changed,
            rows_unchanged,
            rows_rejected,
            failure,
            remarks,
            created_by,
            created_at,
            finished_at,
        } = row;
        // A waiting import is running as soon as a node has begun with it.
        let state =
            if progress.is_some() && state == ImportState::Waiting { ImportState::Running } else { state };
        Self {
            id,
            file_name,
            bytes,
            state,
            kind: plan.kind().into(),
            period: plan.period.map(|(from, to)| PeriodView { from, to }),
            account: plan.account,
            rows_total,
            rows_new,
            rows_changed,
            rows_unchanged,
            rows_rejected,
            failure: failure.map(|kept| spoken(&kept)),
            remarks: remarks.into(),
            created_by,
            created_at,
            finished_at,
            progress,
            can: CanView::of(state, scope.may(Action::ManageImports)),
        }
    }
}

/// A kept sentence in the language of the request.
fn spoken(kept: &str) -> String {
    #[derive(Deserialize)]
    struct Kept {
        zh: String,
        en: String,
    }
    let text = serde_json::from_str::<Kept>(kept).map(|Kept { zh, en }| Text { zh, en });
    text.map_or_else(|_| kept.to_owned(), |text| text.here().to_owned())
}

impl CanView {
    const fn of(state: ImportState, may: bool) -> Self {
        use ImportState as S;
        Self {
            decide: may && matches!(state, S::Proposed),
            cancel: may && matches!(state, S::Waiting | S::Running),
            reverse: may && matches!(state, S::Done),
            discard: may && matches!(state, S::Proposed | S::Failed | S::Cancelled),
        }
    }
}

impl From<Remarks> for RemarksView {
    fn from(remarks: Remarks) -> Self {
        let Remarks {
            formulas,
            formulas_without_value,
            external_links,
            replaced_bytes,
            secret_columns,
            secret_cells,
            accounts_new,
        } = remarks;
        let secret_cells = secret_cells.iter().map(|(_, count)| count).sum();
        Self {
            formulas,
            formulas_without_value,
            external_links,
            replaced_bytes,
            secret_columns,
            secret_cells,
            accounts_new,
        }
    }
}

impl ImportDetail {
    pub fn of(
        import: ImportView,
        proposal: Option<ProposalView>,
        overlaps: Vec<OverlapView>,
        same_file: Option<(Uuid, i64)>,
    ) -> Self {
        let same_file = same_file.map(|(id, at)| SameFileView {
            import: ImportId::from_uuid(id),
            finished_at: Instant::from_ms(at),
        });
        Self { import, proposal, overlaps, same_file }
    }
}

impl OverlapView {
    /// `None` where the kept days are no days, which no import writes.
    pub fn of(overlap: Overlap, days: (i32, i32)) -> Option<Self> {
        let Overlap { id, file_name, from_day, to_day, finished_at } = overlap;
        let period =
            PeriodView { from: Day::from_yyyymmdd(from_day).ok()?, to: Day::from_yyyymmdd(to_day).ok()? };
        Some(Self {
            import: ImportId::from_uuid(id),
            file_name,
            period,
            finished_at: Instant::from_ms(finished_at),
            same_days: days == (from_day, to_day),
        })
    }
}

impl ProposalView {
    pub fn of(look: &Look, plan: &Plan) -> Self {
        let headers = look.headers(plan.header_row);
        let places: Vec<Option<usize>> =
            plan.mapping.columns.iter().map(|c| place_of(&headers, &c.header, c.nth)).collect();
        let target_at = |column: usize| {
            let at = places.iter().position(|place| *place == Some(column))?;
            plan.mapping.columns.get(at).map(|column| column.target)
        };
        let body = || look.head.iter().filter(|row| row.number > plan.header_row);
        let shown = |column: usize, cell: &str| shown(target_at(column), cell);
        let needs = needs(&plan.mapping);
        let columns = plan.mapping.columns.iter().zip(&places).map(|(column, place)| ColumnView {
            header: column.header.clone(),
            nth: column.nth,
            role: role_of(column.target),
            field: field_of(column.target).map(|field| field.code().to_owned()),
            samples: body()
                .filter_map(|row| {
                    place.and_then(|at| row.cells.get(at)).map(|cell| shown(place.unwrap_or(0), cell))
                })
                .filter(|cell| !cell.is_empty())
                .take(3)
                .collect(),
        });
        let preview = body().take(PREVIEW_ROWS_MAX).map(|row| PreviewRow {
            number: row.number,
            cells: row.cells.iter().enumerate().map(|(column, cell)| shown(column, cell)).collect(),
        });
        Self {
            sheets: look
                .sheets
                .iter()
                .map(|s| SheetView { name: s.name.clone(), hidden: s.hidden })
                .collect(),
            sheet: plan.sheet,
            header_row: plan.header_row,
            candidates: candidates(&look.recognition),
            columns: columns.collect(),
            fields: fields_of(plan.kind()),
            preview: preview.collect(),
            needs_period: needs.period,
            needs_account: needs.account,
        }
    }
}

fn candidates(recognition: &Recognition) -> Vec<CandidateView> {
    let show = |candidate: &domain::imports::Candidate| CandidateView {
        kind: candidate.kind.into(),
        score: candidate.score,
        known: candidate.known.clone(),
        missing: candidate.missing.iter().map(|group| group.join(" / ")).collect(),
    };
    recognition.candidates.iter().map(show).collect()
}

fn fields_of(kind: FileKind) -> Vec<FieldView> {
    let show = |column: &domain::imports::Column| FieldView {
        code: column.field.code().to_owned(),
        header: column.names.first().copied().unwrap_or_default().to_owned(),
    };
    columns(kind).iter().map(show).collect()
}

/// Where the `nth` column with this header stands.
fn place_of(headers: &[String], header: &str, nth: u16) -> Option<usize> {
    let same = headers.iter().enumerate().filter(|(_, other)| other.trim() == header.trim());
    same.map(|(at, _)| at).nth(nth.into())
}

const fn field_of(target: Target) -> Option<Field> {
    match target {
        Target::Field(field) => Some(field),
        Target::Ignored | Target::Secret => None,
    }
}

const fn role_of(target: Target) -> ColumnRole {
    match target {
        Target::Field(_) => ColumnRole::Field,
        Target::Ignored => ColumnRole::Ignored,
        Target::Secret => ColumnRole::Secret,
    }
}

/// A cell as a preview shows it: secrets not at all, personal data masked, the rest shortened. A column that is not
/// taken may hold anything, so its digits are masked as well.
fn shown(target: Option<Target>, cell: &str) -> String {
    let short = |text: &str| text.chars().take(PREVIEW_CHARS_MAX).collect::<String>();
    match target {
        Some(Target::Secret) => String::new(),
        Some(Target::Field(field)) if super::table::is_personal(field) => Personal::new(cell).masked(),
        Some(Target::Field(_)) => short(cell),
        Some(Target::Ignored) | None => short(&masked_digits(cell)),
    }
}

/// Long runs of digits, which may be phone numbers, with their middle hidden.
pub(super) fn masked_digits(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= 7 { Personal::new(text).masked() } else { text.to_owned() }
}
