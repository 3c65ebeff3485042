//! Rows of every kind read to records, and what is wrong with the bad ones.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    imports::{CellValue, Cells, Mapping, Personal, recognise},
    time::Instant,
    value::{Centi, Fen, Millis, Ppm},
};

fn cells(row: &str) -> Vec<String> {
    row.split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn reader(header: &str) -> RowReader {
    let recognition = recognise(&[cells(header)]).unwrap();
    let layout = recognition.mapping.apply(&cells(header)).unwrap();
    RowReader::new(&layout, reading()).unwrap()
}

fn reading() -> Reading {
    let day = |text: &str| text.parse().unwrap();
    Reading {
        zone: Zone::named("Asia/Shanghai").unwrap(),
        period: Some(Period::new(day("2026-06-15"), day("2026-06-21")).unwrap()),
        account: Some(AccountId::from_uuid(Uuid::from_u128(1))),
    }
}

fn read(reader: &mut RowReader, row: &str) -> Result<Option<Record>, Vec<CellProblem>> {
    let row = cells(row);
    reader.read(|index| match row.get(index).map(String::as_str) {
        None | Some("") => CellRef::Empty,
        Some(text) => CellRef::Text(text),
    })
}

fn problems(reader: &mut RowReader, row: &str) -> Vec<(String, String, Reason)> {
    let problems = read(reader, row).unwrap_err();
    let shown = |problem: CellProblem| (problem.column, problem.value.expose().to_owned(), problem.reason);
    problems.into_iter().map(shown).collect()
}

const NOTES: &str =
    "笔记标题|首次发布时间|体裁|曝光|观看量|封面点击率|点赞|评论|收藏|涨粉|分享|人均观看时长|弹幕";

#[test]
fn a_note_is_read_with_every_figure() {
    let record = read(
        &mut reader(NOTES),
        "小户型收纳|2026年06月22日18时01分32秒|图文|1.2万|1,317|6.50%|12|3|4|-||12.3|0",
    );
    let Ok(Some(Record::Note(note))) = record else { panic!("{record:?}") };
    assert_eq!(note.title, "小户型收纳");
    assert_eq!(Ok(note.published_at), "2026-06-22T10:01:32Z".parse::<Instant>());
    assert_eq!((note.impression, note.read), (Some(12_000), Some(1_317)));
    assert_eq!(note.cover_ctr, Some(Ppm(65_000)));
    assert_eq!((note.follow, note.share, note.danmaku), (None, None, Some(0)));
    assert_eq!(note.watch_time_mean, Some(Millis(12_300)));
}

#[test]
fn a_note_without_a_title_is_a_note() {
    let record = read(&mut reader(NOTES), "|2026-06-22|视频|1");
    let Ok(Some(Record::Note(note))) = record else { panic!("{record:?}") };
    assert_eq!(note.title, "");
}

#[test]
fn every_problem_of_a_row_is_named_with_its_column_and_value() {
    let mut reader = reader(NOTES);
    let found = problems(&mut reader, "标题|昨天|图文|-3|12个|6.5|1.5");
    let expected = [
        ("首次发布时间", "昨天", Reason::NotADate),
        ("曝光", "-3", Reason::Negative),
        ("观看量", "12个", Reason::NotANumber),
        ("封面点击率", "6.5", Reason::RateWithoutPercent),
        ("点赞", "1.5", Reason::NotWhole),
    ];
    let expected = expected.map(|(column, value, reason)| (column.to_owned(), value.to_owned(), reason));
    assert_eq!(found, expected);
    let missing = problems(&mut reader, "标题||图文");
    assert_eq!(missing, [("首次发布时间".to_owned(), String::new(), Reason::Missing)]);
}

#[test]
fn employee_leads_and_service_quality_take_the_period_that_was_asked_for() {
    let mut leads =
        reader("员工名称|小红书账号id|小红书昵称|账号ID|开通时间|笔记投流消耗|总私信进线数|笔记曝光量");
    let record = read(&mut leads, "张三|63521478|家居张三|5f1e0000000000000000abcd|-|1,317.01|12|3.4亿");
    let Ok(Some(Record::EmployeeLeads(leads))) = record else { panic!("{record:?}") };
    assert_eq!(Some(leads.period), reading().period);
    assert_eq!(leads.account_uid.as_deref(), Some("5f1e0000000000000000abcd"));
    assert_eq!((leads.opened_on, leads.fee), (None, Some(Fen(131_701))));
    assert_eq!(leads.impression, Some(340_000_000));

    let mut quality = reader("员工号名称|员工号UID|15秒首响率得分|15秒首响率|平均回复时长|用户评价得分");
    let record = read(&mut quality, "家居张三|5f1e0000000000000000abcd|4.8|33.33%|1.5|-");
    let Ok(Some(Record::ServiceQuality(quality))) = record else { panic!("{record:?}") };
    assert_eq!(quality.first_reply_15s_score, Some(Centi(480)));
    assert_eq!(quality.first_reply_15s_rate, Some(Ppm(333_300)));
    assert_eq!((quality.reply_time_mean, quality.user_rating), (Some(Millis(90_000)), None));
}

#[test]
fn a_juguang_row_has_its_own_day_and_its_totals_are_passed_over() {
    let mut reader = reader("时间|计划ID|消费（元）|展现量|点击量|点击率(%)|平均点击成本");
    let record = read(&mut reader, "2026-06-20|123456|1,317.01|10000|375|3.75|3.51");
    let Ok(Some(Record::Juguang(row))) = record else { panic!("{record:?}") };
    assert_eq!(row.period.from().to_string(), "2026-06-20");
    assert_eq!((row.fee, row.ctr, row.acp), (Some(Fen(131_701)), Some(Ppm(37_500)), Some(Fen(351))));
    assert_eq!(read(&mut reader, "合计|-|1317.01|10000|375|3.75|3.51"), Ok(None));
    assert_eq!(read(&mut reader, "总计"), Ok(None));
}

#[test]
fn a_lead_needs_someone_to_reach_and_its_contact_does_not_show_itself() {
    let mut reader = reader("线索生成时间|归属账号|流量类型|手机号|微信号|转化方式");
    let record = read(&mut reader, "2026/6/22 18:01|家居张三|广告流量|+86 138-1234-5678|Wx_abc|私信留资");
    let Ok(Some(Record::Lead(lead))) = &record else { panic!("{record:?}") };
    assert_eq!(lead.phone.as_ref().map(Personal::expose), Some("13812345678"));
    assert_eq!(lead.wechat.as_ref().map(Personal::expose), Some("Wx_abc"));
    assert!(!format!("{record:?}").contains("13812345678"));
    let found = problems(&mut reader, "2026/6/22 18:01|家居张三|自然流量|-||表单");
    assert_eq!(found, [("手机号".to_owned(), String::new(), Reason::Missing)]);
}

#[test]
fn an_id_whose_digits_were_rounded_away_is_refused() {
    let mut reader = reader("姓名|工号|小红书账号id");
    assert_eq!(problems(&mut reader, "张三|A1|6.51E+22")[0].2, Reason::DigitsLost);
    let row = [CellRef::Text("张三"), CellRef::Number(12.0), CellRef::Number(6.35e15)];
    let found = reader.read(|index| row[index]).unwrap_err();
    assert_eq!(found[0].reason, Reason::DigitsLost);
    let row = [CellRef::Text("张三"), CellRef::Number(12.0), CellRef::Number(63_521_478.0)];
    let Ok(Some(Record::Roster(roster))) = reader.read(|index| row[index]) else { panic!() };
    assert_eq!(
        (roster.employee_number.as_deref(), roster.xhs_account_id.as_deref()),
        (Some("12"), Some("63521478"))
    );
}

#[test]
fn a_cell_that_looks_like_a_login_is_dropped_and_counted() {
    let mut reader = reader("姓名|工号|门店");
    let record = read(&mut reader, "张三|7|web_session=040069b2f1a3c4d5e6f7");
    let Ok(Some(Record::Roster(roster))) = record else { panic!("{record:?}") };
    assert_eq!(roster.store, None);
    assert_eq!(reader.dropped().collect::<Vec<_>>(), [("门店", 1)]);
}

#[test]
fn a_login_in_a_column_of_figures_does_not_show_in_its_problem() {
    let mut reader = reader(NOTES);
    let read = read(&mut reader, "标题|2026-06-22|图文|web_session=040069b2f1a3c4d5e6f7");
    let Ok(Some(Record::Note(note))) = read else { panic!("{read:?}") };
    assert_eq!(note.impression, None);
    assert_eq!(reader.dropped().collect::<Vec<_>>(), [("曝光", 1)]);
}

#[test]
fn a_file_that_does_not_say_its_period_or_account_is_not_read_without() {
    let layout = |header: &str| {
        let headers = cells(header);
        Mapping::propose(recognise(std::slice::from_ref(&headers)).unwrap().kind, &headers)
            .apply(&headers)
            .unwrap()
    };
    let nothing = || Reading { period: None, account: None, ..reading() };
    let quality = layout("员工号UID|15秒首响率|30秒回复率");
    assert_eq!(RowReader::new(&quality, nothing()).unwrap_err(), NotReady::PeriodMissing);
    assert_eq!(RowReader::new(&layout(NOTES), nothing()).unwrap_err(), NotReady::AccountMissing);
    let mut own = RowReader::new(&layout("笔记标题|创作者|发布时间"), nothing()).unwrap();
    assert_eq!(
        problems(&mut own, "标题||2026-06-22"),
        [("创作者".to_owned(), String::new(), Reason::Missing)]
    );
}

#[test]
fn what_is_written_as_json_is_what_the_cells_say() {
    let row = "引号\"与\\反斜杠|2026-06-22 18:01:32|视频|12000|1317|6.50%|12|3|4|5|6|1分5秒|";
    let record = read(&mut reader(NOTES), row).unwrap().unwrap();
    let mut json = String::new();
    record.write_json(&mut json);
    let stored: Cells = serde_json::from_str(&json).unwrap();
    assert_eq!(stored, record.cells());
    assert_eq!(stored.get(Field::Title), Some(&CellValue::Text("引号\"与\\反斜杠".to_owned())));
    assert_eq!(stored.get(Field::WatchTimeMean), Some(&CellValue::Whole(65_000)));
    assert_eq!(stored.get(Field::Danmaku), None);
}

proptest! {
    #[test]
    fn a_row_is_a_record_or_has_problems_in_its_own_columns(row in proptest::collection::vec(".{0,20}", 0..16)) {
        let mut reader = reader(NOTES);
        let read = reader.read(|index| row.get(index).map_or(CellRef::Empty, |text| CellRef::Text(text)));
        if let Err(problems) = read {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| NOTES.contains(&problem.column)));
            prop_assert!(problems.iter().all(|problem| problem.value.expose().chars().count() <= 80));
        }
    }

    #[test]
    fn any_title_survives_its_json_form(title in "[^|]{1,30}") {
        let row = [title.as_str(), "2026-06-22"];
        let read = reader(NOTES).read(|index| row.get(index).map_or(CellRef::Empty, |text| CellRef::Text(text)));
        let record = read.unwrap().unwrap();
        let mut json = String::new();
        record.write_json(&mut json);
        prop_assert_eq!(serde_json::from_str::<Cells>(&json).unwrap(), record.cells());
    }
}
