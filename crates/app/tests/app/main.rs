//! The API through its front door, on both databases.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that reads past an answer, or finds none, has failed"
)]

mod accounts;
mod accounts_figures;
mod accounts_seed;
mod accounts_sight;
mod api_keys;
mod audit;
mod board;
mod board_export;
mod board_seed;
mod board_sources;
mod brands;
mod content;
mod content_packs;
mod content_rules;
mod departures;
mod departures_seats;
mod draft_hints;
mod drafts;
mod entitlements;
mod evidence;
mod imports;
mod invitations;
mod judging;
mod judging_shown;
mod live;
mod me;
mod members;
mod notices;
mod papers;
mod people;
mod people_roster;
mod permission_walk;
mod personas;
mod phone_reveals;
mod planning_ideas;
mod plans;
mod queue;
mod report;
mod requests;
mod retention;
mod roster_files;
mod rule_amendments;
mod seats;
mod seats_binding;
mod seats_money;
mod seats_register;
mod seats_seed;
mod selling_goods;
mod selling_live;
mod selling_promotions;
mod session;
mod today;
mod today_seats;
mod today_selling;
mod views;
