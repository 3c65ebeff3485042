//! The peers, each as its documents show it: tantivy with trigrams of characters and BM25, gaoya with MinHash over
//! trigrams. Both look at the letters and characters of a text only, as ours does.

use std::time::{Duration, Instant};

use gaoya::minhash::{MinHashIndex, MinHasher, MinHasher32};
use tantivy::{
    TantivyDocument, Term,
    collector::TopDocs,
    query::{BooleanQuery, Occur, Query, TermQuery},
    schema::{FAST, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value as _},
    tokenizer::{NgramTokenizer, TextAnalyzer},
};

/// Answers of a peer: for each draft the nearest notes with the peer's own score.
pub struct Answers {
    pub name: &'static str,
    pub building: Duration,
    pub asked: Vec<Duration>,
    pub nearest: Vec<Vec<(usize, f32)>>,
}

const TOP: usize = 10;
/// Bands and rows of the signatures of gaoya, as its documents use them, and the likeness from which it answers.
const BANDS: usize = 42;
const ROWS: usize = 3;
const LIKENESS_MIN: f64 = 0.1;

fn content(text: &str) -> String {
    text.chars().filter(|char| char.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

fn trigrams(content: &str) -> Vec<String> {
    let chars: Vec<char> = content.chars().collect();
    chars.windows(3).map(|run| run.iter().collect()).collect()
}

/// tantivy over trigrams.
pub fn tantivy(notes: &[String], drafts: &[&str]) -> tantivy::Result<Answers> {
    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer("trigrams").set_index_option(IndexRecordOption::WithFreqs);
    let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
    let id = schema.add_u64_field("id", FAST | STORED);
    let folder = tempfile::tempdir()?;
    let index = tantivy::Index::create_in_dir(folder.path(), schema.build())?;
    index.tokenizers().register("trigrams", TextAnalyzer::builder(NgramTokenizer::new(3, 3, false)?).build());
    let began = Instant::now();
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 200 << 20)?;
    for (number, text) in notes.iter().enumerate() {
        let mut document = TantivyDocument::default();
        document.add_text(body, content(text));
        document.add_u64(id, number as u64);
        writer.add_document(document)?;
    }
    writer.commit()?;
    let building = began.elapsed();
    let searcher = index.reader()?.searcher();
    let (mut asked, mut nearest) = (Vec::new(), Vec::new());
    for draft in drafts {
        let began = Instant::now();
        let terms = trigrams(&content(draft)).into_iter().map(|gram| {
            let term = TermQuery::new(Term::from_field_text(body, &gram), IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(term) as Box<dyn Query>)
        });
        let found = searcher
            .search(&BooleanQuery::new(terms.collect()), &TopDocs::with_limit(TOP).order_by_score())?;
        let mut named = Vec::new();
        for (score, address) in found {
            let document: TantivyDocument = searcher.doc(address)?;
            let number = document.get_first(id).and_then(|value| value.as_u64()).unwrap_or(u64::MAX);
            named.push((number as usize, score));
        }
        asked.push(began.elapsed());
        nearest.push(named);
    }
    Ok(Answers { name: "tantivy 0.27.0", building, asked, nearest })
}

/// gaoya over trigrams.
pub fn gaoya(notes: &[String], drafts: &[&str]) -> Answers {
    let hasher = MinHasher32::new(BANDS * ROWS);
    let sign = |text: &str| hasher.create_signature(trigrams(&content(text)).into_iter());
    let began = Instant::now();
    let mut index: MinHashIndex<u32, usize> = MinHashIndex::new(BANDS, ROWS, LIKENESS_MIN);
    for (number, text) in notes.iter().enumerate() {
        index.insert(number, sign(text));
    }
    let building = began.elapsed();
    let (mut asked, mut nearest) = (Vec::new(), Vec::new());
    for draft in drafts {
        let began = Instant::now();
        let found = index.query_top_k(&sign(draft), TOP);
        asked.push(began.elapsed());
        nearest.push(found.into_iter().map(|(number, likeness)| (number, likeness as f32)).collect());
    }
    Answers { name: "gaoya 0.2.2", building, asked, nearest }
}
