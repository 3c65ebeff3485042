//! The operations of the matrix.

pub(super) mod accounts;
pub(super) mod history;
pub(super) mod holder;
pub(super) mod holders;
pub(super) mod leads;
pub(super) mod notes;
pub(super) mod periods;
pub(super) mod proposals;

use std::collections::BTreeMap;

use domain::{
    id::{AccountId, ImportId},
    imports::Field,
    matrix::{HolderError, Right, Why},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{http::can::Can, text::Text};

/// An account, as other views name it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct AccountRef {
    id: AccountId,
    nickname: String,
}

/// The row of a file that a figure came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct FigureSource {
    import: ImportId,
    /// The row, as a spreadsheet program shows it.
    row: i64,
}

impl FigureSource {
    fn of(import: uuid::Uuid, row: i64) -> Self {
        Self { import: ImportId::from_uuid(import), row }
    }
}

/// The figures that came from an older file than the rest, by their names in the view. `names` says which field of a
/// file fills which figure.
fn older_sources(older_cells: Option<&str>, names: &[(&str, Field)]) -> BTreeMap<String, FigureSource> {
    let stored: BTreeMap<String, (ImportId, i64)> =
        older_cells.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let source_of = |(name, field): &(&str, Field)| {
        let (import, row) = *stored.get(field.code())?;
        Some(((*name).to_owned(), FigureSource { import, row }))
    };
    names.iter().filter_map(source_of).collect()
}

fn can(right: Right) -> Can {
    match right {
        Right::Yes => Can::Yes,
        Right::No(Why::Role) => {
            Can::No(Text::new("你的角色不能做这件事。", "Your role does not permit this."))
        }
        Right::No(Why::Unclaimed) => {
            Can::No(Text::new("这个账号还没有持有人。", "Nobody holds this account."))
        }
        Right::No(Why::Customer) => Can::No(customer()),
    }
}

/// What a person hears of a refusal to hand an account over.
pub(super) fn sentence(error: HolderError) -> Text {
    match error {
        HolderError::Left { on } => Text::new(
            format!("这名员工的离职日期是 {on}，不能再持有账号。"),
            format!("This employee leaves on {on} and gets no more accounts."),
        ),
        HolderError::Customer => customer(),
        HolderError::Held => Text::new(
            "这个账号有员工持有；先解除持有人，再改为 KOC。",
            "An employee holds this account; take it from them before it becomes a customer's.",
        ),
    }
}

fn customer() -> Text {
    Text::new("KOC 是真实顾客的账号，不能由员工持有。", "This account is a customer's; no employee holds it.")
}
