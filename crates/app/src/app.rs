//! What every part of the shell holds: the database, the clock, the keys, and the wires to whoever waits.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use db::{Db, DbError, Tx};
use domain::{
    id::{Id, Kind, TenantId},
    time::Instant,
};
use jobs::{Clock, Handler, Ids, Runner, RunnerOptions, Wake};

use crate::{
    Live, Vault,
    channels::Robots,
    content::{Rulebook, Shelves},
    http::limits::RateLimits,
    imports::Running,
};

/// What can be set from outside.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where browsers reach the console, without a slash at the end; decides about secure cookies and links.
    pub public_url: String,
    /// The folder of everything that is kept: files, keys, and the database when it is SQLite.
    pub data_dir: PathBuf,
    /// Whether `X-Forwarded-For` of a proxy in front is believed.
    pub trust_proxy: bool,
    /// Attempts to sign in, set up, or use a link that one address has per minute.
    pub sign_in_attempts_per_minute: u32,
    /// The name of this node.
    pub node: String,
    /// Jobs that run at the same time on this node.
    pub workers: usize,
    /// A gateway, without a slash at the end, through which robots of group chats are reached; their makers' own hosts
    /// when absent.
    pub robots_url: Option<String>,
}

/// The running program, cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    db: Db,
    clock: Clock,
    ids: Ids,
    vault: Vault,
    live: Live,
    wake: Wake,
    limits: RateLimits,
    running_imports: Running,
    rulebook: Rulebook,
    shelves: Shelves,
    robots: Robots,
    settings: Settings,
}

impl App {
    /// Puts the parts together.
    pub fn new(db: Db, clock: Clock, ids: Ids, vault: Vault, settings: Settings) -> Self {
        let limits = RateLimits::new(settings.sign_in_attempts_per_minute);
        let (live, wake) = (Live::new(), Wake::default());
        let running_imports = Running::default();
        let rulebook = Rulebook::new(db.clone(), clock.clone());
        Self(Arc::new(Parts {
            db,
            clock,
            ids,
            vault,
            live,
            wake,
            limits,
            running_imports,
            rulebook,
            shelves: Shelves::default(),
            robots: Robots::reached_at(settings.robots_url.as_deref()),
            settings,
        }))
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// What time it is.
    pub fn now(&self) -> Instant {
        self.0.clock.now()
    }

    /// The source of ids and secrets.
    pub fn ids(&self) -> &Ids {
        &self.0.ids
    }

    /// A new id.
    pub fn id<K: Kind>(&self) -> Id<K> {
        self.0.ids.id(self.now())
    }

    /// The keys, and everything that is done with them.
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// The wires to the browsers that watch.
    pub fn live(&self) -> &Live {
        &self.0.live
    }

    /// How often strangers may knock.
    pub fn limits(&self) -> &RateLimits {
        &self.0.limits
    }

    /// The imports that run on this node.
    pub fn running_imports(&self) -> &Running {
        &self.0.running_imports
    }

    /// The checkers that judge texts, by brand.
    pub fn rulebook(&self) -> &Rulebook {
        &self.0.rulebook
    }

    /// The titles of each brand's notes, as far as this node holds them to compare with.
    pub fn shelves(&self) -> &Shelves {
        &self.0.shelves
    }

    /// The wire to robots of group chats.
    pub(crate) fn robots(&self) -> &Robots {
        &self.0.robots
    }

    /// What was set from outside.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Makes a change lasting, then wakes whoever waits for it: watching browsers and idle workers.
    pub async fn commit(&self, tx: Tx, tenant: TenantId) -> Result<(), DbError> {
        tx.commit().await?;
        self.0.live.tell(tenant);
        self.0.wake.wake();
        Ok(())
    }

    /// The runner of this node's jobs.
    pub fn runner(&self) -> Runner {
        let handlers: HashMap<&'static str, Handler> = crate::handlers(self);
        let live = self.0.live.clone();
        let options = RunnerOptions { node: self.0.settings.node.clone(), workers: self.0.settings.workers };
        Runner::new(
            self.0.db.clone(),
            self.0.clock.clone(),
            self.0.ids.clone(),
            self.0.wake.clone(),
            handlers,
            Arc::new(move |tenant| live.tell(tenant)),
            options,
        )
    }
}
