//! The editions held against each other.

use super::{
    AgentOffer, Amount, Bound, BreakEven, Cases, LineKind, PlanError, PlanInput, Scenario, ScenarioPoint,
    Sensitivity, SensitivityKind, SensitivityPoint, money,
    scenario::{Year, cost_per_lead},
};
use crate::{
    rulebook::{Edition, RuleKey, RuleScope, Rulebook},
    time::Day,
};

/// What is tried of the share that was worth it.
const WORTH_TRIED_PPM: [i64; 5] = [0, 250_000, 500_000, 750_000, 1_000_000];
/// What is tried of another number, in percent of what was stated.
const TRIED_PERCENT: [i64; 5] = [50, 75, 100, 125, 150];

/// Each other edition held against the reference.
pub(super) fn break_even(scenarios: &[Scenario], held: &Scenario) -> Result<Vec<BreakEven>, PlanError> {
    let others = scenarios.iter().filter(|scenario| scenario.edition != held.edition);
    others.map(|scenario| against(scenario, held)).collect()
}

fn against(scenario: &Scenario, held: &Scenario) -> Result<BreakEven, PlanError> {
    let forced = amount_of(scenario, LineKind::ForcedSpend);
    let fees = money::sum([
        amount_of(scenario, LineKind::Certification).fen,
        amount_of(scenario, LineKind::SeatFees).fen,
    ])?;
    // What the reference costs beyond the fees of the other: so much of the forced spend may be lost on both.
    let beyond = money::sum([held.platform.fen, -fees])?;
    let worth_ppm = match forced.bound {
        Bound::Exact if forced.fen > 0 && (0..=forced.fen).contains(&beyond) && held.platform.is_exact() => {
            Some(money::WHOLE_PPM - money::over(&[beyond, money::WHOLE_PPM], forced.fen)?)
        }
        _ => None,
    };
    let saves =
        if held.platform.is_exact() { scenario.platform.less(held.platform.fen)? } else { Amount::UNKNOWN };
    Ok(BreakEven { edition: scenario.edition.clone(), worth_ppm, saves })
}

fn amount_of(scenario: &Scenario, kind: LineKind) -> Amount {
    let line = scenario.lines.iter().find(|line| line.kind == kind);
    line.map_or(Amount::exact(0), |line| line.amount)
}

/// The agent's offer, where one was stated.
pub(super) fn agent(
    book: &Rulebook,
    reference: &Edition,
    input: &PlanInput,
    on: Day,
) -> Result<Option<AgentOffer>, PlanError> {
    if input.agent_fee_fen == 0 {
        return Ok(None);
    }
    let industry = input.industry.as_deref();
    // Whoever sells an extension lives by the quota of a single account.
    let of_an_account = |edition: &&Edition| {
        let quota = edition.standing(RuleKey::SeatQuota, industry, on).chosen;
        quota.is_some_and(|row| row.scope == RuleScope::EnterpriseAccount && row.value > 0)
    };
    let quota = book.editions().iter().find(of_an_account);
    let quota = quota.and_then(|edition| edition.standing(RuleKey::SeatQuota, industry, on).chosen);
    let certification = reference.standing(RuleKey::CertificationFee, industry, on).chosen;
    let seat_fee = reference.standing(RuleKey::SeatFee, industry, on).chosen;
    let extra = quota.map(|row| (input.seats + row.value - 1) / row.value - 1);
    let yearly = money::sum([certification.map_or(0, |row| row.value), input.licence_fen_per_year])?;
    let licences_fen = money::product(&[extra.unwrap_or(0), yearly])?;
    let warning = Cases::builtin().agent();
    Ok(Some(AgentOffer {
        fee_fen: input.agent_fee_fen,
        extra_licences: extra,
        licences_fen,
        total_fen: money::sum([input.agent_fee_fen, licences_fen])?,
        seat_years: seat_fee.filter(|row| row.value > 0).map(|row| input.agent_fee_fen / row.value),
        why: warning.why.clone(),
        source: warning.source.clone(),
        cites: [quota, certification, seat_fee]
            .into_iter()
            .flatten()
            .map(crate::rulebook::RuleRow::cite)
            .collect(),
    }))
}

/// How the sums move with the worth of ads, with wages and with the lead rate.
pub(super) fn sensitivity(
    book: &Rulebook,
    input: &PlanInput,
    on: Day,
) -> Result<Vec<Sensitivity>, PlanError> {
    let percents = |stated: i64, most: i64| {
        let tried =
            TRIED_PERCENT.iter().map(move |percent| Ok(money::over(&[stated, *percent], 100)?.min(most)));
        tried.collect::<Result<Vec<i64>, PlanError>>()
    };
    let tried = [
        (SensitivityKind::Worth, WORTH_TRIED_PPM.to_vec()),
        (SensitivityKind::Wage, percents(input.wage_fen_per_hour, i64::MAX)?),
        (SensitivityKind::LeadRate, percents(input.lead_ppm, money::WHOLE_PPM)?),
    ];
    let at = |(kind, mut values): (SensitivityKind, Vec<i64>)| {
        values.dedup();
        let points = values.into_iter().map(|value| point(book, input, on, kind, value));
        Ok(Sensitivity { kind, points: points.collect::<Result<_, PlanError>>()? })
    };
    tried.into_iter().map(at).collect()
}

fn point(
    book: &Rulebook,
    input: &PlanInput,
    on: Day,
    kind: SensitivityKind,
    value: i64,
) -> Result<SensitivityPoint, PlanError> {
    let input = match kind {
        SensitivityKind::Worth => PlanInput { worth_ppm: value, ..input.clone() },
        SensitivityKind::Wage => PlanInput { wage_fen_per_hour: value, ..input.clone() },
        SensitivityKind::LeadRate => PlanInput { lead_ppm: value, ..input.clone() },
    };
    let editions = book.editions().iter().map(|edition| {
        let total = Year::of(edition, &input, on)?.total()?;
        let cost_per_lead = cost_per_lead(total, &input)?;
        Ok(ScenarioPoint { edition: edition.id.clone(), total, cost_per_lead })
    });
    Ok(SensitivityPoint { value, editions: editions.collect::<Result<_, PlanError>>()? })
}
