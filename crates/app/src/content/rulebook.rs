//! Which checker judges the texts of a brand.
//!
//! Most brands add nothing: they share one checker of the built-in packs. A brand with rules or packs of its own has a
//! checker for each state of them, named by its *revision*, which is read anew for each question: a change counts at
//! the next one, on whatever node it was made. The day belongs to that state too, because proofs end.
//!
//! It does not know shared passages: those make no text lawful, they only make it no copy.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use ::jobs::{Clock, JobError};
use ::text::check::{Additions, Checker, Context, Forbidden, Outcome, PackError, Packs, Verdict};
use db::{Db, DbError, Tx};
use domain::{
    content::{ContentRule, ContentRuleKind, OWN_EDITION, RuleOutcome},
    id::TenantId,
    identity::Scope,
    time::Day,
};
use tokio::sync::OnceCell;

use super::store::rules;
use crate::{http::ApiError, text::Text};

/// Brands whose own checkers are kept, those that asked last; each takes some megabytes and 40 ms to make.
const OWN_CHECKERS_MAX: usize = 8;

/// Judges texts, and knows the name under which its verdicts are kept.
#[derive(Debug)]
pub struct Edition {
    checker: Checker,
    packs: Vec<String>,
}

impl Edition {
    /// Judges a text.
    pub fn check(&self, text: &str, context: &Context) -> Verdict {
        Verdict { packs: self.packs.clone(), ..self.checker.check(text, context) }
    }

    /// What judges: packs as `id@version`, then, where something of the brand's own counts, `own@REVISION`, with the
    /// number of proofs that have ended since behind a dot.
    pub fn packs(&self) -> &[String] {
        &self.packs
    }

    /// The same as one text, parted by blanks.
    pub fn label(&self) -> String {
        self.packs.join(" ")
    }
}

/// Why there is no checker.
#[derive(Debug, thiserror::Error)]
pub enum RulebookError {
    /// What the brand added could not be read.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A pack cannot be used, or not beside the others.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The thread that makes a checker ended early.
    #[error("the making of a checker was cut short")]
    CutShort,
}

impl From<RulebookError> for ApiError {
    fn from(error: RulebookError) -> Self {
        match error {
            RulebookError::Db(error) => error.into(),
            // What is built in is tested, so it is a pack of the brand: one that another version of the program took.
            RulebookError::Pack(error) => Self::conflict(Text::new(
                format!("自有规则包无法使用，请修改或恢复内置版本：{error}"),
                format!("A pack of your own cannot be used; mend it or go back to the built-in one: {error}"),
            )),
            RulebookError::CutShort => Self::broken(),
        }
    }
}

impl From<RulebookError> for JobError {
    fn from(error: RulebookError) -> Self {
        Self::Later(error.to_string())
    }
}

/// The state of a brand's rules for which a checker was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    tenant: TenantId,
    revision: i64,
    today: Day,
}

type Kept = Arc<OnceCell<Arc<Edition>>>;

/// The checkers of this node.
#[derive(Debug)]
pub struct Rulebook {
    db: Db,
    clock: Clock,
    built_in: OnceCell<Arc<Edition>>,
    /// One for each brand, the one that was asked last at the end.
    own: Mutex<Vec<(State, Kept)>>,
}

impl Rulebook {
    pub(crate) fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock, built_in: OnceCell::new(), own: Mutex::default() }
    }

    /// The checker by which texts of the scope's brand are judged now.
    pub async fn of(&self, scope: &Scope) -> Result<Arc<Edition>, RulebookError> {
        let mut tx = self.db.read().await?;
        let revision = rules::revision(&mut tx, scope.tenant).await?;
        if revision == 0 {
            return self.built_in().await;
        }
        let zone = crate::identity::zone(&mut tx, scope.tenant).await?;
        drop(tx);
        let state = State { tenant: scope.tenant, revision, today: self.clock.now().day(&zone) };
        let make = async || self.own(scope, state.today).await;
        self.kept(state).get_or_try_init(make).await.cloned()
    }

    /// Keeps the checker that a change of the brand's rules made to try itself, so that the next question need not make
    /// it again. To be called once the change is committed.
    pub(super) fn keep(&self, tenant: TenantId, today: Day, (revision, edition): (i64, Edition)) {
        let kept = self.kept(State { tenant, revision, today });
        // Somebody who asked meanwhile has made the same one.
        drop(kept.set(Arc::new(edition)));
    }

    async fn own(&self, scope: &Scope, today: Day) -> Result<Arc<Edition>, RulebookError> {
        let mut tx = self.db.read().await?;
        let added = Added::load(&mut tx, scope, today).await?;
        drop(tx);
        if added.is_nothing() { self.built_in().await } else { Ok(Arc::new(added.edition().await?)) }
    }

    async fn built_in(&self) -> Result<Arc<Edition>, RulebookError> {
        let make = async || Ok(Arc::new(Added::default().edition().await?));
        self.built_in.get_or_try_init(make).await.cloned()
    }

    /// The place of a state, which others who ask at the same time share.
    fn kept(&self, state: State) -> Kept {
        let mut own = self.lock();
        let known = own.iter().position(|(known, _)| known.tenant == state.tenant);
        let known = known.map(|place| own.remove(place)).filter(|(known, _)| *known == state);
        let (_, kept) = known.unwrap_or_else(|| (state, Kept::default()));
        if own.len() >= OWN_CHECKERS_MAX {
            own.remove(0);
        }
        own.push((state, Arc::clone(&kept)));
        kept
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(State, Kept)>> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a brand added, as far as it counts on one day.
#[derive(Debug, Clone, Default)]
pub(super) struct Added {
    /// How often the brand's rules had changed when this was read.
    revision: i64,
    additions: Additions,
    /// Proofs that have ended.
    ended: usize,
    /// Own packs by name, as they are written.
    packs: Vec<(String, String)>,
}

impl Added {
    /// Reads what counts on the day.
    pub(super) async fn load(tx: &mut Tx, scope: &Scope, today: Day) -> Result<Self, DbError> {
        let revision = rules::revision(tx, scope.tenant).await?;
        let kept = rules::rules(tx, scope).await?.into_iter().map(|kept| kept.rule);
        let packs = rules::packs(tx, scope).await?.into_iter().map(|pack| (pack.pack, pack.body));
        let (additions, ended) = additions(kept, today);
        Ok(Self { revision, additions, ended, packs: packs.collect() })
    }

    /// Puts a pack in the place of the one with its name.
    pub(super) fn put_pack(&mut self, name: &str, body: &str) {
        self.take_pack(name);
        self.packs.push((name.to_owned(), body.to_owned()));
    }

    /// Goes back to the built-in pack of this name, or to none.
    pub(super) fn take_pack(&mut self, name: &str) {
        self.packs.retain(|(known, _)| known != name);
    }

    fn is_nothing(&self) -> bool {
        self.packs.is_empty() && self.additions == Additions::default()
    }

    fn label(&self) -> Option<String> {
        let Self { revision, ended, .. } = self;
        match (self.is_nothing(), ended) {
            (true, _) => None,
            (false, 0) => Some(format!("{OWN_EDITION}@{revision}")),
            (false, ended) => Some(format!("{OWN_EDITION}@{revision}.{ended}")),
        }
    }

    /// How often the brand's rules had changed when this was read.
    pub(super) const fn revision(&self) -> i64 {
        self.revision
    }

    /// Makes the checker, on a thread that may be busy for a while.
    pub(super) async fn edition(self) -> Result<Edition, RulebookError> {
        let making = tokio::task::spawn_blocking(move || self.compiled());
        making.await.map_err(|_| RulebookError::CutShort)?.map_err(RulebookError::from)
    }

    fn compiled(&self) -> Result<Edition, PackError> {
        let mut packs = built_in_packs()?.clone();
        for (name, body) in &self.packs {
            packs.replace(name, body)?;
        }
        let checker = Checker::new(&packs, &self.additions)?;
        let packs = checker.packs().map(str::to_owned).chain(self.label()).collect();
        Ok(Edition { checker, packs })
    }
}

/// The packs of this version of the program, read once.
pub(super) fn built_in_packs() -> Result<&'static Packs, PackError> {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    if let Some(packs) = PACKS.get() {
        return Ok(packs);
    }
    let packs = Packs::built_in()?;
    Ok(PACKS.get_or_init(|| packs))
}

/// What rules add to the packs on a day, and how many proofs have ended before it.
fn additions(rules: impl Iterator<Item = ContentRule>, today: Day) -> (Additions, usize) {
    let (mut additions, mut ended) = (Additions::default(), 0);
    for rule in rules {
        let counts = rule.counts_on(today);
        let ContentRule { kind, words, outcome, reason, valid_until: _ } = rule;
        match kind {
            _ if !counts => ended += 1,
            ContentRuleKind::Forbidden => {
                let outcome = outcome_of(outcome.unwrap_or(RuleOutcome::Review));
                additions.forbidden.push(Forbidden { word: words, outcome, why: reason });
            }
            ContentRuleKind::Allowed => additions.allowed.push(words),
            ContentRuleKind::Proven => additions.proven.push(words),
            ContentRuleKind::Shared => {}
        }
    }
    (additions, ended)
}

const fn outcome_of(outcome: RuleOutcome) -> Outcome {
    match outcome {
        RuleOutcome::Hint => Outcome::Hint,
        RuleOutcome::Evidence => Outcome::Evidence,
        RuleOutcome::Review => Outcome::Review,
        RuleOutcome::Block => Outcome::Block,
    }
}
