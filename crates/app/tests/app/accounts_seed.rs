//! What imports would have left behind, written straight into the tables; everything else comes through the API.

use db::{Value as Sql, params};
use domain::{
    id::{ImportId, TenantId},
    identity::Scope,
    time::Day,
};
use serde_json::{Value, json};
use testkit::{Client, NOW, TestApp};

/// A brand with its owner.
pub struct Brand<'a> {
    pub test: &'a TestApp,
    pub owner: Client,
    pub tenant: TenantId,
}

impl<'a> Brand<'a> {
    pub async fn of(test: &'a TestApp) -> Self {
        let mut owner = test.owner().await;
        let me = owner.get("/session").await.json();
        Self { test, owner, tenant: me["brand"]["id"].as_str().unwrap().parse().unwrap() }
    }

    /// Somebody at the machine itself, who sees all.
    pub fn scope(&self) -> Scope {
        app::identity::command_line_scope(self.tenant, NOW)
    }

    /// Runs one statement behind the door.
    pub async fn sql(&self, sql: &str, values: Vec<Sql>) -> u64 {
        let mut tx = self.test.db.db.write().await.unwrap();
        let touched = tx.execute(sql, values).await.unwrap();
        tx.commit().await.unwrap();
        touched
    }

    /// Counts behind the door.
    pub async fn number(&self, sql: &str, values: Vec<Sql>) -> i64 {
        self.test.db.db.read().await.unwrap().number(sql, values).await.unwrap()
    }

    /// Sends a POST that must make something, and returns its id.
    pub async fn made(&mut self, path: &str, body: Value) -> String {
        let answer = self.owner.post(path, body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    pub async fn store(&mut self, name: &str, region: &str) -> String {
        self.made("/stores", json!({ "name": name, "region": region })).await
    }

    pub async fn employee(&mut self, name: &str, store: Option<&str>) -> String {
        self.made("/employees", json!({ "name": name, "store": store })).await
    }

    pub async fn account(&mut self, nickname: &str, store: Option<&str>) -> String {
        self.made("/accounts", json!({ "kind": "kos", "nickname": nickname, "store": store })).await
    }

    pub async fn hold(&mut self, account: &str, employee: &str) {
        let answer =
            self.owner.put(&format!("/accounts/{account}/holder"), json!({ "employee": employee })).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// Makes the owner a member with this role and sight from now on.
    pub async fn become_member(&self, role: &str, sight: &Sight) {
        let tenant = self.tenant.uuid();
        let (visibility, employee) = match sight {
            Sight::All => ("all", None),
            Sight::Stores(..) => ("stores", None),
            Sight::Own(employee) => ("own", employee.as_deref().map(uuid_of)),
        };
        let sql = "update memberships set role = $2, visibility = $3, employee_id = $4 where tenant_id = $1";
        self.sql(sql, params![tenant, role, visibility, employee]).await;
        for table in ["membership_stores", "membership_regions"] {
            self.sql(&format!("delete from {table} where tenant_id = $1"), params![tenant]).await;
        }
        let Sight::Stores(stores, regions) = sight else { return };
        let of_member = "select tenant_id, user_id, $2 from memberships where tenant_id = $1";
        for store in stores {
            let sql = format!("insert into membership_stores (tenant_id, user_id, store_id) {of_member}");
            self.sql(&sql, params![tenant, uuid_of(store)]).await;
        }
        for region in regions {
            let sql = format!("insert into membership_regions (tenant_id, user_id, region) {of_member}");
            self.sql(&sql, params![tenant, *region]).await;
        }
    }

    /// An import that is done.
    pub async fn import(&self, file_name: &str) -> ImportId {
        let (file, import) = (self.test.app.ids().uuid(NOW), self.test.app.id());
        let sql = "insert into files (tenant_id, id, sha256, bytes, created_at) values ($1, $2, $3, 1, $4)";
        self.sql(sql, params![self.tenant.uuid(), file, file.as_bytes().to_vec(), NOW.ms()]).await;
        let sql = "
            insert into imports (tenant_id, id, file_id, file_name, state, plan, created_by, created_at)
            values ($1, $2, $3, $4, 'done', '{}', 'test', $5)";
        let values = params![self.tenant.uuid(), ImportId::uuid(import), file, file_name, NOW.ms()];
        self.sql(sql, values).await;
        import
    }

    /// A note of an account.
    pub async fn note(&self, import: ImportId, account: &str, note: Note<'_>) {
        let Note { title, published_at, day, read, follows, older_cells } = note;
        let sql = "
            insert into notes (tenant_id, id, account_id, title, published_at, published_day, format, read, follows,
                import_id, row_no, older_cells)
            values ($1, $2, $3, $4, $5, $6, 'image', $7, $8, $9, 3, $10)";
        let id = self.test.app.ids().uuid(NOW);
        let day = day.parse::<Day>().unwrap().yyyymmdd();
        let values = params![
            self.tenant.uuid(),
            id,
            uuid_of(account),
            title,
            published_at,
            day,
            read,
            follows,
            import.uuid(),
            older_cells,
        ];
        self.sql(sql, values).await;
    }
}

/// Which accounts a member sees.
pub enum Sight {
    All,
    Stores(Vec<String>, Vec<&'static str>),
    Own(Option<String>),
}

/// A note, as far as tests say something of it.
#[derive(Debug, Clone)]
pub struct Note<'a> {
    pub title: &'a str,
    pub published_at: i64,
    pub day: &'a str,
    pub read: Option<i64>,
    pub follows: Option<i64>,
    pub older_cells: Option<String>,
}

impl Default for Note<'_> {
    fn default() -> Self {
        let published_at = NOW.ms();
        Self {
            title: "小户型",
            published_at,
            day: "2026-06-22",
            read: None,
            follows: None,
            older_cells: None,
        }
    }
}

/// The UUID of an id in its text form.
pub fn uuid_of(id: &str) -> uuid::Uuid {
    let (_, hex) = id.split_once('_').unwrap();
    hex.parse().unwrap()
}

/// The values at a pointer of every item of a list.
pub fn each(list: &Value, pointer: &str) -> Vec<String> {
    let items = list["items"].as_array().unwrap();
    let text = |item: &Value| item.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    items.iter().map(text).collect()
}
