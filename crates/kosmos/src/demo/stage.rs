//! Who acts in the demo, and who and what is there to act with.

use std::{fmt::Write as _, fs, path::PathBuf};

use app::App;
use domain::time::Day;
use serde_json::{Value, json};
use simulator::Matrix;
use tempfile::TempDir;

use super::grow::{address, join};
use crate::{
    desk::Desk,
    failure::{Failure, Outcome},
    shown,
};

/// The edition that the back office of the demo's first company shows.
pub const EDITION: &str = "grey_test";
/// Rows of a list that are asked for at once: more than the demo has.
const ROWS: usize = 200;

/// Somebody on the roster with the account that they run.
pub struct Guide {
    /// Who on the roster.
    pub employee: String,
    /// Their name, as it stands there.
    pub name: String,
    /// What they work as.
    pub post: &'static str,
    /// The account.
    pub account: String,
    /// What it is called.
    pub nickname: String,
    /// Their phone, once they have signed in.
    pub phone: Option<Desk>,
}

/// The brand with whoever acts in it.
pub struct Stage<'a> {
    app: &'a App,
    password: &'a str,
    /// The day on which the demo grows; every other day is told from it.
    pub today: Day,
    /// The owner.
    pub owner: Desk,
    /// Runs the matrix every day.
    pub operator: Desk,
    /// Watches over rules and personal data.
    pub officer: Desk,
    /// The employees in the order of the roster, those who have left apart.
    pub guides: Vec<Guide>,
    papers: TempDir,
}

/// The colleagues who are signed in already.
pub struct Colleagues {
    /// Runs the matrix.
    pub operator: Desk,
    /// Watches over it.
    pub officer: Desk,
    /// The phone of the first guide.
    pub guide: Desk,
}

impl<'a> Stage<'a> {
    /// Finds everybody.
    pub async fn set(
        (app, password): (&'a App, &'a str),
        mut owner: Desk,
        colleagues: Colleagues,
        matrix: &Matrix,
    ) -> Outcome<Self> {
        let Colleagues { operator, officer, guide } = colleagues;
        let mut guides = guides(&mut owner, matrix).await?;
        if let Some(first) = guides.first_mut() {
            first.phone = Some(guide);
        }
        let papers = tempfile::tempdir_in(&app.settings().data_dir);
        let papers = papers.map_err(|error| Failure::file(&app.settings().data_dir, &error))?;
        Ok(Self { app, password, today: matrix.last_day, owner, operator, officer, guides, papers })
    }

    /// The guide of that number.
    pub fn guide(&mut self, number: usize) -> Outcome<&mut Guide> {
        self.guides.get_mut(number).ok_or_else(|| Failure::defect(&format!("the demo has no guide {number}")))
    }

    /// A day before or after today, as the API writes it.
    pub fn day(&self, days: i32) -> String {
        self.today.plus_days(days).to_string()
    }

    /// Lets a guide sign in on a phone of their own.
    pub async fn hand_a_phone_to(&mut self, number: usize) -> Outcome {
        let (employee, name) = {
            let Guide { employee, name, .. } = self.guide(number)?;
            (employee.clone(), name.clone())
        };
        let email = address(&format!("guide{number:02}"));
        let draft = json!({ "email": email, "role": "employee", "visibility": "own", "employee": employee });
        let phone = join(self.app, &mut self.owner, &draft, (&name, self.password)).await?;
        self.guide(number)?.phone = Some(phone);
        Ok(())
    }

    /// What the rule book says that something costs under the edition that the demo lives by, in fen.
    pub async fn price(&mut self, rule: &str) -> Outcome<i64> {
        let book = self.owner.get("/rule-editions").await?;
        let editions = book.pointer("/editions").and_then(Value::as_array).into_iter().flatten();
        let mut shown = editions.filter(|edition| shown::text(edition, "/id") == EDITION);
        let rules = shown.next().and_then(|edition| edition.pointer("/rules")).and_then(Value::as_array);
        let row = rules.into_iter().flatten().find(|row| shown::text(row, "/key") == rule);
        let price = row.map(|row| shown::number(row, "/chosen/value")).filter(|price| *price > 0);
        price.ok_or_else(|| Failure::defect(&format!("the rule book has no {rule}")))
    }

    /// Puts a paper into the vault and returns its id.
    pub async fn keep(&mut self, purpose: &str, name: &str, about: Option<&str>) -> Outcome<String> {
        let path: PathBuf = self.papers.path().join(format!("{name}.pdf"));
        fs::write(&path, paper()).map_err(|error| Failure::file(&path, &error))?;
        let about = about.map(|employee| format!("&employee={employee}")).unwrap_or_default();
        let kept = self.owner.upload(&format!("/evidence-files?purpose={purpose}{about}"), &path).await?;
        Ok(id(&kept))
    }
}

/// The id of what was answered.
pub fn id(made: &Value) -> String {
    shown::text(made, "/id").to_owned()
}

async fn guides(owner: &mut Desk, matrix: &Matrix) -> Outcome<Vec<Guide>> {
    let people = owner.get(&format!("/employees?limit={ROWS}")).await?;
    let accounts = owner.get(&format!("/accounts?limit={ROWS}")).await?;
    let mut guides = Vec::new();
    for person in matrix.employees.iter().filter(|person| person.left.is_none()) {
        let Some(account) = person.account.and_then(|index| matrix.accounts.get(index)) else { continue };
        guides.push(Guide {
            employee: found(&people, "/employee_no", &person.number)?,
            name: person.name.clone(),
            post: person.job.label(),
            account: found(&accounts, "/xhs_uid", &account.user_id)?,
            nickname: account.nickname.clone(),
            phone: None,
        });
    }
    Ok(guides)
}

/// The id of the item that says this.
fn found(list: &Value, place: &str, text: &str) -> Outcome<String> {
    let items = list.pointer("/items").and_then(Value::as_array);
    let item = items.into_iter().flatten().find(|item| shown::text(item, place) == text);
    item.map(id)
        .ok_or_else(|| Failure::defect(&format!("the demo has nobody and nothing with {place} {text}")))
}

/// A page that says that it proves nothing.
fn paper() -> Vec<u8> {
    let text = "BT /F1 24 Tf 72 720 Td (Kosmos demo: not a real document) Tj ET";
    let parts = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut page = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    // Writing to a String cannot fail.
    for (index, part) in parts.iter().enumerate() {
        let _ = writeln!(places, "{:010} 00000 n ", page.len());
        let _ = writeln!(page, "{} 0 obj{part}endobj", index + 1);
    }
    let (start, count) = (page.len(), parts.len() + 1);
    let _ = write!(page, "xref\n0 {count}\n0000000000 65535 f \n{places}");
    let _ = write!(page, "trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    page.into_bytes()
}
