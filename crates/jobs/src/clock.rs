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
use uuid::Uuid;

/// Tells the time: that of the machine, perhaps some days ahead, or in tests one that stands until it is moved.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    Machine { ahead_ms: i64 },
    Standing(Arc<AtomicI64>),
}

impl Clock {
    /// The time of the machine.
    pub const fn machine() -> Self {
        Self::machine_ahead(0)
    }

    /// The time of the machine and so many milliseconds more, for rehearsals of what falls due.
    pub const fn machine_ahead(ahead_ms: i64) -> Self {
        Self(Source::Machine { ahead_ms })
    }

    /// A clock that stands at `now` until [`Clock::advance_ms`] moves it.
    pub fn standing(now: Instant) -> Self {
        Self(Source::Standing(Arc::new(AtomicI64::new(now.ms()))))
    }

    /// What time it is.
    pub fn now(&self) -> Instant {
        match &self.0 {
            Source::Machine { ahead_ms } => Instant::from_ms(machine_ms() + ahead_ms),
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
pub struct Ids(Arc<Mutex<Drawn>>);

#[derive(Debug)]
struct Drawn {
    chance: StdRng,
    last_ms: i64,
    /// The 74 bits behind the time in the last id.
    last_tail: u128,
}

/// Bits of an id that are not its time, version or variant.
const TAIL_BITS: u32 = 74;

impl Ids {
    /// Draws from the chance of the operating system.
    pub fn random() -> Self {
        Self::from_chance(StdRng::from_rng(&mut rand::rng()))
    }

    /// Draws the same row of numbers for the same seed. For tests and the demo.
    pub fn seeded(seed: u64) -> Self {
        Self::from_chance(StdRng::seed_from_u64(seed))
    }

    fn from_chance(chance: StdRng) -> Self {
        Self(Arc::new(Mutex::new(Drawn { chance, last_ms: i64::MIN, last_tail: 0 })))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Drawn> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fills `target` with secret bytes.
    pub fn fill(&self, target: &mut [u8]) {
        self.lock().chance.fill_bytes(target);
    }

    /// A number by which two starts of one program are told apart.
    pub fn number(&self) -> u32 {
        self.lock().chance.next_u32()
    }

    /// A new UUIDv7 of the instant `now`, greater than every one drawn here before it for that instant or an earlier
    /// one: what was made later sorts later, and rows made together stand together.
    pub fn uuid(&self, now: Instant) -> Uuid {
        let mut drawn = self.lock();
        if now.ms() > drawn.last_ms {
            drawn.last_ms = now.ms();
            // The highest bit stays free for the steps to come.
            let high = u128::from(drawn.chance.next_u64() >> 1);
            drawn.last_tail = (high << (TAIL_BITS - u64::BITS)) | u128::from(drawn.chance.next_u32() & 0x3ff);
        } else {
            drawn.last_tail += 1 + u128::from(drawn.chance.next_u32());
        }
        let tail = drawn.last_tail;
        let (front, back) = ((tail >> 62) & 0xfff, tail & ((1 << 62) - 1));
        let time = u128::from(drawn.last_ms.unsigned_abs() & 0xffff_ffff_ffff);
        Uuid::from_u128((time << 80) | (0x7 << 76) | (front << 64) | (0b10 << 62) | back)
    }

    /// A new id of the instant `now`.
    pub fn id<K: Kind>(&self, now: Instant) -> Id<K> {
        Id::from_uuid(self.uuid(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_moment_and_after_a_step_back_keep_their_order() {
        let ids = Ids::seeded(1);
        let moments = [1_000, 1_000, 1_000, 1_001, 900, 1_001, 2_000].map(Instant::from_ms);
        let drawn: Vec<Uuid> = moments.into_iter().map(|now| ids.uuid(now)).collect();
        assert!(drawn.is_sorted() && drawn.windows(2).all(|pair| pair[0] != pair[1]), "{drawn:?}");
        assert!(
            drawn.iter().all(|id| id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122)
        );
        assert_ne!(Ids::random().uuid(moments[0]), Ids::random().uuid(moments[0]));
    }
}
