//! What must be true of the database, whenever the server was killed.

use std::{collections::HashMap, path::Path};

use db::{Db, DbOptions, Dialect, FromQueryResult, Tx, Value, params};
use uuid::Uuid;

use crate::{
    files::Kind,
    ledger::{Asked, Column, Content, Ledger, Story},
};

#[derive(FromQueryResult)]
struct TextRow {
    id: Uuid,
    text: Option<String>,
}

#[derive(FromQueryResult)]
struct OtherRow {
    id: Uuid,
    other: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct ImportRow {
    id: Uuid,
    file_name: String,
    state: String,
    rows_total: i64,
    rows_new: i64,
    rows_rejected: i64,
}

#[derive(FromQueryResult)]
struct Pragma {
    text: String,
}

/// What the rows of one import come to.
#[derive(FromQueryResult)]
struct Sum {
    import_id: Uuid,
    rows: i64,
    sum: i64,
}

/// What an import may hold that has no rows of its own.
enum Holds {
    /// It was compared, now or before.
    Compared,
    Nothing,
    /// The rejected rows of an import that was taken back stay, for its page.
    Rejections,
}

/// The tables that an import fills, but for its rejected rows.
const ROWS: [&str; 4] = ["notes", "leads", "observations", "accounts"];

/// A look into the database from outside.
pub struct Look {
    tx: Tx,
    tenant: Uuid,
    /// The sums of every import, read when the first is asked for.
    sums: HashMap<Kind, HashMap<Uuid, (i64, i64)>>,
    pub ledger: Ledger,
}

/// Opens the database of a data folder, or the one at the URL.
pub async fn database(folder: &Path, url: Option<&str>) -> Db {
    let file = format!("sqlite:{}", folder.join("kosmos.db").display());
    Db::connect(url.unwrap_or(&file), &DbOptions { connections_max: Some(2) }).await.unwrap()
}

impl Look {
    pub async fn at(db: &Db, ledger: Ledger) -> Self {
        let mut tx = db.read().await.unwrap();
        let brands: Vec<TextRow> = tx.all("select id, name as text from brands", params![]).await.unwrap();
        Self { tx, tenant: brands[0].id, sums: HashMap::new(), ledger }
    }

    /// Counts rows of the brand `$1`.
    async fn count(&mut self, what: &str) -> i64 {
        let sql = format!("select count(*) as n from {what}");
        self.tx.number(&sql, params![self.tenant]).await.unwrap()
    }

    /// Counts rows of the import `$2`.
    async fn count_of(&mut self, what: &str, import: Uuid) -> i64 {
        let sql = format!("select count(*) as n from {what}");
        self.tx.number(&sql, params![self.tenant, import]).await.unwrap()
    }

    /// Whether every import has come to its end.
    pub async fn is_settled(&mut self) -> bool {
        self.count("jobs where tenant_id = $1 and state in ('waiting', 'running') and kind like '%import'")
            .await
            == 0
    }

    /// How many imports were under way.
    pub async fn running(&mut self) -> i64 {
        self.count("jobs where tenant_id = $1 and state = 'running' and kind like '%import'").await
    }

    async fn cells_of(&mut self, column: Column) -> HashMap<Uuid, Content> {
        let (sql, values) = (column.select(), params![self.tenant]);
        if column == Column::Holder {
            let rows: Vec<OtherRow> = self.tx.all(sql, values).await.unwrap();
            let text = |other: Uuid| other.simple().to_string();
            return rows.into_iter().map(|row| (row.id, Content(row.other.map(text)))).collect();
        }
        let rows: Vec<TextRow> = self.tx.all(sql, values).await.unwrap();
        rows.into_iter().map(|row| (row.id, Content(row.text))).collect()
    }

    /// Everything that was acknowledged is there; what was not answered is there or not.
    pub async fn acknowledged_is_there(&mut self) {
        for column in Column::ALL {
            let there = self.cells_of(column).await;
            for ((_, id), held) in self.ledger.cells.iter_mut().filter(|((known, _), _)| *known == column) {
                let content =
                    there.get(id).unwrap_or_else(|| panic!("{column:?} {id} was acknowledged and is gone"));
                let fits = *content == held.acknowledged || held.asked.as_ref() == Some(content);
                assert!(fits, "{column:?} {id} holds {content:?} and not {held:?}");
                held.acknowledged.clone_from(content);
                held.asked = None;
            }
        }
    }

    /// Every import is wholly there or not at all, and was done once.
    pub async fn imports_are_whole(&mut self) {
        let sql = "select id, file_name, state, rows_total, rows_new, rows_rejected from imports where tenant_id = $1";
        let rows: Vec<ImportRow> = self.tx.all(sql, params![self.tenant]).await.unwrap();
        let mut unseen: Vec<Uuid> = self.ledger.stories.values().filter_map(|story| story.import).collect();
        let (mut empty, mut taken_back) = (Vec::new(), Vec::new());
        for row in rows {
            unseen.retain(|id| *id != row.id);
            let mut story = self.ledger.stories.remove(&row.file_name).unwrap();
            match self.import_is_whole(&row, &mut story).await {
                Holds::Compared => {}
                Holds::Nothing => empty.push(row.id),
                Holds::Rejections => taken_back.push(row.id),
            }
            self.ledger.stories.insert(row.file_name, story);
        }
        assert!(unseen.is_empty(), "the uploads {unseen:?} were acknowledged and are gone");
        self.hold_nothing(&ROWS, &[&empty[..], &taken_back].concat()).await;
        self.hold_nothing(&["rejections"], &empty).await;
    }

    /// Compares an import with its story, but for the rows that it must not hold.
    async fn import_is_whole(&mut self, row: &ImportRow, story: &mut Story) -> Holds {
        let ImportRow { id, state, file_name, .. } = row;
        let known = story.import.get_or_insert(*id);
        assert_eq!(known, id, "{file_name} was taken in twice");
        story.state.clone_from(state);
        if story.compared == Some((state.clone(), story.reversal)) {
            return Holds::Compared;
        }
        self.asked_is_queued(row, story).await;
        let is_over = matches!(state.as_str(), "done" | "reversed");
        story.compared = is_over.then(|| (state.clone(), story.reversal));
        match state.as_str() {
            "done" => {
                self.is_there(row, story).await;
                Holds::Compared
            }
            "proposed" | "waiting" | "running" => Holds::Nothing,
            "reversed" => Holds::Rejections,
            other => panic!("{file_name} is {other}"),
        }
    }

    /// What was asked for was written down, once, and nothing else was.
    async fn asked_is_queued(&mut self, row: &ImportRow, story: &mut Story) {
        let hex = row.id.simple().to_string();
        for (kind, asked, is_over) in [
            ("run_import", &mut story.run, matches!(row.state.as_str(), "done" | "reversed")),
            ("reverse_import", &mut story.reversal, row.state == "reversed"),
        ] {
            let jobs = format!("jobs where tenant_id = $1 and kind = '{kind}' and payload like '%{hex}%'");
            let written = self.count(&jobs).await;
            match *asked {
                Asked::No => assert_eq!(written, 0, "nobody asked for {kind} of {}", row.file_name),
                Asked::Yes => assert_eq!(written, 1, "{kind} of {} was acknowledged", row.file_name),
                Asked::Perhaps => {
                    assert!(written <= 1, "{kind} of {}", row.file_name);
                    *asked = if written == 1 { Asked::Yes } else { Asked::No };
                }
            }
            let done = self.count(&format!("{jobs} and state = 'done' and attempts >= 1")).await;
            assert_eq!(done, i64::from(is_over), "{kind} of {}, which is {}", row.file_name, row.state);
            let dead = self.count(&format!("{jobs} and state in ('dead', 'cancelled')")).await;
            assert_eq!(dead, 0, "{kind} of {} was given up", row.file_name);
        }
        let finished =
            format!("events where tenant_id = $1 and kind = 'import_finished' and subject like '%{hex}'");
        let done = matches!(row.state.as_str(), "done" | "reversed");
        assert_eq!(self.count(&finished).await, i64::from(done), "{} was finished once", row.file_name);
    }

    async fn is_there(&mut self, row: &ImportRow, story: &Story) {
        let (file, name) = (story.file, &row.file_name);
        let (good, bad, all) = (i64::from(file.good()), i64::from(file.bad()), i64::from(file.rows));
        assert_eq!(
            (row.rows_total, row.rows_new, row.rows_rejected),
            (all, good, bad),
            "the counts of {name}"
        );
        let of = |table: &str| format!("{table} where tenant_id = $1 and import_id = $2");
        let observed = of("observations");
        let subjects = format!("(select distinct subject_id from {observed}) s");
        for (what, expected) in [
            (observed.as_str(), good),
            (subjects.as_str(), good),
            (of("rejections").as_str(), bad),
            (of("accounts").as_str(), file.accounts()),
        ] {
            assert_eq!(self.count_of(what, row.id).await, expected, "{what} of {name}");
        }
        assert_eq!(self.sums(file.kind, row.id).await, (good, file.sum()), "the rows and the sum of {name}");
    }

    /// The rows of an import and their sum. Those of all imports are read at once: the tables have no index by import.
    async fn sums(&mut self, kind: Kind, import: Uuid) -> (i64, i64) {
        if !self.sums.contains_key(&kind) {
            let sql = format!(
                "select import_id, count(*) as rows, cast(sum({}) as bigint) as sum from {} where tenant_id = $1 \
                group by import_id",
                kind.sum(),
                kind.table()
            );
            let sums: Vec<Sum> = self.tx.all(&sql, params![self.tenant]).await.unwrap();
            let sums = sums.into_iter().map(|found| (found.import_id, (found.rows, found.sum))).collect();
            self.sums.insert(kind, sums);
        }
        self.sums[&kind].get(&import).copied().unwrap_or_default()
    }

    /// None of these imports has rows in these tables. All are asked for at once: what has no index by import is then
    /// read once for each look, and not once for each import that waits.
    async fn hold_nothing(&mut self, tables: &[&str], imports: &[Uuid]) {
        if imports.is_empty() {
            return;
        }
        let places: Vec<String> = (0..imports.len()).map(|place| format!("${}", place + 2)).collect();
        let values: Vec<Value> =
            std::iter::once(self.tenant).chain(imports.iter().copied()).map(Value::from).collect();
        for table in tables {
            let places = places.join(", ");
            let sql =
                format!("select count(*) as n from {table} where tenant_id = $1 and import_id in ({places})");
            let found = self.tx.number(&sql, values.clone()).await.unwrap();
            assert_eq!(found, 0, "{table} of imports that have none: {imports:?}");
        }
    }

    /// The log of the brand is numbered without a gap.
    pub async fn events_have_no_gap(&mut self) {
        let events = self.count("events where tenant_id = $1").await;
        let last = "select max(seq) as n from events where tenant_id = $1";
        let head = "select seq as n from event_heads where tenant_id = $1";
        assert_eq!(self.tx.number(last, params![self.tenant]).await.unwrap(), events, "events have a gap");
        assert_eq!(
            self.tx.number(head, params![self.tenant]).await.unwrap(),
            events,
            "the head of the events"
        );
    }

    /// The file itself is sound. PostgreSQL has no such check.
    pub async fn file_is_sound(&mut self) {
        if self.tx.dialect() == Dialect::Sqlite {
            let sql = "select integrity_check as text from pragma_integrity_check";
            let found: Vec<Pragma> = self.tx.all(sql, params![]).await.unwrap();
            let found: Vec<String> = found.into_iter().map(|row| row.text).collect();
            assert_eq!(found, ["ok"]);
        }
    }
}
