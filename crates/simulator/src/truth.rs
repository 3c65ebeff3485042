//! What the files add up to, taken from the matrix and not from the files: an independent check for their readers.
//!
//! Sums follow what the files show: a row with a bad cell is left out, a count shown as `1.2万` is 12,000, and
//! where two files disagree the later one is right.

use std::collections::BTreeMap;

use domain::time::{Day, Period};
use serde::Serialize;

use crate::{
    exports::{ExportKind, JUGUANG_WEEKS, LEAD_LIST_WEEKS, Week, oddities, weeks},
    figures::{Funnel, count, holds},
    matrix::{Account, AccountKind, Figures, Matrix, Note, ServiceWeek, Stage},
};

/// Metric → sum. Names are the headers of the files; the unit follows where it is not a count: `_fen`, `_ppm`,
/// `_centi`, `_ms`.
pub type Metrics = BTreeMap<&'static str, i64>;

/// What one kind of file says in all, of one account or of everybody, in one period or at the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// The kind of file.
    pub kind: ExportKind,
    /// The period of the files. For note lists the period in which the notes were first published, and no period
    /// for all notes; their figures are always those of the newest lists.
    pub period: Option<Days>,
    /// 账号ID; nothing for the sum over all accounts.
    pub account: Option<String>,
    /// The sums.
    pub metrics: Metrics,
}

/// A period, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Days {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl From<Period> for Days {
    fn from(period: Period) -> Self {
        Self { from: period.from(), to: period.to() }
    }
}

/// Every sum of the matrix.
pub(crate) fn sums(matrix: &Matrix) -> Vec<Sums> {
    let mut sums = vec![];
    per_account(&mut sums, matrix, ExportKind::NoteList, None, |account| {
        Some(notes(matrix, account, |_| true))
    });
    for week in weeks(matrix) {
        let period = Some(week.period);
        per_account(&mut sums, matrix, ExportKind::NoteList, period, |account| {
            Some(notes(matrix, account, |note| holds(week.period, note.day())))
        });
        let leads_known = |account: &Account| {
            is_employee_in(account, week) && oddities::bad_cell(matrix, week, account).is_none()
        };
        per_account(&mut sums, matrix, ExportKind::EmployeeLeads, period, |account| {
            leads_known(account).then(|| employee_leads(account, week))
        });
        if !oddities::is_service_missing(week) {
            sums.extend(matrix.kos_accounts().filter_map(|account| service(account, week)));
        }
        if week.among_last(JUGUANG_WEEKS) {
            per_account(&mut sums, matrix, ExportKind::JuguangReport, period, |account| {
                juguang(account, week)
            });
        }
        if week.among_last(LEAD_LIST_WEEKS) {
            per_account(&mut sums, matrix, ExportKind::LeadList, period, |account| lead_list(account, week));
        }
    }
    sums.push(roster(matrix));
    sums
}

/// The sums of every account that has any, then the sum over all of them.
fn per_account(
    sums: &mut Vec<Sums>,
    matrix: &Matrix,
    kind: ExportKind,
    period: Option<Period>,
    of: impl Fn(&Account) -> Option<Metrics>,
) {
    let period = period.map(Days::from);
    let mut total = Metrics::new();
    for account in &matrix.accounts {
        let Some(metrics) = of(account) else { continue };
        for (name, value) in &metrics {
            *total.entry(name).or_default() += value;
        }
        sums.push(Sums { kind, period, account: Some(account.user_id.clone()), metrics });
    }
    sums.push(Sums { kind, period, account: None, metrics: total });
}

fn is_employee_in(account: &Account, week: Week) -> bool {
    account.kind == AccountKind::Kos && account.opened <= week.period.to()
}

fn notes(matrix: &Matrix, account: &Account, wanted: impl Fn(&Note) -> bool) -> Metrics {
    let day = matrix.known_to();
    let notes = || account.notes.iter().filter(|note| wanted(note));
    let Figures { impression, read, like, comment, collect, follow, share, bullet } =
        notes().map(|note| note.figures_on(day)).sum();
    Metrics::from([
        ("笔记数", count(notes())),
        ("曝光", impression),
        ("观看量", read),
        ("点赞", like),
        ("评论", comment),
        ("收藏", collect),
        ("涨粉", follow),
        ("分享", share),
        ("弹幕", bullet),
    ])
}

fn employee_leads(account: &Account, week: Week) -> Metrics {
    let leads = oddities::leads_kept(week, account.leads_week(week.period));
    let Funnel { entered, opened, left, forms } = leads.funnel;
    Metrics::from([
        ("发布笔记数", leads.published),
        ("投流笔记数", leads.promoted),
        ("笔记投流消耗_fen", leads.fee_fen),
        ("总互动数", leads.interactions),
        ("总表单客资数", forms),
        ("总私信进线数", entered),
        ("总私信开口数", opened),
        ("总私信留资数", left),
        ("笔记曝光量", leads.impression),
        ("笔记点击量", leads.read),
    ])
}

/// Measures do not add up, so there is no sum over all accounts.
fn service(account: &Account, week: Week) -> Option<Sums> {
    let ServiceWeek { chats, in_15s, in_30s, in_1min, over_1h, mean_centiminutes, rating_centi } =
        (*account.service.get(week.number - 1)?)?;
    // Shown in hundredths of a percent.
    let shown_ppm = |count: i64| (2 * 10_000 * count + chats) / (2 * chats) * 100;
    let mut metrics = Metrics::from([
        ("15秒首响率_ppm", shown_ppm(in_15s)),
        ("30秒回复率_ppm", shown_ppm(in_30s)),
        ("1分钟回复率_ppm", shown_ppm(in_1min)),
        ("1小时超时回复率_ppm", shown_ppm(over_1h)),
        ("平均回复时长_ms", mean_centiminutes * 600),
    ]);
    metrics.extend(rating_centi.map(|rating| ("用户评价得分_centi", rating)));
    let account = Some(account.user_id.clone());
    Some(Sums { kind: ExportKind::ServiceQuality, period: Some(week.period.into()), account, metrics })
}

fn juguang(account: &Account, week: Week) -> Option<Metrics> {
    let days = || account.notes.iter().flat_map(Note::paid_days).filter(|paid| holds(week.period, paid.day));
    days().next()?;
    let figures: Figures = days().map(|paid| paid.figures).sum();
    let funnel = Funnel::of(account.inquiries_in(week.period).filter(|inquiry| inquiry.paid));
    Some(Metrics::from([
        ("消费_fen", days().map(|paid| paid.fee_fen).sum()),
        ("展现量", figures.impression),
        ("点击量", figures.read),
        ("点赞", figures.like),
        ("评论", figures.comment),
        ("收藏", figures.collect),
        ("关注", figures.follow),
        ("分享", figures.share),
        ("互动量", figures.interactions() + figures.follow),
        ("行动按钮点击量", days().map(|paid| paid.button_clicks).sum()),
        ("私信进线数", funnel.entered),
        ("私信开口数", funnel.opened),
        ("私信留资数", funnel.left),
        ("表单提交量", funnel.forms),
        ("5s播放量", days().map(|paid| paid.plays_5s).sum()),
    ]))
}

fn lead_list(account: &Account, week: Week) -> Option<Metrics> {
    let leads = || {
        account.inquiries_in(week.period).filter(|lead| matches!(lead.stage, Stage::Left(_) | Stage::Form(_)))
    };
    leads().next()?;
    let Funnel { left, forms, .. } = Funnel::of(leads());
    let paid = count(leads().filter(|lead| lead.paid));
    Some(Metrics::from([
        ("线索", left + forms),
        ("私信留资", left),
        ("表单", forms),
        ("广告流量", paid),
        ("自然流量", left + forms - paid),
    ]))
}

fn roster(matrix: &Matrix) -> Sums {
    let metrics = Metrics::from([
        ("人数", count(matrix.employees.iter())),
        ("在职", count(matrix.employees.iter().filter(|employee| employee.left.is_none()))),
    ]);
    Sums { kind: ExportKind::Roster, period: None, account: None, metrics }
}
