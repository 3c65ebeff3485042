//! The sheet of a departure as a file: what was done, by whom and when, in rows that a table program reads.

use axum::extract::State;
use domain::{departures::DepartureStep, id::DepartureId};
use sheets::{Column, CsvWriter, SheetError, Value};

use super::{api::load, store::Loaded};
use crate::{
    App,
    http::{ApiError, FileBytes, Path, Permitted, download::Download, permit::ViewPeople},
    kept_files::hex,
    text::Text,
};

/// Takes the sheet of a departure out as a table.
#[utoipa::path(
    get, path = "/departures/{departure}/sheet", tag = "departures", params(("departure" = DepartureId, Path)),
    responses((status = 200, body = inline(FileBytes), content_type = "text/csv")),
    security(("session" = ["view_people"]), ("api_key" = ["view_people"]))
)]
pub(super) async fn download_sheet(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewPeople>,
    Path(id): Path<DepartureId>,
) -> Result<Download, ApiError> {
    let mut tx = app.db().read().await?;
    let loaded = load(&mut tx, &scope, id).await?;
    drop(tx);
    let bytes = table(&loaded).map_err(|error| {
        tracing::error!(%error, "the sheet of a departure could not be written");
        ApiError::broken()
    })?;
    Ok(Download { name: format!("{id}.csv"), content_type: "text/csv; charset=utf-8", bytes })
}

/// One row a fact: what, of what, what became of it, who and when.
fn table(loaded: &Loaded) -> Result<Vec<u8>, SheetError> {
    let heads = [
        Text::new("事项", "What"),
        Text::new("内容", "Of what"),
        Text::new("结果", "Outcome"),
        Text::new("经办人", "By"),
        Text::new("时间", "At"),
    ];
    let columns: Vec<Column> = heads.iter().map(|head| Column::new(head.here())).collect();
    let mut writer = CsvWriter::new(Vec::new(), &columns)?;
    for row in rows(loaded) {
        let cells: Vec<Value<'_>> = row.iter().map(|cell| Value::Text(cell.as_str())).collect();
        writer.row(&cells)?;
    }
    writer.finish()
}

fn rows(loaded: &Loaded) -> Vec<[String; 5]> {
    let Loaded { row, steps, accounts, takedowns, .. } = loaded;
    let facts = loaded.facts();
    let said = |zh: &str, en: &str| Text::new(zh, en).here().to_owned();
    let mut rows = vec![[
        said("离职", "Departure"),
        row.employee_name.clone(),
        row.last_day.to_string(),
        row.opened_by.clone(),
        row.opened_at.to_string(),
    ]];
    for step in DepartureStep::ALL {
        let done = steps.iter().find(|one| one.step == *step);
        let state = if facts.is_done(*step) { said("已完成", "done") } else { said("未完成", "open") };
        rows.push([
            said("步骤", "Step"),
            step.name().to_owned(),
            done.map_or_else(|| state.clone(), |one| format!("{state} {}", one.note)),
            done.map(|one| one.done_by.clone()).unwrap_or_default(),
            done.map(|one| one.done_at.to_string()).unwrap_or_default(),
        ]);
    }
    for account in accounts {
        rows.push([
            said("账号", "Account"),
            account.nickname.clone(),
            account.exit.map(|exit| exit.name().to_owned()).unwrap_or_default(),
            account.successor.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
            account.unbound_at.map(|at| at.to_string()).unwrap_or_default(),
        ]);
    }
    for note in takedowns {
        let decision = note.decision.as_ref();
        rows.push([
            said("笔记", "Note"),
            note.title.clone(),
            decision.map(|(outcome, ..)| outcome.name().to_owned()).unwrap_or_default(),
            decision.map(|(_, by, _)| by.clone()).unwrap_or_default(),
            decision.map(|(_, _, at)| at.to_string()).unwrap_or_default(),
        ]);
    }
    if let Some(closure) = &row.closure {
        let (by, at) = (closure.by.clone(), closure.at.to_string());
        rows.push([said("交接单", "Sheet"), hex(&closure.sha256), said("已签", "signed"), by, at]);
    }
    rows
}
