//! The persona cards of the demo: one that speaks, one that says what nothing proves, and two that fight for one voice.

use serde_json::{Value, json};

use super::{
    papers,
    stage::{Stage, id},
};
use crate::failure::Outcome;

/// Whose card is approved.
const SPEAKS: usize = 8;
/// Whose card claims what nothing proves.
const CLAIMS_TOO_MUCH: usize = 0;
/// Whose cards speak of the same to the same people.
const RIVALS: [usize; 2] = [4, 12];

/// Drafts the cards and approves the one that is true.
pub async fn speak(stage: &mut Stage<'_>) -> Outcome {
    let proof = papers::certify(stage, SPEAKS).await?;
    let mut card =
        card("在店里帮人画图，下班聊聊板材和预算。", &["板材怎么选", "全屋报价"], "准备装修的上班族");
    set(&mut card, "certificates", json!([{ "title": "室内设计师证书", "proof": proof }]));
    let drafted = draft(stage, SPEAKS, card).await?;
    let path = format!("/personas/{}/approval", id(drafted.pointer("/persona").unwrap_or(&drafted)));
    stage.officer.post(&path, &json!({ "revision": 1 })).await?;

    let mut bold = bold();
    set(&mut bold, "years_in_trade", json!(8));
    draft(stage, CLAIMS_TOO_MUCH, bold).await?;
    for guide in RIVALS {
        let same = self::card("帮小户型把收纳画进图里。", &["小户型收纳", "玄关设计"], "刚买房的年轻人");
        draft(stage, guide, same).await?;
    }
    Ok(())
}

fn bold() -> Value {
    let mut card =
        card("入行八年，拿过省级设计大奖，做过三百套样板间。", &["样板间", "获奖案例"], "改善型住户");
    set(&mut card, "certificates", json!([{ "title": "省级室内设计金奖", "proof": null }]));
    card
}

fn card(introduction: &str, topics: &[&str], audience: &str) -> Value {
    json!({
        "shown_name": "", "post": "设计师", "employer_shown": true, "years_in_trade": null, "place": null,
        "introduction": introduction, "topics": topics, "audience": audience, "tone": ["实在", "爱画图"],
        "sample_lines": ["先量后买，别急。"], "do_not_say": ["最低价", "保证"], "certificates": [], "stories": [],
        "product_lines": ["全屋定制"], "reply_style": "先问户型和预算，再给建议。", "face_used": false, "voice_used": false,
        "ai_use": "none",
    })
}

fn set(card: &mut Value, field: &str, value: Value) {
    if let Some(card) = card.as_object_mut() {
        card.insert(field.to_owned(), value);
    }
}

async fn draft(stage: &mut Stage<'_>, guide: usize, mut card: Value) -> Outcome<Value> {
    let guide = stage.guide(guide)?;
    set(&mut card, "shown_name", json!(guide.nickname));
    set(&mut card, "post", json!(guide.post));
    let draft = json!({ "account": guide.account, "employee": guide.employee, "card": card });
    stage.operator.post("/personas", &draft).await
}
