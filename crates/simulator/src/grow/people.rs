//! The brand, its stores, its people and the accounts they hold.

use std::collections::HashSet;

use domain::time::{Day, Period};

use super::first_day;
use crate::{
    chance::{Chance, Topic},
    matrix::{Account, AccountKind, Employee, Job, Shape, Store, Temper},
};

/// The name of a brand that does not exist.
pub(crate) const BRAND: &str = "栖禾里全屋定制";

/// Accounts per enterprise account, rounded up.
const ACCOUNTS_PER_ENTERPRISE: usize = 24;
/// Accounts per creator, rounded down.
const ACCOUNTS_PER_CREATOR: usize = 8;
/// Days before the last day on which one holder left.
const LEFT_DAYS_AGO: i32 = 26;
/// Two employees, counted from 0, whose accounts the roster knows by nickname only.
const KNOWN_BY_NICKNAME: [usize; 2] = [6, 11];
/// Two employees of different stores whose accounts bear the same nickname.
const NAMESAKES: [usize; 2] = [9, 13];
/// The employee who left; the account stays.
const LEAVER: usize = 19;
/// The nickname of both namesakes.
const SHARED_NICKNAME: &str = "软装搭配师小林";

/// Store, region, province and city.
const STORES: [(&str, &str, &str, &str); 10] = [
    ("上海徐汇店", "上海大区", "上海", "上海市"),
    ("上海浦东店", "上海大区", "上海", "上海市"),
    ("杭州西湖店", "浙江大区", "浙江", "杭州市"),
    ("宁波鄞州店", "浙江大区", "浙江", "宁波市"),
    ("南京鼓楼店", "江苏大区", "江苏", "南京市"),
    ("苏州园区店", "江苏大区", "江苏", "苏州市"),
    ("无锡滨湖店", "江苏大区", "江苏", "无锡市"),
    ("合肥蜀山店", "安徽大区", "安徽", "合肥市"),
    ("上海闵行店", "上海大区", "上海", "上海市"),
    ("杭州滨江店", "浙江大区", "浙江", "杭州市"),
];

const JOBS: [Job; 4] = [Job::Designer, Job::Stylist, Job::Inspector, Job::Consultant];

/// How the employees' accounts live, in turn.
const TEMPERS: [Temper; 20] = [
    Temper::Thriving,
    Temper::Thriving,
    Temper::Steady,
    Temper::Thriving,
    Temper::Steady,
    Temper::Slow,
    Temper::Steady,
    Temper::Quiet,
    Temper::Thriving,
    Temper::Steady,
    Temper::Slow,
    Temper::Steady,
    Temper::Quiet,
    Temper::Steady,
    Temper::New,
    Temper::Thriving,
    Temper::Steady,
    Temper::Slow,
    Temper::New,
    Temper::Quiet,
];

const SURNAMES: [&str; 24] = [
    "张", "周", "赵", "王", "陈", "徐", "孙", "朱", "高", "何", "郭", "罗", "梁", "宋", "谢", "唐", "韩",
    "冯", "邓", "曹", "彭", "曾", "许", "沈",
];

const GIVEN_NAMES: [&str; 30] = [
    "雨桐", "嘉宁", "志强", "建国", "思远", "若溪", "文博", "晓峰", "静怡", "一鸣", "海燕", "子墨", "欣然",
    "立军", "可心", "亦凡", "秋实", "明轩", "安琪", "国栋", "书瑶", "天佑", "芷晴", "永康", "清越", "景行",
    "舒白", "元朗", "念慈", "知夏",
];

const CREATORS: [&str; 6] =
    ["阿梨爱装修", "搬家三次的橙子", "小满的家居日常", "南屿住新家", "豆包妈妈的收纳课", "一间朝南的书房"];

/// Stores, the first `count` of the list and numbered ones after it.
pub(super) fn stores(count: usize) -> Vec<Store> {
    let named = |(round, (name, region, province, city)): (
        usize,
        (&str, &'static str, &'static str, &'static str),
    )| {
        let name = if round < STORES.len() {
            name.to_owned()
        } else {
            format!("{name}{}", round / STORES.len() + 1)
        };
        Store { name, region, province, city }
    };
    STORES.into_iter().cycle().enumerate().take(count).map(named).collect()
}

/// People and accounts, with what growth needs to know of each account.
pub(super) struct People {
    pub(super) employees: Vec<Employee>,
    pub(super) accounts: Vec<Account>,
    /// The voice of each account.
    pub(super) jobs: Vec<Option<Job>>,
    stops: Vec<Day>,
}

impl People {
    /// The last day on which the account may publish.
    pub(super) fn last_day_of_publishing(&self, account: usize) -> Day {
        *self.stops.get(account).expect("every account has a day up to which it publishes")
    }
}

/// Hiring in progress.
pub(super) struct Hiring<'a> {
    last_day: Day,
    first_day: Day,
    stores: &'a [Store],
    chance: Chance,
    nicknames: HashSet<String>,
    people: People,
}

impl<'a> Hiring<'a> {
    pub(super) fn new(seed: u64, last_day: Day, weeks: &[Period], stores: &'a [Store]) -> Self {
        Self {
            last_day,
            first_day: first_day(weeks),
            stores,
            chance: Chance::new(seed, Topic::People, 0),
            nicknames: HashSet::from([SHARED_NICKNAME.to_owned()]),
            people: People { employees: vec![], accounts: vec![], jobs: vec![], stops: vec![] },
        }
    }

    /// Enterprise accounts first, then employees with theirs, then creators, then employees without an account.
    pub(super) fn hire(mut self, shape: &Shape) -> People {
        let enterprises = shape.accounts.div_ceil(ACCOUNTS_PER_ENTERPRISE).min(self.stores.len());
        let creators = shape.accounts / ACCOUNTS_PER_CREATOR;
        let employees = shape.accounts.saturating_sub(enterprises + creators).max(1);
        for index in 0..enterprises {
            let region = self.stores.get(index).map_or("", |store| store.city);
            let nickname = if index == 0 { BRAND.to_owned() } else { format!("{BRAND}{region}站") };
            self.open(AccountKind::Enterprise, nickname, Temper::Thriving, None);
        }
        for index in 0..employees {
            self.employ(index, employees > LEAVER);
        }
        for index in 0..creators {
            let name = *CREATORS.get(index % CREATORS.len()).expect("the remainder is within");
            self.open(AccountKind::Creator, name.to_owned(), Temper::Steady, None);
        }
        for index in employees..employees + self.stores.len() {
            self.enlist(index, Job::Consultant, false);
        }
        self.people
    }

    /// Hires one employee and opens the account; `cast` gives the named parts to their employees.
    fn employ(&mut self, index: usize, cast: bool) {
        let job = *JOBS.get(index % JOBS.len()).expect("the remainder is within");
        let temper = *TEMPERS.get(index % TEMPERS.len()).expect("the remainder is within");
        let namesake = cast && NAMESAKES.contains(&index);
        self.enlist(index, job, namesake);
        let nickname = if namesake { SHARED_NICKNAME.to_owned() } else { self.nickname(index, job) };
        let account = self.open(AccountKind::Kos, nickname, temper, Some(index));
        let left = (cast && index == LEAVER).then(|| self.last_day.plus_days(-LEFT_DAYS_AGO));
        if let Some(employee) = self.people.employees.get_mut(index) {
            employee.account = Some(account);
            employee.account_ids_known = !(cast && KNOWN_BY_NICKNAME.contains(&index));
            employee.left = left;
        }
        if let Some((left, stop)) = left.zip(self.people.stops.get_mut(account)) {
            *stop = left.plus_days(-2);
        }
    }

    /// Puts a person on the roster.
    fn enlist(&mut self, index: usize, job: Job, namesake: bool) {
        let surname =
            if namesake { "林" } else { SURNAMES.get(index % SURNAMES.len()).copied().unwrap_or("林") };
        let given = GIVEN_NAMES.get(index * 7 % GIVEN_NAMES.len()).copied().unwrap_or("一");
        let hired_days_ago = i32::try_from(self.chance.between(240, 2_600)).unwrap_or(365);
        self.people.employees.push(Employee {
            number: format!("QH{:04}", index + 1),
            name: format!("{surname}{given}"),
            phone: format!("199{:08}", index + 1),
            store: index % self.stores.len().max(1),
            job,
            hired: self.last_day.plus_days(-hired_days_ago),
            left: None,
            account: None,
            account_ids_known: true,
        });
    }

    /// A nickname that nobody else bears, in the voice of the job.
    fn nickname(&mut self, index: usize, job: Job) -> String {
        let surname = SURNAMES.get(index % SURNAMES.len()).copied().unwrap_or("林");
        let given = GIVEN_NAMES.get(index * 7 % GIVEN_NAMES.len()).copied().unwrap_or("一");
        let years = self.chance.between(5, 15);
        let ideas = match job {
            Job::Designer => [
                format!("95后设计师小{surname}"),
                format!("设计师{given}的画图桌"),
                format!("小{surname}画全屋"),
                format!("设计师{surname}{given}"),
            ],
            Job::Stylist => [
                format!("软装搭配师{given}"),
                format!("小{surname}的软装手记"),
                format!("{given}爱搭配"),
                format!("软装人{surname}{given}"),
            ],
            Job::Inspector => [
                format!("工地巡检员老{surname}"),
                format!("老{surname}看工地"),
                format!("巡检员{given}"),
                format!("巡检员{surname}{given}"),
            ],
            Job::Consultant => [
                format!("从业{}年的家居顾问老{surname}", if index < JOBS.len() { 8 } else { years }),
                format!("家居顾问小{surname}"),
                format!("小{surname}聊定制"),
                format!("家居顾问{surname}{given}"),
            ],
        };
        let numbered = format!("{BRAND}{}{}", job.label(), index + 1);
        let turn = index / JOBS.len() % ideas.len();
        let free = ideas.into_iter().cycle().skip(turn).take(4).find(|idea| !self.nicknames.contains(idea));
        let nickname = free.unwrap_or(numbered);
        self.nicknames.insert(nickname.clone());
        nickname
    }

    /// Opens an account and says which one it is.
    fn open(&mut self, kind: AccountKind, nickname: String, temper: Temper, holder: Option<usize>) -> usize {
        let index = self.people.accounts.len();
        let days = |low, high, chance: &mut Chance| i32::try_from(chance.between(low, high)).unwrap_or(0);
        let opened = if temper == Temper::New {
            self.last_day.plus_days(-days(10, 19, &mut self.chance))
        } else {
            self.first_day.plus_days(-days(20, 600, &mut self.chance))
        };
        let stop = match temper {
            Temper::Quiet => self.last_day.plus_days(-days(18, 34, &mut self.chance)),
            _ => self.last_day.plus_days(-1),
        };
        self.people.accounts.push(Account {
            kind,
            nickname,
            red_id: format!("9{:04}{:05}", index + 1, self.chance.between(0, 99_999)),
            user_id: self.chance.hex24(),
            store: holder.map(|holder| holder % self.stores.len().max(1)),
            holder,
            opened,
            temper,
            notes: vec![],
            inquiries: vec![],
            service: vec![],
        });
        let job = holder.and_then(|holder| self.people.employees.get(holder)).map(|employee| employee.job);
        self.people.jobs.push(job);
        self.people.stops.push(stop);
        index
    }
}
