//! Paid promotion: which notes get a creative, what each day costs and brings.

use domain::time::{Day, Period};

use crate::{
    chance::{Chance, WHOLE_PPM, part},
    matrix::{Account, AccountKind, Figures, Genre, Note, PaidDay, Promotion, Temper},
};

/// A note is promoted while it is at most this old.
const NOTE_AGE_DAYS_MAX: i32 = 12;

/// Promotes some of the account's notes, week by week; a note is promoted in one week only.
pub(super) fn promote(account: &mut Account, index: usize, weeks: &[Period], chance: &mut Chance) {
    let (notes_a_week_milli, budget_fen) = match (account.kind, account.temper) {
        (AccountKind::Enterprise, _) => (2_200, 60_000),
        (AccountKind::Kos, Temper::Thriving) => (700, 12_000),
        (AccountKind::Kos, Temper::Steady | Temper::Slow) => (90, 7_000),
        _ => return,
    };
    for (week_index, week) in weeks.iter().enumerate() {
        for _ in 0..chance.events(notes_a_week_milli) {
            let fit: Vec<usize> = candidates(&account.notes, *week);
            if fit.is_empty() {
                continue;
            }
            let chosen = chance.pick(&fit);
            let Some(note) = account.notes.get_mut(chosen) else { continue };
            note.promotion = Some(promotion(
                &account.nickname,
                index,
                week_index,
                chosen,
                note,
                *week,
                budget_fen,
                chance,
            ));
        }
    }
}

/// Notes without a promotion that are new enough to deserve one in this week.
fn candidates(notes: &[Note], week: Period) -> Vec<usize> {
    let fits = |note: &Note| {
        let age_days = note.day().days_until(week.to());
        note.promotion.is_none() && (1..=NOTE_AGE_DAYS_MAX).contains(&age_days)
    };
    notes.iter().enumerate().filter(|(_, note)| fits(note)).map(|(index, _)| index).collect()
}

#[expect(clippy::too_many_arguments, reason = "the three names and ids are made of all of them")]
fn promotion(
    nickname: &str,
    account: usize,
    week_index: usize,
    note_index: usize,
    note: &Note,
    week: Period,
    budget_fen: i64,
    chance: &mut Chance,
) -> Promotion {
    let id = |level: i64, number: usize| level * 100_000_000 + i64::try_from(number).unwrap_or(0);
    let first = week.from().max(note.day().plus_days(1));
    let budget_fen = chance.around(budget_fen, 400_000);
    let quality_ppm = chance.between(600_000, 1_500_000);
    Promotion {
        campaign: format!("本地获客-第{:02}周", week_index + 1),
        campaign_id: id(1, week_index + 1),
        unit: format!("{nickname}-信息流"),
        unit_id: id(2, (week_index + 1) * 1_000 + account),
        creative: format!("{}-{:02}", note.title, week_index + 1),
        creative_id: id(3, account * 100_000 + note_index),
        days: (0..=first.days_until(week.to()))
            .map(|offset| paid_day(first.plus_days(offset), note.genre, budget_fen, quality_ppm, chance))
            .collect(),
    }
}

fn paid_day(day: Day, genre: Genre, budget_fen: i64, quality_ppm: i64, chance: &mut Chance) -> PaidDay {
    let fee_fen = chance.around(budget_fen, 350_000);
    let click_price_fen = part(chance.between(70, 240), quality_ppm).max(1);
    let click = fee_fen / click_price_fen;
    let like = part(click, chance.between(8_000, 30_000));
    let figures = Figures {
        impression: click * WHOLE_PPM / chance.between(18_000, 62_000),
        read: click,
        like,
        comment: chance.successes(like, 170_000),
        collect: part(click, chance.between(6_000, 32_000)),
        follow: chance.successes(like, 65_000),
        share: chance.successes(like, 110_000),
        bullet: 0,
    };
    let plays_5s = if genre == Genre::Video { part(click, chance.between(300_000, 620_000)) } else { 0 };
    PaidDay { day, fee_fen, figures, button_clicks: part(click, chance.between(12_000, 45_000)), plays_5s }
}
