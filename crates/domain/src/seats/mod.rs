//! Seats: what a brand holds of the platform's staff accounts, under which company, and what that costs.
//!
//! Words: a *legal entity* (企业主体) is a company with a licence; an *enterprise account* is its certified
//! professional account; a *seat* (名额) is the right to bind one staff account under an entity, paid and reviewed
//! every year; a *term* is the year for which it is certified; a *holding* says who runs which account on it; the
//! *quota* is how many seats the rules of the platform grant.
//!
//! Invariants: a seat is changed by a [`Step`] only, and every step is judged by [`Seat::apply`]; what a seat is
//! called on a day ([`SeatState`]) follows from its facts and is never stored; no number of the platform stands
//! here, they come as a [`Limit`] with their source. Nothing here lends, buys or hides a seat.

mod advice;
mod binding;
mod credit_code;
mod entity;
mod fees;
mod offers;
mod quota;
mod renewals;
mod seat;
mod spread;
mod table;

#[cfg(test)]
mod model_tests;

pub use advice::{
    Advice, AdviceKind, HeldSeat, Load, PersonLoad, Sizing, WorkNorms, advise, idle_cost_fen, load_of,
};
pub use binding::{
    AccountFault, AccountPast, Binding, BindingError, BindingFacts, CardFacts, Paper, PersonaFault,
};
pub use credit_code::{CreditCode, CreditCodeError};
pub use entity::{EXPIRY_NOTICE_DAYS, LicenceKind, RelationKind, Validity, validity};
pub use fees::{
    FEE_FEN_MAX, FeeError, FeeKind, FeeLine, YearSum, check_line, reversal_of, running_fen, sum_of_year,
};
pub use offers::{Offer, OfferDecision, OfferFinding, OfferPromise, OfferVerdict, check_offer};
pub use quota::{
    Condition, DRAFTS_PER_SEAT_MIN, GateCondition, GateState, Limit, Override, RequestError, RequestFacts,
    SEATS_ASKED_MAX, admit_request,
};
pub use renewals::{Due, DueKind, REMINDER_DAYS, calendar, milestone};
pub use seat::{
    Holding, Ownership, Phase, RENEWAL_WINDOW_DAYS, Seat, SeatError, SeatState, Step, StepName, Term, term_of,
};
pub use spread::{EntitySeats, SpreadFinding, SpreadKind, Staffed, find_spread};
pub use table::transition_table;
