//! From what the shell loaded to facts that rules have an opinion about.
//!
//! Each function takes one thing as it is stored and says what is so, or nothing. None of them decides how pressing
//! it is: that is the rules' matter.

use super::{Evidence, Fact, Moment, Proof, RuleId, conflicts::Conflict, shown};
use crate::{
    id::{AccountId, ImportId},
    imports::{Field, FileKind},
    insight::{
        Say,
        metrics::{Metric, Origin, Unit},
        targets::{Target, TargetId, Targets},
    },
    matrix::AccountKind,
    time::{Day, Instant, Period},
};

/// Names that one sentence lists before it says "and others".
const NAMES_LISTED_MAX: usize = 5;

/// How lively an account is.
#[derive(Debug, Clone)]
pub struct AccountPulse {
    /// The account.
    pub id: AccountId,
    /// Its name on the platform.
    pub nickname: String,
    /// What sort of account it is.
    pub kind: AccountKind,
    /// When its last known note was published.
    pub last_note: Option<Day>,
    /// The day of the newest list of its notes.
    pub notes_as_of: Option<Day>,
    /// Who holds it.
    pub holder: Option<String>,
}

/// The account has not published for a while. Days after the newest list of its notes are not held against it.
pub fn quiet_account(pulse: &AccountPulse, targets: &Targets, moment: &Moment) -> Option<Fact> {
    let last_note = pulse.last_note?;
    let target = targets.get(TargetId::quiet_days(pulse.kind))?;
    let as_of = pulse.notes_as_of.map_or(moment.today(), |day| day.min(moment.today()));
    let expected_by = last_note.plus_days(i32::try_from(target).unwrap_or(i32::MAX));
    let mut evidence = vec![
        Evidence::new("最后发布", "Last note", Proof::Day(last_note)),
        Evidence::new("笔记数据截至", "Notes known until", Proof::Day(as_of)),
    ];
    evidence.extend(pulse.holder.clone().map(|name| Evidence::new("负责人", "Holder", Proof::Name(name))));
    Some(Fact {
        rule: RuleId::QuietAccount,
        subject: pulse.id.to_string(),
        name: Say::same(&*pulse.nickname),
        measure: i64::from(last_note.days_until(as_of)),
        target: Some(target),
        since: moment.start_of(expected_by),
        words: vec![("last_day", Say::same(last_note.to_string()))],
        evidence,
    })
}

/// The newest reply measures of an account.
#[derive(Debug, Clone)]
pub struct ReplyPulse {
    /// The account.
    pub id: AccountId,
    /// Its name on the platform.
    pub nickname: String,
    /// What the measures were taken over.
    pub period: Period,
    /// Conversations entered in that period, where known.
    pub conversations: Option<i64>,
    /// The measures that the platform counted.
    pub measures: Vec<(TargetId, i64)>,
}

/// The account misses targets of replying; the measure is by how many percent it misses the worst of them.
pub fn slow_replies(pulse: &ReplyPulse, targets: &Targets, moment: &Moment) -> Option<Fact> {
    if pulse.conversations == Some(0) {
        return None;
    }
    let missed: Vec<Missed> =
        pulse.measures.iter().filter_map(|(id, value)| Missed::of(*id, *value, targets)).collect();
    let worst = missed.iter().map(|missed| missed.percent).max()?;
    let conversations = pulse.conversations.map(|number| Proof::Number(Unit::Count, number));
    let mut evidence: Vec<Evidence> = missed.iter().map(Missed::evidence).collect();
    evidence.extend(conversations.map(|number| Evidence::new("进线", "Conversations entered", number)));
    let period = format!("{} – {}", pulse.period.from(), pulse.period.to());
    Some(Fact {
        rule: RuleId::SlowReplies,
        subject: pulse.id.to_string(),
        name: Say::same(&*pulse.nickname),
        measure: worst,
        target: None,
        since: moment.start_of(pulse.period.to().plus_days(1)),
        words: vec![("period", Say::same(period)), ("missed", sentence_of(&missed))],
        evidence,
    })
}

/// A target that was missed.
struct Missed {
    target: &'static Target,
    value: i64,
    aim: i64,
    percent: i64,
}

impl Missed {
    fn of(id: TargetId, value: i64, targets: &Targets) -> Option<Self> {
        let (target, aim) = (Target::of(id)?, targets.get(id)?);
        let by = if id.is_upper_bound() { value.saturating_sub(aim) } else { aim.saturating_sub(value) };
        // A target of zero is missed by the whole.
        let percent = by.saturating_mul(100).checked_div(aim).unwrap_or(100).max(1);
        (by > 0).then_some(Self { target, value, aim, percent })
    }

    fn evidence(&self) -> Evidence {
        let aim = shown(self.target.unit, self.aim);
        let Say { zh, en } = &self.target.name;
        let label = Say::new(format!("{zh} {}", aim.zh), format!("{en} {}", aim.en));
        Evidence { label, value: Proof::Number(self.target.unit, self.value), href: None }
    }
}

fn sentence_of(missed: &[Missed]) -> Say {
    let parts = missed.iter().map(|Missed { target, value, aim, .. }| {
        let (value, aim) = (shown(target.unit, *value), shown(target.unit, *aim));
        let Say { zh, en } = &target.name;
        Say::new(
            format!("{zh} {}，实际 {}", aim.zh, value.zh),
            format!("{en} {}, found {}", aim.en, value.en),
        )
    });
    let (zh, en): (Vec<_>, Vec<_>) = parts.map(|Say { zh, en }| (zh, en)).unzip();
    Say::new(zh.join("；"), en.join("; "))
}

/// How fresh a kind of export is.
#[derive(Debug, Clone)]
pub struct ExportPulse {
    /// The kind of file.
    pub kind: FileKind,
    /// The last day that is loaded; of note lists, of the account that lags most.
    pub last_day: Day,
    /// The accounts that lag, where the files are of single accounts.
    pub lagging: Vec<String>,
}

/// A kind of export was not brought in for a while.
pub fn export_overdue(pulse: &ExportPulse, targets: &Targets, moment: &Moment) -> Option<Fact> {
    let target = targets.get(TargetId::export_days(pulse.kind)?)?;
    let expected_by = pulse.last_day.plus_days(i32::try_from(target).unwrap_or(i32::MAX));
    let mut evidence = vec![Evidence::new("数据截至", "Loaded until", Proof::Day(pulse.last_day))];
    let lagging = pulse.lagging.iter().take(NAMES_LISTED_MAX).cloned();
    evidence
        .extend(lagging.map(|name| Evidence::new("未更新的账号", "Account without news", Proof::Name(name))));
    Some(Fact {
        rule: RuleId::ExportOverdue,
        subject: pulse.kind.code().to_owned(),
        name: Say::new(pulse.kind.zh(), pulse.kind.en()),
        measure: i64::from(pulse.last_day.days_until(moment.today())),
        target: Some(target),
        since: moment.start_of(expected_by.plus_days(1)),
        words: vec![("last_day", Say::same(pulse.last_day.to_string()))],
        evidence,
    })
}

/// Nothing was brought in since the brand was added.
pub fn first_import(brand_added_at: Instant) -> Fact {
    Fact {
        rule: RuleId::FirstImport,
        subject: "brand".to_owned(),
        name: Say::default(),
        measure: 1,
        target: None,
        since: brand_added_at,
        words: vec![],
        evidence: vec![],
    }
}

/// An import that is done.
#[derive(Debug, Clone)]
pub struct ImportPulse {
    /// The import.
    pub id: ImportId,
    /// The name of its file.
    pub file_name: String,
    /// Rows of the file.
    pub rows_total: i64,
    /// Rows that could not be taken.
    pub rows_rejected: i64,
    /// When it was done.
    pub finished_at: Instant,
}

/// An import left rows out.
pub fn rejected_rows(pulse: &ImportPulse) -> Fact {
    let ImportPulse { id, file_name, rows_total, rows_rejected, finished_at } = pulse;
    Fact {
        rule: RuleId::RejectedRows,
        subject: id.to_string(),
        name: Say::same(&**file_name),
        measure: *rows_rejected,
        target: None,
        since: *finished_at,
        words: vec![("total", shown(Unit::Count, *rows_total))],
        evidence: vec![
            Evidence::new("问题行", "Rows with a problem", Proof::Number(Unit::Count, *rows_rejected))
                .at(format!("/imports/{id}?tab=rejections")),
            Evidence::new("文件总行数", "Rows of the file", Proof::Number(Unit::Count, *rows_total)),
        ],
    }
}

/// Jobs of one kind that were given up.
#[derive(Debug, Clone)]
pub struct DeadJobs {
    /// The kind of job.
    pub kind: String,
    /// How many.
    pub count: i64,
    /// When the first of them was given up.
    pub since: Instant,
}

/// Jobs were given up.
pub fn dead_jobs(dead: &DeadJobs) -> Fact {
    Fact {
        rule: RuleId::DeadJobs,
        subject: dead.kind.clone(),
        name: Say::same(&*dead.kind),
        measure: dead.count,
        target: None,
        since: dead.since,
        words: vec![],
        evidence: vec![Evidence::new("失败次数", "Given up", Proof::Number(Unit::Count, dead.count))],
    }
}

/// Accounts that have something in common: how many, the names of some, and since when the first of them has it.
#[derive(Debug, Clone)]
pub struct Crowd {
    /// How many.
    pub count: i64,
    /// The first of them.
    pub some: Vec<(AccountId, String)>,
    /// Since when.
    pub since: Instant,
}

/// Accounts that nobody holds.
pub fn unclaimed_accounts(crowd: &Crowd) -> Fact {
    of_crowd(RuleId::UnclaimedAccounts, crowd)
}

/// Proposals of holders that wait for a person.
pub fn holder_proposals(crowd: &Crowd) -> Fact {
    of_crowd(RuleId::HolderProposals, crowd)
}

fn of_crowd(rule: RuleId, crowd: &Crowd) -> Fact {
    let names = crowd.some.iter().take(NAMES_LISTED_MAX);
    let evidence = names
        .map(|(id, name)| {
            Evidence::new("账号", "Account", Proof::Name(name.clone())).at(format!("/accounts/{id}"))
        })
        .collect();
    Fact {
        rule,
        subject: "all".to_owned(),
        name: Say::default(),
        measure: crowd.count,
        target: None,
        since: crowd.since,
        words: vec![("names", listed(crowd))],
        evidence,
    }
}

fn listed(crowd: &Crowd) -> Say {
    let names: Vec<&str> = crowd.some.iter().take(NAMES_LISTED_MAX).map(|(_, name)| name.as_str()).collect();
    let more = crowd.count > i64::try_from(names.len()).unwrap_or(i64::MAX);
    let (zh, en) = (names.join("、"), names.join(", "));
    if more { Say::new(format!("{zh}等"), format!("{en} and others")) } else { Say::new(zh, en) }
}

/// An import disagrees with an earlier one.
pub fn conflicting_rows(
    import: ImportId,
    file_name: &str,
    conflicts: &[Conflict],
    since: Instant,
) -> Option<Fact> {
    let first = conflicts.first()?;
    let words = |conflict: &Conflict| {
        let Conflict { account, field, earlier, newer, .. } = conflict;
        let Say { zh, en } = name_of(*field);
        let numbers = format!("{earlier} → {newer}");
        Say::new(format!("{account} {zh} {numbers}"), format!("{account} {en} {numbers}"))
    };
    let evidence = conflicts
        .iter()
        .take(NAMES_LISTED_MAX)
        .map(|conflict| {
            let Conflict { account, period, field, earlier, newer, .. } = conflict;
            let label = format!("{account} · {} – {} · {field}", period.from(), period.to());
            Evidence {
                label: Say::same(label),
                value: Proof::Name(format!("{earlier} → {newer}")),
                href: None,
            }
        })
        .collect();
    Some(Fact {
        rule: RuleId::ConflictingRows,
        subject: import.to_string(),
        name: Say::same(file_name),
        measure: i64::try_from(conflicts.len()).unwrap_or(i64::MAX),
        target: None,
        since,
        words: vec![("example", words(first))],
        evidence,
    })
}

/// What people call a field: as the metric that shows it, else its code.
fn name_of(field: Field) -> Say {
    let metric = [Origin::AccountPeriods, Origin::ServicePeriods]
        .into_iter()
        .find_map(|origin| Metric::of_field(origin, field));
    metric.map_or_else(|| Say::same(field.code()), |metric| Say::new(metric.zh, metric.en))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        insight::today::{Rules, evaluate},
        time::Zone,
    };

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn moment() -> Moment {
        Moment { now: "2026-06-22T01:00:00Z".parse().unwrap(), zone: Zone::named("Asia/Shanghai").unwrap() }
    }

    fn pulse(last_note: Option<&str>, as_of: Option<&str>) -> AccountPulse {
        AccountPulse {
            id: AccountId::from_uuid(Uuid::from_u128(1)),
            nickname: "木里·小周".into(),
            kind: AccountKind::Kos,
            last_note: last_note.map(day),
            notes_as_of: as_of.map(day),
            holder: Some("周敏".into()),
        }
    }

    #[test]
    fn days_that_no_list_covers_are_not_held_against_an_account() {
        for (last_note, as_of, expected) in [
            (None, None, None),
            (Some("2026-06-01"), None, Some(21)),
            (Some("2026-06-01"), Some("2026-06-22"), Some(21)),
            (Some("2026-06-01"), Some("2026-06-08"), Some(7)),
            (Some("2026-06-01"), Some("2026-07-30"), Some(21)),
        ] {
            let fact = quiet_account(&pulse(last_note, as_of), &Targets::default(), &moment());
            assert_eq!(fact.map(|fact| fact.measure), expected, "{last_note:?} {as_of:?}");
        }
    }

    fn replies(conversations: Option<i64>, measures: &[(TargetId, i64)]) -> ReplyPulse {
        ReplyPulse {
            id: AccountId::from_uuid(Uuid::from_u128(1)),
            nickname: "木里·小周".into(),
            period: Period::new(day("2026-06-15"), day("2026-06-21")).unwrap(),
            conversations,
            measures: measures.to_vec(),
        }
    }

    #[test]
    fn the_worst_missed_target_measures_how_slow_an_account_is() {
        use TargetId::{MeanReply, Over1h, Rating, Reply1min};
        let targets = Targets::with([(Reply1min, 800_000), (Over1h, 0)]);
        for (conversations, measures, expected) in [
            (Some(9), vec![(MeanReply, 300_000), (Reply1min, 800_000)], None),
            (Some(9), vec![(MeanReply, 600_000), (Reply1min, 400_000)], Some(100)),
            (Some(9), vec![(Reply1min, 400_000)], Some(50)),
            (None, vec![(Over1h, 1)], Some(100)),
            (None, vec![(Reply1min, 799_999)], Some(1)),
            (Some(0), vec![(MeanReply, 600_000)], None),
            (Some(9), vec![(Rating, 0)], None),
        ] {
            let fact = slow_replies(&replies(conversations, &measures), &targets, &moment());
            assert_eq!(fact.map(|fact| fact.measure), expected, "{conversations:?} {measures:?}");
        }
    }

    #[test]
    fn a_slow_account_is_told_what_was_expected_and_what_was_found() {
        let pulse = replies(Some(31), &[(TargetId::MeanReply, 750_000)]);
        let fact = slow_replies(&pulse, &Targets::default(), &moment()).unwrap();
        let items = evaluate(Rules::builtin(), &[fact]);
        let reason = &items.first().unwrap().reason;
        assert_eq!(reason.zh, "2026-06-15 – 2026-06-21：平均回复时长不超过 5.0 分钟，实际 12.5 分钟。");
    }

    #[test]
    fn an_export_is_overdue_after_the_days_that_the_brand_expects() {
        let of = |last_day: &str| ExportPulse {
            kind: FileKind::EmployeeLeads,
            last_day: day(last_day),
            lagging: vec![],
        };
        for (last_day, expected) in [("2026-06-15", 0), ("2026-06-14", 1)] {
            let fact = export_overdue(&of(last_day), &Targets::default(), &moment()).unwrap();
            assert_eq!(evaluate(Rules::builtin(), &[fact]).len(), expected, "{last_day}");
        }
    }

    #[test]
    fn a_crowd_is_named_up_to_a_point() {
        let some: Vec<_> =
            (0..9).map(|n| (AccountId::from_uuid(Uuid::from_u128(n)), format!("号{n}"))).collect();
        let crowd = Crowd { count: 12, some, since: Instant::from_ms(0) };
        assert_eq!(listed(&crowd).zh, "号0、号1、号2、号3、号4等");
        let items = evaluate(Rules::builtin(), &[unclaimed_accounts(&crowd)]);
        assert_eq!(items.first().unwrap().title.en, "12 accounts have no holder");
    }
}
