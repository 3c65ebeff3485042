//! How long one row of a note list takes from cells to a checked record, and from there to its stored form.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{hint::black_box, time::Instant};

use domain::{
    id::AccountId,
    imports::{CellRef, Reading, RowReader, recognise},
    time::Zone,
};

const ROWS: u32 = 1_000_000;

const HEADER: [&str; 15] = [
    "笔记标题",
    "首次发布时间",
    "体裁",
    "曝光",
    "观看量",
    "封面点击率",
    "点赞",
    "评论",
    "收藏",
    "涨粉",
    "分享",
    "人均观看时长",
    "弹幕",
    "创作者",
    "笔记ID",
];

fn cell<'a>(row: &[CellRef<'a>], index: usize) -> CellRef<'a> {
    row.get(index).copied().unwrap_or(CellRef::Empty)
}

fn main() {
    let headers: Vec<String> = HEADER.iter().map(|header| (*header).to_owned()).collect();
    let from_csv = [
        CellRef::Text("小户型收纳的三个办法，第二个最省钱"),
        CellRef::Text("2026年06月22日18时01分32秒"),
        CellRef::Text("图文"),
        CellRef::Text("12,345"),
        CellRef::Text("1317"),
        CellRef::Text("6.50%"),
        CellRef::Text("12"),
        CellRef::Text("3"),
        CellRef::Text("45"),
        CellRef::Text("-"),
        CellRef::Text("7"),
        CellRef::Text("12.3"),
        CellRef::Empty,
        CellRef::Text("家居张三"),
        CellRef::Text("6670a1b2000000001e00c0de"),
    ];
    let from_xlsx = from_csv.map(|cell| match cell {
        CellRef::Text(text) if text.parse::<f64>().is_ok() => CellRef::Number(text.parse().unwrap_or(0.0)),
        cell => cell,
    });
    for (name, row) in [("text cells", from_csv), ("number cells", from_xlsx)] {
        let recognition = recognise(std::slice::from_ref(&headers)).expect("a note list");
        let layout = recognition.mapping.apply(&headers).expect("a whole mapping");
        let zone = Zone::named("Asia/Shanghai").expect("a zone");
        let account = Some(AccountId::from_uuid(uuid::Uuid::from_u128(1)));
        let mut reader =
            RowReader::new(&layout, Reading { zone, period: None, account }).expect("nothing is missing");
        let mut best = [f64::MAX; 2];
        for _ in 0..5 {
            let start = Instant::now();
            for _ in 0..ROWS {
                black_box(reader.read(|index| cell(black_box(&row), index)).is_ok());
            }
            best[0] = best[0].min(start.elapsed().as_secs_f64());
            let record = reader.read(|index| cell(&row, index)).expect("a good row").expect("no totals");
            let mut json = String::new();
            let start = Instant::now();
            for _ in 0..ROWS {
                json.clear();
                black_box(&record).write_json(&mut json);
                black_box(&json);
            }
            best[1] = best[1].min(start.elapsed().as_secs_f64());
        }
        let [read, write] = best.map(|seconds| seconds * 1e6 / f64::from(ROWS));
        println!("{name}: {read:.2} µs a row of 15 columns read and checked, {write:.2} µs written as JSON");
    }
}
