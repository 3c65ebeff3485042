//! The benchmarks of the near-copy index. See `make bench-text`.

mod chance;
mod corpus;
mod engines;
mod fit;
mod quality;
mod speed;
mod variants;
mod words;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some("fit") => fit::report(),
        Some("speed") => {
            let notes = words.get(1).and_then(|notes| notes.parse().ok()).unwrap_or(100_000);
            speed::report(notes);
        }
        Some("quality") => quality::report(),
        _ => {
            quality::report();
            speed::report(100_000);
            speed::report(1_000_000);
        }
    }
}
