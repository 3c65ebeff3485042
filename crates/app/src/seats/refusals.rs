//! What a person hears when something about seats is refused: what happened, by which rule, and the way out.

use axum::http::StatusCode;
use domain::{
    insight::Say,
    personas::rivals::Rivalry,
    seats::{
        AccountFault, BindingError, Condition, CreditCodeError, FEE_FEN_MAX, FeeError, GateCondition,
        GateState, Limit, PersonaFault, RequestError, SEATS_ASKED_MAX, SeatError, SeatState, StepName,
    },
};

use crate::{
    http::{ApiError, ErrorCode},
    text::Text,
};

/// Somebody else changed the thing since the asker saw it: both versions are told, nothing is overwritten.
pub(super) fn changed_since(seen: i64, now: i64) -> ApiError {
    ApiError::conflict(Text::new(
        format!("你看到的是第 {seen} 版，现在已是第 {now} 版：别人刚改过。没有覆盖任何内容，请刷新后再改。"),
        format!(
            "You saw version {seen}; it is version {now} by now. Nothing was overwritten; reload and try again."
        ),
    ))
}

/// The same where the newer version was not read.
pub(super) fn changed_meanwhile(seen: i64) -> ApiError {
    changed_since(seen, seen.saturating_add(1))
}

pub(super) fn credit_code(error: CreditCodeError) -> ApiError {
    let text = match error {
        CreditCodeError::Length(places) => Text::new(
            format!("统一社会信用代码是 18 位，这里有 {places} 位。"),
            format!("A unified social credit code has 18 places; this has {places}."),
        ),
        CreditCodeError::Sign(sign) => Text::new(
            format!("信用代码里不会有「{sign}」：只用数字和大写字母，且不含 I、O、S、V、Z。"),
            format!("No code holds {sign:?}: digits and capitals only, without I, O, S, V and Z."),
        ),
        CreditCodeError::Region => Text::new(
            "第 3 到 8 位是登记地的行政区划，应为数字。",
            "Places 3 to 8 name the region and are digits.",
        ),
        CreditCodeError::CheckDigit => Text::new(
            "校验位不符（GB 32100-2015）：有一位输错了，请对照执照核对。",
            "The check digit does not fit (GB 32100-2015): something is mistyped; compare it with the licence.",
        ),
    };
    ApiError::invalid("credit_code", text)
}

pub(super) fn request(error: RequestError) -> ApiError {
    match error {
        RequestError::Count => ApiError::invalid(
            "count",
            Text::new(
                format!("一次可申请 1 到 {SEATS_ASKED_MAX} 个。"),
                format!("Between 1 and {SEATS_ASKED_MAX} seats at a time."),
            ),
        ),
        RequestError::NoEdition => ApiError::conflict(Text::new(
            "这个主体还没有登记后台显示的规则版本，名额上限不明。先在「主体」里登记版本和截图。",
            "This company has not stated which rules its back office shows, so its quota is unknown. State it first.",
        )),
        RequestError::QuotaUnknown => ApiError::conflict(Text::new(
            "该主体所用的规则版本没有写明名额上限。请在「规则」里补上后台显示的数字和截图。",
            "The rules of this company do not tell a quota. Add the number that its back office shows, with a screenshot.",
        )),
        RequestError::QuotaReached { occupied, limit } => quota_reached(occupied, limit),
        RequestError::Gate(conditions) => gate(&conditions),
        RequestError::OverrideNotPermitted => ApiError::new(
            StatusCode::FORBIDDEN,
            ErrorCode::NotPermitted,
            Text::new(
                "「先有内容」这道关只有品牌负责人能写明理由放行。",
                "Only an owner of the brand lets seats through while content is missing, with a reason.",
            ),
        ),
    }
}

fn quota_reached(occupied: i64, Limit { most, source }: Limit) -> ApiError {
    let left = most.saturating_sub(occupied).max(0);
    let Say { zh, en } = source;
    ApiError::conflict(Text::new(
        format!(
            "名额不够：上限 {most} 个，已占 {occupied} 个，还剩 {left} 个。{zh}先释放不用的名额，或用真实雇人的另一主体单独认证。"
        ),
        format!(
            "Too few seats: {occupied} of {most} are taken, {left} are left. {en} Give back what is idle, or certify another company that truly employs people."
        ),
    ))
}

fn gate(conditions: &[Condition]) -> ApiError {
    let open = conditions.iter().filter(|condition| condition.state() != GateState::Met).map(condition_text);
    let (zh, en): (Vec<String>, Vec<String>) = open.map(|Text { zh, en }| (zh, en)).unzip();
    ApiError::conflict(Text::new(
        format!("先有内容，再要名额：{}。补齐后再申请，或由品牌负责人写明理由放行。", zh.join("；")),
        format!(
            "Content comes first: {}. Complete it, or have an owner let it through with a reason.",
            en.join("; ")
        ),
    ))
}

/// What a condition asks for, and how it stands.
pub(super) fn condition_text(condition: &Condition) -> Text {
    let Condition { condition: which, needed, found } = condition;
    let (zh, en) = match which {
        GateCondition::ApprovedDrafts => ("已通过的草稿", "approved drafts"),
        GateCondition::ReplyRota => ("首周回复值班人", "people on the reply rota"),
    };
    match found {
        Some(found) => Text::new(
            format!("{zh}要 {needed}，现有 {found}"),
            format!("{needed} {en} are needed, {found} are there"),
        ),
        None => Text::new(
            format!("{zh}要 {needed}，系统里还没有记录"),
            format!("{needed} {en} are needed, and nothing about them is on record"),
        ),
    }
}

pub(super) fn step(error: SeatError) -> ApiError {
    match error {
        SeatError::TermOver => ApiError::invalid("until", seat_text(&error)),
        SeatError::SomebodysOwn => ApiError::invalid("employee", seat_text(&error)),
        error => ApiError::conflict(seat_text(&error)),
    }
}

/// What a person hears of a step that is not taken.
pub(super) fn seat_text(error: &SeatError) -> Text {
    match error {
        SeatError::NotNow { state, step } => {
            let (state, step) = (state_name(*state), step_name(*step));
            Text::new(
                format!("名额现在是「{}」，不能{}。", state.zh, step.zh),
                format!("The seat is {}; it cannot be {} now.", state.en, step.en),
            )
        }
        SeatError::Frozen => Text::new("名额已冻结；先解除冻结。", "The seat is frozen; thaw it first."),
        SeatError::NotFrozen => Text::new("名额没有冻结。", "The seat is not frozen."),
        SeatError::Held => {
            Text::new("还有人持有这个名额；先解绑。", "Somebody holds the seat; unbind them first.")
        }
        SeatError::TooEarly { from } => Text::new(
            format!("从 {from} 起才能续费；太早续费会把同一天付两次。"),
            format!("It can be renewed from {from} on; earlier, days would be paid twice."),
        ),
        SeatError::TermOver => Text::new(
            "期限的最后一天早于第一天，或已经过去。",
            "The term ends before it begins, or is over already.",
        ),
        SeatError::SomebodysOwn => Text::new(
            "这是员工本人授权的账号，随人走；企业只能解除授权，不能换绑给别人。",
            "The account is the employee's own: the company can end the authorisation and pass it to nobody else.",
        ),
    }
}

fn state_name(state: SeatState) -> Text {
    let (zh, en) = match state {
        SeatState::Requested => ("待批准", "waiting for approval"),
        SeatState::Approved => ("待付款", "approved and unpaid"),
        SeatState::Paid => ("待提交", "paid and not handed in"),
        SeatState::UnderReview => ("平台审核中", "under review"),
        SeatState::Certified => ("已认证", "granted and held by nobody yet"),
        SeatState::Bound => ("使用中", "bound"),
        SeatState::Unbound => ("已解绑", "unbound"),
        SeatState::Expiring => ("即将到期", "expiring"),
        SeatState::Renewed => ("已续费", "renewed"),
        SeatState::Lapsed => ("已失效", "lapsed"),
        SeatState::Released => ("已释放", "released"),
    };
    Text::new(zh, en)
}

fn step_name(step: StepName) -> Text {
    let (zh, en) = match step {
        StepName::Approve => ("批准", "approved"),
        StepName::Pay => ("登记付款", "paid"),
        StepName::Submit => ("提交审核", "handed in"),
        StepName::Reject => ("登记驳回", "rejected"),
        StepName::Certify => ("登记认证", "granted"),
        StepName::Bind => ("绑定", "bound"),
        StepName::Unbind => ("解绑", "unbound"),
        StepName::Renew => ("续费", "renewed"),
        StepName::Lapse => ("失效", "lapsed"),
        StepName::Release => ("释放", "released"),
        StepName::Freeze => ("冻结", "frozen"),
        StepName::Thaw => ("解冻", "thawed"),
    };
    Text::new(zh, en)
}

pub(super) fn binding(error: BindingError) -> ApiError {
    let (field, text) = match error {
        BindingError::Leaves(on) => (
            "employee",
            Text::new(
                format!("这名员工的离职日期是 {on}，不能再持有名额。"),
                format!("This employee leaves on {on} and gets no more seats."),
            ),
        ),
        BindingError::NoProof => (
            "employee",
            Text::new(
                "没有已通过的在职证明。员工号只给真实雇用的人：先在人员档案里上传并通过审核。",
                "There is no accepted proof of employment. Seats are for people who are employed: file one and have it accepted.",
            ),
        ),
        BindingError::ProofExpired(on) => (
            "employee",
            Text::new(
                format!("在职证明已于 {on} 到期；先更新证明。"),
                format!("The proof of employment ended on {on}; renew it first."),
            ),
        ),
        BindingError::NoAgreement => (
            "employee",
            Text::new(
                "员工还没有在手机上签署账号协议；请本人在「我的」里签署。",
                "The employee has not signed the agreement about the account; they do so on their phone.",
            ),
        ),
        BindingError::TooManySeats { held, limit: Limit { most, source: Say { zh, en } } } => (
            "employee",
            Text::new(
                format!("这名员工已持有 {held} 个名额，每人最多 {most} 个。{zh}"),
                format!("This employee holds {held} seats already; a person has {most} at the most. {en}"),
            ),
        ),
        BindingError::Persona(fault) => ("persona", persona_fault(fault)),
        BindingError::Account(fault) => ("account", account_fault(fault)),
    };
    ApiError::invalid(field, text)
}

/// Why the account does not go on the seat.
fn account_fault(fault: AccountFault) -> Text {
    match fault {
        AccountFault::NotTheirs => Text::new(
            "这是员工授权的个人号，却没有证明账号属于本人；先在人员档案里补上并通过审核。",
            "The account is lent by the employee, and nothing proves that it is theirs; file a proof and have it accepted.",
        ),
        AccountFault::Taken => Text::new("这个账号已绑定在另一个名额上。", "Another seat has this account."),
        AccountFault::NotStaffed => Text::new(
            "只有员工号能绑定名额；企业号、门店号、达人和顾客的账号不行。",
            "Only staff accounts are bound to seats; not those of the brand, stores, creators or customers.",
        ),
        AccountFault::AnothersOwn => Text::new(
            "这是另一名员工授权的本人账号，随人走，不能换绑给别人；请为这名员工另选账号。",
            "Another employee lent this account of their own; it goes with them. Choose another account.",
        ),
        AccountFault::TheirOwn => Text::new(
            "这是员工授权的本人账号，只能绑定「个人授权」的名额；这个名额是为企业创建的账号申请的。",
            "The account is the employee's own and goes on a seat for lent accounts; this seat is for one of the company.",
        ),
    }
}

/// Why a persona is refused: what is wrong with it, what to do, and by which rule.
fn persona_fault(fault: PersonaFault) -> Text {
    let (zh, en) = match fault {
        PersonaFault::Needed => (
            "换人必须换人设：这个账号有过别的持有人，请先为新持有人起草人设卡并通过审批，再来绑定。",
            "Somebody else ran this account: draft a persona of the new holder, have it approved, then bind.",
        ),
        PersonaFault::Unknown => (
            "找不到这张人设卡；请从新持有人已通过的人设卡里选。",
            "There is no such persona; choose an approved one of the new holder.",
        ),
        PersonaFault::NotTheirs => (
            "这张人设卡是别人的；接着用就是虚构身份。请选新持有人本人的，没有就先起草。",
            "That persona is somebody else's: going on with it is a made-up identity. Choose or draft one of the new holder.",
        ),
        PersonaFault::OtherAccount => (
            "这张人设卡是为另一个账号写的；请为这个账号单独起草并通过审批。",
            "That persona was written for another account; draft one for this account and have it approved.",
        ),
        PersonaFault::NotApproved => (
            "这张人设卡还没有通过审批；请品牌负责人或合规负责人先审批。",
            "That persona is not approved; have an owner or a compliance officer approve it first.",
        ),
        PersonaFault::Retired => (
            "这张人设卡已停用；请起草新的一版并通过审批。",
            "That persona is retired; draft another version and have it approved.",
        ),
        PersonaFault::Rivalled(rivalry) => return rivalled(&rivalry),
    };
    by_the_convention(zh, en)
}

fn rivalled(Rivalry { topics, .. }: &Rivalry) -> Text {
    let (zh, en) = (topics.join("、"), topics.join(", "));
    by_the_convention(
        &format!(
            "另一个账号已用同样的岗位聊同样的话题（{zh}）；打开人设卡看是哪个账号，改掉话题或受众后再绑定。"
        ),
        &format!(
            "Another account speaks in the same post about the same topics ({en}). The page of the persona says which; change topics or audience, then bind."
        ),
    )
}

/// A sentence about a persona with the rule that it rests on.
fn by_the_convention(zh: &str, en: &str) -> Text {
    Text::new(
        format!("{zh}依据：《社区公约2.0》（2026-01-19）：不得虚构人设。"),
        format!("{en} Source: Community Convention 2.0 (2026-01-19): no made-up persona."),
    )
}

pub(super) fn fee(error: FeeError) -> ApiError {
    let (field, text) = match error {
        FeeError::Amount => (
            "amount_fen",
            Text::new(
                format!("金额应在 0.01 元到 {} 万元之间。", FEE_FEN_MAX / 1_000_000),
                format!("An amount lies between 0.01 and {} yuan.", FEE_FEN_MAX / 100),
            ),
        ),
        FeeError::NotYetPaid => {
            ("paid_on", Text::new("付款日期不能晚于今天。", "A payment lies in the past."))
        }
        FeeError::NoSeat => {
            ("seat", Text::new("名额费要写明是哪个名额。", "The fee of a seat names the seat."))
        }
    };
    ApiError::invalid(field, text)
}
