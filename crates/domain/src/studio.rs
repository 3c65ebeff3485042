//! The studio: how a note gets from a plan to the phone of the person who publishes it.
//!
//! Words: a *topic idea* is something to write about; a *draft* is a note on its way, planned for one account with an
//! *angle* of its own; each change of its wording is a new *text* with a number; a *verdict* is what was found when a
//! text was handed in; a *decision* is what a person said to it; to *hand over* is to give an approved text to the
//! person who publishes it by hand; a *receipt* is the link that they bring back.
//!
//! Invariants: what is handed over is a text that was approved word for word ([`draft`]); nobody approves what they
//! wrote; a draft is never called published without a link or a row of the platform's export; while a pause lasts,
//! nothing goes out. Nothing here publishes, and nothing speaks to the platform.

pub mod draft;
mod found;
pub mod handover;
pub mod hard_ad;
pub mod labels;
pub mod rest;
pub mod results;
pub mod review;
pub mod rubric;
pub mod voice;
pub mod wording;

pub use found::Passage;

#[cfg(test)]
mod model_tests;

names! {
    /// What a note shows.
    DraftForm {
        /// Pictures.
        Image = "image",
        /// A video.
        Video = "video",
    }
}

names! {
    /// How far a draft is.
    DraftStage {
        /// It is planned or being written.
        Writing = "writing",
        /// It waits for whoever approves.
        Submitted = "submitted",
        /// Its text may go out.
        Approved = "approved",
        /// Whoever publishes has the text.
        HandedOver = "handed_over",
        /// Whoever published it brought the link.
        Confirmed = "confirmed",
        /// It stands in the platform's export.
        Seen = "seen",
        /// It comes to nothing.
        Dropped = "dropped",
    }
}

names! {
    /// How carefully a text has to be looked at.
    DraftRisk {
        /// One person looks.
        Green = "green",
        /// Two people look.
        Amber = "amber",
        /// Somebody responsible for compliance looks as well.
        Red = "red",
    }
}

names! {
    /// Whose look is due.
    ReviewStep {
        /// The first look.
        Review = "review",
        /// The look of a second person.
        SecondReview = "second_review",
        /// The look of somebody responsible for compliance.
        Compliance = "compliance",
    }
}

names! {
    /// What was said to a text.
    Decision {
        /// It may go out, as far as this step is concerned.
        Approved = "approved",
        /// It goes back to its writer, with a reason.
        Returned = "returned",
        /// An approval holds for a text that differs from the approved one within what was granted.
        Carried = "carried",
    }
}

names! {
    /// What makes a note advertising.
    HardAd {
        /// Nothing: it is of use without the goods.
        None = "none",
        /// A component of the platform hangs on it.
        Component = "component",
        /// It names a price.
        Price = "price",
        /// It speaks of an offer.
        Promotion = "promotion",
    }
}
