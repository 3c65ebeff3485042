//! A matrix written straight into the tables, as imports would leave it.

use app::App;
use db::{Tx, Value, params};
use domain::time::Instant;
use serde_json::json;
use testkit::{Client, TestApp};
use uuid::Uuid;

/// Writes rows of one brand, each with an id of its own.
pub struct Seed {
    pub tenant: Uuid,
    pub tx: Tx,
    pub now: Instant,
    app: App,
}

/// Where a row came from.
#[derive(Debug, Clone, Copy)]
pub struct From(pub Uuid, pub i64);

/// The id of the brand that this client asks about.
pub async fn tenant_of(client: &mut Client) -> Uuid {
    let me = client.get("/session").await.json();
    let brand = me["brand"]["id"].as_str().unwrap().to_owned();
    Uuid::try_parse(brand.strip_prefix("brand_").unwrap()).unwrap()
}

impl Seed {
    pub async fn of(test: &TestApp, owner: &mut Client) -> Self {
        let tenant = tenant_of(owner).await;
        Self {
            tenant,
            tx: test.app.db().write().await.unwrap(),
            now: test.clock.now(),
            app: test.app.clone(),
        }
    }

    pub async fn commit(self) {
        self.tx.commit().await.unwrap();
    }

    pub fn id(&self) -> Uuid {
        self.app.ids().uuid(self.now)
    }

    async fn insert(&mut self, table: &str, columns: &str, mut rest: Vec<Value>) -> Uuid {
        let id = self.id();
        let mut row = params![self.tenant, id];
        row.append(&mut rest);
        let head = format!("insert into {table} (tenant_id, id, {columns})");
        let count = row.len();
        self.tx.insert_rows(&head, count, "", row).await.unwrap();
        id
    }

    pub async fn store(&mut self, name: &str, region: &str) -> Uuid {
        self.insert("stores", "name, region, created_at", params![name, region, self.now.ms()]).await
    }

    pub async fn employee(&mut self, name: &str, store: Option<Uuid>) -> Uuid {
        self.insert("employees", "name, store_id, created_at", params![name, store, self.now.ms()]).await
    }

    pub async fn account(
        &mut self,
        nickname: &str,
        kind: &str,
        store: Option<Uuid>,
        holder: Option<Uuid>,
    ) -> Uuid {
        let values = params![nickname, kind, store, holder, self.now.ms()];
        self.insert("accounts", "nickname, kind, store_id, holder_id, created_at", values).await
    }

    /// An import that is done; made so many days before now.
    pub async fn import(
        &mut self,
        kind: &str,
        file_name: &str,
        days_ago: i64,
        account: Option<Uuid>,
    ) -> Uuid {
        let file = self.id();
        let at = self.now.ms() - days_ago * 86_400_000;
        let sql = "insert into files (tenant_id, id, sha256, bytes, created_at) values ($1, $2, $3, 1, $4)";
        self.tx.execute(sql, params![self.tenant, file, file.as_bytes().to_vec(), at]).await.unwrap();
        let columns =
            "file_id, file_name, kind, state, plan, account_id, created_by, created_at, finished_at";
        let values = params![file, file_name, kind, "done", "{}", account, "test", at, at];
        self.insert("imports", columns, values).await
    }

    /// A note with impression, read, likes, comments, collects and shares.
    pub async fn note(
        &mut self,
        account: Uuid,
        from: From,
        day: i32,
        title: &str,
        figures: [Option<i64>; 6],
    ) -> Uuid {
        let noon = noon_of(day);
        let mut values = params![account, title, noon, day, from.0, from.1];
        values.extend(figures.map(Value::from));
        let columns = "account_id, title, published_at, published_day, import_id, row_no, impression, read, likes, \
                       comments, collects, shares";
        self.insert("notes", columns, values).await
    }

    /// Figures of a period: conversations entered and opened, message and form leads, spend in fen, reads.
    pub async fn leads(
        &mut self,
        account: Uuid,
        from: From,
        days: (i32, i32),
        figures: [Option<i64>; 6],
    ) -> Uuid {
        let mut values = params![account, days.0, days.1, from.0, from.1];
        values.extend(figures.map(Value::from));
        let columns = "account_id, from_day, to_day, import_id, row_no, message_consult, initiative_message, \
                       message_leads, form_leads, promoted_fee_fen, read";
        self.insert("account_periods", columns, values).await
    }

    /// Reply measures of a period: replies within a minute, mean time to reply.
    pub async fn service(
        &mut self,
        account: Uuid,
        from: From,
        days: (i32, i32),
        figures: [Option<i64>; 2],
    ) -> Uuid {
        let mut values = params![account, days.0, days.1, from.0, from.1];
        values.extend(figures.map(Value::from));
        let columns = "account_id, from_day, to_day, import_id, row_no, reply_1min_ppm, mean_reply_ms";
        self.insert("service_periods", columns, values).await
    }

    /// A row of a Juguang report, of an account or of none: spend in fen and leads of one creative, or of one campaign.
    pub async fn juguang(
        &mut self,
        account: impl Into<Option<Uuid>>,
        from: From,
        days: (i32, i32),
        (dimension, number): (&str, i64),
        figures: [Option<i64>; 2],
    ) -> Uuid {
        let dimensions = json!({ "campaign_id": "7", dimension: number.to_string() }).to_string();
        let hash = [dimensions.as_bytes(), &from.0.as_bytes()[..]].concat();
        let mut values = params![account.into(), days.0, days.1, from.0, from.1, dimensions, hash];
        values.extend(figures.map(Value::from));
        let columns = "account_id, from_day, to_day, import_id, row_no, dimensions, dimensions_hash, fee_fen, \
                       message_leads";
        self.insert("juguang_figures", columns, values).await
    }

    /// What one row of one import said of a subject.
    pub async fn observation(&mut self, from: From, subject: Uuid, cells: serde_json::Value) {
        let sql = "
            insert into observations (tenant_id, import_id, row_no, subject_id, cells) values ($1, $2, $3, $4, $5)";
        let values = params![self.tenant, from.0, from.1, subject, cells.to_string()];
        self.tx.execute(sql, values).await.unwrap();
    }
}

/// The middle of a day in Shanghai.
pub fn noon_of(day: i32) -> i64 {
    let zone = domain::time::Zone::named("Asia/Shanghai").unwrap();
    let day = domain::time::Day::from_yyyymmdd(day).unwrap();
    day.start(&zone).unwrap().ms() + 12 * 3_600_000
}
