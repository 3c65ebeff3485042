//! The parts of a workbook around its cells: which sheets there are, where they lie, which formats are dates.

use std::collections::HashMap;

use crate::{
    archive::{Archive, Part},
    error::SheetError,
    limits::{FORMATS_MAX, Limits},
    xml::{Attributes, Token, Xml},
};

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS_MAX: usize = 10_000;

/// What a workbook says of itself.
#[derive(Debug)]
pub(crate) struct Workbook {
    pub(crate) sheets: Vec<SheetPart>,
    /// Whether the cell format with this index shows a date or a time.
    pub(crate) date_formats: Vec<bool>,
    /// Whether days are counted from 1904.
    pub(crate) from_1904: bool,
    pub(crate) external_links: bool,
    pub(crate) shared_strings: String,
}

/// A sheet of cells and the part that holds it.
#[derive(Debug)]
pub(crate) struct SheetPart {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    pub(crate) part: String,
}

impl Workbook {
    pub(crate) fn read(archive: &mut Archive, limits: &Limits) -> Result<Self, SheetError> {
        let path = main_part(archive)?;
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let relations = relations(archive, &format!("{folder}/_rels/{file}.rels"))?;
        let (listed, from_1904) = listed_sheets(archive, &path, limits)?;
        let target = |relation: &Relation| resolve(folder, &relation.target);
        let sheets: Vec<SheetPart> = listed
            .into_iter()
            .filter_map(|(name, hidden, id)| {
                let relation = relations.get(&id).filter(|relation| relation.kind == "worksheet")?;
                Some(SheetPart { name, hidden, part: target(relation) })
            })
            .collect();
        let named = |kind: &str, usual: &str| {
            relations
                .values()
                .find(|relation| relation.kind == kind)
                .map_or_else(|| resolve(folder, usual), target)
        };
        let date_formats = date_formats(archive, &named("styles", "styles.xml"))?;
        Ok(Self {
            sheets,
            date_formats,
            from_1904,
            external_links: archive.has_under("xl/externallinks/"),
            shared_strings: named("sharedStrings", "sharedStrings.xml"),
        })
    }
}

struct Relation {
    kind: String,
    target: String,
}

fn main_part(archive: &mut Archive) -> Result<String, SheetError> {
    if archive.has(WORKBOOK) {
        return Ok(WORKBOOK.to_owned());
    }
    relations(archive, "_rels/.rels")?
        .into_values()
        .find(|relation| relation.kind == "officeDocument")
        .map(|relation| resolve("", &relation.target))
        .ok_or(SheetError::damaged("workbook"))
}

/// Follows a relation's target from the folder of the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

fn relations(archive: &mut Archive, part: &str) -> Result<HashMap<String, Relation>, SheetError> {
    let mut relations = HashMap::new();
    let Some(part) = archive.part(part)? else { return Ok(relations) };
    each_element(part, |name, attributes| {
        let texts = (attributes.text(b"Id"), attributes.text(b"Type"), attributes.text(b"Target"));
        if let (b"Relationship", (Some(id), Some(kind), Some(target))) = (name, texts)
            && relations.len() < RELATIONS_MAX
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.insert(id, Relation { kind, target });
        }
        Ok(())
    })?;
    Ok(relations)
}

type Listed = (String, bool, String);

fn listed_sheets(
    archive: &mut Archive,
    path: &str,
    limits: &Limits,
) -> Result<(Vec<Listed>, bool), SheetError> {
    let part = archive.part(path)?.ok_or(SheetError::damaged("workbook"))?;
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    each_element(part, |name, attributes| {
        match name {
            b"workbookPr" => from_1904 = attributes.truth(b"date1904"),
            b"sheet" => {
                let title = attributes.text(b"name").unwrap_or_default();
                let hidden = matches!(attributes.get(b"state"), Some(b"hidden" | b"veryHidden"));
                sheets.push((title, hidden, attributes.text(b"id").unwrap_or_default()));
            }
            _ => {}
        }
        if sheets.len() > limits.sheets_max {
            return Err(SheetError::TooManySheets { max: limits.sheets_max });
        }
        Ok(())
    })?;
    Ok((sheets, from_1904))
}

fn date_formats(archive: &mut Archive, part: &str) -> Result<Vec<bool>, SheetError> {
    let mut formats = Vec::new();
    let Some(part) = archive.part(part)? else { return Ok(formats) };
    let mut custom = HashMap::new();
    let mut in_cell_formats = false;
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Token::Open { .. } => match xml.name() {
                b"cellXfs" => in_cell_formats = true,
                b"numFmt" if custom.len() < FORMATS_MAX => {
                    let attributes = xml.attributes();
                    if let Some((id, code)) = attributes.text(b"numFmtId").zip(attributes.text(b"formatCode"))
                    {
                        custom.insert(id, shows_date(&code));
                    }
                }
                b"xf" if in_cell_formats && formats.len() < FORMATS_MAX => {
                    let id = xml.attributes().text(b"numFmtId").unwrap_or_default();
                    formats.push(custom.get(&id).copied().unwrap_or_else(|| is_builtin_date(&id)));
                }
                _ => {}
            },
            Token::Close if xml.name() == b"cellXfs" => in_cell_formats = false,
            Token::End => return Ok(formats),
            _ => {}
        }
    }
}

/// The number formats that every spreadsheet program knows by number; 27 to 36 and 50 to 58 are the Chinese,
/// Japanese and Korean dates.
fn is_builtin_date(id: &str) -> bool {
    matches!(id.parse(), Ok(14..=22_u32 | 27..=36 | 45..=47 | 50..=58))
}

/// Whether a number format shows a date or time: a y, m, d, h or s outside of quotes, escapes and brackets.
fn shows_date(code: &str) -> bool {
    let (mut quoted, mut escaped, mut bracket) = (false, false, String::new());
    let mut in_bracket = false;
    for character in code.chars() {
        match character {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => {
                in_bracket = true;
                bracket.clear();
            }
            ']' => {
                in_bracket = false;
                if !bracket.is_empty()
                    && bracket.chars().all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S'))
                {
                    return true;
                }
            }
            _ if in_bracket => bracket.push(character),
            ';' => return false,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | '年' | '月' | '日' => return true,
            _ => {}
        }
    }
    false
}

fn each_element(
    part: Part<'_>,
    mut visit: impl FnMut(&[u8], &Attributes<'_>) -> Result<(), SheetError>,
) -> Result<(), SheetError> {
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Token::Open { .. } => visit(xml.name(), &xml.attributes())?,
            Token::End => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_a_date_by_its_letters_outside_of_quotes() {
        for (code, expected) in [
            ("yyyy-mm-dd", true),
            ("yyyy\"年\"m\"月\"d\"日\"", true),
            ("[$-804]yyyy/m/d h:mm", true),
            ("[h]:mm:ss", true),
            ("0.00%", false),
            ("#,##0.00\"days\"", false),
            ("[Red]0.00;[Blue]-0.00", false),
            ("_(* #,##0_)", false),
            ("General", false),
            ("0\\d", false),
        ] {
            assert_eq!(shows_date(code), expected, "{code}");
        }
    }
}
