//! What the rows of a table give for its metrics. The statements are made from the table of metrics, so that a
//! number, its parts and its sources cannot come from different columns.

use db::{DbError, FromQueryResult, Tx};
use domain::{
    id::AccountId,
    identity::Scope,
    insight::{
        Loaded, Metric, Part,
        metrics::{Amount, Nature, Origin},
    },
    time::{Day, Instant, Period},
};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use crate::matrix::conditions::Conditions;

/// Rows that one period of a board may put together: 5,000 accounts over 104 weeks.
const PERIOD_ROWS_MAX: i64 = 520_000;
/// Up to so many accounts a statement asks for them alone; for more it reads the brand's.
const ACCOUNTS_NAMED_MAX: usize = 20;

/// What one row, or the sum of several, gives for every metric of its table.
#[derive(Debug)]
pub(in crate::insight) struct Given {
    /// Absent where the row names no account.
    pub account: Option<AccountId>,
    /// The days that a loaded row is about; absent for notes, which have a day each.
    pub loaded: Option<Loaded>,
    /// The dimensions of one of the rows of a Juguang report.
    pub dimensions: String,
    /// One for each metric, in the order of [`Metric::read_from`].
    pub parts: Vec<Part>,
}

/// Columns before the parts; the last of them says how many metrics have parts, because asking a row for the names of
/// its columns costs more than reading them.
const PARTS_START: usize = 6;

impl FromQueryResult for Given {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let account: Option<Uuid> = row.try_get_by_index(0)?;
        let (from, to): (i32, i32) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        let days = Day::from_yyyymmdd(from).ok().zip(Day::from_yyyymmdd(to).ok());
        let period = days.and_then(|(from, to)| Period::new(from, to).ok());
        let loaded_at = Instant::from_ms(row.try_get_by_index(3)?);
        let metrics: i32 = row.try_get_by_index(5)?;
        let parts = (0..usize::try_from(metrics).unwrap_or(0)).map(|place| {
            let at = PARTS_START + 2 * place;
            Ok(Part { value: row.try_get_by_index(at)?, over: row.try_get_by_index(at + 1)? })
        });
        Ok(Self {
            account: account.map(AccountId::from_uuid),
            loaded: period.map(|period| Loaded { period, loaded_at }),
            dimensions: row.try_get_by_index(4)?,
            parts: parts.collect::<Result<_, DbErr>>()?,
        })
    }
}

/// Whose rows are read.
#[derive(Debug, Clone, Copy)]
pub(in crate::insight) enum Whose<'a> {
    /// Those of these accounts or, where there are many, of all.
    Accounts(&'a [AccountId]),
    /// Those that name no account.
    Nobody,
}

/// What the rows of `origin` within `period` give.
pub(in crate::insight) async fn given(
    tx: &mut Tx,
    scope: &Scope,
    origin: Origin,
    period: Period,
    whose: Whose<'_>,
) -> Result<Vec<Given>, DbError> {
    let Some(shape) = Shape::of(origin) else { return Ok(vec![]) };
    let parts: Vec<String> =
        Metric::read_from(origin).flat_map(|metric| shape.parts(&metric.nature, period.days())).collect();
    let metrics = Metric::read_from(origin).count();
    let wanted = shape.within(Conditions::of(scope, "t"), period);
    let mut wanted = match whose {
        Whose::Accounts(accounts) if accounts.len() <= ACCOUNTS_NAMED_MAX => {
            wanted.and_in("t.account_id", accounts.iter().map(|account| account.uuid().into()))
        }
        Whose::Accounts(_) => wanted.and("t.account_id is not null", vec![]),
        Whose::Nobody => wanted.and("t.account_id is null", vec![]),
    };
    let limit = wanted.parameter(PERIOD_ROWS_MAX);
    let Shape { head, from, tail, .. } = shape;
    let sql = format!(
        "select {head}, {metrics}, {} {from} where {} {tail} limit {limit}",
        parts.join(", "),
        wanted.text()
    );
    tx.all(&sql, wanted.into_values()).await
}

/// How a table is read.
struct Shape {
    /// The account, the first and last day, when it was loaded, and dimensions.
    head: &'static str,
    from: &'static str,
    tail: &'static str,
    /// Whether a row is about a first and a last day, and not about one moment.
    has_days: bool,
    /// Whether rows are added up by the statement.
    sums: bool,
}

impl Shape {
    const fn of(origin: Origin) -> Option<Self> {
        match origin {
            Origin::Accounts => None,
            Origin::Notes => Some(Self::of_notes("from notes t")),
            Origin::NoteFindings => Some(Self::of_notes("from note_findings t")),
            Origin::NoteCopies => Some(Self::of_notes("from note_copies t")),
            Origin::AccountPeriods => Some(Self {
                head: "t.account_id, t.from_day, t.to_day, coalesce(i.created_at, 0), ''",
                from: "from account_periods t
                    left join imports i on i.tenant_id = t.tenant_id and i.id = t.import_id",
                tail: "",
                has_days: true,
                sums: false,
            }),
            Origin::ServicePeriods => Some(Self {
                head: "t.account_id, t.from_day, t.to_day, coalesce(i.created_at, 0), ''",
                from: "from service_periods t
                    left join imports i on i.tenant_id = t.tenant_id and i.id = t.import_id
                    left join account_periods w on w.tenant_id = t.tenant_id and w.account_id = t.account_id
                        and w.from_day = t.from_day and w.to_day = t.to_day",
                tail: "",
                has_days: true,
                sums: false,
            }),
            // Each import apart: reports of the same days at two levels (by campaign, by creative) are told apart
            // by their dimensions and must not be added up.
            Origin::JuguangFigures => Some(Self {
                head: "t.account_id, t.from_day, t.to_day, coalesce((select i.created_at from imports i
                    where i.tenant_id = $1 and i.id = t.import_id), 0), min(t.dimensions)",
                from: "from juguang_figures t",
                tail: "group by t.account_id, t.from_day, t.to_day, t.import_id",
                has_days: true,
                sums: true,
            }),
        }
    }

    /// Notes, or what is known of them: each row is about the day on which its note was published.
    const fn of_notes(from: &'static str) -> Self {
        Self {
            head: "t.account_id, 0, 0, cast(0 as bigint), ''",
            from,
            tail: "group by t.account_id",
            has_days: false,
            sums: true,
        }
    }

    /// Only rows that lie within the period.
    fn within(&self, wanted: Conditions, period: Period) -> Conditions {
        if self.has_days {
            wanted
                .and("t.from_day >= ?", vec![period.from().yyyymmdd().into()])
                .and("t.to_day <= ?", vec![period.to().yyyymmdd().into()])
        } else {
            wanted.and_published("t", Some(period.from()), Some(period.to()))
        }
    }

    /// The value of a metric and what it is over, as two expressions.
    fn parts(&self, nature: &Nature, days: i32) -> [String; 2] {
        let (value, over) = nature.amounts();
        let text = |amount: Amount| expression(amount, days);
        match over {
            None => [self.summed(&text(value), None), "cast(null as bigint)".to_owned()],
            Some(Amount::Days) => [self.summed(&text(value), None), text(Amount::Days)],
            Some(over) => {
                let (value, over) = (text(value), text(over));
                if self.sums {
                    [self.summed(&value, Some(&over)), self.summed(&over, Some(&value))]
                } else {
                    [value, over]
                }
            }
        }
    }

    /// The sum of an expression, over the rows that hold the other one as well.
    fn summed(&self, expression: &str, other: Option<&str>) -> String {
        match (self.sums, other) {
            (false, _) => expression.to_owned(),
            (true, None) => format!("cast(sum({expression}) as bigint)"),
            (true, Some(other)) => {
                format!("cast(sum(case when {other} is not null then {expression} end) as bigint)")
            }
        }
    }
}

/// What one row gives.
fn expression(amount: Amount, days: i32) -> String {
    match amount {
        Amount::Row => "1".to_owned(),
        Amount::Days => format!("cast({days} as bigint)"),
        Amount::Conversations => "w.message_consult".to_owned(),
        Amount::Columns([column]) => format!("t.{}", column.name),
        Amount::Columns(columns) => {
            let names: Vec<String> = columns.iter().map(|column| format!("t.{}", column.name)).collect();
            let terms: Vec<String> = names.iter().map(|name| format!("coalesce({name}, 0)")).collect();
            let (any, sum) = (names.join(", "), terms.join(" + "));
            format!("(case when coalesce({any}) is not null then {sum} end)")
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::insight::MetricId;

    use super::*;

    fn parts(id: MetricId) -> [String; 2] {
        let metric = Metric::of(id);
        Shape::of(metric.origin).unwrap().parts(&metric.nature, 7)
    }

    #[test]
    fn a_statement_says_what_the_table_of_metrics_says() {
        let [value, over] = parts(MetricId::MeanReply);
        assert_eq!((value.as_str(), over.as_str()), ("t.mean_reply_ms", "w.message_consult"));
        let [value, over] = parts(MetricId::Cadence);
        assert_eq!((value.as_str(), over.as_str()), ("cast(sum(1) as bigint)", "cast(7 as bigint)"));
        let [value, over] = parts(MetricId::NoteReadRate);
        assert_eq!(value, "cast(sum(case when t.impression is not null then t.read end) as bigint)");
        assert_eq!(over, "cast(sum(case when t.read is not null then t.impression end) as bigint)");
        let [value, _] = parts(MetricId::Leads);
        assert_eq!(
            value,
            "(case when coalesce(t.message_leads, t.form_leads) is not null \
             then coalesce(t.message_leads, 0) + coalesce(t.form_leads, 0) end)"
        );
    }
}
