//! What a password must be: long, and not one that everybody tries first.

/// Characters that a password has at least.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Characters that a password has at most, so that hashing cannot be made to take long.
pub const PASSWORD_CHARS_MAX: usize = 128;

/// Why a password was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`PASSWORD_CHARS_MIN`] characters.
    #[error("a password has at least {PASSWORD_CHARS_MIN} characters")]
    TooShort,
    /// More than [`PASSWORD_CHARS_MAX`] characters.
    #[error("a password has at most {PASSWORD_CHARS_MAX} characters")]
    TooLong,
    /// A run of few different characters, a common word, or the user's own name or e-mail.
    #[error("this password is too easy to guess")]
    TooEasy,
}

const COMMON_STEMS: [&str; 12] = [
    "password",
    "passw0rd",
    "qwerty",
    "123456",
    "abc123",
    "iloveyou",
    "admin",
    "welcome",
    "kosmos",
    "xiaohongshu",
    "woaini",
    "a123456",
];
const DIFFERENT_CHARS_MIN: usize = 5;
const COMMON_STEM_REST_CHARS_MIN: usize = 6;

/// Judges a new password for a user with this name and e-mail.
pub fn check_password(password: &str, name: &str, email: &str) -> Result<(), PasswordError> {
    match password.chars().count() {
        count if count < PASSWORD_CHARS_MIN => return Err(PasswordError::TooShort),
        count if count > PASSWORD_CHARS_MAX => return Err(PasswordError::TooLong),
        _ => {}
    }
    let lower = password.to_lowercase();
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    let mailbox = email.split('@').next().unwrap_or_default().to_lowercase();
    let own = [name.to_lowercase(), mailbox, email.to_lowercase()];
    let leans_on = |stem: &str| {
        !stem.is_empty()
            && lower.contains(stem)
            && lower.replace(stem, "").chars().count() < COMMON_STEM_REST_CHARS_MIN
    };
    let easy = different.len() < DIFFERENT_CHARS_MIN
        || COMMON_STEMS.iter().any(|stem| leans_on(stem))
        || own.iter().any(|word| leans_on(word));
    if easy { Err(PasswordError::TooEasy) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_judged_by_length_and_by_what_everybody_tries() {
        for (password, expected) in [
            ("short", Err(PasswordError::TooShort)),
            ("aaaaaaaaaaaa", Err(PasswordError::TooEasy)),
            ("Password2026", Err(PasswordError::TooEasy)),
            ("1234567890", Err(PasswordError::TooEasy)),
            ("wang.lei2026", Err(PasswordError::TooEasy)),
            ("四块板材怎么选才放心呢", Ok(())),
            ("correct horse battery", Ok(())),
        ] {
            assert_eq!(check_password(password, "王磊", "wang.lei@muli.example"), expected, "{password}");
        }
        assert_eq!(check_password(&"ab3d!".repeat(40), "", ""), Err(PasswordError::TooLong));
    }
}
