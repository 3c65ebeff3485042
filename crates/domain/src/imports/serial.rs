//! Days and times as spreadsheets count them.

use jiff::civil;

/// The civil date and time of a serial of a spreadsheet, to the second.
pub fn civil_of_serial(serial: f64) -> Option<civil::DateTime> {
    const SECONDS_PER_DAY: f64 = 86_400.0;
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 2.6e11 seconds")]
    let seconds = (serial * SECONDS_PER_DAY).round() as i64;
    civil::date(1899, 12, 30).at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_secs(seconds)).ok()
}
