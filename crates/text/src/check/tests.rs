//! The rules by their own examples, and what holds for any text.

use proptest::prelude::*;

use super::{
    Additions, Checker, Component, Context, Finding, Forbidden, Outcome, Pack, PackError, Packs, Persona,
    Surface, Verdict, can_be_found, lexicon::TERM_CHARS_MAX, pack::Fact,
};
use crate::fold::form;

fn checker() -> &'static Checker {
    static CHECKER: std::sync::LazyLock<Checker> = std::sync::LazyLock::new(|| Checker::built_in().unwrap());
    &CHECKER
}

fn judged(text: &str) -> Verdict {
    checker().check(text, &Context::default())
}

/// An example without its brackets, and the places between them.
fn unmarked(example: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let (mut text, mut places, mut start, mut length) = (String::new(), Vec::new(), 0, 0);
    for char in example.chars() {
        match char {
            '【' => start = length,
            '】' => places.push(start..length),
            _ => {
                text.push(char);
                length += 1;
            }
        }
    }
    (text, places)
}

/// What must be known about a text for a rule to ask its words.
fn asked(pack: &Pack, facts: &[Fact]) -> Context {
    let mut context = Context::default();
    for fact in facts {
        match fact {
            Fact::Product => context.components.push(Component::Product),
            Fact::Profile => context.surface = Surface::Bio,
            Fact::Industry => context.industries.push(pack.id.clone()),
            Fact::UnprovenRole => context.persona = Some(Persona::default()),
            Fact::NoComponent
            | Fact::Unmarked
            | Fact::AiUndeclared
            | Fact::Note
            | Fact::Long
            | Fact::Unlicensed
            | Fact::Disguised => {}
        }
    }
    context
}

fn stops(finding: &Finding) -> bool {
    finding.outcome >= Outcome::Evidence
}

#[test]
fn every_rule_holds_for_its_examples_and_spares_its_look_alikes() {
    let mut wrong = Vec::new();
    let packs = Packs::built_in().unwrap();
    for (pack, rule) in packs.iter().flat_map(|pack| pack.rule.iter().map(move |rule| (pack, rule))) {
        let context = asked(pack, &rule.facts);
        if rule.yes.is_empty() || rule.no.is_empty() {
            wrong.push(format!("{} has no example", rule.id));
        }
        for example in &rule.yes {
            let (text, places) = unmarked(example);
            let verdict = checker().check(&text, &context);
            let mut told = verdict.findings.iter().filter(|found| found.category == rule.category);
            let met = |found: &Finding| places.iter().any(|p| found.start < p.end && p.start < found.end);
            if !told.any(met) {
                wrong.push(format!("{} misses {example}", rule.id));
            }
        }
        for example in &rule.no {
            let verdict = checker().check(example, &context);
            let of_it =
                |found: &&Finding| stops(found) || found.rule == format!("{}@{}", rule.id, rule.version);
            if let Some(found) = verdict.findings.iter().find(of_it) {
                wrong
                    .push(format!("{} is not spared: {example} ({} {})", rule.id, found.rule, found.matched));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_two_built_in_packs_name_a_class_alike() {
    let packs = Packs::built_in().unwrap();
    let mut names: Vec<&str> = packs
        .iter()
        .flat_map(|pack| pack.words.keys().chain(pack.stems.keys()))
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    let twice: Vec<&&str> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]).collect();
    assert!(twice.is_empty(), "they would be one class: {twice:?}");
}

#[test]
fn a_disguise_raises_the_outcome() {
    for (plain, disguised) in [
        ("我家的奶油最好吃", "我家的奶油蕞好吃"),
        ("我家的奶油最好吃", "我家的奶油最·好吃"),
        ("我家的奶油最好吃", "我家的奶油zui好吃"),
        ("我家的奶油最好吃", "我家的奶油最\u{200b}好吃"),
    ] {
        let (plain, disguised) = (judged(plain), judged(disguised));
        assert_eq!((plain.outcome, disguised.outcome), (Outcome::Review, Outcome::Block));
        assert!(disguised.findings.iter().any(|found| found.disguised && found.normalised.contains("最好")));
    }
}

#[test]
fn two_characters_in_parts_and_a_picture_that_is_a_word_elsewhere_hide_nothing() {
    for text in ["婚前吃酵素果冻,冫咸月巴十斤不反弹", "啤酒买二送一,周五不🍺醉🍺不🍺归"]
    {
        let verdict = judged(text);
        assert_eq!(verdict.outcome, Outcome::Block, "{text}");
        assert!(verdict.findings.iter().any(|found| found.disguised), "{text}: {:?}", verdict.findings);
    }
}

#[test]
fn width_case_and_traditional_writing_are_no_disguise() {
    for text in ["我家的奶油最好喫,全網第一", "ＴＯＰ１的沙发是我们家的TOP1"] {
        let verdict = judged(text);
        assert!(!verdict.findings.is_empty(), "{text}");
        assert!(verdict.findings.iter().all(|found| !found.disguised), "{text}: {:?}", verdict.findings);
    }
}

#[test]
fn places_are_counted_in_characters_of_the_original() {
    let verdict = judged("😀😀我的电话１３８-1234-5678哦");
    let found = verdict.findings.first().unwrap();
    assert_eq!((found.start, found.end), (4, 19));
    assert_eq!(found.matched, "电话１３８-1234-5678");
}

#[test]
fn a_merchant_adds_words_exceptions_and_proofs_by_making_a_checker_anew() {
    let forbidden =
        Forbidden { word: "小户型".into(), outcome: Outcome::Review, why: "不做小户型".into() };
    let spaced = Forbidden { word: "Oak Home".into(), outcome: Outcome::Hint, why: String::new() };
    let additions = Additions {
        forbidden: vec![forbidden, spaced],
        allowed: vec!["最好家".into()],
        proven: vec!["好评率98%".into(), "甲醛净化率99.9%".into()],
    };
    let checker = Checker::new(&Packs::built_in().unwrap(), &additions).unwrap();
    let outcome = |text: &str| checker.check(text, &Context::default()).outcome;
    assert_eq!(outcome("小户型收纳"), Outcome::Review);
    assert_eq!(
        outcome("隔壁 Oak  Home 的柜子"),
        Outcome::Hint,
        "blanks in a word of the merchant disguise nothing"
    );
    assert_eq!(outcome("小·户·型收纳"), Outcome::Block);
    assert_eq!(outcome("我们家最好家沙发"), Outcome::Pass);
    assert_eq!(outcome("我们的沙发最好"), Outcome::Review);
    assert_eq!(outcome("这款刀具好评率98%"), Outcome::Hint);
    assert_eq!(outcome("这款刀具好评率99%"), Outcome::Evidence);
    assert_eq!(outcome("甲醛净化率99.9%的柜子"), Outcome::Hint);
    assert_eq!(outcome("甲醛净化率99.5%的柜子"), Outcome::Evidence);
}

#[test]
fn a_linked_proof_answers_what_asks_for_one() {
    let text = "这款刀具好评率98%";
    let with = |proof: &str| Context { evidence: vec![proof.to_owned()], ..Context::default() };
    assert_eq!(judged(text).outcome, Outcome::Evidence);
    assert_eq!(checker().check(text, &with("报告2026-07")).outcome, Outcome::Hint);
    assert_eq!(checker().check(text, &with("false_evidence")).outcome, Outcome::Hint);
    assert_eq!(checker().check(text, &with("absolute_claim")).outcome, Outcome::Evidence);
}

#[test]
fn a_post_that_the_persona_card_does_not_prove_is_reviewed() {
    let of = |roles: &[&str]| Context {
        persona: Some(Persona { roles: roles.iter().map(|role| (*role).to_owned()).collect() }),
        ..Context::default()
    };
    let text = "我是设计师小张,今天聊聊收纳";
    assert_eq!(judged(text).outcome, Outcome::Pass);
    assert_eq!(checker().check(text, &of(&["设计师"])).outcome, Outcome::Pass);
    assert_eq!(checker().check(text, &of(&["导购"])).outcome, Outcome::Review);
}

#[test]
fn a_pack_that_makes_no_sense_is_refused_with_a_sentence() {
    let head = "id = 'x'\nversion = '1'\nname = { zh = 'x', en = 'x' }\n";
    let category = "[category.counterfeit]\nname = { zh = 'x', en = 'x' }\nwhy = { zh = 'x', en = 'x' }\n\
        suggestion = { zh = 'x', en = 'x' }\nbasis = 'b'\n[basis.b]\ntext = { zh = 'x', en = 'x' }\nsource = 's'\n\
        grade = 'A'\nvalid_from = '2026-01-01'\n";
    let rule = |when: &str| {
        let rule = format!(
            "[[rule]]\nid = 'r'\nversion = 1\ncategory = 'counterfeit'\noutcome = 'block'\nwhen = ['{when}']\nyes = []\nno = []\n"
        );
        let pack = format!("{head}{category}{rule}");
        Packs::parse([("x", pack.as_str())])
            .and_then(|packs| Checker::new(&packs, &Additions::default()))
            .map(drop)
    };
    assert_eq!(rule("假货 ..4 现货"), Ok(()));
    for wrong in ["<nothing>", "", "假货 ..900 现货", "{a,b", "1:1", "@nothing", "甲?"] {
        let error = rule(wrong).unwrap_err();
        assert!(matches!(error, PackError::Rule { .. }), "{wrong}: {error}");
    }
    let unreadable = Packs::parse([("x", "id = 'x'\nversion = 1\n")]).unwrap_err().to_string();
    assert!(unreadable.starts_with("the pack x cannot be read: line 2: "), "{unreadable}");
    assert!(!unreadable.contains('\n'), "one sentence: {unreadable}");
    assert!(matches!(Packs::parse([("x", head), ("y", head)]), Err(PackError::Twice { .. })));
}

#[test]
fn long_and_hostile_texts_come_to_an_end() {
    let nested: Vec<Forbidden> = (1..=10_000)
        .map(|length| Forbidden { word: "啊".repeat(length), outcome: Outcome::Review, why: String::new() })
        .collect();
    let additions = Additions { forbidden: nested, ..Additions::default() };
    let checker = Checker::new(&Packs::built_in().unwrap(), &additions).unwrap();
    for text in ["啊", "😀", "最", "我们", "最好 ", "1", "微.", "《", "a", "加我微信", "我们的沙发最好"]
    {
        checker.check(&text.repeat(20_000), &Context::default());
    }
}

#[test]
fn surroundings_in_a_batch_change_nothing() {
    let texts = ["我家的奶油最好吃", "", "今天去量尺", "加我微信muli8899"];
    let first: Vec<Verdict> = texts.iter().map(|text| judged(text)).collect();
    let again: Vec<Verdict> = texts.iter().rev().map(|text| judged(text)).collect();
    assert!(first.iter().eq(again.iter().rev()));
}

/// Texts of the characters that matter: risky ones, fillers, breaks, letters, digits, pictures.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[最好第一微信加我治癌包过稳赚①❶Ⅴｖv1３〇壹 .·,，。!?《》:：\u{200b}\u{fe0f}😀🛰️𝐕é國級]{0,6}",
        Just("13812345678".to_owned()),
        Just("weixin muli_8899".to_owned()),
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_judged_the_same_in_any_company(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        company in texts(),
    ) {
        let text = String::from_utf8_lossy(&bytes);
        let alone = judged(&text);
        judged(&company);
        prop_assert_eq!(judged(&text), alone);
    }

    #[test]
    fn any_pack_is_read_or_refused_with_a_sentence(
        pattern in "[最好 ..4~<>{},|@it#\\[\\]?^$:]{0,24}",
        stray in any::<String>(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let head = "id = 'x'\nversion = '1'\nname = { zh = 'x', en = 'x' }\n";
        let class = format!("{head}[words]\na = '{pattern}'\n[exceptions.b]\nname = {{ zh = 'x', en = 'x' }}\nwhen = ['{pattern}']\n");
        for text in [class.as_str(), &stray, &String::from_utf8_lossy(&bytes)] {
            let read = Packs::parse([("x", text)]);
            match read.and_then(|packs| Checker::new(&packs, &Additions::default())) {
                Ok(checker) => drop(checker.check("最好", &Context::default())),
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }
    }

    #[test]
    fn a_word_that_can_be_found_is_found(word in texts(), rare in any::<String>()) {
        for word in [word, rare] {
            // A number inside a longer one is not that number, wherever the longer one ends.
            let word: String = word.chars().filter(|char| !char.is_numeric()).take(TERM_CHARS_MAX).collect();
            let forbidden = vec![Forbidden { word: word.clone(), outcome: Outcome::Block, why: String::new() }];
            let additions = Additions { forbidden, ..Additions::default() };
            let checker = Checker::new(&Packs::parse([]).unwrap(), &additions).unwrap();
            let is_found = checker.check(&word, &Context::default()).outcome == Outcome::Block;
            prop_assert_eq!(is_found, can_be_found(&word), "{:?}", word);
        }
    }

    #[test]
    fn findings_point_into_the_original(text in texts()) {
        let chars: Vec<char> = text.chars().collect();
        for found in judged(&text).findings {
            prop_assert!(found.start < found.end && found.end <= chars.len());
            let part: String = chars[found.start..found.end].iter().collect();
            prop_assert_eq!(part, found.matched);
        }
    }

    #[test]
    fn folding_twice_changes_nothing(char in any::<char>()) {
        let once = form(char).char;
        prop_assert_eq!(form(once).char, once);
    }
}
