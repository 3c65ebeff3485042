//! The scope of a request: the tenant it belongs to, who acts, and which accounts that actor sees.
//!
//! No store function works without one. It is made by the authentication of the HTTP edge, by the job runner, by the
//! command line and by the test kit, and nowhere else; `cargo xtask tidy` holds that.

use super::{Action, Role, key_may_hold, may};
use crate::id::{ApiKeyId, EmployeeId, JobId, StoreId, TenantId, UserId};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person who signed in.
    User {
        /// The person.
        id: UserId,
        /// The name as it stood when they acted.
        name: String,
    },
    /// A program with a key.
    ApiKey {
        /// The key.
        id: ApiKeyId,
        /// The name of the key.
        name: String,
        /// What this key may do, at most what an owner may.
        actions: Vec<Action>,
    },
    /// The job runner.
    Job {
        /// The job.
        id: JobId,
    },
    /// Somebody at the machine itself.
    CommandLine,
}

/// Which accounts an actor sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// Every account of the brand.
    All,
    /// The accounts of these stores and regions.
    Stores {
        /// The stores.
        stores: Vec<StoreId>,
        /// The regions, with whatever stores they have.
        regions: Vec<String>,
    },
    /// The accounts that this employee holds; none without an employee record.
    Own(Option<EmployeeId>),
}

/// The tenant, the actor and what that actor may see and do.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The brand that every row of this request belongs to.
    pub tenant: TenantId,
    /// Who acts.
    pub actor: Actor,
    /// What the actor is in this brand.
    pub role: Role,
    /// Which accounts the actor sees.
    pub sight: Sight,
    /// Where the request came from: an address, or the name of the part of the program.
    pub source: String,
    /// The id that ties log lines, events and the answer together.
    pub request_id: String,
}

impl Scope {
    /// Whether the actor may do this: the role permits it, and a key was given it and can hold it.
    pub fn may(&self, action: Action) -> bool {
        let key_allows = match &self.actor {
            Actor::ApiKey { actions, .. } => actions.contains(&action) && key_may_hold(action),
            Actor::User { .. } | Actor::Job { .. } | Actor::CommandLine => true,
        };
        key_allows && may(self.role, action)
    }

    /// The same actor, who sees what belongs to this person and nothing else: for the page of one's own.
    #[must_use]
    pub fn as_oneself(&self, employee: EmployeeId) -> Self {
        Self { sight: Sight::Own(Some(employee)), ..self.clone() }
    }

    /// The person behind this request, when it is one.
    pub const fn user(&self) -> Option<UserId> {
        match &self.actor {
            Actor::User { id, .. } => Some(*id),
            Actor::ApiKey { .. } | Actor::Job { .. } | Actor::CommandLine => None,
        }
    }
}
