//! The truth check: every claim of a card held against the roster and the proofs of the person.
//!
//! A claim is *proven* by a field of the roster, a proof or a consent; *contradicted* where one of them says otherwise;
//! *unproven* where nothing says it. Only proven claims let a card through.

use super::{
    PersonaCard, PersonaError,
    claims::{ClaimKind, FoundClaim, found_in},
};
use crate::{
    id::EmployeeProofId,
    people::{ProofFacts, ProofKind},
    time::Day,
};

names! {
    /// What the check says of a claim.
    TruthVerdict {
        /// Something says so.
        Proven = "proven",
        /// Nothing says so.
        Unproven = "unproven",
        /// Something says otherwise.
        Contradicted = "contradicted",
    }
}

names! {
    /// What a claim was held against.
    TruthSource {
        /// The name on the roster.
        RosterName = "roster_name",
        /// The post on the roster.
        RosterPost = "roster_post",
        /// The store on the roster.
        RosterStore = "roster_store",
        /// The first day on the roster.
        RosterHiredOn = "roster_hired_on",
        /// A proof in the file of the person.
        Proof = "proof",
        /// The consent to the use of face and voice.
        Consent = "consent",
        /// The card itself.
        Card = "card",
        /// Nothing.
        Nothing = "nothing",
    }
}

/// A proof that a card may cite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedProof {
    /// Which one.
    pub id: EmployeeProofId,
    /// What it proves, and when.
    pub facts: ProofFacts,
    /// What it is called.
    pub title: String,
}

/// What is known of the person for whom the account speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFacts {
    /// The name on the roster.
    pub name: String,
    /// What they work as.
    pub post: Option<String>,
    /// The name and region of their store.
    pub store: Option<(String, String)>,
    /// Their first day here.
    pub hired_on: Option<Day>,
    /// Whether their consent to the use of face and voice stands.
    pub likeness_signed: bool,
    /// Their proofs.
    pub proofs: Vec<CitedProof>,
}

/// What the check found of one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruthFinding {
    /// What the claim is about.
    pub kind: ClaimKind,
    /// The words of the claim.
    pub words: String,
    /// What the check says of it.
    pub verdict: TruthVerdict,
    /// What it was held against.
    pub source: TruthSource,
    /// What that says, where it says something else.
    pub instead: Option<String>,
}

/// Holds every claim of a card against what is known of the person on that day, in the order of the card.
pub fn check(card: &PersonaCard, person: &PersonFacts, on: Day) -> Vec<TruthFinding> {
    let mut found = vec![post(&card.post, person)];
    found.extend(card.years_in_trade.map(|years| worked(format!("{years}"), u32::from(years), person, on)));
    found.extend(card.place.as_deref().map(|place| placed(place, person)));
    found.extend(card.certificates.iter().map(|claim| {
        cited(ClaimKind::Certificate, &claim.title, claim.proof, ProofKind::Certificate, person, on)
    }));
    found.extend(
        card.stories
            .iter()
            .map(|claim| cited(ClaimKind::Story, &claim.text, claim.proof, ProofKind::Story, person, on)),
    );
    found.extend(card.face_used.then(|| consented(ClaimKind::Face, person)));
    found.extend(card.voice_used.then(|| consented(ClaimKind::Voice, person)));
    let employer = if card.employer_shown { TruthVerdict::Proven } else { TruthVerdict::Contradicted };
    found.push(finding(ClaimKind::Employer, String::new(), employer, TruthSource::Card));
    for text in card.told() {
        for claim in found_in(text) {
            let said = told(&claim, card, person, on);
            let is_new = !found.iter().any(|known| known.kind == said.kind && known.words == said.words);
            if is_new {
                found.push(said);
            }
        }
    }
    found
}

/// Whether every claim is proven, so that the account may speak like this.
pub fn judge(findings: &[TruthFinding]) -> Result<(), PersonaError> {
    let open = findings.iter().filter(|finding| finding.verdict != TruthVerdict::Proven).count();
    if open == 0 { Ok(()) } else { Err(PersonaError::Unproven(open)) }
}

fn finding(kind: ClaimKind, words: String, verdict: TruthVerdict, source: TruthSource) -> TruthFinding {
    TruthFinding { kind, words, verdict, source, instead: None }
}

/// What a text says beside the fields of the card.
fn told(claim: &FoundClaim, card: &PersonaCard, person: &PersonFacts, on: Day) -> TruthFinding {
    let words = claim.words.clone();
    match claim.kind {
        ClaimKind::Name => called(claim, person),
        ClaimKind::Post if card.post.contains(&words) || words.contains(&card.post) => {
            post(&card.post, person)
        }
        ClaimKind::Post => post(&words, person),
        ClaimKind::Years => worked(words, claim.years.unwrap_or(u32::MAX), person, on),
        ClaimKind::Certificate | ClaimKind::Schooling => {
            let cites = |title: &str| title.contains(&words) || words == "持证" || words == "证书";
            let proves = |proof: &CitedProof| {
                proof.facts.proves(ProofKind::Certificate, on)
                    && card.certificates.iter().any(|claim| claim.proof == Some(proof.id))
                    && cites(&proof.title)
            };
            if person.proofs.iter().any(proves) {
                finding(claim.kind, words, TruthVerdict::Proven, TruthSource::Proof)
            } else {
                finding(claim.kind, words, TruthVerdict::Unproven, TruthSource::Nothing)
            }
        }
        // Whoever works for the merchant is no customer of theirs.
        ClaimKind::Customer => {
            finding(claim.kind, words, TruthVerdict::Contradicted, TruthSource::RosterPost)
        }
        _ => finding(claim.kind, words, TruthVerdict::Unproven, TruthSource::Nothing),
    }
}

fn called(claim: &FoundClaim, person: &PersonFacts) -> TruthFinding {
    let is_theirs = claim.family_name.is_some_and(|family| person.name.starts_with(family));
    let verdict = if is_theirs { TruthVerdict::Proven } else { TruthVerdict::Contradicted };
    let found = finding(ClaimKind::Name, claim.words.clone(), verdict, TruthSource::RosterName);
    TruthFinding { instead: (!is_theirs).then(|| person.name.clone()), ..found }
}

fn post(said: &str, person: &PersonFacts) -> TruthFinding {
    let Some(known) = person.post.as_deref() else {
        return finding(ClaimKind::Post, said.to_owned(), TruthVerdict::Unproven, TruthSource::RosterPost);
    };
    let fits = known.contains(said) || said.contains(known);
    let verdict = if fits { TruthVerdict::Proven } else { TruthVerdict::Contradicted };
    let found = finding(ClaimKind::Post, said.to_owned(), verdict, TruthSource::RosterPost);
    TruthFinding { instead: (!fits).then(|| known.to_owned()), ..found }
}

fn placed(said: &str, person: &PersonFacts) -> TruthFinding {
    let Some((store, region)) = &person.store else {
        return finding(ClaimKind::Place, said.to_owned(), TruthVerdict::Unproven, TruthSource::RosterStore);
    };
    let fits = [store, region]
        .into_iter()
        .any(|known| !known.is_empty() && (known.contains(said) || said.contains(known.as_str())));
    let verdict = if fits { TruthVerdict::Proven } else { TruthVerdict::Contradicted };
    let found = finding(ClaimKind::Place, said.to_owned(), verdict, TruthSource::RosterStore);
    let instead = if region.is_empty() { store.clone() } else { format!("{region} {store}") };
    TruthFinding { instead: (!fits).then_some(instead), ..found }
}

/// Years in the trade count from the first day here, or from the day that an accepted proof of earlier work bears.
fn worked(words: String, years: u32, person: &PersonFacts, on: Day) -> TruthFinding {
    let proven = person.proofs.iter().filter(|proof| proof.facts.proves(ProofKind::Trade, on));
    let earlier = proven.map(|proof| proof.facts.issued_on).min();
    let (since, source) = match (person.hired_on, earlier) {
        (Some(hired), Some(earlier)) if earlier < hired => (earlier, TruthSource::Proof),
        (Some(hired), _) => (hired, TruthSource::RosterHiredOn),
        (None, Some(earlier)) => (earlier, TruthSource::Proof),
        (None, None) => {
            return finding(ClaimKind::Years, words, TruthVerdict::Unproven, TruthSource::RosterHiredOn);
        }
    };
    let is_true = i64::from(years) <= i64::from(full_years(since, on));
    let verdict = if is_true { TruthVerdict::Proven } else { TruthVerdict::Contradicted };
    let found = finding(ClaimKind::Years, words, verdict, source);
    TruthFinding { instead: (!is_true).then(|| since.to_string()), ..found }
}

/// Whole years from one day to another; none when it lies ahead.
fn full_years(since: Day, on: Day) -> i32 {
    const YEAR: i32 = 10_000;
    ((on.yyyymmdd() - since.yyyymmdd()) / YEAR).max(0)
}

fn cited(
    kind: ClaimKind,
    words: &str,
    proof: Option<EmployeeProofId>,
    wanted: ProofKind,
    person: &PersonFacts,
    on: Day,
) -> TruthFinding {
    let theirs = person.proofs.iter().find(|one| Some(one.id) == proof);
    let verdict = match theirs {
        Some(one) if one.facts.proves(wanted, on) => TruthVerdict::Proven,
        _ => TruthVerdict::Unproven,
    };
    let source = if theirs.is_some() { TruthSource::Proof } else { TruthSource::Nothing };
    finding(kind, words.to_owned(), verdict, source)
}

fn consented(kind: ClaimKind, person: &PersonFacts) -> TruthFinding {
    let verdict = if person.likeness_signed { TruthVerdict::Proven } else { TruthVerdict::Unproven };
    finding(kind, String::new(), verdict, TruthSource::Consent)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{
        super::{CertificateClaim, StoryClaim, tests::card},
        *,
    };
    use crate::people::ProofVerdict;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn proof(number: u128, kind: ProofKind, title: &str, from: &str, until: Option<&str>) -> CitedProof {
        let verdict = Some(ProofVerdict::Accepted);
        CitedProof {
            id: EmployeeProofId::from_uuid(Uuid::from_u128(number)),
            facts: ProofFacts { kind, issued_on: day(from), valid_until: until.map(day), verdict },
            title: title.to_owned(),
        }
    }

    fn zhang() -> PersonFacts {
        PersonFacts {
            name: "张伟".into(),
            post: Some("室内设计师".into()),
            store: Some(("静安店".into(), "华东".into())),
            hired_on: Some(day("2021-06-23")),
            likeness_signed: false,
            proofs: vec![
                proof(1, ProofKind::Certificate, "室内设计师职业证书", "2022-01-01", None),
                proof(2, ProofKind::Certificate, "过期的证书", "2020-01-01", Some("2025-01-01")),
                proof(3, ProofKind::Story, "旧房改造交付单", "2025-03-01", None),
            ],
        }
    }

    fn verdicts(card: &PersonaCard, person: &PersonFacts) -> Vec<(ClaimKind, TruthVerdict)> {
        let open = check(card, person, day("2026-06-22"));
        let open = open.into_iter().filter(|finding| finding.verdict != TruthVerdict::Proven);
        open.map(|finding| (finding.kind, finding.verdict)).collect()
    }

    #[test]
    fn zhang_the_designer_is_zhang_and_a_designer() {
        assert_eq!(verdicts(&card(), &zhang()), []);
        assert_eq!(judge(&check(&card(), &zhang(), day("2026-06-22"))), Ok(()));
    }

    #[test]
    fn what_the_roster_does_not_say_is_told_with_what_it_says_instead() {
        use ClaimKind::{Age, Customer, Employer, Face, Income, Name, Place, Post, Schooling, Years};
        use TruthVerdict::{Contradicted, Unproven};
        let with = |change: &dyn Fn(&mut PersonaCard)| {
            let mut changed = card();
            change(&mut changed);
            changed
        };
        for (card, expected) in [
            (with(&|c| c.shown_name = "95后设计师小王".into()), vec![(Name, Contradicted), (Age, Unproven)]),
            (with(&|c| c.post = "工地巡检员".into()), vec![(Post, Contradicted)]),
            (with(&|c| c.years_in_trade = Some(4)), vec![]),
            (with(&|c| c.years_in_trade = Some(5)), vec![(Years, Contradicted)]),
            (with(&|c| c.introduction = "入行八年".into()), vec![(Years, Contradicted)]),
            (with(&|c| c.place = Some("静安".into())), vec![]),
            (with(&|c| c.place = Some("天河店".into())), vec![(Place, Contradicted)]),
            (
                with(&|c| c.introduction = "清华出来的，月入五万".into()),
                vec![(Schooling, Unproven), (Income, Unproven)],
            ),
            (
                with(&|c| c.sample_lines = vec!["我也是顾客，自己花钱买".into()]),
                vec![(Customer, Contradicted); 2],
            ),
            (with(&|c| c.face_used = true), vec![(Face, Unproven)]),
            (with(&|c| c.employer_shown = false), vec![(Employer, Contradicted)]),
        ] {
            assert_eq!(verdicts(&card, &zhang()), expected, "{card:?}");
        }
        let found = check(&with(&|c| c.shown_name = "小王".into()), &zhang(), day("2026-06-22"));
        let name = found.into_iter().find(|finding| finding.kind == Name).unwrap();
        assert_eq!((name.words.as_str(), name.instead.as_deref()), ("小王", Some("张伟")));
    }

    #[test]
    fn a_certificate_and_a_story_need_a_proof_that_counts_today() {
        use ClaimKind::{Certificate, Story};
        let id = |number| Some(EmployeeProofId::from_uuid(Uuid::from_u128(number)));
        for (proof, expected) in [
            (id(1), vec![]),
            (id(2), vec![(Certificate, TruthVerdict::Unproven)]),
            (id(3), vec![(Certificate, TruthVerdict::Unproven)]),
            (id(9), vec![(Certificate, TruthVerdict::Unproven)]),
            (None, vec![(Certificate, TruthVerdict::Unproven)]),
        ] {
            let claim = CertificateClaim { title: "职业证书".into(), proof };
            let card = PersonaCard { certificates: vec![claim], ..card() };
            assert_eq!(verdicts(&card, &zhang()), expected, "{proof:?}");
        }
        for (proof, expected) in [(id(3), vec![]), (None, vec![(Story, TruthVerdict::Unproven)])] {
            let claim =
                StoryClaim { text: "三月帮一位奶奶改了厨房".into(), happened_on: None, proof };
            let card = PersonaCard { stories: vec![claim], ..card() };
            assert_eq!(verdicts(&card, &zhang()), expected, "{proof:?}");
        }
        let said = PersonaCard { introduction: "持证设计师".into(), ..card() };
        assert_eq!(verdicts(&said, &zhang()), [(Certificate, TruthVerdict::Unproven)]);
        let claim = CertificateClaim { title: "职业证书".into(), proof: id(1) };
        let cited = PersonaCard { certificates: vec![claim], ..said };
        assert_eq!(verdicts(&cited, &zhang()), [], "what the card cites carries what the text says");
    }

    #[test]
    fn years_before_this_employer_count_where_a_proof_says_so() {
        let card = PersonaCard { years_in_trade: Some(10), ..card() };
        let mut person = zhang();
        person.proofs.push(proof(4, ProofKind::Trade, "前单位离职证明", "2015-05-01", None));
        assert_eq!(verdicts(&card, &person), []);
        person.hired_on = None;
        assert_eq!(verdicts(&card, &person), []);
        person.proofs.clear();
        assert_eq!(verdicts(&card, &person), [(ClaimKind::Years, TruthVerdict::Unproven)]);
    }
}
