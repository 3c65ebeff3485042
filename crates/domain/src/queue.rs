//! The states of a queued job, and what a person may do with it in each.

names! {
    /// Where a job stands.
    JobState {
        /// It waits for its time or its turn.
        Waiting = "waiting",
        /// A node works on it.
        Running = "running",
        /// It is done.
        Done = "done",
        /// It failed too often and waits for a person.
        Dead = "dead",
        /// It was taken back before it began.
        Cancelled = "cancelled",
    }
}

impl JobState {
    /// Whether a person may have it tried again: only what was given up.
    pub const fn may_be_retried(self) -> bool {
        matches!(self, Self::Dead)
    }

    /// Whether a person may remove it: not while a node works on it, and not what is history.
    pub const fn may_be_removed(self) -> bool {
        matches!(self, Self::Waiting | Self::Dead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_given_up_is_retried_and_nothing_is_removed_under_a_node() {
        for (state, retried, removed) in [
            (JobState::Waiting, false, true),
            (JobState::Running, false, false),
            (JobState::Done, false, false),
            (JobState::Dead, true, true),
            (JobState::Cancelled, false, false),
        ] {
            assert_eq!((state.may_be_retried(), state.may_be_removed()), (retried, removed), "{state}");
        }
    }
}
