//! What an account publishes, when, and how it fares.

use std::collections::{BTreeSet, HashSet};

use domain::time::Day;
use jiff::civil::{self, DateTime};

use super::titles;
use crate::{
    chance::{Chance, part},
    matrix::{Account, AccountKind, Figures, Genre, Job, Note, Shape, Temper},
};

/// Tries to find a title that nobody has used; a busy matrix repeats itself after that.
const TITLE_TRIES_MAX: usize = 12;
/// Publications are weighed by weekday, Monday first; a mean day weighs 100.
const WEEKDAY_PERCENT: [i64; 7] = [85, 80, 90, 105, 115, 110, 115];
/// Spread of the reads of one account's notes.
const READS_SIGMA: f64 = 1.15;
/// Hours of publication with their weights.
const HOURS: [(i8, i64); 10] =
    [(7, 4), (8, 6), (12, 8), (13, 5), (17, 4), (18, 9), (19, 12), (20, 15), (21, 14), (22, 8)];

/// Who speaks, and until when.
pub(super) struct Voice {
    /// The job of the holder.
    pub(super) job: Option<Job>,
    /// The last day of publishing.
    pub(super) stop: Day,
}

/// How often notes come and how much they are read.
struct Tempo {
    /// Notes a week, in thousandths.
    weekly_milli: i64,
    /// Days without a note after which one comes for sure.
    gap_days_max: i32,
    /// Median reads of a note in the long run.
    reads_median: i64,
}

impl Tempo {
    const fn of(account: &Account) -> Self {
        let (weekly_milli, gap_days_max, reads_median) = match (account.kind, account.temper) {
            (AccountKind::Enterprise, _) => (4_500, 4, 900),
            (AccountKind::Creator, _) => (1_100, 12, 4_200),
            (AccountKind::Kos, Temper::Thriving) => (3_600, 4, 1_300),
            (AccountKind::Kos, Temper::Steady) => (1_900, 7, 380),
            (AccountKind::Kos, Temper::Slow) => (1_700, 8, 340),
            (AccountKind::Kos, Temper::Quiet) => (1_600, 8, 220),
            (AccountKind::Kos, Temper::New) => (2_600, 4, 260),
        };
        Self { weekly_milli, gap_days_max, reads_median }
    }
}

/// Everything the account publishes from `first_day` on, oldest first.
pub(super) fn publish(
    account: &Account,
    voice: &Voice,
    first_day: Day,
    shape: &Shape,
    titles: &mut HashSet<String>,
    mut chance: Chance,
) -> Vec<Note> {
    let tempo = Tempo::of(account);
    let mut notes = vec![];
    let mut last_note = first_day;
    let mut day = first_day.max(account.opened);
    while day <= voice.stop {
        let due = last_note.days_until(day) >= tempo.gap_days_max || day == voice.stop && notes.is_empty();
        let drawn = chance.events(notes_a_day_milli(&tempo, day, shape.pace_percent));
        for at in moments(day, drawn.max(i64::from(due)), &mut chance) {
            let title = new_title(account.kind, voice.job, titles, &mut chance);
            notes.push(note(title, at, &tempo, &mut chance));
            last_note = day;
        }
        day = day.plus_days(1);
    }
    notes
}

fn notes_a_day_milli(tempo: &Tempo, day: Day, pace_percent: u32) -> i64 {
    let weekday = usize::try_from(day.civil().weekday().to_monday_zero_offset()).unwrap_or(0);
    let percent = WEEKDAY_PERCENT.get(weekday).copied().unwrap_or(100);
    tempo.weekly_milli / 7 * percent / 100 * i64::from(pace_percent) / 100
}

/// `count` different seconds of a day, in order.
fn moments(day: Day, count: i64, chance: &mut Chance) -> BTreeSet<DateTime> {
    let mut moments = BTreeSet::new();
    while i64::try_from(moments.len()).is_ok_and(|found| found < count) {
        moments.insert(moment(day, chance));
    }
    moments
}

/// A second of the day at which people use the platform.
pub(super) fn moment(day: Day, chance: &mut Chance) -> DateTime {
    let time = civil::time(chance.weighted(&HOURS), chance.small(0, 59), chance.small(0, 59), 0);
    day.civil().to_datetime(time)
}

fn new_title(kind: AccountKind, job: Option<Job>, used: &mut HashSet<String>, chance: &mut Chance) -> String {
    let mut title = titles::compose(kind, job, chance);
    for _ in 0..TITLE_TRIES_MAX {
        if !used.contains(&title) {
            break;
        }
        title = titles::compose(kind, job, chance);
    }
    used.insert(title.clone());
    title
}

fn note(title: String, published: DateTime, tempo: &Tempo, chance: &mut Chance) -> Note {
    let genre = chance.weighted(&[(Genre::Image, 62), (Genre::Video, 38)]);
    let organic = organic(genre, tempo.reads_median, chance);
    let watch_tenths = match genre {
        Genre::Image => chance.between(62, 310),
        Genre::Video => chance.between(94, 520),
    };
    Note { id: chance.hex24(), title, published, genre, organic, watch_tenths, promotion: None }
}

/// Long-run figures: reads with a heavy tail, everything else a believable part of them.
fn organic(genre: Genre, reads_median: i64, chance: &mut Chance) -> Figures {
    let read = chance.heavy_tail(reads_median, READS_SIGMA).max(3);
    let cover_ctr_ppm = chance.between(42_000, 148_000);
    let like = part(read, chance.between(14_000, 58_000));
    let bullet_ppm = if genre == Genre::Video { chance.between(200, 2_400) } else { 0 };
    Figures {
        impression: read * crate::chance::WHOLE_PPM / cover_ctr_ppm,
        read,
        like,
        comment: part(like, chance.between(60_000, 320_000)),
        collect: part(read, chance.between(12_000, 72_000)),
        follow: part(like, chance.between(20_000, 160_000)),
        share: part(like, chance.between(40_000, 260_000)),
        bullet: part(read, bullet_ppm),
    }
}
