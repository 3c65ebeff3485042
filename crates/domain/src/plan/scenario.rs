//! The year under one edition.

use jiff::ToSpan as _;

use super::{
    Amount, Bound, CALENDAR_MONTHS, Line, LineKind, MONTH_DAYS, MONTHS, MonthCash, PlanError, PlanInput,
    PlanRemark, RemarkKind, Scenario, WEEKS, money,
};
use crate::{
    rulebook::{Citation, Edition, RuleKey, RuleRow, RuleScope, Rulebook},
    time::Day,
};

/// Minutes of an hour, times the hundredths in which a week is told.
const CENTI_HOUR: i64 = 60 * 100;

/// The year under every edition of the book, the oldest first.
pub(super) fn all(book: &Rulebook, input: &PlanInput, on: Day) -> Result<Vec<Scenario>, PlanError> {
    book.editions().iter().map(|edition| scenario(edition, input, on)).collect()
}

fn scenario(edition: &Edition, input: &PlanInput, on: Day) -> Result<Scenario, PlanError> {
    let year = Year::of(edition, input, on)?;
    let total = year.total()?;
    let one_more = PlanInput { seats: input.seats + 1, ..input.clone() };
    let marginal = difference(Year::of(edition, &one_more, on)?.total()?, total)?;
    let calendar = year.calendar(on)?;
    Ok(Scenario {
        edition: edition.id.clone(),
        name: edition.name.clone(),
        platform: year.platform()?,
        next_year: year.next_year()?,
        per_month: divided(total, MONTHS)?,
        per_seat: divided(total, input.seats)?,
        tied_per_seat: divided(year.forced.amount, input.seats)?,
        marginal,
        waste: year.of_the_seats()?.share(input.idle_ppm)?,
        cost_per_lead: cost_per_lead(total, input)?,
        leads_needed_per_seat: leads_needed(total, input)?,
        payback_month: payback(&calendar, &year.forced, input)?,
        calendar,
        remarks: remarks(edition, &year.forced, input, on),
        lines: year.lines,
        total,
    })
}

/// The lines of a year, and the ad money among them.
pub(super) struct Year {
    lines: Vec<Line>,
    forced: Forced,
}

/// Ad money that an edition asks for in the first year.
struct Forced {
    amount: Amount,
    /// What of it is paid at once.
    at_once_fen: i64,
    /// Whether the next year asks for it again.
    recurs: bool,
    cites: Vec<Citation>,
}

impl Year {
    pub(super) fn of(edition: &Edition, input: &PlanInput, on: Day) -> Result<Self, PlanError> {
        let forced = forced(edition, input, on)?;
        let worth = -money::share(forced.amount.fen, input.worth_ppm)?;
        let mut lines = fees(edition, input, on)?;
        if forced.amount != Amount::exact(0) {
            let (amount, cites) = (forced.amount, forced.cites.clone());
            lines.push(Line { kind: LineKind::ForcedSpend, amount, cites });
            lines.push(Line { kind: LineKind::WorthAnyway, amount: Amount::exact(worth), cites: vec![] });
        }
        lines.extend(running(input)?);
        let penalty = money::over(&[input.seats, input.violation_ppm, input.loss_fen], money::WHOLE_PPM)?;
        let penalty = Amount::exact(penalty);
        lines.push(Line { kind: LineKind::ExpectedPenalty, amount: penalty, cites: vec![] });
        Ok(Self { lines, forced })
    }

    pub(super) fn total(&self) -> Result<Amount, PlanError> {
        self.of_kinds(LineKind::ALL)
    }

    /// What the platform asks, without the share of the ad money that was worth it.
    fn platform(&self) -> Result<Amount, PlanError> {
        use LineKind as K;
        self.of_kinds(&[K::Certification, K::SeatFees, K::ForcedSpend, K::WorthAnyway])
    }

    /// What is paid seat by seat, so that an idle one is paid for nothing.
    fn of_the_seats(&self) -> Result<Amount, PlanError> {
        use LineKind as K;
        self.of_kinds(&[
            K::SeatFees,
            K::ForcedSpend,
            K::WorthAnyway,
            K::Writing,
            K::Review,
            K::Chats,
            K::Phones,
        ])
    }

    fn next_year(&self) -> Result<Amount, PlanError> {
        let total = self.total()?;
        if self.forced.recurs || self.forced.amount == Amount::exact(0) {
            return Ok(total);
        }
        // Nobody says whether it is asked for again.
        let rest = LineKind::ALL
            .iter()
            .copied()
            .filter(|kind| !matches!(kind, LineKind::ForcedSpend | LineKind::WorthAnyway));
        let rest = self.of_kinds(&rest.collect::<Vec<_>>())?;
        Ok(Amount { bound: Bound::AtLeast, ..rest })
    }

    fn of_kinds(&self, kinds: &[LineKind]) -> Result<Amount, PlanError> {
        let lines = self.lines.iter().filter(|line| kinds.contains(&line.kind));
        lines.map(|line| line.amount).try_fold(Amount::exact(0), Amount::plus)
    }

    fn calendar(&self, on: Day) -> Result<Vec<MonthCash>, PlanError> {
        use LineKind as K;
        let fees = self.of_kinds(&[K::Certification, K::SeatFees])?.fen;
        let running =
            self.of_kinds(&[K::Writing, K::Review, K::Chats, K::Phones, K::Tools, K::Training])?.fen;
        let Forced { amount, at_once_fen, recurs, .. } = self.forced;
        let spread = amount.fen - at_once_fen;
        let first = on.civil().first_of_month();
        (0..CALENDAR_MONTHS)
            .map(|index| {
                let number = i64::try_from(index).map_err(|_| PlanError::TooLarge)?;
                let (year, within) = (number / MONTHS, number % MONTHS);
                let month = Day::from_civil(first.saturating_add(number.months()));
                let fees_fen = if within == 0 { fees } else { 0 };
                let at_once = if number == 0 { at_once_fen } else { 0 };
                let by_month = if year == 0 || recurs { money::part(spread, within, MONTHS) } else { 0 };
                let (ads_fen, running_fen) = (at_once + by_month, money::part(running, within, MONTHS));
                let total_fen = money::sum([fees_fen, ads_fen, running_fen])?;
                Ok(MonthCash { month, fees_fen, ads_fen, running_fen, total_fen })
            })
            .collect()
    }
}

fn fees(edition: &Edition, input: &PlanInput, on: Day) -> Result<Vec<Line>, PlanError> {
    let chosen = |key| edition.standing(key, input.industry.as_deref(), on).chosen;
    let mut lines = Vec::new();
    if let Some(row) = chosen(RuleKey::CertificationFee) {
        let fen = money::product(&[row.value, entities(edition, input, on)])?;
        lines.push(cited(LineKind::Certification, fen, row));
    }
    if let Some(row) = chosen(RuleKey::SeatFee) {
        lines.push(cited(LineKind::SeatFees, money::product(&[row.value, input.seats])?, row));
    }
    Ok(lines)
}

fn cited(kind: LineKind, fen: i64, row: &RuleRow) -> Line {
    Line { kind, amount: Amount::exact(fen), cites: vec![row.cite()] }
}

/// Legal entities that the seats need: more than one only where the quota is one of the entity.
fn entities(edition: &Edition, input: &PlanInput, on: Day) -> i64 {
    let quota = edition.standing(RuleKey::SeatQuota, input.industry.as_deref(), on).chosen;
    match quota {
        Some(row) if row.scope == RuleScope::LegalEntity && row.value > 0 => {
            (input.seats + row.value - 1) / row.value
        }
        _ => 1,
    }
}

/// Work, phones, tools and training: the same under every edition.
fn running(input: &PlanInput) -> Result<Vec<Line>, PlanError> {
    let work = |per_week_centi: i64, minutes: i64| {
        money::over(&[input.seats, WEEKS, per_week_centi, minutes, input.wage_fen_per_hour], CENTI_HOUR)
    };
    let amounts = [
        (LineKind::Writing, work(input.posts_per_week_centi, input.minutes_per_post)?),
        (LineKind::Review, work(input.posts_per_week_centi, input.review_minutes_per_post)?),
        (LineKind::Chats, work(input.chats_per_week_centi, input.minutes_per_chat)?),
        (LineKind::Phones, money::product(&[input.seats, input.phone_fen_per_year])?),
        (LineKind::Tools, input.tools_fen_per_year),
        (LineKind::Training, input.training_fen_per_year),
    ];
    let line = |(kind, fen)| Line { kind, amount: Amount::exact(fen), cites: vec![] };
    Ok(amounts.into_iter().map(line).collect())
}

fn forced(edition: &Edition, input: &PlanInput, on: Day) -> Result<Forced, PlanError> {
    if let Some(row) = edition.standing(RuleKey::SeatSpend, input.industry.as_deref(), on).chosen {
        let fen = money::product(&[row.value, MONTH_DAYS, MONTHS, input.seats])?;
        return Ok(Forced {
            amount: Amount::exact(fen),
            at_once_fen: 0,
            recurs: true,
            cites: vec![row.cite()],
        });
    }
    let steps = steps(edition, input.industry.as_deref(), on);
    let (amount, cites, at_once) = match (input.top_up_fen, input.spend_fen) {
        // Editions that ask for no ads take none, whatever another one asked.
        _ if steps.is_empty() && !asks_top_up(edition, on) => (Amount::exact(0), vec![], 0),
        // The top-up is ad money paid ahead; the spend is drawn from it.
        (top_up, Some(spend)) => {
            let top_up = top_up.unwrap_or(0);
            (Amount::exact(spend.max(top_up)), vec![], top_up)
        }
        (Some(top_up), None) => (Amount::exact(top_up), vec![], top_up),
        (None, None) => told(&steps, input.seats),
    };
    Ok(Forced { amount, at_once_fen: at_once, recurs: false, cites })
}

/// So many seats for so much ad money, as a source tells it.
struct Step<'a> {
    seats: &'a RuleRow,
    money: &'a RuleRow,
    is_paid_ahead: bool,
}

/// What is told of the industry; of every industry where none is named.
fn steps<'a>(edition: &'a Edition, industry: Option<&str>, on: Day) -> Vec<Step<'a>> {
    let pairs = [
        (RuleKey::OpeningTopUpSeats, RuleKey::OpeningTopUp, true),
        (RuleKey::ExtendedQuota, RuleKey::ExtendedQuotaSpend, false),
    ];
    let mut steps = Vec::new();
    for (seats_key, money_key, is_paid_ahead) in pairs {
        for money in edition.told(money_key, on) {
            let is_asked = industry.is_none() || money.concerns(industry);
            let same = |row: &&RuleRow| row.industry == money.industry;
            if let Some(seats) = edition.told(seats_key, on).find(same).filter(|_| is_asked) {
                steps.push(Step { seats, money, is_paid_ahead });
            }
        }
    }
    steps
}

/// Whether the edition asks for ad money in any industry.
fn asks_top_up(edition: &Edition, on: Day) -> bool {
    edition.told(RuleKey::OpeningTopUp, on).next().is_some()
}

/// What sources tell of so many seats: the sum where one tells of exactly these, else a bound. Fewer seats never cost
/// more.
fn told(steps: &[Step<'_>], seats: i64) -> (Amount, Vec<Citation>, i64) {
    let quoted = |step: &Step<'_>, bound| {
        let amount = Amount { fen: step.money.value, bound };
        let at_once = if step.is_paid_ahead { step.money.value } else { 0 };
        (amount, vec![step.money.cite(), step.seats.cite()], at_once)
    };
    let below = steps.iter().filter(|step| step.seats.value < seats).max_by_key(|step| step.money.value);
    let above = steps.iter().filter(|step| step.seats.value > seats).min_by_key(|step| step.money.value);
    match (steps.iter().find(|step| step.seats.value == seats), below, above) {
        (Some(step), _, _) => quoted(step, Bound::Exact),
        (None, Some(step), _) => quoted(step, Bound::AtLeast),
        (None, None, Some(step)) => quoted(step, Bound::AtMost),
        (None, None, None) => (Amount::UNKNOWN, vec![], 0),
    }
}

fn remarks(edition: &Edition, forced: &Forced, input: &PlanInput, on: Day) -> Vec<PlanRemark> {
    let industry = input.industry.as_deref();
    let chosen = |key| edition.standing(key, industry, on).chosen;
    let mut remarks = Vec::new();
    if !forced.amount.is_exact() {
        let cites = forced.cites.clone();
        remarks.push(PlanRemark { kind: RemarkKind::SpendNotKnown, number: None, cites });
    }
    if let Some(row) = chosen(RuleKey::SeatQuota).filter(|row| row.value < input.seats) {
        let (kind, number) = match row.scope {
            RuleScope::LegalEntity => (RemarkKind::MoreEntities, entities(edition, input, on)),
            _ => (RemarkKind::OverQuota, row.value),
        };
        remarks.push(PlanRemark { kind, number: Some(number), cites: vec![row.cite()] });
    }
    let locked: Vec<Citation> = RuleKey::ENTITLEMENTS
        .iter()
        .filter_map(|key| chosen(*key).filter(|row| row.value == 0))
        .map(RuleRow::cite)
        .collect();
    if !locked.is_empty() {
        let number = i64::try_from(locked.len()).ok();
        remarks.push(PlanRemark { kind: RemarkKind::ComponentsLocked, number, cites: locked });
    }
    if let Some(row) = chosen(RuleKey::SpendGraceDays) {
        let (number, cites) = (Some(row.value), vec![row.cite()]);
        remarks.push(PlanRemark { kind: RemarkKind::GraceDays, number, cites });
    }
    remarks
}

/// Hours of work a week, all seats together, in hundredths.
pub(super) fn hours_per_week_centi(input: &PlanInput) -> Result<i64, PlanError> {
    let of_posts = money::product(&[
        input.posts_per_week_centi,
        input.minutes_per_post + input.review_minutes_per_post,
    ])?;
    let of_chats = money::product(&[input.chats_per_week_centi, input.minutes_per_chat])?;
    money::over(&[input.seats, money::sum([of_posts, of_chats])?], 60)
}

/// Leads a year of the seats that are not idle, in hundredths.
pub(super) fn leads_per_year_centi(input: &PlanInput) -> Result<i64, PlanError> {
    let active = money::WHOLE_PPM - input.idle_ppm;
    let factors = [input.seats, WEEKS, input.chats_per_week_centi, active, input.lead_ppm];
    money::over(&factors, money::WHOLE_PPM * money::WHOLE_PPM)
}

/// What a lead costs; not known without leads.
pub(super) fn cost_per_lead(total: Amount, input: &PlanInput) -> Result<Amount, PlanError> {
    match leads_per_year_centi(input)? {
        0 => Ok(Amount::UNKNOWN),
        leads => Ok(Amount { fen: money::over(&[total.fen, 100], leads)?, ..total }),
    }
}

fn leads_needed(total: Amount, input: &PlanInput) -> Result<Option<i64>, PlanError> {
    let worth = money::product(&[input.seats, input.deal_ppm, input.profit_fen_per_deal])?;
    if worth == 0 || total.bound == Bound::Unknown {
        return Ok(None);
    }
    let (cost, worth) = (i128::from(total.fen.max(0)) * i128::from(money::WHOLE_PPM), i128::from(worth));
    i64::try_from((cost + worth - 1) / worth).map(Some).map_err(|_| PlanError::TooLarge)
}

/// The month in which the deals have paid for everything so far. Not told where the ad money is not known.
fn payback(calendar: &[MonthCash], forced: &Forced, input: &PlanInput) -> Result<Option<i64>, PlanError> {
    let leads = leads_per_year_centi(input)?;
    let profit = money::over(&[leads, input.deal_ppm, input.profit_fen_per_deal], 100 * money::WHOLE_PPM)?;
    if profit == 0 || !forced.amount.is_exact() {
        return Ok(None);
    }
    let mut balance = 0_i64;
    for (number, month) in (1_i64..).zip(calendar) {
        let worth = money::share(month.ads_fen, input.worth_ppm)?;
        let earned = money::part(profit, (number - 1) % MONTHS, MONTHS);
        balance = money::sum([balance, earned, worth, -month.total_fen])?;
        if balance >= 0 {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

fn divided(amount: Amount, parts: i64) -> Result<Amount, PlanError> {
    Ok(Amount { fen: money::over(&[amount.fen], parts)?, ..amount })
}

/// What one amount is more than another of the same kind. Of two bounds the difference is exact only where both rest on
/// the same unknown, which nobody knows: it stays a bound.
fn difference(more: Amount, less: Amount) -> Result<Amount, PlanError> {
    let fen = money::sum([more.fen, -less.fen])?;
    match (more.bound, less.bound) {
        (Bound::Exact, Bound::Exact) => Ok(Amount::exact(fen)),
        (Bound::AtLeast, Bound::AtLeast) => Ok(Amount { fen, bound: Bound::AtLeast }),
        _ => Ok(Amount::UNKNOWN),
    }
}
