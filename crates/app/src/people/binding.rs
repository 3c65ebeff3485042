//! What other capabilities ask of a person before an account is bound to them.

use db::{DbError, Tx};
use domain::{
    id::EmployeeId,
    identity::Scope,
    people::{
        BindingFacts, Employment, ProofKind,
        agreements::{AgreementKind, AgreementStanding, SignatureFacts, TextFacts, counts_from, standing},
    },
    personas::truth::{CitedProof, PersonFacts},
    time::Day,
};

use super::{
    api::agreements::facts,
    store::{
        agreements::{self, SignatureRow},
        employees, proofs,
    },
};
use crate::{departures, http::ApiError};

/// The oldest version of a kind of agreement whose signatures count; nothing where none was published.
pub(crate) async fn agreement_counts_from(
    tx: &mut Tx,
    scope: &Scope,
    kind: AgreementKind,
) -> Result<Option<i64>, DbError> {
    let texts: Vec<TextFacts> = agreements::texts(tx, scope).await?.iter().map(|row| row.facts).collect();
    Ok(counts_from(kind, &texts))
}

/// What is known of a person for binding, as of a day; `None` when there is no such person for the actor.
pub(crate) async fn binding_facts(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    on: Day,
) -> Result<Option<BindingFacts>, ApiError> {
    let Some(row) = employees::find(tx, scope, employee).await? else { return Ok(None) };
    let proofs = proofs::of_employee(tx, scope, employee).await?;
    let proving = |kind: ProofKind| proofs.iter().filter(move |proof| proof.facts.proves(kind, on));
    let (texts, signed) = facts(tx, scope, employee).await?;
    let texts: Vec<TextFacts> = texts.iter().map(|row| row.facts).collect();
    let signed: Vec<SignatureFacts> = signed.iter().map(SignatureRow::facts).collect();
    let signature_under = |kind: AgreementKind| match standing(kind, &texts, &signed) {
        (AgreementStanding::Signed, signature) => signature,
        _ => None,
    };
    Ok(Some(BindingFacts {
        proof_valid_until: proving(ProofKind::Employment).filter_map(|proof| proof.facts.valid_until).max(),
        agreement: signature_under(AgreementKind::AccountAgreement),
        likeness: signature_under(AgreementKind::LikenessVoiceConsent),
        accounts_proven: proving(ProofKind::Account).filter_map(|proof| proof.account).collect(),
        is_leaving: departures::is_leaving(tx, scope, employee).await?,
        employment: row.employment,
    }))
}

/// What is known of the person for whom an account speaks, as of a day; `None` when there is no such person for the
/// actor.
pub(crate) async fn person_facts(
    tx: &mut Tx,
    scope: &Scope,
    employee: EmployeeId,
    on: Day,
) -> Result<Option<PersonFacts>, ApiError> {
    let Some(row) = employees::find(tx, scope, employee).await? else { return Ok(None) };
    let proofs = proofs::of_employee(tx, scope, employee).await?;
    let likeness_signed =
        binding_facts(tx, scope, employee, on).await?.is_some_and(|facts| facts.likeness.is_some());
    let Employment { name, post, hired_on, .. } = row.employment;
    let proofs =
        proofs.into_iter().map(|row| CitedProof { id: row.id, facts: row.facts, title: row.title }).collect();
    Ok(Some(PersonFacts { name, post, store: row.store, hired_on, likeness_signed, proofs }))
}
