//! What ends soon, and the calendar that other programs subscribe to (iCalendar, RFC 5545).

use crate::{insight::Say, time::Day};

/// Days before an end at which people are reminded, the furthest first.
pub const REMINDER_DAYS: [i32; 4] = [60, 30, 7, 1];

/// Bytes of one line of a calendar; longer ones are folded.
const LINE_BYTES_MAX: usize = 75;

names! {
    /// What ends.
    DueKind {
        /// The term of a seat.
        Seat = "seat",
        /// A paper of a company.
        Licence = "licence",
        /// The certification of an enterprise account.
        EnterpriseAccount = "enterprise_account",
    }
}

/// Something that ends on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What ends.
    pub kind: DueKind,
    /// Its id in the text form.
    pub subject: String,
    /// What people call it.
    pub title: Say,
    /// Its last day.
    pub until: Day,
}

/// The reminder that is due: the nearest of [`REMINDER_DAYS`] that has come. `None` while the end is further away than
/// the first, and once it has passed.
pub fn milestone(until: Day, on: Day) -> Option<i32> {
    let days = on.days_until(until);
    if days < 0 {
        return None;
    }
    REMINDER_DAYS.into_iter().rev().find(|milestone| days <= *milestone)
}

/// The calendar of what ends, a day each with an alarm for every reminder. `stamp` is when it was made, like
/// `20260622T010000Z`; `zh` says in which language.
pub fn calendar(name: &str, dues: &[Due], stamp: &str, zh: bool) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Kosmos//Seats//ZH".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(name)),
    ];
    for due in dues {
        lines.extend(event(due, stamp, zh));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().flat_map(|line| folded(line)).fold(String::new(), |text, line| text + &line + "\r\n")
}

fn event(Due { kind, subject, title, until }: &Due, stamp: &str, zh: bool) -> Vec<String> {
    let title = escaped(if zh { &title.zh } else { &title.en });
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{subject}-{until}@kosmos"),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", until.yyyymmdd()),
        format!("DTEND;VALUE=DATE:{}", until.plus_days(1).yyyymmdd()),
        format!("SUMMARY:{title}"),
        format!("CATEGORIES:{}", kind.name().to_uppercase()),
        "TRANSP:TRANSPARENT".to_owned(),
    ];
    for days in REMINDER_DAYS {
        let alarm = [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            &format!("DESCRIPTION:{title}"),
            &format!("TRIGGER:-P{days}D"),
            "END:VALARM",
        ]
        .map(str::to_owned);
        lines.extend(alarm);
    }
    lines.push("END:VEVENT".to_owned());
    lines
}

/// A text value: commas, semicolons and backslashes are escaped, line breaks written out.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            ',' | ';' | '\\' => value.extend(['\\', sign]),
            '\n' => value.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => value.push(sign),
        }
    }
    value
}

/// A content line cut into lines of at most [`LINE_BYTES_MAX`] bytes; each after the first begins with a blank.
fn folded(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for sign in line.chars() {
        let is_full = lines.last().is_some_and(|last| last.len() + sign.len_utf8() > LINE_BYTES_MAX);
        if is_full {
            lines.push(" ".to_owned());
        }
        if let Some(last) = lines.last_mut() {
            last.push(sign);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_nearest_reminder_that_has_come_is_due() {
        for (on, expected) in [
            ("2026-04-22", None),
            ("2026-04-23", Some(60)),
            ("2026-05-22", Some(60)),
            ("2026-05-23", Some(30)),
            ("2026-06-15", Some(7)),
            ("2026-06-20", Some(7)),
            ("2026-06-21", Some(1)),
            ("2026-06-22", Some(1)),
            ("2026-06-23", None),
        ] {
            assert_eq!(milestone(day("2026-06-22"), day(on)), expected, "{on}");
        }
    }

    fn due(title: &str) -> Due {
        let subject = "seat_1".to_owned();
        Due { kind: DueKind::Seat, subject, title: Say::new(title, "Renew"), until: day("2027-06-21") }
    }

    #[test]
    fn a_calendar_holds_an_event_of_one_day_with_an_alarm_for_each_reminder() {
        let text = calendar("名额续费", &[due("名额到期; 木里, 苏州")], "20260622T010000Z", true);
        for line in [
            "BEGIN:VCALENDAR",
            "UID:seat_1-2027-06-21@kosmos",
            "DTSTART;VALUE=DATE:20270621",
            "DTEND;VALUE=DATE:20270622",
            "SUMMARY:名额到期\\; 木里\\, 苏州",
            "TRIGGER:-P60D",
            "TRIGGER:-P1D",
        ] {
            assert!(text.split("\r\n").any(|one| one == line), "{line} in {text}");
        }
        assert_eq!(text.matches("BEGIN:VALARM").count(), REMINDER_DAYS.len());
    }

    proptest! {
        #[test]
        fn no_title_breaks_a_line_and_unfolding_gives_it_back(title in "\\PC{0,120}") {
            let text = calendar("k", &[due(&title)], "20260622T010000Z", true);
            prop_assert!(text.split("\r\n").all(|line| line.len() <= LINE_BYTES_MAX));
            let unfolded = text.replace("\r\n ", "");
            let wanted = format!("SUMMARY:{}", escaped(&title));
            let found = unfolded.split("\r\n").any(|line| line == wanted);
            prop_assert!(found, "{} in {}", wanted, unfolded);
        }
    }
}
