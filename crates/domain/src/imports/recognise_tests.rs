//! Files recognised by their first rows.

use proptest::prelude::*;

use super::*;
use crate::imports::{needs, required as required_groups};

fn rows(list: &[&str]) -> Vec<Vec<String>> {
    list.iter().map(|row| row.split(',').map(|cell| cell.trim().to_owned()).collect()).collect()
}

const NOTE_LIST: &str = "笔记标题, 首次发布时间, 体裁, 曝光, 观看量, 封面点击率, 点赞, 评论, 收藏, 涨粉, 分享, 人均观看时长, 弹幕";
const NOTE_LIST_OLD: &str =
    "笔记标题, 首次发布时间, 体裁, 曝光, 观看量, 封面点击率, 点赞, 评论, 收藏, 涨粉, 分享";
const EMPLOYEE_LEADS: &str = "员工名称, 小红书账号id, 小红书昵称, 账号ID, 所属地区, 标签, 开通时间, 发布笔记数, 投流笔记数, 笔记投流消耗, 总互动数, 总表单客资数, 总私信进线数, 总私信开口数, 总私信留资数, 笔记曝光量, 笔记点击量";
const SERVICE_QUALITY: &str = "员工号名称, 员工号UID, 15秒首响率得分, 30秒回复率得分, 1分钟回复率得分, 1小时超时回复率得分, 平均回复时长得分, 15秒首响率, 30秒回复率, 1分钟回复率, 1小时超时回复率, 平均回复时长, 用户评价得分";
const JUGUANG: &str = "时间, 账户名称, 投放ID, 计划名称, 计划ID, 单元名称, 单元ID, 创意名称, 创意ID, 笔记标题, 笔记ID, 笔记/素材, 消费, 展现量, 点击量, 点击率, 平均点击成本, 平均千次展示费用, 点赞, 评论, 收藏, 关注, 分享, 互动量, 平均互动成本, 行动按钮点击量, 行动按钮点击率, 私信进线数, 私信进线成本, 私信开口数, 私信开口成本, 私信开口条数, 私信留资数, 私信留资成本, 私信进线人数, 私信开口人数, 私信留资人数, 表单提交量, 有效表单量, 5s播放量";

#[test]
fn every_kind_is_recognised_by_the_headers_of_the_platform_and_knows_all_of_them() {
    for (header, kind) in [
        (NOTE_LIST, FileKind::NoteList),
        (NOTE_LIST_OLD, FileKind::NoteList),
        ("笔记标题, 创作者, 发布时间", FileKind::NoteList),
        (
            "标题, 发布者, 发布时间, 内容曝光数, 内容阅读数, 内容点赞数, 内容收藏数, 内容评论数, 内容分享数, 获得关注数, 私信进线数, 私信开口数, 私信留资数, 账号类型",
            FileKind::NoteList,
        ),
        (
            "笔记标题, 创作者, 发布时间, 自然曝光量, 推广曝光量, 自然阅读量, 推广阅读量, 3秒阅读率, 完播率, 7日下单金额, 7日ROI",
            FileKind::NoteList,
        ),
        (EMPLOYEE_LEADS, FileKind::EmployeeLeads),
        (SERVICE_QUALITY, FileKind::ServiceQuality),
        (JUGUANG, FileKind::JuguangReport),
        ("消费(元), 展现量（次）, 点击量, 点击率(%)", FileKind::JuguangReport),
        ("线索生成时间, 归属账号, 流量类型, 手机号, 微信号", FileKind::LeadList),
        ("线索生成时间, 用户小红书昵称, 来源笔记, 创意名称, 转化方式, 地区", FileKind::LeadList),
        (
            "姓名, 工号, 手机号, 门店, 大区, 岗位, 入职日期, 小红书账号id, 账号ID, 小红书昵称",
            FileKind::Roster,
        ),
    ] {
        let found = recognise(&rows(&[header])).unwrap_or_else(|refusal| panic!("{kind}: {refusal}"));
        assert_eq!((found.kind, found.header_row), (kind, 0), "{header}");
        assert_eq!(found.unknown, [] as [&str; 0], "{header}");
        assert_eq!(found.candidates[0].score, 100, "{header}");
        assert_eq!(found.mapping.validate(), Ok(()));
    }
}

#[test]
fn the_header_stands_below_banners_however_they_are_merged() {
    let banner = "最多导出排序后前1000条笔记";
    let repeated = [banner; 13].join(",");
    let data = "小户型收纳, 2026年06月22日18时01分32秒, 图文, 1317, 200, 0.05, 1, 2, 3, 4, 5, 6, 7";
    for above in [vec![banner], vec![repeated.as_str()], vec![banner, "", "导出时间：2026-06-22"], vec![]]
    {
        let mut list = above.clone();
        list.extend([NOTE_LIST, data, data]);
        let found = recognise(&rows(&list)).unwrap();
        assert_eq!((found.kind, found.header_row), (FileKind::NoteList, above.len()), "{above:?}");
    }
}

#[test]
fn secrets_are_dropped_by_name_and_unknown_columns_are_named() {
    let header = format!("{EMPLOYEE_LEADS}, 登录密码, Cookie, 店长备注");
    let found = recognise(&rows(&[&header])).unwrap();
    let dropped: Vec<&str> = found.dropped.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(dropped, ["登录密码", "Cookie"]);
    assert_eq!(found.unknown, ["店长备注"]);
    let old = recognise(&rows(&[NOTE_LIST_OLD])).unwrap();
    assert!(old.absent.contains(&Field::Danmaku) && old.absent.contains(&Field::WatchTimeMean));
}

#[test]
fn a_file_of_another_kind_gets_one_sentence_that_names_what_was_seen() {
    let other = recognise(&rows(&["菜名, 价格, 辣度", "宫保鸡丁, 38, 中"])).unwrap_err();
    assert!(other.zh().starts_with("表头是「菜名、价格、辣度」，不是可以导入的文件"), "{}", other.zh());
    let near = recognise(&rows(&["笔记标题, 体裁, 曝光, 观看量"])).unwrap_err();
    assert!(near.zh().contains("最像笔记列表明细，但缺少列「首次发布时间」"), "{}", near.zh());
    assert!(near.en().contains("the column “首次发布时间” is missing"), "{}", near.en());
    assert_eq!(recognise(&[]), Err(Unrecognised::NoHeader));
    assert_eq!(recognise(&rows(&["", ",,"])), Err(Unrecognised::NoHeader));
}

#[test]
fn what_the_file_does_not_say_is_asked_for() {
    for (header, period, account) in [
        (NOTE_LIST, false, true),
        ("笔记标题, 创作者, 发布时间", false, false),
        (EMPLOYEE_LEADS, true, false),
        (SERVICE_QUALITY, true, false),
        (JUGUANG, false, false),
        ("计划ID, 消费, 展现量", true, false),
        ("线索生成时间, 手机号", false, false),
        ("姓名, 工号", false, false),
    ] {
        let mapping = recognise(&rows(&[header])).unwrap().mapping;
        assert_eq!(needs(&mapping), crate::imports::Needs { period, account }, "{header}");
    }
}

proptest! {
    #[test]
    fn no_rows_make_it_panic(rows in proptest::collection::vec(proptest::collection::vec(".{0,12}", 0..8), 0..8)) {
        let _ = recognise(&rows);
    }

    #[test]
    fn a_kind_is_recognised_whatever_the_order_of_its_columns(
        columns in Just(EMPLOYEE_LEADS.split(", ").map(str::to_owned).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let found = recognise(&[columns]).unwrap();
        prop_assert_eq!(found.kind, FileKind::EmployeeLeads);
        prop_assert!(required_groups(found.kind).len() == 2 && found.unknown.is_empty());
    }
}
