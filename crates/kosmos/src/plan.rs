//! `kosmos plan`: what a number of seats costs under each edition of the platform's rules.
//!
//! Nothing is stored and no configuration is read: the rule book is inside the program. Money is stated in yuan and
//! shares in percent; the table says the same, and the JSON keeps fen and millionths.

use std::{fmt::Write as _, io};

use app::{rulebook::plan_refusal, text::Text};
use clap::Args;
use domain::{
    identity::Language,
    insight::Say,
    plan::{
        Amount, Bound, Cases, LineKind, Plan, PlanError, PlanInput, PlanRemark, RemarkKind, Scenario, plan,
    },
    rulebook::{Citation, RuleUnit, Rulebook},
    time::Zone,
};
use jobs::Clock;

use crate::{
    failure::{Failure, Outcome, here},
    terminal::{print, unprintable},
};

/// The zone of the platform.
const ZONE: &str = "Asia/Shanghai";
/// Columns of a terminal that a sum takes.
const SUM_COLUMNS: usize = 18;

/// A sum of a scenario.
type SumOf = fn(&Scenario) -> Amount;

/// What is to be planned.
#[derive(Debug, Args)]
pub struct Order {
    /// How many seats, from 1 to 1,000.
    #[arg(long)]
    seats: Option<i64>,
    /// Begin with a case of the press; `--case list` names them.
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// The industry, as the rule book names it, like `home_furnishing`.
    #[arg(long, value_name = "INDUSTRY")]
    industry: Option<String>,
    /// The Juguang top-up that the old rule asked for, in yuan.
    #[arg(long, value_name = "YUAN")]
    top_up: Option<i64>,
    /// The ad spend that the old rule asked for, in yuan.
    #[arg(long, value_name = "YUAN")]
    spend: Option<i64>,
    /// How much of the forced ad spend was worth it anyway, in percent.
    #[arg(long, value_name = "PERCENT")]
    worth: Option<i64>,
    /// What an agent asks for an extension, in yuan. Shown and refused.
    #[arg(long, value_name = "YUAN")]
    agent_fee: Option<i64>,
    /// What an hour of work costs, in yuan.
    #[arg(long, value_name = "YUAN")]
    wage: Option<i64>,
    /// Notes of a seat in a week.
    #[arg(long, value_name = "NOTES")]
    posts: Option<i64>,
    /// Minutes that a note takes.
    #[arg(long, value_name = "MINUTES")]
    post_minutes: Option<i64>,
    /// Minutes that the review of a note takes.
    #[arg(long, value_name = "MINUTES")]
    review_minutes: Option<i64>,
    /// Conversations of a seat in a week.
    #[arg(long, value_name = "CHATS")]
    chats: Option<i64>,
    /// Minutes that a conversation takes.
    #[arg(long, value_name = "MINUTES")]
    chat_minutes: Option<i64>,
    /// Phone and SIM of a seat in a year, in yuan.
    #[arg(long, value_name = "YUAN")]
    phone: Option<i64>,
    /// Seats that stay idle, in percent.
    #[arg(long, value_name = "PERCENT")]
    idle: Option<i64>,
    /// How likely a seat is penalised in a year, in percent.
    #[arg(long, value_name = "PERCENT")]
    violation: Option<i64>,
    /// What a penalty costs, in yuan.
    #[arg(long, value_name = "YUAN")]
    loss: Option<i64>,
    /// Conversations that become leads, in percent.
    #[arg(long, value_name = "PERCENT")]
    lead_rate: Option<i64>,
    /// Leads that become deals, in percent.
    #[arg(long, value_name = "PERCENT")]
    deal_rate: Option<i64>,
    /// The gross profit of a deal, in yuan.
    #[arg(long, value_name = "YUAN")]
    profit: Option<i64>,
    /// Print the whole plan as JSON.
    #[arg(long)]
    json: bool,
}

/// Plans what the order says.
pub fn plan_seats(order: &Order) -> Outcome {
    if order.case.as_deref() == Some("list") {
        return print(&cases(here()));
    }
    let zone = Zone::named(ZONE).map_err(|error| Failure::defect(&error))?;
    let today = Clock::machine().now().day(&zone);
    let input = input_of(order)?;
    let plan = plan(Rulebook::builtin(), &input, today).map_err(refused)?;
    if order.json {
        let json = serde_json::to_string_pretty(&plan).map_err(io::Error::from);
        return print(&format!("{}\n", json.map_err(|error| unprintable(&error))?));
    }
    print(&table(&plan, here()))
}

fn input_of(order: &Order) -> Outcome<PlanInput> {
    let begin = match &order.case {
        None => PlanInput::default(),
        Some(id) => {
            let unknown = || {
                Failure::usage(
                    format!("没有叫 {id} 的案例；用 --case list 查看全部。"),
                    format!("There is no case called {id}; --case list names them."),
                )
            };
            Cases::builtin().of(id).ok_or_else(unknown)?.input.clone()
        }
    };
    // Beyond all bounds is told as such by the plan itself.
    let times =
        |value: Option<i64>, factor: i64, usual: i64| value.map_or(usual, |n| n.saturating_mul(factor));
    let yuan = |value, usual| times(value, 100, usual);
    let percent = |value, usual| times(value, 10_000, usual);
    Ok(PlanInput {
        seats: order.seats.unwrap_or(begin.seats),
        industry: order.industry.clone().or(begin.industry),
        top_up_fen: order.top_up.map(|n| n.saturating_mul(100)).or(begin.top_up_fen),
        spend_fen: order.spend.map(|n| n.saturating_mul(100)).or(begin.spend_fen),
        worth_ppm: percent(order.worth, begin.worth_ppm),
        agent_fee_fen: yuan(order.agent_fee, begin.agent_fee_fen),
        wage_fen_per_hour: yuan(order.wage, begin.wage_fen_per_hour),
        posts_per_week_centi: times(order.posts, 100, begin.posts_per_week_centi),
        minutes_per_post: order.post_minutes.unwrap_or(begin.minutes_per_post),
        review_minutes_per_post: order.review_minutes.unwrap_or(begin.review_minutes_per_post),
        chats_per_week_centi: times(order.chats, 100, begin.chats_per_week_centi),
        minutes_per_chat: order.chat_minutes.unwrap_or(begin.minutes_per_chat),
        phone_fen_per_year: yuan(order.phone, begin.phone_fen_per_year),
        idle_ppm: percent(order.idle, begin.idle_ppm),
        violation_ppm: percent(order.violation, begin.violation_ppm),
        loss_fen: yuan(order.loss, begin.loss_fen),
        lead_ppm: percent(order.lead_rate, begin.lead_ppm),
        deal_ppm: percent(order.deal_rate, begin.deal_ppm),
        profit_fen_per_deal: yuan(order.profit, begin.profit_fen_per_deal),
        ..begin
    })
}

fn refused(error: PlanError) -> Failure {
    let (field, Text { zh, en }) = plan_refusal(error);
    Failure::usage(format!("{field}：{zh}"), format!("{field}: {en}"))
}

fn cases(language: Language) -> String {
    let mut out = String::new();
    for case in Cases::builtin().all() {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{:<22} {}", case.id, in_language(&case.text, language));
    }
    out
}

fn in_language(text: &Say, language: Language) -> &str {
    match language {
        Language::Zh => &text.zh,
        Language::En => &text.en,
    }
}

/// The comparison: a line for each sum, a column for each edition, and below what the numbers rest on.
fn table(plan: &Plan, language: Language) -> String {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    let heads = plan.scenarios.iter().map(|scenario| scenario.edition.to_string()).collect();
    rows.push((
        say(
            &format!("{} 个员工号，第一年（元）", plan.seats),
            &format!("{} seats, first year (yuan)", plan.seats),
        ),
        heads,
    ));
    for kind in LineKind::ALL {
        let amounts: Vec<Option<Amount>> = plan
            .scenarios
            .iter()
            .map(|scenario| scenario.lines.iter().find(|line| line.kind == *kind).map(|line| line.amount))
            .collect();
        if amounts.iter().flatten().any(|amount| *amount != Amount::exact(0)) {
            let cells = amounts
                .into_iter()
                .map(|amount| amount.map_or_else(|| "-".to_owned(), |one| shown(one, language)));
            rows.push((line_name(*kind).get(language).to_owned(), cells.collect()));
        }
    }
    let sums: [(Text, SumOf); 7] = [
        (Text::new("合计", "Total"), |scenario| scenario.total),
        (Text::new("其中平台要求的净成本", "What the platform asks, net"), |scenario| {
            scenario.platform
        }),
        (Text::new("每月", "By month"), |scenario| scenario.per_month),
        (Text::new("每个号", "By seat"), |scenario| scenario.per_seat),
        (Text::new("再加一个号", "One seat more"), |scenario| scenario.marginal),
        (Text::new("第二年", "The year after"), |scenario| scenario.next_year),
        (Text::new("每条线索", "By lead"), |scenario| scenario.cost_per_lead),
    ];
    for (name, of) in sums {
        rows.push((
            name.get(language).to_owned(),
            plan.scenarios.iter().map(|one| shown(of(one), language)).collect(),
        ));
    }
    let mut out = aligned(&rows);
    out.push('\n');
    out.push_str(&below(plan, language));
    out
}

fn below(plan: &Plan, language: Language) -> String {
    let mut out = String::new();
    let mut line = |zh: String, en: String| {
        let _ = writeln!(out, "{}", Text::new(zh, en).get(language));
    };
    for held in &plan.break_even {
        if let Some(worth) = held.worth_ppm {
            let percent = tenths(worth);
            line(
                format!(
                    "对比 {}：被迫投放里有 {percent}% 真正有价值时两者持平；按所填价值，{} 多花 {} 元。",
                    plan.reference,
                    held.edition,
                    shown(held.saves, Language::Zh)
                ),
                format!(
                    "Against {}: both cost the same when {percent}% of the forced spend is worth it; as stated, {} costs {} yuan more.",
                    plan.reference,
                    held.edition,
                    shown(held.saves, Language::En)
                ),
            );
        }
    }
    let hours = format!("{}.{:02}", plan.hours_per_week_centi / 100, plan.hours_per_week_centi % 100);
    line(format!("人力：每周 {hours} 小时。"), format!("Work: {hours} hours a week."));
    if let Some(offer) = &plan.agent {
        let (fee, years) = (yuan(offer.fee_fen), offer.seat_years.unwrap_or(0));
        line(
            format!("代理报价 {fee} 元（相当于 {years} 个号一年的认证费）：不采用。{}", offer.why.zh),
            format!("An agent's {fee} yuan (the fee of {years} seats for a year): refused. {}", offer.why.en),
        );
    }
    for scenario in &plan.scenarios {
        for remark in &scenario.remarks {
            let text = remark_text(remark);
            line(format!("{}：{}", scenario.edition, text.zh), format!("{}: {}", scenario.edition, text.en));
        }
    }
    line(
        "\n依据（来源的级别见 rules/platform/README.md）：".to_owned(),
        "\nWhat this rests on (grades: rules/platform/README.md):".to_owned(),
    );
    for cited in citations(plan) {
        line(cited_line(cited, Language::Zh), cited_line(cited, Language::En));
    }
    out
}

/// What the lines rest on, each once.
fn citations(plan: &Plan) -> Vec<&Citation> {
    let mut cited: Vec<&Citation> = Vec::new();
    for one in plan.scenarios.iter().flat_map(|scenario| &scenario.lines).flat_map(|line| &line.cites) {
        let is_known = cited.iter().any(|known| {
            known.key == one.key
                && known.value == one.value
                && known.source == one.source
                && known.scope == one.scope
        });
        if !is_known {
            cited.push(one);
        }
    }
    cited
}

fn cited_line(cited: &Citation, language: Language) -> String {
    let name = Rulebook::builtin().name_of(cited.key);
    let value = match cited.unit {
        RuleUnit::Fen | RuleUnit::FenPerYear | RuleUnit::FenPerDay => yuan(cited.value),
        _ => cited.value.to_string(),
    };
    let (name, source) = (in_language(&name, language), in_language(&cited.source, language));
    format!("  {name} {value} [{}] {source}", cited.grade)
}

fn remark_text(remark: &PlanRemark) -> Text {
    let number = remark.number.unwrap_or(0);
    match remark.kind {
        RemarkKind::SpendNotKnown => Text::new(
            "没有来源写明这么多号要投多少；请用 --top-up、--spend 填上你被要求的金额。",
            "No source says what so many seats ask for; state what was asked of you with --top-up and --spend.",
        ),
        RemarkKind::OverQuota => Text::new(
            format!("超过默认名额 {number} 个，需另行申请。"),
            format!("Beyond the usual quota of {number}: more must be asked for."),
        ),
        RemarkKind::MoreEntities => Text::new(
            format!("需要 {number} 个真实雇有这些员工的企业主体，各自认证。"),
            format!("Needs {number} legal entities that truly employ these people, each certified."),
        ),
        RemarkKind::ComponentsLocked => Text::new(
            format!("有 {number} 项权益不随员工号开放，另有消耗门槛。"),
            format!("{number} entitlements do not come with the seat and ask for spend."),
        ),
        RemarkKind::GraceDays => Text::new(
            format!("绑定后前 {number} 天不考核消耗，合计未扣除这几天。"),
            format!(
                "The first {number} days after binding are not checked; the total does not leave them out."
            ),
        ),
    }
}

fn line_name(kind: LineKind) -> Text {
    match kind {
        LineKind::Certification => Text::new("企业号认证费", "Certification"),
        LineKind::SeatFees => Text::new("员工号认证费", "Fees of the seats"),
        LineKind::ForcedSpend => Text::new("被迫的广告投放", "Forced ad spend"),
        LineKind::WorthAnyway => Text::new("其中本来就值的", "Of it worth it anyway"),
        LineKind::Writing => Text::new("写作人力", "Writing"),
        LineKind::Review => Text::new("审核人力", "Review"),
        LineKind::Chats => Text::new("私信人力", "Messages"),
        LineKind::Phones => Text::new("手机与电话卡", "Phones and SIM"),
        LineKind::Tools => Text::new("工具", "Tools"),
        LineKind::Training => Text::new("培训", "Training"),
        LineKind::ExpectedPenalty => Text::new("违规的预期损失", "Expected penalties"),
    }
}

fn shown(amount: Amount, language: Language) -> String {
    let sum = yuan(amount.fen);
    match (amount.bound, language) {
        (Bound::Exact, _) => sum,
        (Bound::AtLeast, _) => format!("≥ {sum}"),
        (Bound::AtMost, _) => format!("≤ {sum}"),
        (Bound::Unknown, Language::Zh) => "未知".to_owned(),
        (Bound::Unknown, Language::En) => "not known".to_owned(),
    }
}

/// Fen as yuan with commas; the fen are shown where there are any.
fn yuan(fen: i64) -> String {
    let (whole, rest) = ((fen / 100).unsigned_abs().to_string(), (fen % 100).unsigned_abs());
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    let sign = if fen < 0 { "-" } else { "" };
    if rest == 0 { format!("{sign}{text}") } else { format!("{sign}{text}.{rest:02}") }
}

/// Millionths as percent with one digit, where there is one.
fn tenths(ppm: i64) -> String {
    let tenths = (ppm + 500) / 1_000;
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// Rows with the first column to the left and the others to the right.
fn aligned(rows: &[(String, Vec<String>)]) -> String {
    let first = rows.iter().map(|(name, _)| columns(name)).max().unwrap_or(0);
    let mut out = String::new();
    for (name, cells) in rows {
        out.push_str(name);
        out.push_str(&" ".repeat(first.saturating_sub(columns(name))));
        for cell in cells {
            out.push_str(&" ".repeat(SUM_COLUMNS.saturating_sub(columns(cell)).max(1)));
            out.push_str(cell);
        }
        out.push('\n');
    }
    out
}

/// Columns of a terminal that a text takes: two for each Chinese character.
fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| if matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{FF00}'..='\u{FF60}') { 2 } else { 1 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_shares_are_shown_as_people_write_them() {
        for (fen, expected) in [
            (0, "0"),
            (60_000, "600"),
            (24_060_000, "240,600"),
            (720_000_000, "7,200,000"),
            (166_667, "1,666.67"),
            (-320_000, "-3,200"),
            (-50, "-0.50"),
        ] {
            assert_eq!(yuan(fen), expected);
        }
        assert_eq!((tenths(640_000), tenths(991_667)), ("64".to_owned(), "99.2".to_owned()));
    }

    #[test]
    fn columns_stand_under_each_other_in_both_scripts() {
        let rows = [("合计".to_owned(), vec!["1".to_owned()]), ("Total".to_owned(), vec!["未知".to_owned()])];
        let lines: Vec<usize> = aligned(&rows).lines().map(columns).collect();
        assert_eq!(lines, [23, 23]);
    }
}
