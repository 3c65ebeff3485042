//! Mappings: proposed, corrected, remembered.

use super::*;

fn headers(list: &[&str]) -> Vec<String> {
    list.iter().map(|header| (*header).to_owned()).collect()
}

fn places(layout: &Layout) -> Vec<(usize, Field)> {
    layout.columns.iter().map(|column| (column.index, column.field)).collect()
}

#[test]
fn a_saved_mapping_survives_moved_columns_and_its_json_form() {
    let mapping = Mapping::propose(FileKind::NoteList, &headers(&["笔记标题", "首次发布时间", "点赞"]));
    let json = serde_json::to_string(&mapping).unwrap();
    let saved: Mapping = serde_json::from_str(&json).unwrap();
    assert_eq!(saved, mapping);
    let moved = headers(&["点赞", "备注", "首次发布时间", "笔记 标题"]);
    let layout = saved.apply(&moved).unwrap();
    assert_eq!(places(&layout), [(0, Field::Like), (2, Field::PublishedAt), (3, Field::Title)]);
}

#[test]
fn a_correction_by_the_user_wins_over_what_the_header_suggests() {
    let file = headers(&["笔记标题", "首次发布时间", "点赞", "我的点赞"]);
    let mut mapping = Mapping::propose(FileKind::NoteList, &file);
    for column in &mut mapping.columns {
        match column.header.as_str() {
            "点赞" => column.target = Target::Ignored,
            "我的点赞" => column.target = Target::Field(Field::Like),
            _ => {}
        }
    }
    let layout = mapping.apply(&file).unwrap();
    assert_eq!(places(&layout), [(0, Field::Title), (1, Field::PublishedAt), (3, Field::Like)]);
}

#[test]
fn a_column_that_the_saved_mapping_never_saw_is_taken_for_what_it_says() {
    let mapping = Mapping::propose(FileKind::NoteList, &headers(&["笔记标题", "首次发布时间"]));
    let layout = mapping.apply(&headers(&["笔记标题", "首次发布时间", "弹幕"])).unwrap();
    assert!(places(&layout).contains(&(2, Field::Danmaku)));
}

#[test]
fn of_two_equal_headers_the_first_is_taken_and_the_user_may_choose_the_other() {
    let file = headers(&["笔记标题", "首次发布时间", "曝光", "曝光"]);
    let mut mapping = Mapping::propose(FileKind::NoteList, &file);
    assert!(places(&mapping.apply(&file).unwrap()).contains(&(2, Field::Impression)));
    for column in mapping.columns.iter_mut().filter(|column| column.header == "曝光") {
        let target = if column.nth == 0 { Target::Ignored } else { Target::Field(Field::Impression) };
        column.target = target;
    }
    assert!(places(&mapping.apply(&file).unwrap()).contains(&(3, Field::Impression)));
}

#[test]
fn a_mapping_that_cannot_be_used_says_why() {
    let file = headers(&["笔记标题", "首次发布时间", "点赞", "收藏", "密码"]);
    let with = |header: &str, target: Target| {
        let mut mapping = Mapping::propose(FileKind::NoteList, &file);
        for column in mapping.columns.iter_mut().filter(|column| column.header == header) {
            column.target = target;
        }
        mapping.validate()
    };
    assert_eq!(with("点赞", Target::Ignored), Ok(()));
    let twice = with("收藏", Target::Field(Field::Like)).unwrap_err();
    assert_eq!(twice.zh(), "列「点赞」和「收藏」对应了同一个字段，请只保留一个。");
    let missing = with("笔记标题", Target::Ignored).unwrap_err();
    assert_eq!(missing.zh(), "缺少列「笔记标题」。");
    assert!(matches!(with("收藏", Target::Field(Field::Wechat)), Err(MappingError::ForeignField { .. })));
    assert!(matches!(with("密码", Target::Field(Field::Creator)), Err(MappingError::SecretColumn { .. })));
}

#[test]
fn a_saved_mapping_cannot_bring_a_secret_column_back() {
    let mut mapping = Mapping::propose(FileKind::NoteList, &headers(&["笔记标题", "首次发布时间"]));
    mapping.columns.push(MappedColumn {
        header: "cookie".to_owned(),
        nth: 0,
        target: Target::Field(Field::NoteLink),
    });
    let layout = mapping.apply(&headers(&["笔记标题", "首次发布时间", "Cookie"])).unwrap();
    assert!(layout.is_secret(2));
    assert_eq!(layout.keepable(2, "anything"), None);
    assert_eq!(layout.keepable(0, "web_session=040069b2f1a3c4d5e6f7"), None);
    assert_eq!(layout.keepable(0, "小户型"), Some("小户型"));
    assert_eq!(places(&layout), [(0, Field::Title), (1, Field::PublishedAt)]);
}
