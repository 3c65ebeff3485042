//! The shapes of the files, and that the same seed gives the same bytes.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use calamine::{Reader as _, SheetVisible, open_workbook_auto};
use simulator::{ExportFile, ExportKind, Oddity, Shape, grow, write_exports, write_matrix};

use crate::{last_day, reading};

fn write(seed: u64, dir: &Path) -> Vec<ExportFile> {
    write_matrix(seed, last_day(), &Shape::DEMO, dir).unwrap()
}

fn all_files(dir: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { all_files(&path) } else { BTreeSet::from([path]) }).collect()
}

#[test]
fn the_same_seed_and_day_give_the_same_bytes() {
    let (one, two, other) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert_eq!(write(7, one.path()), write(7, two.path()));
    write(8, other.path());
    let mut differing = 0;
    for path in all_files(one.path()) {
        let name = path.strip_prefix(one.path()).unwrap();
        let bytes = fs::read(&path).unwrap();
        assert!(bytes == fs::read(two.path().join(name)).unwrap(), "{}", name.display());
        differing += usize::from(fs::read(other.path().join(name)).ok() != Some(bytes));
    }
    assert!(differing > 40);
}

#[test]
fn every_written_file_is_named_once_and_has_a_period_where_its_kind_has_one() {
    let dir = tempfile::tempdir().unwrap();
    let files = write(7, dir.path());
    let named: BTreeSet<_> = files.iter().map(|file| dir.path().join(&file.path)).collect();
    let mut found = all_files(dir.path());
    assert!(found.remove(&dir.path().join("manifest.json")));
    assert_eq!(named.len(), files.len());
    assert_eq!(named, found);
    assert!((38..=48).contains(&files.len()), "{}", files.len());
    for file in &files {
        let stands = matches!(file.kind, ExportKind::NoteList | ExportKind::Roster);
        assert_eq!(file.period.is_none(), stands, "{}", file.path.display());
        assert!(file.downloaded <= last_day());
    }
    let count = |kind| files.iter().filter(|file| file.kind == kind).count();
    assert_eq!((count(ExportKind::EmployeeLeads), count(ExportKind::ServiceQuality)), (13, 11));
    assert_eq!((count(ExportKind::JuguangReport), count(ExportKind::LeadList)), (4, 6));
}

#[test]
fn headers_are_the_platform_s() {
    let dir = tempfile::tempdir().unwrap();
    let (mut old, mut employees) = (0, 0);
    for file in write(7, dir.path()) {
        let sheet = reading::read(&dir.path().join(&file.path));
        let header = sheet.header.join(", ");
        let starts = match file.kind {
            ExportKind::NoteList if header.contains("创作者") => {
                employees += 1;
                "笔记标题, 创作者, 发布时间, 体裁, 曝光"
            }
            ExportKind::NoteList => {
                old += usize::from(sheet.header.len() == 11);
                assert!(matches!(sheet.header.len(), 11 | 13));
                assert_eq!(sheet.above.len(), 1);
                assert_eq!(sheet.above[0][0], "最多导出排序后前1000条笔记");
                "笔记标题, 首次发布时间, 体裁, 曝光, 观看量, 封面点击率, 点赞, 评论, 收藏, 涨粉, 分享"
            }
            ExportKind::EmployeeLeads => {
                "员工名称, 小红书账号id, 小红书昵称, 账号ID, 所属地区, 标签, 开通时间, 发布笔记数, 投流笔记数, \
                 笔记投流消耗, 总互动数, 总表单客资数, 总私信进线数, 总私信开口数, 总私信留资数, 笔记曝光量, 笔记点击量"
            }
            ExportKind::ServiceQuality => {
                "员工号名称, 员工号UID, 15秒首响率得分, 30秒回复率得分, 1分钟回复率得分, 1小时超时回复率得分, \
                 平均回复时长得分, 15秒首响率, 30秒回复率, 1分钟回复率, 1小时超时回复率, 平均回复时长, 用户评价得分"
            }
            ExportKind::JuguangReport => {
                "时间, 账户名称, 投放ID, 计划名称, 计划ID, 单元名称, 单元ID, 创意名称"
            }
            ExportKind::LeadList => "线索生成时间, 归属账号, 流量类型, 转化方式, 手机号, 微信号",
            ExportKind::Roster => "工号, 姓名, 手机号, 门店, 大区, 岗位, 入职日期",
        };
        assert!(header.starts_with(starts), "{}: {header}", file.path.display());
    }
    assert_eq!((old, employees), (2, 1));
}

#[test]
fn the_oddities_are_there() {
    let dir = tempfile::tempdir().unwrap();
    let files = write(7, dir.path());
    let bytes = |file: &ExportFile| fs::read(dir.path().join(&file.path)).unwrap();
    let csv = || files.iter().filter(|file| file.path.extension().unwrap() == "csv");
    let with_mark = csv().filter(|file| bytes(file).starts_with(&[0xef, 0xbb, 0xbf])).count();
    let not_utf8 = csv().filter(|file| String::from_utf8(bytes(file)).is_err()).count();
    assert!(with_mark > 10 && csv().count() - with_mark - not_utf8 == 3, "UTF-8 with and without a mark");
    assert_eq!(not_utf8, 6, "GB18030 in the older half of the weeks");
    assert!(files.iter().any(|file| file.path.to_string_lossy().contains("笔记列表明细表 (1)")));

    let all = || files.iter().flat_map(|file| file.oddities.iter().map(move |oddity| (file, oddity)));
    assert_eq!(all().filter(|(_, oddity)| matches!(oddity, Oddity::BadCell { .. })).count(), 3);
    for (file, oddity) in all() {
        let path = dir.path().join(&file.path);
        let sheet = reading::read(&path);
        match oddity {
            Oddity::BadCell { row, column, value } => {
                assert_eq!(&sheet.rows[row - 2 - sheet.above.len()][column], value);
            }
            Oddity::UnknownColumn { column } => assert!(sheet.header.contains(column)),
            Oddity::SecretColumn { column } => {
                assert!(sheet.rows.iter().all(|row| row[column].contains("并非真实")));
            }
            Oddity::Conflict { user_id, column, now, .. } => {
                let row = sheet.rows.iter().find(|row| row["账号ID"] == *user_id).unwrap();
                assert_eq!(reading::count(&row[column]), Some(*now));
            }
            Oddity::HiddenSheet => {
                let workbook = open_workbook_auto(&path).unwrap();
                assert_eq!(workbook.sheets_metadata()[1].visible, SheetVisible::Hidden);
            }
        }
    }
    let kinds: BTreeSet<_> =
        all().map(|(_, oddity)| std::mem::discriminant(oddity)).map(|kind| format!("{kind:?}")).collect();
    assert_eq!(kinds.len(), 5, "every oddity occurs");
}

#[test]
fn two_accounts_of_one_nickname_have_folders_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let matrix = grow(7, last_day(), &Shape::DEMO);
    let files = write_exports(&matrix, dir.path()).unwrap();
    let twins: Vec<_> = matrix.accounts.iter().filter(|account| matrix.shares_nickname(account)).collect();
    assert_eq!(twins.len(), 2);
    assert_ne!(twins[0].holder, twins[1].holder);
    for twin in twins {
        let own = files
            .iter()
            .filter(|file| file.account.as_ref().is_some_and(|name| name.user_id == twin.user_id));
        assert_eq!(own.count(), 1);
    }
}

#[test]
fn shapes_from_the_smallest_to_a_large_one_can_be_written() {
    for (stores, accounts, weeks) in [(1, 1, 1), (1, 4, 2), (12, 120, 5)] {
        let dir = tempfile::tempdir().unwrap();
        let shape = Shape { stores, accounts, weeks, pace_percent: 300 };
        assert!(!write_matrix(1, last_day(), &shape, dir.path()).unwrap().is_empty());
    }
}
