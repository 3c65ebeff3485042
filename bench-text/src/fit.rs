//! The weights of the score, fitted anew: a logistic regression by Newton's method.

use text::copies::{Answer, Evidence, Match};

use crate::quality::{self, Case, Trial, Use};

const SIZE: usize = Evidence::FACTORS + 1;
/// Keeps weights small where the data say little.
const RIDGE: f64 = 1e-3;
const STEPS: usize = 30;
/// How much the negatives weigh beside all kinds together.
const NEGATIVE_WEIGHT: f64 = 2.0;
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
    for _ in 0..3 {
        weights = fit(&rows(&cases, &weights));
    }
    let mut negatives: Vec<f64> = cases
        .iter()
        .filter(|(case, _)| case.sources.is_empty())
        .map(|(_, answer)| {
            nearest(answer, &weights).map_or(f64::MIN, |found| logit(&numbers(found), &weights))
        })
        .collect();
    negatives.sort_by(f64::total_cmp);
    let line = negatives[negatives.len() - 1 - (negatives.len() as f64 * FALSE_ALARMS) as usize];
    println!("BIAS: {:.3}", weights[0] - line);
    println!(
        "WEIGHTS: {:?}",
        weights[1..].iter().map(|weight| (weight * 1e3).round() / 1e3).collect::<Vec<f64>>()
    );
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
fn rows(cases: &[(&Case, &Answer)], weights: &Numbers) -> Vec<Row> {
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
                weight: 1.0 / of_kind,
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
