//! The papers of the demo's people: proofs, agreements, who leaves, and what somebody proposes for the rule book.

use serde_json::{Value, json};

use super::{
    seats,
    stage::{EDITION, Guide, Stage, id},
};
use crate::{failure::Outcome, shown};

/// What is special about the proof of employment of a guide.
const ENDS_SOON: usize = 10;
const ENDS_SOON_DAYS: i32 = 18;
const USUAL_DAYS: i32 = 280;
/// Guides without a seat whose proofs wait, or were sent back.
const WAITING: [usize; 2] = [9, 13];
const SENT_BACK: usize = 6;
/// Who withdrew their consent to face and voice.
const WITHDREW: usize = 4;
/// Who leaves in these days.
const LEAVER: usize = 5;
const LEAVES_IN_DAYS: i32 = 3;
/// Days from today on which the proposed row counts.
const PROPOSED_FOR_DAYS: i32 = 30;
/// What a year of a seat costs by it, in fen.
const PROPOSED_FEN: i64 = 66_000;

/// What a proof is about and until when it counts.
struct Proof<'a> {
    kind: &'a str,
    purpose: &'a str,
    title: &'a str,
    valid_days: Option<i32>,
}

const fn employment(valid_days: i32) -> Proof<'static> {
    Proof {
        kind: "employment", purpose: "employment_proof", title: "在职证明", valid_days: Some(valid_days)
    }
}

const CERTIFICATE: Proof<'static> =
    Proof { kind: "certificate", purpose: "certificate", title: "室内设计师证书", valid_days: None };

/// Hands the proofs in; the compliance officer accepts most of them.
pub async fn prove(stage: &mut Stage<'_>) -> Outcome {
    for guide in seats::runners() {
        let days = if guide == ENDS_SOON { ENDS_SOON_DAYS } else { USUAL_DAYS };
        let proof = hand_in(stage, guide, employment(days)).await?;
        review(stage, &proof, json!({ "verdict": "accepted" })).await?;
    }
    for guide in WAITING {
        hand_in(stage, guide, employment(USUAL_DAYS)).await?;
    }
    let proof = hand_in(stage, SENT_BACK, employment(USUAL_DAYS)).await?;
    review(stage, &proof, json!({ "verdict": "refused", "reason": "没有公章，请人事重开一份" })).await?;
    hand_in(stage, 1, CERTIFICATE).await?;
    Ok(())
}

/// Hands a certificate in that the officer accepts, and returns it.
pub async fn certify(stage: &mut Stage<'_>, guide: usize) -> Outcome<String> {
    let proof = hand_in(stage, guide, CERTIFICATE).await?;
    review(stage, &proof, json!({ "verdict": "accepted" })).await?;
    Ok(proof)
}

async fn hand_in(stage: &mut Stage<'_>, guide: usize, proof: Proof<'_>) -> Outcome<String> {
    let Proof { kind, purpose, title, valid_days } = proof;
    let (employee, name) = {
        let Guide { employee, name, .. } = stage.guide(guide)?;
        (employee.clone(), name.clone())
    };
    let file = stage.keep(purpose, &format!("{name} {title}"), Some(&employee)).await?;
    let draft = json!({
        "employee": employee, "kind": kind, "title": title, "file": file, "issued_on": stage.day(-60),
        "valid_until": valid_days.map(|days| stage.day(days)),
    });
    Ok(id(&stage.owner.post("/employee-proofs", &draft).await?))
}

async fn review(stage: &mut Stage<'_>, proof: &str, verdict: Value) -> Outcome {
    stage.officer.put(&format!("/employee-proofs/{proof}/review"), &verdict).await.map(|_| ())
}

/// Publishes both agreements; whoever runs a seat signs them on a phone.
pub async fn sign(stage: &mut Stage<'_>) -> Outcome {
    let texts = stage.owner.get("/agreement-texts").await?;
    let templates = texts.pointer("/templates").and_then(Value::as_array).cloned().unwrap_or_default();
    for mut template in templates {
        if let Some(template) = template.as_object_mut() {
            template.insert("after_version".to_owned(), json!(0));
        }
        stage.owner.post("/agreement-texts", &template).await?;
    }
    for number in seats::runners() {
        if stage.guide(number)?.phone.is_none() {
            stage.hand_a_phone_to(number).await?;
        }
        sign_both(stage.guide(number)?).await?;
    }
    withdraw(stage.guide(WITHDREW)?).await
}

async fn sign_both(guide: &mut Guide) -> Outcome {
    let Some(phone) = &mut guide.phone else { return Ok(()) };
    let file = phone.get("/own-file").await?;
    for agreement in file.pointer("/agreements").and_then(Value::as_array).into_iter().flatten() {
        let signed = json!({
            "text": shown::text(agreement, "/text"), "sha256": shown::text(agreement, "/sha256"), "name": guide.name,
        });
        phone.post("/own-signatures", &signed).await?;
    }
    Ok(())
}

async fn withdraw(guide: &mut Guide) -> Outcome {
    let Some(phone) = &mut guide.phone else { return Ok(()) };
    let file = phone.get("/own-file").await?;
    let agreements = file.pointer("/agreements").and_then(Value::as_array);
    let is_consent = |agreement: &&Value| shown::text(agreement, "/kind") == "likeness_voice_consent";
    let Some(consent) = agreements.into_iter().flatten().find(is_consent) else { return Ok(()) };
    let path = format!("/own-signatures/{}/withdrawal", shown::text(consent, "/signature/id"));
    phone.post(&path, &json!({ "reason": "近期不方便出镜" })).await.map(|_| ())
}

/// Somebody leaves in these days; what can be done by hand is begun. The officer looks at their papers meanwhile.
pub async fn leave(stage: &mut Stage<'_>) -> Outcome {
    let leaver = stage.guide(LEAVER)?.employee.clone();
    let begun = json!({ "last_day": stage.day(LEAVES_IN_DAYS), "reason": "个人原因，回老家发展" });
    let departure = id(&stage.operator.post(&format!("/employees/{leaver}/departure"), &begun).await?);
    let device = json!({ "note": "工作手机已交回，收条 0012" });
    stage.operator.put(&format!("/departures/{departure}/steps/device"), &device).await?;
    let files = stage.officer.get(&format!("/evidence-files?employee={leaver}")).await?;
    let path = format!("/evidence-files/{}/openings", shown::text(&files, "/items/0/id"));
    stage.officer.post(&path, &json!({ "reason": "离职交接，核对在职证明" })).await?;
    let reveal = json!({ "reason": "确认离职面谈时间" });
    stage.officer.post(&format!("/employees/{leaver}/phone-reveals"), &reveal).await.map(|_| ())
}

/// The operator saw another price in the back office and proposes it for the rule book.
pub async fn propose(stage: &mut Stage<'_>) -> Outcome {
    let file = stage.keep("rule_source", "后台公告截图", None).await?;
    let row = json!({
        "edition": EDITION, "key": "seat_fee", "value": PROPOSED_FEN, "scope": "seat",
        "valid_from": stage.day(PROPOSED_FOR_DAYS), "source": "专业号后台公告（演示，内容虚构）", "grade": "own_experience",
        "note": "续费页显示的新价格，等第二个人核对截图后再采纳。", "evidence": file,
    });
    stage.operator.post("/rule-amendments", &row).await.map(|_| ())
}
