//! Reading the query of the board.

use domain::{
    id::StoreId,
    insight::{Metric, MetricId, metrics::METRICS, today::Moment, week_of},
    matrix::AccountKind,
    time::{Day, Period},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    compute::{Ask, BoardState},
    store::accounts::Filter,
};
use crate::{http::ApiError, text::Text};

/// Characters of a search or of the name of a region.
const WORDS_CHARS_MAX: usize = 100;
/// Days of a week.
const WEEK_DAYS: i32 = 7;

/// What a number is put beside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Compare {
    /// The same number of days before.
    #[default]
    Previous,
    /// Nothing.
    None,
}

/// What accounts are put together by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum GroupBy {
    /// Nothing.
    #[default]
    None,
    /// The sort of account.
    Kind,
    /// The store.
    Store,
    /// The region.
    Region,
}

/// Which figures, of which accounts, in which order.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BoardQuery {
    /// The first day; Monday of the last full week when absent.
    pub from: Option<Day>,
    /// The last day; six days after the first when absent.
    pub to: Option<Day>,
    /// What to put beside the numbers.
    #[param(inline)]
    pub compare: Option<Compare>,
    /// Accounts of this kind only.
    pub kind: Option<AccountKind>,
    /// Accounts of this store only.
    pub store: Option<StoreId>,
    /// Accounts of this region only.
    #[param(max_length = 100)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<100, _>")]
    pub region: Option<String>,
    /// Accounts in this state only.
    #[param(inline)]
    pub state: Option<BoardState>,
    /// A part of the name of the account or its holder.
    #[param(max_length = 100)]
    #[serde(default, deserialize_with = "crate::http::bounds::text::<100, _>")]
    pub q: Option<String>,
    /// What to put accounts together by.
    #[param(inline)]
    pub group_by: Option<GroupBy>,
    /// What to sort by: `nickname`, `last_note` or the name of a metric; a `-` in front turns it around.
    #[param(max_length = 40, pattern = "^-?[a-z0-9_]+$")]
    pub sort: Option<String>,
    /// The metrics to show, by name, with commas between; all when absent.
    #[param(max_length = 600, pattern = "^([a-z0-9_]+(,[a-z0-9_]+)*)?$")]
    pub columns: Option<String>,
}

/// What accounts are sorted by.
#[derive(Debug, Clone, Copy)]
pub(super) enum SortBy {
    Nickname,
    LastNote,
    Metric(&'static Metric),
}

/// An order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sort {
    pub by: SortBy,
    pub backwards: bool,
}

impl BoardQuery {
    pub fn ask(&self, moment: &Moment) -> Result<Ask, ApiError> {
        bounded("q", self.q.as_deref())?;
        bounded("region", self.region.as_deref())?;
        Ok(Ask {
            period: asked_period(self.from, self.to, moment)?,
            compare: self.compare.unwrap_or_default() == Compare::Previous,
            filter: Filter {
                account: None,
                kind: self.kind,
                store: self.store,
                region: self.region.clone(),
                q: self.q.clone(),
            },
            state: self.state,
        })
    }

    pub fn sort(&self) -> Result<Sort, ApiError> {
        let Some(text) = self.sort.as_deref() else {
            return Ok(Sort { by: SortBy::Nickname, backwards: false });
        };
        let name = text.strip_prefix('-').unwrap_or(text);
        let by = match name {
            "nickname" => SortBy::Nickname,
            "last_note" => SortBy::LastNote,
            _ => SortBy::Metric(named_metric("sort", name)?),
        };
        Ok(Sort { by, backwards: text.starts_with('-') })
    }

    /// The chosen metrics, in their order; every one when none was chosen.
    pub fn metrics(&self) -> Result<Vec<&'static Metric>, ApiError> {
        match self.columns.as_deref().filter(|columns| !columns.is_empty()) {
            None => Ok(METRICS.iter().collect()),
            Some(columns) => {
                let mut chosen: Vec<&'static Metric> = Vec::new();
                for name in columns.split(',') {
                    let metric = named_metric("columns", name)?;
                    if !chosen.iter().any(|known| known.id == metric.id) {
                        chosen.push(metric);
                    }
                }
                Ok(chosen)
            }
        }
    }
}

fn named_metric(field: &str, name: &str) -> Result<&'static Metric, ApiError> {
    MetricId::named(name).map(Metric::of).ok_or_else(|| {
        let text = Text::new(format!("没有名为 {name} 的指标。"), format!("There is no metric {name}."));
        ApiError::invalid(field, text)
    })
}

fn bounded(field: &str, words: Option<&str>) -> Result<(), ApiError> {
    if words.is_none_or(|words| words.chars().count() <= WORDS_CHARS_MAX) {
        return Ok(());
    }
    let text = Text::new(
        format!("最多 {WORDS_CHARS_MAX} 个字符。"),
        format!("{WORDS_CHARS_MAX} characters at the most."),
    );
    Err(ApiError::invalid(field, text))
}

/// The asked days; the last full week when none is named.
pub(super) fn asked_period(from: Option<Day>, to: Option<Day>, moment: &Moment) -> Result<Period, ApiError> {
    let last_week = || domain::insight::last_full_week(moment.today());
    let period = match (from, to) {
        (None, None) => last_week(),
        (Some(from), None) => Period::new(from, from.plus_days(WEEK_DAYS - 1)),
        (None, Some(to)) => Period::new(to.plus_days(1 - WEEK_DAYS), to),
        (Some(from), Some(to)) => Period::new(from, to),
    };
    period.map_err(wrong_period)
}

/// The week that holds `day`; the last full week when none is named.
pub(super) fn asked_week(day: Option<Day>, moment: &Moment) -> Result<Period, ApiError> {
    day.map_or_else(|| domain::insight::last_full_week(moment.today()), week_of).map_err(wrong_period)
}

fn wrong_period(_: domain::time::TimeError) -> ApiError {
    let days = domain::time::PERIOD_DAYS_MAX;
    let text = Text::new(
        format!("请检查起止日期：结束不能早于开始，最多 {days} 天。"),
        format!("Check both days: the last is not before the first, and {days} days are the most."),
    );
    ApiError::invalid("to", text)
}
