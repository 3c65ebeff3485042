//! Wires to the browsers that watch: which brand has news. What the news is stands in the event log; a lost word
//! here costs a moment, never an event.

use domain::id::TenantId;
use tokio::sync::broadcast;

/// Words that a slow listener may miss before it is told to read again.
const BACKLOG: usize = 256;

/// Who has news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Brand(TenantId),
    Everybody,
}

/// Tells listeners of this node that a brand has news.
#[derive(Debug, Clone)]
pub struct Live(broadcast::Sender<Whose>);

impl Live {
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(BACKLOG))
    }

    /// Says that `tenant` has news.
    pub fn tell(&self, tenant: TenantId) {
        // Nobody listening is no failure.
        let _ = self.0.send(Whose::Brand(tenant));
    }

    /// Says that every brand may have news: word of some was lost.
    pub fn tell_all(&self) {
        // Nobody listening is no failure.
        let _ = self.0.send(Whose::Everybody);
    }

    /// Listens from now on.
    pub fn listen(&self) -> LiveListener {
        LiveListener(self.0.subscribe())
    }
}

/// Hears which brands have news.
#[derive(Debug)]
pub struct LiveListener(broadcast::Receiver<Whose>);

impl LiveListener {
    /// Waits until `tenant` has news, or until so much was said that it may have been missed.
    pub async fn news_of(&mut self, tenant: TenantId) {
        loop {
            match self.0.recv().await {
                Ok(Whose::Brand(heard)) if heard != tenant => {}
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}
