//! Cases that the press tells, as beginnings of a plan.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::PlanInput;
use crate::insight::Say;

const CASES_TEXT: &str = include_str!("../../../../rules/platform/cases.toml");

/// A case, and the plan that it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanCase {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: Say,
    /// What is told.
    pub text: Say,
    /// The plan.
    pub input: PlanInput,
}

/// Why an agent's offer is refused.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentWarning {
    /// Why.
    pub why: Say,
    /// Who says so.
    pub source: Say,
}

/// Every case.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cases {
    agent: AgentWarning,
    case: Vec<PlanCase>,
}

static BUILTIN: LazyLock<Cases> = LazyLock::new(|| {
    // The text is part of the program; a test reads it.
    toml::from_str(CASES_TEXT).unwrap_or_default()
});

impl Cases {
    /// The cases that come with the program.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Every case, in the order of the file.
    pub fn all(&self) -> &[PlanCase] {
        &self.case
    }

    /// The case with this id.
    pub fn of(&self, id: &str) -> Option<&PlanCase> {
        self.case.iter().find(|case| case.id == id)
    }

    /// Why an agent's offer is refused.
    pub const fn agent(&self) -> &AgentWarning {
        &self.agent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    #[test]
    fn the_file_of_cases_can_be_read_and_every_case_can_be_planned() {
        let cases: Cases = toml::from_str(CASES_TEXT).unwrap();
        assert_eq!(cases.all().len(), 5);
        for case in cases.all() {
            assert_eq!(case.input.check(Rulebook::builtin()), Ok(()), "{}", case.id);
            for text in [&case.name, &case.text, &cases.agent().why, &cases.agent().source] {
                assert!(!text.zh.is_ascii() && text.en.is_ascii(), "{}: {text:?}", case.id);
            }
        }
    }
}
