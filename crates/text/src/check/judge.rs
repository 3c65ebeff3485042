//! From hits to a verdict: rules met, exceptions asked, context weighed.

use std::{
    cell::{Cell, RefCell},
    cmp::Reverse,
    collections::HashMap,
    ops::Range,
};

use super::{
    anchor::PART_CHARS_MAX,
    context::{Component, Context, Surface},
    pack::Fact,
    pattern::{Hit, Met, Pattern, View, What, Within},
    program::{CompiledRule, Program, Trigger},
    read::{Reading, Spot, Text},
    verdict::{Bilingual, Finding, Outcome, Verdict},
};
use crate::fold::form_of_str;

/// Findings of one text, at the most; what follows is left out.
const FINDINGS_MAX: usize = 1_000;
/// Places of one text that are looked at, at the most.
const PLACES_MAX: usize = 20_000;

/// Exceptions that a finding names; the others are counted.
const EXCEPTIONS_NAMED_MAX: usize = 3;
/// Content characters from which a text is long: it tells more than one thing.
const LONG_CHARS_MIN: usize = 50;

/// Why an outcome is milder than that of the rule.
#[derive(Debug, Clone, Copy)]
enum Softened {
    Licensed,
    Linked,
    Proven,
}

impl Softened {
    fn told(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Licensed => ("商家持有所需资质", "The merchant holds a licence for it."),
            Self::Linked => ("已关联证明材料", "A proof is linked."),
            Self::Proven => ("商家已备案的证明", "The merchant has a proof of it on file."),
        };
        Bilingual { zh: zh.to_owned(), en: en.to_owned() }
    }
}

/// Content characters of a part that is long enough to remember what it holds.
const LONG_PART_CHARS_MIN: u32 = 200;

/// A place that met a rule.
struct Place<'p> {
    rule: &'p CompiledRule,
    /// The number of the pattern that was met.
    trigger: usize,
    spot: &'p Spot,
    met: Met,
    outcome: Outcome,
    /// The reason that softened the outcome.
    softened: Option<Softened>,
}

/// Judges a text.
pub(crate) fn judge(program: &Program, text: &str, context: &Context) -> Verdict {
    let (text, spots) = Text::new(program, text);
    let answers = RefCell::default();
    let mut places = Court { text: &text, spots: &spots, program, context, answers }.places();
    places.sort_by_key(|place| {
        let met = place.met;
        let severity = (Reverse(place.outcome), Reverse(met.end - met.start));
        (place.rule.category, severity, met.start, met.disguised, place.trigger)
    });
    let mut kept: Vec<Place<'_>> = Vec::new();
    for place in places {
        let same = |other: &&Place<'_>| other.rule.category == place.rule.category;
        let is_told = |other: &Place<'_>| {
            if place.rule.once || other.rule.once {
                return std::ptr::eq(other.rule, place.rule);
            }
            other.met.start < place.met.end && place.met.start < other.met.end
        };
        if !kept.iter().rev().take_while(same).any(is_told) {
            kept.push(place);
        }
        if kept.len() == FINDINGS_MAX {
            break;
        }
    }
    kept.sort_by_key(|place| (place.met.start, place.met.end));
    let findings = tell(program, &text, &kept);
    let outcome = findings.iter().map(|finding| finding.outcome).max().unwrap_or(Outcome::Pass);
    Verdict { outcome, findings, packs: labels(program) }
}

fn labels(program: &Program) -> Vec<String> {
    program.packs.iter().map(|pack| pack.label.clone()).collect()
}

struct Court<'c> {
    text: &'c Text<'c>,
    /// The sentences in which something could be met.
    spots: &'c [Spot],
    program: &'c Program,
    context: &'c Context,
    /// What was asked about long parts, whatever the place: each question once, or time would grow with the square.
    answers: RefCell<HashMap<(*const Pattern, u32), bool>>,
}

impl<'c> Court<'c> {
    fn view(&self, spot: &'c Spot) -> View<'c> {
        let reading = self.text.read(spot);
        View {
            hits: &reading.hits,
            from: spot.part.start,
            first_at: &reading.first_at,
            clause_starts: &self.text.clause_starts,
            sets: &self.program.sets,
            steps_left: Cell::new(0),
        }
    }

    /// Every place that meets a rule and is not excepted.
    fn places(&self) -> Vec<Place<'c>> {
        let mut places = Vec::new();
        for spot in self.spots {
            for trigger in spot.promise.rules.iter().copied().map(usize::from) {
                self.meet_all(trigger, spot, &mut places);
            }
        }
        places
    }

    /// Every place of a sentence that meets one pattern, which is tried around each of its anchors.
    fn meet_all(&self, number: usize, spot: &'c Spot, places: &mut Vec<Place<'c>>) {
        let Some(&Trigger { rule, pattern, anchor, reach }) = self.program.triggers.get(number) else {
            return;
        };
        let Some(rule) = self.program.rules.get(rule as usize) else { return };
        let Some(pattern) = rule.when.get(pattern as usize) else { return };
        let view = self.view(spot);
        // The content character before which it was tried.
        let mut tried = 0;
        for anchor in view.hits.iter().filter(|hit| view.is_in(hit.term, anchor)) {
            if places.len() >= PLACES_MAX {
                return;
            }
            for first in view.within(&(anchor.start.saturating_sub(reach).max(tried)..anchor.start + 1)) {
                if let Some(met) = view.meet(pattern, first, None) {
                    places.extend(self.place(rule, number, spot, met));
                }
            }
            tried = anchor.start + 1;
        }
    }

    fn place(&self, rule: &'c CompiledRule, trigger: usize, spot: &'c Spot, met: Met) -> Option<Place<'c>> {
        let facts = rule.facts.iter().all(|fact| self.holds(*fact, rule, &met));
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| self.is_met(pattern, spot, &met));
        let has = |patterns: &[Pattern]| patterns.is_empty() || any(patterns);
        if !facts || !has(&rule.needs) || any(&rule.unless) || (self.is_long() && !has(&rule.in_long)) {
            return None;
        }
        let mut exceptions = rule.exceptions.iter().filter_map(|at| self.program.exceptions.get(*at));
        if exceptions.any(|exception| any(&exception.when) && !any(&exception.unless)) {
            return None;
        }
        let (outcome, softened) = self.weigh(rule, spot, &met);
        let outcome = if met.disguised && softened.is_none() { outcome.raised() } else { outcome };
        Some(Place { rule, trigger, spot, met, outcome, softened })
    }

    /// The outcome of a rule in this context, and what softened it.
    fn weigh(&self, rule: &CompiledRule, spot: &'c Spot, met: &Met) -> (Outcome, Option<Softened>) {
        if let Some(licensed) = rule.licensed.filter(|_| self.is_licensed(rule)) {
            return (licensed, Some(Softened::Licensed));
        }
        let covers = |proof: &String| {
            let names = self.program.rules.iter().any(|rule| names_rule(proof, rule));
            !names || names_rule(proof, rule)
        };
        if rule.outcome == Outcome::Evidence && self.context.evidence.iter().any(covers) {
            return (Outcome::Hint, Some(Softened::Linked));
        }
        if self.is_proven(spot, met) {
            return (Outcome::Hint, Some(Softened::Proven));
        }
        (rule.outcome, None)
    }

    /// The words between two content characters, in their forms.
    fn words(&self, start: u32, end: u32) -> String {
        self.text
            .original
            .get(self.text.scan.bytes(self.text.original, start, end))
            .map(form_of_str)
            .unwrap_or_default()
    }

    /// Whether the words lie in a claim that the merchant has a proof for.
    fn is_proven(&self, spot: &'c Spot, met: &Met) -> bool {
        if self.program.proven.is_empty() || met.disguised {
            return false;
        }
        // A number with a decimal point reaches over two clauses.
        let view = self.view(spot);
        let clause_of = |place: u32| self.text.clause(view.clause_of(place));
        let (first, last) = (clause_of(met.start), clause_of(met.end.saturating_sub(1)));
        let (words, clause) = (self.words(met.start, met.end), self.words(first.start, last.end));
        self.program
            .proven
            .iter()
            .any(|claim| clause.contains(claim) && (claim.contains(&words) || words.contains(claim)))
    }

    fn is_long(&self) -> bool {
        self.text.scan.at.len() >= LONG_CHARS_MIN
    }

    fn is_licensed(&self, rule: &CompiledRule) -> bool {
        self.program
            .packs
            .get(rule.pack)
            .is_some_and(|pack| pack.licences.iter().any(|licence| self.context.licences.contains(licence)))
    }

    fn holds(&self, fact: Fact, rule: &CompiledRule, met: &Met) -> bool {
        let context = self.context;
        match fact {
            Fact::Product => context.components.contains(&Component::Product),
            Fact::NoComponent => context.components.is_empty(),
            Fact::Unmarked => !context.disclosed_ad,
            Fact::AiUndeclared => !context.ai_used,
            Fact::Note => matches!(context.surface, Surface::Title | Surface::Body | Surface::CoverText),
            Fact::Long => context.surface == Surface::Body && self.is_long(),
            Fact::Profile => matches!(context.surface, Surface::Nickname | Surface::Bio),
            Fact::Industry => {
                let pack = self.program.packs.get(rule.pack);
                pack.is_some_and(|pack| context.industries.contains(&pack.id))
            }
            Fact::Disguised => met.disguised,
            Fact::UnprovenRole => context.persona.as_ref().is_some_and(|persona| {
                let words = self.words(met.start, met.end);
                !persona.roles.iter().any(|role| words.contains(&form_of_str(role)))
            }),
            Fact::Unlicensed => !self.is_licensed(rule),
        }
    }

    /// Whether a pattern is met around a place of a sentence, or anywhere in the text where it asks for that.
    fn is_met(&self, pattern: &Pattern, spot: &'c Spot, it: &Met) -> bool {
        let begins_with_it = pattern.parts.first().is_some_and(|part| part.what == What::It);
        if pattern.within == Within::Text && !begins_with_it {
            let mut spots = self.spots.iter().filter(|spot| spot.promise.text && spot.sets.allow(pattern));
            return spots.any(|spot| self.is_met_in(pattern, spot, &spot.part, it));
        }
        if !spot.sets.allow(pattern) {
            return false;
        }
        if begins_with_it {
            return self.view(spot).meet_from(pattern, it).is_some();
        }
        match pattern.within {
            Within::Clause => {
                let clause = self.text.clause(self.view(spot).clause_of(it.start));
                self.is_met_in(pattern, spot, &clause, it)
            }
            Within::Sentence | Within::Text => self.is_met_in(pattern, spot, &spot.part, it),
        }
    }

    /// Whether a pattern is met that begins in a part of a sentence.
    fn is_met_in(&self, pattern: &Pattern, spot: &'c Spot, part: &Range<u32>, it: &Met) -> bool {
        let view = self.view(spot);
        let ask = |part: &Range<u32>| {
            view.within(part).iter().any(|first| view.meet(pattern, first, Some(it)).is_some())
        };
        if let Some(reach) = reach_to_it(pattern) {
            return ask(&(it.start.saturating_sub(reach).max(part.start)..part.end.min(it.start + 1)));
        }
        if part.end - part.start < LONG_PART_CHARS_MIN {
            return ask(part);
        }
        let question = (std::ptr::from_ref(pattern), part.start);
        if let Some(known) = self.answers.borrow().get(&question) {
            return *known;
        }
        let answer = ask(part);
        self.answers.borrow_mut().insert(question, answer);
        answer
    }
}

/// How far before the place in question a pattern that names it may begin; nothing where it does not.
fn reach_to_it(pattern: &Pattern) -> Option<u32> {
    let at = pattern.parts.iter().position(|part| part.what == What::It)?;
    Some(pattern.parts.iter().take(at + 1).map(|part| part.gap_max + PART_CHARS_MAX).sum())
}

fn names_rule(proof: &str, rule: &CompiledRule) -> bool {
    proof == rule.id || proof == rule.label || proof == rule.category.to_string()
}

/// Findings in the characters of the original.
fn tell(program: &Program, text: &Text<'_>, places: &[Place<'_>]) -> Vec<Finding> {
    let mut counted = Counted { text: text.original, bytes: 0, chars: 0 };
    let tell_one = |place: &Place<'_>| {
        let Place { rule, trigger: _, spot, met, outcome, softened } = place;
        let bytes = text.scan.bytes(text.original, met.start, met.end);
        let matched = text.original.get(bytes.clone()).unwrap_or_default().to_owned();
        let start = counted.chars_before(bytes.start);
        let end = start + matched.chars().count();
        Finding {
            category: rule.category,
            outcome: *outcome,
            start,
            end,
            normalised: normalised(program, text.read(spot), *met, &matched),
            matched,
            rule: rule.label.clone(),
            basis: rule.basis.clone(),
            why: rule.why.clone(),
            suggestion: rule.suggestion.clone(),
            exception: softened.map_or_else(|| considered(program, rule), |reason| Some(reason.told())),
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

/// The exceptions that were asked for and did not hold, the first of them by name.
fn considered(program: &Program, rule: &CompiledRule) -> Option<Bilingual> {
    let asked: Vec<&Bilingual> = rule
        .exceptions
        .iter()
        .filter_map(|at| program.exceptions.get(*at))
        .map(|asked| &asked.name)
        .collect();
    let named = |name: fn(&Bilingual) -> &str, mark: &str| {
        asked.iter().take(EXCEPTIONS_NAMED_MAX).map(|asked| name(asked)).collect::<Vec<_>>().join(mark)
    };
    let more = asked.len().saturating_sub(EXCEPTIONS_NAMED_MAX);
    let [zh, en] = [named(|name| &name.zh, "、"), named(|name| &name.en, ", ")];
    match (asked.len(), more) {
        (0, _) => None,
        (_, 0) => Some((format!("已考虑例外，不成立：{zh}"), format!("Considered, and not so: {en}"))),
        _ => Some((
            format!("已考虑例外，都不成立：{zh}，以及另外 {more} 种"),
            format!("Considered, and none is so: {en}, and {more} more"),
        )),
    }
    .map(|(zh, en)| Bilingual { zh, en })
}
