//! Files whose rows and sums are known before they are handed in.

use std::fmt::Write as _;

use rand::{RngExt as _, rngs::StdRng};

/// 2026-05-01T00:00:00+08:00, in milliseconds: the first row of every file.
const FIRST_MS: i64 = 1_777_564_800_000;
/// Seconds from one row to the next, and seconds after which they begin anew: 25 days.
const STEP_SECONDS: i64 = 37;
const SPAN_SECONDS: i64 = 25 * 24 * 3_600;
/// Accounts that the rows of a file are spread over.
const ACCOUNTS: u32 = 20;
/// One row in so many cannot be read.
const BAD_EVERY: u32 = 97;

/// What a file lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Notes,
    Leads,
}

impl Kind {
    /// The table that its rows go into.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            Self::Leads => "leads",
        }
    }

    /// What is summed up over its rows, in SQL.
    pub const fn sum(self) -> &'static str {
        match self {
            Self::Notes => "published_at + impression + read * 2 + likes * 3",
            Self::Leads => "created_at",
        }
    }
}

/// A file, without its content.
#[derive(Debug, Clone, Copy)]
pub struct File {
    number: u32,
    pub kind: Kind,
    pub rows: u32,
}

/// How large a file is, as weights and rows: most are small, some take long enough to be cut off in the middle.
const SIZES: [(u32, std::ops::Range<u32>); 3] = [(10, 1..1_000), (8, 5_000..10_000), (2, 10_000..50_000)];

impl File {
    /// The file of this number, of a kind and a size by chance.
    pub fn draw(number: u32, chance: &mut StdRng) -> Self {
        let kind = if chance.random_range(0..4) == 0 { Kind::Leads } else { Kind::Notes };
        let mut weight = chance.random_range(0..SIZES.iter().map(|(weight, _)| weight).sum());
        let sizes = SIZES.iter().find(|(share, _)| {
            let fits = weight < *share;
            weight = weight.saturating_sub(*share);
            fits
        });
        let (_, sizes) = sizes.unwrap();
        Self { number, kind, rows: chance.random_range(sizes.clone()) }
    }

    pub fn name(&self) -> String {
        format!("{:06}.csv", self.number)
    }

    /// Rows that can be read.
    pub const fn good(&self) -> u32 {
        self.rows - self.bad()
    }

    /// Rows that cannot.
    pub const fn bad(&self) -> u32 {
        self.rows / BAD_EVERY
    }

    /// Accounts that it shows for the first time.
    pub fn accounts(&self) -> i64 {
        let shown = (0..self.rows).filter(|row| !is_bad(*row)).map(|row| row % ACCOUNTS);
        i64::try_from(shown.collect::<std::collections::BTreeSet<_>>().len()).unwrap()
    }

    /// What [`Kind::sum`] comes to.
    pub fn sum(&self) -> i64 {
        (0..self.rows).filter(|row| !is_bad(*row)).map(|row| self.row_sum(row)).sum()
    }

    fn row_sum(&self, row: u32) -> i64 {
        let at = FIRST_MS + seconds(row) * 1_000;
        match self.kind {
            Kind::Leads => at,
            Kind::Notes => {
                let [impression, read, likes] = figures(row);
                at + impression + read * 2 + likes * 3
            }
        }
    }

    pub fn content(&self) -> Vec<u8> {
        let mut text = String::with_capacity(self.rows as usize * 150);
        text.push_str(match self.kind {
            Kind::Notes => {
                "笔记标题,创作者,账号ID,首次发布时间,体裁,曝光,观看量,封面点击率,点赞,评论,收藏,涨粉,分享,人均观看时长,弹幕\n"
            }
            Kind::Leads => {
                "线索生成时间,归属账号,流量类型,转化方式,手机号,微信号,用户小红书昵称,来源笔记,创意名称,地区\n"
            }
        });
        for row in 0..self.rows {
            match self.kind {
                Kind::Notes => self.note(row, &mut text),
                Kind::Leads => self.lead(row, &mut text),
            }
        }
        text.into_bytes()
    }

    fn note(&self, row: u32, text: &mut String) {
        let Self { number, .. } = self;
        let account = row % ACCOUNTS;
        let [impression, read, likes] = figures(row);
        let impression = if is_bad(row) { "很多".to_owned() } else { impression.to_string() };
        let at = time(row);
        writeln!(
            text,
            "笔记{number}第{row}篇,博主{number}-{account},66{number:020x}{account:02x},{at},图文,{impression},{read},\
            5%,{likes},1,2,0,1,10,0"
        )
        .unwrap();
    }

    fn lead(&self, row: u32, text: &mut String) {
        let Self { number, .. } = self;
        let at = if is_bad(row) { "昨天".to_owned() } else { time(row) };
        let phone = 10_000_000 + row;
        let account = row % ACCOUNTS;
        writeln!(text, "{at},博主{number}-{account},自然流量,私信,138{phone},,,,,上海").unwrap();
    }
}

const fn is_bad(row: u32) -> bool {
    row % BAD_EVERY == BAD_EVERY - 1
}

fn seconds(row: u32) -> i64 {
    i64::from(row) * STEP_SECONDS % SPAN_SECONDS
}

fn figures(row: u32) -> [i64; 3] {
    let row = i64::from(row);
    [1_000 + row % 977, 100 + row % 89, row % 13]
}

fn time(row: u32) -> String {
    let seconds = seconds(row);
    let (day, hour) = (seconds / 86_400 + 1, seconds / 3_600 % 24);
    format!("2026-05-{day:02} {hour:02}:{:02}:{:02}", seconds / 60 % 60, seconds % 60)
}
