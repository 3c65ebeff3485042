//! Risky words that are written as they sound: in pinyin, or with other characters of the same sound.
//!
//! Sound alone says little: ordinary prose is full of the syllables of any word. So a word counts only if a character
//! of it stands as it is or all of it is pinyin, if letters are whole syllables with an end at both sides, and if the
//! characters that replace others are such that few people write by habit.

use std::ops::Range;

use super::{
    automaton::{AFTER_BREAK, Code},
    finder::{Finder, Finds},
    lexicon::Scan,
    notice::{Noticed, STRANGE},
    starts::WINDOW,
};
use crate::fold::{Role, Syllable, form, is_rare, syllable, syllables_of_letters};

/// Letters of a word that is all pinyin, at the least.
const ALL_LETTERS_MIN: u32 = 5;
/// Syllables have numbers below this.
const SYLLABLES_MAX: usize = 1 << 10;
/// Characters that stand by themselves too often to stand for another one.
const BY_THEMSELVES: &str = "的地得了着过和与及就都也还有是在不没一这那个之只到又很最好用给把被让吧呢吗啊从向对为以而且或但却可能会要想说看做去来上下里外前后大小多少高低长短新老真才再更太非常每各某她他它你我们自己时候年月日天号点分元块件条张次回遍下";

/// Words ready to be heard.
#[derive(Debug)]
pub(crate) struct Sounds {
    finder: Finder,
    words: Vec<(u32, Vec<char>)>,
    /// Characters of the longest word.
    chars_max: usize,
}

/// One syllable of a text.
#[derive(Clone, Copy)]
struct Spoken {
    syllable: Syllable,
    start: u32,
    end: u32,
    /// The character; none where it was typed as letters.
    char: Option<char>,
    begins_run: bool,
    ends_run: bool,
}

impl Sounds {
    /// Of words with their numbers; those with anything but Han characters and those of one character are left out.
    pub(crate) fn new<'w>(words: impl IntoIterator<Item = (u32, &'w str)>) -> Self {
        let mut spoken = Vec::new();
        let mut kept: Vec<(u32, Vec<char>)> = Vec::new();
        for (term, word) in words {
            let syllables: Box<[Code]> = word.chars().map(syllable).collect();
            if syllables.len() >= 2 && !syllables.contains(&0) {
                spoken.push((syllables, u32::try_from(kept.len()).unwrap_or(u32::MAX)));
                kept.push((term, word.chars().collect()));
            }
        }
        let chars_max = kept.iter().map(|(_, chars)| chars.len()).max().unwrap_or(0);
        Self { finder: Finder::new(spoken, SYLLABLES_MAX), words: kept, chars_max }
    }

    /// Calls `tell` with each word that is heard and not written: its number, and where it begins and ends in content
    /// characters.
    pub(crate) fn hear(
        &self,
        text: &str,
        scan: &Scan,
        noticed: &[Noticed],
        mut tell: impl FnMut(u32, u32, u32),
    ) {
        for part in self.strange_parts(scan, noticed) {
            self.hear_part(text, scan, part, &mut tell);
        }
    }

    /// The parts of a text, in content characters, that have something strange and what a word with it may reach to.
    fn strange_parts(&self, scan: &Scan, noticed: &[Noticed]) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for index in
            noticed.iter().filter(|noticed| noticed.is(STRANGE)).map(|noticed| noticed.index as usize)
        {
            let end = (index + self.chars_max).min(scan.at.len());
            match parts.last_mut().filter(|last| last.end + self.chars_max >= index) {
                Some(last) => last.end = end,
                None => parts.push(index.saturating_sub(self.chars_max)..end),
            }
        }
        parts
    }

    fn hear_part(&self, text: &str, scan: &Scan, part: Range<usize>, tell: &mut impl FnMut(u32, u32, u32)) {
        let spoken = speak(text, scan, part);
        let code = |one: &Spoken| if one.syllable == 0 { AFTER_BREAK } else { one.syllable };
        let codes: Vec<Code> = spoken.iter().map(code).chain([AFTER_BREAK; WINDOW]).collect();
        let mut finds = Finds::default();
        self.finder.find(&codes, &mut finds);
        for (word, first, end) in self.finder.all(&finds) {
            let Some((term, chars)) = self.words.get(word as usize) else { continue };
            if let Some(heard) = spoken.get(first as usize..end as usize)
                && let (Some(head), Some(last)) = (heard.first(), heard.last())
                && is_disguise(chars, heard)
            {
                tell(*term, head.start, last.end);
            }
        }
    }
}

/// Whether what was heard is the word behind a disguise, and not the word itself or something else.
fn is_disguise(word: &[char], heard: &[Spoken]) -> bool {
    let (mut same, mut letters, mut rare, mut everyday) = (0, 0, 0, 0);
    for (char, spoken) in word.iter().zip(heard) {
        match spoken.char {
            None => letters += spoken.end - spoken.start,
            Some(written) if written == *char => same += 1,
            Some(written) if is_rare(written) => rare += 1,
            Some(written) if BY_THEMSELVES.contains(written) => return false,
            Some(_) => everyday += 1,
        }
    }
    let whole = heard.first().is_some_and(|first| first.char.is_some() || first.begins_run)
        && heard.last().is_some_and(|last| last.char.is_some() || last.ends_run);
    if letters > 0 {
        let enough =
            (same > 0 && (letters > 1 || word.len() > 2)) || (rare == 0 && letters >= ALL_LETTERS_MIN);
        return whole && everyday == 0 && enough;
    }
    rare > 0 && everyday == 0 && (same > 0 || rare == word.len())
}

/// The syllables of a part of a text; 0 where something cannot be spoken or words are parted.
fn speak(text: &str, scan: &Scan, part: Range<usize>) -> Vec<Spoken> {
    let mut spoken = Vec::with_capacity(part.len());
    let mut run = String::new();
    let byte = |index: usize| scan.at.get(index).map_or(text.len(), |at| *at as usize);
    let begun = byte(part.start);
    let mut index = u32::try_from(part.start).unwrap_or(u32::MAX);
    for (at, original) in text.get(begun..byte(part.end)).unwrap_or_default().char_indices() {
        let at = begun + at;
        let form = form(original);
        let is_content = scan.at.get(index as usize).is_some_and(|next| *next as usize == at);
        if form.char.is_ascii_lowercase() {
            run.push(form.char);
            index += 1;
            continue;
        }
        if !is_content && form.role == Role::Filler {
            continue;
        }
        speak_run(&mut run, index, &mut spoken);
        let one = Spoken {
            syllable: if is_content { syllable(form.char) } else { 0 },
            start: index,
            end: index + 1,
            char: Some(form.char),
            begins_run: true,
            ends_run: true,
        };
        spoken.push(one);
        index += u32::from(is_content);
    }
    speak_run(&mut run, index, &mut spoken);
    spoken
}

/// Speaks a run of letters that ends before content character `end`.
fn speak_run(run: &mut String, end: u32, spoken: &mut Vec<Spoken>) {
    if run.is_empty() {
        return;
    }
    let start = end.saturating_sub(u32::try_from(run.len()).unwrap_or(0));
    let parts = syllables_of_letters(run).unwrap_or_else(|| vec![(0, 0)]);
    let ends = parts.iter().skip(1).map(|part| part.1).chain([run.len()]);
    for ((syllable, from), to) in parts.iter().zip(ends) {
        spoken.push(Spoken {
            syllable: *syllable,
            start: start + u32::try_from(*from).unwrap_or(0),
            end: start + u32::try_from(to).unwrap_or(0),
            char: None,
            begins_run: *from == 0,
            ends_run: to == run.len(),
        });
    }
    run.clear();
}
