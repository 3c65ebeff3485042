//! The near-copy index through its front door.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod folder;
mod kinds;
mod model;
mod threads;

use text::copies::{Answer, Index, Note, Scope};

/// Notes of a matrix, none like another.
pub const NOTES: [(&str, &str); 6] = [
    (
        "farm",
        "周末带孩子去了城西的亲子农场，摘草莓、喂小羊，还看了挤牛奶表演。门票不贵，停车也方便，适合三到八岁的小朋友。\
         中午在农场食堂吃了柴火鸡，孩子一口气吃了两碗饭。回来路上他说下次还想去看小羊羔。",
    ),
    (
        "home",
        "新家全屋定制终于装完了，柜子选的颗粒板，封边做得很细，味道也不大，通风两周就能住。\
         最满意的是玄关的鞋柜，换季的靴子全放得下，还留了一格给雨伞。设计师改了三次图，耐心没话说。",
    ),
    (
        "makeup",
        "早八人的通勤妆容分享：防晒打底，遮瑕只盖黑眼圈，眉毛顺着毛流画，口红选豆沙色，十分钟出门。\
         油皮的姐妹记得散粉只压鼻翼，别全脸扑，不然到中午就斑驳了。",
    ),
    (
        "cat",
        "猫咪换粮不要急，头三天新粮只放四分之一，便便成形再慢慢加。我家布偶肠胃弱，拌了益生菌，\
         第十天才完全换过来。期间多喝水，冻干先停一停，软便就退回上一步。",
    ),
    (
        "coffee",
        "这支豆子是水洗处理的埃塞俄比亚，浅烘，冷下来有明显的柑橘香。我用九十二度的水，粉水比一比十五，\
         分三段注水，总时间两分十秒。酸得很干净，适合下午提神。",
    ),
    (
        "hike",
        "清晨五点从停车场出发，沿着古道走到垭口正好赶上日出。碎石坡比较滑，登山杖帮了大忙。\
         山顶风大，一定要带冲锋衣，保温杯里的姜茶救了我们全队。",
    ),
];

/// A note of the one account, on the one day.
pub fn note<'a>(id: &'a str, text: &'a str) -> Note<'a> {
    Note { id, account: "a", day: 20_260_101, text }
}

/// The notes above in memory.
pub fn matrix() -> Index {
    let index = Index::in_memory();
    for (id, text) in NOTES {
        assert!(index.insert(&note(id, text)).unwrap());
    }
    index
}

/// What the index says of a draft, ten notes at the most.
pub fn ask(index: &Index, text: &str) -> Answer {
    index.query(text, &Scope::default(), 10)
}

/// The id and the word of the best match.
pub fn best(index: &Index, text: &str) -> Option<(String, &'static str)> {
    ask(index, text).matches.first().map(|found| (found.id.clone(), found.kind.name()))
}

/// A part of a text in Unicode scalar values.
pub fn part(text: &str, (start, end): (u32, u32)) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}
