//! What a merchant says of their plan.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rulebook::{EditionId, Rulebook};

/// Seats that can be planned.
pub const SEATS_MAX: i64 = 1_000;
/// The greatest sum of money that is taken: ten million yuan.
const FEN_MAX: i64 = 1_000_000_000;
/// Millionths of a whole.
const PPM_MAX: i64 = 1_000_000;

/// What a merchant says of their plan. Whatever is left out counts as in the example: three notes a week of two and a
/// half hours at 60 yuan an hour, nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlanInput {
    /// Seats, from 1 to 1,000.
    #[schema(minimum = 1, maximum = 1_000)]
    pub seats: i64,
    /// The industry of the merchant, as the rule book names it.
    #[schema(max_length = 40)]
    pub industry: Option<String>,
    /// The edition that the others are held against; the newest one when absent.
    pub reference: Option<EditionId>,
    /// Juguang top-up that the old rule asked for, where the merchant knows it.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub top_up_fen: Option<i64>,
    /// Ad spend that the old rule asked for, where the merchant knows it. The top-up is part of it.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub spend_fen: Option<i64>,
    /// The share of forced ad spend that was worth spending anyway, in millionths.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub worth_ppm: i64,
    /// What an agent asks for an extension. Shown and refused.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub agent_fee_fen: i64,
    /// What keeping one more licence costs in a year, its certification apart.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub licence_fen_per_year: i64,
    /// What an hour of work costs.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub wage_fen_per_hour: i64,
    /// Notes of a seat in a week, in hundredths.
    #[schema(minimum = 0, maximum = 10_000)]
    pub posts_per_week_centi: i64,
    /// Minutes that a note takes.
    #[schema(minimum = 0, maximum = 6_000)]
    pub minutes_per_post: i64,
    /// Minutes that the review of a note takes.
    #[schema(minimum = 0, maximum = 6_000)]
    pub review_minutes_per_post: i64,
    /// Conversations of a seat in a week, in hundredths.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub chats_per_week_centi: i64,
    /// Minutes that a conversation takes.
    #[schema(minimum = 0, maximum = 6_000)]
    pub minutes_per_chat: i64,
    /// Phone and SIM of a seat in a year.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub phone_fen_per_year: i64,
    /// Tools in a year, all seats together.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub tools_fen_per_year: i64,
    /// Training in a year, all seats together.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub training_fen_per_year: i64,
    /// The share of seats that stay idle, in millionths.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub idle_ppm: i64,
    /// How likely a seat is penalised in a year, in millionths.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub violation_ppm: i64,
    /// What a penalty costs.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub loss_fen: i64,
    /// The share of conversations that become leads, in millionths.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub lead_ppm: i64,
    /// The share of leads that become deals, in millionths.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub deal_ppm: i64,
    /// The gross profit of a deal.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub profit_fen_per_deal: i64,
}

/// Why a plan cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A number that is not taken.
    #[error("{field} has a value from {min} to {max}")]
    OutOfRange {
        /// The name of the field.
        field: &'static str,
        /// The least that is taken.
        min: i64,
        /// The greatest that is taken.
        max: i64,
    },
    /// An industry that the rule book does not name.
    #[error("the rule book knows no such industry")]
    UnknownIndustry,
    /// An edition that the rule book does not have.
    #[error("the rule book has no such edition")]
    UnknownEdition,
    /// Sums beyond all measure.
    #[error("the sums are too large")]
    TooLarge,
}

impl Default for PlanInput {
    fn default() -> Self {
        Self {
            seats: 10,
            industry: None,
            reference: None,
            top_up_fen: None,
            spend_fen: None,
            worth_ppm: 0,
            agent_fee_fen: 0,
            licence_fen_per_year: 0,
            wage_fen_per_hour: 6_000,
            posts_per_week_centi: 300,
            minutes_per_post: 150,
            review_minutes_per_post: 0,
            chats_per_week_centi: 0,
            minutes_per_chat: 0,
            phone_fen_per_year: 0,
            tools_fen_per_year: 0,
            training_fen_per_year: 0,
            idle_ppm: 0,
            violation_ppm: 0,
            loss_fen: 0,
            lead_ppm: 0,
            deal_ppm: 0,
            profit_fen_per_deal: 0,
        }
    }
}

impl PlanInput {
    /// Refuses numbers beyond their bounds and what the book does not know.
    pub fn check(&self, book: &Rulebook) -> Result<(), PlanError> {
        for (field, value, min, max) in self.bounds() {
            if !(min..=max).contains(&value) {
                return Err(PlanError::OutOfRange { field, min, max });
            }
        }
        if self.industry.as_deref().is_some_and(|id| book.industry(id).is_none()) {
            return Err(PlanError::UnknownIndustry);
        }
        match &self.reference {
            Some(id) if book.edition(id).is_none() => Err(PlanError::UnknownEdition),
            _ => Ok(()),
        }
    }

    fn bounds(&self) -> [(&'static str, i64, i64, i64); 21] {
        [
            ("seats", self.seats, 1, SEATS_MAX),
            ("top_up_fen", self.top_up_fen.unwrap_or(0), 0, FEN_MAX),
            ("spend_fen", self.spend_fen.unwrap_or(0), 0, FEN_MAX),
            ("worth_ppm", self.worth_ppm, 0, PPM_MAX),
            ("agent_fee_fen", self.agent_fee_fen, 0, FEN_MAX),
            ("licence_fen_per_year", self.licence_fen_per_year, 0, FEN_MAX),
            ("wage_fen_per_hour", self.wage_fen_per_hour, 0, 1_000_000),
            ("posts_per_week_centi", self.posts_per_week_centi, 0, 10_000),
            ("minutes_per_post", self.minutes_per_post, 0, 6_000),
            ("review_minutes_per_post", self.review_minutes_per_post, 0, 6_000),
            ("chats_per_week_centi", self.chats_per_week_centi, 0, 1_000_000),
            ("minutes_per_chat", self.minutes_per_chat, 0, 6_000),
            ("phone_fen_per_year", self.phone_fen_per_year, 0, FEN_MAX),
            ("tools_fen_per_year", self.tools_fen_per_year, 0, FEN_MAX),
            ("training_fen_per_year", self.training_fen_per_year, 0, FEN_MAX),
            ("idle_ppm", self.idle_ppm, 0, PPM_MAX),
            ("violation_ppm", self.violation_ppm, 0, PPM_MAX),
            ("loss_fen", self.loss_fen, 0, FEN_MAX),
            ("lead_ppm", self.lead_ppm, 0, PPM_MAX),
            ("deal_ppm", self.deal_ppm, 0, PPM_MAX),
            ("profit_fen_per_deal", self.profit_fen_per_deal, 0, FEN_MAX),
        ]
    }
}
