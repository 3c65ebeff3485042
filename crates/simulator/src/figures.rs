//! What the facts add up to: a note's figures on a day, an account's flow over a period, its funnel in a week.

use std::ops::{Add, Sub};

use domain::time::{Day, Period};

use crate::{
    chance::{WHOLE_PPM, part},
    matrix::{Account, Figures, Inquiry, Note, PaidDay, Stage},
};

/// Days after which a note has gathered half of what it ever will, less one.
const HALF_LIFE_DAYS: i64 = 2;

impl Figures {
    /// Every count through `change`.
    fn map(self, change: impl Fn(i64) -> i64) -> Self {
        self.zip(Self::default(), |count, _| change(count))
    }

    fn zip(self, other: Self, join: impl Fn(i64, i64) -> i64) -> Self {
        Self {
            impression: join(self.impression, other.impression),
            read: join(self.read, other.read),
            like: join(self.like, other.like),
            comment: join(self.comment, other.comment),
            collect: join(self.collect, other.collect),
            follow: join(self.follow, other.follow),
            share: join(self.share, other.share),
            bullet: join(self.bullet, other.bullet),
        }
    }

    /// 互动: likes, comments, collects and shares.
    pub const fn interactions(self) -> i64 {
        self.like + self.comment + self.collect + self.share
    }
}

impl Add for Figures {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl Sub for Figures {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl std::iter::Sum for Figures {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::default(), Add::add)
    }
}

impl Note {
    /// The day of publication.
    pub fn day(&self) -> Day {
        Day::from_civil(self.published.date())
    }

    /// The figures on the evening of `day`: nothing before publication, then a fast rise and a long tail.
    pub fn figures_on(&self, day: Day) -> Figures {
        let age_days = i64::from(self.day().days_until(day));
        if age_days < 0 {
            return Figures::default();
        }
        let share_ppm = WHOLE_PPM * (age_days + 1) / (age_days + 1 + HALF_LIFE_DAYS);
        let paid = self.paid_days().iter().filter(|paid| paid.day <= day).map(|paid| paid.figures).sum();
        self.organic.map(|count| part(count, share_ppm)) + paid
    }

    /// What the note gathered within the period.
    pub fn flow(&self, period: Period) -> Figures {
        self.figures_on(period.to()) - self.figures_on(period.from().plus_days(-1))
    }

    /// The days on which its promotion cost money.
    pub fn paid_days(&self) -> &[PaidDay] {
        self.promotion.as_ref().map_or(&[], |promotion| &promotion.days)
    }

    /// What its promotion cost within the period, in fen.
    pub fn fee_fen(&self, period: Period) -> i64 {
        self.paid_days().iter().filter(|paid| holds(period, paid.day)).map(|paid| paid.fee_fen).sum()
    }
}

impl Inquiry {
    /// The day it began.
    pub fn day(&self) -> Day {
        Day::from_civil(self.at.date())
    }
}

/// How many inquiries reached each stage. A conversation that went further counts in the stages before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Funnel {
    /// 进线
    pub entered: i64,
    /// 开口
    pub opened: i64,
    /// 留资
    pub left: i64,
    /// 表单
    pub forms: i64,
}

impl Funnel {
    /// Counts the inquiries.
    pub fn of<'a>(inquiries: impl IntoIterator<Item = &'a Inquiry>) -> Self {
        inquiries.into_iter().fold(Self::default(), |sum, inquiry| {
            let (entered, opened, left, forms) = match inquiry.stage {
                Stage::Entered => (1, 0, 0, 0),
                Stage::Opened => (1, 1, 0, 0),
                Stage::Left(_) => (1, 1, 1, 0),
                Stage::Form(_) => (0, 0, 0, 1),
            };
            Self {
                entered: sum.entered + entered,
                opened: sum.opened + opened,
                left: sum.left + left,
                forms: sum.forms + forms,
            }
        })
    }
}

/// One account's line of the per-employee leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the export, in its order")]
pub struct LeadsWeek {
    pub published: i64,
    pub promoted: i64,
    pub fee_fen: i64,
    pub interactions: i64,
    pub funnel: Funnel,
    pub impression: i64,
    pub read: i64,
}

impl Account {
    /// The inquiries that began within the period.
    pub fn inquiries_in(&self, period: Period) -> impl Iterator<Item = &Inquiry> {
        self.inquiries.iter().filter(move |inquiry| holds(period, inquiry.day()))
    }

    /// What the per-employee leads say of this account and period.
    pub fn leads_week(&self, period: Period) -> LeadsWeek {
        let flow: Figures = self.notes.iter().map(|note| note.flow(period)).sum();
        let count = |test: &dyn Fn(&Note) -> bool| count(self.notes.iter().filter(|note| test(note)));
        LeadsWeek {
            published: count(&|note| holds(period, note.day())),
            promoted: count(&|note| note.fee_fen(period) > 0),
            fee_fen: self.notes.iter().map(|note| note.fee_fen(period)).sum(),
            interactions: flow.interactions(),
            funnel: Funnel::of(self.inquiries_in(period)),
            impression: flow.impression,
            read: flow.read,
        }
    }
}

/// Whether the day lies within the period.
pub(crate) fn holds(period: Period, day: Day) -> bool {
    period.from() <= day && day <= period.to()
}

/// How many items there are.
pub(crate) fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    i64::try_from(items.count()).unwrap_or(i64::MAX)
}
