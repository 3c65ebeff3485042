//! Whose row is it: finds the account that a row names, or makes one on first sight.
//!
//! The platform's id decides where the row has one, then its number, then the nickname, which is only as good as it
//! is unique. A row that names two accounts at once is refused, never given to one of them by a guess.

use std::collections::HashMap;

use db::{DbError, FromQueryResult, Tx, Value as Sql, params};
use domain::{
    id::{AccountId, ImportId, TenantId},
    imports::Record,
    matrix::AccountKind,
    time::{Day, Instant},
};
use jobs::Ids;
use uuid::Uuid;

use crate::text::Text;

/// Accounts that one brand may have before imports are refused: the platform allows far fewer.
pub(super) const ACCOUNTS_MAX: i64 = 20_000;

/// The names by which a row calls its account.
#[derive(Debug, Clone, Copy, Default)]
struct Names<'a> {
    uid: Option<&'a str>,
    no: Option<&'a str>,
    nickname: Option<&'a str>,
}

/// An account as far as finding it needs it.
#[derive(Debug, Clone)]
struct Known {
    id: AccountId,
    uid: Option<String>,
    no: Option<String>,
    nickname: String,
    kind: AccountKind,
}

/// An account that was seen for the first time, or whose names a file completed.
#[derive(Debug)]
pub(super) struct SeenAccount {
    pub id: AccountId,
    pub is_new: bool,
    pub kind: AccountKind,
    pub nickname: String,
    pub uid: Option<String>,
    pub no: Option<String>,
    pub region: Option<String>,
    pub opened_on: Option<Day>,
    pub fans: Option<(i64, Day)>,
}

/// Why a row has no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unresolved {
    /// The row names nobody.
    Nobody,
    /// The nickname is borne by more than one account.
    Ambiguous,
}

impl Unresolved {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nobody => "account_missing",
            Self::Ambiguous => "account_ambiguous",
        }
    }

    pub fn text(self) -> Text {
        match self {
            Self::Nobody => Text::new("这一行没有账号信息。", "This row names no account."),
            Self::Ambiguous => Text::new(
                "有多个账号叫这个名字，无法判断是哪一个；请改用带账号ID的文件，或按账号分别导入。",
                "Several accounts have this name; use a file with account ids, or import account by account.",
            ),
        }
    }
}

/// Finds accounts by the names that rows give them.
#[derive(Debug)]
pub(super) struct Resolver {
    accounts: Vec<Known>,
    by_uid: HashMap<String, usize>,
    by_no: HashMap<String, usize>,
    by_nickname: HashMap<String, Vec<usize>>,
    /// Nicknames that the roster gives to more than one person.
    shared_nicknames: Vec<String>,
    seen: HashMap<AccountId, SeenAccount>,
}

#[derive(FromQueryResult)]
struct AccountRow {
    id: Uuid,
    xhs_uid: Option<String>,
    xhs_no: Option<String>,
    nickname: String,
    kind: String,
}

#[derive(FromQueryResult)]
struct NicknameRow {
    nickname: String,
}

impl Resolver {
    /// Reads the names of every account of the brand.
    pub async fn load(tx: &mut Tx, tenant: TenantId) -> Result<Self, DbError> {
        let sql = "select id, xhs_uid, xhs_no, nickname, kind from accounts where tenant_id = $1 order by id limit $2";
        let rows: Vec<AccountRow> = tx.all(sql, params![tenant.uuid(), ACCOUNTS_MAX]).await?;
        let sql = "
            select nickname from roster_accounts where tenant_id = $1 and nickname is not null
            group by nickname having count(distinct employee_id) > 1";
        let shared: Vec<NicknameRow> = tx.all(sql, params![tenant.uuid()]).await?;
        let mut resolver = Self {
            accounts: Vec::new(),
            by_uid: HashMap::new(),
            by_no: HashMap::new(),
            by_nickname: HashMap::new(),
            shared_nicknames: shared.into_iter().map(|row| row.nickname).collect(),
            seen: HashMap::new(),
        };
        for AccountRow { id, xhs_uid, xhs_no, nickname, kind } in rows {
            let kind = AccountKind::named(&kind).unwrap_or(AccountKind::Unknown);
            resolver.know(Known { id: AccountId::from_uuid(id), uid: xhs_uid, no: xhs_no, nickname, kind });
        }
        Ok(resolver)
    }

    fn know(&mut self, account: Known) {
        let place = self.accounts.len();
        if let Some(uid) = &account.uid {
            self.by_uid.insert(uid.clone(), place);
        }
        if let Some(no) = &account.no {
            self.by_no.insert(no.clone(), place);
        }
        self.by_nickname.entry(account.nickname.clone()).or_default().push(place);
        self.accounts.push(account);
    }

    /// The account of a record. A report row belongs to an account only where it names a known one.
    pub fn account_of(
        &mut self,
        record: &Record,
        ids: &Ids,
        now: Instant,
    ) -> Result<Option<AccountId>, Unresolved> {
        if let Record::Note(note) = record
            && let Some(account) = note.account
        {
            return Ok(Some(account));
        }
        let names = names_of(record);
        let found = match (self.find(names)?, record) {
            (Some(place), _) => place,
            (None, Record::Juguang(_)) => return Ok(None),
            (None, _) => self.meet(names, kind_of(record), ids, now)?,
        };
        let Some(known) = self.accounts.get(found) else { return Err(Unresolved::Nobody) };
        let id = known.id;
        self.note_facts(found, record);
        Ok(Some(id))
    }

    /// Finds an account by the best name there is.
    fn find(&mut self, names: Names<'_>) -> Result<Option<usize>, Unresolved> {
        if let Some(place) = names.uid.and_then(|uid| self.by_uid.get(uid)) {
            return Ok(Some(*place));
        }
        if let (None, Some(place)) = (names.uid, names.no.and_then(|no| self.by_no.get(no))) {
            return Ok(Some(*place));
        }
        let Some(nickname) = names.nickname else { return Ok(None) };
        let is_shared = self.shared_nicknames.iter().any(|shared| shared == nickname);
        let bearers = self.by_nickname.get(nickname).map_or(&[][..], Vec::as_slice);
        match (names.uid, bearers) {
            // Seen so far by name only, and nobody else bears it: the id completes what is known.
            (Some(uid), [place]) if !is_shared => {
                let place = *place;
                Ok(self.complete(place, uid, names.no).then_some(place))
            }
            (Some(_), _) => Ok(None),
            (None, []) if !is_shared => Ok(None),
            (None, [place]) if !is_shared => Ok(Some(*place)),
            (None, _) => Err(Unresolved::Ambiguous),
        }
    }

    /// Gives an account that was known by its nickname only its id.
    fn complete(&mut self, place: usize, uid: &str, no: Option<&str>) -> bool {
        let Some(account) = self.accounts.get_mut(place).filter(|account| account.uid.is_none()) else {
            return false;
        };
        if account.no.is_some() && no.is_some() && account.no.as_deref() != no {
            return false;
        }
        account.uid = Some(uid.to_owned());
        account.no = account.no.take().or_else(|| no.map(str::to_owned));
        self.by_uid.insert(uid.to_owned(), place);
        true
    }

    fn meet(
        &mut self,
        names: Names<'_>,
        kind: AccountKind,
        ids: &Ids,
        now: Instant,
    ) -> Result<usize, Unresolved> {
        let name = names.nickname.or(names.no).or(names.uid).ok_or(Unresolved::Nobody)?;
        let id = ids.id(now);
        let known = Known {
            id,
            uid: names.uid.map(str::to_owned),
            no: names.no.map(str::to_owned),
            nickname: name.to_owned(),
            kind,
        };
        let seen = SeenAccount {
            id,
            is_new: true,
            kind,
            nickname: known.nickname.clone(),
            uid: known.uid.clone(),
            no: known.no.clone(),
            region: None,
            opened_on: None,
            fans: None,
        };
        self.seen.insert(id, seen);
        self.know(known);
        Ok(self.accounts.len() - 1)
    }

    /// Remembers what a row says of the account itself.
    fn note_facts(&mut self, place: usize, record: &Record) {
        let Some(known) = self.accounts.get(place) else { return };
        let names = names_of(record);
        let (region, opened_on, fans) = match record {
            Record::EmployeeLeads(row) => {
                (row.region.clone(), row.opened_on, row.fans.map(|fans| (fans, row.period.to())))
            }
            _ => (None, None, None),
        };
        let kind = kind_of(record);
        let tells_kind = kind != AccountKind::Unknown && known.kind == AccountKind::Unknown;
        let is_told =
            tells_kind || names.uid.is_some() || region.is_some() || opened_on.is_some() || fans.is_some();
        if !is_told {
            return;
        }
        let entry = self.seen.entry(known.id).or_insert_with(|| SeenAccount {
            id: known.id,
            is_new: false,
            kind: AccountKind::Unknown,
            nickname: known.nickname.clone(),
            uid: None,
            no: None,
            region: None,
            opened_on: None,
            fans: None,
        });
        // A file that knows the account by its id also knows what it is called today.
        if let (Some(_), Some(nickname)) = (names.uid, names.nickname) {
            nickname.clone_into(&mut entry.nickname);
        }
        if entry.kind == AccountKind::Unknown {
            entry.kind = kind;
        }
        entry.uid = entry.uid.take().or_else(|| known.uid.clone());
        entry.no = entry.no.take().or_else(|| known.no.clone().or_else(|| names.no.map(str::to_owned)));
        entry.region = region.or_else(|| entry.region.take());
        entry.opened_on = opened_on.or(entry.opened_on);
        entry.fans = fans.or(entry.fans);
    }

    /// What was learnt of accounts since the last call: new ones to be made, known ones to be completed.
    pub fn take_seen(&mut self) -> Vec<SeenAccount> {
        let mut seen: Vec<_> = self.seen.drain().map(|(_, account)| account).collect();
        seen.sort_by_key(|account| account.id);
        seen
    }
}

fn names_of(record: &Record) -> Names<'_> {
    match record {
        Record::Note(note) => Names { nickname: note.creator.as_deref(), ..Names::default() },
        Record::EmployeeLeads(row) => Names {
            uid: row.account_uid.as_deref(),
            no: row.xhs_account_id.as_deref(),
            nickname: row.nickname.as_deref().or(row.employee_name.as_deref()),
        },
        Record::ServiceQuality(row) => {
            Names { uid: row.account_uid.as_deref(), no: None, nickname: row.nickname.as_deref() }
        }
        Record::Juguang(row) => {
            Names { uid: row.account_uid.as_deref(), no: None, nickname: row.nickname.as_deref() }
        }
        Record::Lead(lead) => Names { nickname: lead.lead_account.as_deref(), ..Names::default() },
        Record::Roster(_) => Names::default(),
    }
}

/// What an account is that a file shows for the first time, as far as the file tells.
fn kind_of(record: &Record) -> AccountKind {
    match record {
        Record::EmployeeLeads(_) | Record::ServiceQuality(_) => AccountKind::Kos,
        Record::Note(note) => match note.account_kind.as_deref().map(str::trim) {
            Some("员工号" | "KOS" | "kos") => AccountKind::Kos,
            Some("企业号" | "蓝V" | "专业号" | "品牌号") => AccountKind::Enterprise,
            Some("达人" | "KOL" | "博主") => AccountKind::Creator,
            Some("门店号") => AccountKind::Store,
            Some("KOB" | "kob") => AccountKind::Kob,
            _ => AccountKind::Unknown,
        },
        Record::Juguang(_) | Record::Lead(_) | Record::Roster(_) => AccountKind::Unknown,
    }
}

/// Writes what was learnt of accounts.
pub(super) async fn save_seen(
    tx: &mut Tx,
    tenant: TenantId,
    import: ImportId,
    seen: &[SeenAccount],
    now: Instant,
) -> Result<(), DbError> {
    for account in seen {
        let SeenAccount { id, is_new, kind, nickname, uid, no, region, opened_on, fans } = account;
        let opened_on = opened_on.map(Day::yyyymmdd);
        let (fans, fans_day) = fans.map(|(fans, day)| (fans, day.yyyymmdd())).unzip();
        let mut values: Vec<Sql> = params![
            tenant.uuid(),
            id.uuid(),
            nickname.clone(),
            uid.clone(),
            no.clone(),
            region.clone(),
            opened_on,
            fans,
            fans_day,
            kind.name(),
        ];
        let sql = if *is_new {
            values.extend(params![import.uuid(), now.ms()]);
            "insert into accounts (tenant_id, id, nickname, xhs_uid, xhs_no, region, opened_on, fans, fans_day,
                kind, import_id, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        } else {
            "update accounts set nickname = $3, xhs_uid = coalesce($4, xhs_uid), xhs_no = coalesce($5, xhs_no),
                region = coalesce($6, region), opened_on = coalesce($7, opened_on),
                fans = case when coalesce($9, 0) >= coalesce(fans_day, 0) then coalesce($8, fans) else fans end,
                fans_day = case when coalesce($9, 0) >= coalesce(fans_day, 0) then coalesce($9, fans_day)
                    else fans_day end,
                kind = case when kind = 'unknown' then $10 else kind end
            where tenant_id = $1 and id = $2"
        };
        tx.execute(sql, values).await?;
    }
    Ok(())
}
