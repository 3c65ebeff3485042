//! Ours and the peers behind one face. The peers are used as their documents show it: tantivy with trigrams of
//! characters and BM25, gaoya with MinHash over trigrams. Both look at the letters and characters of a text only, as
//! ours does.

use text::copies::{Index, Note, Scope};

/// Notes that every engine is asked for.
pub const TOP: usize = 10;

/// Something that finds the notes nearest to a draft.
pub trait Engine {
    fn name(&self) -> &'static str;
    fn is_peer(&self) -> bool {
        true
    }
    /// Takes notes, numbered on from those before.
    fn take(&mut self, notes: &[String]);
    /// Makes everything that was taken searchable.
    fn settle(&mut self);
    /// The nearest notes, best first, each with the engine's own score.
    fn ask(&self, draft: &str) -> Vec<(usize, f32)>;
}

/// The near-copy index in a folder.
pub struct Ours {
    pub folder: tempfile::TempDir,
    pub index: Index,
    taken: usize,
}

impl Ours {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let index = Index::open(folder.path()).expect("an index");
        Self { folder, index, taken: 0 }
    }
}

impl Engine for Ours {
    fn name(&self) -> &'static str {
        "ours"
    }

    fn is_peer(&self) -> bool {
        false
    }

    fn take(&mut self, notes: &[String]) {
        for text in notes {
            let id = self.taken.to_string();
            self.index.insert(&Note { id: &id, account: "a", day: 0, text }).expect("a note");
            self.taken += 1;
        }
    }

    fn settle(&mut self) {
        self.index.write().expect("a log");
    }

    fn ask(&self, draft: &str) -> Vec<(usize, f32)> {
        let matches = self.index.query(draft, &Scope::default(), TOP).matches;
        matches.iter().map(|found| (found.id.parse().unwrap_or(usize::MAX), found.score)).collect()
    }
}

#[cfg(feature = "peers")]
pub fn peers() -> Vec<Box<dyn Engine>> {
    vec![Box::new(peers::Tantivy::new().expect("tantivy starts")), Box::new(peers::Gaoya::new())]
}

#[cfg(not(feature = "peers"))]
pub fn peers() -> Vec<Box<dyn Engine>> {
    println!("The peers were not built.");
    Vec::new()
}

#[cfg(feature = "peers")]
mod peers {
    use gaoya::minhash::{MinHashIndex, MinHasher, MinHasher32};
    use tantivy::{
        IndexWriter, Searcher, TantivyDocument, Term,
        collector::TopDocs,
        query::{BooleanQuery, Occur, Query, TermQuery},
        schema::{
            FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value as _,
        },
        tokenizer::{NgramTokenizer, TextAnalyzer},
    };

    use super::{Engine, TOP};

    /// Bytes that tantivy gathers before it writes a segment.
    const WRITER_BYTES: usize = 200 << 20;
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
    pub struct Tantivy {
        index: tantivy::Index,
        writer: IndexWriter,
        searcher: Option<Searcher>,
        body: Field,
        id: Field,
        taken: u64,
        _folder: tempfile::TempDir,
    }

    impl Tantivy {
        pub fn new() -> tantivy::Result<Self> {
            let mut schema = Schema::builder();
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("trigrams")
                .set_index_option(IndexRecordOption::WithFreqs);
            let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
            let id = schema.add_u64_field("id", FAST | STORED);
            let folder = tempfile::tempdir()?;
            let index = tantivy::Index::create_in_dir(folder.path(), schema.build())?;
            let tokenizer = TextAnalyzer::builder(NgramTokenizer::new(3, 3, false)?).build();
            index.tokenizers().register("trigrams", tokenizer);
            let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
            Ok(Self { index, writer, searcher: None, body, id, taken: 0, _folder: folder })
        }

        fn search(&self, draft: &str) -> tantivy::Result<Vec<(usize, f32)>> {
            let Some(searcher) = &self.searcher else { return Ok(Vec::new()) };
            let terms = trigrams(&content(draft)).into_iter().map(|gram| {
                let term =
                    TermQuery::new(Term::from_field_text(self.body, &gram), IndexRecordOption::WithFreqs);
                (Occur::Should, Box::new(term) as Box<dyn Query>)
            });
            let best = TopDocs::with_limit(TOP).order_by_score();
            let found = searcher.search(&BooleanQuery::new(terms.collect()), &best)?;
            let mut named = Vec::new();
            for (score, address) in found {
                let document: TantivyDocument = searcher.doc(address)?;
                let number = document.get_first(self.id).and_then(|value| value.as_u64());
                named.push((number.map_or(usize::MAX, |number| number as usize), score));
            }
            Ok(named)
        }
    }

    impl Engine for Tantivy {
        fn name(&self) -> &'static str {
            "tantivy 0.27.0"
        }

        fn take(&mut self, notes: &[String]) {
            for text in notes {
                let mut document = TantivyDocument::default();
                document.add_text(self.body, content(text));
                document.add_u64(self.id, self.taken);
                self.writer.add_document(document).expect("tantivy takes a note");
                self.taken += 1;
            }
        }

        fn settle(&mut self) {
            self.writer.commit().expect("tantivy writes");
            self.searcher = Some(self.index.reader().expect("tantivy reads").searcher());
        }

        fn ask(&self, draft: &str) -> Vec<(usize, f32)> {
            self.search(draft).expect("tantivy answers")
        }
    }

    /// gaoya over trigrams.
    pub struct Gaoya {
        sign: Box<dyn Fn(&str) -> Vec<u32>>,
        index: MinHashIndex<u32, usize>,
        taken: usize,
    }

    impl Gaoya {
        pub fn new() -> Self {
            let index = MinHashIndex::new(BANDS, ROWS, LIKENESS_MIN);
            let hasher = MinHasher32::new(BANDS * ROWS);
            let sign = move |text: &str| hasher.create_signature(trigrams(&content(text)).into_iter());
            Self { sign: Box::new(sign), index, taken: 0 }
        }
    }

    impl Engine for Gaoya {
        fn name(&self) -> &'static str {
            "gaoya 0.2.2"
        }

        fn take(&mut self, notes: &[String]) {
            for text in notes {
                let signature = (self.sign)(text);
                self.index.insert(self.taken, signature);
                self.taken += 1;
            }
        }

        fn settle(&mut self) {}

        fn ask(&self, draft: &str) -> Vec<(usize, f32)> {
            let found = self.index.query_top_k(&(self.sign)(draft), TOP);
            found.into_iter().map(|(number, apart)| (number, 1.0 - apart as f32)).collect()
        }
    }
}
