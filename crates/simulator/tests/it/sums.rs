//! The truth in the manifest against sums taken from the files.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;
use simulator::{ExportFile, ExportKind, MANIFEST, Matrix, Shape, grow, write_exports};

use crate::{last_day, reading};

type Row = BTreeMap<String, String>;
type Metrics = BTreeMap<String, i64>;

struct Demo {
    dir: tempfile::TempDir,
    matrix: Matrix,
    files: Vec<ExportFile>,
    truth: Vec<Value>,
}

impl Demo {
    fn write(seed: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let matrix = grow(seed, last_day(), &Shape::DEMO);
        let files = write_exports(&matrix, dir.path()).unwrap();
        let manifest: Value = serde_json::from_slice(&fs::read(dir.path().join(MANIFEST)).unwrap()).unwrap();
        let truth = manifest["truth"].as_array().unwrap().clone();
        Self { dir, matrix, files, truth }
    }

    fn rows(&self, kind: ExportKind) -> impl Iterator<Item = (&ExportFile, Row)> {
        self.files.iter().filter(move |file| file.kind == kind).flat_map(|file| {
            let rows = reading::read(&self.dir.path().join(Path::new(&file.path))).rows;
            assert_eq!(rows.len(), file.rows, "{}", file.path.display());
            rows.into_iter().map(move |row| (file, row))
        })
    }

    /// Truth by (account or nothing, first day or nothing).
    fn truth(&self, kind: &str) -> BTreeMap<(Option<String>, Option<String>), Metrics> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let of_kind = self.truth.iter().filter(|sums| sums["kind"] == kind);
        of_kind
            .map(|sums| {
                let metrics = serde_json::from_value(sums["metrics"].clone()).unwrap();
                ((text(&sums["account"]), text(&sums["period"]["from"])), metrics)
            })
            .collect()
    }

    /// The account that alone bears the nickname.
    fn by_nickname(&self, nickname: &str) -> Option<String> {
        let mut bearers = self.matrix.accounts.iter().filter(|account| account.nickname == nickname);
        let first = bearers.next()?;
        bearers.next().is_none().then(|| first.user_id.clone())
    }
}

fn add(sums: &mut Metrics, other: impl IntoIterator<Item = (String, i64)>) {
    for (name, value) in other {
        *sums.entry(name).or_default() += value;
    }
}

#[test]
fn note_lists_add_up_to_the_truth() {
    let demo = Demo::write(7);
    let mut notes: BTreeMap<(String, String, String), Metrics> = BTreeMap::new();
    for (file, row) in demo.rows(ExportKind::NoteList) {
        let account = file.account.as_ref().map(|account| account.user_id.clone());
        let account = account.or_else(|| demo.by_nickname(&row["创作者"])).unwrap();
        let published = reading::digits(row.get("首次发布时间").unwrap_or_else(|| &row["发布时间"]));
        let note = notes.entry((account, row["笔记标题"].clone(), published)).or_default();
        for metric in ["曝光", "观看量", "点赞", "评论", "收藏", "涨粉", "分享", "弹幕"] {
            let value = row.get(metric).map(|cell| reading::count(cell).unwrap());
            note.extend(value.map(|value| (metric.to_owned(), value)));
        }
        note.insert("笔记数".to_owned(), 1);
    }
    let truth = demo.truth("note_list");
    let mut total = Metrics::new();
    for account in &demo.matrix.accounts {
        let mut sums = Metrics::new();
        notes
            .iter()
            .filter(|(key, _)| key.0 == account.user_id)
            .for_each(|(_, note)| add(&mut sums, note.clone()));
        assert_eq!(truth[&(Some(account.user_id.clone()), None)], sums, "{}", account.nickname);
        add(&mut total, sums);
    }
    assert_eq!(truth[&(None, None)], total);
    assert!(total["笔记数"] >= 300, "{total:?}");
}

#[test]
fn employee_leads_add_up_to_the_truth_without_the_bad_rows() {
    let demo = Demo::write(7);
    let mut said: BTreeMap<(Option<String>, Option<String>), Metrics> = BTreeMap::new();
    let mut bad = 0;
    for (file, row) in demo.rows(ExportKind::EmployeeLeads) {
        let week = Some(file.period.unwrap().from().to_string());
        let metrics: Option<Metrics> = row
            .iter()
            .skip_while(|_| row["开通时间"].ends_with("02-30"))
            .filter(|(name, _)| name.contains("数") || name.contains("量") || name.contains("消耗"))
            .map(|(name, cell)| match name.as_str() {
                "笔记投流消耗" => Some(("笔记投流消耗_fen".to_owned(), reading::hundredths(cell)?)),
                _ => Some((name.clone(), reading::count(cell).filter(|count| *count >= 0)?)),
            })
            .collect();
        match metrics.filter(|metrics| !metrics.is_empty()) {
            Some(metrics) => drop(said.insert((Some(row["账号ID"].clone()), week), metrics)),
            None => bad += 1,
        }
    }
    assert_eq!(bad, 3);
    for ((_, week), metrics) in said.clone() {
        add(said.entry((None, week)).or_default(), metrics);
    }
    assert_eq!(demo.truth("employee_leads"), said);
}

#[test]
fn service_quality_says_what_the_truth_says() {
    let demo = Demo::write(7);
    let mut said = BTreeMap::new();
    for (file, row) in demo.rows(ExportKind::ServiceQuality).filter(|(_, row)| row["平均回复时长"] != "-")
    {
        let rate = |name: &str| reading::hundredths(row[name].strip_suffix('%').unwrap()).unwrap() * 100;
        let rates = ["15秒首响率", "30秒回复率", "1分钟回复率", "1小时超时回复率"];
        let mut metrics: Metrics = rates.iter().map(|name| (format!("{name}_ppm"), rate(name))).collect();
        metrics
            .insert("平均回复时长_ms".to_owned(), reading::hundredths(&row["平均回复时长"]).unwrap() * 600);
        if row["用户评价得分"] != "-" {
            metrics
                .insert("用户评价得分_centi".to_owned(), reading::hundredths(&row["用户评价得分"]).unwrap());
        }
        said.insert((Some(row["员工号UID"].clone()), Some(file.period.unwrap().from().to_string())), metrics);
    }
    assert_eq!(demo.truth("service_quality"), said);
}

#[test]
fn juguang_reports_add_up_to_the_truth() {
    let demo = Demo::write(7);
    let mut said: BTreeMap<Option<String>, Metrics> = BTreeMap::new();
    let truth = demo.truth("juguang_report");
    for (file, row) in demo.rows(ExportKind::JuguangReport) {
        let period = file.period.unwrap();
        assert!(period.from().to_string() <= row["时间"] && row["时间"] <= period.to().to_string());
        let week = Some(period.from().to_string());
        let names = truth[&(None, week.clone())].keys().map(|name| name.trim_end_matches("_fen").to_owned());
        let metrics = names.map(|name| match name.as_str() {
            "消费" => ("消费_fen".to_owned(), reading::hundredths(&row[&name]).unwrap()),
            _ => (name.clone(), reading::count(&row[&name]).unwrap()),
        });
        add(said.entry(week).or_default(), metrics);
    }
    let totals: BTreeMap<_, _> =
        truth.into_iter().filter(|(key, _)| key.0.is_none()).map(|((_, week), sums)| (week, sums)).collect();
    assert_eq!(totals, said);
}

#[test]
fn lead_lists_agree_with_the_truth_and_with_the_employee_leads() {
    let demo = Demo::write(7);
    let mut said: BTreeMap<(Option<String>, Option<String>), Metrics> = BTreeMap::new();
    for (file, row) in demo.rows(ExportKind::LeadList) {
        let week = Some(file.period.unwrap().from().to_string());
        let account = demo.by_nickname(&row["归属账号"]);
        let ones = ["线索", &row["转化方式"], &row["流量类型"]].map(|name| (name.to_owned(), 1));
        if account.is_some() {
            add(said.entry((account, week.clone())).or_default(), ones.clone());
        }
        add(said.entry((None, week)).or_default(), ones);
        assert!(!row["手机号"].is_empty() || !row["微信号"].is_empty());
    }
    let truth = demo.truth("lead_list");
    let leads = demo.truth("employee_leads");
    for (key, sums) in said {
        let nonzero: Metrics = truth[&key].clone().into_iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(nonzero, sums, "{key:?}");
        if let Some(week) = leads.get(&key).filter(|_| key.0.is_some()) {
            assert_eq!(week["总私信留资数"], sums.get("私信留资").copied().unwrap_or(0), "{key:?}");
            assert_eq!(week["总表单客资数"], sums.get("表单").copied().unwrap_or(0), "{key:?}");
        }
    }
}
