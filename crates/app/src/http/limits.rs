//! How often strangers may knock: attempts per address and minute for whatever needs no session.

use std::{net::IpAddr, num::NonZeroU32};

use governor::{Quota, RateLimiter, clock::Clock as _, clock::DefaultClock, state::keyed::DashMapStateStore};

use super::ApiError;

/// Addresses after which old entries are thrown away.
const ADDRESSES_KEPT_MAX: usize = 10_000;

/// Counts attempts by address.
#[derive(Debug)]
pub struct RateLimits {
    strangers: RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock>,
}

impl RateLimits {
    pub(crate) fn new(attempts_per_minute: u32) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(attempts_per_minute).unwrap_or(NonZeroU32::MIN));
        Self { strangers: RateLimiter::keyed(quota) }
    }

    /// Counts one attempt from this address; refuses when there were too many.
    pub fn knock(&self, address: IpAddr) -> Result<(), ApiError> {
        if self.strangers.len() > ADDRESSES_KEPT_MAX {
            self.strangers.retain_recent();
        }
        self.strangers.check_key(&address).map_err(|wait| {
            let seconds = wait.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            ApiError::too_many_attempts(i64::try_from(seconds).unwrap_or(60))
        })
    }
}
