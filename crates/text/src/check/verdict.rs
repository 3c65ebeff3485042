//! What a check says.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What follows from a finding, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing is wrong.
    Pass,
    /// Advice. It stops nothing.
    Hint,
    /// It passes once a valid proof is linked.
    Evidence,
    /// Somebody responsible for compliance decides.
    Review,
    /// It cannot be approved; only an edit helps.
    Block,
}

impl Outcome {
    /// One step more severe: what follows where the wording was hidden.
    #[must_use]
    pub const fn raised(self) -> Self {
        match self {
            Self::Pass | Self::Hint => Self::Evidence,
            Self::Evidence => Self::Review,
            Self::Review | Self::Block => Self::Block,
        }
    }
}

/// What a rule is about. The codes are those of the rule packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name is its own document; the packs say what it means")]
pub enum Category {
    AbsoluteClaim,
    MedicalClaim,
    HealthFoodClaim,
    CosmeticEfficacy,
    GuaranteeClaim,
    EducationPromise,
    FinancePromise,
    RealestatePromise,
    FalseEvidence,
    Disparagement,
    OffplatformLead,
    FakePersona,
    FakeEngagement,
    UndisclosedAd,
    PersonalInfo,
    PriceFraud,
    SuperstitionVulgar,
    AnxietyDiscrimination,
    StateSymbol,
    RestrictedGoods,
    MinorExploit,
    AiUndisclosed,
    AccountTrading,
    AlcoholAd,
    Counterfeit,
    MissingMandatory,
    EmployeeVoice,
    HardAd,
    MerchantWord,
}

/// A text in both languages of the product.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// What a rule rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The law or clause, with its date.
    pub text: Bilingual,
    /// Where it was read.
    pub source: String,
    /// How sure it is: `A` statute text or announcement, `B` trade press, `C` report without evidence, `D` practice,
    /// `K` general knowledge of the law.
    pub grade: char,
    /// Since when it holds, `yyyy-mm-dd`.
    pub valid_from: String,
}

/// One place of a text that a rule speaks about. It can be kept: its serialised form is read back by later versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is about.
    pub category: Category,
    /// What follows.
    pub outcome: Outcome,
    /// Where it begins, in Unicode scalar values of the original text.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// The words as they stand in the text.
    pub matched: String,
    /// The words as they were read: folded, disguises undone.
    pub normalised: String,
    /// The rule, as `id@version`.
    pub rule: String,
    /// What the rule rests on.
    pub basis: Basis,
    /// Why it matters.
    pub why: Bilingual,
    /// What would make it right.
    pub suggestion: Bilingual,
    /// The exception that was considered: one that held and softened the outcome, or the nearest that did not hold.
    pub exception: Option<Bilingual>,
    /// Whether the words were hidden.
    pub disguised: bool,
}

/// What a check says of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The most severe outcome of the findings.
    pub outcome: Outcome,
    /// The findings, by place.
    pub findings: Vec<Finding>,
    /// The packs that judged, as `id@version`.
    pub packs: Vec<String>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
