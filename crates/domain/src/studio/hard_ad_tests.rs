//! Drafts that advertise, drafts that only look alike, and shares that are counted.

use proptest::prelude::*;

use super::*;

#[test]
fn what_advertises_is_told_from_what_only_looks_alike() {
    use HardAd::{None, Price, Promotion};
    for (text, expected) in [
        ("姐妹们闭眼入", Promotion),
        ("今晚截止，先到先得", Promotion),
        ("限时三天满减", Promotion),
        ("全场五折起", Promotion),
        ("链接在评论区", Promotion),
        ("到店有礼，名额有限", Promotion),
        ("双十一提前抢购", Promotion),
        ("现在下单送脚凳", Promotion),
        ("团购价比单买便宜", Promotion),
        ("全屋定制 699 元一平", Price),
        ("这张床到手 2999 元", Price),
        ("现价¥1,299", Price),
        ("¥ 899 带走", Price),
        ("一套下来三万多，比想的贵", None),
        ("报价两万八，只要 2.8 万", Price),
        ("这款全套八千块起", Price),
        ("整单打 8 折", Price),
        ("客人问能不能打折，我说不打折", None),
        ("我们店从不打折", None),
        ("不是促销，是换季收拾仓库", None),
        ("她问有没有优惠券", None),
        ("业主说“你们打折吗”，我笑了", None),
        ("预算八万块，最后只做了玄关", None),
        ("停车花了 30 元，客人硬塞给我一瓶水", None),
        ("这把椅子可以对折收起来", None),
        ("折叠桌放阳台", None),
        ("三折叠的门很占地方", None),
        ("量了三遍，差 2 公分", None),
        ("被坑了两万块，才想起来看合同", None),
        ("师傅说这块板不值那个价", None),
        ("我劝她先别下单，回家量一下", None),
        ("昨天那户的厨房只有四平", None),
    ] {
        let judged = judge(text, "", &[]);
        assert_eq!(judged.kind, expected, "{text} {:?}", judged.reasons);
    }
}

#[test]
fn a_component_makes_any_text_an_advertisement_and_goes_before_words() {
    let judged = judge("玄关怎么留", "只要 99 元，现在下单", &[Component::LeadCard]);
    assert_eq!(judged.kind, HardAd::Component);
    let kinds: Vec<HardAd> = judged.reasons.iter().map(|reason| reason.kind).collect();
    assert_eq!(kinds, [HardAd::Component, HardAd::Price, HardAd::Promotion]);
    assert_eq!(judge("玄关怎么留", "量了三遍", &[]).kind, HardAd::None);
}

#[test]
fn a_reason_names_the_place_of_its_words() {
    let body = "业主很急。全屋 699 元一平，现在下单。";
    for reason in judge("", body, &[]).reasons {
        let place = reason.place.unwrap();
        let there: String = body.chars().skip(place.start).take(place.end - place.start).collect();
        assert_eq!(there, reason.words);
    }
    let words: Vec<String> = judge("", body, &[]).reasons.into_iter().map(|reason| reason.words).collect();
    assert_eq!(words, ["699 元", "下单"]);
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn the_share_counts_thirty_days_and_the_last_fourteen_notes() {
    let today = day("2026-06-30");
    let note = |days_ago: i32, is_ad| SharedNote { day: today.plus_days(-days_ago), is_ad };
    // Ten old advertisements, then eight notes within thirty days of which two advertise, and one planned for later.
    let mut notes: Vec<SharedNote> = (40..50).map(|ago| note(ago, true)).collect();
    notes.extend((0..8).map(|ago| note(ago * 3, ago < 2)));
    notes.push(note(-1, true));
    let shares = AdShares::on(today, &notes);
    assert_eq!(shares.days, AdShare { ads: 2, notes: 8 });
    assert_eq!(shares.notes, AdShare { ads: 2 + 6, notes: 14 });
    assert_eq!(shares.days.ppm(), Some(250_000));
    assert!(shares.days.is_beyond(20) && !shares.days.is_beyond(25), "a quarter is not beyond a quarter");
    assert_eq!(AdShares::on(today, &[note(29, true), note(30, true)]).days, AdShare { ads: 1, notes: 1 });
    assert_eq!(AdShares::default().days.ppm(), None);
}

#[test]
fn a_draft_is_told_what_it_would_do_to_the_share() {
    let today = day("2026-06-30");
    let notes: Vec<SharedNote> =
        (0..9).map(|ago| SharedNote { day: today.plus_days(-ago), is_ad: ago < 2 }).collect();
    assert_eq!(AdShares::on(today, &notes).days, AdShare { ads: 2, notes: 9 });
    assert_eq!(AdShares::with(today, &notes, false).days, AdShare { ads: 2, notes: 10 });
    assert!(!AdShares::with(today, &notes, false).is_beyond(20));
    assert!(AdShares::with(today, &notes, true).is_beyond(20));
    assert!(!AdShares::with(today, &[], true).is_beyond(20), "one note of one says nothing yet");
}

proptest! {
    #[test]
    fn shares_are_counted_whatever_the_order(ads in prop::collection::vec((0_i32..60, any::<bool>()), 0..40), turn in 0_usize..40) {
        let today = day("2026-06-30");
        // One note a day: the order of those of one day is nobody's matter.
        let mut ads = ads;
        ads.sort_by_key(|(ago, _)| *ago);
        ads.dedup_by_key(|(ago, _)| *ago);
        let notes: Vec<SharedNote> =
            ads.into_iter().map(|(ago, is_ad)| SharedNote { day: today.plus_days(-ago), is_ad }).collect();
        let mut turned = notes.clone();
        turned.rotate_left(turn.min(notes.len()));
        let shares = AdShares::on(today, &notes);
        prop_assert_eq!(shares, AdShares::on(today, &turned));
        prop_assert!(shares.days.ads <= shares.days.notes && shares.notes.notes <= 14);
        let with = AdShares::with(today, &notes, true);
        prop_assert_eq!(with.days, AdShare { ads: shares.days.ads + 1, notes: shares.days.notes + 1 });
    }

    #[test]
    fn no_draft_breaks_the_judge(title in ".{0,30}", body in "[¥0-9元块折万只要下单不打“”。, a]{0,120}") {
        for reason in judge(&title, &body, &[]).reasons {
            let Some(place) = reason.place.filter(|place| place.surface == Surface::Body) else { continue };
            let there: String = body.chars().skip(place.start).take(place.end - place.start).collect();
            prop_assert_eq!(there, reason.words);
        }
    }
}
