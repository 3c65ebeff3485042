//! What happened: one append-only log that is the audit trail and the source of live updates.
//!
//! [`record`] writes a line in the transaction of the change itself. Lines of a brand are numbered without a gap, so
//! a reader that remembers the last number it saw misses nothing. A line never holds a secret, nor personal data in
//! the clear.

use db::{DbError, Dialect, Tx, params};
use domain::{
    identity::{Actor, Scope},
    time::Instant,
};
use serde_json::Value;

/// The channel on which PostgreSQL nodes tell each other that a brand has news.
pub const NEWS_CHANNEL: &str = "kosmos_news";

domain::names! {
    /// What can happen.
    EventKind {
        /// The installation was set up, or a brand was added.
        BrandAdded = "brand_added",
        /// A brand's name, zone or language changed.
        BrandChanged = "brand_changed",
        /// Somebody signed in.
        SignedIn = "signed_in",
        /// Somebody signed out, or a session was ended.
        SessionEnded = "session_ended",
        /// Sign-ins failed so often that the user is locked for a while.
        UserLocked = "user_locked",
        /// A user changed their own name, language or password.
        UserChanged = "user_changed",
        /// A second factor was switched on or off.
        SecondFactorChanged = "second_factor_changed",
        /// An owner made a link to set a new password.
        PasswordResetOffered = "password_reset_offered",
        /// A password was set through such a link.
        PasswordReset = "password_reset",
        /// A person was invited.
        MemberInvited = "member_invited",
        /// An invitation was taken back.
        InvitationRevoked = "invitation_revoked",
        /// An invitation was accepted.
        MemberJoined = "member_joined",
        /// A member's role or sight changed.
        MemberChanged = "member_changed",
        /// A member was removed.
        MemberRemoved = "member_removed",
        /// A key for programs was made.
        ApiKeyMade = "api_key_made",
        /// A key for programs was revoked.
        ApiKeyRevoked = "api_key_revoked",
        /// A store was added.
        StoreAdded = "store_added",
        /// A store changed.
        StoreChanged = "store_changed",
        /// An employee was added to the roster.
        EmployeeAdded = "employee_added",
        /// An employee on the roster changed.
        EmployeeChanged = "employee_changed",
        /// A file of evidence was put into the vault.
        EvidenceKept = "evidence_kept",
        /// Somebody opened a file of evidence.
        EvidenceOpened = "evidence_opened",
        /// A file of evidence was thrown away; what it was stays written down.
        EvidenceDisposed = "evidence_disposed",
        /// A proof about an employee was handed in.
        ProofAdded = "proof_added",
        /// A proof about an employee was accepted or refused.
        ProofReviewed = "proof_reviewed",
        /// A proof that nobody had reviewed was taken back.
        ProofRemoved = "proof_removed",
        /// A version of an agreement with employees was published.
        AgreementPublished = "agreement_published",
        /// An employee signed an agreement.
        AgreementSigned = "agreement_signed",
        /// An employee withdrew from an agreement.
        AgreementWithdrawn = "agreement_withdrawn",
        /// A persona was drafted, or its draft changed.
        PersonaDrafted = "persona_drafted",
        /// A persona was approved, and speaks from now on.
        PersonaApproved = "persona_approved",
        /// The draft of a persona was sent back.
        PersonaRefused = "persona_refused",
        /// A persona speaks no more.
        PersonaRetired = "persona_retired",
        /// An employee's leaving began.
        DepartureOpened = "departure_opened",
        /// A step of an employee's leaving was done.
        DepartureStepDone = "departure_step_done",
        /// An employee's leaving is done and signed.
        DepartureClosed = "departure_closed",
        /// Everything kept about a person was taken out for them.
        PersonExported = "person_exported",
        /// What was kept about a person was erased at their wish.
        PersonErased = "person_erased",
        /// Personal data was shown unmasked, for a reason.
        PersonalRevealed = "personal_revealed",
        /// A platform account was seen or entered for the first time.
        AccountAdded = "account_added",
        /// A platform account changed.
        AccountChanged = "account_changed",
        /// An employee holds an account from now on, or no longer.
        HolderChanged = "holder_changed",
        /// A proposal about who holds an account was confirmed or declined.
        ProposalDecided = "proposal_decided",
        /// A file was brought in and waits for a decision.
        ImportProposed = "import_proposed",
        /// An import was started.
        ImportStarted = "import_started",
        /// An import is done.
        ImportFinished = "import_finished",
        /// An import could not be done.
        ImportFailed = "import_failed",
        /// An import was stopped before it was done.
        ImportCancelled = "import_cancelled",
        /// Somebody asked to take an import back.
        ReversalAsked = "reversal_asked",
        /// An import was taken back whole.
        ImportReversed = "import_reversed",
        /// A proposed import was thrown away.
        ImportDiscarded = "import_discarded",
        /// A job that was given up is tried again.
        JobRetried = "job_retried",
        /// A job was removed.
        JobRemoved = "job_removed",
        /// An item of Today got an owner, or rests for a while.
        TodayMarked = "today_marked",
        /// The brand added something to the rules for texts.
        ContentRuleAdded = "content_rule_added",
        /// Something that the brand had added to the rules for texts was taken back.
        ContentRuleRemoved = "content_rule_removed",
        /// A pack of rules for texts was exchanged, or the built-in one counts again.
        ContentPackChanged = "content_pack_changed",
        /// Somebody looked whether an entitlement of an account is there.
        EntitlementSeen = "entitlement_seen",
        /// A version of a card text was written.
        CardDrafted = "card_drafted",
        /// A version of a card text was approved or turned down.
        CardDecided = "card_decided",
        /// Accounts were asked to carry a version of a card text.
        CardRolledOut = "card_rolled_out",
        /// A version of a card text stands on an account.
        CardCarried = "card_carried",
        /// Goods were written down.
        GoodsAdded = "goods_added",
        /// What is known of goods changed.
        GoodsChanged = "goods_changed",
        /// Goods hang on an account from now on.
        GoodsHung = "goods_hung",
        /// Goods hang on an account no longer.
        GoodsTakenDown = "goods_taken_down",
        /// A live session was planned.
        LivePlanned = "live_planned",
        /// A live session was planned otherwise.
        LiveReplanned = "live_replanned",
        /// A live session was held.
        LiveHeld = "live_held",
        /// A live session was called off.
        LiveCancelled = "live_cancelled",
        /// What was counted of a live session was entered or corrected.
        LiveCounted = "live_counted",
        /// Somebody asked for money to promote an account or a note.
        PromotionAsked = "promotion_asked",
        /// Money for a promotion was granted or turned down.
        PromotionDecided = "promotion_decided",
        /// Whoever asked for money took the request back.
        PromotionWithdrawn = "promotion_withdrawn",
        /// What a promotion cost and brought was entered or corrected.
        PromotionCounted = "promotion_counted",
        /// A draft was planned.
        DraftPlanned = "draft_planned",
        /// A draft was planned otherwise.
        DraftReplanned = "draft_replanned",
        /// A text of a draft was written.
        DraftWritten = "draft_written",
        /// A text was handed in.
        DraftSubmitted = "draft_submitted",
        /// Somebody approved a text or sent it back.
        DraftDecided = "draft_decided",
        /// A draft was taken back to go on writing.
        DraftWithdrawn = "draft_withdrawn",
        /// An approved text was given to the person who publishes it.
        DraftHandedOver = "draft_handed_over",
        /// The person who published a text brought the link.
        DraftConfirmed = "draft_confirmed",
        /// A draft was found in the platform's export.
        DraftSeen = "draft_seen",
        /// A draft came to nothing.
        DraftDropped = "draft_dropped",
        /// Nothing goes out for a while.
        PublishingPaused = "publishing_paused",
        /// Publishing goes on.
        PublishingResumed = "publishing_resumed",
        /// A topic idea was written down.
        TopicIdeaAdded = "topic_idea_added",
        /// A topic idea changed.
        TopicIdeaChanged = "topic_idea_changed",
        /// A topic idea was put away.
        TopicIdeaRetired = "topic_idea_retired",
        /// A topic idea was brought back.
        TopicIdeaRestored = "topic_idea_restored",
        /// Somebody proposed to change the rule book, or the edition of a legal entity.
        RuleProposed = "rule_proposed",
        /// Such a proposal was taken back.
        RuleWithdrawn = "rule_withdrawn",
        /// A second person adopted such a proposal.
        RuleAdopted = "rule_adopted",
        /// A second person refused such a proposal.
        RuleRefused = "rule_refused",
        /// A company was added.
        LegalEntityAdded = "legal_entity_added",
        /// A company changed.
        LegalEntityChanged = "legal_entity_changed",
        /// A paper, an enterprise account or a relation of a company was added, changed or removed.
        EntityPaperChanged = "entity_paper_changed",
        /// Which edition of the rules a company's back office shows was stated.
        EditionStated = "edition_stated",
        /// Seats were asked for.
        SeatsRequested = "seats_requested",
        /// A seat took a step: approved, paid, handed in, rejected, granted, renewed, lapsed, released, frozen, thawed.
        SeatMoved = "seat_moved",
        /// An employee runs an account on a seat from now on.
        SeatBound = "seat_bound",
        /// An employee runs an account on a seat no longer.
        SeatUnbound = "seat_unbound",
        /// A line was written into the ledger of fees.
        SeatFeeRecorded = "seat_fee_recorded",
        /// A line of the ledger of fees was taken back by another.
        SeatFeeReversed = "seat_fee_reversed",
        /// What a company plans to spend on seats in a year was set.
        SeatBudgetSet = "seat_budget_set",
        /// The end of seats, papers or certifications comes near.
        RenewalsDue = "renewals_due",
        /// An offer of an agent was written down and checked.
        AgentOfferFiled = "agent_offer_filed",
        /// It was decided what becomes of an offer of an agent.
        AgentOfferDecided = "agent_offer_decided",
        /// An offer of an agent was taken out as a file.
        AgentOfferExported = "agent_offer_exported",
        /// Figures were taken out as a file.
        FiguresExported = "figures_exported",
        /// The audit log was taken out as a file.
        AuditExported = "audit_exported",
    }
}

/// One change, as it is written down.
#[derive(Debug)]
pub struct Change {
    /// What happened.
    pub kind: EventKind,
    /// To what: an id in its text form.
    pub subject: String,
    /// How it was, as far as it changed.
    pub before: Option<Value>,
    /// How it is now, as far as it changed.
    pub after: Option<Value>,
}

impl Change {
    /// Something that is there from now on.
    pub fn made(kind: EventKind, subject: &impl ToString, after: Value) -> Self {
        Self { kind, subject: subject.to_string(), before: None, after: Some(after) }
    }

    /// Something that is different from now on.
    pub fn changed(kind: EventKind, subject: &impl ToString, before: Value, after: Value) -> Self {
        Self { kind, subject: subject.to_string(), before: Some(before), after: Some(after) }
    }

    /// Something that happened to a thing and left it as it is, or took it away.
    pub fn happened(kind: EventKind, subject: &impl ToString) -> Self {
        Self { kind, subject: subject.to_string(), before: None, after: None }
    }
}

/// Writes the change down in the transaction of the change itself and returns its number in the brand's log.
///
/// The number is taken under a lock of the brand that holds until the commit: record last.
pub async fn record(tx: &mut Tx, scope: &Scope, change: Change, now: Instant) -> Result<i64, DbError> {
    let tenant = scope.tenant.uuid();
    let head = "
        insert into event_heads (tenant_id, seq) values ($1, 1)
        on conflict (tenant_id) do update set seq = event_heads.seq + 1
        returning seq as n";
    let seq = tx.number(head, params![tenant]).await?;
    let Change { kind, subject, before, after } = change;
    let (actor_kind, actor, actor_name) = actor_words(&scope.actor);
    let sql = "
        insert into events (tenant_id, seq, at, kind, subject, actor_kind, actor, actor_name, source, request_id,
            before_json, after_json)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = params![
        tenant,
        seq,
        now.ms(),
        kind.name(),
        subject,
        actor_kind,
        actor,
        actor_name,
        scope.source.clone(),
        scope.request_id.clone(),
        before.map(|value| value.to_string()),
        after.map(|value| value.to_string()),
    ];
    tx.execute(sql, values).await?;
    if tx.dialect() == Dialect::Postgres {
        let sql = format!("select pg_notify('{NEWS_CHANNEL}', $1)");
        tx.execute(&sql, params![scope.tenant.to_string()]).await?;
    }
    Ok(seq)
}

/// What the one who acts is called, as it is written down.
pub(crate) fn name_of(actor: &Actor) -> String {
    let (_, _, name) = actor_words(actor);
    name
}

fn actor_words(actor: &Actor) -> (&'static str, String, String) {
    match actor {
        Actor::User { id, name } => ("user", id.to_string(), name.clone()),
        Actor::ApiKey { id, name, .. } => ("api_key", id.to_string(), name.clone()),
        Actor::Job { id } => ("job", id.to_string(), "job".to_owned()),
        Actor::CommandLine => ("command_line", "command_line".to_owned(), "command line".to_owned()),
    }
}
