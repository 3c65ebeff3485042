//! Planning of what is written: what it is about, by which account, when, by which standards and steps.
//!
//! Words: a *topic idea* (选题) is a scene of real life with what a reader gets from it ([`ideas`]); the *brand guide* keeps
//! the tone, the facts that may be stated and the claims that may not ([`guide`]); a *run* is a standing procedure (SOP)
//! carried out once, step by step ([`sops`]); the *coverage map* counts notes by store, product line and audience
//! ([`coverage`]); who writes how much and when is judged by [`calendar`].
//!
//! Invariants: whatever fits, is missing or is too much says why; no plan goes beyond a cap. Nothing here writes a
//! sentence for anybody.

pub mod ideas;
