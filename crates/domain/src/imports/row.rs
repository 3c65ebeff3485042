//! Rows into records.

use super::{
    cell::{CellRef, bare},
    columns::required,
    fields::{Field, Nature},
    kind::FileKind,
    mapping::{Layout, PlacedColumn},
    needs::needs_of,
    problem::{CellProblem, Reason},
    read::Lens,
    record::{Given, Record},
    secret,
};
use crate::{
    id::AccountId,
    time::{Day, Period, Zone},
};

/// What a reader must be told besides the columns.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The zone in which the file writes its times: the brand's.
    pub zone: Zone,
    /// The period, where [`Needs::period`](super::Needs) asks for it.
    pub period: Option<Period>,
    /// The account, where [`Needs::account`](super::Needs) asks for it.
    pub account: Option<AccountId>,
}

/// Why a file cannot be read yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// The file does not say its period.
    #[error("The file does not say which days it covers; choose the period first.")]
    PeriodMissing,
    /// The file does not say whose notes it lists.
    #[error("The file does not say whose notes it lists; choose the account first.")]
    AccountMissing,
}

impl NotReady {
    /// The sentence in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::PeriodMissing => "文件里没有统计周期，请先选择周期。",
            Self::AccountMissing => "文件里没有账号信息，请先选择这是哪个账号的笔记。",
        }
    }
}

/// Reads the rows of one file.
#[derive(Debug)]
pub struct RowReader {
    kind: FileKind,
    columns: Vec<PlacedColumn>,
    /// Sets of fields of which a row must fill one.
    required: Vec<u128>,
    zone: Zone,
    period: Period,
    account: Option<AccountId>,
    dropped: Vec<u64>,
}

impl RowReader {
    /// A reader for the columns of `layout`.
    pub fn new(layout: &Layout, reading: Reading) -> Result<Self, NotReady> {
        let Reading { zone, period, account } = reading;
        let kind = layout.kind;
        let needs = needs_of(kind, layout.columns.iter().map(|column| column.field));
        if needs.period && period.is_none() {
            return Err(NotReady::PeriodMissing);
        }
        if needs.account && account.is_none() {
            return Err(NotReady::AccountMissing);
        }
        let mut groups: Vec<u128> =
            required(kind).iter().map(|group| group.iter().fold(0, |set, field| set | field.bit())).collect();
        // Amounts may be void in a row that names its subject; what names the subject may not.
        groups.retain(|set| is_naming(*set));
        if kind == FileKind::NoteList && account.is_none() {
            groups.push(Field::Creator.bit());
        }
        if kind == FileKind::JuguangReport && period.is_none() {
            groups.push(Field::ReportDays.bit());
        }
        let epoch = Day::from_civil(jiff::civil::date(1970, 1, 1));
        let period = match period {
            Some(period) => period,
            None => Period::new(epoch, epoch).map_err(|_| NotReady::PeriodMissing)?,
        };
        let dropped = vec![0; layout.columns.len()];
        Ok(Self { kind, columns: layout.columns.clone(), required: groups, zone, period, account, dropped })
    }

    /// Reads one row, whose cells are asked for by their column counted from 0.
    ///
    /// `Ok(None)` is a row of totals (合计) that reports end with: it says nothing of its own and is passed over. Every
    /// problem of a row is reported, not only the first.
    pub fn read<'a>(
        &mut self,
        cell: impl Fn(usize) -> CellRef<'a>,
    ) -> Result<Option<Record>, Vec<CellProblem>> {
        let given = Given { period: self.period, account: self.account };
        let mut record = Record::blank(self.kind, &given);
        let (mut filled, mut problems) = (0_u128, Vec::new());
        for (column, dropped) in self.columns.iter().zip(&mut self.dropped) {
            let mut value = cell(column.index);
            if matches!(value, CellRef::Text(text) if secret::is_secret_value(text)) {
                *dropped += 1;
                value = CellRef::Empty;
            }
            let lens = Lens { zone: &self.zone, unit: column.unit };
            match record.put(column.field, value, &lens) {
                Ok(true) => filled |= column.field.bit(),
                Ok(false) => {}
                Err(reason) => problems.push(CellProblem::new(&column.header, &value.shown(), reason)),
            }
        }
        let unfilled = self.required.iter().any(|group| group & filled == 0);
        if problems.is_empty() && !unfilled && self.kind != FileKind::JuguangReport {
            return Ok(Some(record));
        }
        self.judge(record, filled, problems, &cell)
    }

    /// The slow way, for rows that may be totals or have something wrong.
    fn judge<'a>(
        &self,
        record: Record,
        filled: u128,
        mut problems: Vec<CellProblem>,
        cell: &impl Fn(usize) -> CellRef<'a>,
    ) -> Result<Option<Record>, Vec<CellProblem>> {
        let first = self.columns.iter().map(|column| cell(column.index)).find(|cell| *cell != CellRef::Empty);
        if matches!(first, Some(CellRef::Text(text)) if is_total(bare(text))) {
            return Ok(None);
        }
        for group in self.required.iter().filter(|group| *group & filled == 0) {
            let column = self.columns.iter().find(|column| group & column.field.bit() != 0);
            let header = column.map_or("", |column| &column.header);
            if !problems.iter().any(|problem| problem.column == header) {
                problems.push(CellProblem::new(header, "", Reason::Missing));
            }
        }
        if problems.is_empty() { Ok(Some(record)) } else { Err(problems) }
    }

    /// The headers of columns in which cells looked like secrets and were dropped, with how many.
    pub fn dropped(&self) -> impl Iterator<Item = (&str, u64)> {
        let counted = self.columns.iter().zip(&self.dropped).filter(|(_, count)| **count > 0);
        counted.map(|(column, count)| (column.header.as_str(), *count))
    }
}

/// Whether a set of fields names the subject of a row and does not measure it.
fn is_naming(set: u128) -> bool {
    Field::ALL.iter().filter(|field| set & field.bit() != 0).all(|field| field.nature() == Nature::Dimension)
}

fn is_total(text: &str) -> bool {
    matches!(text, "合计" | "总计" | "汇总" | "总和" | "小计" | "全部合计" | "Total" | "total" | "TOTAL")
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
