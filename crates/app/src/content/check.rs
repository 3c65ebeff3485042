//! Judging one text.

use ::text::check::{self, Basis, Bilingual, Finding, Verdict};
use axum::extract::State;
use domain::content::{Component, ContentOutcome, Industry, Surface};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    App,
    http::{ApiError, ErrorBody, Json, Permitted, permit::CheckContent},
    text::Text,
};

/// Characters of a text that is judged at once: a long note twenty times over.
const TEXT_CHARS_MAX: usize = 20_000;
/// Names of one list that comes with a text.
const NAMES_MAX: usize = 50;
/// Characters of such a name.
const NAME_CHARS_MAX: usize = 80;

/// A text and what is known about it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ContentCheck {
    #[schema(max_length = 20_000)]
    text: String,
    /// Where it stands; the body of a note when absent.
    surface: Option<Surface>,
    /// Trades of the merchant, whose rules count as well.
    #[serde(default)]
    #[schema(max_items = 50)]
    industries: Vec<Industry>,
    /// Licences that the merchant holds, by the names that the rule packs ask for.
    #[serde(default)]
    #[schema(max_items = 50, value_type = Vec<LinkedName>)]
    licences: Vec<String>,
    /// Proofs that are linked: names of categories or rules, or any other name for a proof of everything.
    #[serde(default)]
    #[schema(max_items = 50, value_type = Vec<LinkedName>)]
    evidence: Vec<String>,
    /// What is attached.
    #[serde(default)]
    #[schema(max_items = 50)]
    components: Vec<Component>,
    /// Whether it is marked as an advertisement.
    #[serde(default)]
    disclosed_ad: bool,
    /// Whether the use of AI is declared.
    #[serde(default)]
    ai_used: bool,
}

/// The name of a licence or a proof.
#[derive(Debug, ToSchema)]
#[schema(max_length = 80)]
#[expect(dead_code, reason = "it only describes a name in the API document")]
pub(super) struct LinkedName(String);

/// The name of an outcome of the engine.
pub(crate) const fn outcome_of(outcome: check::Outcome) -> ContentOutcome {
    match outcome {
        check::Outcome::Pass => ContentOutcome::Pass,
        check::Outcome::Hint => ContentOutcome::Hint,
        check::Outcome::Evidence => ContentOutcome::Evidence,
        check::Outcome::Review => ContentOutcome::Review,
        check::Outcome::Block => ContentOutcome::Block,
    }
}

/// What a check says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentVerdict {
    /// The most severe outcome of the findings.
    outcome: ContentOutcome,
    /// By place.
    findings: Vec<ContentFinding>,
    /// The rule packs that judged, as `id@version`; `own@…` where something that the brand added counts.
    packs: Vec<String>,
}

/// One place of a text that a rule speaks about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ContentFinding {
    /// What it is about, by the name of the rule packs.
    category: String,
    outcome: ContentOutcome,
    /// Where it begins, in Unicode scalar values of the text.
    start: usize,
    /// Where it ends, exclusive.
    end: usize,
    /// The words as they stand in the text.
    matched: String,
    /// The words as they were read, disguises undone.
    normalised: String,
    /// The rule, as `id@version`.
    rule: String,
    basis: ContentBasis,
    /// Why it matters.
    why: String,
    /// What would make it right.
    suggestion: String,
    /// The exception that was considered.
    exception: Option<String>,
    /// Whether the words were hidden.
    disguised: bool,
}

/// What a rule rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ContentBasis {
    /// The law or the clause of the platform, with its date.
    text: String,
    /// Where it was read.
    source: String,
    /// How sure it is: `A` statute or announcement, `B` trade press, `C` report, `D` practice, `K` general knowledge.
    grade: String,
    /// Since when it holds.
    valid_from: String,
}

/// Judges a text by the packs and what the brand added to them. It is neither kept nor logged.
#[utoipa::path(
    post, path = "/content-checks", tag = "content", request_body = ContentCheck,
    responses(
        (status = 200, body = ContentVerdict), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["check_content"]), ("api_key" = ["check_content"]))
)]
pub(super) async fn check_content(
    State(app): State<App>,
    Permitted(scope, _): Permitted<CheckContent>,
    Json(asked): Json<ContentCheck>,
) -> Result<Json<ContentVerdict>, ApiError> {
    let (text, context) = asked.accepted()?;
    let verdict = app.rulebook().of(&scope).await?.check(&text, &context);
    Ok(Json(verdict.into()))
}

impl ContentCheck {
    fn accepted(self) -> Result<(String, check::Context), ApiError> {
        let Self { text, surface, industries, licences, evidence, components, disclosed_ad, ai_used } = self;
        if text.chars().count() > TEXT_CHARS_MAX {
            let sentence = Text::new(
                format!("一次最多检查 {TEXT_CHARS_MAX} 个字，请分段检查。"),
                format!("At most {TEXT_CHARS_MAX} characters at once; check it in parts."),
            );
            return Err(ApiError::invalid("text", sentence));
        }
        let counts = [industries.len(), licences.len(), evidence.len(), components.len()];
        let fits = |name: &String| name.chars().count() <= NAME_CHARS_MAX;
        if counts.iter().any(|count| *count > NAMES_MAX) || !licences.iter().chain(&evidence).all(fits) {
            let sentence = Text::new(
                format!("每个列表最多 {NAMES_MAX} 项，每项最多 {NAME_CHARS_MAX} 个字。"),
                format!("Each list has at most {NAMES_MAX} names of at most {NAME_CHARS_MAX} characters."),
            );
            return Err(ApiError::invalid("licences", sentence));
        }
        let context = check::Context {
            surface: surface_of(surface.unwrap_or(Surface::Body)),
            industries: industries.into_iter().map(|industry| industry.name().to_owned()).collect(),
            licences,
            evidence,
            components: components.into_iter().map(component_of).collect(),
            disclosed_ad,
            ai_used,
            persona: None,
        };
        Ok((text, context))
    }
}

const fn surface_of(surface: Surface) -> check::Surface {
    match surface {
        Surface::Title => check::Surface::Title,
        Surface::Body => check::Surface::Body,
        Surface::CoverText => check::Surface::CoverText,
        Surface::Comment => check::Surface::Comment,
        Surface::Nickname => check::Surface::Nickname,
        Surface::Bio => check::Surface::Bio,
        Surface::DirectMessage => check::Surface::DirectMessage,
        Surface::LiveScript => check::Surface::LiveScript,
    }
}

pub(super) const fn component_of(component: Component) -> check::Component {
    match component {
        Component::Product => check::Component::Product,
        Component::LeadCard => check::Component::LeadCard,
        Component::NameCard => check::Component::NameCard,
        Component::Store => check::Component::Store,
        Component::Group => check::Component::Group,
    }
}

impl From<Verdict> for ContentVerdict {
    fn from(verdict: Verdict) -> Self {
        let Verdict { outcome, findings, packs } = verdict;
        let findings = findings.into_iter().map(ContentFinding::from).collect();
        Self { outcome: outcome_of(outcome), findings, packs }
    }
}

impl From<Finding> for ContentFinding {
    fn from(finding: Finding) -> Self {
        let Finding { category, outcome, start, end, matched, normalised, rule, basis, .. } = finding;
        let Finding { why, suggestion, exception, disguised, .. } = finding;
        let Basis { text, source, grade, valid_from } = basis;
        let basis = ContentBasis { text: here(text), source, grade: grade.to_string(), valid_from };
        let (category, outcome) = (category.to_string(), outcome_of(outcome));
        let (why, suggestion, exception) = (here(why), here(suggestion), exception.map(here));
        Self {
            category,
            outcome,
            start,
            end,
            matched,
            normalised,
            rule,
            basis,
            why,
            suggestion,
            exception,
            disguised,
        }
    }
}

fn here(Bilingual { zh, en }: Bilingual) -> String {
    Text::new(zh, en).here().to_owned()
}
