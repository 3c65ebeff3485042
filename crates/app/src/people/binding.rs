//! What other capabilities ask of a person before an account is bound to them.

use db::Tx;
use domain::{
    id::EmployeeId,
    identity::Scope,
    people::{
        BindingFacts, ProofKind,
        agreements::{AgreementKind, AgreementStanding, SignatureFacts, TextFacts, standing},
    },
    time::Day,
};

use super::{
    api::agreements::facts,
    store::{agreements::SignatureRow, employees, proofs},
};
use crate::http::ApiError;

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
        is_leaving: false,
        employment: row.employment,
    }))
}
