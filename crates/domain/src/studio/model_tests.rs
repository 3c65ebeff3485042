//! Any order of writing, handing in, deciding, pausing, leaving and handing over, against a model that keeps every
//! text and every word said to it.
//!
//! `KOSMOS_SOAK_SEQUENCES` says how many sequences are tried.

use proptest::{collection::vec, prelude::*, test_runner::Config};
use uuid::Uuid;

use super::{
    Decision, DraftRisk, DraftStage, HardAd, ReviewStep,
    draft::{Draft, Step},
    handover::{HandoverFacts, judge_handover, judge_own_words},
    review::{DecisionFacts, Flow, Found, Said, approvable, judge_decision, risk},
    wording::Wording,
};
use crate::{
    content::{ContentOutcome, CopyKind},
    id::UserId,
    time::Day,
};

const SEQUENCES: u32 = 256;
const STEPS_MAX: usize = 80;
const PEOPLE: u8 = 4;
/// The person who publishes: the first.
const PUBLISHER: u8 = 0;
const A_DAY_MOST: i64 = 2;

#[derive(Debug, Clone)]
enum Happening {
    Write { by: u8, words: u16, found: Found },
    OwnWords { words: u16, found: Found },
    Submit { by: u8, seen: i64 },
    Say { by: u8, step: ReviewStep, decision: Decision, leeway: i64, seen: i64 },
    Withdraw,
    Pause(bool),
    Hold(bool),
    Leave,
    HandOver { by: u8, seen: i64 },
    Confirm,
    See,
    Drop,
    NextDay,
}

/// A text as it was written, what was found in it, and what was said to it.
#[derive(Debug, Clone)]
struct Written {
    wording: Wording,
    by: u8,
    found: Found,
    risk: Option<DraftRisk>,
    said: Vec<(Said, i64)>,
}

#[derive(Debug)]
struct Model {
    draft: Draft,
    texts: Vec<Written>,
    /// The text that people said yes to, and what they granted; an approval in own words rests on it.
    approved: Option<(usize, i64)>,
    submitters: Vec<u8>,
    is_paused: bool,
    holds: bool,
    left_on: Option<Day>,
    today: Day,
    handed_over: Vec<Day>,
}

fn user(number: u8) -> UserId {
    UserId::from_uuid(Uuid::from_u128(u128::from(number) + 1))
}

fn wording(words: u16) -> Wording {
    Wording {
        title: "玄关收纳".to_owned(),
        body: format!("{words:016b}"),
        topics: vec![],
        mentions: vec![],
        components: vec![],
        labels: vec![],
        hard_ad: HardAd::None,
    }
}

impl Model {
    fn new() -> Self {
        Self {
            draft: Draft::planned(),
            texts: vec![],
            approved: None,
            submitters: vec![],
            is_paused: false,
            holds: true,
            left_on: None,
            today: "2026-06-22".parse().unwrap(),
            handed_over: vec![],
        }
    }

    fn now(&self) -> Option<&Written> {
        self.texts.last()
    }

    fn write(&mut self, by: u8, words: u16, found: Found, step: Step) {
        let Ok(draft) = self.draft.step(step) else { return };
        self.draft = draft;
        self.texts.push(Written { wording: wording(words), by, found, risk: None, said: vec![] });
    }

    fn own_words(&mut self, words: u16, found: Found) {
        let Some((approved, granted)) = self.approved.filter(|_| self.draft.stage == DraftStage::Approved)
        else {
            return;
        };
        let step = match judge_own_words(&self.texts[approved].wording, &wording(words), granted, found) {
            Ok(()) => Step::OwnWords,
            Err(_) => Step::Write,
        };
        self.write(PUBLISHER, words, found, step);
        if step == Step::Write {
            self.approved = None;
        }
    }

    fn submit(&mut self, by: u8, seen: i64) {
        let Some(Ok(found)) = self.now().map(|text| risk(text.found)) else { return };
        let Ok(draft) = self.draft.step(Step::Submit(seen)) else { return };
        self.draft = draft;
        self.submitters.push(by);
        if let Some(text) = self.texts.last_mut() {
            text.risk = Some(found);
            text.said.clear();
        }
    }

    fn say(&mut self, by: u8, step: ReviewStep, decision: Decision, leeway: i64, seen: i64) {
        let Some(text) = self.now().filter(|_| self.draft.stage == DraftStage::Submitted) else { return };
        let Some(risk) = text.risk else { return };
        let authors: Vec<UserId> =
            self.texts.iter().map(|text| text.by).chain(self.submitters.iter().copied()).map(user).collect();
        let said: Vec<Said> = text.said.iter().map(|(said, _)| *said).collect();
        let steps = Flow::usual(risk).steps;
        let facts = DecisionFacts { steps: &steps, said: &said, authors: &authors, by: user(by), step };
        let Ok(due) = judge_decision(&facts) else { return };
        let is_last = due.is_none() && decision == Decision::Approved;
        if decision == Decision::Approved && approvable(text.found).is_err() {
            return;
        }
        if is_last {
            let Ok(draft) = self.draft.step(Step::Approve(seen)) else { return };
            self.draft = draft;
            self.approved = Some((self.texts.len() - 1, leeway));
        } else if decision == Decision::Returned {
            let Ok(draft) = self.draft.step(Step::Return(seen)) else { return };
            self.draft = draft;
        } else if self.draft.text_no != seen {
            return;
        }
        if let Some(text) = self.texts.last_mut() {
            text.said.push((Said { step, decision, by: user(by) }, leeway));
        }
    }

    fn hand_over(&mut self, by: u8, seen: i64) {
        let today = self.handed_over.iter().filter(|day| **day == self.today).count();
        let facts = HandoverFacts {
            is_writer: by == PUBLISHER,
            holds_account: self.holds,
            left_on: self.left_on,
            is_paused: self.is_paused,
            handed_over_today: i64::try_from(today).unwrap(),
            a_day_most: Some(A_DAY_MOST),
            today: self.today,
        };
        if judge_handover(&facts).is_err() {
            return;
        }
        let Ok(draft) = self.draft.step(Step::HandOver(seen)) else { return };
        self.draft = draft;
        self.handed_over.push(self.today);
        self.left_the_house(seen);
    }

    /// What must be true of a text whenever it is handed over.
    fn left_the_house(&self, seen: i64) {
        assert_eq!(i64::try_from(self.texts.len()).unwrap(), seen, "the newest text left");
        assert!(!self.is_paused && self.holds && self.left_on.is_none_or(|day| day >= self.today));
        let today = self.handed_over.iter().filter(|day| **day == self.today).count();
        assert!(i64::try_from(today).unwrap() <= A_DAY_MOST);
        let (approved, granted) = self.approved.expect("somebody approved it");
        let (person, text) = (&self.texts[approved], self.texts.last().unwrap());
        let changed = super::wording::changed_chars(&person.wording, &text.wording);
        assert!(
            i64::try_from(changed).unwrap() <= granted || approved == self.texts.len() - 1,
            "{changed} of {granted}"
        );
        let steps = Flow::usual(person.risk.expect("it was judged")).steps;
        for step in steps {
            let yes = |said: &Said| said.step == step && said.decision == Decision::Approved;
            let by = person
                .said
                .iter()
                .map(|(said, _)| said)
                .find(|said| yes(said))
                .expect("every look was had")
                .by;
            assert_ne!(by, user(person.by), "nobody approves what they wrote");
        }
        for text in [person, text] {
            assert!(!matches!(text.found.outcome, ContentOutcome::Block | ContentOutcome::Evidence));
            assert!(!matches!(text.found.nearest, CopyKind::Copy | CopyKind::Rewrite), "a copy left");
        }
    }

    fn happens(&mut self, happening: &Happening) {
        let plain = match *happening {
            Happening::Write { by, words, found } => return self.write(by, words, found, Step::Write),
            Happening::OwnWords { words, found } => return self.own_words(words, found),
            Happening::Submit { by, seen } => return self.submit(by, seen),
            Happening::Say { by, step, decision, leeway, seen } => {
                return self.say(by, step, decision, leeway, seen);
            }
            Happening::HandOver { by, seen } => return self.hand_over(by, seen),
            Happening::Pause(lasts) => return self.is_paused = lasts,
            Happening::Hold(holds) => return self.holds = holds,
            Happening::Leave => return self.left_on = Some(self.today),
            Happening::NextDay => return self.today = self.today.plus_days(1),
            Happening::Withdraw => Step::Withdraw,
            Happening::Confirm => Step::Confirm,
            Happening::See => Step::See,
            Happening::Drop => Step::Drop,
        };
        if let Ok(draft) = self.draft.step(plain) {
            self.draft = draft;
        }
    }
}

fn found() -> impl Strategy<Value = Found> {
    let one = |outcome, nearest| Found { outcome, nearest, hard_ad: HardAd::None };
    prop_oneof![
        6 => Just(one(ContentOutcome::Pass, CopyKind::Clear)),
        1 => Just(one(ContentOutcome::Review, CopyKind::Clear)),
        1 => Just(one(ContentOutcome::Block, CopyKind::Clear)),
        1 => Just(one(ContentOutcome::Evidence, CopyKind::Clear)),
        1 => Just(one(ContentOutcome::Pass, CopyKind::Rewrite)),
        1 => Just(one(ContentOutcome::Hint, CopyKind::Quotes)),
        1 => Just(one(ContentOutcome::Pass, CopyKind::Copy)),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    let seen = || 0..6_i64;
    let step =
        prop_oneof![Just(ReviewStep::Review), Just(ReviewStep::SecondReview), Just(ReviewStep::Compliance)];
    let decision = prop_oneof![4 => Just(Decision::Approved), 1 => Just(Decision::Returned)];
    prop_oneof![
        3 => (0..PEOPLE, 0..64_u16, found()).prop_map(|(by, words, found)| Happening::Write { by, words, found }),
        3 => (0..64_u16, found()).prop_map(|(words, found)| Happening::OwnWords { words, found }),
        4 => (0..PEOPLE, seen()).prop_map(|(by, seen)| Happening::Submit { by, seen }),
        8 => (0..PEOPLE, step, decision, 0..4_i64, seen())
            .prop_map(|(by, step, decision, leeway, seen)| Happening::Say { by, step, decision, leeway, seen }),
        6 => (0..2_u8, seen()).prop_map(|(by, seen)| Happening::HandOver { by, seen }),
        1 => Just(Happening::Withdraw),
        1 => any::<bool>().prop_map(Happening::Pause),
        1 => any::<bool>().prop_map(Happening::Hold),
        1 => Just(Happening::Confirm),
        1 => Just(Happening::NextDay),
    ]
}

fn rare() -> impl Strategy<Value = Happening> {
    prop_oneof![
        40 => happening(),
        1 => Just(Happening::Leave),
        1 => Just(Happening::See),
        1 => Just(Happening::Drop),
    ]
}

fn sequences() -> u32 {
    std::env::var("KOSMOS_SOAK_SEQUENCES").ok().and_then(|text| text.parse().ok()).unwrap_or(SEQUENCES)
}

proptest! {
    #![proptest_config(Config { cases: sequences(), ..Config::default() })]

    #[test]
    fn what_leaves_the_house_was_approved_word_for_word(happenings in vec(rare(), 1..STEPS_MAX)) {
        let mut model = Model::new();
        for happening in &happenings {
            model.happens(happening);
            let Draft { stage, text_no, approved_no } = model.draft;
            let may_go_out = matches!(
                stage,
                DraftStage::Approved | DraftStage::HandedOver | DraftStage::Confirmed | DraftStage::Seen
            );
            prop_assert_eq!(approved_no, may_go_out.then_some(text_no), "{:?}", model.draft);
        }
    }
}

/// A model in which nothing ever leaves would prove nothing.
#[test]
fn a_text_gets_through() {
    let mut model = Model::new();
    let found = Found { outcome: ContentOutcome::Pass, nearest: CopyKind::Clear, hard_ad: HardAd::None };
    for happening in [
        Happening::Write { by: 0, words: 1, found },
        Happening::Submit { by: 0, seen: 1 },
        Happening::Say { by: 0, step: ReviewStep::Review, decision: Decision::Approved, leeway: 3, seen: 1 },
        Happening::HandOver { by: 0, seen: 1 },
    ] {
        model.happens(&happening);
    }
    assert_eq!(model.draft.stage, DraftStage::Submitted, "nobody approves what they wrote");
    for happening in [
        Happening::Say { by: 1, step: ReviewStep::Review, decision: Decision::Approved, leeway: 3, seen: 1 },
        Happening::OwnWords { words: 2, found },
        Happening::HandOver { by: 0, seen: 1 },
    ] {
        model.happens(&happening);
    }
    assert_eq!(model.draft.stage, DraftStage::Approved, "the text before their eyes is an old one");
    model.happens(&Happening::HandOver { by: 0, seen: 2 });
    assert_eq!(model.draft.stage, DraftStage::HandedOver);
    assert_eq!(model.handed_over.len(), 1);
}
