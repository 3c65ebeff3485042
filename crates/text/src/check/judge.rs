//! From hits to a verdict: rules met, exceptions asked, context weighed.

use super::{
    compile::{CompiledRule, Program},
    context::{Component, Context, Surface},
    pack::Fact,
    pattern::{Hit, Met, Pattern, Scope, View, What},
    read::{Reading, read},
    verdict::{Finding, Outcome, Verdict},
};
use crate::fold::form_of_str;

/// Findings of one text, at the most; what follows is left out.
const FINDINGS_MAX: usize = 1_000;
/// Places of one text that are looked at, at the most.
const PLACES_MAX: usize = 20_000;

/// A place that met a rule.
struct Place<'p> {
    rule: &'p CompiledRule,
    met: Met,
    outcome: Outcome,
    /// The reason that softened the outcome.
    softened: Option<&'static str>,
}

/// Judges a text.
pub(crate) fn judge(program: &Program, text: &str, context: &Context) -> Verdict {
    let reading = read(program, text);
    let court = Court::new(program, &reading, context);
    let mut places = court.places();
    places.sort_by_key(|place| {
        let met = place.met;
        (
            place.rule.category,
            std::cmp::Reverse(place.outcome),
            std::cmp::Reverse(met.end - met.start),
            met.start,
        )
    });
    let mut kept: Vec<Place<'_>> = Vec::new();
    for place in places {
        let same = |other: &&Place<'_>| other.rule.category == place.rule.category;
        let mut told = kept.iter().rev().take_while(same);
        if !told.any(|other| other.met.start < place.met.end && place.met.start < other.met.end) {
            kept.push(place);
        }
        if kept.len() == FINDINGS_MAX {
            break;
        }
    }
    kept.sort_by_key(|place| (place.met.start, place.met.end));
    let findings = tell(program, text, &reading, &kept);
    let outcome = findings.iter().map(|finding| finding.outcome).max().unwrap_or(Outcome::Pass);
    Verdict { outcome, findings, packs: program.packs.iter().map(|pack| pack.label.clone()).collect() }
}

struct Court<'c> {
    program: &'c Program,
    reading: &'c Reading,
    context: &'c Context,
    view: View<'c>,
    /// A bit for each set of which a term is in the text.
    present: Vec<u64>,
}

impl<'c> Court<'c> {
    fn new(program: &'c Program, reading: &'c Reading, context: &'c Context) -> Self {
        let mut present = vec![0_u64; program.sets.len().div_ceil(64)];
        for hit in &reading.hits {
            for set in program.terms.get(hit.term as usize).into_iter().flat_map(|term| &term.sets) {
                if let Some(word) = present.get_mut(usize::from(*set) / 64) {
                    *word |= 1 << (set % 64);
                }
            }
        }
        let view = View {
            hits: &reading.hits,
            clause_starts: &reading.clause_starts,
            sets: &program.sets,
            steps_left: std::cell::Cell::new(0),
        };
        Self { program, reading, context, view, present }
    }

    /// Every place that meets a rule and is not excepted.
    fn places(&self) -> Vec<Place<'c>> {
        let mut places = Vec::new();
        for hit in &self.reading.hits {
            let starts = self.program.terms.get(hit.term as usize).map_or(&[][..], |term| &term.starts);
            for &(rule, pattern) in starts {
                let Some(rule) = self.program.rules.get(rule as usize) else { continue };
                let Some(pattern) = rule.when.get(pattern as usize) else { continue };
                if !self.is_possible(pattern) {
                    continue;
                }
                if let Some(met) = self.view.meet(pattern, hit, None) {
                    places.extend(self.place(rule, met));
                }
                if places.len() >= PLACES_MAX {
                    return places;
                }
            }
        }
        places
    }

    /// Whether every part of a pattern that must be there is somewhere in the text.
    fn is_possible(&self, pattern: &Pattern) -> bool {
        pattern.parts.iter().all(|part| match part.what {
            What::Set(set) => {
                let word = self.present.get(usize::from(set) / 64);
                part.optional || word.is_some_and(|word| word >> (set % 64) & 1 == 1)
            }
            What::It => true,
        })
    }

    fn place(&self, rule: &'c CompiledRule, met: Met) -> Option<Place<'c>> {
        let facts = rule.facts.iter().all(|fact| self.holds(*fact, rule));
        let needs = rule.needs.is_empty() || rule.needs.iter().any(|pattern| self.is_met(pattern, &met));
        if !facts || !needs || rule.unless.iter().any(|pattern| self.is_met(pattern, &met)) {
            return None;
        }
        let mut exceptions = rule.exceptions.iter().filter_map(|at| self.program.exceptions.get(*at));
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| self.is_met(pattern, &met));
        if exceptions.any(|exception| any(&exception.when) && !any(&exception.unless)) {
            return None;
        }
        let (outcome, softened) = self.weigh(rule);
        let outcome = if met.disguised && softened.is_none() { outcome.raised() } else { outcome };
        Some(Place { rule, met, outcome, softened })
    }

    /// The outcome of a rule in this context, and what softened it.
    fn weigh(&self, rule: &CompiledRule) -> (Outcome, Option<&'static str>) {
        if let Some(licensed) = rule.licensed.filter(|_| self.is_licensed(rule)) {
            return (licensed, Some("商家持有所需资质"));
        }
        let covers = |proof: &String| {
            let names = self.program.rules.iter().any(|rule| names_rule(proof, rule));
            !names || names_rule(proof, rule)
        };
        if rule.outcome == Outcome::Evidence && self.context.evidence.iter().any(covers) {
            return (Outcome::Hint, Some("已关联证明材料"));
        }
        (rule.outcome, None)
    }

    fn is_licensed(&self, rule: &CompiledRule) -> bool {
        self.program
            .packs
            .get(rule.pack)
            .is_some_and(|pack| pack.licences.iter().any(|licence| self.context.licences.contains(licence)))
    }

    fn holds(&self, fact: Fact, rule: &CompiledRule) -> bool {
        let context = self.context;
        match fact {
            Fact::Product => context.components.contains(&Component::Product),
            Fact::NoComponent => context.components.is_empty(),
            Fact::Unmarked => !context.disclosed_ad,
            Fact::AiUndeclared => !context.ai_used,
            Fact::Note => matches!(context.surface, Surface::Title | Surface::Body | Surface::CoverText),
            Fact::Profile => matches!(context.surface, Surface::Nickname | Surface::Bio),
            Fact::Industry => {
                let pack = self.program.packs.get(rule.pack);
                pack.is_some_and(|pack| context.industries.contains(&pack.id))
            }
            Fact::Unlicensed => !self.is_licensed(rule),
        }
    }

    /// Whether a pattern is met around a place.
    fn is_met(&self, pattern: &Pattern, it: &Met) -> bool {
        if !self.is_possible(pattern) {
            return false;
        }
        if pattern.parts.first().is_some_and(|part| part.what == What::It) {
            return self.view.meet_from(pattern, it).is_some();
        }
        let around = match pattern.scope {
            Scope::Clause => self.reading.clause(self.view.clause_of(it.start)),
            Scope::Sentence => self.reading.sentence(it.sentence),
            Scope::Text => 0..u32::MAX,
        };
        let first = |hit: &Hit| self.view.meet(pattern, hit, Some(it)).is_some();
        self.view.within(&around).iter().any(first)
    }
}

fn names_rule(proof: &str, rule: &CompiledRule) -> bool {
    proof == rule.id || proof == rule.label || proof == rule.category.to_string()
}

/// Findings in the characters of the original.
fn tell(program: &Program, text: &str, reading: &Reading, places: &[Place<'_>]) -> Vec<Finding> {
    let mut counted = Counted { text, bytes: 0, chars: 0 };
    let tell_one = |place: &Place<'_>| {
        let Place { rule, met, outcome, softened } = place;
        let bytes = reading.scan.bytes(text, met.start, met.end);
        let matched = text.get(bytes.clone()).unwrap_or_default().to_owned();
        let start = counted.chars_before(bytes.start);
        let end = start + matched.chars().count();
        Finding {
            category: rule.category,
            outcome: *outcome,
            start,
            end,
            normalised: normalised(program, reading, *met, &matched),
            matched,
            rule: rule.label.clone(),
            basis: rule.basis.clone(),
            why: rule.why.clone(),
            suggestion: rule.suggestion.clone(),
            exception: softened.map_or_else(|| considered(program, rule), |reason| Some(reason.to_owned())),
            disguised: met.disguised,
        }
    };
    places.iter().map(tell_one).collect()
}

/// Counts characters forward, so that many findings cost one pass.
struct Counted<'t> {
    text: &'t str,
    bytes: usize,
    chars: usize,
}

impl Counted<'_> {
    fn chars_before(&mut self, byte: usize) -> usize {
        self.chars += self.text.get(self.bytes..byte).map_or(0, |part| part.chars().count());
        self.bytes = byte.max(self.bytes);
        self.chars
    }
}

/// The words as they were read: disguised terms by their own names, the rest in its forms.
fn normalised(program: &Program, reading: &Reading, met: Met, matched: &str) -> String {
    let inside = |hit: &&Hit| hit.disguised && hit.start >= met.start && hit.end <= met.end;
    let hidden: Vec<&str> = reading
        .hits
        .iter()
        .filter(inside)
        .filter_map(|hit| program.terms.get(hit.term as usize))
        .map(|term| term.text.as_str())
        .filter(|text| !text.starts_with('@'))
        .collect();
    if hidden.is_empty() { form_of_str(matched) } else { hidden.join(" ") }
}

/// The exceptions that were asked for and did not hold.
fn considered(program: &Program, rule: &CompiledRule) -> Option<String> {
    let names: Vec<&str> = rule
        .exceptions
        .iter()
        .filter_map(|at| program.exceptions.get(*at))
        .map(|exception| exception.name.zh.as_str())
        .collect();
    (!names.is_empty()).then(|| format!("已考虑，不成立：{}", names.join("、")))
}
