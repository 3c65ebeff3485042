//! Is this note a copy of another one?
