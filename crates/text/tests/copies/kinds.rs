//! What counts as a copy, what does not, and which passages are shown.

use text::copies::{Index, Kind, Scope};

use crate::{NOTES, ask, best, matrix, note, part};

fn text_of(id: &str) -> &'static str {
    NOTES.iter().find(|(known, _)| *known == id).unwrap().1
}

#[test]
fn a_note_is_a_copy_of_itself_under_any_decoration() {
    let index = matrix();
    for (id, text) in NOTES {
        let decorated: String = text
            .chars()
            .map(|char| match char {
                '，' => "🌟 ".to_owned(),
                '。' => "！\u{200B}\n".to_owned(),
                _ => format!("{char}\u{FE0F}"),
            })
            .collect();
        let tagged = format!("✨{decorated} #周末去哪儿 #真实分享[话题]#");
        for draft in [text, &tagged] {
            assert_eq!(best(&index, draft), Some((id.to_owned(), "copy")), "{draft}");
            assert_eq!(ask(&index, draft).verdict, Kind::Copy);
        }
    }
}

#[test]
fn a_text_of_hardly_more_than_one_word_is_a_copy_of_itself() {
    let index = matrix();
    let text = |head: &str| format!("{head}{}奶粮去门的咖看便莓的表", "的".repeat(240));
    for head in "农演城子西粮猫草小板地表末停看车山水火土金木".chars() {
        index.insert(&note(&head.to_string(), &text(&head.to_string()))).unwrap();
    }
    let found = ask(&index, &text("农"));
    assert_eq!((found.matches[0].id.as_str(), found.verdict), ("农", Kind::Copy), "{found:?}");
}

#[test]
fn sentences_in_another_order_are_found() {
    let index = matrix();
    for (id, text) in NOTES {
        let mut sentences: Vec<&str> = text.split_inclusive('。').collect();
        sentences.reverse();
        let found = ask(&index, &sentences.concat());
        assert_eq!((found.matches[0].id.as_str(), found.verdict), (id, Kind::Rewrite), "{found:?}");
    }
}

#[test]
fn characters_that_sound_alike_are_found() {
    let index = matrix();
    let draft = "周沫待孩子去了城🍓西的亲子农厂，摘草梅、🐑喂小洋，还看了挤牛乃表演。门票不桂，停车也方遍，适合三道八岁的小盆友。";
    let found = ask(&index, draft);
    assert_eq!(found.matches[0].id, "farm");
    assert!(found.verdict >= Kind::Rewrite, "{found:?}");
}

#[test]
fn a_quoted_passage_is_shown_to_the_character() {
    let index = matrix();
    let passage = "猫咪换粮不要急，头三天新粮只放四分之一，便便成形再慢慢加。我家布偶肠胃弱，拌了益生菌，第十天才完全换过来";
    let own = "今天店里来了一位新客人，聊了很久才知道她刚搬到附近，之前一直在别的城市工作。";
    let end = "我们约好周三再来看样品，希望这次能帮她挑到合适的款式，价格也在预算之内。";
    let draft = format!("{own}{passage}。{end}");
    let found = ask(&index, &draft);
    assert_eq!((found.matches[0].id.as_str(), found.verdict), ("cat", Kind::Quotes), "{found:?}");
    let span = found.matches[0].spans[0];
    assert_eq!(part(&draft, span.query), passage);
    assert_eq!(part(text_of("cat"), span.source), passage);
}

#[test]
fn two_notes_in_one_draft_are_both_named() {
    let index = matrix();
    let halves: Vec<&str> =
        ["farm", "coffee"].iter().map(|id| text_of(id).split_inclusive('。').next().unwrap()).collect();
    let found = ask(&index, &halves.concat());
    let ids: Vec<&str> = found
        .matches
        .iter()
        .filter(|found| found.kind != Kind::Clear)
        .map(|found| found.id.as_str())
        .collect();
    assert_eq!(ids.len(), 2, "{found:?}");
    assert!(ids.contains(&"farm") && ids.contains(&"coffee"));
}

#[test]
fn the_same_theme_in_other_words_is_clear() {
    let index = matrix();
    let drafts = [
        "农场一日游攻略：早点出门避开人流，小羊区要排队，草莓按斤算钱，记得带一套换洗衣服给娃。",
        "聊聊我家柜子的选材：多层板还是颗粒板，主要看握钉力和预算，环保等级问商家要报告。",
        "给新手的手冲建议，先别纠结器具，把水温和研磨度固定下来，再一点点调整比例。",
    ];
    for draft in drafts {
        assert_eq!(ask(&index, draft).verdict, Kind::Clear, "{draft}");
    }
}

#[test]
fn what_many_notes_share_counts_little() {
    let index = matrix();
    let price =
        "价目：基础护理一百九十九，深层清洁二百九十九，全身护理四百九十九，会员另有折扣，具体以门店为准。";
    let words = ["猫粮", "地板", "面霜", "耳机", "毛衣", "雨伞", "相机", "风扇", "茶壶", "围巾"];
    for number in 0..200 {
        let (first, second) = (words[number % 10], words[number / 10 % 10]);
        let own = format!("第{number}篇说说我的{first}和{second}，用了一段时间，优点缺点都有。");
        index.insert(&note(&format!("list-{number}"), &format!("{own}{price}"))).unwrap();
    }
    let draft =
        format!("昨天陪客人逛了一圈海鲜市场，挑了最大的那只螃蟹，老板还送了一把小葱，晚上清蒸正好。{price}");
    assert_eq!(ask(&index, &draft).verdict, Kind::Clear);
}

#[test]
fn an_approved_passage_is_no_copy() {
    let index = matrix();
    let text = text_of("hike");
    assert_eq!(ask(&index, text).verdict, Kind::Copy);
    index.approve(&[text]).unwrap();
    assert_eq!(ask(&index, text).verdict, Kind::Clear);
    index.approve(&[]).unwrap();
    assert_eq!(ask(&index, text).verdict, Kind::Copy);
}

#[test]
fn a_twin_is_found_however_many_there_are() {
    let index = matrix();
    let text = text_of("cat");
    for number in 0..300 {
        let (id, account) = (format!("twin-{number}"), number.to_string());
        index.insert(&text::copies::Note { id: &id, account: &account, day: 20_260_101, text }).unwrap();
    }
    for number in [0, 47, 48, 150, 299] {
        let account = number.to_string();
        let found = index.query(text, &Scope { account: Some(&account), ..Scope::default() }, 10);
        let ids: Vec<&str> = found.matches.iter().map(|found| found.id.as_str()).collect();
        assert_eq!(ids, [format!("twin-{number}")]);
    }
    let found = ask(&index, text).matches;
    assert_eq!(found.iter().filter(|found| found.kind == Kind::Copy).count(), 10, "{found:?}");
}

#[test]
fn a_note_that_was_changed_often_is_found_as_it_is_now() {
    let index = matrix();
    for turn in 0..1_500 {
        let text = text_of(if turn % 2 == 0 { "hike" } else { "makeup" });
        assert!(index.insert(&note("restless", text)).unwrap());
    }
    let ids = |text| -> Vec<String> { ask(&index, text).matches.into_iter().map(|found| found.id).collect() };
    assert_eq!(ids(text_of("makeup")), ["makeup", "restless"]);
    assert_eq!(ids(text_of("hike")), ["hike"]);
}

#[test]
fn only_notes_in_scope_are_named() {
    let index = Index::in_memory();
    let text = text_of("home");
    let notes = [("1", "a", 20_260_101), ("2", "b", 20_260_201), ("3", "a", 20_260_301)];
    for (id, account, day) in notes {
        index.insert(&text::copies::Note { id, account, day, text }).unwrap();
    }
    let all = Scope::default();
    let cases: [(Scope<'_>, &[&str]); 8] = [
        (all.clone(), &["1", "2", "3"]),
        (Scope { account: Some("a"), ..all.clone() }, &["1", "3"]),
        (Scope { days: Some((20_260_201, 20_260_301)), ..all.clone() }, &["2", "3"]),
        (Scope { not_id: Some("2"), ..all.clone() }, &["1", "3"]),
        (Scope { not_account: Some("a"), ..all.clone() }, &["2"]),
        (Scope { not_account: Some("b"), days: Some((20_260_201, 20_260_301)), ..all.clone() }, &["3"]),
        (
            Scope {
                account: Some("a"),
                days: Some((20_260_102, 20_261_231)),
                not_id: Some("9"),
                ..all.clone()
            },
            &["3"],
        ),
        (Scope { account: Some("c"), ..all }, &[]),
    ];
    for (scope, expected) in cases {
        let found = index.query(text, &scope, 10);
        let mut ids: Vec<&str> = found.matches.iter().map(|found| found.id.as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, expected, "{scope:?}");
        assert_eq!(found.verdict == Kind::Copy, !expected.is_empty());
    }
}

#[test]
fn texts_without_content_and_endless_ones_are_answered() {
    let index = matrix();
    let endless = "哈".repeat(340_000);
    let nested = "【（".repeat(100_000);
    let sentence = text_of("hike").repeat(4_000);
    index.insert(&note("endless", &endless)).unwrap();
    for draft in ["", " ", "🎉🎉🎉", "12345", "#话题", &"😂".repeat(250_000), &endless, &nested, &sentence]
    {
        let began = std::time::Instant::now();
        ask(&index, draft);
        assert!(began.elapsed().as_millis() < 500, "{}", draft.chars().take(5).collect::<String>());
    }
}
