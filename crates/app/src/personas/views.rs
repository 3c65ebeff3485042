//! How personas look from outside.

use domain::{
    id::{AccountId, EmployeeId, PersonaId},
    identity::{Action, Scope},
    personas::{
        PersonaCard, PersonaState,
        claims::ClaimKind,
        truth::{TruthFinding, TruthSource, TruthVerdict},
    },
    time::Instant,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{Decision, PersonaRow, Retirement};
use crate::{http::can::Can, text::Text};

/// What the truth check says of one claim.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TruthFindingView {
    kind: ClaimKind,
    /// The words of the claim; empty where the card only ticks something.
    words: String,
    verdict: TruthVerdict,
    source: TruthSource,
    /// What the roster or the proof says, where it says something else.
    instead: Option<String>,
    /// What follows, in a sentence.
    sentence: String,
}

/// Another account that speaks as the same sort of person about the same things.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RivalView {
    pub persona: PersonaId,
    pub account: AccountId,
    pub nickname: String,
    pub employee_name: String,
    /// Topics that both name.
    pub topics: Vec<String>,
    /// Whether both speak to the same people.
    pub same_audience: bool,
}

/// What was said of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonaDecisionView {
    by: String,
    at: Instant,
    reason: Option<String>,
}

/// When and why a persona stopped speaking.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RetirementView {
    by: String,
    at: Instant,
    reason: String,
}

/// What the asker may do with a persona.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonaCan {
    /// Write the draft anew.
    change: Can,
    /// Approve it, or send it back.
    decide: Can,
    /// End it.
    retire: Can,
}

/// A version of a persona.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonaView {
    pub id: PersonaId,
    pub account: AccountId,
    pub nickname: String,
    pub employee: EmployeeId,
    pub employee_name: String,
    /// Counted from 1 within the account.
    pub version: i64,
    /// How often the draft was written; a change or a decision names the one it saw.
    pub revision: i64,
    pub state: PersonaState,
    pub card: PersonaCard,
    pub drafted_by: String,
    pub drafted_at: Instant,
    pub decision: Option<PersonaDecisionView>,
    pub retirement: Option<RetirementView>,
    pub can: PersonaCan,
}

/// What a card claims, and who speaks the same.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonaCheckView {
    pub findings: Vec<TruthFindingView>,
    /// Claims that stand in the way of an approval.
    pub open: usize,
    pub rivals: Vec<RivalView>,
}

/// A persona with what the truth check says of it today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CheckedPersona {
    pub persona: PersonaView,
    pub check: PersonaCheckView,
}

impl PersonaView {
    pub fn of(scope: &Scope, row: PersonaRow) -> Self {
        let can = rights(scope, row.state);
        let PersonaRow {
            id, account, nickname, employee, employee_name, version, revision, state, card, ..
        } = row;
        let PersonaRow { drafted_by, drafted_at, decision, retirement, .. } = row;
        let decision = decision.map(|Decision { by, at, reason }| PersonaDecisionView { by, at, reason });
        let retirement = retirement.map(|Retirement { by, at, reason }| RetirementView { by, at, reason });
        Self {
            id,
            account,
            nickname,
            employee,
            employee_name,
            version,
            revision,
            state,
            card,
            drafted_by,
            drafted_at,
            decision,
            retirement,
            can,
        }
    }
}

fn rights(scope: &Scope, state: PersonaState) -> PersonaCan {
    let when = |stands: bool, action: Action, otherwise: Text| {
        if !stands {
            return Can::No(otherwise);
        }
        if scope.may(action) {
            return Can::Yes;
        }
        Can::No(match action {
            Action::ApprovePersonas => Text::new(
                "人设由品牌负责人或合规负责人审批。",
                "Owners and compliance officers approve personas.",
            ),
            _ => Text::new("你的角色不能修改人设。", "Your role does not permit changing personas."),
        })
    };
    let is_open = matches!(state, PersonaState::Draft | PersonaState::Refused);
    PersonaCan {
        change: when(
            is_open,
            Action::ManagePersonas,
            Text::new(
                "已生效或停用的人设不再改动；请起草新的一版。",
                "What was approved or retired does not change; draft another version.",
            ),
        ),
        decide: when(
            state == PersonaState::Draft,
            Action::ApprovePersonas,
            Text::new("只有草稿需要审批。", "Only a draft is decided on."),
        ),
        retire: when(
            state != PersonaState::Retired,
            Action::ManagePersonas,
            Text::new("已经停用。", "It is retired already."),
        ),
    }
}

impl From<TruthFinding> for TruthFindingView {
    fn from(finding: TruthFinding) -> Self {
        let sentence = sentence(&finding).here().to_owned();
        let TruthFinding { kind, words, verdict, source, instead } = finding;
        Self { kind, words, verdict, source, instead, sentence }
    }
}

/// What a person hears of a finding, and what to do.
fn sentence(finding: &TruthFinding) -> Text {
    let TruthFinding { kind, words, verdict, source, instead } = finding;
    if *verdict == TruthVerdict::Proven {
        return proven(*source);
    }
    let known = instead.as_deref().unwrap_or_default();
    match kind {
        ClaimKind::Name => Text::new(
            format!("花名册上是「{known}」；「{words}」不是本人，请改成本人的姓。"),
            format!("The roster says {known}; {words} is somebody else."),
        ),
        ClaimKind::Post if *verdict == TruthVerdict::Unproven => {
            Text::new("花名册没有写岗位；请先补上。", "The roster gives no post; fill it in first.")
        }
        ClaimKind::Post => Text::new(
            format!("花名册上的岗位是「{known}」；请照实写。"),
            format!("The roster says the post is {known}."),
        ),
        ClaimKind::Years if *verdict == TruthVerdict::Unproven => Text::new(
            "花名册没有入职日期；请补上，或上传此前的从业证明。",
            "The roster gives no first day; fill it in, or hand in a proof of earlier work.",
        ),
        ClaimKind::Years => Text::new(
            format!("从 {known} 算起没有这么多年；请改小，或上传此前的从业证明。"),
            format!("From {known} on it is less; write fewer years, or hand in a proof of earlier work."),
        ),
        ClaimKind::Place if *verdict == TruthVerdict::Unproven => {
            Text::new("花名册没有写门店；请先补上。", "The roster gives no store; fill it in first.")
        }
        ClaimKind::Place => {
            Text::new(format!("花名册上在「{known}」；请照实写。"), format!("The roster says {known}."))
        }
        ClaimKind::Certificate => Text::new(
            "没有审核通过的证书；请上传并引用，或删掉这句话。",
            "No accepted certificate says so; hand one in and cite it, or leave it out.",
        ),
        ClaimKind::Story => Text::new(
            "这个故事没有审核通过的凭证；请上传并引用，或先不用。",
            "No accepted proof says that it happened; hand one in and cite it, or leave the story out.",
        ),
        _ => elsewhere(*kind),
    }
}

fn proven(source: TruthSource) -> Text {
    match source {
        TruthSource::Proof => Text::new("有审核通过的证明。", "An accepted proof says so."),
        TruthSource::Consent => Text::new("本人已授权。", "They have consented."),
        TruthSource::Card => Text::new("已展示雇主身份。", "The employer is shown."),
        _ => Text::new("与花名册一致。", "The roster says so."),
    }
}

/// What is claimed of things that neither the roster nor a certificate tells.
fn elsewhere(kind: ClaimKind) -> Text {
    match kind {
        ClaimKind::Schooling => Text::new(
            "学历没有依据；请上传并引用学历证书，或删掉。",
            "Nothing proves the schooling; hand in and cite a certificate, or leave it out.",
        ),
        ClaimKind::Income => Text::new(
            "不要写收入；这既无法核实，也容易被判为虚假人设。",
            "Leave incomes out: nobody can check them, and they mark an invented persona.",
        ),
        ClaimKind::Age => Text::new(
            "花名册不记出生年份，年龄无法核实；请删掉。",
            "The roster holds no year of birth; leave the age out.",
        ),
        ClaimKind::Customer => Text::new(
            "员工不能以消费者身份评价自己的公司；请删掉，并展示雇主。",
            "Whoever works for the merchant is no customer of theirs; leave it out and show the employer.",
        ),
        ClaimKind::Employer => Text::new(
            "必须展示雇主身份；隐瞒雇佣关系属于未披露的利益关系。",
            "The employer must be shown: an employment that is hidden is an interest not disclosed.",
        ),
        ClaimKind::Face => Text::new(
            "本人还没有签署肖像授权；请先让本人在手机上签署。",
            "They have not consented to the use of their face; ask them to sign on the phone first.",
        ),
        ClaimKind::Voice => Text::new(
            "本人还没有签署声音授权；请先让本人在手机上签署。",
            "They have not consented to the use of their voice; ask them to sign on the phone first.",
        ),
        _ => Text::new("没有依据；请删掉。", "Nothing says so; leave it out."),
    }
}
