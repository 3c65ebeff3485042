//! How fast an account replies: a habit per account, and a week's chance around it.

use domain::time::Period;

use crate::{
    chance::{Chance, part},
    figures::Funnel,
    matrix::{Account, ServiceWeek, Temper},
};

/// How an account replies in the long run.
struct Habit {
    in_15s_ppm: i64,
    in_30s_ppm: i64,
    in_1min_ppm: i64,
    over_1h_ppm: i64,
    mean_centiminutes: i64,
    rating_centi: i64,
}

impl Habit {
    /// The habit of the temper, a little different for each account.
    fn of(account: &Account, chance: &mut Chance) -> Self {
        let (in_15s, in_30s, in_1min, over_1h, mean, rating) = match account.temper {
            Temper::Thriving => (480_000, 660_000, 820_000, 20_000, 160, 476),
            Temper::Steady => (260_000, 420_000, 610_000, 60_000, 640, 448),
            Temper::New => (330_000, 470_000, 590_000, 90_000, 780, 440),
            Temper::Quiet => (90_000, 170_000, 270_000, 260_000, 3_100, 392),
            Temper::Slow => (40_000, 90_000, 160_000, 430_000, 5_300, 331),
        };
        let shift_ppm = 1_000_000 + chance.between(-120_000, 120_000);
        Self {
            in_15s_ppm: part(in_15s, shift_ppm),
            in_30s_ppm: part(in_30s, shift_ppm),
            in_1min_ppm: part(in_1min, shift_ppm),
            over_1h_ppm: over_1h,
            mean_centiminutes: part(mean, 2_000_000 - shift_ppm),
            rating_centi: rating,
        }
    }
}

/// The measures of every week; `None` where no chat wanted an answer.
pub(super) fn measure(account: &Account, weeks: &[Period], chance: &mut Chance) -> Vec<Option<ServiceWeek>> {
    let habit = Habit::of(account, chance);
    let chats = |week: &Period| Funnel::of(account.inquiries_in(*week)).opened;
    weeks
        .iter()
        .map(|week| Some(chats(week)).filter(|chats| *chats > 0))
        .map(|chats| Some(week(chats?, &habit, chance)))
        .collect()
}

/// A week of `chats`, drawn from the slowest answer to the fastest so that each count holds the next.
fn week(chats: i64, habit: &Habit, chance: &mut Chance) -> ServiceWeek {
    let within = |part: i64, whole: i64| part * 1_000_000 / whole.max(1);
    let in_1min = chance.successes(chats, habit.in_1min_ppm);
    let in_30s = chance.successes(in_1min, within(habit.in_30s_ppm, habit.in_1min_ppm));
    let in_15s = chance.successes(in_30s, within(habit.in_15s_ppm, habit.in_30s_ppm));
    let over_1h = chance.successes(chats - in_1min, within(habit.over_1h_ppm, 1_000_000 - habit.in_1min_ppm));
    let rated = chance.hits(200_000 + 60_000 * chats.min(12));
    ServiceWeek {
        chats,
        in_15s,
        in_30s,
        in_1min,
        over_1h,
        mean_centiminutes: chance.around(habit.mean_centiminutes, 220_000).max(8),
        rating_centi: rated.then(|| (habit.rating_centi + chance.between(-14, 14)).clamp(0, 500)),
    }
}
