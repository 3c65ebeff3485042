//! The notes: made up from templates and words, and the real texts beside the project where they are.

use std::{fs, path::Path};

use crate::{
    chance::Chance,
    words::{self, Trade},
};

/// Where real texts lie, if they are there.
const DATA: &str = "../../shared/data";

/// Real user texts, in the order of the file; none where the file is missing.
pub fn reviews() -> Vec<String> {
    let text = fs::read_to_string(data("reviews_base.tsv")).unwrap_or_default();
    let mut seen = std::collections::HashSet::new();
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(_, text)| text.to_owned())
        .filter(|text| seen.insert(text.clone()))
        .collect()
}

/// Pairs of a text and a full rewrite; none where the file is missing.
pub fn paraphrases() -> Vec<(String, String)> {
    let text = fs::read_to_string(data("paraphrase_dev.jsonl")).unwrap_or_default();
    let field = |line: &serde_json::Value, name: &str| Some(line.get(name)?.as_str()?.to_owned());
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter_map(|line| Some((field(&line, "original")?, field(&line, "rewrite")?)))
        .collect()
}

fn data(name: &str) -> std::path::PathBuf {
    let folder = std::env::var("KOSMOS_BENCH_DATA").unwrap_or_else(|_| DATA.to_owned());
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(name)
}

/// One made-up note of four to seven sentences.
pub fn note(chance: &mut Chance) -> String {
    let trade = chance.pick(words::TRADES);
    let mut text = String::from(*chance.pick(words::GREETINGS));
    for _ in 0..3 + chance.below(4) {
        let sentences = if chance.percent(30) { words::STORIES } else { trade.sentences };
        text.push_str(&sentence(*chance.pick(sentences), trade, chance));
    }
    text.push_str(*chance.pick(words::SIGNATURES));
    for _ in 0..chance.below(3) {
        text.push(' ');
        text.push_str(*chance.pick(words::TAGS));
    }
    text
}

fn sentence(template: &str, trade: &Trade, chance: &mut Chance) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (slot, after) = after.split_once('}').expect("every slot is closed");
        let letters = |from: &str, count: usize, chance: &mut Chance| -> String {
            let chars: Vec<char> = from.chars().collect();
            (0..count).map(|_| *chance.pick(&chars)).collect()
        };
        let name = match slot {
            "名" => {
                let count = 1 + chance.below(2);
                Some(letters(words::FAMILY, 1, chance) + &letters(words::GIVEN, count, chance))
            }
            "街" => Some(letters(words::STREET, 2, chance) + *chance.pick(&["路", "街", "巷", "里"])),
            "店" => Some(
                letters(words::SHOP, 2, chance) + *chance.pick(&["小馆", "工作室", "杂货铺", "书店", "花房"]),
            ),
            "城" => Some(letters(words::STREET, 2, chance) + *chance.pick(&["镇", "县", "古城", "岛"])),
            "食" => Some((*chance.pick(words::FOOD)).to_owned()),
            _ => None,
        };
        if let Some(name) = name {
            out.push_str(&name);
            rest = after;
            continue;
        }
        let among: &[&str] = match slot {
            "人" => words::PEOPLE,
            "物" => trade.goods,
            "时" => words::TIMES,
            "点" => trade.traits,
            "处" => trade.scenes,
            _ => words::FEELINGS,
        };
        out.push_str(*chance.pick(among));
        rest = after;
    }
    out.push_str(rest);
    if chance.percent(15) {
        out.push_str(*chance.pick(words::EMOJI));
    }
    out
}
