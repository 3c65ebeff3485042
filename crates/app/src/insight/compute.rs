//! Puts the figures of a period together: one ledger for each account, and what stands for the period.
//!
//! The board, its export, its sources and the weekly report all come from here, so that they cannot disagree.

use std::collections::BTreeMap;

use db::{DbError, Tx};
use domain::{
    id::AccountId,
    identity::{Scope, Sight},
    imports::FileKind,
    insight::{
        AccountState, Cover, Ledger, Loaded, Metric, Part, cover,
        metrics::{Amount, Nature, Origin},
        state_of,
        targets::{TargetId, Targets},
        today::Moment,
    },
    time::{Day, Period},
};

use super::{
    level::{self, Level},
    store::{
        self,
        accounts::{AccountRow, Filter},
        amounts::{Given, Whose, given},
        loaded::{OF_PERIODS, loaded},
    },
};

/// Which board is asked for.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub period: Period,
    /// Whether the period before is put beside it.
    pub compare: bool,
    pub filter: Filter,
    pub state: Option<BoardState>,
}

domain::names! {
    /// What the board can be narrowed to.
    BoardState {
        /// It published within the days that the brand expects.
        Active = "active",
        /// Its last note is older than that.
        Quiet = "quiet",
        /// No note of it is known.
        NoNotes = "no_notes",
        /// Nobody holds it.
        Unclaimed = "unclaimed",
    }
}

impl BoardState {
    fn fits(self, account: &AccountRow, state: AccountState) -> bool {
        match self {
            Self::Active => state == AccountState::Active,
            Self::Quiet => state == AccountState::Quiet,
            Self::NoNotes => state == AccountState::NoNotes,
            Self::Unclaimed => account.holder.is_none(),
        }
    }
}

/// An account with its figures.
#[derive(Debug)]
pub(super) struct Standing {
    pub account: AccountRow,
    pub state: AccountState,
    pub now: Ledger,
    pub before: Option<Ledger>,
    /// Kinds of files that leave days of the period open for this account.
    pub incomplete: Vec<FileKind>,
}

/// What stands for a period in one kind of file.
#[derive(Debug, Clone)]
pub(super) struct Coverage {
    pub kind: FileKind,
    pub cover: Cover,
    /// Accounts of the board for which nothing of this kind is loaded.
    pub accounts_without: usize,
}

/// What reports count for the brand and for no account: their rows name a campaign or a note, and nobody.
///
/// It is in the total of the whole brand, and of no account, store or region.
#[derive(Debug)]
pub(super) struct Unassigned {
    pub now: Ledger,
    pub before: Option<Ledger>,
}

/// The figures that were asked for.
#[derive(Debug)]
pub(super) struct Computed {
    pub period: Period,
    pub previous: Option<Period>,
    pub today: Day,
    pub accounts: Vec<Standing>,
    /// Absent where it holds nothing, and where only some accounts were asked for or can be seen.
    pub unassigned: Option<Unassigned>,
    pub coverage: Vec<Coverage>,
    pub previous_coverage: Vec<Coverage>,
}

pub(super) async fn compute(
    tx: &mut Tx,
    scope: &Scope,
    ask: &Ask,
    moment: &Moment,
) -> Result<Computed, DbError> {
    let targets = store::targets::targets(tx, scope).await?;
    let today = moment.today();
    let mut accounts = store::accounts::accounts(tx, scope, &ask.filter, &moment.zone).await?;
    let state = |account: &AccountRow| state_on(account, &targets, today);
    accounts.retain(|account| ask.state.is_none_or(|wanted| wanted.fits(account, state(account))));
    let now = figures(tx, scope, &accounts, ask.period).await?;
    let previous = ask.compare.then(|| ask.period.previous());
    let before = match previous {
        Some(previous) => Some(figures(tx, scope, &accounts, previous).await?),
        None => None,
    };
    let Figures { ledgers, incomplete, unassigned, coverage } = now;
    let (before, unassigned_before, previous_coverage) = before.map_or_else(
        || (vec![None; accounts.len()], None, vec![]),
        |before| (before.ledgers.into_iter().map(Some).collect(), before.unassigned, before.coverage),
    );
    let is_of_all = scope.sight == Sight::All && ask.filter == Filter::default() && ask.state.is_none();
    let unassigned =
        (is_of_all && (unassigned.is_some() || unassigned_before.is_some())).then(|| Unassigned {
            now: unassigned.unwrap_or_default(),
            before: previous.map(|_| unassigned_before.unwrap_or_default()),
        });
    let accounts = accounts.into_iter().zip(ledgers).zip(before).zip(incomplete);
    let accounts = accounts.map(|(((account, now), before), incomplete)| {
        let state = state_on(&account, &targets, today);
        Standing { account, state, now, before, incomplete }
    });
    let accounts = accounts.collect();
    Ok(Computed { period: ask.period, previous, today, accounts, unassigned, coverage, previous_coverage })
}

/// The state of an account today. Days that no list of its notes covers are not held against it.
pub(super) fn state_on(account: &AccountRow, targets: &Targets, today: Day) -> AccountState {
    let as_of = account.notes_as_of.map_or(today, |day| day.min(today));
    state_of(account.last_note_day, as_of, targets.get(TargetId::quiet_days(account.kind)))
}

/// The ledgers of accounts over one period, in their order.
struct Figures {
    ledgers: Vec<Ledger>,
    incomplete: Vec<Vec<FileKind>>,
    /// What no row names an account for, where there is any.
    unassigned: Option<Ledger>,
    coverage: Vec<Coverage>,
}

async fn figures(
    tx: &mut Tx,
    scope: &Scope,
    accounts: &[AccountRow],
    period: Period,
) -> Result<Figures, DbError> {
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    let places: BTreeMap<AccountId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut figures = Figures {
        ledgers: vec![Ledger::default(); accounts.len()],
        incomplete: vec![vec![]; accounts.len()],
        unassigned: None,
        coverage: vec![],
    };
    for (ledger, account) in figures.ledgers.iter_mut().zip(accounts) {
        enter_stock(ledger, account);
    }
    let own = Whose::Accounts(&ids);
    let rows = sorted(given(tx, scope, Origin::Notes, period, own).await?, &places);
    let known = figures.enter_notes(accounts, &rows, period);
    if store::wording::notes_are_judged(tx, scope).await? {
        for origin in [Origin::NoteFindings, Origin::NoteCopies] {
            let rows = sorted(given(tx, scope, origin, period, own).await?, &places);
            figures.enter_judged(origin, &known, &rows, period);
        }
    }
    for origin in OF_PERIODS {
        let known = loaded(tx, scope, origin, Some(period)).await?;
        let known: Vec<Loaded> = known.into_iter().map(|known| known.loaded).collect();
        let rows = sorted(given(tx, scope, origin, period, own).await?, &places);
        let brand = cover(&known, period);
        if origin == Origin::JuguangFigures {
            let of_nobody = given(tx, scope, origin, period, Whose::Nobody).await?;
            figures.enter_reports(brand, rows, of_nobody, period);
        } else {
            figures.enter_periods(origin, brand, rows, period);
        }
    }
    Ok(figures)
}

/// The rows of each account, in the order of the accounts.
fn sorted(rows: Vec<Given>, places: &BTreeMap<AccountId, usize>) -> Vec<Vec<Given>> {
    let mut sorted: Vec<Vec<Given>> = places.iter().map(|_| vec![]).collect();
    for row in rows {
        if let Some(of_account) =
            row.account.and_then(|account| places.get(&account)).and_then(|place| sorted.get_mut(*place))
        {
            of_account.push(row);
        }
    }
    sorted
}

/// Stocks stand with the account itself.
fn enter_stock(ledger: &mut Ledger, account: &AccountRow) {
    for metric in Metric::read_from(Origin::Accounts) {
        if account.fans.is_some() {
            ledger.add(metric, Part { value: account.fans, over: None });
        }
    }
}

impl Figures {
    /// Notes have a day each, so none is cut off. An account whose notes are known up to the period or beyond and
    /// that has none in it published none; of another one nothing is known. Says of which accounts the notes are known.
    fn enter_notes(&mut self, accounts: &[AccountRow], rows: &[Vec<Given>], period: Period) -> Vec<bool> {
        let mut known = Vec::with_capacity(accounts.len());
        for (((ledger, incomplete), account), rows) in
            self.ledgers.iter_mut().zip(&mut self.incomplete).zip(accounts).zip(rows)
        {
            let is_known = account.notes_as_of.is_some_and(|day| day >= period.from());
            for row in rows {
                enter(ledger, Origin::Notes, &row.parts);
            }
            if rows.is_empty() && is_known {
                enter(ledger, Origin::Notes, &nothing_happened(Origin::Notes, period));
            }
            if account.notes_as_of.is_none_or(|day| day < period.to()) {
                incomplete.push(FileKind::NoteList);
            }
            known.push(is_known || !rows.is_empty());
        }
        let without = known.iter().filter(|is_known| !**is_known).count();
        let newest = accounts.iter().filter_map(|account| account.notes_as_of).max();
        let known_to = newest.unwrap_or_else(|| period.from().plus_days(-1));
        let gap = Period::new(known_to.max(period.from().plus_days(-1)).plus_days(1), period.to());
        let cover = Cover { gaps: gap.into_iter().collect(), ..Cover::default() };
        self.coverage.push(Coverage { kind: FileKind::NoteList, cover, accounts_without: without });
        known
    }

    /// What was found in notes. Where the notes of an account are known and none of them has a row, nothing was found.
    fn enter_judged(&mut self, origin: Origin, known: &[bool], rows: &[Vec<Given>], period: Period) {
        for ((ledger, is_known), rows) in self.ledgers.iter_mut().zip(known).zip(rows) {
            for row in rows {
                enter(ledger, origin, &row.parts);
            }
            if rows.is_empty() && *is_known {
                enter(ledger, origin, &nothing_happened(origin, period));
            }
        }
    }

    /// Of each account, the loaded periods that stand for the asked one.
    fn enter_periods(&mut self, origin: Origin, brand: Cover, rows: Vec<Vec<Given>>, period: Period) {
        let Some(kind) = origin.file_kind() else { return };
        let mut without = 0;
        for ((ledger, incomplete), rows) in self.ledgers.iter_mut().zip(&mut self.incomplete).zip(rows) {
            let own = enter_chosen(ledger, origin, rows, period);
            if !own.cover.gaps.is_empty() {
                incomplete.push(kind);
            }
            without += usize::from(own.cover.chosen.is_empty());
        }
        self.coverage.push(Coverage { kind, cover: brand, accounts_without: without });
    }

    /// The same for reports. A day without an advertisement has no row, so what is loaded of them is the brand's
    /// matter; and where rows name no account, an account without rows has not spent nothing, it is not known.
    fn enter_reports(&mut self, brand: Cover, rows: Vec<Vec<Given>>, of_nobody: Vec<Given>, period: Period) {
        let (kind, origin) = (FileKind::JuguangReport, Origin::JuguangFigures);
        let of_none = if of_nobody.is_empty() { nothing_happened(origin, period) } else { unknown(origin) };
        let mut standing = vec![];
        for ((ledger, incomplete), rows) in self.ledgers.iter_mut().zip(&mut self.incomplete).zip(rows) {
            let is_none = rows.is_empty();
            standing.extend(enter_chosen(ledger, origin, rows, period).levels);
            if is_none && !brand.chosen.is_empty() {
                enter(ledger, origin, &of_none);
            }
            if !brand.gaps.is_empty() {
                incomplete.push(kind);
            }
        }
        let is_counted = |row: &&Given| {
            row.loaded.is_some_and(|row| brand.chosen.iter().any(|chosen| chosen.period == row.period))
        };
        for row in level::beside_accounts(of_nobody, &standing).iter().filter(is_counted) {
            enter(self.unassigned.get_or_insert_default(), origin, &row.parts);
        }
        let accounts_without = if brand.chosen.is_empty() { self.ledgers.len() } else { 0 };
        self.coverage.push(Coverage { kind, cover: brand, accounts_without });
    }
}

/// What of an account's rows stands for the asked days.
struct Chosen {
    cover: Cover,
    levels: Vec<(Period, Level)>,
}

fn enter_chosen(ledger: &mut Ledger, origin: Origin, rows: Vec<Given>, period: Period) -> Chosen {
    let rows = level::one_for_each_period(rows);
    let loaded: Vec<Loaded> = rows.iter().filter_map(|row| row.loaded).collect();
    let cover = cover(&loaded, period);
    let mut levels = vec![];
    for row in rows {
        let is_chosen = |chosen: &Loaded| row.loaded.is_some_and(|loaded| loaded.period == chosen.period);
        if cover.chosen.iter().any(is_chosen) {
            enter(ledger, origin, &row.parts);
            levels.extend(level::stands_for(&row));
        }
    }
    Chosen { cover, levels }
}

fn enter(ledger: &mut Ledger, origin: Origin, parts: &[Part]) {
    for (metric, part) in Metric::read_from(origin).zip(parts) {
        ledger.add(metric, *part);
    }
}

/// What a table gives for an account of which it says nothing, though it may hold something of it.
fn unknown(origin: Origin) -> Vec<Part> {
    Metric::read_from(origin).map(|_| Part::default()).collect()
}

/// What a table gives for an account of which it is known that nothing happened.
fn nothing_happened(origin: Origin, period: Period) -> Vec<Part> {
    let none = |amount: Amount| match amount {
        Amount::Row | Amount::Columns(_) => Some(0),
        Amount::Days => Some(i64::from(period.days())),
        Amount::Conversations => None,
    };
    let part = |nature: &Nature| {
        let (value, over) = nature.amounts();
        Part { value: none(value), over: over.and_then(none) }
    };
    Metric::read_from(origin).map(|metric| part(&metric.nature)).collect()
}
