//! The clocks of signing in: lock-out after failures, life of sessions, invitations and reset links.

use crate::time::Instant;

/// Failed sign-ins in a row after which an account is locked.
pub const FAILED_SIGN_INS_MAX: i64 = 8;
/// How long the first lock lasts, in milliseconds; each further failure doubles it, up to 64 times.
pub const LOCK_MS: i64 = 60_000;
/// Doublings of [`LOCK_MS`] at the most.
const LOCK_DOUBLINGS_MAX: i64 = 6;
/// How long a session lives without being used, in milliseconds: 14 days.
pub const SESSION_MS: i64 = 14 * 24 * 3_600_000;
/// How long an invitation can be accepted, in milliseconds: 7 days.
pub const INVITATION_MS: i64 = 7 * 24 * 3_600_000;
/// How long a password reset link works, in milliseconds: 24 hours.
pub const PASSWORD_RESET_MS: i64 = 24 * 3_600_000;

/// Whether a user may try to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// Yes.
    Open,
    /// Not before this instant.
    Until(Instant),
}

/// Whether a user whose lock ends at `locked_until` may try at `now`.
pub fn lock_state(locked_until: Option<Instant>, now: Instant) -> Lock {
    match locked_until {
        Some(until) if until > now => Lock::Until(until),
        _ => Lock::Open,
    }
}

/// Until when a user is locked who has now failed `failures` times in a row.
pub fn after_failure(failures: i64, now: Instant) -> Option<Instant> {
    let beyond = failures - FAILED_SIGN_INS_MAX;
    (beyond >= 0).then(|| now.plus_ms(LOCK_MS << beyond.min(LOCK_DOUBLINGS_MAX)))
}

/// What a session is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// It stands for its user.
    Live,
    /// It was not used for [`SESSION_MS`].
    Expired,
    /// Its user or an owner ended it.
    Revoked,
}

/// What a session with these facts is worth at `now`.
pub fn session_state(expires_at: Instant, revoked_at: Option<Instant>, now: Instant) -> SessionState {
    match (revoked_at, expires_at > now) {
        (Some(_), _) => SessionState::Revoked,
        (None, true) => SessionState::Live,
        (None, false) => SessionState::Expired,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_starts_at_the_limit_and_doubles_up_to_an_hour() {
        let now = Instant::from_ms(1_000);
        for (failures, minutes) in
            [(1, None), (7, None), (8, Some(1)), (9, Some(2)), (14, Some(64)), (500, Some(64))]
        {
            assert_eq!(after_failure(failures, now), minutes.map(|m| now.plus_ms(m * 60_000)), "{failures}");
        }
    }

    #[test]
    fn a_lock_opens_when_its_time_has_come() {
        let now = Instant::from_ms(1_000);
        assert_eq!(lock_state(None, now), Lock::Open);
        assert_eq!(lock_state(Some(now), now), Lock::Open);
        assert_eq!(lock_state(Some(now.plus_ms(1)), now), Lock::Until(now.plus_ms(1)));
    }

    #[test]
    fn a_revoked_session_never_lives_again() {
        let now = Instant::from_ms(1_000);
        assert_eq!(session_state(now.plus_ms(1), None, now), SessionState::Live);
        assert_eq!(session_state(now, None, now), SessionState::Expired);
        assert_eq!(session_state(now.plus_ms(1), Some(now), now), SessionState::Revoked);
    }
}
