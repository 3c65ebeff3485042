//! What the API answers instead of doing what was asked: a code from a closed list and a sentence for a person.

use std::collections::BTreeMap;

use axum::{
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use db::DbError;
use domain::identity::PasswordError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{VaultError, text::Text};

/// Every way in which the API refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody is signed in.
    NotSignedIn,
    /// The role does not permit this.
    NotPermitted,
    /// There is no such thing, or it is not yours to see.
    NotFound,
    /// The request cannot be read.
    Unreadable,
    /// One or more fields cannot be taken as they are.
    Invalid,
    /// The body is larger than the limit.
    TooLarge,
    /// Too many attempts; wait.
    TooManyAttempts,
    /// E-mail, password or code is wrong.
    WrongCredentials,
    /// The password is right; the code of the second factor is missing.
    SecondFactorNeeded,
    /// The user is locked for a while.
    Locked,
    /// The link was used, is too old, or never was one.
    LinkUnusable,
    /// It is already set up.
    AlreadySetUp,
    /// The change collides with what is there.
    Conflict,
    /// The request came from another site.
    CrossSite,
    /// The file is none that can be read.
    UnreadableFile,
    /// The program has a defect, or a part it needs does not answer.
    Broken,
}

/// The body of an error.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// A code for programs; the list is closed.
    pub code: ErrorCode,
    /// A sentence for a person, in the language of the request: what happened and what to do.
    pub message: String,
    /// Sentences for single fields, by the name of the field.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
}

/// A refusal on its way out.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: ErrorCode,
    text: Text,
    fields: BTreeMap<String, Text>,
    retry_after_seconds: Option<i64>,
}

impl ApiError {
    /// A refusal with this status, code and sentence.
    pub fn new(status: StatusCode, code: ErrorCode, text: Text) -> Self {
        Self { status, code, text, fields: BTreeMap::new(), retry_after_seconds: None }
    }

    /// Nobody is signed in.
    pub fn not_signed_in() -> Self {
        let text = Text::new("请先登录。", "Please sign in first.");
        Self::new(StatusCode::UNAUTHORIZED, ErrorCode::NotSignedIn, text)
    }

    /// The role does not permit this.
    pub fn not_permitted() -> Self {
        let text = Text::new(
            "你的角色不能做这件事；如有需要，请联系品牌负责人。",
            "Your role does not permit this; ask an owner of the brand if you need it.",
        );
        Self::new(StatusCode::FORBIDDEN, ErrorCode::NotPermitted, text)
    }

    /// There is no such thing, or it is not the asker's to see.
    pub fn not_found() -> Self {
        let text = Text::new("找不到它，或者你无权查看。", "It does not exist, or it is not yours to see.");
        Self::new(StatusCode::NOT_FOUND, ErrorCode::NotFound, text)
    }

    /// The request cannot be read, for this technical reason.
    pub fn unreadable(reason: &str) -> Self {
        let text =
            Text::new(format!("请求无法读取：{reason}"), format!("The request cannot be read: {reason}"));
        Self::new(StatusCode::BAD_REQUEST, ErrorCode::Unreadable, text)
    }

    /// One field cannot be taken as it is.
    pub fn invalid(field: &str, text: Text) -> Self {
        let whole = Text::new("请检查标出的内容。", "Please check the marked fields.");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, ErrorCode::Invalid, whole).and_field(field, text)
    }

    /// The change collides with what is there, as this sentence says.
    pub fn conflict(text: Text) -> Self {
        Self::new(StatusCode::CONFLICT, ErrorCode::Conflict, text)
    }

    /// The body is larger than `bytes_max`.
    pub fn too_large(bytes_max: u64) -> Self {
        let mib = bytes_max.div_ceil(1024 * 1024);
        let text = Text::new(
            format!("内容太大，最多 {mib} MB。"),
            format!("This is too large; {mib} MB at the most."),
        );
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge, text)
    }

    /// Too many attempts from one address.
    pub fn too_many_attempts(retry_after_seconds: i64) -> Self {
        let text = Text::new(
            format!("尝试太频繁，请 {retry_after_seconds} 秒后再试。"),
            format!("Too many attempts; try again in {retry_after_seconds} seconds."),
        );
        Self::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::TooManyAttempts, text)
            .retry_after(retry_after_seconds)
    }

    /// The program has a defect, or a part it needs does not answer. The cause goes to the log only.
    pub fn broken() -> Self {
        let text = Text::new(
            "系统出了问题，没有任何更改。请稍后再试；若再次出现，请把时间告诉管理员。",
            "Something went wrong and nothing was changed. Try again later; if it comes back, tell your administrator when.",
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Broken, text)
    }

    /// The same refusal with a sentence for one more field.
    #[must_use]
    pub fn and_field(mut self, field: &str, text: Text) -> Self {
        self.fields.insert(field.to_owned(), text);
        self
    }

    /// The same refusal, to be tried again after so many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: i64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The status of the answer.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The sentence.
    pub const fn text(&self) -> &Text {
        &self.text
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Self { status, code, text, fields, retry_after_seconds } = self;
        let fields = fields.into_iter().map(|(name, text)| (name, text.here().to_owned())).collect();
        let body = ErrorBody { code, message: text.here().to_owned(), fields };
        let mut response = (status, axum::Json(body)).into_response();
        if let Some(value) = retry_after_seconds.and_then(|s| HeaderValue::from_str(&s.to_string()).ok()) {
            response.headers_mut().insert(RETRY_AFTER, value);
        }
        response
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Conflict(cause) => {
                tracing::info!(cause, "a change collided");
                Self::conflict(Text::new(
                    "这与已有内容冲突，可能刚被别人更改；请刷新后再试。",
                    "This collides with what is there, perhaps just changed by someone else; reload and try again.",
                ))
            }
            DbError::Busy(cause) | DbError::Unreachable(cause) => {
                tracing::warn!(cause, "the database did not answer");
                let text = Text::new(
                    "数据库正忙，没有任何更改；请几秒后再试。",
                    "The database is busy and nothing was changed; try again in a few seconds.",
                );
                Self::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Broken, text).retry_after(5)
            }
            DbError::WrongVersion(cause) | DbError::Refused(cause) => {
                tracing::error!(cause, "a statement failed");
                Self::broken()
            }
        }
    }
}

impl From<VaultError> for ApiError {
    fn from(error: VaultError) -> Self {
        tracing::error!(%error, "the vault failed");
        Self::broken()
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        Self::password("password", error)
    }
}

impl ApiError {
    /// The new password in this field is not taken.
    pub fn password(field: &str, error: PasswordError) -> Self {
        use domain::identity::{PASSWORD_CHARS_MAX as MAX, PASSWORD_CHARS_MIN as MIN};
        let text = match error {
            PasswordError::TooShort => {
                Text::new(format!("密码至少 {MIN} 个字符。"), format!("At least {MIN} characters."))
            }
            PasswordError::TooLong => {
                Text::new(format!("密码最多 {MAX} 个字符。"), format!("At most {MAX} characters."))
            }
            PasswordError::TooEasy => Text::new(
                "这个密码太容易被猜到；换一句别人想不到的话。",
                "This is too easy to guess; take a phrase that nobody would think of.",
            ),
        };
        Self::invalid(field, text)
    }

    /// A link that was used, taken back, is too old, or never was one.
    pub fn link_unusable() -> Self {
        let text = Text::new(
            "这个链接已失效：可能用过了、过期了或被撤回。请让品牌负责人重新生成一个。",
            "This link no longer works: it was used, taken back, or is too old. Ask an owner of the brand for a new one.",
        );
        Self::new(StatusCode::GONE, ErrorCode::LinkUnusable, text)
    }
}
