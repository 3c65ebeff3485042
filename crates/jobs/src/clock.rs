//! The one place where time and chance enter the program.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

use domain::{
    id::{Id, Kind},
    time::Instant,
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use uuid::{Builder, Uuid};

/// Tells the time: that of the machine, or in tests one that stands until it is moved.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    Machine,
    Standing(Arc<AtomicI64>),
}

impl Clock {
    /// The time of the machine.
    pub const fn machine() -> Self {
        Self(Source::Machine)
    }

    /// A clock that stands at `now` until [`Clock::advance_ms`] moves it.
    pub fn standing(now: Instant) -> Self {
        Self(Source::Standing(Arc::new(AtomicI64::new(now.ms()))))
    }

    /// What time it is.
    pub fn now(&self) -> Instant {
        match &self.0 {
            Source::Machine => Instant::from_ms(machine_ms()),
            Source::Standing(ms) => Instant::from_ms(ms.load(Ordering::SeqCst)),
        }
    }

    /// Moves a standing clock; the time of the machine cannot be moved.
    pub fn advance_ms(&self, ms: i64) {
        if let Source::Standing(now) = &self.0 {
            now.fetch_add(ms, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else has to ask")]
fn machine_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// Draws ids and secrets.
#[derive(Debug, Clone)]
pub struct Ids(Arc<Mutex<StdRng>>);

impl Ids {
    /// Draws from the chance of the operating system.
    pub fn random() -> Self {
        Self(Arc::new(Mutex::new(StdRng::from_rng(&mut rand::rng()))))
    }

    /// Draws the same row of numbers for the same seed. For tests and the demo.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// Fills `target` with secret bytes.
    pub fn fill(&self, target: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(target);
    }

    /// A new UUIDv7 of the instant `now`.
    pub fn uuid(&self, now: Instant) -> Uuid {
        let mut chance = [0; 10];
        self.fill(&mut chance);
        Builder::from_unix_timestamp_millis(now.ms().unsigned_abs(), &chance).into_uuid()
    }

    /// A new id of the instant `now`.
    pub fn id<K: Kind>(&self, now: Instant) -> Id<K> {
        Id::from_uuid(self.uuid(now))
    }
}
