//! Links that work once and not for ever: invitations and password resets.

use crate::time::Instant;

names! {
    /// What a link is worth.
    LinkState {
        /// It can be used.
        Open = "open",
        /// It was used.
        Accepted = "accepted",
        /// Its time is over.
        Expired = "expired",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

/// What a link with these facts is worth at `now`.
pub fn link_state(
    expires_at: Instant,
    used_at: Option<Instant>,
    withdrawn_at: Option<Instant>,
    now: Instant,
) -> LinkState {
    match (used_at, withdrawn_at) {
        (Some(_), _) => LinkState::Accepted,
        (None, Some(_)) => LinkState::Withdrawn,
        (None, None) if expires_at <= now => LinkState::Expired,
        (None, None) => LinkState::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_works_once_and_not_for_ever() {
        let now = Instant::from_ms(1_000);
        let later = now.plus_ms(1);
        for (expires_at, used_at, withdrawn_at, expected) in [
            (later, None, None, LinkState::Open),
            (now, None, None, LinkState::Expired),
            (later, Some(now), None, LinkState::Accepted),
            (now, Some(now), None, LinkState::Accepted),
            (later, None, Some(now), LinkState::Withdrawn),
        ] {
            assert_eq!(link_state(expires_at, used_at, withdrawn_at, now), expected, "{expected}");
        }
    }
}
