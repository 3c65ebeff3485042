//! The lexicon against the plain way to do it: fold everything, try every term everywhere.

use std::collections::BTreeSet;

use proptest::prelude::*;
use text::{
    check::lexicon::{Found, Lexicon, Scan, folded},
    fold::{Role, form},
};

/// Long terms that are told to end in one place, and how long a term is that is long.
const LONG_ENDS_MAX: usize = 8;
const LONG_CHARS_MIN: usize = 5;
/// Terms with characters from here on are left out.
const BEYOND: char = '\u{20000}';

/// The content of a text in its forms, each with whether words are parted before it.
fn content(text: &str, terms: &[String]) -> Vec<(char, bool)> {
    let mut content = Vec::new();
    let mut parted = false;
    for form in text.chars().map(form) {
        let is_read = form.role == Role::Content || terms.iter().any(|term| term.contains(form.char));
        if is_read {
            content.push((form.char, std::mem::take(&mut parted)));
        } else {
            parted |= form.role > Role::Filler;
        }
    }
    content
}

/// Every term at every place where its characters stand with no break between.
fn plainly(terms: &[String], text: &str) -> BTreeSet<(usize, usize, usize)> {
    let known =
        |term: &String| if term.chars().all(|char| char < BEYOND) { term.clone() } else { String::new() };
    let terms: Vec<String> = terms.iter().map(|term| known(&folded(term))).collect();
    let content = content(text, &terms);
    let mut all = BTreeSet::new();
    for end in 1..=content.len() {
        let mut here: Vec<(usize, usize)> = Vec::new();
        for (number, term) in terms.iter().enumerate() {
            let chars: Vec<char> = term.chars().collect();
            let Some(start) = end.checked_sub(chars.len()).filter(|start| *start < end) else { continue };
            let part: Vec<(char, bool)> = content.iter().copied().take(end).skip(start).collect();
            let same = part.iter().map(|(char, _)| *char).eq(chars.iter().copied());
            if same && part.iter().skip(1).all(|(_, parted)| !parted) {
                here.push((chars.len(), number));
            }
        }
        here.sort_unstable_by(|one, other| other.cmp(one));
        let mut long = 0;
        for (length, number) in here {
            long += usize::from(length >= LONG_CHARS_MIN);
            if length < LONG_CHARS_MIN || long <= LONG_ENDS_MAX {
                all.insert((number, end - length, end));
            }
        }
    }
    all
}

fn quickly(lexicon: &Lexicon, scan: &mut Scan, text: &str) -> Vec<(usize, usize, usize)> {
    lexicon.scan(text, scan);
    let place = |Found { term, start, end }| (term as usize, start as usize, end as usize);
    lexicon.found(scan).map(place).collect()
}

/// Terms that overlap, hold one another, and share their beginnings; a few of them very long.
fn terms() -> impl Strategy<Value = Vec<String>> {
    let term = prop_oneof![
        8 => "[最好微信加v1😀]{1,7}",
        2 => "[最好]{1,12}",
        1 => "(最好微){1,24}",
        1 => any::<String>(),
    ];
    // A term twice would be told twice, in any order.
    prop::collection::btree_set(term, 0..40).prop_map(|terms| {
        let mut forms = BTreeSet::new();
        terms.into_iter().filter(|term| forms.insert(folded(term))).collect()
    })
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[最好微信加v1😀]{0,12}",
        "[最好]{0,80}",
        "[最蕞好微薇信加我Ｖｖ①1１😀🛰国國。，.~·\u{200b}\u{fe0f}\n 《》@]{0,20}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_found_is_what_is_there(terms in terms(), texts in prop::collection::vec(texts(), 1..4)) {
        let lexicon = Lexicon::new(terms.iter().map(String::as_str));
        // A scan that is used again holds nothing of the text before.
        let mut scan = Scan::default();
        for text in texts {
            let found = quickly(&lexicon, &mut scan, &text);
            let once: BTreeSet<_> = found.iter().copied().collect();
            prop_assert_eq!(once.len(), found.len());
            prop_assert_eq!(once, plainly(&terms, &text));
        }
    }

    #[test]
    fn every_place_maps_back_to_characters_of_the_original(terms in terms(), text in texts()) {
        let lexicon = Lexicon::new(terms.iter().map(String::as_str));
        let mut scan = Scan::default();
        for (term, start, end) in quickly(&lexicon, &mut scan, &text) {
            let bytes = scan.bytes(&text, u32::try_from(start).unwrap(), u32::try_from(end).unwrap());
            let written = text.get(bytes).unwrap();
            let mut rest = written.chars().map(|char| form(char).char);
            prop_assert!(folded(&terms[term]).chars().all(|char| rest.any(|other| other == char)));
        }
    }
}

#[test]
fn equal_terms_are_all_told() {
    let lexicon = Lexicon::new(["微信", "微信", "V信", "v信", "最好微信加", "最好微信加"]);
    let mut found = quickly(&lexicon, &mut Scan::default(), "V信最好微信加");
    found.sort_unstable();
    assert_eq!(found, [(0, 4, 6), (1, 4, 6), (2, 0, 2), (3, 0, 2), (4, 2, 7), (5, 2, 7)]);
}

#[test]
fn texts_longer_than_any_block_are_found_whole() {
    let terms = ["最好", "一二三四五六", "好最"];
    let lexicon = Lexicon::new(terms);
    let mut scan = Scan::default();
    for filler in [1, 127, 128, 129, 170, 171, 255, 256, 257, 511, 512, 513, 2_000] {
        let text = format!("{}最好{}一二三四五六", "啊".repeat(filler), " ".repeat(filler));
        let found = quickly(&lexicon, &mut scan, &text);
        assert_eq!(found.len(), 2, "{filler}");
        let places = [(0, filler, filler + 2), (1, filler + 2, filler + 8)];
        assert!(found.iter().all(|found| places.contains(found)), "{filler}: {found:?}");
    }
}
