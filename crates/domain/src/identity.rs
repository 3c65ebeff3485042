//! Who may do what: roles, actions, visibility, and the rules of signing in.
//!
//! Words: a *user* is a person who can sign in; a *membership* gives a user one role in one brand; *visibility* says
//! which accounts that membership sees at all; an *action* is what an operation of the API asks permission for.
//! The permission table is [`may`], one match, printed into `docs/permissions.txt`.

mod keys;
mod links;
mod members;
mod moment;
mod password;
mod scope;
mod sign_in;

pub use keys::{API_KEYS_MAX, KeyError, check_key_actions, key_may_hold};
pub use links::{LinkState, link_state};
pub use members::{
    MemberError, SIGHT_PLACES_MAX, Standing, judge_password_reset, judge_removal, judge_role, masked_email,
};
pub use moment::Moment;
pub use password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordError, check_password};
pub use scope::{Actor, Scope, Sight};
pub use sign_in::{
    FAILED_SIGN_INS_MAX, INVITATION_MS, LOCK_MS, Lock, PASSWORD_RESET_MS, SESSION_MS, SessionState,
    after_failure, lock_state, session_state,
};

names! {
    /// What a member is in a brand.
    Role {
        /// Runs the brand: people, keys, everything.
        Owner = "owner",
        /// Runs the matrix every day.
        Operator = "operator",
        /// Runs an account of their own, on a phone.
        Employee = "employee",
        /// Answers messages and follows up leads.
        ServiceAgent = "service_agent",
        /// Watches over rules, evidence and personal data.
        ComplianceOfficer = "compliance_officer",
        /// Looks at everything and changes nothing.
        Auditor = "auditor",
    }
}

names! {
    /// What an operation asks permission for.
    Action {
        /// See the matrix board, accounts, notes and figures within one's sight.
        ViewMatrix = "view_matrix",
        /// See the list of leads, contact data masked.
        ViewLeads = "view_leads",
        /// See Today and mark its items.
        UseToday = "use_today",
        /// Have texts judged and compared.
        CheckContent = "check_content",
        /// See by which rules texts are judged.
        ViewContentRules = "view_content_rules",
        /// Change what the brand adds to the rules, and exchange packs of rules.
        ManageContentRules = "manage_content_rules",
        /// Take figures out as a file or report.
        ExportFigures = "export_figures",
        /// Change accounts: kind, store, holder, proposals.
        ManageAccounts = "manage_accounts",
        /// Write texts of cards and messages, and roll them out.
        ManageCards = "manage_cards",
        /// Approve texts of cards and messages.
        ApproveCards = "approve_cards",
        /// Hang goods, plan live sessions, and enter what they and promotions brought.
        ManageSelling = "manage_selling",
        /// Ask for money to promote an account or a note.
        AskPromotions = "ask_promotions",
        /// Grant money that somebody else asked for, or turn it down.
        ApprovePromotions = "approve_promotions",
        /// Write drafts of notes, hand them in, take what is approved to the phone and bring the link back.
        WriteDrafts = "write_drafts",
        /// Keep topic ideas, and plan who tells what, from which side, when.
        PlanContent = "plan_content",
        /// Approve texts that somebody else wrote, or send them back.
        ReviewDrafts = "review_drafts",
        /// Clear texts that touch rules of a trade or the law.
        ClearRedDrafts = "clear_red_drafts",
        /// Stop everything that goes out, and let it go on.
        PausePublishing = "pause_publishing",
        /// See legal entities, seats, what they cost, and plan more of them.
        ViewSeats = "view_seats",
        /// Keep legal entities, seats and fees: ask, pay, bind, renew, give back.
        ManageSeats = "manage_seats",
        /// Say yes to seats that were asked for.
        ApproveSeats = "approve_seats",
        /// See the rule book of the platform and what the brand proposes to change in it.
        ViewRules = "view_rules",
        /// Propose a row of the rule book, or that a legal entity goes over to another edition.
        ProposeRules = "propose_rules",
        /// Adopt or decline what somebody else proposed for the rule book.
        AdoptRules = "adopt_rules",
        /// See stores and the roster.
        ViewPeople = "view_people",
        /// Change stores and the roster.
        ManagePeople = "manage_people",
        /// Accept or refuse proofs about employees.
        ReviewProofs = "review_proofs",
        /// See personal data unmasked and open files of evidence, for a reason that is written down.
        RevealPersonal = "reveal_personal",
        /// See which files of evidence there are, and who opened them.
        ViewEvidence = "view_evidence",
        /// Put files of evidence into the vault.
        KeepEvidence = "keep_evidence",
        /// Draft and retire personas.
        ManagePersonas = "manage_personas",
        /// Approve personas and send drafts back.
        ApprovePersonas = "approve_personas",
        /// See what is stored about oneself; sign agreements and withdraw from them.
        UseOwnPage = "use_own_page",
        /// See what was imported.
        ViewImports = "view_imports",
        /// Bring files in and take them back.
        ManageImports = "manage_imports",
        /// See who is a member of the brand.
        ViewMembers = "view_members",
        /// Invite, change and remove members; reset passwords.
        ManageMembers = "manage_members",
        /// Make and revoke keys for programs.
        ManageApiKeys = "manage_api_keys",
        /// Search and export the audit log.
        ViewAudit = "view_audit",
        /// See the queue of jobs.
        ViewJobs = "view_jobs",
        /// Retry and remove jobs.
        ManageJobs = "manage_jobs",
        /// Rename the brand, change its zone, add brands.
        ManageBrands = "manage_brands",
    }
}

names! {
    /// Which accounts a membership sees.
    Visibility {
        /// Every account of the brand.
        All = "all",
        /// The accounts of the named stores and regions.
        Stores = "stores",
        /// The accounts that the member's own employee record holds.
        Own = "own",
    }
}

names! {
    /// The languages of the product.
    Language {
        /// Simplified Chinese.
        Zh = "zh",
        /// English.
        En = "en",
    }
}

/// Whether a role permits an action: the one permission table.
pub const fn may(role: Role, action: Action) -> bool {
    use Action as A;
    match role {
        Role::Owner => true,
        Role::Operator => !matches!(
            action,
            A::ManageContentRules
                | A::ApproveCards
                | A::ApprovePromotions
                | A::ClearRedDrafts
                | A::ReviewProofs
                | A::ApprovePersonas
                | A::ManageMembers
                | A::ManageApiKeys
                | A::ManageBrands
                | A::ViewAudit
                | A::ApproveSeats
                | A::AdoptRules
        ),
        Role::Employee => {
            matches!(
                action,
                A::ViewMatrix
                    | A::UseToday
                    | A::CheckContent
                    | A::ViewContentRules
                    | A::AskPromotions
                    | A::WriteDrafts
                    | A::UseOwnPage
            )
        }
        Role::ServiceAgent => {
            matches!(
                action,
                A::ViewMatrix
                    | A::ViewLeads
                    | A::UseToday
                    | A::CheckContent
                    | A::ViewContentRules
                    | A::WriteDrafts
                    | A::UseOwnPage
            )
        }
        Role::ComplianceOfficer => officer_may(action),
        Role::Auditor => auditor_may(action),
    }
}

const fn officer_may(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::ViewMatrix
            | A::ViewLeads
            | A::UseToday
            | A::CheckContent
            | A::ViewContentRules
            | A::ManageContentRules
            | A::ApproveCards
            | A::ReviewDrafts
            | A::ClearRedDrafts
            | A::PausePublishing
            | A::ExportFigures
            | A::ViewSeats
            | A::ViewRules
            | A::ProposeRules
            | A::AdoptRules
            | A::ViewPeople
            | A::ReviewProofs
            | A::RevealPersonal
            | A::ViewEvidence
            | A::KeepEvidence
            | A::ApprovePersonas
            | A::UseOwnPage
            | A::ViewImports
            | A::ViewMembers
            | A::ViewAudit
            | A::ViewJobs
    )
}

const fn auditor_may(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::ViewMatrix
            | A::ViewLeads
            | A::ViewContentRules
            | A::ViewSeats
            | A::ViewRules
            | A::ViewPeople
            | A::ViewEvidence
            | A::ViewImports
            | A::ViewMembers
            | A::ViewAudit
            | A::ViewJobs
    )
}

/// The permission table as a text, a line per action and a column per role; the last one says what a key for
/// programs can be given.
pub fn permission_table() -> String {
    use std::fmt::Write as _;
    let mut table = format!("{:<20}", "action");
    for role in Role::ALL {
        let _ = write!(table, "  {role}");
    }
    table.push_str("  api_key\n");
    for action in Action::ALL {
        let _ = write!(table, "{:<20}", action.name());
        for role in Role::ALL {
            let mark = if may(*role, *action) { "yes" } else { "-" };
            let _ = write!(table, "  {mark:<width$}", width = role.name().len());
        }
        let mark = if key_may_hold(*action) { "yes" } else { "-" };
        let _ = writeln!(table, "  {mark}");
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_permission_table_is_the_one_in_the_documents() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/permissions.txt");
        if std::env::var_os("KOSMOS_BLESS").is_some() {
            std::fs::write(path, permission_table()).unwrap();
        }
        assert_eq!(permission_table(), std::fs::read_to_string(path).unwrap_or_default());
    }

    #[test]
    fn an_auditor_changes_nothing_and_takes_nothing_out() {
        for action in Action::ALL.iter().filter(|action| may(Role::Auditor, **action)) {
            assert!(action.name().starts_with("view_"), "{action}");
        }
    }

    #[test]
    fn names_are_read_back_as_what_they_name() {
        assert!(Role::ALL.iter().all(|role| Role::named(role.name()) == Some(*role)));
        assert!(Action::ALL.iter().all(|action| Action::named(action.name()) == Some(*action)));
        assert_eq!(Role::named("admin"), None);
    }
}
