//! What a row of the rule book can be about, in which unit, for whom, and how good its source is.

names! {
    /// A number of the platform.
    RuleKey {
        /// What a seat costs.
        SeatFee = "seat_fee",
        /// Whether the fee of a seat comes back when its review fails.
        SeatFeeRefund = "seat_fee_refund",
        /// How long a paid seat lasts.
        SeatTerm = "seat_term",
        /// How long the review of a seat takes.
        SeatReviewDays = "seat_review_days",
        /// Active seats that one person may have.
        SeatsPerPerson = "seats_per_person",
        /// What the certification of an enterprise account costs.
        CertificationFee = "certification_fee",
        /// Whether the certification fee comes back when the review fails.
        CertificationRefund = "certification_refund",
        /// How long a certification order stays open.
        CertificationOrderDays = "certification_order_days",
        /// How long the review of an enterprise account takes.
        ReviewDays = "review_days",
        /// Seats to be had.
        SeatQuota = "seat_quota",
        /// Seats to be had after the spend of `extended_quota_spend`.
        ExtendedQuota = "extended_quota",
        /// Ad spend that brings the extended quota.
        ExtendedQuotaSpend = "extended_quota_spend",
        /// What must be paid into Juguang before seats are opened.
        OpeningTopUp = "opening_top_up",
        /// Seats that the top-up opens.
        OpeningTopUpSeats = "opening_top_up_seats",
        /// Ad spend that is asked for each seat.
        SeatSpend = "seat_spend",
        /// Days after binding without a check of the spend.
        SpendGraceDays = "spend_grace_days",
        /// Days from a failed check until the seat is closed.
        SpendProtectionDays = "spend_protection_days",
        /// Ad spend in 30 days that unlocks components.
        ComponentSpend = "component_spend",
        /// Whether the identity label comes with the seat.
        IdentityLabel = "entitlement_identity_label",
        /// Whether the lead card comes with the seat.
        LeadCard = "entitlement_lead_card",
        /// Whether the business card comes with the seat.
        NameCard = "entitlement_name_card",
        /// Whether the welcome message comes with the seat.
        WelcomeMessage = "entitlement_welcome_message",
        /// Whether the quick menu comes with the seat.
        QuickMenu = "entitlement_quick_menu",
        /// Whether the direct-message tool comes with the seat.
        MessageDesk = "entitlement_message_desk",
        /// Whether goods and live of the shop come with the seat.
        ShopInheritance = "entitlement_shop",
        /// Whether notes of the seat can be promoted.
        PaidPromotion = "entitlement_promotion",
        /// Whether an enterprise-created seat may pass to another person.
        RebindEnterpriseCreated = "rebind_enterprise_created",
        /// Whether a personally authorised seat may pass to another person.
        RebindPersonalAuthorized = "rebind_personal_authorized",
        /// How long documents must still be valid when they are submitted.
        DocumentValidity = "document_validity",
        /// Characters of an account name, at least.
        NameCharsMin = "name_chars_min",
        /// Characters of an account name, at most.
        NameCharsMax = "name_chars_max",
        /// Strangers to whom an account may write.
        StrangerMessages = "stranger_messages",
        /// Messages to one stranger before they answer.
        UnansweredMessages = "unanswered_messages",
        /// Vendors of message tools that one account may have.
        MessageVendors = "message_vendors",
        /// Accounts that may share a phone.
        AccountsPerDevice = "accounts_per_device",
        /// Accounts that may share a network.
        AccountsPerNetwork = "accounts_per_network",
        /// Merchant points that diversion costs, at least.
        DiversionPointsMin = "diversion_points_min",
        /// Merchant points that diversion costs, at most.
        DiversionPointsMax = "diversion_points_max",
        /// Account credit that diversion costs, at most.
        DiversionCreditMax = "diversion_credit_max",
        /// Characters of a note's title, at most.
        NoteTitleChars = "note_title_chars",
        /// Characters of a note's text, its topics among them, at most.
        NoteBodyChars = "note_body_chars",
        /// Pictures of a picture note, at least.
        NotePicturesLeast = "note_pictures_least",
        /// Pictures of a picture note, at most.
        NotePicturesMost = "note_pictures_most",
        /// Topics of a note, at most.
        NoteTopicsMost = "note_topics_most",
        /// Hard advertising among the notes of an account, in percent at most.
        NoteAdShareMost = "note_ad_share_most",
    }
}

names! {
    /// What a number of the rule book counts.
    RuleUnit {
        /// Money, in fen.
        Fen = "fen",
        /// Money in fen, for a year.
        FenPerYear = "fen_per_year",
        /// Money in fen, for a day.
        FenPerDay = "fen_per_day",
        /// Things.
        Count = "count",
        /// Things in a day.
        CountPerDay = "count_per_day",
        /// Calendar days.
        Days = "days",
        /// Working days.
        WorkingDays = "working_days",
        /// Calendar months.
        Months = "months",
        /// Penalty points.
        Points = "points",
        /// Parts of a hundred.
        Percent = "percent",
        /// Yes (1) or no (0).
        Flag = "flag",
    }
}

names! {
    /// For whom a number is counted.
    RuleScope {
        /// A company with its licence.
        LegalEntity = "legal_entity",
        /// An enterprise account.
        EnterpriseAccount = "enterprise_account",
        /// A seat.
        Seat = "seat",
        /// A natural person.
        Person = "person",
        /// A phone.
        Device = "device",
        /// A network.
        Network = "network",
    }
}

names! {
    /// How good the source of a rule is, the best first.
    SourceGrade {
        /// The platform's own page or notice, seen.
        Official = "official",
        /// The platform's announcement, quoted by ordinary news media.
        Press = "press",
        /// A trade page or article without evidence.
        Reported = "reported",
        /// What a merchant saw in their own back office or message.
        OwnExperience = "own_experience",
        /// Nobody says it: what this product assumes.
        OwnDefault = "own_default",
    }
}

impl RuleKey {
    /// What its numbers count.
    pub const fn unit(self) -> RuleUnit {
        use RuleUnit as U;
        match self {
            Self::SeatFee | Self::CertificationFee => U::FenPerYear,
            Self::ExtendedQuotaSpend | Self::OpeningTopUp | Self::ComponentSpend => U::Fen,
            Self::SeatSpend => U::FenPerDay,
            Self::SeatTerm | Self::DocumentValidity => U::Months,
            Self::SeatReviewDays | Self::ReviewDays => U::WorkingDays,
            Self::CertificationOrderDays | Self::SpendGraceDays | Self::SpendProtectionDays => U::Days,
            Self::StrangerMessages => U::CountPerDay,
            Self::DiversionPointsMin | Self::DiversionPointsMax | Self::DiversionCreditMax => U::Points,
            Self::SeatsPerPerson
            | Self::SeatQuota
            | Self::ExtendedQuota
            | Self::OpeningTopUpSeats
            | Self::NameCharsMin
            | Self::NameCharsMax
            | Self::UnansweredMessages
            | Self::MessageVendors
            | Self::AccountsPerDevice
            | Self::AccountsPerNetwork
            | Self::NoteTitleChars
            | Self::NoteBodyChars
            | Self::NotePicturesLeast
            | Self::NotePicturesMost
            | Self::NoteTopicsMost => U::Count,
            Self::NoteAdShareMost => U::Percent,
            Self::SeatFeeRefund
            | Self::CertificationRefund
            | Self::IdentityLabel
            | Self::LeadCard
            | Self::NameCard
            | Self::WelcomeMessage
            | Self::QuickMenu
            | Self::MessageDesk
            | Self::ShopInheritance
            | Self::PaidPromotion
            | Self::RebindEnterpriseCreated
            | Self::RebindPersonalAuthorized => U::Flag,
        }
    }

    /// What a seat is entitled to, each a flag: 1 where it comes with the seat, 0 where it asks for spend.
    pub const ENTITLEMENTS: &'static [Self] = &[
        Self::IdentityLabel,
        Self::LeadCard,
        Self::NameCard,
        Self::WelcomeMessage,
        Self::QuickMenu,
        Self::MessageDesk,
        Self::ShopInheritance,
        Self::PaidPromotion,
    ];
}

impl RuleUnit {
    /// The greatest number of this unit that anybody may state; the least is 0.
    pub const fn value_max(self) -> i64 {
        match self {
            // Ten million yuan.
            Self::Fen | Self::FenPerYear | Self::FenPerDay => 1_000_000_000,
            Self::Count | Self::CountPerDay | Self::Points => 100_000,
            Self::Days | Self::WorkingDays => 3_650,
            Self::Months => 120,
            Self::Percent => 100,
            Self::Flag => 1,
        }
    }
}
