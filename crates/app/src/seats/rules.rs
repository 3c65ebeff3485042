//! The numbers of the platform that count for a company on a day, each with its source.

use db::{DbError, Tx};
use domain::{
    id::LegalEntityId,
    identity::Scope,
    insight::Say,
    rulebook::{Edition, EditionId, RuleKey, RuleRow, RuleScope, Rulebook, SourceGrade},
    seats::Limit,
    time::Day,
};

use super::store::{editions, entities};
pub(super) use crate::rulebook::book_of;

/// The rules by which a company is judged on a day.
#[derive(Debug)]
pub(crate) struct EntityRules<'a> {
    book: &'a Rulebook,
    edition: Option<&'a Edition>,
    industry: Option<String>,
    on: Day,
}

/// The rules of a company on a day, by the edition that it had stated for that day.
pub(crate) async fn rules_of<'a>(
    tx: &mut Tx,
    scope: &Scope,
    book: &'a Rulebook,
    entity: LegalEntityId,
    on: Day,
) -> Result<EntityRules<'a>, DbError> {
    let industry = entities::industry_of(tx, scope, entity).await?;
    let edition = editions::edition_on(tx, scope, entity, on).await?;
    Ok(EntityRules::of(book, edition.as_ref(), industry, on))
}

impl<'a> EntityRules<'a> {
    /// The rules of a company that stated this edition.
    pub(crate) fn of(
        book: &'a Rulebook,
        edition: Option<&EditionId>,
        industry: Option<String>,
        on: Day,
    ) -> Self {
        Self { book, edition: edition.and_then(|id| book.edition(id)), industry, on }
    }

    /// The edition, where one was stated that is known.
    pub(crate) const fn edition(&self) -> Option<&Edition> {
        self.edition
    }

    /// Whether the company stated an edition that is known.
    pub(crate) const fn has_edition(&self) -> bool {
        self.edition.is_some()
    }

    /// How many seats the company may have; where the rules count by enterprise account, for so many of them.
    pub(crate) fn quota(&self, enterprise_accounts: i64) -> Option<Limit> {
        let row = self.chosen(RuleKey::SeatQuota)?;
        let times = if row.scope == RuleScope::EnterpriseAccount { enterprise_accounts.max(1) } else { 1 };
        let limit = self.limit(row);
        Some(Limit { most: limit.most.saturating_mul(times), ..limit })
    }

    /// What a seat costs a year, in fen.
    pub(crate) fn seat_fee(&self) -> Option<Limit> {
        self.chosen(RuleKey::SeatFee).map(|row| self.limit(row))
    }

    /// How long a paid seat lasts, in months.
    pub(crate) fn term_months(&self) -> Option<i64> {
        self.chosen(RuleKey::SeatTerm).map(|row| row.value)
    }

    /// How many seats one person may have.
    pub(crate) fn seats_a_person(&self) -> Option<Limit> {
        self.chosen(RuleKey::SeatsPerPerson).map(|row| self.limit(row))
    }

    fn chosen(&self, key: RuleKey) -> Option<&'a RuleRow> {
        self.edition?.standing(key, self.industry.as_deref(), self.on).chosen
    }

    fn limit(&self, row: &RuleRow) -> Limit {
        Limit { most: row.value, source: self.told(row) }
    }

    /// The row in a sentence: what it is, in which edition, and who says so.
    fn told(&self, row: &RuleRow) -> Say {
        let (key, source, grade) = (self.book.name_of(row.key), &row.source.name, grade_name(row.grade));
        let edition = self.edition.map_or_else(Say::default, |edition| edition.name.clone());
        let published = row.source.published.as_deref();
        let (zh_date, en_date) = (
            published.map_or_else(String::new, |date| format!("，{date}")),
            published.map_or_else(String::new, |date| format!(", {date}")),
        );
        Say::new(
            format!("规则：{}（{}）；来源：{}{zh_date}（{}）。", key.zh, edition.zh, source.zh, grade.zh),
            format!("Rule: {} ({}); source: {}{en_date} ({}).", key.en, edition.en, source.en, grade.en),
        )
    }
}

fn grade_name(grade: SourceGrade) -> Say {
    match grade {
        SourceGrade::Official => Say::new("官方", "official"),
        SourceGrade::Press => Say::new("媒体转述", "press"),
        SourceGrade::Reported => Say::new("行业文章", "reported"),
        SourceGrade::OwnExperience => Say::new("商家自述", "own experience"),
        SourceGrade::OwnDefault => Say::new("本系统默认", "own default"),
    }
}
