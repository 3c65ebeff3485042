//! Who writes in: every conversation and every form, one by one, so that all funnels agree.

use domain::time::{Day, Period};
use jiff::{ToSpan as _, civil::DateTime};

use super::{answers, notes::moment};
use crate::{
    chance::{Chance, part},
    figures::holds,
    matrix::{Account, AccountKind, Contact, Inquiry, Stage, Store, Temper},
};

/// Notes that still bring inquiries: the newest ones.
const NOTES_MAX: usize = 40;
/// Inquiries per paid click.
const PAID_INQUIRY_PPM: i64 = 8_000;
/// Inquiries that are a form and no conversation.
const FORM_PPM: i64 = 70_000;
/// Conversations in which the user says a word.
const OPENED_PPM: i64 = 640_000;
/// Minutes from publication to the first inquiries; few enough to stay within the day.
const AFTER_PUBLICATION_MINUTES: (i64, i64) = (5, 42);

const MOODS: [&str; 8] =
    ["等装修的", "想换柜子的", "刚交房的", "收纳困难的", "爱喝茶的", "慢慢搬家的", "在看房的", "养猫的"];
const NAMES: [&str; 12] =
    ["小满", "阿月", "橙子", "团子", "大树", "南瓜", "可乐", "麦子", "阿布", "栗子", "小鱼", "云朵"];
const ELSEWHERE: [(&str, &str); 4] =
    [("江苏", "苏州市"), ("浙江", "嘉兴市"), ("安徽", "合肥市"), ("上海", "上海市")];

/// How many readers write in, and how many who opened leave contact data.
const fn eagerness_ppm(account: &Account) -> (i64, i64) {
    match (account.kind, account.temper) {
        (AccountKind::Enterprise, _) => (2_600, 300_000),
        (_, Temper::Thriving) => (3_600, 430_000),
        (_, Temper::Steady) => (4_600, 380_000),
        (_, Temper::Slow) => (4_800, 170_000),
        (_, Temper::Quiet) => (2_600, 240_000),
        (_, Temper::New) => (3_800, 330_000),
    }
}

/// All inquiries of the weeks, oldest first. `contacts` counts the made-up people of the whole matrix.
pub(super) fn arrive(
    account: &Account,
    home: Option<&Store>,
    weeks: &[Period],
    contacts: &mut u32,
    chance: &mut Chance,
) -> Vec<Inquiry> {
    if !answers(account) {
        return vec![];
    }
    let mut inquiries = vec![];
    for week in weeks {
        for (note, day, paid) in sources(account, *week, chance) {
            let Some(published) = account.notes.get(note).map(|note| note.published) else { continue };
            let at = moment_after(published, day, chance);
            let stage = stage(account, home, contacts, chance);
            inquiries.push(Inquiry { at, note, paid, stage });
        }
    }
    inquiries.sort_by_key(|inquiry| (inquiry.at, inquiry.note));
    inquiries
}

/// A moment of the day at which the note was there to be read.
fn moment_after(published: DateTime, day: Day, chance: &mut Chance) -> DateTime {
    let at = moment(day, chance);
    if at > published {
        return at;
    }
    let minutes = chance.between(AFTER_PUBLICATION_MINUTES.0, AFTER_PUBLICATION_MINUTES.1);
    published.saturating_add(minutes.minutes())
}

/// Where the week's inquiries come from: note, day, and whether its promotion brought it.
fn sources(account: &Account, week: Period, chance: &mut Chance) -> Vec<(usize, Day, bool)> {
    let newest =
        account.notes.iter().enumerate().rev().filter(|(_, note)| note.day() <= week.to()).take(NOTES_MAX);
    let newest: Vec<_> = newest.collect();
    let mut sources = vec![];
    let paid = newest.iter().flat_map(|(index, note)| note.paid_days().iter().map(|paid| (*index, *paid)));
    for (index, paid) in paid.filter(|(_, paid)| holds(week, paid.day)) {
        for _ in 0..chance.successes(paid.figures.read, PAID_INQUIRY_PPM) {
            sources.push((index, paid.day, true));
        }
    }
    let read: Vec<(usize, i64)> = newest.iter().map(|(index, note)| (*index, note.flow(week).read)).collect();
    let reads: i64 = read.iter().map(|(_, reads)| reads).sum();
    let expected_milli = part(chance.around(reads, 250_000), eagerness_ppm(account).0 * 1_000);
    for _ in 0..chance.events(expected_milli) {
        let index = chance.weighted(&read);
        let born = account.notes.get(index).map_or(week.from(), crate::matrix::Note::day).max(week.from());
        let later_days = chance.between(0, i64::from(born.days_until(week.to())));
        sources.push((index, born.plus_days(i32::try_from(later_days).unwrap_or(0)), false));
    }
    sources
}

fn stage(account: &Account, home: Option<&Store>, contacts: &mut u32, chance: &mut Chance) -> Stage {
    if chance.hits(FORM_PPM) {
        Stage::Form(contact(home, contacts, chance))
    } else if !chance.hits(OPENED_PPM) {
        Stage::Entered
    } else if chance.hits(eagerness_ppm(account).1) {
        Stage::Left(contact(home, contacts, chance))
    } else {
        Stage::Opened
    }
}

/// A made-up person; the phone number counts upwards from 198 0000 0001.
fn contact(home: Option<&Store>, contacts: &mut u32, chance: &mut Chance) -> Contact {
    *contacts += 1;
    let (province, city) = match home {
        Some(store) if chance.hits(780_000) => (store.province, store.city),
        _ => chance.pick(&ELSEWHERE),
    };
    let phone = chance.hits(760_000).then(|| format!("198{contacts:08}"));
    let wechat = (phone.is_none() || chance.hits(350_000)).then(|| format!("demo_user_{contacts:05}"));
    let nickname = format!("{}{}", chance.pick(&MOODS), chance.pick(&NAMES));
    Contact { phone, wechat, nickname, province, city }
}
