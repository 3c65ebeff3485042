//! The cases of the article to the fen, and what holds of every plan.

use proptest::prelude::*;

use super::*;
use crate::rulebook::{RuleKey, SourceGrade};

fn on() -> Day {
    "2026-06-22".parse().unwrap()
}

fn planned(input: &PlanInput) -> Plan {
    plan(Rulebook::builtin(), input, on()).unwrap()
}

fn of<'a>(plan: &'a Plan, edition: &str) -> &'a Scenario {
    plan.scenarios.iter().find(|scenario| scenario.edition.name() == edition).unwrap()
}

fn line(scenario: &Scenario, kind: LineKind) -> i64 {
    scenario.lines.iter().find(|line| line.kind == kind).map_or(0, |line| line.amount.fen)
}

/// Nothing but what the platform asks.
fn fees_only(seats: i64) -> PlanInput {
    PlanInput { seats, wage_fen_per_hour: 0, ..PlanInput::default() }
}

const YUAN: i64 = 100;

#[test]
fn the_new_fee_and_the_rule_of_2025_cost_what_the_table_says() {
    // Seats; seats times the fee, with the certification, by month; the ad money of the rule of 2025.
    for (seats, fee, with_certification, by_month, ads) in [
        (3, 1_800, 2_400, 200, 216_000),
        (10, 6_000, 6_600, 550, 720_000),
        (30, 18_000, 18_600, 1_550, 2_160_000),
        (50, 30_000, 30_600, 2_550, 3_600_000),
        (100, 60_000, 60_600, 5_050, 7_200_000),
    ] {
        let plan = planned(&fees_only(seats));
        let new = of(&plan, "grey_test");
        assert_eq!(line(new, LineKind::SeatFees), fee * YUAN, "{seats}");
        assert_eq!(line(new, LineKind::Certification), 600 * YUAN, "{seats}");
        assert_eq!(new.total, Amount::exact(with_certification * YUAN), "{seats}");
        assert_eq!(new.per_month, Amount::exact(by_month * YUAN), "{seats}");
        let spending = of(&plan, "spend_2025");
        assert_eq!(line(spending, LineKind::ForcedSpend), ads * YUAN, "{seats}");
        assert_eq!(spending.next_year, spending.total, "it is asked for again");
    }
}

#[test]
fn the_old_cases_break_even_where_the_article_s_figures_put_them() {
    for (case, forced, tied, worth, saves) in [
        ("home_top_up", 5_000 * YUAN, 166_667, 640_000, 3_200 * YUAN),
        ("medical_beauty_spend", 200_000 * YUAN, 2_000 * YUAN, 700_000, 140_000 * YUAN),
    ] {
        let input = &Cases::builtin().of(case).unwrap().input;
        let plan = planned(input);
        let old = of(&plan, "bundled");
        let spend = old.lines.iter().find(|line| line.kind == LineKind::ForcedSpend).unwrap();
        assert_eq!(spend.amount, Amount::exact(forced), "{case}");
        assert!(spend.cites.iter().all(|cited| cited.grade == SourceGrade::Reported), "{case}");
        assert_eq!(spend.cites.len(), 2, "{case}");
        assert_eq!(old.tied_per_seat, Amount::exact(tied), "{case}");
        let held = plan.break_even.iter().find(|held| held.edition.name() == "bundled").unwrap();
        assert_eq!((held.worth_ppm, held.saves), (Some(worth), Amount::exact(saves)), "{case}");
        // At that worth both cost the same.
        let even = planned(&PlanInput { worth_ppm: worth, ..input.clone() });
        assert_eq!(of(&even, "bundled").platform, of(&even, "grey_test").platform, "{case}");
    }
}

#[test]
fn an_agent_s_offer_is_shown_beside_what_it_is_and_counted_nowhere() {
    let input = &Cases::builtin().of("agent_extension").unwrap().input;
    let plan = planned(input);
    let offer = plan.agent.unwrap();
    assert_eq!((offer.fee_fen, offer.seat_years), (30_000 * YUAN, Some(50)));
    assert_eq!(offer.extra_licences, Some(3), "100 seats in parts of 30");
    assert_eq!((offer.licences_fen, offer.total_fen), (1_800 * YUAN, 31_800 * YUAN));
    assert!(offer.why.zh.contains("挂靠") && !offer.cites.is_empty());
    let without = planned(&PlanInput { agent_fee_fen: 0, ..input.clone() });
    assert_eq!(plan.scenarios, without.scenarios);
    assert_eq!(without.agent, None);
}

#[test]
fn thirty_seats_spend_180_000_a_month_under_the_rule_of_2025() {
    let plan = planned(&Cases::builtin().of("autumn_2025").unwrap().input);
    let months = &of(&plan, "spend_2025").calendar;
    assert_eq!(months.len(), 24);
    assert!(months.iter().all(|month| month.ads_fen == 180_000 * YUAN));
}

#[test]
fn labour_decides_and_not_the_fee() {
    let plan = planned(&Cases::builtin().of("labour").unwrap().input);
    let new = of(&plan, "grey_test");
    assert_eq!(line(new, LineKind::Writing), 234_000 * YUAN);
    assert_eq!(line(new, LineKind::SeatFees), 6_000 * YUAN);
    assert_eq!(new.total, Amount::exact(240_600 * YUAN));
    assert_eq!(plan.hours_per_week_centi, 75 * 100);
    assert_eq!(new.marginal, Amount::exact(24_000 * YUAN), "600 of fee and 23,400 of writing");
}

#[test]
fn what_no_source_tells_is_a_bound_or_not_known() {
    use Bound as B;
    for (seats, industry, expected) in [
        (3, None, (B::Exact, 5_000)),
        (2, None, (B::AtMost, 5_000)),
        (10, None, (B::AtLeast, 5_000)),
        (50, None, (B::AtLeast, 5_000)),
        (100, None, (B::Exact, 200_000)),
        (120, None, (B::AtLeast, 200_000)),
        (10, Some("home_furnishing"), (B::AtLeast, 5_000)),
        (10, Some("medical_beauty"), (B::AtMost, 200_000)),
        (10, Some("education"), (B::Unknown, 0)),
    ] {
        let plan = planned(&PlanInput { industry: industry.map(str::to_owned), ..fees_only(seats) });
        let old = of(&plan, "bundled");
        let spend = old.lines.iter().find(|line| line.kind == LineKind::ForcedSpend).unwrap().amount;
        assert_eq!((spend.bound, spend.fen), (expected.0, expected.1 * YUAN), "{seats} {industry:?}");
        let told = old.remarks.iter().any(|remark| remark.kind == RemarkKind::SpendNotKnown);
        assert_eq!(told, spend.bound != B::Exact, "{seats} {industry:?}");
        let held = plan.break_even.iter().find(|held| held.edition.name() == "bundled").unwrap();
        assert_eq!(held.worth_ppm.is_some(), spend.is_exact(), "{seats} {industry:?}");
    }
    let stated = planned(&PlanInput { top_up_fen: Some(800_000), spend_fen: Some(500_000), ..fees_only(10) });
    let old = of(&stated, "bundled");
    assert_eq!(line(old, LineKind::ForcedSpend), 800_000, "the spend is drawn from the top-up");
    assert_eq!(line(of(&stated, "grey_test"), LineKind::ForcedSpend), 0, "which asks for none");
    let first = old.calendar.first().unwrap();
    assert_eq!((first.ads_fen, old.calendar[1].ads_fen), (800_000, 0));
    assert_eq!(old.next_year, Amount { fen: 60_000, bound: B::AtLeast }, "nobody says whether it recurs");
}

#[test]
fn beyond_the_quota_more_entities_are_needed_or_more_must_be_asked_for() {
    let kinds = |scenario: &Scenario| -> Vec<(RemarkKind, Option<i64>)> {
        scenario.remarks.iter().map(|remark| (remark.kind, remark.number)).collect()
    };
    let at_quota = planned(&fees_only(100));
    assert_eq!(kinds(of(&at_quota, "grey_test")), []);
    assert_eq!(of(&at_quota, "grey_test").marginal, Amount::exact(1_200 * YUAN), "a fee and a certification");
    let beyond = planned(&fees_only(101));
    assert_eq!(kinds(of(&beyond, "grey_test")), [(RemarkKind::MoreEntities, Some(2))]);
    assert_eq!(line(of(&beyond, "grey_test"), LineKind::Certification), 1_200 * YUAN);
    let spending = kinds(of(&beyond, "spend_2025"));
    assert_eq!(
        spending,
        [
            (RemarkKind::OverQuota, Some(30)),
            (RemarkKind::ComponentsLocked, Some(5)),
            (RemarkKind::GraceDays, Some(14))
        ]
    );
}

#[test]
fn leads_deals_and_idle_seats_are_counted() {
    let input = PlanInput {
        chats_per_week_centi: 500,
        minutes_per_chat: 6,
        lead_ppm: 300_000,
        deal_ppm: 50_000,
        profit_fen_per_deal: 2_000 * YUAN,
        idle_ppm: 200_000,
        violation_ppm: 10_000,
        loss_fen: 10_000 * YUAN,
        phone_fen_per_year: 360 * YUAN,
        ..PlanInput::default()
    };
    let plan = planned(&input);
    let new = of(&plan, "grey_test");
    assert_eq!(plan.leads_per_year_centi, 624 * 100, "8 active seats, 52 weeks, 5 chats, 3 in 10");
    assert_eq!(line(new, LineKind::Chats), 15_600 * YUAN);
    assert_eq!(line(new, LineKind::ExpectedPenalty), 1_000 * YUAN);
    assert_eq!(line(new, LineKind::Phones), 3_600 * YUAN);
    let seats = 6_000 + 234_000 + 15_600 + 3_600;
    assert_eq!(new.waste, Amount::exact(seats * YUAN / 5));
    assert_eq!(new.total, Amount::exact((seats + 600 + 1_000) * YUAN));
    assert_eq!(new.cost_per_lead, Amount::exact(41_795), "260,800 yuan over 624 leads");
    assert_eq!(new.leads_needed_per_seat, Some(261), "26,080 yuan over 100 a lead, rounded up");
    assert_eq!(new.payback_month, None, "62,400 a year never pay for it");
    let better = planned(&PlanInput { profit_fen_per_deal: 10_000 * YUAN, ..input });
    assert_eq!(of(&better, "grey_test").payback_month, Some(2));
    assert_eq!(of(&better, "spend_2025").payback_month, None);
}

#[test]
fn the_sums_move_with_worth_wage_and_lead_rate() {
    let plan = planned(&PlanInput { lead_ppm: 800_000, chats_per_week_centi: 100, ..PlanInput::default() });
    let kinds: Vec<SensitivityKind> = plan.sensitivity.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, SensitivityKind::ALL);
    let values =
        |kind: usize| plan.sensitivity[kind].points.iter().map(|point| point.value).collect::<Vec<_>>();
    assert_eq!(values(1), [3_000, 4_500, 6_000, 7_500, 9_000]);
    assert_eq!(values(2), [400_000, 600_000, 800_000, 1_000_000], "a rate is no more than the whole");
    for point in &plan.sensitivity[0].points {
        let spending = point.editions.iter().find(|one| one.edition.name() == "spend_2025").unwrap();
        let lost = 720_000 * YUAN * (1_000_000 - point.value) / 1_000_000;
        assert_eq!(spending.total, Amount::exact(lost + 234_600 * YUAN));
    }
}

#[test]
fn every_number_of_the_platform_is_quoted() {
    let plan = planned(&fees_only(100));
    for scenario in &plan.scenarios {
        for line in &scenario.lines {
            let is_platform =
                matches!(line.kind, LineKind::Certification | LineKind::SeatFees | LineKind::ForcedSpend);
            assert_eq!(!line.cites.is_empty(), is_platform, "{} {}", scenario.edition, line.kind);
        }
    }
    let cites = |kind| &of(&plan, "grey_test").lines.iter().find(|line| line.kind == kind).unwrap().cites;
    assert_eq!(cites(LineKind::SeatFees)[0].key, RuleKey::SeatFee);
    assert_eq!(cites(LineKind::Certification)[0].key, RuleKey::CertificationFee);
}

#[test]
fn what_cannot_be_planned_is_refused_with_its_field() {
    let refused = |input: PlanInput| plan(Rulebook::builtin(), &input, on()).unwrap_err();
    let seats = |seats| PlanInput { seats, ..PlanInput::default() };
    assert_eq!(refused(seats(0)), PlanError::OutOfRange { field: "seats", min: 1, max: 1_000 });
    assert_eq!(refused(seats(1_001)), PlanError::OutOfRange { field: "seats", min: 1, max: 1_000 });
    let worth = PlanInput { worth_ppm: 1_000_001, ..PlanInput::default() };
    assert!(matches!(refused(worth), PlanError::OutOfRange { field: "worth_ppm", .. }));
    let industry = PlanInput { industry: Some("space".into()), ..PlanInput::default() };
    assert_eq!(refused(industry), PlanError::UnknownIndustry);
    let reference = PlanInput { reference: Some("nobody".parse().unwrap()), ..PlanInput::default() };
    assert_eq!(refused(reference), PlanError::UnknownEdition);
}

prop_compose! {
    fn inputs()(
        seats in 1..=SEATS_MAX,
        industry in proptest::sample::select(vec![None, Some("home_furnishing"), Some("medical_beauty")]),
        top_up_fen in proptest::option::of(0..=1_000_000_000_i64),
        spend_fen in proptest::option::of(0..=1_000_000_000_i64),
        (worth_ppm, idle_ppm, lead_ppm, deal_ppm) in (0..=1_000_000_i64, 0..=1_000_000_i64, 0..=1_000_000_i64, 0..=1_000_000_i64),
        (wage_fen_per_hour, posts_per_week_centi, minutes_per_post) in (0..=1_000_000_i64, 0..=10_000_i64, 0..=6_000_i64),
        (chats_per_week_centi, minutes_per_chat, profit_fen_per_deal) in (0..=1_000_000_i64, 0..=6_000_i64, 0..=1_000_000_000_i64),
        (agent_fee_fen, phone_fen_per_year) in (0..=1_000_000_000_i64, 0..=1_000_000_000_i64),
    ) -> PlanInput {
        PlanInput {
            seats, industry: industry.map(str::to_owned), top_up_fen, spend_fen, worth_ppm, idle_ppm, lead_ppm, deal_ppm,
            wage_fen_per_hour, posts_per_week_centi, minutes_per_post, chats_per_week_centi, minutes_per_chat,
            profit_fen_per_deal, agent_fee_fen, phone_fen_per_year, ..PlanInput::default()
        }
    }
}

proptest! {
    #[test]
    fn any_plan_within_the_bounds_adds_up_or_is_refused(input in inputs()) {
        let plan = match plan(Rulebook::builtin(), &input, on()) {
            Ok(plan) => plan,
            Err(error) => { prop_assert_eq!(error, PlanError::TooLarge); return Ok(()) }
        };
        for scenario in &plan.scenarios {
            let sum: i64 = scenario.lines.iter().map(|line| line.amount.fen).sum();
            if scenario.total.bound != Bound::Unknown {
                prop_assert_eq!(scenario.total.fen, sum);
            }
            prop_assert!(scenario.waste.fen <= scenario.total.fen.max(0));
            let cash: i64 = scenario.calendar.iter().take(12).map(|month| month.total_fen).sum();
            let no_cash = line(scenario, LineKind::WorthAnyway) + line(scenario, LineKind::ExpectedPenalty);
            prop_assert_eq!(cash, sum - no_cash);
        }
    }

    #[test]
    fn more_seats_never_cost_less(input in inputs()) {
        let more = PlanInput { seats: (input.seats + 7).min(SEATS_MAX), ..input.clone() };
        let (Ok(fewer), Ok(more)) = (plan(Rulebook::builtin(), &input, on()), plan(Rulebook::builtin(), &more, on())) else {
            return Ok(());
        };
        for (one, other) in fewer.scenarios.iter().zip(&more.scenarios) {
            if one.total.is_exact() && other.total.is_exact() {
                prop_assert!(one.total.fen <= other.total.fen, "{}", one.edition);
            }
        }
    }
}
