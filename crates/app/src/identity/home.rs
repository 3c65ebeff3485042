//! Where a person's own changes are written down.
//!
//! Signing in, a new password, a second factor belong to the person and to no single brand. They stand in the log of
//! the brand where the person is at home: the first one they joined. Who is a member of none leaves no line.

use db::Tx;
use domain::{
    id::UserId,
    identity::{Actor, Scope, Sight},
};

use super::store;
use crate::{
    App,
    events::{Change, record},
    http::{
        ApiError,
        auth::{Origin, SignedIn},
    },
};

/// Somebody who acts on themselves.
#[derive(Debug)]
pub(super) struct Person<'a> {
    pub id: UserId,
    pub name: &'a str,
    pub origin: &'a Origin,
}

impl<'a> From<&'a SignedIn> for Person<'a> {
    fn from(person: &'a SignedIn) -> Self {
        Self { id: person.user, name: &person.name, origin: &person.origin }
    }
}

/// Writes the change down where the person is at home, when there is one, and commits.
pub(super) async fn tell_and_commit(
    app: &App,
    mut tx: Tx,
    person: Person<'_>,
    change: Option<Change>,
) -> Result<(), ApiError> {
    let home = store::membership(&mut tx, person.id, None).await?;
    let (Some(home), Some(change)) = (home, change) else { return Ok(tx.commit().await?) };
    let scope = Scope {
        tenant: home.tenant,
        actor: Actor::User { id: person.id, name: person.name.to_owned() },
        role: home.role,
        sight: Sight::All,
        source: person.origin.address.to_string(),
        request_id: person.origin.request_id.clone(),
    };
    record(&mut tx, &scope, change, app.now()).await?;
    Ok(app.commit(tx, home.tenant).await?)
}
