//! What titles of notes say: wording that cannot stand, and nearness to notes of other accounts. Pure computing, for a
//! thread that answers no requests.

use std::collections::HashMap;

use ::text::{
    check::{Context, Outcome, Surface},
    copies::{Index, Kind, Match, Scope as Compared, limits::MATCHES_MAX},
};
use domain::{
    content::{Published, is_title_copied, pair},
    id::{AccountId, NoteId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    rulebook::Edition,
    shelf::{account_name, name_of, note_named},
    store::{findings::Flagged, notes::NoteText},
};

/// What was found about some notes.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Notes whose wording cannot stand.
    pub flagged: Vec<Flagged>,
    /// The nearest original of each near-copy, by the copy.
    pub copies: HashMap<Uuid, Nearness>,
}

/// How near a note is to an earlier one.
#[derive(Debug, Clone)]
pub(super) struct Nearness {
    pub original: NoteId,
    pub kind: &'static str,
    pub score_centi: i64,
    pub spans: Vec<PairedSpan>,
}

/// A passage of a note and the one of the original that it belongs to: half-open ranges in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PairedSpan {
    pub note: (u32, u32),
    pub original: (u32, u32),
}

/// Judges titles, and compares them with those on the shelf. A near-copy need not be among the notes: an earlier note
/// that is brought in later makes copies of those that are there.
pub(super) fn judge(notes: &[NoteText], edition: &Edition, index: &Index) -> Judged {
    let mut judged = Judged::default();
    for note in notes.iter().filter(|note| !note.is_former()) {
        judged.flagged.extend(flagged(note, edition));
        for (copy, nearness) in near_copies(note, index) {
            judged.keep(copy, nearness);
        }
    }
    judged
}

impl Judged {
    fn keep(&mut self, copy: Uuid, nearness: Nearness) {
        match self.copies.get(&copy) {
            Some(known) if known.score_centi >= nearness.score_centi => {}
            _ => drop(self.copies.insert(copy, nearness)),
        }
    }
}

fn flagged(note: &NoteText, edition: &Edition) -> Option<Flagged> {
    let context = Context { surface: Surface::Title, ..Context::default() };
    let verdict = edition.check(&note.title, &context);
    if verdict.outcome < Outcome::Evidence {
        return None;
    }
    // Advice is given where a text is written; of what is published it is not kept.
    let findings =
        verdict.findings.into_iter().filter(|finding| finding.outcome >= Outcome::Evidence).collect();
    Some(Flagged { note: note.clone(), outcome: verdict.outcome, findings })
}

/// Near-copies among a note and those that are like it, each with its original.
fn near_copies<'a>(note: &'a NoteText, index: &'a Index) -> impl Iterator<Item = (Uuid, Nearness)> + 'a {
    let (name, account) = (name_of(note), account_name(note.account_id));
    let compared = Compared { not_account: Some(&account), not_id: Some(&name), ..Compared::default() };
    let answer = index.query(&note.title, &compared, MATCHES_MAX);
    answer.matches.into_iter().filter_map(move |found| near_copy(note, index, &found))
}

fn near_copy(note: &NoteText, index: &Index, found: &Match) -> Option<(Uuid, Nearness)> {
    let shared_percent = percent(found.evidence.query_share.max(found.evidence.source_share));
    let is_near = found.kind > Kind::Clear
        && index.text(&found.id).is_some_and(|other| is_title_copied(&note.title, &other, shared_percent));
    let (other, published_at) = note_named(&found.id).filter(|_| is_near)?;
    // The shelf was asked for notes of other accounts only.
    let other = Published { note: other, account: AccountId::from_uuid(Uuid::nil()), published_at };
    let pair = pair(note.published(), other)?;
    let is_copy = pair.copy.note == note.published().note;
    let spans = found.spans.iter().map(|span| {
        let (note, original) = if is_copy { (span.query, span.source) } else { (span.source, span.query) };
        PairedSpan { note, original }
    });
    let nearness = Nearness {
        original: pair.original.note,
        kind: found.kind.name(),
        score_centi: score_centi(found.score),
        spans: spans.collect(),
    };
    Some((pair.copy.note.uuid(), nearness))
}

/// A score from 0 to 1, in hundredths of a percent.
pub(super) fn score_centi(score: f32) -> i64 {
    whole(score * 10_000.0)
}

/// A share from 0 to 1, in percent.
pub(super) fn percent(share: f32) -> i64 {
    whole(share * 100.0)
}

#[expect(clippy::cast_possible_truncation, reason = "a share of a whole, at most ten thousand parts")]
fn whole(number: f32) -> i64 {
    number.round() as i64
}
