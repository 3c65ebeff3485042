//! Lists by page: a bounded number of items and a cursor to the next ones.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ApiError;
use crate::text::Text;

/// Items of one page when nothing else is asked for.
const PAGE_ITEMS_DEFAULT: u32 = 50;
/// Items of one page at the most.
pub const PAGE_ITEMS_MAX: u32 = 200;

/// Which page is asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Items of the page, from 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    #[serde(default, deserialize_with = "crate::http::bounds::number::<1, 200, _, _>")]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 200)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<200, _>")]
    pub cursor: Option<String>,
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page starts; absent on the last one.
    pub next_cursor: Option<String>,
}

impl PageQuery {
    /// Items of the page.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(PAGE_ITEMS_DEFAULT).clamp(1, PAGE_ITEMS_MAX) as usize
    }

    /// How many rows to read: one more than the page holds tells whether there is a next one.
    pub fn rows(&self) -> i64 {
        i64::try_from(self.limit()).unwrap_or(i64::MAX - 1) + 1
    }

    /// Where to start: a number and an id, as `cursor_of` wrote them; the far end when there is no cursor.
    pub fn start(&self) -> Result<(i64, uuid::Uuid), ApiError> {
        let Some(cursor) = &self.cursor else { return Ok((i64::MAX, uuid::Uuid::max())) };
        cursor.split_once('_').and_then(|(n, id)| Some((n.parse().ok()?, id.parse().ok()?))).ok_or_else(
            || ApiError::invalid("cursor", Text::new("这不是翻页标记。", "This is no cursor of a list.")),
        )
    }
}

impl<T> Page<T> {
    /// Makes a page of the rows that [`PageQuery::rows`] asked for; `cursor_of` names the place after an item.
    pub fn of(mut items: Vec<T>, query: &PageQuery, cursor_of: impl Fn(&T) -> (i64, uuid::Uuid)) -> Self {
        let more = items.len() > query.limit();
        items.truncate(query.limit());
        let next_cursor = more.then(|| items.last().map(&cursor_of)).flatten();
        Self { items, next_cursor: next_cursor.map(|(number, id)| format!("{number}_{}", id.simple())) }
    }

    /// The same page with each item shown another way.
    pub fn map<U>(self, show: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(show).collect(), next_cursor: self.next_cursor }
    }
}
