//! The rows that insight reads, and the few that it writes.

pub(super) mod accounts;
pub(super) mod amounts;
pub(super) mod loaded;
pub(super) mod marks;
pub(super) mod notes;
pub(super) mod sources;
pub(super) mod targets;
pub(super) mod today;
pub(super) mod views;

use db::{DbError, FromQueryResult, Tx, Value, params};
use domain::{
    identity::Scope,
    insight::today::Moment,
    time::{Instant, Zone},
};

#[derive(FromQueryResult)]
struct BrandRow {
    name: String,
    zone: String,
    created_at: i64,
}

/// What insight needs to know of the brand.
#[derive(Debug, Clone)]
pub(super) struct Brand {
    pub name: String,
    pub zone: Zone,
    pub created_at: Instant,
}

impl Brand {
    /// The instant `now` where the brand is.
    pub fn moment(&self, now: Instant) -> Moment {
        Moment { now, zone: self.zone.clone() }
    }
}

pub(super) async fn brand(tx: &mut Tx, scope: &Scope) -> Result<Brand, DbError> {
    let sql = "select name, zone, created_at from brands where id = $1";
    let row: Option<BrandRow> = tx.one(sql, params![scope.tenant.uuid()]).await?;
    let gone = || DbError::Refused("the brand of this scope is gone".into());
    let BrandRow { name, zone, created_at } = row.ok_or_else(gone)?;
    let zone = Zone::named(&zone).unwrap_or_else(|_| Zone::utc());
    Ok(Brand { name, zone, created_at: Instant::from_ms(created_at) })
}

/// A statement that is put together from parts, with its parameters numbered as they come.
#[derive(Debug)]
pub(super) struct Statement {
    pub sql: String,
    pub values: Vec<Value>,
}

impl Statement {
    /// Starts with a text and the parameters that it numbers itself.
    pub fn new(sql: String, values: Vec<Value>) -> Self {
        Self { sql, values }
    }

    /// The number of the next parameter.
    pub fn next(&self) -> usize {
        self.values.len() + 1
    }

    /// Adds a text in which each `{}` stands for the same next parameter.
    pub fn and(&mut self, text: &str, value: impl Into<Value>) {
        let number = format!("${}", self.next());
        self.sql.push_str(&text.replace("{}", &number));
        self.values.push(value.into());
    }

    /// Adds a condition that numbers its parameters from [`Statement::next`] on.
    pub fn and_condition(&mut self, (text, values): (String, Vec<Value>)) {
        self.sql.push_str(" and ");
        self.sql.push_str(&text);
        self.values.extend(values);
    }

    /// Adds `and column in (…)`; of no values at all nothing is in the list.
    pub fn and_in(&mut self, column: &str, list: impl Iterator<Item = Value>) {
        let first = self.next();
        self.values.extend(list);
        let numbers: Vec<String> = (first..self.next()).map(|number| format!("${number}")).collect();
        let condition = if numbers.is_empty() {
            " and false".to_owned()
        } else {
            format!(" and {column} in ({})", numbers.join(", "))
        };
        self.sql.push_str(&condition);
    }
}

/// A text as a pattern of `like` that finds it anywhere; what `like` would take for a sign stands for itself.
pub(super) fn anywhere(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.to_lowercase().chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_a_search_stand_for_themselves() {
        assert_eq!(anywhere("50%_A\\"), "%50\\%\\_a\\\\%");
    }

    #[test]
    fn parameters_are_numbered_as_they_come() {
        let mut statement = Statement::new("select 1 where a = $1".into(), params![1_i64]);
        statement.and(" and (b = {} or c = {})", 2_i64);
        statement.and_in("d", params![3_i64, 4_i64].into_iter());
        statement.and_in("e", std::iter::empty());
        assert_eq!(statement.sql, "select 1 where a = $1 and (b = $2 or c = $2) and d in ($3, $4) and false");
        assert_eq!(statement.next(), 5);
    }
}
