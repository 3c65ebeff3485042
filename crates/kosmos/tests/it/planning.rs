//! `kosmos plan`: a table for a person, JSON for programs.

use serde_json::Value;

use crate::kit::{complaint, kosmos, run};

fn table(words: &[&str]) -> Vec<Vec<String>> {
    let output = run([&["plan"], words].concat());
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let parted = |line: &str| {
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
    };
    text.lines().map(parted).collect()
}

fn row<'a>(table: &'a [Vec<String>], name: &str) -> &'a [String] {
    table.iter().find(|row| row.first().is_some_and(|cell| cell == name)).map_or(&[], |row| &row[1..])
}

#[test]
fn ten_seats_are_compared_under_every_edition() {
    let table = table(&["--seats", "10"]);
    assert_eq!(row(&table, "10 seats, first year (yuan)"), ["bundled", "spend_2025", "grey_test"]);
    assert_eq!(row(&table, "Fees of the seats"), ["-", "-", "6,000"]);
    assert_eq!(row(&table, "Forced ad spend"), ["≥ 5,000", "720,000", "-"]);
    assert_eq!(row(&table, "Writing"), ["234,000", "234,000", "234,000"]);
    assert_eq!(row(&table, "Total"), ["≥ 239,600", "954,600", "240,600"]);
    let text = table.concat().join("\n");
    assert!(
        text.contains("Work: 75.00 hours a week.") && text.contains("Fee of a seat 600 [reported]"),
        "{text}"
    );
}

#[test]
fn the_cases_of_the_press_are_planned_by_name() {
    let home = table(&["--case", "home_top_up", "--wage", "0"]).concat().join("\n");
    assert!(home.contains("both cost the same when 64% of the forced spend is worth it"), "{home}");
    assert!(home.contains("bundled costs 3,200 yuan more"), "{home}");
    let agent = table(&["--case", "agent_extension"]).concat().join("\n");
    assert!(agent.contains("An agent's 30,000 yuan (the fee of 50 seats for a year): refused."), "{agent}");
    let listed = run(["plan", "--case", "list"]);
    assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), 5);
}

#[test]
fn a_program_gets_the_whole_plan_and_a_chinese_person_a_chinese_table() {
    let output = run(["plan", "--seats", "100", "--json"]);
    let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(plan["seats"], 100);
    assert_eq!(plan["scenarios"][2]["edition"], "grey_test");
    assert_eq!(plan["scenarios"][2]["platform"], serde_json::json!({ "fen": 6_060_000, "bound": "exact" }));
    assert_eq!(plan["break_even"][0]["worth_ppm"], 700_000);
    let chinese = kosmos(["plan", "--seats", "10"]).env("LANG", "zh_CN.UTF-8").output().unwrap();
    let text = String::from_utf8(chinese.stdout).unwrap();
    assert!(text.contains("员工号认证费") && text.contains("人力：每周 75.00 小时。"), "{text}");
}

#[test]
fn what_cannot_be_planned_ends_with_2_and_one_sentence() {
    for (words, expected) in [
        (&["--seats", "0"][..], "kosmos: seats: A whole number from 1 to 1000."),
        (&["--seats", "10", "--worth", "101"], "kosmos: worth_ppm: A whole number from 0 to 1000000."),
        (&["--industry", "space"], "kosmos: industry: The rule book knows no such industry."),
        (&["--case", "moon"], "kosmos: There is no case called moon; --case list names them."),
    ] {
        let refused = run([&["plan"], words].concat());
        assert_eq!(complaint(&refused), (2, expected.to_owned()), "{words:?}");
    }
}
