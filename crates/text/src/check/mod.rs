//! Is this note lawful?
