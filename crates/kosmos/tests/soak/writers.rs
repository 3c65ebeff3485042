//! Two people at work until the server falls: one brings files in, the other keeps the books.

use std::{
    sync::{Mutex, MutexGuard, mpsc::Sender},
    time::Duration,
};

use rand::{RngExt as _, rngs::StdRng};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    files::File,
    ledger::{Asked, Column, Ledger, Story},
    server::{Client, Cut},
};

/// A cloneable way to the ledger.
pub type Shared = Mutex<Ledger>;

fn open(ledger: &Shared) -> MutexGuard<'_, Ledger> {
    ledger.lock().unwrap()
}

fn uuid(id: &str) -> Uuid {
    Uuid::parse_str(id.split('_').nth(1).unwrap()).unwrap()
}

/// The pause between two looks at an import that is under way.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Brings files in, runs them and takes some back; tells `begun` the rows of each run that was acknowledged.
pub fn import(client: &Client, ledger: &Shared, chance: &mut StdRng, begun: &Sender<u32>) -> Cut {
    loop {
        let step = match chance.random_range(0..10) {
            0 => take_back(client, ledger),
            1 => run_what_waits(client, ledger, begun),
            2 => bring_in(client, ledger, chance).map(drop),
            way => bring_in(client, ledger, chance).and_then(|name| {
                run(client, ledger, &name, begun)?;
                // Some are left to queue behind each other, as files that are brought in together do.
                if way < 8 { watch(client, ledger, &name) } else { Ok(()) }
            }),
        };
        if let Err(cut) = step {
            return cut;
        }
    }
}

fn bring_in(client: &Client, ledger: &Shared, chance: &mut StdRng) -> Result<String, Cut> {
    let file = File::draw(open(ledger).number(), chance);
    let name = file.name();
    let story = Story::of(file);
    open(ledger).stories.insert(name.clone(), story);
    let answer = client.upload(&name, &file.content())?.of(201);
    let mut ledger = open(ledger);
    ledger.acknowledged += 1;
    ledger.stories.get_mut(&name).unwrap().import = Some(uuid(answer.id()));
    Ok(name)
}

fn run(client: &Client, ledger: &Shared, name: &str, begun: &Sender<u32>) -> Result<(), Cut> {
    let path = ask(ledger, name, "run", |story| &mut story.run);
    client.send("POST", &path, &json!({}))?.of(202);
    acknowledge(ledger, name, |story| &mut story.run);
    let rows = open(ledger).stories[name].file.rows;
    // Nobody listens any more when the moment has come.
    let _ = begun.send(rows);
    Ok(())
}

/// Stays with an import until it has come to its end.
fn watch(client: &Client, ledger: &Shared, name: &str) -> Result<(), Cut> {
    let path = path_of(ledger, name);
    loop {
        let answer = client.send("GET", &path, &Value::Null)?.of(200);
        if !["waiting", "running"].contains(&answer.json["state"].as_str().unwrap()) {
            return Ok(());
        }
        std::thread::park_timeout(LOOK_AGAIN);
    }
}

fn path_of(ledger: &Shared, name: &str) -> String {
    format!("/imports/import_{}", open(ledger).stories[name].import.unwrap().simple())
}

/// Runs a file that was brought in before, perhaps before the last fall.
fn run_what_waits(client: &Client, ledger: &Shared, begun: &Sender<u32>) -> Result<(), Cut> {
    let waits = |story: &Story| story.import.is_some() && story.run == Asked::No && story.state == "proposed";
    let Some(name) = open(ledger).story(waits).map(|story| story.file.name()) else { return Ok(()) };
    run(client, ledger, &name, begun)
}

fn take_back(client: &Client, ledger: &Shared) -> Result<(), Cut> {
    let is_there =
        |story: &Story| story.state == "done" && story.reversal == Asked::No && story.compared.is_some();
    let Some(name) = open(ledger).story(is_there).map(|story| story.file.name()) else { return Ok(()) };
    let path = ask(ledger, &name, "reversal", |story| &mut story.reversal);
    client.send("POST", &path, &json!({}))?.of(202);
    acknowledge(ledger, &name, |story| &mut story.reversal);
    Ok(())
}

/// Notes that something is about to be asked of an import; the path to ask at.
fn ask(ledger: &Shared, name: &str, noun: &str, which: impl Fn(&mut Story) -> &mut Asked) -> String {
    *which(open(ledger).stories.get_mut(name).unwrap()) = Asked::Perhaps;
    format!("{}/{noun}", path_of(ledger, name))
}

fn acknowledge(ledger: &Shared, name: &str, which: impl Fn(&mut Story) -> &mut Asked) {
    let mut ledger = open(ledger);
    *which(ledger.stories.get_mut(name).unwrap()) = Asked::Yes;
    ledger.acknowledged += 1;
}

/// Keeps the books: stores, people, accounts, who holds them, invitations.
pub fn keep_books(client: &Client, ledger: &Shared, chance: &mut StdRng) -> Cut {
    loop {
        let step = match chance.random_range(0..8) {
            0 => make(client, ledger, Column::Store),
            1 => make(client, ledger, Column::Employee),
            2 => make(client, ledger, Column::Account),
            3 => make(client, ledger, Column::Invitation),
            4 => rename(client, ledger, chance),
            5 => release(client, ledger, chance),
            _ => hand_over(client, ledger, chance),
        };
        if let Err(cut) = step {
            return cut;
        }
    }
}

/// Rows that are made of one sort; a brand may have few more invitations.
const ROWS_MAX: usize = 400;

fn make(client: &Client, ledger: &Shared, column: Column) -> Result<(), Cut> {
    if open(ledger).ids(column).len() >= ROWS_MAX {
        return Ok(());
    }
    let number = open(ledger).number();
    let name = format!("第{number}号");
    let (path, body, text) = match column {
        Column::Store => ("/stores", json!({ "name": name, "region": "华东" }), name),
        Column::Employee => (
            "/employees",
            json!({ "name": name, "employee_no": format!("E{number}"), "phone": "13800000000" }),
            name,
        ),
        Column::Account | Column::Holder => ("/accounts", json!({ "kind": "kos", "nickname": name }), name),
        Column::Invitation => {
            let email = format!("guest{number}@muli.example");
            ("/invitations", json!({ "email": email, "role": "operator", "visibility": "all" }), email)
        }
    };
    let answer = client.send("POST", path, &body)?.of(201);
    let id = match column {
        Column::Invitation => answer.json["invitation"]["id"].as_str().map(uuid).unwrap(),
        _ => uuid(answer.id()),
    };
    let mut ledger = open(ledger);
    ledger.hold(column, id, Some(text));
    if column == Column::Account {
        ledger.hold(Column::Holder, id, None);
    }
    Ok(())
}

fn any(ledger: &Shared, column: Column, chance: &mut StdRng) -> Option<Uuid> {
    let ids = open(ledger).ids(column);
    (!ids.is_empty()).then(|| ids[chance.random_range(0..ids.len())])
}

fn rename(client: &Client, ledger: &Shared, chance: &mut StdRng) -> Result<(), Cut> {
    let Some(store) = any(ledger, Column::Store, chance) else { return Ok(()) };
    let name = format!("改名{}", open(ledger).number());
    let path = format!("/stores/store_{}", store.simple());
    change(
        client,
        ledger,
        (Column::Store, store),
        ("PATCH", &path, &json!({ "name": name }), 200),
        Some(name.clone()),
    )
}

fn hand_over(client: &Client, ledger: &Shared, chance: &mut StdRng) -> Result<(), Cut> {
    let account = any(ledger, Column::Account, chance);
    let (Some(account), Some(employee)) = (account, any(ledger, Column::Employee, chance)) else {
        return Ok(());
    };
    let path = format!("/accounts/account_{}/holder", account.simple());
    let employee = employee.simple();
    let body = json!({ "employee": format!("employee_{employee}") });
    change(client, ledger, (Column::Holder, account), ("PUT", &path, &body, 200), Some(employee.to_string()))
}

fn release(client: &Client, ledger: &Shared, chance: &mut StdRng) -> Result<(), Cut> {
    let Some(account) = any(ledger, Column::Account, chance) else { return Ok(()) };
    let is_held = open(ledger).cells[&(Column::Holder, account)].acknowledged.0.is_some();
    if !is_held {
        return Ok(());
    }
    let path = format!("/accounts/account_{}/holder", account.simple());
    change(client, ledger, (Column::Holder, account), ("DELETE", &path, &Value::Null, 204), None)
}

fn change(
    client: &Client,
    ledger: &Shared,
    (column, id): (Column, Uuid),
    (method, path, body, status): (&str, &str, &Value, u16),
    text: Option<String>,
) -> Result<(), Cut> {
    open(ledger).ask(column, id, text.clone());
    client.send(method, path, body)?.of(status);
    open(ledger).hold(column, id, text);
    Ok(())
}
