//! Judging a note on its way: its title and its body, each by the rules that count where it stands.

use ::text::check::{self, Context, Surface};
use domain::{
    content::ContentOutcome,
    identity::Scope,
    studio::wording::{DraftLabel, Wording},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::check::{ContentFinding, component_of, outcome_of};
use crate::{App, http::ApiError};

/// What the rules of the brand say of a note on its way.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DraftVerdict {
    /// The most severe outcome of the findings.
    pub outcome: ContentOutcome,
    /// In the title, by place.
    pub title: Vec<ContentFinding>,
    /// In the body, by place.
    pub body: Vec<ContentFinding>,
    /// The rule packs that judged, as `id@version`.
    pub packs: Vec<String>,
}

/// What the rules of the brand say of the words today.
pub(crate) async fn judge_draft(
    app: &App,
    scope: &Scope,
    wording: &Wording,
) -> Result<DraftVerdict, ApiError> {
    let edition = app.rulebook().of(scope).await?;
    let said = |label| wording.labels.contains(&label);
    let context = |surface| Context {
        surface,
        components: wording.components.iter().copied().map(component_of).collect(),
        disclosed_ad: said(DraftLabel::Ad),
        ai_used: said(DraftLabel::Ai),
        ..Context::default()
    };
    let title = edition.check(&wording.title, &context(Surface::Title));
    let body = edition.check(&wording.body, &context(Surface::Body));
    let outcome = outcome_of(title.outcome).max(outcome_of(body.outcome));
    let told = |findings: Vec<check::Finding>| findings.into_iter().map(ContentFinding::from).collect();
    Ok(DraftVerdict { outcome, title: told(title.findings), body: told(body.findings), packs: title.packs })
}
