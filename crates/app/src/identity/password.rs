//! Hashing passwords with argon2id, a few at a time: each takes 19 MiB and some ten milliseconds.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use jobs::Ids;
use tokio::sync::Semaphore;

use crate::http::ApiError;

/// Passwords that are hashed at the same time, so that a storm of sign-ins cannot eat the memory.
static TURNS: Semaphore = Semaphore::const_new(2);

const SALT_BYTES: usize = 16;
/// The hash of no password: checking against it takes as long as checking a real one, so that an unknown e-mail
/// cannot be told from a wrong password by the clock.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The hash to store for a password.
pub(super) async fn hash(password: String, ids: &Ids) -> Result<String, ApiError> {
    let mut salt = [0; SALT_BYTES];
    ids.fill(&mut salt);
    off_the_loop(move || {
        let hash: Result<PasswordHash, _> =
            Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string())
    })
    .await?
    .map_err(|error| {
        tracing::error!(%error, "a password could not be hashed");
        ApiError::broken()
    })
}

/// Whether the password is the one behind the stored hash; without a hash, takes as long and says no.
pub(super) async fn is_right(password: String, stored: Option<String>) -> Result<bool, ApiError> {
    off_the_loop(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
        let Ok(hash) = PasswordHash::new(&stored) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known
    })
    .await
}

async fn off_the_loop<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    let turn = TURNS.acquire().await.map_err(|_| ApiError::broken())?;
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "hashing was cut off");
        ApiError::broken()
    });
    drop(turn);
    done
}
