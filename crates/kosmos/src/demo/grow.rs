//! Growing the demo: a matrix from a seed, its export files handed in one by one, members for every role, and the life
//! of their accounts. Every day in it is told from the day on which it grows.

use std::path::Path;

use app::App;
use domain::time::Zone;
use serde_json::{Value, json};
use simulator::{Employee, ExportFile, Matrix, Shape};

use super::{
    cards, companies, papers, personas, seats,
    sign_in::{Person, SignIn},
    stage::{Colleagues, Stage},
};
use crate::{
    desk::Desk,
    failure::{Failure, Outcome},
    shown,
};

/// The seed of the demo's matrix.
const SEED: u64 = 7;
/// The zone of the demo's brand.
const ZONE: &str = "Asia/Shanghai";
/// Letters and digits that cannot be mistaken for one another.
const PASSWORD_ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567899";
/// Groups of characters in the password, and characters in each: 80 bits.
const PASSWORD_GROUPS: usize = 4;
const PASSWORD_GROUP_CHARS: usize = 4;
/// The domain of the demo's addresses, which belongs to nobody.
const MAIL_DOMAIN: &str = "qiheli.example";
/// The owner.
const OWNER: (&str, &str) = ("周敏", "owner");

/// A member besides the owner.
struct Colleague {
    name: &'static str,
    mailbox: &'static str,
    role: &'static str,
    role_name: &'static str,
    sees: Sees,
}

/// What a member sees.
enum Sees {
    All,
    FirstStore,
    OwnAccount,
}

const COLLEAGUES: [Colleague; 5] = [
    Colleague {
        name: "陈一诺",
        mailbox: "operator",
        role: "operator",
        role_name: "运营 operator",
        sees: Sees::All,
    },
    Colleague {
        name: "",
        mailbox: "employee",
        role: "employee",
        role_name: "员工 employee",
        sees: Sees::OwnAccount,
    },
    Colleague {
        name: "何静怡",
        mailbox: "service",
        role: "service_agent",
        role_name: "客服 service agent",
        sees: Sees::FirstStore,
    },
    Colleague {
        name: "梁文博",
        mailbox: "compliance",
        role: "compliance_officer",
        role_name: "合规 compliance officer",
        sees: Sees::All,
    },
    Colleague {
        name: "沈清越",
        mailbox: "auditor",
        role: "auditor",
        role_name: "审计 auditor",
        sees: Sees::All,
    },
];

/// Grows the demo into an installation that is not set up yet.
pub async fn grow(app: &App) -> Outcome<SignIn> {
    let password = new_password(app);
    let zone = Zone::named(ZONE).map_err(|error| Failure::defect(&error))?;
    let matrix = simulator::grow(SEED, app.now().day(&zone), &Shape::DEMO);
    let mut desk = Desk::for_a_person(app);
    let (name, mailbox) = OWNER;
    let founder = json!({
        "owner": { "name": name, "email": address(mailbox), "password": password },
        "organisation": format!("{}集团", matrix.brand.trim_end_matches("全屋定制")), "brand": matrix.brand,
        "zone": ZONE, "language": "zh",
    });
    desk.post("/setup", &founder).await?;
    hand_in(app, &mut desk, &matrix).await?;
    let mut people = vec![Person { role: "负责人 owner", email: address(mailbox) }];
    let [mut operator, mut officer, mut guide] = [const { None }; 3];
    for colleague in COLLEAGUES {
        let (person, colleagues_desk) = invite(app, &mut desk, &matrix, &colleague, &password).await?;
        match colleague.role {
            "operator" => operator = Some(colleagues_desk),
            "compliance_officer" => officer = Some(colleagues_desk),
            "employee" => guide = Some(colleagues_desk),
            _ => {}
        }
        people.push(person);
    }
    let nobody = || Failure::defect(&"a role of the demo is nobody's");
    let colleagues = Colleagues {
        operator: operator.ok_or_else(nobody)?,
        officer: officer.ok_or_else(nobody)?,
        guide: guide.ok_or_else(nobody)?,
    };
    let mut stage = Stage::set((app, &password), desk, colleagues, &matrix).await?;
    play(&mut stage).await?;
    app.runner().run_until_idle().await?;
    Ok(SignIn { people, password })
}

/// The life of the accounts: companies, papers, seats, texts, and somebody who leaves.
async fn play(stage: &mut Stage<'_>) -> Outcome {
    let entities = companies::found(stage).await?;
    papers::prove(stage).await?;
    papers::sign(stage).await?;
    seats::open(stage, &entities).await?;
    cards::look(stage).await?;
    cards::write(stage).await?;
    personas::speak(stage).await?;
    papers::leave(stage).await?;
    papers::propose(stage).await
}

/// The address of a mailbox.
pub fn address(mailbox: &str) -> String {
    format!("{mailbox}@{MAIL_DOMAIN}")
}

fn new_password(app: &App) -> String {
    let mut chance = [0; PASSWORD_GROUPS * PASSWORD_GROUP_CHARS];
    app.ids().fill(&mut chance);
    let letter =
        |byte: &u8| PASSWORD_ALPHABET.get(usize::from(byte % 32)).map_or('a', |letter| char::from(*letter));
    let groups =
        chance.chunks(PASSWORD_GROUP_CHARS).map(|group| group.iter().map(letter).collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// Hands every export file in, in the order in which a merchant would.
async fn hand_in(app: &App, desk: &mut Desk, matrix: &Matrix) -> Outcome {
    let folder = tempfile::tempdir_in(&app.settings().data_dir);
    let folder = folder.map_err(|error| Failure::file(&app.settings().data_dir, &error))?;
    let files = simulator::write_exports(matrix, folder.path()).map_err(|error| Failure::defect(&error))?;
    for file in files {
        hand_in_one(app, desk, matrix, folder.path(), &file).await?;
    }
    Ok(())
}

async fn hand_in_one(
    app: &App,
    desk: &mut Desk,
    matrix: &Matrix,
    folder: &Path,
    file: &ExportFile,
) -> Outcome {
    let seen = desk.upload("/imports", &folder.join(&file.path)).await?;
    let path = format!("/imports/{}", shown::text(&seen, "/id"));
    let needs = |place: &str| seen.pointer(place).and_then(Value::as_bool).unwrap_or(false);
    let mut decision = serde_json::Map::new();
    if let (Some(period), true) = (file.period, needs("/proposal/needs_period")) {
        decision.insert("period".into(), json!({ "from": period.from(), "to": period.to() }));
    }
    if let (Some(name), true) = (&file.account, needs("/proposal/needs_account")) {
        decision.insert("account".into(), json!(account(desk, matrix, name).await?));
    }
    if !decision.is_empty() {
        desk.put(&format!("{path}/plan"), &Value::Object(decision)).await?;
    }
    desk.post(&format!("{path}/run"), &json!({})).await?;
    app.runner().run_until_idle().await?;
    shown::refuse_unless_done(&desk.get(&path).await?)
}

/// The account whose notes a list holds; entered by hand when no file has shown it yet.
async fn account(desk: &mut Desk, matrix: &Matrix, name: &simulator::AccountName) -> Outcome<String> {
    let found = desk.get(&format!("/accounts?q={}", shown::in_a_query(&name.user_id))).await?;
    let known = shown::text(&found, "/items/0/id");
    if !known.is_empty() {
        return Ok(known.to_owned());
    }
    let kind =
        matrix.accounts.iter().find(|account| account.user_id == name.user_id).map(|account| account.kind);
    let entered = json!({
        "kind": kind.map_or("kos", simulator::AccountKind::code), "nickname": name.nickname,
        "xhs_uid": name.user_id, "xhs_no": name.red_id,
    });
    Ok(shown::text(&desk.post("/accounts", &entered).await?, "/id").to_owned())
}

/// Invites a colleague and accepts in their place.
async fn invite(
    app: &App,
    desk: &mut Desk,
    matrix: &Matrix,
    colleague: &Colleague,
    password: &str,
) -> Outcome<(Person, Desk)> {
    let Colleague { name, mailbox, role, role_name, sees } = colleague;
    let email = address(mailbox);
    let (name, draft) = match sees {
        Sees::All => ((*name).to_owned(), json!({ "email": email, "role": role, "visibility": "all" })),
        Sees::FirstStore => {
            let stores = desk.get("/stores").await?;
            let store = shown::text(&stores, "/items/0/id");
            let draft = json!({ "email": email, "role": role, "visibility": "stores", "stores": [store] });
            ((*name).to_owned(), draft)
        }
        Sees::OwnAccount => {
            let holder = holder(matrix)?;
            let found = desk.get(&format!("/employees?q={}", shown::in_a_query(&holder.number))).await?;
            let employee = shown::text(&found, "/items/0/id");
            let draft = json!({ "email": email, "role": role, "visibility": "own", "employee": employee });
            (holder.name.clone(), draft)
        }
    };
    let joined = join(app, desk, &draft, (&name, password)).await?;
    Ok((Person { role: role_name, email }, joined))
}

/// Invites somebody, accepts in their place, and returns the desk that they are signed in at.
pub async fn join(
    app: &App,
    host: &mut Desk,
    draft: &Value,
    (name, password): (&str, &str),
) -> Outcome<Desk> {
    let made = host.post("/invitations", draft).await?;
    let token = shown::text(&made, "/link").rsplit('#').next().unwrap_or_default();
    let accepted = json!({ "token": token, "name": name, "password": password });
    let mut desk = Desk::for_a_person(app);
    desk.post("/invitation-acceptances", &accepted).await?;
    Ok(desk)
}

/// An employee whose account the roster names beyond doubt.
fn holder(matrix: &Matrix) -> Outcome<&Employee> {
    let fits =
        |person: &&Employee| person.account.is_some() && person.account_ids_known && person.left.is_none();
    let found = matrix.employees.iter().find(fits);
    found.ok_or_else(|| Failure::defect(&"nobody on the roster holds an account"))
}
