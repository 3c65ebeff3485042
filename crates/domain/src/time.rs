//! Time as the rules see it: an instant in UTC milliseconds, a business day in the brand's zone, a period of days.
//!
//! "Now" is always an argument. The one clock of the program lives in the shell.

use std::{borrow::Cow, fmt, str::FromStr};

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type},
};

/// Days that one period may span: two years, more than the platform's longest export.
pub const PERIOD_DAYS_MAX: i32 = 732;

/// An instant, in milliseconds of UTC since 1970. RFC 3339 outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// A text or number that is no instant, day or period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// No instant between the years 1 and 9999.
    #[error("expected an instant like 2026-06-22T18:01:32+08:00")]
    NoInstant,
    /// No day of the calendar.
    #[error("expected a day like 2026-06-22")]
    NoDay,
    /// A period that ends before it starts.
    #[error("the period ends before it starts")]
    Backwards,
    /// A period longer than [`PERIOD_DAYS_MAX`].
    #[error("a period may span {PERIOD_DAYS_MAX} days at the most")]
    TooLong,
    /// No zone of the IANA database.
    #[error("expected a time zone like Asia/Shanghai")]
    NoZone,
}

impl Instant {
    /// Takes UTC milliseconds.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// UTC milliseconds.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// The instant `ms` milliseconds later.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The business day in `zone` that holds this instant.
    pub fn day(self, zone: &Zone) -> Day {
        let timestamp = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        Day::from_civil(zone.0.to_datetime(timestamp).date())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let timestamp = Timestamp::from_millisecond(self.0).map_err(|_| fmt::Error)?;
        write!(f, "{timestamp:.3}")
    }
}

impl FromStr for Instant {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let timestamp: Timestamp = text.parse().map_err(|_| TimeError::NoInstant)?;
        Ok(Self(timestamp.as_millisecond()))
    }
}

/// A time zone of the IANA database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone called `name`, like `Asia/Shanghai`.
    pub fn named(name: &str) -> Result<Self, TimeError> {
        TimeZone::get(name).map(Self).map_err(|_| TimeError::NoZone)
    }

    /// Coordinated universal time.
    pub const fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The instant of a civil date and time in this zone; in a gap or fold, the one that jiff calls compatible.
    pub fn instant(&self, at: civil::DateTime) -> Result<Instant, TimeError> {
        let zoned = at.to_zoned(self.0.clone()).map_err(|_| TimeError::NoInstant)?;
        Ok(Instant(zoned.timestamp().as_millisecond()))
    }
}

/// A business day, kept as `yyyymmdd`, shown as `yyyy-mm-dd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// Takes `yyyymmdd`; refuses what no calendar holds.
    pub fn from_yyyymmdd(number: i32) -> Result<Self, TimeError> {
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        let date = i16::try_from(year)
            .ok()
            .zip(i8::try_from(month).ok())
            .zip(i8::try_from(day).ok())
            .and_then(|((year, month), day)| civil::Date::new(year, month, day).ok())
            .filter(|date| date.year() >= 1);
        date.map(Self::from_civil).ok_or(TimeError::NoDay)
    }

    /// The day of a civil date.
    pub fn from_civil(date: civil::Date) -> Self {
        Self(i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()))
    }

    /// `yyyymmdd`.
    pub const fn yyyymmdd(self) -> i32 {
        self.0
    }

    /// The civil date.
    pub fn civil(self) -> civil::Date {
        let part = |number: i32| i8::try_from(number).unwrap_or(1);
        civil::Date::new(
            i16::try_from(self.0 / 10_000).unwrap_or(1),
            part(self.0 / 100 % 100),
            part(self.0 % 100),
        )
        .unwrap_or(civil::Date::ZERO)
    }

    /// The day `days` later (earlier when negative), held inside the calendar.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self::from_civil(
            self.civil().saturating_add(jiff::Span::new().days(days.clamp(-3_000_000, 3_000_000))),
        )
    }

    /// Days from this day to `later`; negative when `later` is earlier.
    pub fn days_until(self, later: Self) -> i32 {
        (later.civil() - self.civil()).get_days()
    }

    /// The first instant of this day in `zone`.
    pub fn start(self, zone: &Zone) -> Result<Instant, TimeError> {
        zone.instant(self.civil().at(0, 0, 0, 0))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

impl FromStr for Day {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let shape = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let date: civil::Date = text.parse().map_err(|_| TimeError::NoDay)?;
        if shape && date.year() >= 1 { Ok(Self::from_civil(date)) } else { Err(TimeError::NoDay) }
    }
}

/// A period of whole business days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    from: Day,
    to: Day,
}

impl Period {
    /// The period from the start of `from` to the end of `to`.
    pub fn new(from: Day, to: Day) -> Result<Self, TimeError> {
        match from.days_until(to) {
            days if days < 0 => Err(TimeError::Backwards),
            days if days >= PERIOD_DAYS_MAX => Err(TimeError::TooLong),
            _ => Ok(Self { from, to }),
        }
    }

    /// The first day.
    pub const fn from(self) -> Day {
        self.from
    }

    /// The last day.
    pub const fn to(self) -> Day {
        self.to
    }

    /// How many days it spans, at least 1.
    pub fn days(self) -> i32 {
        self.from.days_until(self.to) + 1
    }

    /// Whether both share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// Whether every day of `other` lies within.
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// The period of the same length that ends the day before this one starts.
    #[must_use]
    pub fn previous(self) -> Self {
        Self { from: self.from.plus_days(-self.days()), to: self.from.plus_days(-1) }
    }
}

macro_rules! text_form {
    ($($type:ident, $name:literal, $format:ident;)*) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                let format = SchemaFormat::KnownFormat(KnownFormat::$format);
                ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

text_form! {
    Instant, "instant", DateTime;
    Day, "day", Date;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_changes_at_midnight_of_the_zone() {
        let shanghai = Zone::named("Asia/Shanghai").unwrap();
        let before: Instant = "2026-06-22T15:59:59.999Z".parse().unwrap();
        assert_eq!(before.day(&shanghai), day("2026-06-22"));
        assert_eq!(before.plus_ms(1).day(&shanghai), day("2026-06-23"));
        assert_eq!(day("2026-06-23").start(&shanghai), Ok(before.plus_ms(1)));
    }

    #[test]
    fn the_previous_period_has_the_same_length_and_touches() {
        let week = Period::new(day("2026-03-02"), day("2026-03-08")).unwrap();
        let previous = week.previous();
        assert_eq!((previous.from(), previous.to()), (day("2026-02-23"), day("2026-03-01")));
        assert_eq!(previous.days(), week.days());
    }

    #[test]
    fn days_that_no_calendar_holds_are_refused() {
        for text in ["2026-02-30", "2026-13-01", "20260101", "0000-01-01", "2026-1-1", ""] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        assert!(Day::from_yyyymmdd(20_260_230).is_err());
        assert!(Period::new(day("2026-01-02"), day("2026-01-01")).is_err());
    }

    proptest! {
        #[test]
        fn days_count_there_and_back(offset in -200_000..200_000_i32) {
            let start = day("2026-01-01");
            prop_assert_eq!(start.days_until(start.plus_days(offset)), offset);
        }
    }
}
