//! The `where` of a list that can be filtered: conditions with their parameters, numbered as they come.

use db::Value;
use domain::{
    identity::Scope,
    time::{Day, Zone},
};
use uuid::Uuid;

use super::sight;

/// How far the day of a zone may lie from the same day of UTC, in milliseconds, and an hour more.
const DAY_SLACK_MS: i64 = 15 * 3_600_000;

/// Conditions that all must hold. It begins with the tenant, so that no list can forget it.
#[derive(Debug)]
pub(crate) struct Conditions {
    text: String,
    values: Vec<Value>,
}

/// In which direction a list is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From the smallest key to the greatest.
    Up,
    /// From the greatest key to the smallest.
    Down,
}

impl Direction {
    /// How a later key compares with an earlier one.
    const fn sign(self) -> char {
        match self {
            Self::Up => '>',
            Self::Down => '<',
        }
    }

    /// The word of SQL.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Up => "asc",
            Self::Down => "desc",
        }
    }
}

impl Conditions {
    /// Only rows of the scope's tenant, which are called `alias`.
    pub(crate) fn of(scope: &Scope, alias: &str) -> Self {
        Self { text: format!("{alias}.tenant_id = $1"), values: vec![scope.tenant.uuid().into()] }
    }

    /// One more condition; each `?` in it stands for the next of `values`.
    #[must_use]
    pub(crate) fn and(mut self, text: &str, values: Vec<Value>) -> Self {
        let mut number = self.values.len();
        self.text.push_str(" and ");
        for (place, part) in text.split('?').enumerate() {
            if place > 0 {
                number += 1;
                self.text.push('$');
                self.text.push_str(&number.to_string());
            }
            self.text.push_str(part);
        }
        self.values.extend(values);
        self
    }

    /// One more condition, if there is a value for its `?`.
    #[must_use]
    pub(crate) fn and_if<V: Into<Value>>(self, text: &str, value: Option<V>) -> Self {
        match value {
            Some(value) => self.and(text, vec![value.into()]),
            None => self,
        }
    }

    /// Only where the column holds one of these values; nothing where there is none.
    #[must_use]
    pub(crate) fn and_in(self, column: &str, list: impl IntoIterator<Item = Value>) -> Self {
        let values: Vec<Value> = list.into_iter().collect();
        if values.is_empty() {
            return self.and("false", values);
        }
        let places = vec!["?"; values.len()].join(", ");
        self.and(&format!("{column} in ({places})"), values)
    }

    /// Only notes published between two days, both of them with it. The days are those of the brand's zone; the moments
    /// beside them, wider by [`DAY_SLACK_MS`], let the database walk an index.
    #[must_use]
    pub(crate) fn and_published(self, alias: &str, from: Option<Day>, to: Option<Day>) -> Self {
        let utc = Zone::utc();
        let earliest = from.and_then(|day| day.start(&utc).ok()).map(|at| at.plus_ms(-DAY_SLACK_MS).ms());
        let latest = to.and_then(|day| day.plus_days(1).start(&utc).ok());
        let latest = latest.map(|at| at.plus_ms(DAY_SLACK_MS).ms());
        self.and_if(&format!("+{alias}.published_day >= ?"), from.map(Day::yyyymmdd))
            .and_if(&format!("+{alias}.published_day <= ?"), to.map(Day::yyyymmdd))
            .and_if(&format!("{alias}.published_at >= ?"), earliest)
            .and_if(&format!("{alias}.published_at <= ?"), latest)
    }

    /// Only where one of the columns contains what was searched, in whatever case. Blank text searches nothing.
    #[must_use]
    pub(crate) fn and_contains(self, columns: &[&str], searched: Option<&str>) -> Self {
        let searched = searched.map(str::trim).filter(|text| !text.is_empty());
        let Some(searched) = searched else { return self };
        let ways: Vec<String> =
            columns.iter().map(|column| format!("lower({column}) like ? escape '\\'")).collect();
        let values = columns.iter().map(|_| Value::from(like_pattern(searched))).collect();
        self.and(&format!("({})", ways.join(" or ")), values)
    }

    /// Only rows that the actor sees, by one of the functions of [`sight`].
    #[must_use]
    pub(crate) fn and_seen(
        mut self,
        sight_of: fn(&Scope, &str, usize) -> (String, Vec<Value>),
        scope: &Scope,
        alias: &str,
    ) -> Self {
        let text = self.inner(sight_of, scope, alias);
        self.text.push_str(" and ");
        self.text.push_str(&text);
        self
    }

    /// Only accounts that the actor sees.
    #[must_use]
    pub(crate) fn and_seen_accounts(self, scope: &Scope, alias: &str) -> Self {
        self.and_seen(sight::condition, scope, alias)
    }

    /// Only rows after this key and id, in the direction in which the list is walked.
    #[must_use]
    pub(crate) fn and_after(self, key: &str, id: &str, direction: Direction, start: (i64, Uuid)) -> Self {
        self.and(&format!("({key}, {id}) {} (?, ?)", direction.sign()), vec![start.0.into(), start.1.into()])
    }

    /// A condition of sight for a statement within this one, as text; its parameters join the others.
    pub(crate) fn inner(
        &mut self,
        sight_of: fn(&Scope, &str, usize) -> (String, Vec<Value>),
        scope: &Scope,
        alias: &str,
    ) -> String {
        let (text, values) = sight_of(scope, alias, self.values.len() + 1);
        self.values.extend(values);
        text
    }

    /// The number of one more parameter, which is not part of a condition.
    pub(crate) fn parameter(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// The text, without the word `where`.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The values, in the order of their numbers.
    pub(crate) fn into_values(self) -> Vec<Value> {
        self.values
    }
}

/// The pattern of `like … escape '\'` for texts that contain `searched`, in small letters.
fn like_pattern(searched: &str) -> String {
    let mut pattern = String::with_capacity(searched.len() + 2);
    pattern.push('%');
    for letter in searched.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use domain::{
        id::TenantId,
        identity::{Actor, Role, Sight},
    };

    use super::*;

    #[test]
    fn parameters_are_numbered_as_they_come() {
        let scope = Scope {
            tenant: TenantId::from_uuid(Uuid::nil()),
            actor: Actor::CommandLine,
            role: Role::Owner,
            sight: Sight::Stores { stores: vec![], regions: vec!["华东".into()] },
            source: String::new(),
            request_id: String::new(),
        };
        let mut list = Conditions::of(&scope, "a")
            .and_if("a.kind = ?", Some("kos"))
            .and_if("a.store_id = ?", None::<Uuid>)
            .and_contains(&["a.nickname", "a.xhs_no"], Some(" 50%_\\Oak "))
            .and_contains(&["a.nickname"], Some("  "))
            .and_after("a.fans", "a.id", Direction::Down, (5, Uuid::nil()));
        assert_eq!(list.parameter(51_i64), "$7");
        assert_eq!(
            list.text(),
            "a.tenant_id = $1 and a.kind = $2 and (lower(a.nickname) like $3 escape '\\' or lower(a.xhs_no) like $4 escape '\\') \
            and (a.fans, a.id) < ($5, $6)"
        );
        assert_eq!(list.into_values().get(2), Some(&Value::from("%50\\%\\_\\\\oak%")));
    }
}
