//! What the seats ask of personas: whether somebody may write by a card, and how a card is named elsewhere.

use db::{DbError, Tx};
use domain::{
    id::{AccountId, EmployeeId, PersonaId},
    identity::Scope,
    personas::{PersonaState, rivals::rivals},
    seats::CardFacts,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// A persona, as other views name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct PersonaRef {
    id: PersonaId,
    /// The name that the account shows; empty where the person was erased.
    name: String,
    state: PersonaState,
}

/// What a row of another table joins of a persona: `id`, `card` and `state`.
#[derive(Debug)]
pub(crate) struct PersonaColumns {
    /// Which.
    pub id: Option<Uuid>,
    /// The card as it is stored.
    pub card: Option<String>,
    /// What became of it.
    pub state: Option<String>,
}

/// The one thing of a card that other views show.
#[derive(Deserialize)]
struct NameOnCard {
    shown_name: String,
}

impl PersonaColumns {
    /// The persona, where the row has one.
    pub fn named(self) -> Option<PersonaRef> {
        let Self { id, card, state } = self;
        let NameOnCard { shown_name: name } = serde_json::from_str(&card?).ok()?;
        Some(PersonaRef { id: PersonaId::from_uuid(id?), name, state: PersonaState::named(&state?)? })
    }
}

/// What binding asks of a card that the actor sees; nothing where there is no such card for them.
pub(crate) async fn card_facts(
    tx: &mut Tx,
    scope: &Scope,
    id: PersonaId,
) -> Result<Option<CardFacts>, DbError> {
    let Some(row) = store::find(tx, scope, id).await? else { return Ok(None) };
    let others = store::speaking_elsewhere(tx, scope, row.account).await?;
    let rivalry = others.iter().find_map(|other| rivals(&row.card, &other.card));
    Ok(Some(CardFacts { state: row.state, employee: row.employee, account: row.account, rivalry }))
}

/// Whether the account speaks as somebody else now, whoever asks.
pub(crate) async fn speaks_as_another(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    employee: EmployeeId,
) -> Result<bool, DbError> {
    let rows = store::once_approved(tx, scope, account).await?;
    Ok(rows.iter().any(|row| row.state == PersonaState::Approved && row.employee != employee))
}
