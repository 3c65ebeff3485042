//! Rosters go to the people, not into a table of figures.

use db::{DbError, Tx, params};
use domain::{
    id::{EmployeeId, ImportId},
    identity::Scope,
    imports::{Record, RosterRecord},
    time::Instant,
};

use super::{
    absorb::Counts,
    run::{KeptProblem, KeptRow, Outcome, RosterLine},
    table::Sealer,
};
use crate::{
    App,
    people::{Absorbed, RosterEffect, RosterRow, absorb_roster, forget_roster},
    text::Text,
};

/// What the code of a roster's problem starts with; the field that is to blame follows.
const CODE_PREFIX: &str = "roster_";
/// The code of a last day before the first one.
pub(super) const LEFT_TOO_EARLY: &str = "roster_left_on";

/// Hands the rows of a roster to the people; rows that they refuse join the rejected ones.
pub(super) async fn absorb(
    app: &App,
    tx: &mut Tx,
    scope: &Scope,
    import: ImportId,
    mut outcome: Outcome,
) -> Result<Outcome, DbError> {
    let lines = std::mem::take(&mut outcome.roster);
    if lines.is_empty() {
        return Ok(outcome);
    }
    let rows: Vec<RosterRow> = lines.iter().map(|line| row_of(&line.record)).collect();
    let absorbed = absorb_roster(tx, app, scope, &rows, import).await?;
    let (mut observations, mut rejections) = (Vec::new(), Vec::new());
    for (line, absorbed) in lines.into_iter().zip(absorbed) {
        match absorbed {
            Absorbed::Taken { employee, effect } => {
                count(&mut outcome.counts, effect);
                let record = Record::Roster(line.record);
                let cells = Sealer { tenant: scope.tenant, vault: app.vault() }.cells(&record);
                observations.extend(observation(scope, import, line.row_no, employee, cells));
            }
            Absorbed::Refused { field, problem: _ } => {
                outcome.rejected += 1;
                rejections.extend(rejection(app, scope, import, line, field));
            }
        }
    }
    let head = "insert into observations (tenant_id, import_id, row_no, subject_id, cells)";
    tx.insert_rows(head, 5, "", observations).await?;
    let head = "insert into rejections (tenant_id, import_id, row_no, problems, row_sealed)";
    tx.insert_rows(head, 5, "", rejections).await?;
    Ok(outcome)
}

const fn count(counts: &mut Counts, effect: RosterEffect) {
    match effect {
        RosterEffect::New => counts.new += 1,
        RosterEffect::Changed => counts.changed += 1,
        RosterEffect::Unchanged => counts.unchanged += 1,
    }
}

fn observation(
    scope: &Scope,
    import: ImportId,
    number: u32,
    employee: EmployeeId,
    cells: String,
) -> Vec<db::Value> {
    params![scope.tenant.uuid(), import.uuid(), i64::from(number), employee.uuid(), cells]
}

/// The row as it stands in the file, with the cell that is to blame.
fn rejection(app: &App, scope: &Scope, import: ImportId, line: RosterLine, field: &str) -> Vec<db::Value> {
    let RosterLine { row_no, record: _, cells, layout } = line;
    let blamed = layout.columns.iter().find(|column| column.field.code() == field);
    let value = blamed.and_then(|column| cells.get(column.index)).cloned().unwrap_or_default();
    let column = blamed.map(|column| column.header.clone()).unwrap_or_default();
    let problem = KeptProblem { column, code: format!("{CODE_PREFIX}{field}") };
    let problems = serde_json::to_string(&[problem]).unwrap_or_default();
    let kept = serde_json::to_string(&KeptRow { cells, values: vec![value] }).unwrap_or_default();
    let kept = app.vault().seal(scope.tenant, &kept);
    params![scope.tenant.uuid(), import.uuid(), i64::from(row_no), problems, kept]
}

fn row_of(record: &RosterRecord) -> RosterRow {
    RosterRow {
        name: record.name.clone(),
        employee_no: record.employee_number.clone(),
        phone: record.phone.clone(),
        store: record.store.clone(),
        region: record.area.clone().or_else(|| record.city.clone()),
        post: record.position.clone(),
        manager: record.manager.clone(),
        hired_on: record.joined_on,
        left_on: record.left_on,
        xhs_uid: record.account_uid.clone(),
        xhs_no: record.xhs_account_id.clone(),
        nickname: record.nickname.clone(),
    }
}

/// Takes back the employees that a roster added and that nothing else refers to; returns how many.
pub(super) async fn take_back(
    tx: &mut Tx,
    scope: &Scope,
    import: ImportId,
    now: Instant,
) -> Result<i64, DbError> {
    let forgotten = forget_roster(tx, scope, import, now).await?;
    let sql = "delete from observations where tenant_id = $1 and import_id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), import.uuid()]).await?;
    Ok(forgotten.employees)
}

/// Why a row of a roster was not taken.
pub(super) fn sentence(code: &str) -> Text {
    match code.strip_prefix(CODE_PREFIX) {
        Some("employee_number") => Text::new(
            "同一个工号对应了两个人；请核对工号。",
            "One employee number names two people; check the number.",
        ),
        Some("name") => Text::new(
            "花名册里有不止一位同名的人，无法判断是哪一位；请填写工号。",
            "More than one person has this name; fill in the employee number.",
        ),
        Some("left_on") => Text::new("离职日期早于入职日期。", "The last day lies before the first."),
        _ => Text::new("这一行与花名册里已有的内容矛盾。", "This row contradicts what is on the roster."),
    }
}
