//! What a plan says, as it is shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::Amount;
use crate::{
    insight::Say,
    rulebook::{Citation, EditionId},
    time::Day,
};

names! {
    /// What a line of a scenario is for.
    LineKind {
        /// Certification of the enterprise accounts.
        Certification = "certification",
        /// Fees of the seats.
        SeatFees = "seat_fees",
        /// Ad money that the edition asks for.
        ForcedSpend = "forced_spend",
        /// The share of it that was worth spending anyway; negative.
        WorthAnyway = "worth_anyway",
        /// Hours of writing notes.
        Writing = "writing",
        /// Hours of reviewing notes.
        Review = "review",
        /// Hours of answering messages.
        Chats = "chats",
        /// Phones and SIM cards.
        Phones = "phones",
        /// Tools.
        Tools = "tools",
        /// Training.
        Training = "training",
        /// What penalties cost, by their likelihood.
        ExpectedPenalty = "expected_penalty",
    }
}

names! {
    /// What should be known beside the sums of a scenario.
    RemarkKind {
        /// The ad money asked for is not known exactly: say what was asked of you. The number is none.
        SpendNotKnown = "spend_not_known",
        /// More seats than the quota of an enterprise account, which is the number.
        OverQuota = "over_quota",
        /// So many legal entities are needed, each with people whom it truly employs.
        MoreEntities = "more_entities",
        /// So many entitlements do not come with the seat.
        ComponentsLocked = "components_locked",
        /// So many days after binding are not checked.
        GraceDays = "grace_days",
    }
}

names! {
    /// What the sums are tried against.
    SensitivityKind {
        /// The share of forced spend that was worth it, in millionths.
        Worth = "worth",
        /// What an hour of work costs, in fen.
        Wage = "wage",
        /// The share of conversations that become leads, in millionths.
        LeadRate = "lead_rate",
    }
}

/// One line of a scenario, for a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Line {
    /// What it is for.
    pub kind: LineKind,
    /// How much.
    pub amount: Amount,
    /// The rows of the rule book that it rests on; none where the merchant said it all.
    pub cites: Vec<Citation>,
}

/// Something that should be known beside the sums.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanRemark {
    /// What.
    pub kind: RemarkKind,
    /// Its number.
    pub number: Option<i64>,
    /// The rows of the rule book that it rests on.
    pub cites: Vec<Citation>,
}

/// What is paid in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthCash {
    /// The first day of the month.
    pub month: Day,
    /// Fees and certification: due when the year begins, and at each renewal.
    pub fees_fen: i64,
    /// Ad money, as far as it is known.
    pub ads_fen: i64,
    /// Work, phones, tools and training.
    pub running_fen: i64,
    /// All of it.
    pub total_fen: i64,
}

/// The year under one edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Scenario {
    /// The edition.
    pub edition: EditionId,
    /// What people call it.
    pub name: Say,
    /// What is paid for what.
    pub lines: Vec<Line>,
    /// All lines together: the first year.
    pub total: Amount,
    /// What the platform asks: fees, certification, and the forced spend that was not worth it.
    pub platform: Amount,
    /// The year after: what was paid once to begin may not come again.
    pub next_year: Amount,
    /// The first year by month.
    pub per_month: Amount,
    /// The first year by seat.
    pub per_seat: Amount,
    /// Ad money that is tied to each seat.
    pub tied_per_seat: Amount,
    /// What one seat more costs in the first year; not known where a sum is not.
    pub marginal: Amount,
    /// What of the total is paid for seats that stay idle.
    pub waste: Amount,
    /// What a lead costs; not known without leads.
    pub cost_per_lead: Amount,
    /// Leads that a seat must bring in a year so that its deals pay for it; absent without a deal rate and profit.
    pub leads_needed_per_seat: Option<i64>,
    /// The month, from 1, in which the deals have paid for everything so far; absent when not within two years.
    pub payback_month: Option<i64>,
    /// Two years by month.
    pub calendar: Vec<MonthCash>,
    /// What should be known beside the sums.
    pub remarks: Vec<PlanRemark>,
}

/// An edition held against the reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreakEven {
    /// The edition.
    pub edition: EditionId,
    /// The share of its forced spend that must be worth it for both to cost the same, in millionths. Absent where one
    /// of the two is cheaper whatever the ads are worth.
    pub worth_ppm: Option<i64>,
    /// What the reference saves at the stated worth; negative where it costs more.
    pub saves: Amount,
}

/// What an agent offers, beside what it is: never part of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgentOffer {
    /// What the agent asks.
    pub fee_fen: i64,
    /// Licences beyond the first that the seats would be hung under; absent where the quota is not known.
    pub extra_licences: Option<i64>,
    /// What keeping those costs in a year.
    pub licences_fen: i64,
    /// Both together.
    pub total_fen: i64,
    /// How many years of one seat the fee would pay under the reference; absent where a seat has no fee.
    pub seat_years: Option<i64>,
    /// Why it is refused.
    pub why: Say,
    /// Who says so.
    pub source: Say,
    /// The rows of the rule book that it rests on.
    pub cites: Vec<Citation>,
}

/// One edition at one point of a sensitivity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScenarioPoint {
    /// The edition.
    pub edition: EditionId,
    /// The first year.
    pub total: Amount,
    /// What a lead costs.
    pub cost_per_lead: Amount,
}

/// What the sums would be if one number were another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SensitivityPoint {
    /// The number tried.
    pub value: i64,
    /// The editions, in the order of the scenarios.
    pub editions: Vec<ScenarioPoint>,
}

/// How the sums move with one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sensitivity {
    /// Which number.
    pub kind: SensitivityKind,
    /// What was tried, the least first.
    pub points: Vec<SensitivityPoint>,
}

/// What the seats cost under every edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Plan {
    /// Seats that were planned.
    pub seats: i64,
    /// The day whose rules were asked.
    pub on: Day,
    /// The edition that the others are held against.
    pub reference: EditionId,
    /// Hours of work a week, all seats together, in hundredths.
    pub hours_per_week_centi: i64,
    /// Leads a year, all seats together, in hundredths.
    pub leads_per_year_centi: i64,
    /// The year under each edition, the oldest first.
    pub scenarios: Vec<Scenario>,
    /// Each other edition held against the reference.
    pub break_even: Vec<BreakEven>,
    /// How the sums move.
    pub sensitivity: Vec<Sensitivity>,
    /// The agent's offer, where one was stated.
    pub agent: Option<AgentOffer>,
}
