//! What the server has acknowledged, and what was under way when it fell.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::files::File;

/// How far something was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    No,
    /// Sent, and not answered.
    Perhaps,
    /// Acknowledged.
    Yes,
}

/// A file and what was asked of it.
#[derive(Debug)]
pub struct Story {
    pub file: File,
    /// The id of the import, as soon as it is known.
    pub import: Option<Uuid>,
    pub run: Asked,
    pub reversal: Asked,
    /// Where it was found to stand.
    pub state: String,
    /// What it was when its rows were last compared with the file: there, or taken back.
    pub compared: Option<(String, Asked)>,
}

impl Story {
    /// A file that nobody has handed in yet.
    pub fn of(file: File) -> Self {
        let state = "proposed".to_owned();
        Self { file, import: None, run: Asked::No, reversal: Asked::No, state, compared: None }
    }
}

/// What a cell holds: a text, or nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content(pub Option<String>);

/// What one cell holds: what was last acknowledged, and what was asked for and not answered.
#[derive(Debug, Default)]
pub struct Held {
    pub acknowledged: Content,
    pub asked: Option<Content>,
}

/// A column whose cells the clerk sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Store,
    Employee,
    Account,
    Holder,
    Invitation,
}

impl Column {
    pub const ALL: [Self; 5] = [Self::Store, Self::Employee, Self::Account, Self::Holder, Self::Invitation];

    /// Reads the ids and the texts of all cells, or the ids of others that they hold, for the tenant `$1`.
    pub const fn select(self) -> &'static str {
        match self {
            Self::Store => "select id, name as text from stores where tenant_id = $1",
            Self::Employee => "select id, name as text from employees where tenant_id = $1",
            Self::Account => {
                "select id, nickname as text from accounts where tenant_id = $1 and import_id is null"
            }
            Self::Holder => {
                "select id, holder_id as other from accounts where tenant_id = $1 and import_id is null"
            }
            Self::Invitation => "select id, email as text from invitations where tenant_id = $1",
        }
    }
}

/// Everything that the writers remember.
#[derive(Debug, Default)]
pub struct Ledger {
    pub stories: BTreeMap<String, Story>,
    pub cells: BTreeMap<(Column, Uuid), Held>,
    /// Writes that were acknowledged.
    pub acknowledged: u64,
    /// Files and names made so far.
    pub made: u32,
}

impl Ledger {
    /// A number that was never given before.
    pub fn number(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    /// Notes a cell that the server has acknowledged.
    pub fn hold(&mut self, column: Column, id: Uuid, text: Option<String>) {
        self.cells.insert((column, id), Held { acknowledged: Content(text), asked: None });
        self.acknowledged += 1;
    }

    /// Notes that a cell is about to change.
    pub fn ask(&mut self, column: Column, id: Uuid, text: Option<String>) {
        if let Some(held) = self.cells.get_mut(&(column, id)) {
            held.asked = Some(Content(text));
        }
    }

    /// The ids of a column.
    pub fn ids(&self, wanted: Column) -> Vec<Uuid> {
        self.cells.keys().filter(|(column, _)| *column == wanted).map(|(_, id)| *id).collect()
    }

    /// The story of a file that a condition fits.
    pub fn story(&mut self, fits: impl Fn(&Story) -> bool) -> Option<&mut Story> {
        self.stories.values_mut().find(|story| fits(story))
    }
}
