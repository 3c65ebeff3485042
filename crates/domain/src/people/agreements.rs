//! Agreements with employees: published texts in versions, signatures, and what a person's signature is worth.
//!
//! Words: a *text* is one published version of a kind of agreement; it never changes. A signature of an earlier version
//! goes on counting unless a later version *must be signed again*. A *withdrawal* ends one signature, at any time and
//! without a reason; it takes as little as signing did.

use crate::id::AgreementSignatureId;

names! {
    /// What is agreed.
    AgreementKind {
        /// 账号协议: whose the account is, what it is used for, and what happens to it when somebody leaves.
        AccountAgreement = "account_agreement",
        /// 肖像与声音授权: that face, voice and name may be used, where, for how long, and what happens afterwards.
        LikenessVoiceConsent = "likeness_voice_consent",
    }
}

names! {
    /// How a person stands to a kind of agreement.
    AgreementStanding {
        /// Nothing of the kind was published: there is nothing to sign.
        NoText = "no_text",
        /// They never signed.
        Unsigned = "unsigned",
        /// They signed a version that does not count any more.
        Outdated = "outdated",
        /// Their signature counts.
        Signed = "signed",
        /// They withdrew.
        Withdrawn = "withdrawn",
    }
}

/// Characters of the title of a text.
pub const AGREEMENT_TITLE_CHARS_MAX: usize = 80;
/// Characters of the body of a text.
pub const AGREEMENT_BODY_CHARS_MAX: usize = 20_000;
/// Characters of what a text says of leaving.
pub const AGREEMENT_LEAVING_CHARS_MAX: usize = 2_000;
/// Versions that one brand may publish.
pub const AGREEMENT_TEXTS_MAX: i64 = 200;
/// Characters of the reason of a withdrawal, which may be empty.
pub const WITHDRAWAL_REASON_CHARS_MAX: usize = 200;

/// What the rules need to know of a published text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextFacts {
    /// What is agreed.
    pub kind: AgreementKind,
    /// Counted from 1 within the kind.
    pub version: i64,
    /// Whether signatures of earlier versions stop counting.
    pub must_sign_again: bool,
}

/// One signature of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureFacts {
    /// Which one.
    pub id: AgreementSignatureId,
    /// What was signed.
    pub kind: AgreementKind,
    /// Which version of it.
    pub version: i64,
    /// Whether it was withdrawn.
    pub is_withdrawn: bool,
}

/// Why a text is not signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// There is a later version.
    #[error("a later version was published")]
    NotTheLatest,
    /// They signed this version and did not withdraw.
    #[error("the text is signed already")]
    Signed,
    /// What they read is not what is published.
    #[error("the text that was read is not the one that is published")]
    OtherText,
    /// The name is not the one on the roster.
    #[error("the name is not the one on the roster")]
    OtherName,
}

/// The oldest version of a kind whose signatures count; `None` where nothing was published.
pub fn counts_from(kind: AgreementKind, texts: &[TextFacts]) -> Option<i64> {
    let of_kind = || texts.iter().filter(move |text| text.kind == kind);
    let again = of_kind().filter(|text| text.must_sign_again).map(|text| text.version).max();
    again.or_else(|| of_kind().map(|text| text.version).min())
}

/// How a person stands to a kind of agreement, and by which signature.
pub fn standing(
    kind: AgreementKind,
    texts: &[TextFacts],
    signatures: &[SignatureFacts],
) -> (AgreementStanding, Option<AgreementSignatureId>) {
    let Some(from) = counts_from(kind, texts) else { return (AgreementStanding::NoText, None) };
    let of_kind = || signatures.iter().filter(move |signature| signature.kind == kind);
    let standing = of_kind().filter(|signature| !signature.is_withdrawn).max_by_key(|one| one.version);
    match standing {
        Some(signature) if signature.version >= from => (AgreementStanding::Signed, Some(signature.id)),
        Some(signature) => (AgreementStanding::Outdated, Some(signature.id)),
        None if of_kind().next().is_some() => (AgreementStanding::Withdrawn, None),
        None => (AgreementStanding::Unsigned, None),
    }
}

/// What a person hands over to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signing<'a> {
    /// The text that they read.
    pub text: TextFacts,
    /// Whether the hash of what they read is that of what is published.
    pub read_as_published: bool,
    /// The name that they wrote under it.
    pub name: &'a str,
}

/// Whether a person may sign this: the latest version, read as it is published, under their own name, once.
pub fn judge_signing(
    signing: Signing<'_>,
    name_on_roster: &str,
    texts: &[TextFacts],
    signatures: &[SignatureFacts],
) -> Result<(), SignError> {
    let Signing { text, read_as_published, name } = signing;
    let latest = texts.iter().filter(|one| one.kind == text.kind).map(|one| one.version).max();
    if latest != Some(text.version) {
        return Err(SignError::NotTheLatest);
    }
    let same = |one: &&SignatureFacts| one.kind == text.kind && one.version == text.version;
    if signatures.iter().filter(same).any(|one| !one.is_withdrawn) {
        return Err(SignError::Signed);
    }
    if !read_as_published {
        return Err(SignError::OtherText);
    }
    let letters = |name: &str| name.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    if letters(name) == letters(name_on_roster) { Ok(()) } else { Err(SignError::OtherName) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{
        AgreementKind::AccountAgreement as Account, AgreementKind::LikenessVoiceConsent as Likeness, *,
    };

    fn text(kind: AgreementKind, version: i64, must_sign_again: bool) -> TextFacts {
        TextFacts { kind, version, must_sign_again }
    }

    fn signature(number: u128, kind: AgreementKind, version: i64, is_withdrawn: bool) -> SignatureFacts {
        let id = AgreementSignatureId::from_uuid(Uuid::from_u128(number));
        SignatureFacts { id, kind, version, is_withdrawn }
    }

    #[test]
    fn a_signature_counts_until_it_is_withdrawn_or_a_later_version_must_be_signed_again() {
        use AgreementStanding::{NoText, Outdated, Signed, Unsigned, Withdrawn};
        let gentle = vec![text(Account, 1, false), text(Account, 2, false)];
        let strict = vec![text(Account, 1, false), text(Account, 2, true), text(Account, 3, false)];
        for (texts, signatures, expected) in [
            (vec![text(Likeness, 1, false)], vec![], (NoText, None)),
            (gentle.clone(), vec![], (Unsigned, None)),
            (gentle.clone(), vec![signature(7, Likeness, 2, false)], (Unsigned, None)),
            (gentle.clone(), vec![signature(7, Account, 1, false)], (Signed, Some(7))),
            (gentle.clone(), vec![signature(7, Account, 1, true)], (Withdrawn, None)),
            (
                gentle,
                vec![signature(7, Account, 1, true), signature(8, Account, 1, false)],
                (Signed, Some(8)),
            ),
            (strict.clone(), vec![signature(7, Account, 1, false)], (Outdated, Some(7))),
            (strict.clone(), vec![signature(7, Account, 2, false)], (Signed, Some(7))),
            (
                strict,
                vec![signature(7, Account, 1, false), signature(8, Account, 3, true)],
                (Outdated, Some(7)),
            ),
        ] {
            let (standing, id) = standing(Account, &texts, &signatures);
            let id = id.map(|id| id.uuid().as_u128());
            assert_eq!((standing, id), expected, "{texts:?} {signatures:?}");
        }
    }

    #[test]
    fn only_the_latest_text_is_signed_as_it_was_read_and_under_ones_own_name() {
        let texts = [text(Account, 1, false), text(Account, 2, false), text(Likeness, 1, false)];
        let signed = [signature(7, Account, 1, false), signature(8, Likeness, 1, false)];
        for (of, name, read_as_published, expected) in [
            (texts[1], "王芳", true, Ok(())),
            (texts[1], " 王 芳 ", true, Ok(())),
            (texts[0], "王芳", true, Err(SignError::NotTheLatest)),
            (texts[2], "王芳", true, Err(SignError::Signed)),
            (texts[1], "王芳", false, Err(SignError::OtherText)),
            (texts[1], "王小芳", true, Err(SignError::OtherName)),
            (texts[1], "", true, Err(SignError::OtherName)),
        ] {
            let signing = Signing { text: of, read_as_published, name };
            assert_eq!(judge_signing(signing, "王芳", &texts, &signed), expected, "{of:?} {name:?}");
        }
        let again = [signature(8, Likeness, 1, true)];
        let signing = Signing { text: texts[2], read_as_published: true, name: "王芳" };
        assert_eq!(
            judge_signing(signing, "王芳", &texts, &again),
            Ok(()),
            "what was withdrawn is signed anew"
        );
    }
}
