//! What was seen of the entitlements of the demo's accounts, and the texts of their cards with who carries them.

use serde_json::{Value, json};

use super::stage::{Stage, id};
use crate::{failure::Outcome, shown};

/// Whose account, which entitlement, what was seen, how many days ago, and what there is to say.
const SEEN: [(usize, &str, &str, i32, &str); 14] = [
    (0, "identity_label", "present", 6, ""),
    (0, "lead_card", "present", 6, ""),
    (0, "name_card", "present", 6, ""),
    (0, "welcome_message", "present", 6, ""),
    (0, "quick_menu", "limited", 6, "后台提示近 30 天有消耗才可用"),
    (0, "message_desk", "present", 6, ""),
    (0, "shop", "present", 6, ""),
    (0, "promotion", "present", 6, ""),
    (1, "identity_label", "present", 20, ""),
    (1, "lead_card", "missing", 20, "组件列表里没有，已提工单"),
    (2, "identity_label", "present", 130, ""),
    (3, "identity_label", "missing", 3, "绑定后还没显示"),
    (3, "welcome_message", "present", 3, ""),
    (4, "promotion", "limited", 9, "需要先完成聚光授权"),
];

/// A text: its kind, what people call it, and its wording.
const TEXTS: [(&str, &str, &str); 4] = [
    ("lead_card", "免费量尺预约", "填一下小区和户型，我们安排设计师上门量尺。"),
    ("name_card", "门店名片", "栖禾里全屋定制，到店可看样板间。"),
    ("welcome_message", "首次进线欢迎语", "你好，我是门店的设计师，先说说户型和想改的地方？"),
    ("quick_menu", "常见问题菜单", "1 看样板间 2 问报价流程 3 预约量尺"),
];
/// The welcome, in the words that came after.
const SECOND_WELCOME: &str = "你好，我是门店设计师。方便说下户型、面积和最头疼的一处吗？";
/// Who is to carry the new welcome, and how many of them have said that it stands there.
const CARRIERS: [usize; 7] = [0, 1, 2, 3, 4, 7, 8];
const CARRIED: usize = 4;
/// The cards that stand where they should from the beginning.
const EVERYWHERE: [&str; 2] = ["lead_card", "name_card"];

/// Writes down what was seen in the back office.
pub async fn look(stage: &mut Stage<'_>) -> Outcome {
    for (guide, entitlement, sighting, days_ago, remark) in SEEN {
        let account = stage.guide(guide)?.account.clone();
        let seen = json!({
            "entitlement": entitlement, "sighting": sighting, "seen_on": stage.day(-days_ago), "remark": remark
        });
        stage.operator.post(&format!("/accounts/{account}/entitlement-sightings"), &seen).await?;
    }
    Ok(())
}

/// Writes the texts, has them approved, and rolls them out; the last one still waits for a decision.
pub async fn write(stage: &mut Stage<'_>) -> Outcome {
    for (kind, title, body) in TEXTS {
        let draft = json!({ "kind": kind, "title": title, "body": body });
        let card = stage.operator.post("/card-texts", &draft).await?;
        if kind == "quick_menu" {
            continue;
        }
        approve(stage, &card).await?;
        if EVERYWHERE.contains(&kind) {
            roll_out(stage, &card, kind, CARRIERS.len()).await?;
        }
        if kind == "welcome_message" {
            let path = format!("/card-texts/{}/versions", id(&card));
            let card = stage.operator.post(&path, &json!({ "body": SECOND_WELCOME })).await?;
            approve(stage, &card).await?;
            roll_out(stage, &card, kind, CARRIED).await?;
        }
    }
    Ok(())
}

async fn approve(stage: &mut Stage<'_>, card: &Value) -> Outcome {
    let version = shown::text(card, "/versions/0/id");
    stage.officer.post(&format!("/card-versions/{version}/approval"), &json!({})).await.map(|_| ())
}

/// Asks the carriers to carry the newest version; so many of them say that it stands there.
async fn roll_out(stage: &mut Stage<'_>, card: &Value, kind: &str, carried: usize) -> Outcome {
    let accounts: Vec<String> = CARRIERS
        .iter()
        .filter_map(|guide| stage.guides.get(*guide))
        .map(|guide| guide.account.clone())
        .collect();
    let version = shown::text(card, "/versions/0/id");
    let path = format!("/card-versions/{version}/rollouts");
    stage.operator.post(&path, &json!({ "accounts": accounts })).await?;
    for account in accounts.iter().take(carried) {
        let asked = stage.operator.get(&format!("/card-rollouts?account={account}&open=true")).await?;
        let items = asked.pointer("/items").and_then(Value::as_array);
        let of_kind = |item: &&Value| shown::text(item, "/kind") == kind;
        let Some(rollout) = items.into_iter().flatten().find(of_kind) else { continue };
        stage.operator.post(&format!("/card-rollouts/{}/receipt", id(rollout)), &json!({})).await?;
    }
    Ok(())
}
