//! How much the platform takes, by the rule book as it counts for the brand today.

use db::{DbError, Tx};
use domain::{
    identity::Scope,
    rulebook::{Citation, RuleKey, Rulebook},
    studio::wording::{Bound, Bounds},
    time::Day,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::rulebook::book_of;

/// One bound of the platform, and who says so.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct BoundView {
    most: i64,
    rule: Citation,
}

/// How much the platform takes; absent where nobody says.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct BoundsView {
    title_chars: Option<BoundView>,
    body_chars: Option<BoundView>,
    topics: Option<BoundView>,
}

/// How much the platform takes today.
pub(super) async fn bounds(tx: &mut Tx, scope: &Scope, today: Day) -> Result<Bounds, DbError> {
    let book = book_of(tx, scope).await?;
    Ok(Bounds {
        title_chars: bound(&book, RuleKey::NoteTitleChars, today),
        body_chars: bound(&book, RuleKey::NoteBodyChars, today),
        topics: bound(&book, RuleKey::NoteTopicsMost, today),
    })
}

fn bound(book: &Rulebook, key: RuleKey, today: Day) -> Option<Bound> {
    let row = book.newest()?.standing(key, None, today).chosen?;
    Some(Bound { most: row.value, rule: row.cite() })
}

impl BoundsView {
    pub fn of(bounds: &Bounds) -> Self {
        let Bounds { title_chars, body_chars, topics } = bounds;
        let view = |bound: &Option<Bound>| {
            bound.as_ref().map(|Bound { most, rule }| BoundView { most: *most, rule: rule.clone() })
        };
        Self { title_chars: view(title_chars), body_chars: view(body_chars), topics: view(topics) }
    }
}
