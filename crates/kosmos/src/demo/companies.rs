//! The companies of the demo: what their back offices show, their papers, and what somebody offered them.

use serde_json::json;

use super::stage::{EDITION, Stage, id};
use crate::failure::Outcome;

/// A company that does not exist. Its code has a right check digit over a number that nobody was given.
struct Company {
    name: &'static str,
    credit_code: &'static str,
    /// The edition that its back office shows, and for how many days.
    edition: Option<(&'static str, i32)>,
    /// Days for which its enterprise account is certified.
    certified_days: i32,
    /// The paper of its trade, with the days that are left of it.
    licence: (&'static str, i32),
}

const COMPANIES: [Company; 3] = [
    Company {
        name: "栖禾里家居（上海）有限公司",
        credit_code: "91310000MA0000A01T",
        edition: Some((EDITION, 150)),
        certified_days: 210,
        licence: ("建筑装饰工程专业承包资质", 520),
    },
    Company {
        name: "栖禾里装饰（杭州）有限公司",
        credit_code: "91330100MA0000B021",
        edition: Some(("spend_2025", 200)),
        certified_days: 52,
        licence: ("建筑装饰工程专业承包资质", 19),
    },
    Company {
        name: "栖禾里软装设计（苏州）有限公司",
        credit_code: "91320500MA0000C03A",
        edition: None,
        certified_days: 300,
        licence: ("室内装饰设计备案", 400),
    },
];

/// What the first company plans to spend on seats in a year, in fen.
const BUDGET_FEN: i64 = 1_500_000;
/// What an agent asks for thirty seats, in fen.
const OFFER_FEN: i64 = 3_000_000;

/// Registers the companies and returns their ids.
pub async fn found(stage: &mut Stage<'_>) -> Outcome<Vec<String>> {
    let mut ids = Vec::new();
    for company in &COMPANIES {
        ids.push(register(stage, company).await?);
    }
    if let [first, second, ..] = ids.as_slice() {
        let sister = json!({ "kind": "sister", "note": "同一控制人，股权结构图在法务" });
        stage.owner.put(&format!("/legal-entities/{first}/relations/{second}"), &sister).await?;
        let today = stage.day(0);
        let year = today.split('-').next().unwrap_or_default();
        let plan = json!({ "version": 0, "planned_fen": BUDGET_FEN });
        stage.owner.put(&format!("/legal-entities/{first}/seat-budgets/{year}"), &plan).await?;
        be_offered(stage, first).await?;
    }
    Ok(ids)
}

async fn register(stage: &mut Stage<'_>, company: &Company) -> Outcome<String> {
    let Company { name, credit_code, edition, certified_days, licence: (licence, days_left) } = company;
    let mut draft = json!({ "name": name, "credit_code": credit_code, "note": "演示主体，并不存在" });
    if let (Some((edition, days)), Some(draft)) = (edition, draft.as_object_mut()) {
        draft.insert("edition".to_owned(), json!(edition));
        draft.insert("edition_since".to_owned(), json!(stage.day(-days)));
    }
    let entity = id(&stage.owner.post("/legal-entities", &draft).await?);
    let path = format!("/legal-entities/{entity}");
    let file = stage.keep("licence", &format!("{name} 营业执照"), None).await?;
    let business = json!({ "kind": "business", "name": "营业执照", "number": credit_code, "evidence": file });
    stage.owner.post(&format!("{path}/licences"), &business).await?;
    let trade = json!({ "kind": "industry", "name": licence, "valid_until": stage.day(*days_left) });
    stage.owner.post(&format!("{path}/licences"), &trade).await?;
    let account = json!({ "name": name, "certified_until": stage.day(*certified_days) });
    stage.owner.post(&format!("{path}/enterprise-accounts"), &account).await?;
    let certification = stage.price("certification_fee").await?;
    let fee = json!({
        "entity": entity, "kind": "certification", "amount_fen": certification,
        "from": stage.day(certified_days - 364), "to": stage.day(*certified_days),
        "paid_on": stage.day(certified_days - 370), "payer": name, "invoice_no": format!("演示-认证-{credit_code}"),
    });
    stage.owner.post("/seat-fees", &fee).await?;
    Ok(entity)
}

/// An agent who promises what nobody can keep, turned down; and one who is still to be answered.
async fn be_offered(stage: &mut Stage<'_>, entity: &str) -> Outcome {
    let offer = json!({
        "agent": "某某代运营工作室（演示）", "payer": "栖禾里家居（上海）有限公司", "offered_on": stage.day(-12),
        "price_fen": OFFER_FEN, "seats": 30, "entity": entity,
        "promises": ["beyond_quota", "other_licence", "sure_review"],
        "words": "三万元三十个号，用别家执照也能过审。",
    });
    let filed = id(&stage.owner.post("/agent-offers", &offer).await?);
    let declined = json!({ "decision": "declined", "note": "挂靠他人执照违反平台公告，名额也用不完。" });
    stage.owner.post(&format!("/agent-offers/{filed}/decision"), &declined).await?;
    let waiting = json!({
        "agent": "某某增长服务商（演示）", "offered_on": stage.day(-2), "price_fen": 880_000, "seats": 10, "entity": entity,
        "promises": ["no_invoice", "ask_for_login"], "words": "把账号交给我们托管，十个号一年打包价。",
    });
    stage.owner.post("/agent-offers", &waiting).await?;
    Ok(())
}
