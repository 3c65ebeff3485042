//! The benchmarks of the near-copy index. See `make bench-text`.

mod chance;
mod corpus;
mod quality;
mod variants;
mod words;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some("features") => quality::features(),
        _ => quality::report(),
    }
}
