//! Ids: a UUIDv7 inside, a prefix and 32 hex digits outside (`account_0192f0c1…`), one Rust type per kind.
//!
//! The prefix is part of the text form, so an id of one kind never parses as another.

use std::{borrow::Cow, fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};
use uuid::Uuid;

/// What an id is an id of.
pub trait Kind: 'static {
    /// The prefix of the text form, in the words of the glossary.
    const PREFIX: &'static str;
}

/// The id of one `K`.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Id<K> {
    /// Takes a UUID as it stands in the database.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// The UUID as it stands in the database.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }

    /// The sixteen bytes of the UUID.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.uuid.as_bytes()
    }
}

/// A text that is no id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id like {prefix}_ followed by 32 hex digits")]
pub struct IdError {
    prefix: &'static str,
}

impl<K: Kind> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        text.strip_prefix(K::PREFIX)
            .and_then(|rest| rest.strip_prefix('_'))
            .filter(|hex| hex.len() == 32)
            .and_then(|hex| Uuid::try_parse(hex).ok())
            .map(Self::from_uuid)
            .ok_or(IdError { prefix: K::PREFIX })
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, self.uuid.simple())
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}

impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl<K: Kind> PartialSchema for Id<K> {
    fn schema() -> RefOr<Schema> {
        let pattern = format!("^{}_[0-9a-f]{{32}}$", K::PREFIX);
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).into()
    }
}

impl<K: Kind> ToSchema for Id<K> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}_id", K::PREFIX))
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $prefix:literal, $alias:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $kind {}

        impl Kind for $kind {
            const PREFIX: &'static str = $prefix;
        }

        #[doc = concat!("The id of one [`", stringify!($kind), "`], shown as `", $prefix, "_…`.")]
        pub type $alias = Id<$kind>;
    )*};
}

kinds! {
    /// A group of brands under one owner.
    Organisation = "org", OrganisationId;
    /// A brand: the tenant that every business row belongs to.
    Brand = "brand", TenantId;
    /// A person who can sign in.
    User = "user", UserId;
    /// A signed-in browser.
    Session = "session", SessionId;
    /// An invitation by link.
    Invitation = "invitation", InvitationId;
    /// A key for programs.
    ApiKey = "key", ApiKeyId;
    /// A line of the event log, which is the audit log.
    Event = "event", EventId;
    /// A queued piece of work.
    Job = "job", JobId;
    /// A recurring piece of work.
    Schedule = "schedule", ScheduleId;
    /// A shop or office where employees work.
    Store = "store", StoreId;
    /// A person on the roster.
    Employee = "employee", EmployeeId;
    /// A platform account of the matrix.
    Account = "account", AccountId;
    /// A note published by an account.
    Note = "note", NoteId;
    /// A proposal that an employee holds an account.
    HolderProposal = "proposal", HolderProposalId;
    /// Figures of one account over one period.
    AccountPeriod = "period", AccountPeriodId;
    /// Reply measures of one account over one period.
    ServicePeriod = "service", ServicePeriodId;
    /// One row of a Juguang report.
    JuguangFigure = "juguang", JuguangFigureId;
    /// A person who left contact data.
    Lead = "lead", LeadId;
    /// One imported file.
    Import = "import", ImportId;
    /// A row of an imported file that could not be taken.
    Rejection = "rejection", RejectionId;
    /// A remembered way to read a kind of file.
    Mapping = "mapping", MappingId;
    /// A saved view of a list.
    SavedView = "view", SavedViewId;
    /// Something that a merchant adds to the rules for texts.
    ContentRule = "rule", ContentRuleId;
    /// The rules by which texts were judged at one time.
    ContentEdition = "edition", ContentEditionId;
    /// A file that proves something.
    EvidenceFile = "file", EvidenceFileId;
    /// One time that somebody opened a file of evidence.
    EvidenceOpening = "opening", EvidenceOpeningId;
    /// What proves something about an employee.
    EmployeeProof = "proof", EmployeeProofId;
    /// One version of an agreement with employees.
    AgreementText = "text", AgreementTextId;
    /// An agreement that an employee signed.
    AgreementSignature = "signature", AgreementSignatureId;
    /// The persona of an account.
    Persona = "persona", PersonaId;
    /// An employee's leaving, from the first hour to the signed sheet.
    Departure = "departure", DepartureId;
    /// What a brand changes of its rules: a row of the rule book, or the edition of a legal entity.
    /// A company with a licence.
    LegalEntity = "entity", LegalEntityId;
    /// A paper of a company.
    EntityLicence = "licence", EntityLicenceId;
    /// The certified professional account of a company.
    EnterpriseAccount = "enterprise", EnterpriseAccountId;
    /// What a company stated about the rules that its back office shows.
    EntityEdition = "statement", EntityEditionId;
    /// The right to bind one staff account.
    Seat = "seat", SeatId;
    /// A line of the ledger of fees.
    SeatFee = "fee", SeatFeeId;
    /// An offer of an agent.
    AgentOffer = "offer", AgentOfferId;
    /// Who ran an account, from when to when.
    AccountHolding = "holding", AccountHoldingId;
    /// A row that a brand adds to the rule book.
    RuleAmendment = "amendment", RuleAmendmentId;
    /// What somebody saw of an entitlement.
    EntitlementSighting = "sighting", EntitlementSightingId;
    /// The text of a card, message or menu.
    CardText = "card", CardTextId;
    /// A version of such a text.
    CardVersion = "wording", CardVersionId;
    /// The task to put a version into an account.
    CardRollout = "rollout", CardRolloutId;
    /// Something that the shop sells.
    Goods = "goods", GoodsId;
    /// That goods hang on an account.
    GoodsHanging = "hanging", GoodsHangingId;
    /// A live session of an account.
    LiveSession = "live", LiveSessionId;
    /// The robot of a group chat.
    Channel = "channel", ChannelId;
    /// A request to promote an account or a note of it.
    Promotion = "promotion", PromotionId;
    /// Something that could be written about.
    TopicIdea = "idea", TopicIdeaId;
    /// A note on its way to be published.
    Draft = "draft", DraftId;
    /// That nothing goes out for a while.
    StudioPause = "pause", StudioPauseId;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_of_one_kind_never_parses_as_another() {
        let account = AccountId::from_uuid(Uuid::from_u128(7));
        assert_eq!(account.to_string(), "account_00000000000000000000000000000007");
        assert!(account.to_string().parse::<NoteId>().is_err());
    }

    proptest! {
        #[test]
        fn every_id_survives_its_text_form(bits: u128) {
            let id = NoteId::from_uuid(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse::<NoteId>(), Ok(id));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,60}") {
            let parsed: Result<NoteId, _> = text.parse();
            prop_assert_eq!(parsed.is_ok(), text.starts_with("note_") && text.len() == 37 && parsed.is_ok());
        }
    }
}
