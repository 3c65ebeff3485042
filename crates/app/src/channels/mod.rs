//! Channels: the robots of group chats that tell a group what waits for people.
//!
//! The rules stand in [`domain::channels`]. A job looks every minute who has news that it was not told; another one
//! sends it, after the commit, and writes down up to where. A message may arrive twice when a node dies in between, and
//! none is lost within a day. What is sent are counts and a link: no names, no texts, no personal data.

mod api;
pub(crate) mod jobs;
mod message;
mod robots;
mod store;

pub(crate) use robots::Robots;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::list_channels, api::create_channel))
        .routes(routes!(api::change_channel, api::delete_channel))
        .routes(routes!(api::create_channel_trial))
}
