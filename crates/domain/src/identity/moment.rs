//! A moment as people search for it: to the instant, or by the day in the zone of the brand.

use std::str::FromStr;

use crate::time::{Day, Instant, TimeError, Zone};

/// An instant or a whole day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// An instant.
    At(Instant),
    /// A day of the brand.
    On(Day),
}

impl FromStr for Moment {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        text.parse().map(Self::On).or_else(|_| text.parse().map(Self::At))
    }
}

impl Moment {
    /// Where a search that begins with this moment starts.
    pub fn start(self, zone: &Zone) -> Result<Instant, TimeError> {
        match self {
            Self::At(instant) => Ok(instant),
            Self::On(day) => day.start(zone),
        }
    }

    /// The first instant after a search that ends with this moment: a day belongs to it whole.
    pub fn end(self, zone: &Zone) -> Result<Instant, TimeError> {
        match self {
            Self::At(instant) => Ok(instant.plus_ms(1)),
            Self::On(day) => day.plus_days(1).start(zone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_searched_whole_in_the_zone_of_the_brand() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        for (text, start, end) in [
            ("2026-06-22", "2026-06-21T16:00:00Z", "2026-06-22T16:00:00Z"),
            ("2026-06-22T08:00:00+08:00", "2026-06-22T00:00:00Z", "2026-06-22T00:00:00.001Z"),
        ] {
            let moment: Moment = text.parse().unwrap();
            assert_eq!(moment.start(&zone), Ok(start.parse().unwrap()), "{text}");
            assert_eq!(moment.end(&zone), Ok(end.parse().unwrap()), "{text}");
        }
        for text in ["", "yesterday", "2026-02-30", "2026-06-22T08:00"] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }
}
