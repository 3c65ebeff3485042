//! The rules by which texts of a brand are judged at this moment.

use ::text::check::{Context, Surface, Verdict};
use db::DbError;
use domain::identity::Scope;

use crate::App;

/// A checker with the names of its packs.
#[derive(Debug, Clone)]
pub(super) struct Edition {
    app: App,
    /// The packs, as `id@version`.
    pub packs: Vec<String>,
}

impl Edition {
    /// The rules of the brand as they are now.
    pub async fn of(app: &App, _: &Scope) -> Result<Self, DbError> {
        let checker = app.checker().map_err(|error| DbError::Refused(error.to_string()))?;
        Ok(Self { app: app.clone(), packs: checker.packs().map(str::to_owned).collect() })
    }

    /// Judges the title of a note of which nothing else is known.
    pub fn judge_title(&self, title: &str) -> Verdict {
        let context = Context { surface: Surface::Title, ..Context::default() };
        self.app.checker().expect("was there").check(title, &context)
    }

    /// The name by which it is kept: the packs as a list of JSON.
    pub fn name(&self) -> String {
        serde_json::Value::from(self.packs.clone()).to_string()
    }
}
