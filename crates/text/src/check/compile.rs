//! From packs to the program that a checker runs.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    additions::{Additions, Forbidden, rule_of},
    anchor::{anchor, weight},
    lexicon::{Lexicon, folded},
    marks::Kind,
    outlook::Outlook,
    pack::{Pack, PackError, Packs, Rule},
    pattern::{Pattern, SetId, Within, parse, unbraced},
    program::{CompiledException, CompiledPack, CompiledRule, Program, Standing, Term, Trigger},
    read::gaps_in,
    sound::Sounds,
    verdict::{Bilingual, Category},
};
use crate::fold::{Role, form, form_of_str};

/// How deep classes may name each other.
const CLASS_DEPTH_MAX: usize = 8;
/// Terms of all packs and additions together.
const COMPILED_TERMS_MAX: usize = 200_000;

/// Compiles packs and what a merchant adds.
pub(crate) fn compile(packs: &Packs, additions: &Additions) -> Result<Program, PackError> {
    let mut compiler = Compiler::new(packs);
    let mut rules = Vec::new();
    let mut exception_ids = HashMap::new();
    let mut exceptions = Vec::new();
    for pack in packs.iter() {
        for (name, exception) in &pack.exceptions {
            let when = compiler.patterns(name, &exception.when, false)?;
            exception_ids.insert(name.as_str(), exceptions.len());
            let unless = compiler.patterns(name, &exception.unless, false)?;
            exceptions.push(CompiledException { name: exception.name.clone(), when, unless });
        }
    }
    for (number, pack) in packs.iter().enumerate() {
        for rule in &pack.rule {
            rules.push(compiler.rule(rule, number, packs, &exception_ids)?);
        }
    }
    rules.extend(additions.forbidden.iter().map(|word| compiler.forbidden(word)));
    compiler.add_innocents(packs, additions);
    let packs_of = |pack: &Pack| CompiledPack {
        id: pack.id.clone(),
        label: format!("{}@{}", pack.id, pack.version),
        licences: pack.licences.clone(),
    };
    let proven = additions.proven.iter().map(|claim| form_of_str(claim)).filter(|claim| !claim.is_empty());
    let packs_of = packs.iter().map(packs_of).collect();
    Ok(compiler.finish(rules, exceptions, packs_of, packs, proven.collect()))
}

fn names(packs: &Packs) -> BTreeMap<Category, Bilingual> {
    let own = Bilingual { zh: "商家自定义词".to_owned(), en: "the merchant's own words".to_owned() };
    let mut names = BTreeMap::from([(Category::MerchantWord, own)]);
    let told = packs.iter().flat_map(|pack| &pack.category);
    names.extend(told.map(|(category, words)| (*category, words.name.clone())));
    names
}

struct Compiler {
    words: BTreeMap<String, Vec<String>>,
    stems: BTreeMap<String, Vec<String>>,
    ids: HashMap<String, u32>,
    terms: Vec<Term>,
    set_ids: HashMap<String, SetId>,
    sets: Vec<BTreeSet<u32>>,
}

impl Compiler {
    fn new(packs: &Packs) -> Self {
        let mut compiler = Self {
            words: BTreeMap::new(),
            stems: BTreeMap::new(),
            ids: HashMap::new(),
            terms: Vec::new(),
            set_ids: HashMap::new(),
            sets: Vec::new(),
        };
        for (_, name) in Kind::ALL {
            compiler.terms.push(Term { text: name.to_owned(), ..Term::default() });
            compiler.ids.insert(name.to_owned(), u32::try_from(compiler.terms.len() - 1).unwrap_or(0));
        }
        for pack in packs.iter() {
            for (classes, into) in [(&pack.words, &mut compiler.words), (&pack.stems, &mut compiler.stems)] {
                for (name, words) in classes {
                    into.entry(name.clone()).or_default().extend(words.split_whitespace().map(str::to_owned));
                }
            }
        }
        compiler
    }

    fn patterns(&mut self, rule: &str, texts: &[String], risky: bool) -> Result<Vec<Pattern>, PackError> {
        texts
            .iter()
            .map(|text| {
                parse(text, |word| self.set(word, risky))
                    .map_err(|cause| PackError::Rule { rule: rule.to_owned(), cause })
            })
            .collect()
    }

    /// The set of a part: words and classes joined by `|`.
    fn set(&mut self, part: &str, risky: bool) -> Result<SetId, String> {
        let key = format!("{part}{}", if risky { "!" } else { "" });
        if let Some(id) = self.set_ids.get(&key) {
            return Ok(*id);
        }
        let mut terms = BTreeSet::new();
        for word in part.split('|') {
            self.collect(word, risky, CLASS_DEPTH_MAX, &mut terms)?;
        }
        let id = SetId::try_from(self.sets.len()).map_err(|_| "there are too many patterns".to_owned())?;
        self.sets.push(terms);
        self.set_ids.insert(key, id);
        Ok(id)
    }

    fn collect(
        &mut self,
        word: &str,
        risky: bool,
        depth: usize,
        terms: &mut BTreeSet<u32>,
    ) -> Result<(), String> {
        if let Some(class) = word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
            if depth == 0 {
                return Err(format!("the class {class} names itself"));
            }
            let (words, stems) = (self.words.get(class).cloned(), self.stems.get(class).cloned());
            if words.is_none() && stems.is_none() {
                return Err(format!("there is no class {class}"));
            }
            for (list, risky) in [(words, false), (stems, true)] {
                for word in list.into_iter().flatten() {
                    self.collect(&word, risky, depth - 1, terms)?;
                }
            }
            return Ok(());
        }
        for word in unbraced(word)? {
            let word = if word == "#" { "@number" } else { word.as_str() };
            if word.starts_with('@') {
                let id = self.ids.get(word).ok_or_else(|| format!("there is no mark {word}"))?;
                terms.insert(*id);
            } else {
                terms.insert(self.term(word, risky)?);
            }
        }
        Ok(())
    }

    fn term(&mut self, word: &str, risky: bool) -> Result<u32, String> {
        if word.chars().any(|char| form(char).role > Role::Filler) {
            return Err(format!("the word {word:?} has a sign inside that parts words"));
        }
        let text = folded(word);
        if text.is_empty() {
            return Err(format!("the word {word:?} has nothing that can be read"));
        }
        let id = if let Some(id) = self.ids.get(&text) {
            *id
        } else {
            if self.terms.len() >= COMPILED_TERMS_MAX {
                return Err(format!("there are more than {COMPILED_TERMS_MAX} words"));
            }
            let id = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
            let is_letter = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphanumeric());
            let has_letter_ends = is_letter(text.chars().next()) || is_letter(text.chars().next_back());
            let is_han = text.chars().all(|char| matches!(char, '\u{4e00}'..='\u{9fff}'));
            self.terms.push(Term { text: text.clone(), has_letter_ends, is_han, ..Term::default() });
            self.ids.insert(text, id);
            id
        };
        if let Some(term) = self.terms.get_mut(id as usize) {
            term.risky |= risky;
        }
        Ok(id)
    }

    fn rule(
        &mut self,
        rule: &Rule,
        pack: usize,
        packs: &Packs,
        exception_ids: &HashMap<&str, usize>,
    ) -> Result<CompiledRule, PackError> {
        let wrong = |cause: String| PackError::Rule { rule: rule.id.clone(), cause };
        let words = packs.iter().find_map(|pack| pack.category.get(&rule.category));
        let words = words.ok_or_else(|| wrong(format!("nothing is said of {:?}", rule.category)))?;
        let basis_name = rule.basis.as_ref().unwrap_or(&words.basis);
        let basis = packs.iter().find_map(|pack| pack.basis.get(basis_name));
        let names = rule.exceptions.as_ref().unwrap_or(&words.exceptions);
        let exceptions = names.iter().map(|name| {
            exception_ids
                .get(name.as_str())
                .copied()
                .ok_or_else(|| wrong(format!("there is no exception {name}")))
        });
        Ok(CompiledRule {
            label: format!("{}@{}", rule.id, rule.version),
            id: rule.id.clone(),
            category: rule.category,
            outcome: rule.outcome,
            licensed: rule.licensed,
            when: self.patterns(&rule.id, &rule.when, true)?,
            needs: self.patterns(&rule.id, &rule.needs, false)?,
            in_long: self.patterns(&rule.id, &rule.in_long, false)?,
            unless: self.patterns(&rule.id, &rule.unless, false)?,
            exceptions: exceptions.collect::<Result<_, _>>()?,
            facts: rule.facts.clone(),
            once: rule.once,
            basis: basis.ok_or_else(|| wrong(format!("there is no basis {basis_name}")))?.clone(),
            why: rule.why.clone().unwrap_or_else(|| words.why.clone()),
            suggestion: rule.suggestion.clone().unwrap_or_else(|| words.suggestion.clone()),
            pack,
        })
    }

    /// A rule for a word that the merchant forbids.
    fn forbidden(&mut self, word: &Forbidden) -> CompiledRule {
        let when = parse("word", |_| {
            let id = self.term(&word.word, true)?;
            if let Some(term) = self.terms.get_mut(id as usize) {
                term.gaps = term.gaps.max(gaps_in(&word.word));
            }
            let set = SetId::try_from(self.sets.len()).map_err(|_| String::new())?;
            self.sets.push(BTreeSet::from([id]));
            Ok(set)
        });
        rule_of(word, when.into_iter().collect())
    }

    fn add_innocents(&mut self, packs: &Packs, additions: &Additions) {
        let innocent = packs.iter().flat_map(|pack| &pack.innocent).flat_map(|line| line.split_whitespace());
        let words: Vec<String> = innocent.flat_map(|word| unbraced(word).unwrap_or_default()).collect();
        for word in words {
            self.mark(&word, |term| term.standing = Standing::Innocent);
        }
        for word in &additions.allowed {
            self.mark(word, |term| {
                term.standing = Standing::Allowed;
                term.gaps = term.gaps.max(gaps_in(word));
            });
        }
    }

    fn mark(&mut self, word: &str, change: impl FnOnce(&mut Term)) {
        if let Ok(id) = self.term(word, false)
            && let Some(term) = self.terms.get_mut(id as usize)
        {
            change(term);
        }
    }

    fn finish(
        mut self,
        rules: Vec<CompiledRule>,
        exceptions: Vec<CompiledException>,
        packs_of: Vec<CompiledPack>,
        packs: &Packs,
        proven: Vec<String>,
    ) -> Program {
        for (set, id) in self.sets.iter().zip(0..) {
            for term in set {
                if let Some(term) = self.terms.get_mut(*term as usize) {
                    term.sets.push(id);
                }
            }
        }
        let (entries, spells) = self.entries(packs);
        let risky =
            self.terms.iter().zip(0..).filter(|(term, _)| term.risky && term.standing == Standing::Read);
        let sounds = Sounds::new(risky.map(|(term, id)| (id, term.text.as_str())));
        let words = self.terms.len().div_ceil(64);
        let bits = |set: &BTreeSet<u32>| {
            let mut bits = vec![0_u64; words];
            for term in set {
                if let Some(word) = bits.get_mut(*term as usize / 64) {
                    *word |= 1 << (term % 64);
                }
            }
            bits
        };
        let (outlook, triggers) = self.outlook(&rules, &exceptions, &spells);
        Program {
            outlook,
            lexicon: Lexicon::new(entries.iter().map(String::as_str)),
            spells,
            sounds,
            sets: self.sets.iter().map(bits).collect(),
            terms: self.terms,
            triggers,
            rules,
            exceptions,
            packs: packs_of,
            proven,
            names: names(packs),
        }
    }

    fn outlook(
        &self,
        rules: &[CompiledRule],
        exceptions: &[CompiledException],
        spells: &[(u32, bool)],
    ) -> (Outlook, Vec<Trigger>) {
        let weights = self.weights();
        let weight = |set: SetId| weights.get(usize::from(set)).copied().unwrap_or(u64::MAX);
        let anchored = |pattern| anchor(pattern, weight).map(|anchor| (pattern, anchor));
        let mut triggers = Vec::new();
        let mut of_rules = Vec::new();
        for (rule, rule_number) in rules.iter().zip(0..) {
            for (pattern, at) in rule.when.iter().zip(0..) {
                let Some((pattern, anchor)) = anchored(pattern) else { continue };
                triggers.push(Trigger {
                    rule: rule_number,
                    pattern: at,
                    anchor: anchor.set,
                    reach: anchor.reach,
                });
                of_rules.push((pattern, anchor));
            }
        }
        let besides =
            rules.iter().flat_map(|rule| rule.needs.iter().chain(&rule.in_long).chain(&rule.unless));
        let of_exceptions = exceptions.iter().flat_map(|other| other.when.iter().chain(&other.unless));
        let of_texts = besides.chain(of_exceptions).filter(|pattern| pattern.within == Within::Text);
        let of_texts: Vec<_> = of_texts.filter_map(anchored).collect();
        let spelled = spells.iter().skip(self.terms.len() - Kind::ALL.len()).map(|(term, _)| *term as usize);
        let terms = (0..self.terms.len()).chain(spelled);
        let sets_of = terms.map(|term| self.terms.get(term).map_or(&[][..], |term| &term.sets));
        (Outlook::new(&of_rules, &of_texts, sets_of, weight), triggers)
    }

    /// How much of each set ordinary text has.
    fn weights(&self) -> Vec<u64> {
        let of_term = |term: &u32| self.terms.get(*term as usize).map_or(0, |term| weight(&term.text));
        self.sets.iter().map(|set| set.iter().map(of_term).sum()).collect()
    }

    /// What the lexicon holds: the terms, and the spellings behind which they hide.
    fn entries(&self, packs: &Packs) -> (Vec<String>, Vec<(u32, bool)>) {
        let mut entries = Vec::new();
        let mut spells = Vec::new();
        for (term, id) in self.terms.iter().zip(0..).skip(Kind::ALL.len()) {
            entries.push(term.text.clone());
            spells.push((id, false));
        }
        let is_word = |spelling: &str| {
            let known = self.ids.get(spelling).and_then(|id| self.terms.get(*id as usize));
            known.is_some_and(|term| term.risky || term.standing != Standing::Read)
        };
        let mut known: HashSet<(String, u32)> = HashSet::new();
        let mut add = |spelling: String, id: u32| {
            if !is_word(&spelling) && known.insert((spelling.clone(), id)) {
                entries.push(spelling);
                spells.push((id, true));
            }
        };
        for (word, spellings) in packs.iter().flat_map(|pack| &pack.spellings) {
            let Some(id) = self.ids.get(&folded(word)) else { continue };
            for spelling in spellings.split_whitespace().flat_map(|word| unbraced(word).unwrap_or_default()) {
                add(folded(&spelling), *id);
            }
        }
        let shapes = shapes_of(packs);
        let risky = |(term, _): &(&Term, u32)| term.risky && term.standing == Standing::Read;
        for (term, id) in self.terms.iter().zip(0..).filter(risky) {
            for spelling in shaped(&term.text, &shapes) {
                add(spelling, id);
            }
        }
        (entries, spells)
    }
}

/// What people write for a character.
type Shapes = HashMap<char, Vec<String>>;

fn shapes_of(packs: &Packs) -> Shapes {
    let mut shapes = Shapes::new();
    for (char, written) in packs.iter().flat_map(|pack| &pack.shapes) {
        for char in folded(char).chars() {
            shapes.entry(char).or_default().extend(written.split_whitespace().map(folded));
        }
    }
    shapes
}

/// The ways to write a word of two characters and more with one or two of them in another shape.
fn shaped(word: &str, shapes: &Shapes) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut found = Vec::new();
    if chars.len() < 2 {
        return found;
    }
    let with = |start: &str, from: usize| -> Vec<(String, usize)> {
        let mut with_one = Vec::new();
        for (char, at) in chars.iter().zip(0..).skip(from) {
            let before: String = chars.iter().take(at).skip(from).collect();
            for shape in shapes.get(char).into_iter().flatten() {
                with_one.push((format!("{start}{before}{shape}"), at + 1));
            }
        }
        with_one
    };
    let rest = |from: usize| chars.iter().skip(from).collect::<String>();
    for (start, from) in with("", 0) {
        found.extend(with(&start, from).into_iter().map(|(start, from)| start + &rest(from)));
        found.push(start + &rest(from));
    }
    found
}
