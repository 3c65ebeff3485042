//! How a departure looks from outside. The sheet that is signed is this view as it stood then.

use domain::{
    departures::{AccountExit, DepartureStep, LikenessReason, TakedownOutcome},
    id::{AccountId, DepartureId, EmployeeId, NoteId},
    identity::{Action, Scope},
    seats::Ownership,
    time::{Day, Instant},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{AccountRow, DepartureRow, Loaded, TakedownRow};
use crate::{http::can::Can, kept_files::hex, text::Text};

/// A step, and whether it is done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DepartureStepView {
    step: DepartureStep,
    is_done: bool,
    /// What there is to say of it.
    note: Option<String>,
    done_by: Option<String>,
    done_at: Option<Instant>,
}

/// An account of the person, and what becomes of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DepartureAccountView {
    account: AccountId,
    nickname: String,
    /// Leads that it brought.
    leads: i64,
    /// Whose it is, by the seat on which it was bound when the departure began; absent where it had none.
    ownership: Option<Ownership>,
    exit: Option<AccountExit>,
    /// The exits that are lawful for it.
    exits: Vec<AccountExit>,
    /// Why there is no other; absent where there are several.
    why: Option<String>,
    /// Who follows up its leads and conversations.
    successor: Option<EmployeeId>,
    successor_name: Option<String>,
    unbound_at: Option<Instant>,
}

/// A note that shows the person, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TakedownView {
    note: NoteId,
    account: AccountId,
    title: String,
    published_on: Day,
    reasons: Vec<LikenessReason>,
    outcome: Option<TakedownOutcome>,
    decided_by: Option<String>,
    decided_at: Option<Instant>,
}

/// How a departure ended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClosureView {
    by: String,
    at: Instant,
    /// The hash of the sheet, in hex digits: a copy that has another one was changed.
    sheet_sha256: String,
}

/// What the asker may do with a departure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DepartureCan {
    /// Do its steps.
    change: Can,
    /// Sign the sheet.
    close: Can,
}

/// A departure in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DepartureLine {
    id: DepartureId,
    employee: EmployeeId,
    employee_name: String,
    last_day: Day,
    opened_at: Instant,
    closed_at: Option<Instant>,
}

/// An employee's leaving.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DepartureView {
    id: DepartureId,
    employee: EmployeeId,
    employee_name: String,
    last_day: Day,
    reason: String,
    opened_by: String,
    opened_at: Instant,
    steps: Vec<DepartureStepView>,
    accounts: Vec<DepartureAccountView>,
    /// Items of Today that are still theirs.
    items_open: i64,
    takedowns: Vec<TakedownView>,
    closure: Option<ClosureView>,
    can: DepartureCan,
}

impl From<DepartureRow> for DepartureLine {
    fn from(row: DepartureRow) -> Self {
        let DepartureRow { id, employee, employee_name, last_day, opened_at, closure, .. } = row;
        let closed_at = closure.map(|closure| closure.at);
        Self { id, employee, employee_name, last_day, opened_at, closed_at }
    }
}

impl DepartureView {
    pub fn of(scope: &Scope, loaded: Loaded) -> Self {
        let facts = loaded.facts();
        let can = rights(scope, &loaded);
        let Loaded { row, steps, accounts, takedowns, items_open } = loaded;
        let step = |step: &DepartureStep| {
            let done = steps.iter().find(|row| row.step == *step);
            let note = done.map(|row| row.note.clone()).filter(|note| !note.is_empty());
            DepartureStepView {
                step: *step,
                is_done: facts.is_done(*step),
                note,
                done_by: done.map(|row| row.done_by.clone()),
                done_at: done.map(|row| row.done_at),
            }
        };
        let DepartureRow { id, employee, employee_name, last_day, reason, opened_by, opened_at, closure } =
            row;
        Self {
            id,
            employee,
            employee_name,
            last_day,
            reason,
            opened_by,
            opened_at,
            steps: DepartureStep::ALL.iter().map(step).collect(),
            accounts: accounts.into_iter().map(DepartureAccountView::from).collect(),
            items_open,
            takedowns: takedowns.into_iter().map(TakedownView::from).collect(),
            closure: closure.map(|closure| ClosureView {
                by: closure.by,
                at: closure.at,
                sheet_sha256: hex(&closure.sha256),
            }),
            can,
        }
    }
}

impl From<AccountRow> for DepartureAccountView {
    fn from(row: AccountRow) -> Self {
        let facts = row.facts();
        let lawful = |exit: &AccountExit| facts.judge_exit(*exit).is_ok();
        let exits = AccountExit::ALL.iter().copied().filter(lawful).collect();
        let AccountRow { account, nickname, leads, ownership, exit, successor, unbound_at } = row;
        let why = ownership.map(|ownership| why_exit(ownership).here().to_owned());
        let (successor, successor_name) = successor.unzip();
        Self { account, nickname, leads, ownership, exit, exits, why, successor, successor_name, unbound_at }
    }
}

impl From<TakedownRow> for TakedownView {
    fn from(row: TakedownRow) -> Self {
        let TakedownRow { note, account, title, published_on, reasons, decision } = row;
        let (outcome, decided_by, decided_at) = match decision {
            Some((outcome, by, at)) => (Some(outcome), Some(by), Some(at)),
            None => (None, None, None),
        };
        Self { note, account, title, published_on, reasons, outcome, decided_by, decided_at }
    }
}

/// Why an account on a seat has one exit and no other, and what to do instead.
pub(super) fn why_exit(ownership: Ownership) -> Text {
    match ownership {
        Ownership::EnterpriseCreated => Text::new(
            "企业创建的员工号归企业：留在公司，本人解绑，下一位用自己的人设接手。本人可以带走作品集。",
            "The company applied for this account and it stays: the person is unbound, and whoever follows speaks by a persona of their own. The person may take their portfolio along.",
        ),
        Ownership::PersonalAuthorized => Text::new(
            "员工授权的本人账号归员工：随人走，公司只解除授权，不能换绑给别人；名额释放后可以重新申请。",
            "The employee lent this account of their own: it goes with them, the company ends the authorisation and passes it to nobody else. The seat can be given back.",
        ),
    }
}

fn rights(scope: &Scope, loaded: &Loaded) -> DepartureCan {
    let facts = loaded.facts();
    let change = if facts.is_closed {
        Can::No(Text::new("交接单已签，不再改动。", "The sheet is signed; nothing changes any more."))
    } else if scope.may(Action::ManagePeople) {
        Can::Yes
    } else {
        Can::No(Text::new("你的角色不能办理离职。", "Your role does not permit handling departures."))
    };
    let open = facts.open_steps().len();
    let close = match &change {
        Can::Yes if open > 0 => {
            Can::No(Text::new(format!("还有 {open} 步没有完成。"), format!("{open} steps are not done.")))
        }
        other => other.clone(),
    };
    DepartureCan { change, close }
}
