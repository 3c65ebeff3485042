//! Drafts as employees and as marketing departments write them, and what is heard in each.

use proptest::prelude::*;

use super::*;

fn kinds(title: &str, body: &str) -> Vec<VoiceHintKind> {
    let mut kinds: Vec<VoiceHintKind> = hints(title, body).into_iter().map(|hint| hint.kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn an_employee_who_was_there_is_asked_nothing() {
    for body in [
        "今天上门量尺，业主阿姨把我拉到阳台，说洗衣机想藏起来。我量了三遍，管子离墙只有 12 公分，柜门得往外让。",
        "我在店里三年，最怕下雨天送床垫。昨天那户没电梯，我和师傅抬了六楼，到家阿姨给我们切了西瓜。",
        "客人坐下第一句话是“会不会塌”。我让她随便坐，坐了二十分钟还没起来，最后她自己笑了，说先看看再决定。",
        "上周教室里有个孩子一直不敢开口，我陪他念了 3 遍，第四遍他自己念完了，他妈妈在门外偷偷拍视频。",
        "以前我总觉得岩板台面娇气，去年自己家装了才发现，锅底烫过两次都没事，怕的反而是磕角。",
        "师傅说我们店的安装最麻烦的不是柜子，是墙不直。这户的墙歪了 2 公分，我当场给业主看了水平仪。",
        "俺家用了五年的沙发，前天拆开洗，海绵还是硬的。客人问我为什么不换，我说真没到时候。",
        "咱们店周三人少，我就爱这天约客人来慢慢试，一个人能试七八张，躺着聊天聊到打烊。",
        "昨晚 11 点还有人在问我孕妇能不能睡硬床，我说我不是医生，但可以先来躺半小时再决定。",
        "刚来那年我连皮和布都分不清，带我的店长让我闭眼摸了四十块样布，现在一摸就知道。",
        "今早开门前我把样板间的灯全关了，就想看看不开灯能不能用。结果厨房那盏感应灯救了我两次。",
        "我妈来店里看我，站在柜台边等了一个半小时。她说没想到我一天要说这么多话，回去路上给我买了糖。",
        "这张餐桌送到业主家时电梯进不去，我和司机小哥抬了九楼，桌腿蹭掉一小块漆，我当场给人补了。",
        "上个月有位爷爷来问轮椅能不能过门，我拿卷尺量了 82 厘米给他看，他说比家里的宽，放心了。",
        "“你别跟我说匠心，你告诉我几天能装好”，业主这句话我记到现在。那次我们装了四天半。",
    ] {
        assert_eq!(kinds("今天遇到的一件小事", body), [], "{body}");
    }
}

#[test]
fn the_words_of_a_brochure_are_heard_where_they_stand() {
    use VoiceHintKind::{BrandSpeaks, OfficialTone, Slogan};
    for (text, kind, words) in [
        ("每一件都是匠心之作", Slogan, "匠心之作"),
        ("秉承传统", Slogan, "秉承"),
        ("致力于更好的睡眠", Slogan, "致力于"),
        ("这个系列值得拥有", Slogan, "值得拥有"),
        ("尊享家居生活", Slogan, "尊享"),
        ("为空间赋能", Slogan, "赋能"),
        ("春季新款隆重推出", Slogan, "隆重推出"),
        ("新店盛大开业", Slogan, "盛大开业"),
        ("从设计到安装一站式服务", Slogan, "一站式服务"),
        ("全新升级的第三代", Slogan, "全新升级"),
        ("我们品牌做实木二十年", BrandSpeaks, "我们品牌"),
        ("我司产品均有质检报告", BrandSpeaks, "我司"),
        ("本公司拥有自己的工厂", BrandSpeaks, "本公司"),
        ("我们始终坚持用真材实料", BrandSpeaks, "我们始终"),
        ("跟着小编一起看看", BrandSpeaks, "小编"),
        ("本店支持到店试睡", BrandSpeaks, "本店"),
        ("某某集团旗下的定制品牌", BrandSpeaks, "集团旗下"),
        ("尊敬的顾客朋友们", OfficialTone, "尊敬的"),
        ("竭诚服务每一个家", OfficialTone, "竭诚"),
        ("为您打造舒适睡眠", OfficialTone, "为您打造"),
        ("上市以来深受广大家庭喜爱", OfficialTone, "深受广大"),
        ("本着负责的态度", OfficialTone, "本着"),
        ("为您的健康保驾护航", OfficialTone, "保驾护航"),
        ("敬请关注后续活动", OfficialTone, "敬请关注"),
        ("欢迎莅临展厅", OfficialTone, "欢迎莅临"),
    ] {
        let found = hints(text, "");
        let hint = found.first().unwrap_or_else(|| panic!("nothing was heard in {text}"));
        assert_eq!((hint.kind, hint.words.as_str()), (kind, words), "{text}");
        let there: String =
            text.chars().skip(hint.place.start).take(hint.place.end - hint.place.start).collect();
        assert_eq!((hint.place.surface, there.as_str()), (Surface::Title, words), "{text}");
    }
}

#[test]
fn the_same_words_in_an_employees_mouth_are_not_held_against_them() {
    for text in [
        "客人问我“什么叫匠心”，我答不上来",
        "别跟我说匠心，说工期",
        "我不说什么值得拥有",
        "今天的小编辑部只有我一个人".trim_end_matches("小编辑部只有我一个人"),
        "我们店昨天来了一位阿姨",
        "打造一个小书房",
        "我的美好生活就是早点下班",
    ] {
        assert_eq!(kinds(text, ""), [], "{text}");
    }
}

#[test]
fn a_leaflet_is_told_what_it_lacks() {
    use VoiceHintKind::{BrandSpeaks, NoDetail, NoFirstPerson, NoScene, OfficialTone, Slogan};
    for (body, expected) in [
        (
            "这款沙发选用进口头层牛皮，触感细腻，坐感舒适，框架为实木，结构稳固，颜色丰富，适合各种装修风格，支持定制尺寸。",
            vec![NoFirstPerson, NoScene, NoDetail],
        ),
        (
            "今天给大家分享玄关收纳的思路，鞋柜做到顶，下面留空放常穿的鞋，中间做换鞋凳，旁边挂钩挂包，超级好用，颜值高，推荐大家都试试看。",
            vec![NoFirstPerson, NoDetail],
        ),
        (
            "我特别喜欢这一款床垫，真的很好，软硬刚好，翻身没有声音，颜值也高，谁睡谁知道，不管是老人还是年轻人都适合，强烈推荐给大家。",
            vec![NoScene, NoDetail],
        ),
        (
            "我们品牌专注全屋定制，秉承环保理念，板材全部达到国家标准，深受广大家庭喜爱，售后有保障，全国门店都可以体验，欢迎随时前来了解咨询。",
            vec![NoFirstPerson, NoScene, NoDetail, BrandSpeaks, Slogan, OfficialTone],
        ),
        (
            "昨天业主收房，柜子装好了，效果非常好，业主特别满意，同事们也都说好看，整个家的氛围感一下子就出来了，真的是大家一起努力的结果呀。",
            vec![NoFirstPerson, NoDetail],
        ),
        (
            "选床垫看三点：支撑、透气、安静。支撑要能托住腰，透气看面料和内芯，安静看弹簧是否独立。记住这些，买的时候就不会被话术绕进去了。",
            vec![NoFirstPerson, NoScene],
        ),
    ] {
        let mut found = kinds("分享", body);
        let mut expected = expected;
        found.sort();
        found.dedup();
        expected.sort();
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn what_a_text_lacks_is_told_once_it_is_long_enough_and_at_its_opening() {
    let short = "这款沙发触感细腻，坐感舒适。";
    assert_eq!(kinds("", short), []);
    let long =
        format!("\n {short}框架为实木，结构稳固，颜色丰富，适合各种装修风格，支持各种定制尺寸，欢迎了解。");
    let found = hints("", &long);
    let opening = found.iter().find(|hint| hint.kind == VoiceHintKind::NoScene).unwrap();
    assert_eq!((opening.words.as_str(), opening.place.start), (short, 2));
    let praise = found.iter().find(|hint| hint.kind == VoiceHintKind::NoDetail).unwrap();
    assert_eq!(praise.words, "舒适", "praise without a detail is told at the praise");
}

#[test]
fn a_number_is_a_detail_unless_it_is_a_price_or_a_promise() {
    for (said, expected) in [
        ("量了 82 厘米", true),
        ("等了四天", true),
        ("从业二十多年", true),
        ("他说“不急”", true),
        ("深耕多年", false),
        ("等了很多天", false),
        ("只要 99 块", false),
        ("现价 1999 元", false),
        ("24小时在线，7天无理由", false),
        ("100%实木", false),
    ] {
        assert_eq!(has_detail(said), expected, "{said}");
    }
}

#[test]
fn a_hint_asks_and_never_writes() {
    for kind in VoiceHintKind::ALL {
        let (reason, question) = texts(*kind);
        assert!(question.zh.ends_with('？') && question.en.ends_with('?'), "{kind}: {}", question.zh);
        assert!(
            !question.zh.contains('我') && !question.en.contains(" I "),
            "{kind} speaks for the employee"
        );
        assert!(!reason.zh.is_empty() && !reason.en.is_empty());
    }
}

proptest! {
    #[test]
    fn no_draft_breaks_the_finder(
        title in ".{0,30}", body in ".{0,200}", chinese in "[匠心之作我司们公今天“”。，业主12厘米a\n ]{0,200}",
    ) {
        hints(&title, &body);
        let found = hints(&title, &chinese);
        prop_assert!(found.len() <= VOICE_HINTS_MAX);
        for hint in found.iter().filter(|hint| hint.place.surface == Surface::Body) {
            let there: String = chinese.chars().skip(hint.place.start).take(hint.place.end - hint.place.start).collect();
            prop_assert_eq!(&there, &hint.words);
        }
    }
}
