//! Importing from the command line: shown first, run when confirmed, by whoever has the data.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use crate::kit::{Server, complaint, kosmos};

const LEADS: &str = "员工名称,小红书账号id,小红书昵称,账号ID,总互动数,总私信进线数,总私信留资数\n\
    张伟,94210001,设计师小张,6650000000000000000000a1,10,5,2\n\
    王芳,94210002,软装搭配师小王,6650000000000000000000a2,三百多,8,3\n";
const WEEK: [&str; 4] = ["--period-from", "2026-06-01", "--period-to", "2026-06-07"];

struct Installation {
    folder: tempfile::TempDir,
    data: PathBuf,
    file: PathBuf,
}

impl Installation {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (data, file) = (folder.path().join("data"), folder.path().join("专业号-线索明细.csv"));
        let server = Server::of(&data);
        server.set_up();
        server.stop();
        fs::write(&file, LEADS).unwrap();
        Self { folder, data, file }
    }

    fn import(&self, file: &Path, flags: &[&str]) -> Output {
        kosmos(["import", "--log", "warn", "--data-dir"])
            .arg(&self.data)
            .arg(file)
            .args(flags)
            .output()
            .unwrap()
    }
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_file_is_shown_and_then_imported_with_its_bad_row_reported() {
    let here = Installation::new();
    let looked = here.import(&here.file, &[&WEEK[..], &["--dry-run"]].concat());
    assert_eq!(complaint(&looked), (0, String::new()));
    assert!(
        printed(&looked).starts_with("专业号-线索明细.csv: leads by employee, 2026-06-01 – 2026-06-07\n")
    );

    let done = here.import(&here.file, &[&WEEK[..], &["--yes"]].concat());
    assert_eq!(complaint(&done), (0, String::new()));
    let told = printed(&done);
    assert!(told.contains("rows 2: new 1, changed 0, unchanged 0, rejected 1"), "{told}");
    assert!(told.contains("row 3, 总互动数 “三百多”"), "{told}");
    let again = printed(&here.import(&here.file, &[&WEEK[..], &["--yes"]].concat()));
    assert!(again.contains("the very same file is loaded already"), "{again}");
    assert!(again.contains("rows 2: new 0, changed 0, unchanged 1, rejected 1"), "{again}");
}

#[test]
fn a_running_server_does_the_import_that_the_command_line_asks_for() {
    let here = Installation::new();
    let server = Server::of(&here.data);
    let done = here.import(&here.file, &[&WEEK[..], &["--yes"]].concat());
    assert_eq!(complaint(&done), (0, String::new()));
    assert!(printed(&done).contains("new 1"));
    let figures = server.get("/metrics").body;
    assert!(figures.contains("kosmos_import_rows_total 2"), "{figures}");
    assert!(figures.contains("kosmos_jobs_total{kind=\"run_import\",outcome=\"done\"} 1"), "{figures}");
}

#[test]
fn a_list_of_notes_is_given_to_the_account_that_the_command_line_names() {
    let here = Installation::new();
    here.import(&here.file, &[&WEEK[..], &["--yes"]].concat());
    let notes = here.folder.path().join("笔记列表明细表.csv");
    let row = "收纳,2026-06-20 18:01:32,图文,1000,200,5%,10,1,5,1,1,10,0";
    let head = "笔记标题,首次发布时间,体裁,曝光,观看量,封面点击率,点赞,评论,收藏,涨粉,分享,人均观看时长,弹幕";
    fs::write(&notes, format!("{head}\n{row}\n")).unwrap();
    let (_, sentence) = complaint(&here.import(&notes, &["--yes"]));
    assert!(sentence.contains("add --account"), "{sentence}");
    let (_, sentence) = complaint(&here.import(&notes, &["--yes", "--account", "谁"]));
    assert!(sentence.contains("No account is called “谁”"), "{sentence}");
    for name in ["设计师小张", "94210001", "6650000000000000000000a1"] {
        let done = here.import(&notes, &["--yes", "--account", name]);
        assert!(printed(&done).contains("rows 1:"), "{name}: {done:?}");
    }
}

#[test]
fn what_is_missing_is_asked_for_and_nothing_is_left_behind() {
    let here = Installation::new();
    let name = here.file.display();
    let (code, sentence) = complaint(&here.import(&here.file, &["--yes"]));
    assert_eq!(code, 2);
    assert!(sentence.starts_with(&format!(
        "{name}: The file does not say which days it covers; add --period-from and --period-to."
    )));
    let (code, sentence) = complaint(&here.import(&here.file, &WEEK));
    assert_eq!(code, 2);
    assert!(sentence.contains("add --yes to import or --dry-run to look"), "{sentence}");

    let menu = here.folder.path().join("菜单.csv");
    fs::write(&menu, "菜名,价格\n红烧肉,38\n").unwrap();
    let (code, sentence) = complaint(&here.import(&menu, &["--yes"]));
    assert_eq!(code, 1);
    assert!(sentence.ends_with("kosmos: Some files were not imported."), "{sentence}");
    let (code, sentence) = complaint(&here.import(&here.file, &["--yes", "--brand", "别的"]));
    assert_eq!((code, sentence.as_str()), (2, "kosmos: Name the brand with --brand: 木里全屋定制."));

    let server = Server::of(&here.data);
    let signed_in = server.sign_in();
    let list = server.get_with("/api/v1/imports", &[("cookie", signed_in.cookie())]).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 0);
}
