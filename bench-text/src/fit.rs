//! The weights of the score, fitted anew: a logistic regression by Newton's method.

use std::collections::HashMap;

use text::copies::{Answer, Evidence, Match};

use crate::{
    quality::{self, Case, Trial, Use},
    variants::KINDS,
};

const SIZE: usize = Evidence::FACTORS + 1;
/// Keeps weights small where the data say little.
const RIDGE: f64 = 1e-3;
const STEPS: usize = 30;
/// How much the negatives weigh beside all kinds together.
const NEGATIVE_WEIGHT: f64 = 2.0;
/// The part of every kind that is to be found, and of the paraphrases: kinds that reach it weigh less and less.
const BAR: f64 = 0.985;
const PARAPHRASE_BAR: f64 = 0.88;
const ROUNDS: usize = 12;
/// How much a kind gains in one round for each part that is missed.
const STEP: f64 = 8.0;
/// The part of the negatives that reaches the threshold.
const FALSE_ALARMS: f64 = 0.01;

type Numbers = [f64; SIZE];

/// One match with what it ought to be.
struct Row {
    numbers: Numbers,
    is_source: bool,
    weight: f64,
}

/// Prints the weights for which the threshold is at a score of one half.
pub fn report() {
    let asked: Vec<(Trial, Vec<Answer>)> = quality::trials(Use::Fit)
        .into_iter()
        .map(|trial| {
            let answers = quality::ask(&trial);
            (trial, answers)
        })
        .collect();
    let cases: Vec<(&Case, &Answer)> =
        asked.iter().flat_map(|(trial, answers)| trial.cases.iter().zip(answers)).collect();
    let mut weights = [0.0; SIZE];
    let mut weights_of_kinds: HashMap<&str, f64> = HashMap::new();
    for _ in 0..ROUNDS {
        weights = fit(&rows(&cases, &weights, &weights_of_kinds));
        let line = line(&cases, &weights);
        for (kind, bar) in KINDS.map(|kind| (kind, BAR)).into_iter().chain([("paraphrase", PARAPHRASE_BAR)]) {
            let missed = (bar - part_found(&cases, kind, &weights, line)).clamp(-0.05, 0.05);
            *weights_of_kinds.entry(kind).or_insert(1.0) *= (missed * STEP).exp();
        }
    }
    let line = line(&cases, &weights);
    for kind in KINDS.into_iter().chain(["paraphrase"]) {
        println!(
            "{kind:<11} {:.3} weight {:.2}",
            part_found(&cases, kind, &weights, line),
            weights_of_kinds[kind]
        );
    }
    println!("BIAS: {:.3}", weights[0] - line);
    println!(
        "WEIGHTS: {:?}",
        weights[1..].iter().map(|weight| (weight * 1e3).round() / 1e3).collect::<Vec<f64>>()
    );
}

/// The logit that one in a hundred negatives passes.
fn line(cases: &[(&Case, &Answer)], weights: &Numbers) -> f64 {
    let mut negatives: Vec<f64> = cases
        .iter()
        .filter(|(case, _)| case.sources.is_empty())
        .map(|(_, answer)| nearest(answer, weights).map_or(f64::MIN, |found| logit(&numbers(found), weights)))
        .collect();
    negatives.sort_by(f64::total_cmp);
    negatives[negatives.len() - 1 - (negatives.len() as f64 * FALSE_ALARMS) as usize]
}

/// The part of the drafts of a kind whose source passes the line, of those whose source is among the matches.
fn part_found(cases: &[(&Case, &Answer)], kind: &str, weights: &Numbers, line: f64) -> f64 {
    let (mut passed, mut all) = (0.0, 0.0);
    for (case, answer) in cases.iter().filter(|(case, _)| case.kind == kind) {
        let sources = answer.matches.iter().filter(|found| quality::is_source(case, found));
        let logits = sources.map(|found| logit(&numbers(found), weights));
        if let Some(best) = logits.max_by(f64::total_cmp) {
            all += 1.0;
            passed += f64::from(u8::from(best > line));
        }
    }
    passed / f64::max(all, 1.0)
}

fn numbers(found: &Match) -> Numbers {
    let mut numbers = [1.0; SIZE];
    for (number, factor) in numbers.iter_mut().skip(1).zip(found.evidence.factors()) {
        *number = f64::from(factor);
    }
    numbers
}

fn logit(numbers: &Numbers, weights: &Numbers) -> f64 {
    numbers.iter().zip(weights).map(|(number, weight)| number * weight).sum()
}

fn nearest<'a>(answer: &'a Answer, weights: &Numbers) -> Option<&'a Match> {
    answer.matches.iter().max_by(|a, b| logit(&numbers(a), weights).total_cmp(&logit(&numbers(b), weights)))
}

/// The sources of the positives, and of each negative the match that comes nearest to an alarm. Kinds weigh the same.
fn rows(cases: &[(&Case, &Answer)], weights: &Numbers, weights_of_kinds: &HashMap<&str, f64>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (case, answer) in cases {
        let of_kind = cases.iter().filter(|(other, _)| other.kind == case.kind).count() as f64;
        if case.sources.is_empty() {
            let weight = NEGATIVE_WEIGHT / of_kind;
            rows.extend(nearest(answer, weights).map(|found| Row {
                numbers: numbers(found),
                is_source: false,
                weight,
            }));
        } else {
            let sources = answer.matches.iter().filter(|found| quality::is_source(case, found));
            rows.extend(sources.map(|found| Row {
                numbers: numbers(found),
                is_source: true,
                weight: weights_of_kinds.get(case.kind).unwrap_or(&1.0) / of_kind,
            }));
        }
    }
    rows
}

fn fit(rows: &[Row]) -> Numbers {
    let mut weights = [0.0; SIZE];
    for _ in 0..STEPS {
        let mut slope = [0.0; SIZE];
        let mut curve = [[0.0; SIZE]; SIZE];
        for Row { numbers, is_source, weight } in rows {
            let chance = 1.0 / (1.0 + (-logit(numbers, &weights)).exp());
            for at in 0..SIZE {
                slope[at] += weight * (f64::from(u8::from(*is_source)) - chance) * numbers[at];
                for other in 0..SIZE {
                    curve[at][other] += weight * chance * (1.0 - chance) * numbers[at] * numbers[other];
                }
            }
        }
        for at in 0..SIZE {
            slope[at] -= RIDGE * weights[at];
            curve[at][at] += RIDGE;
        }
        let step = solve(curve, slope);
        for at in 0..SIZE {
            weights[at] += step[at];
        }
    }
    weights
}

/// Solves a system of equations by elimination; the matrix is positive definite.
fn solve(mut matrix: [Numbers; SIZE], mut right: Numbers) -> Numbers {
    for pivot in 0..SIZE {
        for row in pivot + 1..SIZE {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            for column in pivot..SIZE {
                matrix[row][column] -= factor * matrix[pivot][column];
            }
            right[row] -= factor * right[pivot];
        }
    }
    for pivot in (0..SIZE).rev() {
        for column in pivot + 1..SIZE {
            right[pivot] -= matrix[pivot][column] * right[column];
        }
        right[pivot] /= matrix[pivot][pivot];
    }
    right
}
