//! The rows of one sheet of a workbook, read token by token.

use crate::{
    archive::Part,
    cell::{Row, Slot},
    error::SheetError,
    limits::{Limits, ROW_BYTES_MAX, ROW_NUMBER_MAX},
    serial::DAYS_1904,
    strings::{StringTable, append_text, read_string},
    xml::{Token, Xml},
};

const DAMAGED: SheetError = SheetError::damaged("cells of a sheet");

/// A sheet being read.
pub(crate) struct XlsxRows<'a> {
    xml: Xml<Part<'a>>,
    strings: &'a mut StringTable,
    date_formats: &'a [bool],
    from_1904: bool,
    limits: Limits,
    in_data: bool,
    row_number: u32,
    rows: u32,
    scratch: String,
    pub(crate) formulas: u64,
    pub(crate) formulas_without_value: u64,
}

/// How a cell's value is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
}

/// A cell's place and kind, from its opening tag.
struct Head {
    column: usize,
    kind: Kind,
    format: usize,
}

impl<'a> XlsxRows<'a> {
    pub(crate) fn new(
        part: Part<'a>,
        strings: &'a mut StringTable,
        date_formats: &'a [bool],
        from_1904: bool,
        limits: Limits,
    ) -> Self {
        Self {
            xml: Xml::new(part),
            strings,
            date_formats,
            from_1904,
            limits,
            in_data: false,
            row_number: 0,
            rows: 0,
            scratch: String::new(),
            formulas: 0,
            formulas_without_value: 0,
        }
    }

    /// Bytes unpacked and bytes declared.
    pub(crate) const fn progress(&self) -> (u64, u64) {
        self.xml.source().progress()
    }

    /// Reads the next row that holds a value.
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<bool, SheetError> {
        row.clear(0);
        let mut column = 0;
        loop {
            match self.xml.next()? {
                Token::Open { closed } if self.in_data => match self.xml.name() {
                    b"c" => column = self.cell(row, column, closed)? + 1,
                    b"row" => {
                        self.start_row(row)?;
                        column = 0;
                    }
                    _ => {}
                },
                Token::Close if self.in_data => match self.xml.name() {
                    b"row" if !row.is_empty() => {
                        self.count_row()?;
                        return Ok(true);
                    }
                    b"sheetData" => return Ok(false),
                    _ => {}
                },
                Token::Open { closed: false } if self.xml.name() == b"sheetData" => self.in_data = true,
                Token::End if self.in_data => return Err(DAMAGED),
                Token::End => return Ok(false),
                _ => {}
            }
        }
    }

    fn start_row(&mut self, row: &mut Row) -> Result<(), SheetError> {
        let number = match self.xml.attributes().get(b"r") {
            Some(digits) => u32::try_from(whole(digits).ok_or(DAMAGED)?).unwrap_or(u32::MAX),
            None => self.row_number + 1,
        };
        if number == 0 || number > ROW_NUMBER_MAX {
            return Err(SheetError::RowNumberBeyondSheet);
        }
        self.row_number = number;
        row.clear(number);
        Ok(())
    }

    fn count_row(&mut self) -> Result<(), SheetError> {
        self.rows += 1;
        if self.rows > self.limits.rows_max {
            return Err(SheetError::TooManyRows { max: self.limits.rows_max });
        }
        Ok(())
    }

    /// Reads one `<c>` and returns its column.
    fn cell(&mut self, row: &mut Row, next_column: usize, closed: bool) -> Result<usize, SheetError> {
        let head = self.head(next_column)?;
        let column = head.column;
        if closed {
            return Ok(column);
        }
        let slot = self.value(row, &head)?;
        if slot == Slot::Empty {
            return Ok(column);
        }
        if column >= self.limits.columns_max {
            return Err(SheetError::TooManyColumns { row: row.number(), max: self.limits.columns_max });
        }
        row.put(column, slot);
        Ok(column)
    }

    fn head(&self, next_column: usize) -> Result<Head, SheetError> {
        let mut head = Head { column: next_column, kind: Kind::Number, format: 0 };
        for (name, value) in self.xml.attributes() {
            match name {
                b"r" => head.column = column_of(value).ok_or(DAMAGED)?,
                b"s" => head.format = whole(value).ok_or(DAMAGED)?,
                b"t" => {
                    head.kind = match value {
                        b"s" => Kind::Shared,
                        b"str" | b"inlineStr" | b"d" => Kind::Text,
                        b"b" => Kind::Bool,
                        b"e" => Kind::Error,
                        _ => Kind::Number,
                    };
                }
                _ => {}
            }
        }
        Ok(head)
    }

    /// Reads what stands between `<c>` and `</c>`.
    fn value(&mut self, row: &mut Row, head: &Head) -> Result<Slot, SheetError> {
        let (mut slot, mut in_value, mut formula) = (Slot::Empty, false, false);
        loop {
            match self.xml.next()? {
                Token::Open { closed } => match self.xml.name() {
                    b"v" => in_value = !closed,
                    b"is" if !closed => slot = self.inline(row)?,
                    b"f" => {
                        self.formulas += 1;
                        formula = true;
                    }
                    _ => {}
                },
                token @ (Token::Text | Token::Data) if in_value => slot = self.content(row, head, token)?,
                Token::Close => match self.xml.name() {
                    b"v" => in_value = false,
                    b"c" => {
                        self.formulas_without_value += u64::from(formula && slot == Slot::Empty);
                        return Ok(slot);
                    }
                    _ => {}
                },
                Token::End => return Err(DAMAGED),
                _ => {}
            }
        }
    }

    fn inline(&mut self, row: &mut Row) -> Result<Slot, SheetError> {
        self.scratch.clear();
        read_string(&mut self.xml, b"is", &mut self.scratch)?;
        self.take_scratch(row)
    }

    fn content(&mut self, row: &mut Row, head: &Head, token: Token) -> Result<Slot, SheetError> {
        match head.kind {
            Kind::Number => self.number(row, head.format),
            Kind::Shared => {
                let index = whole(self.xml.text().trim_ascii()).ok_or(DAMAGED)?;
                let start = row.text_mut().len();
                if self.strings.append(index, row.text_mut())? { text_slot(row, start) } else { Err(DAMAGED) }
            }
            Kind::Text => {
                self.scratch.clear();
                append_text(&self.xml, token, &mut self.scratch)?;
                self.take_scratch(row)
            }
            Kind::Bool => Ok(Slot::Bool(matches!(self.xml.text().trim_ascii(), b"1" | b"true"))),
            Kind::Error => Ok(Slot::Error),
        }
    }

    fn number(&mut self, row: &mut Row, format: usize) -> Result<Slot, SheetError> {
        let raw = self.xml.text().trim_ascii();
        if raw.is_empty() {
            return Ok(Slot::Empty);
        }
        let Some(number) = number_of(raw) else {
            self.scratch.clear();
            append_text(&self.xml, Token::Text, &mut self.scratch)?;
            return self.take_scratch(row);
        };
        let is_date = self.date_formats.get(format).copied().unwrap_or(false);
        Ok(match (is_date, self.from_1904) {
            (false, _) => Slot::Number(number),
            (true, false) => Slot::Serial(number),
            (true, true) => Slot::Serial(number + DAYS_1904),
        })
    }

    fn take_scratch(&self, row: &mut Row) -> Result<Slot, SheetError> {
        let over = self.scratch.len() > self.limits.cell_chars_max;
        if over && self.scratch.chars().count() > self.limits.cell_chars_max {
            return Err(SheetError::CellTooLong { row: row.number(), max: self.limits.cell_chars_max });
        }
        let start = row.text_mut().len();
        row.text_mut().push_str(&self.scratch);
        text_slot(row, start)
    }
}

/// The slot of the text that was appended to the row since `start`; nothing but whitespace is no value.
fn text_slot(row: &mut Row, start: usize) -> Result<Slot, SheetError> {
    let text = row.text_mut();
    if text.len() > ROW_BYTES_MAX {
        return Err(SheetError::too_long(row.number()));
    }
    if text.get(start..).is_none_or(|text| text.trim_ascii().is_empty()) {
        text.truncate(start);
        return Ok(Slot::Empty);
    }
    Ok(Slot::Text(start..text.len()))
}

fn whole(digits: &[u8]) -> Option<usize> {
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits.iter().try_fold(0_usize, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + usize::from(digit - b'0'))
    })
}

/// The column of a reference like `AB12`, counted from 0.
fn column_of(reference: &[u8]) -> Option<usize> {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic()).take(4);
    let number =
        letters.fold(0, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

fn number_of(raw: &[u8]) -> Option<f64> {
    /// Digits that a float holds exactly.
    const EXACT_DIGITS: usize = 15;
    if raw.len() <= EXACT_DIGITS
        && let Some(whole) = whole(raw)
    {
        #[expect(clippy::cast_precision_loss, reason = "at most 15 digits, which a float holds exactly")]
        return Some(whole as f64);
    }
    std::str::from_utf8(raw).ok()?.parse().ok().filter(|number: &f64| number.is_finite())
}
