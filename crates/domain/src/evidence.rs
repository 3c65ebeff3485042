//! Evidence: files that prove something, what each is kept for, and until when.
//!
//! Words: a *purpose* says what a file proves, and with that how long it is kept when nobody says otherwise; a
//! *disposal* is why a file was thrown away. What a file is, its first bytes tell; its name is believed by nobody.
//!
//! Invariants: nothing is kept without a last day; a file goes, the line that says what it was stays.

use crate::time::Day;

/// Bytes that a file of evidence may have: 10 MiB.
pub const EVIDENCE_BYTES_MAX: u64 = 10 << 20;
/// Characters of a reason for opening a file.
pub const OPENING_REASON_CHARS_MAX: usize = 200;
/// Characters that a reason has at least: "看" says nothing.
pub const OPENING_REASON_CHARS_MIN: usize = 4;
/// Days that evidence may be kept at the most: thirty years, as the longest-kept books of a merchant are.
pub const RETENTION_DAYS_MAX: i32 = 30 * DAYS_PER_YEAR;

const DAYS_PER_YEAR: i32 = 365;
/// A labour dispute is brought within a year; a proof about a person is kept one year longer than it is valid.
const PERSON_YEARS: i32 = 2;
/// Advertisements and their proofs are kept three years.
const PROOF_YEARS: i32 = 3;
/// Invoices are kept with the books: ten years.
const BOOK_YEARS: i32 = 10;

names! {
    /// What a file of evidence proves.
    EvidencePurpose {
        /// 在职证明: that somebody works for the merchant.
        EmploymentProof = "employment_proof",
        /// A certificate, diploma or licence of a person.
        Certificate = "certificate",
        /// That a platform account belongs to a person, or to the merchant.
        AccountOwnership = "account_ownership",
        /// That a story a persona tells happened.
        Story = "story",
        /// A business or industry licence of a legal entity.
        Licence = "licence",
        /// What the back office of a legal entity shows.
        BackOffice = "back_office",
        /// Where a rule of the platform is written.
        RuleSource = "rule_source",
        /// An invoice or a receipt.
        Invoice = "invoice",
        /// The offer of an agent, and what was said about it.
        AgentOffer = "agent_offer",
        /// That an entitlement of an account is there.
        Entitlement = "entitlement",
        /// That a device, a SIM or a paper changed hands when somebody left.
        Departure = "departure",
    }
}

names! {
    /// What kind of file it is.
    EvidenceMedia {
        /// A PDF document.
        Pdf = "pdf",
        /// A PNG picture.
        Png = "png",
        /// A JPEG picture.
        Jpeg = "jpeg",
        /// A WebP picture.
        Webp = "webp",
    }
}

names! {
    /// Why a file of evidence was thrown away.
    Disposal {
        /// Its last day has passed.
        Retention = "retention",
        /// The person whom it is about wished it.
        PersonAsked = "person_asked",
        /// It was put in by mistake.
        Mistake = "mistake",
    }
}

/// Why something is not taken as evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// There is nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than [`EVIDENCE_BYTES_MAX`].
    #[error("the file is larger than {EVIDENCE_BYTES_MAX} bytes")]
    TooLarge,
    /// Its first bytes are not those of a kind that is taken.
    #[error("the file is no PDF, PNG, JPEG or WebP")]
    UnknownKind,
    /// It would be thrown away at once.
    #[error("the last day lies before today")]
    Past,
    /// Nobody may keep it for so long.
    #[error("evidence is kept {RETENTION_DAYS_MAX} days at the most")]
    TooLong,
}

impl EvidencePurpose {
    /// Days for which such a file is kept when nobody says otherwise. Our own default.
    pub const fn retention_days(self) -> i32 {
        let years = match self {
            Self::EmploymentProof | Self::Certificate | Self::AccountOwnership | Self::Departure => {
                PERSON_YEARS
            }
            Self::Story
            | Self::Licence
            | Self::BackOffice
            | Self::RuleSource
            | Self::AgentOffer
            | Self::Entitlement => PROOF_YEARS,
            Self::Invoice => BOOK_YEARS,
        };
        years * DAYS_PER_YEAR
    }
}

impl EvidenceMedia {
    /// What the first bytes of a file say it is.
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    /// The media type, as the web calls it.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// What the name of such a file ends with.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Pdf | Self::Png | Self::Webp => self.name(),
        }
    }
}

/// What a file is, from its size and first bytes; a refusal where it is not taken.
pub fn judge_file(bytes: u64, head: &[u8]) -> Result<EvidenceMedia, EvidenceError> {
    match bytes {
        0 => Err(EvidenceError::Empty),
        _ if bytes > EVIDENCE_BYTES_MAX => Err(EvidenceError::TooLarge),
        _ => EvidenceMedia::of(head).ok_or(EvidenceError::UnknownKind),
    }
}

/// The last day on which the file of a proof is kept that was accepted today: a year longer than it proves, and as long
/// as anything may be kept where it does not end. Who leaves takes it along: see [`crate::people::PERSON_KEPT_DAYS`].
pub fn kept_for_proof(valid_until: Option<Day>, today: Day) -> Day {
    let longest = today.plus_days(RETENTION_DAYS_MAX);
    valid_until.map_or(longest, |until| until.plus_days(DAYS_PER_YEAR).min(longest))
}

/// The last day on which a file put in today is kept.
pub fn retain_until(purpose: EvidencePurpose, wished: Option<Day>, today: Day) -> Result<Day, EvidenceError> {
    let Some(until) = wished else { return Ok(today.plus_days(purpose.retention_days())) };
    match today.days_until(until) {
        days if days < 0 => Err(EvidenceError::Past),
        days if days > RETENTION_DAYS_MAX => Err(EvidenceError::TooLong),
        _ => Ok(until),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say_whatever_it_is_called() {
        let zip = b"PK\x03\x04 called proof.pdf";
        let page = b"<html>%PDF-1.7";
        for (bytes, head, expected) in [
            (900, b"%PDF-1.7 ...".as_slice(), Ok(EvidenceMedia::Pdf)),
            (900, b"\x89PNG\r\n\x1a\n....", Ok(EvidenceMedia::Png)),
            (900, b"\xff\xd8\xff\xe0..JFIF", Ok(EvidenceMedia::Jpeg)),
            (900, b"RIFF\x10\0\0\0WEBPVP8 ", Ok(EvidenceMedia::Webp)),
            (900, b"RIFF\x10\0\0\0WAVEfmt ", Err(EvidenceError::UnknownKind)),
            (900, zip, Err(EvidenceError::UnknownKind)),
            (900, page, Err(EvidenceError::UnknownKind)),
            (2, b"\xff\xd8", Err(EvidenceError::UnknownKind)),
            (0, b"", Err(EvidenceError::Empty)),
            (EVIDENCE_BYTES_MAX, b"%PDF-1.7", Ok(EvidenceMedia::Pdf)),
            (EVIDENCE_BYTES_MAX + 1, b"%PDF-1.7", Err(EvidenceError::TooLarge)),
        ] {
            assert_eq!(judge_file(bytes, head), expected, "{head:?}");
        }
    }

    #[test]
    fn the_file_of_a_proof_outlives_what_it_proves_by_a_year() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        for (valid_until, expected) in
            [(Some("2027-05-31"), "2028-05-30"), (None, "2056-06-14"), (Some("2066-01-01"), "2056-06-14")]
        {
            assert_eq!(
                kept_for_proof(valid_until.map(day), day("2026-06-22")),
                day(expected),
                "{valid_until:?}"
            );
        }
    }

    #[test]
    fn everything_is_kept_until_a_day_that_is_told_or_follows_from_what_it_proves() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let today = day("2026-06-22");
        for (purpose, wished, expected) in [
            (EvidencePurpose::EmploymentProof, None, Ok("2028-06-21")),
            (EvidencePurpose::Invoice, None, Ok("2036-06-19")),
            (EvidencePurpose::Licence, Some("2026-12-31"), Ok("2026-12-31")),
            (EvidencePurpose::Licence, Some("2026-06-22"), Ok("2026-06-22")),
            (EvidencePurpose::Licence, Some("2026-06-21"), Err(EvidenceError::Past)),
            (EvidencePurpose::Licence, Some("2066-06-22"), Err(EvidenceError::TooLong)),
        ] {
            assert_eq!(
                retain_until(purpose, wished.map(day), today),
                expected.map(day),
                "{purpose} {wished:?}"
            );
        }
    }
}
