//! The seats of the demo, in every phase that a seat can be in.

use serde_json::{Value, json};

use super::stage::{Stage, id};
use crate::{
    failure::{Failure, Outcome},
    shown,
};

/// How far a seat has come; guides by their number, terms by the days that are left of them.
enum Reach {
    /// Somebody asked for it.
    Requested,
    /// An owner said yes.
    Approved,
    /// The fee is paid.
    Paid,
    /// The platform looks at it.
    HandedIn,
    /// The platform turned the papers down once.
    TurnedDown,
    /// It was asked for and given back.
    GivenBack,
    /// Granted, and nobody runs it.
    Empty(i32),
    /// Somebody runs it.
    Run(usize, i32),
    /// Somebody runs it, and the next year is paid.
    Renewed(usize, i32),
    /// Somebody did, and nobody does now.
    Left(usize, i32),
    /// Frozen, with somebody on it.
    Frozen(usize, i32),
}

use Reach::{Approved, Empty, Frozen, GivenBack, HandedIn, Left, Paid, Renewed, Requested, Run, TurnedDown};

/// What becomes of the seats of each company.
const SEATS: [&[(&str, Reach)]; 2] = [
    &[
        ("徐汇店设计师", Run(0, 302)),
        ("浦东店搭配师", Run(1, 288)),
        ("西湖店巡检员", Run(2, 240)),
        ("徐汇店顾问", Run(3, 199)),
        ("浦东店设计师", Run(4, 154)),
        ("西湖店搭配师", Run(5, 121)),
        ("浦东店顾问", Run(7, 97)),
        ("西湖店设计师", Run(8, 45)),
        ("浦东店巡检员", Run(10, 28)),
        ("徐汇店新人设计师", Run(12, 5)),
        ("西湖店巡检", Renewed(14, 20)),
        ("徐汇店顾问二号", Left(15, 210)),
        ("浦东店设计师二号", Frozen(16, 260)),
        ("旗舰样板间", Empty(315)),
        ("闵行新店", HandedIn),
        ("闵行新店搭配师", TurnedDown),
        ("样板房探店", Paid),
        ("售后答疑", Approved),
        ("旧房改造专场", Requested),
        ("旧房改造专场二号", Requested),
        ("展会临时号", GivenBack),
    ],
    &[("杭州搭配师", Run(17, 133)), ("杭州巡检员", Run(18, 176)), ("滨江新店", Requested)],
];

/// Whose employer is another company than the one that the seat belongs to.
const LENT_GUIDE: usize = 17;
/// Days of a term, the last one with it.
const TERM_DAYS: i32 = 365;
/// Days for which the platform looked at the papers.
const REVIEW_DAYS: i32 = 6;

/// The guides who run a seat, or did.
pub fn runners() -> Vec<usize> {
    let seats = SEATS.iter().flat_map(|seats| seats.iter());
    let runner = |(_, reach): &(&str, Reach)| match reach {
        Run(guide, _) | Renewed(guide, _) | Left(guide, _) | Frozen(guide, _) => Some(*guide),
        _ => None,
    };
    seats.filter_map(runner).collect()
}

/// Asks for every seat and takes it as far as it has come.
pub async fn open(stage: &mut Stage<'_>, entities: &[String]) -> Outcome {
    let price = stage.price("seat_fee").await?;
    for (entity, seats) in entities.iter().zip(SEATS) {
        for (number, (planned_for, reach)) in seats.iter().enumerate() {
            let draft = json!({
                "entity": entity, "count": 1, "ownership": "enterprise_created", "planned_for": planned_for,
                "override_reason": "内容储备在别处登记，先让这批号跑起来",
            });
            let asked = stage.owner.post("/seats", &draft).await?;
            let seat = asked.pointer("/items/0").cloned().unwrap_or_default();
            let mut walk = Walk { stage, seat, number, price, employer: entities.first().cloned() };
            walk.to(reach).await?;
        }
    }
    Ok(())
}

/// A seat on its way.
struct Walk<'a, 'b> {
    stage: &'a mut Stage<'b>,
    seat: Value,
    number: usize,
    /// What a year costs, in fen.
    price: i64,
    /// The company that employs whoever was lent.
    employer: Option<String>,
}

impl Walk<'_, '_> {
    async fn to(&mut self, reach: &Reach) -> Outcome {
        match *reach {
            Requested => Ok(()),
            GivenBack => self.step("release", json!({ "reason": "展会取消，不再需要" })).await,
            Approved => self.step("approval", json!({})).await,
            Paid => self.pay(-3).await,
            HandedIn => self.hand_in(-4).await,
            TurnedDown => {
                self.hand_in(-9).await?;
                self.step("rejection", json!({ "reason": "在职证明缺公章，补齐后重新提交" })).await
            }
            Empty(days_left) => self.grant(days_left).await,
            Run(guide, days_left) => self.run_by(guide, days_left).await,
            Renewed(guide, days_left) => {
                self.run_by(guide, days_left).await?;
                let paid = self.receipt(-1);
                self.step("renewal", paid).await
            }
            Left(guide, days_left) => {
                self.run_by(guide, days_left).await?;
                let reason = shown::in_a_query("转岗到采购，不再发布");
                let version = shown::number(&self.seat, "/version");
                let path = format!("/seats/{}/binding?version={version}&reason={reason}", id(&self.seat));
                self.stage.owner.delete(&path).await.map(|_| ())
            }
            Frozen(guide, days_left) => {
                self.run_by(guide, days_left).await?;
                let mut frozen = json!({ "reason": "收到平台限流提示，先停发核查" });
                self.put("freeze", &mut frozen).await
            }
        }
    }

    async fn pay(&mut self, days: i32) -> Outcome {
        self.step("approval", json!({})).await?;
        let paid = self.receipt(days);
        self.step("payment", paid).await
    }

    fn receipt(&self, days: i32) -> Value {
        json!({
            "amount_fen": self.price, "paid_on": self.stage.day(days), "payer": "栖禾里财务部",
            "invoice_no": format!("演示-席位-{:03}", self.number + 1),
        })
    }

    async fn hand_in(&mut self, days: i32) -> Outcome {
        self.pay(days).await?;
        self.step("submission", json!({})).await
    }

    async fn grant(&mut self, days_left: i32) -> Outcome {
        let from = days_left + 1 - TERM_DAYS;
        self.hand_in(from - REVIEW_DAYS).await?;
        let term = json!({ "from": self.stage.day(from), "until": self.stage.day(days_left) });
        self.step("certification", term).await
    }

    async fn run_by(&mut self, guide: usize, days_left: i32) -> Outcome {
        self.grant(days_left).await?;
        let employer = self.employer.clone().filter(|_| guide == LENT_GUIDE);
        let guide = self.stage.guide(guide)?;
        let mut bound = json!({ "employee": guide.employee, "account": guide.account, "employer": employer });
        self.put("binding", &mut bound).await
    }

    async fn step(&mut self, noun: &str, mut body: Value) -> Outcome {
        self.say_version(&mut body)?;
        self.seat = self.stage.owner.post(&format!("/seats/{}/{noun}", id(&self.seat)), &body).await?;
        Ok(())
    }

    async fn put(&mut self, noun: &str, body: &mut Value) -> Outcome {
        self.say_version(body)?;
        self.seat = self.stage.owner.put(&format!("/seats/{}/{noun}", id(&self.seat)), body).await?;
        Ok(())
    }

    fn say_version(&self, body: &mut Value) -> Outcome {
        let body = body.as_object_mut().ok_or_else(|| Failure::defect(&"a step is an object"))?;
        body.insert("version".to_owned(), json!(shown::number(&self.seat, "/version")));
        Ok(())
    }
}
