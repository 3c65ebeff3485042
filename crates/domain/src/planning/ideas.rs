//! Topic ideas, and which accounts they suit.

use crate::personas::PersonaCard;

/// Characters of what an idea is called.
pub const IDEA_TITLE_CHARS_MAX: usize = 60;
/// Characters of its scene, of what it promises, and of a note about its source, each.
pub const IDEA_LINES_CHARS_MAX: usize = 300;
/// Characters of an audience, a product line or a season.
pub const IDEA_WORD_CHARS_MAX: usize = 40;
/// Ideas of one brand, the retired ones with them.
pub const IDEAS_MAX: i64 = 20_000;
/// Letters that two texts share at the least before they are said to be about the same: two of a script without
/// blanks, which make a word.
const SHARED_CHARS_MIN: usize = 2;
/// The same for letters of an alphabet, where two say nothing.
const SHARED_LETTERS_MIN: usize = 4;

names! {
    /// Where an idea came from.
    IdeaSource {
        /// A customer asked.
        CustomerQuestion = "customer_question",
        /// Somebody saw it at a customer's place.
        SiteVisit = "site_visit",
        /// A colleague told it.
        Colleague = "colleague",
        /// It comes with the time of year.
        Season = "season",
        /// Somebody thought of it.
        Own = "own",
    }
}

/// What an idea is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idea {
    /// What it is called.
    pub title: String,
    /// The scene of real life.
    pub scene: String,
    /// What a reader gets from it.
    pub promise: String,
    /// Whom it is for; empty: anybody.
    pub audience: String,
    /// The product line; empty: any.
    pub product_line: String,
    /// When in the year; empty: always.
    pub season: String,
    /// Where it came from.
    pub source: IdeaSource,
    /// Who asked what, or where it was seen.
    pub source_note: String,
}

/// Why an idea suits an account, or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FitReason {
    /// The account stands for this topic, and both speak of these words.
    Topic {
        /// The topic of the persona.
        topic: String,
        /// The words that both have.
        words: String,
    },
    /// The account speaks for this product line.
    ProductLine(String),
    /// The account speaks for other product lines only.
    OtherProductLines(Vec<String>),
    /// Both are for the same people, by these words.
    Audience {
        /// Whom the account speaks to.
        audience: String,
        /// The words that both have.
        words: String,
    },
    /// The account has told it, or is about to: this often.
    Told(i64),
}

impl FitReason {
    /// Whether it speaks for the account.
    pub const fn is_for(&self) -> bool {
        matches!(self, Self::Topic { .. } | Self::ProductLine(_) | Self::Audience { .. })
    }
}

names! {
    /// Whether an idea suits an account.
    Fit {
        /// The account stands for it.
        Suits = "suits",
        /// Nothing speaks against it, and nothing for it.
        Open = "open",
        /// Something speaks against it.
        Against = "against",
    }
}

/// Whether an idea suits an account that speaks by this card and has told it `told` times, and every reason.
///
/// An idea suits by a topic or by the product line; the audience alone says too little.
pub fn fit(idea: &Idea, card: &PersonaCard, told: i64) -> (Fit, Vec<FitReason>) {
    let about = [idea.title.as_str(), idea.scene.as_str(), idea.promise.as_str()];
    let topics = card.topics.iter().filter_map(|topic| {
        let words =
            about.iter().filter_map(|text| shared(topic, text)).max_by_key(|words| words.chars().count())?;
        Some(FitReason::Topic { topic: topic.clone(), words })
    });
    let mut reasons: Vec<FitReason> = topics.collect();
    if !idea.product_line.is_empty() && !card.product_lines.is_empty() {
        let is_theirs = card.product_lines.iter().any(|line| shared(line, &idea.product_line).is_some());
        reasons.push(if is_theirs {
            FitReason::ProductLine(idea.product_line.clone())
        } else {
            FitReason::OtherProductLines(card.product_lines.clone())
        });
    }
    let suits = reasons.iter().any(FitReason::is_for);
    if let Some(words) = shared(&card.audience, &idea.audience) {
        reasons.push(FitReason::Audience { audience: card.audience.clone(), words });
    }
    if told > 0 {
        reasons.push(FitReason::Told(told));
    }
    let fit = match (reasons.iter().all(FitReason::is_for), suits) {
        (false, _) => Fit::Against,
        (true, true) => Fit::Suits,
        (true, false) => Fit::Open,
    };
    (fit, reasons)
}

/// The longest run of letters that both texts have, whatever their case; `None` when it is no word.
fn shared(one: &str, other: &str) -> Option<String> {
    let one: Vec<char> = one.chars().flat_map(char::to_lowercase).collect();
    let other: Vec<char> = other.chars().flat_map(char::to_lowercase).collect();
    let mut best: &[char] = &[];
    // Lengths of the runs that end at each place of the other text, for the letter before.
    let mut before = vec![0_usize; other.len() + 1];
    for (place, letter) in one.iter().enumerate() {
        let mut now = vec![0_usize];
        now.extend(other.iter().zip(&before).map(|(theirs, length)| {
            if theirs == letter && letter.is_alphanumeric() { length + 1 } else { 0 }
        }));
        let longest = now.iter().copied().max().unwrap_or(0);
        let run = one.get(place + 1 - longest..=place).unwrap_or_default();
        if run.len() > best.len() && says_something(run) {
            best = run;
        }
        before = now;
    }
    (!best.is_empty()).then(|| best.iter().collect())
}

/// Whether a run of letters is long enough to be more than chance: a word takes more letters than characters.
fn says_something(run: &[char]) -> bool {
    let least = if run.iter().all(char::is_ascii) { SHARED_LETTERS_MIN } else { SHARED_CHARS_MIN };
    run.len() >= least
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn idea(product_line: &str, audience: &str) -> Idea {
        Idea {
            title: "小户型玄关怎么收纳".into(),
            scene: "老小区交房，玄关只有一米宽".into(),
            promise: "照着量三个尺寸就能定柜子".into(),
            audience: audience.into(),
            product_line: product_line.into(),
            season: String::new(),
            source: IdeaSource::CustomerQuestion,
            source_note: String::new(),
        }
    }

    fn card(topics: &[&str], lines: &[&str]) -> PersonaCard {
        let list = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        PersonaCard {
            topics: list(topics),
            product_lines: list(lines),
            audience: "刚交房的年轻人".into(),
            ..PersonaCard::blank()
        }
    }

    #[test]
    fn an_account_is_suited_by_what_it_stands_for_and_never_without_a_reason() {
        for (topics, lines, line, told, expected) in [
            (&["收纳设计"][..], &[][..], "", 0, Fit::Suits),
            (&["灯光"], &["全屋定制"], "定制", 0, Fit::Suits),
            (&["灯光"], &[], "", 0, Fit::Open),
            (&["收纳设计"], &["沙发"], "全屋定制", 0, Fit::Against),
            (&["收纳设计"], &[], "", 1, Fit::Against),
        ] {
            let (found, reasons) = fit(&idea(line, ""), &card(topics, lines), told);
            assert_eq!(found, expected, "{topics:?} {lines:?} {line} {told}: {reasons:?}");
            assert_eq!(found == Fit::Open, !reasons.iter().any(FitReason::is_for) && told == 0);
        }
    }

    #[test]
    fn the_words_that_both_have_are_shown() {
        let (_, reasons) = fit(&idea("", "年轻人"), &card(&["小户型收纳"], &[]), 0);
        let topic = FitReason::Topic { topic: "小户型收纳".into(), words: "小户型".into() };
        let audience =
            FitReason::Audience { audience: "刚交房的年轻人".into(), words: "年轻人".into() };
        assert_eq!(reasons, [topic, audience]);
        assert_eq!(
            fit(&idea("", "年轻人"), &card(&["灯光"], &[]), 0).0,
            Fit::Open,
            "the audience says too little"
        );
    }

    #[test]
    fn a_word_is_shared_whatever_its_case_and_blanks_are_no_word() {
        for (one, other, expected) in [
            ("IKEA 收纳", "ikea改造", Some("ikea")),
            ("the a", "the b", None),
            ("收 纳", "收 拾", None),
            ("", "收纳", None),
        ] {
            assert_eq!(shared(one, other).as_deref(), expected, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shared_stands_in_both(one in "[收纳玄关a-c ]{0,12}", other in "[收纳玄关a-c ]{0,12}") {
            let words = shared(&one, &other);
            prop_assert_eq!(&words.clone().map(|w| w.chars().count()), &shared(&other, &one).map(|w| w.chars().count()));
            if let Some(words) = words {
                prop_assert!(one.contains(&words) && other.contains(&words));
            }
        }
    }
}
