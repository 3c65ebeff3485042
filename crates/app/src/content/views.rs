//! Notes and accounts as the answers of content name them.

use domain::{
    id::{AccountId, NoteId},
    time::{Day, Instant},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::notes::NamedNote;

/// A published note.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PublishedNote {
    pub id: NoteId,
    pub title: String,
    pub published_at: Instant,
    /// The business day of its publication.
    pub published_day: Option<Day>,
}

/// The account of a note.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NoteAccount {
    pub id: AccountId,
    pub nickname: String,
}

/// A note with the account that published it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NoteOfAccount {
    pub note: PublishedNote,
    pub account: NoteAccount,
}

impl From<NamedNote> for NoteOfAccount {
    fn from(row: NamedNote) -> Self {
        let NamedNote { id, account_id, nickname, title, published_at, published_day } = row;
        Self {
            note: PublishedNote {
                id: NoteId::from_uuid(id),
                title,
                published_at: Instant::from_ms(published_at),
                published_day: Day::from_yyyymmdd(published_day).ok(),
            },
            account: NoteAccount { id: AccountId::from_uuid(account_id), nickname },
        }
    }
}
