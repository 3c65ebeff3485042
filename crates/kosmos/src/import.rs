//! Importing files from the command line: the same way as in the console, one file after the other.
//!
//! Each file is looked at first; what was seen is shown, and only what is confirmed is run. While a server has the
//! data, it runs the imports and this task watches; otherwise this task does the jobs itself.

use std::{
    io::{self, IsTerminal as _, Write as _},
    path::PathBuf,
    time::Duration,
};

use app::{
    App,
    identity::{BrandHere, brands_here, command_line_scope},
    text::Text,
};
use clap::Args;
use serde_json::{Value, json};

use crate::{
    config::Config,
    desk::Desk,
    failure::{self, Failure, Outcome},
    installation::{self, Place, Tenure},
    shown,
    terminal::{print, say},
};

/// Files that one command imports.
const FILES_MAX: usize = 1_000;
/// How often a running import is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(250);
/// Rejected rows that are shown; the console shows all.
const REJECTIONS_SHOWN_MAX: usize = 5;

/// What is to be imported, and how.
#[derive(Debug, Args)]
pub struct Order {
    /// The files, as they were downloaded.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The brand, by name or id; needed when there is more than one.
    #[arg(long)]
    pub brand: Option<String>,
    /// The first day that the files cover, like 2026-06-15, where they do not say so.
    #[arg(long, value_name = "DAY", requires = "period_to")]
    pub period_from: Option<String>,
    /// The last day that the files cover.
    #[arg(long, value_name = "DAY", requires = "period_from")]
    pub period_to: Option<String>,
    /// Whose notes the files list, where they do not say so: nickname, 小红书账号id, 账号ID or our id.
    #[arg(long)]
    pub account: Option<String>,
    /// What the files are, when it is not recognised rightly.
    #[arg(long, value_parser = shown::KINDS)]
    pub kind: Option<String>,
    /// Import without asking.
    #[arg(long, conflicts_with = "dry_run")]
    pub yes: bool,
    /// Show what would be read, and import nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Imports the files of the order.
pub async fn import(config: Config, order: Order) -> Outcome {
    if order.files.len() > FILES_MAX {
        return Err(Failure::usage(
            format!("一次最多导入 {FILES_MAX} 个文件。"),
            format!("At most {FILES_MAX} files are imported at a time."),
        ));
    }
    let place = Place::of(&config);
    if !place.is_installation() {
        let folder = place.folder.display();
        return Err(Failure::refused(
            format!(
                "{folder} 里还没有数据；请先运行 `kosmos serve` 完成初始化，或用 --data-dir 指明数据文件夹。"
            ),
            format!(
                "There is nothing in {folder} yet; run `kosmos serve` and set it up, or name the data folder with --data-dir."
            ),
        ));
    }
    place.refuse_unfinished()?;
    let who_runs = WhoRuns::find_out(&place)?;
    let app = installation::open(&config, "http://localhost".into()).await?;
    let brand = choose_brand(&app, order.brand.as_deref()).await?;
    let desk = Desk::at_the_machine(&app, command_line_scope(brand.id, app.now()));
    let mut counter = Counter { app: app.clone(), desk, who_runs };
    let mut failed = None;
    for file in &order.files {
        if let Err(failure) = counter.take(file, &order).await {
            let name = file.display();
            say_failure(&Text::new(
                format!("{name}：{}", failure.text.zh),
                format!("{name}: {}", failure.text.en),
            ));
            failed.get_or_insert(failure.exit);
        }
    }
    app.db().clone().close().await?;
    failed.map_or(Ok(()), |exit| {
        let text = Text::new("有文件没有导入。", "Some files were not imported.");
        Err(Failure { exit, text })
    })
}

/// Tells of one file that was not imported, so that the next one has its turn.
fn say_failure(text: &Text) {
    // Nobody is left to tell when the standard error is closed.
    let _ = writeln!(io::stderr(), "{}", text.get(failure::here()));
}

/// Who runs the jobs of the imports.
enum WhoRuns {
    /// This process; no server has the file.
    Us(#[expect(dead_code, reason = "held for its lock")] Option<Tenure>),
    /// The server that has the file.
    TheServer,
}

impl WhoRuns {
    fn find_out(place: &Place) -> Outcome<Self> {
        match place.take() {
            Ok(tenure) => Ok(Self::Us(tenure)),
            Err(failure) if failure.exit == failure::Exit::Refused => Ok(Self::TheServer),
            Err(failure) => Err(failure),
        }
    }
}

async fn choose_brand(app: &App, wanted: Option<&str>) -> Outcome<BrandHere> {
    let brands = brands_here(app).await?;
    let fits =
        |brand: &&BrandHere| wanted.is_none_or(|text| brand.name == text || brand.id.to_string() == text);
    let mut fitting = brands.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(brand), None) => Ok(brand.clone()),
        _ if brands.is_empty() => Err(Failure::refused(
            "还没有品牌；请先在浏览器里完成初始化。",
            "There is no brand yet; set Kosmos up in the browser first.",
        )),
        _ => {
            let names: Vec<&str> = brands.iter().map(|brand| brand.name.as_str()).collect();
            Err(Failure::usage(
                format!("请用 --brand 指明品牌：{}。", names.join("、")),
                format!("Name the brand with --brand: {}.", names.join(", ")),
            ))
        }
    }
}

/// Where files are handed in.
struct Counter {
    app: App,
    desk: Desk,
    who_runs: WhoRuns,
}

impl Counter {
    /// One file: look, decide, show, run, tell.
    async fn take(&mut self, file: &std::path::Path, order: &Order) -> Outcome {
        let seen = self.desk.upload("/imports", file).await?;
        let path = format!("/imports/{}", shown::text(&seen, "/id"));
        let decided = self.decide_and_confirm(&path, seen, order).await;
        if !matches!(decided, Ok(true)) {
            self.desk.delete(&path).await?;
            return decided.map(drop);
        }
        self.desk.post(&format!("{path}/run"), &json!({})).await?;
        let done = self.wait_for(&path).await?;
        print(&shown::result(&done, failure::here()))?;
        if shown::number(&done, "/rows_rejected") > 0 {
            let rejections = self.desk.get(&format!("{path}/rejections")).await?;
            print(&shown::rejections(&rejections, REJECTIONS_SHOWN_MAX, failure::here()))?;
        }
        shown::refuse_unless_done(&done)
    }

    /// Whether the file shall be run as it is planned now.
    async fn decide_and_confirm(&mut self, path: &str, seen: Value, order: &Order) -> Outcome<bool> {
        let decision = self.decision(&seen, order).await?;
        let planned = match decision {
            Some(decision) => self.desk.put(&format!("{path}/plan"), &decision).await?,
            None => seen,
        };
        print(&shown::preview(&planned, failure::here()))?;
        shown::refuse_incomplete(&planned)?;
        if order.dry_run { Ok(false) } else { confirm(order.yes) }
    }

    /// What the order says about this file and the file does not say itself.
    async fn decision(&mut self, seen: &Value, order: &Order) -> Outcome<Option<Value>> {
        let mut decision = serde_json::Map::new();
        let needs = |what: &str| seen.pointer(what).and_then(Value::as_bool).unwrap_or(false);
        if let Some(kind) = &order.kind {
            decision.insert("kind".into(), json!(kind));
        }
        let takes_period =
            needs("/proposal/needs_period") || seen.get("period").is_some_and(Value::is_object);
        if let (Some(from), Some(to), true) = (&order.period_from, &order.period_to, takes_period) {
            decision.insert("period".into(), json!({ "from": from, "to": to }));
        }
        if let (Some(account), true) = (&order.account, needs("/proposal/needs_account")) {
            decision.insert("account".into(), json!(self.account(account).await?));
        }
        Ok((!decision.is_empty()).then_some(Value::Object(decision)))
    }

    /// The id of the one account that is called like this.
    pub async fn account(&mut self, wanted: &str) -> Outcome<String> {
        let query: String = shown::in_a_query(wanted);
        let found = self.desk.get(&format!("/accounts?limit=50&q={query}")).await?;
        let items = found.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        let fits = |item: &&Value| {
            ["/id", "/nickname", "/xhs_no", "/xhs_uid"].iter().any(|field| shown::text(item, field) == wanted)
        };
        let mut fitting = items.iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(account), None) => Ok(shown::text(account, "/id").to_owned()),
            (None, _) => Err(Failure::usage(
                format!("没有叫「{wanted}」的账号；请写昵称、小红书账号id 或账号ID。"),
                format!("No account is called “{wanted}”; give its nickname, 小红书账号id or 账号ID."),
            )),
            _ => Err(Failure::usage(
                format!("有多个账号叫「{wanted}」；请写小红书账号id 或账号ID。"),
                format!("More than one account is called “{wanted}”; give its 小红书账号id or 账号ID."),
            )),
        }
    }

    async fn wait_for(&mut self, path: &str) -> Outcome<Value> {
        if matches!(self.who_runs, WhoRuns::Us(_)) {
            self.app.runner().run_until_idle().await?;
        }
        loop {
            let import = self.desk.get(path).await?;
            if !matches!(shown::text(&import, "/state"), "waiting" | "running") {
                return Ok(import);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
}

/// Asks the person at the terminal; a script has to say `--yes`.
fn confirm(yes: bool) -> Outcome<bool> {
    if yes {
        return Ok(true);
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::usage(
            "没有导入：在脚本里请加 --yes 导入，或加 --dry-run 只查看。",
            "Nothing was imported: in a script, add --yes to import or --dry-run to look.",
        ));
    }
    say(&Text::new("导入吗？[y/N]", "Import it? [y/N]"))?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| Failure::defect(&error))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是"))
}
