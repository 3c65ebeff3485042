//! Dates as spreadsheet programs count them: days since 1899-12-30.

/// Days from 1899-12-30 to 1904-01-01, the other beginning of time of workbooks.
pub(crate) const DAYS_1904: f64 = 1462.0;
/// The last serial that spreadsheet programs know: 9999-12-31.
const SERIAL_MAX: f64 = 2_958_466.0;
/// Days from 0000-03-01 to 1899-12-30.
const DAYS_TO_EPOCH: i64 = 693_899;
const SECONDS_PER_DAY: f64 = 86_400.0;

/// A civil date and the second within the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day, 1 to 31.
    pub day: u8,
    /// Seconds since midnight, rounded.
    pub second_of_day: u32,
}

/// The civil date of a serial; `None` outside the years 1900 to 9999.
pub fn civil_of_serial(serial: f64) -> Option<Civil> {
    if !(0.0..SERIAL_MAX).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within SERIAL_MAX days, 2.6e11 seconds")]
    let seconds = (serial * SECONDS_PER_DAY).round() as i64;
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Serials up to 60 count a 29 February 1900 that never was, so they lie one day later than they say.
    let shift = i64::from((1.0..60.0).contains(&serial));
    let (year, month, day) = civil_of_days(days + shift);
    Some(Civil {
        year: i16::try_from(year).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
        second_of_day: u32::try_from(second).ok()?,
    })
}

/// The proleptic Gregorian date of days since 1899-12-30, by counting from 1 March in eras of 400 years.
fn civil_of_days(days: i64) -> (i64, i64, i64) {
    let days = days + DAYS_TO_EPOCH;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_are_the_dates_that_spreadsheet_programs_show() {
        for (serial, expected) in [
            (1.0, Some((1900, 1, 1, 0))),
            (59.0, Some((1900, 2, 28, 0))),
            (61.0, Some((1900, 3, 1, 0))),
            (36_526.0, Some((2000, 1, 1, 0))),
            (46_195.75, Some((2026, 6, 22, 64_800))),
            (46_195.999_999_9, Some((2026, 6, 23, 0))),
            (2_958_465.0, Some((9999, 12, 31, 0))),
            (2_958_466.0, None),
            (-1.0, None),
            (f64::NAN, None),
        ] {
            let civil = civil_of_serial(serial).map(|at| (at.year, at.month, at.day, at.second_of_day));
            assert_eq!(civil, expected, "{serial}");
        }
    }
}
