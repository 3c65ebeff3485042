//! What the rule book says, and what it does not.

use uuid::Uuid;

use super::*;
use crate::{
    id::RuleAmendmentId,
    time::{Day, Instant},
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn edition(id: &str) -> &'static Edition {
    Rulebook::builtin().edition(&id.parse().unwrap()).unwrap()
}

/// A row of a brand that says `value` from a day on.
fn own(key: RuleKey, value: i64, from: &str, adopted_ms: i64) -> RuleRow {
    let like = edition("grey_test").rows().iter().find(|row| row.key == key).unwrap();
    let amendment = RuleAmendmentId::from_uuid(Uuid::from_u128(9));
    let origin = Origin::Brand { amendment, adopted_at: Instant::from_ms(adopted_ms) };
    RuleRow { value, valid_from: Some(day(from)), grade: SourceGrade::OwnExperience, origin, ..like.clone() }
}

#[test]
fn each_edition_says_its_own_numbers_and_is_silent_about_the_others() {
    use RuleKey as K;
    let on = day("2026-03-01");
    for (id, key, industry, expected) in [
        ("bundled", K::SeatQuota, None, Some(30)),
        ("bundled", K::SeatFee, None, None),
        ("bundled", K::OpeningTopUp, Some("home_furnishing"), Some(500_000)),
        ("bundled", K::OpeningTopUpSeats, Some("home_furnishing"), Some(3)),
        ("bundled", K::OpeningTopUp, None, None),
        ("bundled", K::OpeningTopUp, Some("medical_beauty"), None),
        ("bundled", K::ExtendedQuota, Some("medical_beauty"), Some(100)),
        ("bundled", K::ExtendedQuotaSpend, Some("medical_beauty"), Some(20_000_000)),
        ("bundled", K::ComponentSpend, None, Some(500_000)),
        ("spend_2025", K::SeatQuota, None, Some(30)),
        ("spend_2025", K::SeatSpend, None, Some(20_000)),
        ("spend_2025", K::SpendGraceDays, None, Some(14)),
        ("spend_2025", K::SpendProtectionDays, None, Some(7)),
        ("spend_2025", K::LeadCard, None, Some(0)),
        ("grey_test", K::SeatFee, None, Some(60_000)),
        ("grey_test", K::SeatFee, Some("home_furnishing"), Some(60_000)),
        ("grey_test", K::SeatTerm, None, Some(12)),
        ("grey_test", K::SeatQuota, None, Some(100)),
        ("grey_test", K::LeadCard, None, Some(1)),
        ("grey_test", K::SeatSpend, None, None),
        ("grey_test", K::SeatFeeRefund, None, None),
        ("grey_test", K::SeatReviewDays, None, None),
        ("grey_test", K::CertificationFee, None, Some(60_000)),
        ("bundled", K::CertificationFee, None, Some(60_000)),
        ("grey_test", K::ReviewDays, None, Some(7)),
        ("grey_test", K::SeatsPerPerson, None, Some(1)),
        ("grey_test", K::AccountsPerDevice, None, Some(1)),
        ("grey_test", K::RebindPersonalAuthorized, None, Some(0)),
        ("grey_test", K::RebindEnterpriseCreated, None, Some(1)),
        ("bundled", K::NoteTitleChars, None, Some(20)),
        ("grey_test", K::NoteTitleChars, Some("medical_beauty"), Some(20)),
        ("grey_test", K::NoteBodyChars, None, Some(1_000)),
        ("grey_test", K::NotePicturesLeast, None, Some(1)),
        ("grey_test", K::NotePicturesMost, None, Some(18)),
        ("grey_test", K::NoteTopicsMost, None, Some(10)),
        ("bundled", K::NoteAdShareMost, None, Some(20)),
    ] {
        assert_eq!(edition(id).value(key, industry, on), expected, "{id} {key} {industry:?}");
    }
}

#[test]
fn every_edition_says_of_each_entitlement_whether_it_comes_with_the_seat() {
    for edition in Rulebook::builtin().editions() {
        for key in RuleKey::ENTITLEMENTS {
            let value = edition.value(*key, None, day("2025-10-01"));
            assert!(value.is_some(), "{} {key}", edition.id);
        }
    }
}

#[test]
fn sources_that_disagree_stand_side_by_side_and_the_stricter_is_taken() {
    use RuleKey as K;
    let standing = |key| edition("grey_test").standing(key, None, day("2026-03-01"));
    for (key, chosen, others) in [
        (K::UnansweredMessages, 1, &[3][..]),
        (K::StrangerMessages, 5, &[20, 20]),
        (K::ReviewDays, 7, &[3, 1]),
        (K::SeatQuota, 100, &[30]),
        (K::RebindPersonalAuthorized, 0, &[1]),
        (K::AccountsPerDevice, 1, &[3, 5]),
        (K::SeatFee, 60_000, &[]),
    ] {
        let standing = standing(key);
        assert_eq!(standing.chosen.map(|row| row.value), Some(chosen), "{key}");
        let values: Vec<i64> = standing.contradicting.iter().map(|row| row.value).collect();
        assert_eq!(values, others, "{key}");
    }
    let quota = standing(K::SeatQuota);
    let scopes = (quota.chosen.unwrap().scope, quota.contradicting.first().unwrap().scope);
    assert_eq!(scopes, (RuleScope::LegalEntity, RuleScope::EnterpriseAccount));
}

#[test]
fn a_rule_with_dates_counts_on_its_days_only() {
    for (on, expected) in [("2025-03-11", None), ("2025-03-12", Some(25)), ("2026-11-22", Some(25))] {
        let value = edition("bundled").value(RuleKey::DiversionPointsMax, None, day(on));
        assert_eq!(value, expected, "{on}");
    }
}

#[test]
fn what_a_brand_adopted_goes_first_from_its_day_on_and_the_past_stays() {
    let rows = [
        own(RuleKey::SeatFee, 66_000, "2026-04-01", 1),
        own(RuleKey::SeatFee, 70_000, "2026-06-01", 2),
        own(RuleKey::SeatFee, 68_000, "2026-06-01", 3),
    ];
    let book = Rulebook::builtin().with(rows);
    let edition = book.edition(&"grey_test".parse().unwrap()).unwrap();
    for (on, chosen, others) in [
        ("2026-03-31", 60_000, &[][..]),
        ("2026-04-01", 66_000, &[60_000]),
        ("2026-05-31", 66_000, &[60_000]),
        ("2026-06-01", 68_000, &[60_000]),
    ] {
        let standing = edition.standing(RuleKey::SeatFee, None, day(on));
        assert_eq!(standing.chosen.map(|row| row.value), Some(chosen), "{on}");
        let values: Vec<i64> = standing.contradicting.iter().map(|row| row.value).collect();
        assert_eq!(values, others, "{on}: what the brand replaced itself is no contradiction");
    }
    let other = book.edition(&"bundled".parse().unwrap()).unwrap();
    assert_eq!(other.value(RuleKey::SeatFee, None, day("2026-06-01")), None);
}

#[test]
fn a_citation_tells_the_number_its_source_and_whether_the_brand_adopted_it() {
    let row = edition("grey_test").standing(RuleKey::SeatFee, None, day("2026-03-01")).chosen.unwrap();
    let cited = row.cite();
    assert_eq!((cited.edition.name(), cited.key, cited.value), ("grey_test", RuleKey::SeatFee, 60_000));
    assert_eq!((cited.unit, cited.scope), (RuleUnit::FenPerYear, RuleScope::Seat));
    assert_eq!((cited.grade, cited.amendment), (SourceGrade::Reported, None));
    assert!(cited.source.zh.contains("KOS") && cited.link.is_some());
    let adopted = own(RuleKey::SeatFee, 66_000, "2026-04-01", 1).cite();
    assert_eq!(adopted.amendment, Some(RuleAmendmentId::from_uuid(Uuid::from_u128(9))));
}

#[test]
fn an_edition_is_named_by_a_short_word() {
    assert!(["grey_test", "spend_2025", "a"].iter().all(|text| text.parse::<EditionId>().is_ok()));
    let long = "a".repeat(41);
    for text in ["", "Grey", "grey test", "灰度", &long] {
        assert_eq!(text.parse::<EditionId>(), Err(EditionIdError), "{text}");
    }
}
