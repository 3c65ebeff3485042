//! Two accounts for one persona, and a successor who goes on as the one before.

use std::{collections::BTreeSet, fmt};

use super::PersonaCard;

const PPM: u64 = 1_000_000;
/// From this share of common character pairs on, two audiences are the same people: a half.
const SAME_AUDIENCE_PPM: u64 = PPM / 2;
/// From this share on, two profiles are one text: three fifths.
const SAME_TEXT_PPM: u64 = PPM * 3 / 5;
/// Characters that a profile needs before two of them can be alike by more than chance.
const TELLING_CHARS_MIN: usize = 8;

/// How two accounts fight for one persona.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rivalry {
    /// Topics that both of them name.
    pub topics: Vec<String>,
    /// Whether they speak to the same people.
    pub same_audience: bool,
}

/// Whether two accounts speak as the same sort of person about the same things: the same post, and two topics, or one
/// topic to the same audience.
pub fn rivals(one: &PersonaCard, other: &PersonaCard) -> Option<Rivalry> {
    let same_post = one.post.contains(&other.post) || other.post.contains(&one.post);
    let shares = |topic: &&String| other.topics.iter().any(|theirs| is_same_topic(topic, theirs));
    let topics: Vec<String> = one.topics.iter().filter(shares).cloned().collect();
    let same_audience = shared_ppm(&one.audience, &other.audience) >= SAME_AUDIENCE_PPM;
    let fight = same_post && (topics.len() >= 2 || (topics.len() == 1 && same_audience));
    fight.then_some(Rivalry { topics, same_audience })
}

fn is_same_topic(one: &str, other: &str) -> bool {
    let folded = |text: &str| text.to_lowercase().replace(['#', ' '], "");
    let (one, other) = (folded(one), folded(other));
    one.contains(&other) || other.contains(&one)
}

/// What a card keeps of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// The name that the account shows.
    ShownName,
    /// The text of the profile.
    Introduction,
    /// A story of the person before.
    Story,
    /// A line of theirs.
    SampleLine,
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ShownName => "the name shown",
            Self::Introduction => "the profile",
            Self::Story => "a story",
            Self::SampleLine => "a sample line",
        })
    }
}

/// What a new card keeps of the person who ran the account before; whoever takes it over speaks for themselves.
pub fn kept_of(before: &PersonaCard, after: &PersonaCard) -> Option<Likeness> {
    let same = |one: &str, other: &str| squeezed(one) == squeezed(other);
    if same(&before.shown_name, &after.shown_name) {
        return Some(Likeness::ShownName);
    }
    let tells = |text: &str| squeezed(text).chars().count() >= TELLING_CHARS_MIN;
    let alike =
        |one: &str, other: &str| tells(one) && tells(other) && shared_ppm(one, other) >= SAME_TEXT_PPM;
    if alike(&before.introduction, &after.introduction) {
        return Some(Likeness::Introduction);
    }
    let story = |one: &super::StoryClaim| before.stories.iter().any(|old| alike(&old.text, &one.text));
    if after.stories.iter().any(story) {
        return Some(Likeness::Story);
    }
    let line = |one: &String| before.sample_lines.iter().any(|old| tells(old) && same(old, one));
    after.sample_lines.iter().any(line).then_some(Likeness::SampleLine)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The share of character pairs that two texts have in common, of all that either has.
fn shared_ppm(one: &str, other: &str) -> u64 {
    let pairs = |text: &str| -> BTreeSet<(char, char)> {
        let letters: Vec<char> = squeezed(text).chars().collect();
        letters.iter().copied().zip(letters.iter().copied().skip(1)).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    let all = one.union(&other).count() as u64;
    (one.intersection(&other).count() as u64 * PPM).checked_div(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{StoryClaim, tests::card},
        *,
    };

    #[test]
    fn two_accounts_fight_where_they_speak_as_one_about_one() {
        let topics = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        for (post, own, audience, expected) in [
            ("设计师", topics(&["小户型收纳", "玄关"]), "退休夫妻", Some(2)),
            ("室内设计师", topics(&["#小户型收纳", "阳台"]), "刚买房的年轻人", Some(1)),
            ("设计师", topics(&["小户型收纳", "阳台"]), "退休夫妻", None),
            ("工长", topics(&["小户型收纳", "玄关"]), "刚买房的年轻人", None),
            ("设计师", topics(&["阳台"]), "刚买房的年轻人", None),
        ] {
            let other = PersonaCard { post: post.into(), topics: own, audience: audience.into(), ..card() };
            let found = rivals(&card(), &other).map(|rivalry| rivalry.topics.len());
            assert_eq!(found, expected, "{other:?}");
            assert_eq!(rivals(&other, &card()).is_some(), expected.is_some(), "it takes two to fight");
        }
    }

    #[test]
    fn a_successor_speaks_for_themselves() {
        let own = PersonaCard {
            shown_name: "设计师阿林".into(),
            introduction: "画了几年办公室，现在只画家。".into(),
            sample_lines: vec!["图纸里先放人，再放柜子。".into()],
            ..card()
        };
        assert_eq!(kept_of(&card(), &own), None);
        let story = |text: &str| StoryClaim { text: text.into(), happened_on: None, proof: None };
        let before = PersonaCard { stories: vec![story("三月里帮一位奶奶改了厨房")], ..card() };
        for (after, expected) in [
            (PersonaCard { shown_name: "设计师 小张".into(), ..own.clone() }, Likeness::ShownName),
            (
                PersonaCard {
                    introduction: "在店里帮人画图，下班聊聊收纳！".into(), ..own.clone()
                },
                Likeness::Introduction,
            ),
            (
                PersonaCard {
                    stories: vec![story("三月里我帮一位奶奶改了厨房。")], ..own.clone()
                },
                Likeness::Story,
            ),
        ] {
            assert_eq!(kept_of(&before, &after), Some(expected), "{after:?}");
        }
        let line =
            PersonaCard { sample_lines: vec!["先量后买，别急，真的别急。".into()], ..card() };
        let same = PersonaCard { sample_lines: vec!["先量后买，别急，真的别急".into()], ..own };
        assert_eq!(kept_of(&line, &same), Some(Likeness::SampleLine));
    }
}
