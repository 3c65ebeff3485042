//! The second factor: time-based one-time codes, and recovery codes for when the telephone is gone.
//!
//! The secret is shown once, sealed in the vault, and in use only after a first code has proved that the
//! authenticator holds it. Each code, of either sort, works once.

use axum::{extract::State, http::StatusCode};
use domain::id::{TenantId, UserId};
use qrcode::{QrCode, render::svg};
use serde::{Deserialize, Serialize};
use serde_json::json;
use totp_rs::{Builder, Secret, Totp};
use utoipa::ToSchema;

use super::{
    home::{Person, tell_and_commit},
    proof,
    store::{self, Credentials},
};
use crate::{
    App,
    events::{Change, EventKind},
    http::{ApiError, ErrorBody, Json, auth::SignedIn},
    text::Text,
    vault::token_hash,
};

/// The name that authenticators show beside the user.
const ISSUER: &str = "Kosmos";
/// How long one code is shown, in seconds.
const STEP_SECONDS: u64 = 30;
/// Bytes of the secret: the block of the hash that makes the codes.
const SECRET_BYTES: usize = 20;
/// Recovery codes that a user gets.
const RECOVERY_CODES: usize = 10;
/// Groups of a recovery code, and letters of a group: 80 bits of chance together.
const RECOVERY_CODE_GROUPS: usize = 4;
const RECOVERY_CODE_GROUP_CHARS: usize = 4;
/// Letters of a recovery code: 32 that are not mistaken for each other when copied by hand.
const RECOVERY_CODE_LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";
/// The width of the picture to scan, in pixels at the least.
const QR_PIXELS_MIN: u32 = 220;

/// What an authenticator needs to know, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SecondFactorOffer {
    /// The secret, to be typed where nothing can be scanned.
    secret: String,
    /// The same as an address that authenticators open.
    otpauth_url: String,
    /// The address as a picture to scan, in SVG.
    qr_svg: String,
}

/// The proof that the authenticator holds the secret.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SecondFactorCode {
    /// The six digits that the authenticator shows.
    #[schema(min_length = 6, max_length = 32)]
    code: String,
}

/// Codes for when the telephone is gone, shown once; each works once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecoveryCodes {
    recovery_codes: Vec<String>,
}

/// What switching the second factor off needs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SecondFactorEnd {
    /// The password of the user.
    #[schema(max_length = 128)]
    password: String,
}

/// Makes a secret for a second factor; it is in use after its first code.
#[utoipa::path(
    post, path = "/me/second-factor", tag = "identity",
    responses(
        (status = 201, body = SecondFactorOffer),
        (status = 409, body = ErrorBody, description = "it is already switched on")
    ),
    security(("session" = []))
)]
pub(super) async fn offer_second_factor(
    State(app): State<App>,
    person: SignedIn,
) -> Result<(StatusCode, Json<SecondFactorOffer>), ApiError> {
    let mut bytes = [0; SECRET_BYTES];
    app.ids().fill(&mut bytes);
    let secret = Secret::new_stack(bytes).to_base32();
    let sealed = app.vault().seal(seal_place(person.user), &secret);
    let mut tx = app.db().write().await?;
    let user = store::user(&mut tx, person.user).await?.ok_or_else(ApiError::not_signed_in)?;
    if !store::own::offer_totp_secret(&mut tx, person.user, sealed).await? {
        return Err(already_on());
    }
    let totp = totp_of(&secret, &user.email.replace(':', ""))?;
    let otpauth_url = totp.to_url().map_err(|error| unusable(&error))?;
    let qr_svg = picture(&otpauth_url)?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(SecondFactorOffer { secret, otpauth_url, qr_svg })))
}

/// Switches the second factor on with a first code, and answers the recovery codes.
#[utoipa::path(
    put, path = "/me/second-factor", tag = "identity", request_body = SecondFactorCode,
    responses(
        (status = 200, body = RecoveryCodes),
        (status = 409, body = ErrorBody, description = "it is already switched on, or no secret was made")
    ),
    security(("session" = []))
)]
pub(super) async fn confirm_second_factor(
    State(app): State<App>,
    person: SignedIn,
    Json(SecondFactorCode { code }): Json<SecondFactorCode>,
) -> Result<Json<RecoveryCodes>, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let user = store::credentials_of(&mut tx, person.user).await?.ok_or_else(ApiError::not_signed_in)?;
    let sealed = user.totp_secret.ok_or_else(nothing_offered)?;
    let step = matching_step(&app, person.user, &sealed, code.trim())?.ok_or_else(wrong_code)?;
    let recovery_codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code(&app)).collect();
    let hashes = recovery_codes.iter().map(|code| recovery_code_hash(code)).collect();
    if !store::own::enable_totp(&mut tx, person.user, hashes, now).await? {
        return Err(already_on());
    }
    store::own::take_totp_step(&mut tx, person.user, step).await?;
    let change = switched(&person, true);
    tell_and_commit(&app, tx, Person::from(&person), Some(change)).await?;
    Ok(Json(RecoveryCodes { recovery_codes }))
}

/// Switches the second factor off.
#[utoipa::path(
    delete, path = "/me/second-factor", tag = "identity", request_body = SecondFactorEnd,
    responses(
        (status = 204),
        (status = 409, body = ErrorBody, description = "it is not switched on"),
        (status = 429, body = ErrorBody, description = "too many wrong passwords; locked for a while")
    ),
    security(("session" = []))
)]
pub(super) async fn delete_second_factor(
    State(app): State<App>,
    person: SignedIn,
    Json(SecondFactorEnd { password }): Json<SecondFactorEnd>,
) -> Result<StatusCode, ApiError> {
    proof::confirm_password(&app, &person, "password", password).await?;
    let mut tx = app.db().write().await?;
    if !store::own::disable_totp(&mut tx, person.user).await? {
        return Err(ApiError::conflict(Text::new(
            "两步验证没有开启。",
            "The second factor is not switched on.",
        )));
    }
    let change = switched(&person, false);
    tell_and_commit(&app, tx, Person::from(&person), Some(change)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn switched(person: &SignedIn, on: bool) -> Change {
    let state = |on: bool| json!({ "second_factor": on });
    Change::changed(EventKind::SecondFactorChanged, &person.user, state(!on), state(on))
}

/// Takes a one-time code or a recovery code; each works once.
pub(super) async fn take_code(app: &App, user: &Credentials, code: &str) -> Result<bool, ApiError> {
    let (id, now) = (UserId::from_uuid(user.id), app.now());
    let step = match &user.totp_secret {
        Some(sealed) => matching_step(app, id, sealed, code)?,
        None => None,
    };
    let mut tx = app.db().write().await?;
    let taken = match step {
        Some(step) => store::own::take_totp_step(&mut tx, id, step).await?,
        None => store::own::take_recovery_code(&mut tx, id, &recovery_code_hash(code), now).await?,
    };
    tx.commit().await?;
    Ok(taken)
}

/// The step whose code this is, at most one step off; `None` when it is none.
fn matching_step(app: &App, user: UserId, sealed: &str, code: &str) -> Result<Option<i64>, ApiError> {
    let secret = app.vault().open_text(seal_place(user), sealed)?;
    let totp = totp_of(&secret, "user")?;
    let now_seconds = app.now().ms().unsigned_abs() / 1_000;
    Ok(totp.check(code, now_seconds).and_then(|step| i64::try_from(step).ok()))
}

/// Secrets of users are sealed for the user, who belongs to no single tenant.
fn seal_place(user: UserId) -> TenantId {
    TenantId::from_uuid(user.uuid())
}

fn totp_of(secret: &str, account: &str) -> Result<Totp, ApiError> {
    let secret = Secret::try_from_base32(secret).map_err(|error| unusable(&error))?;
    Builder::new()
        .with_secret(secret)
        .with_step_duration(STEP_SECONDS)
        .with_issuer(Some(ISSUER))
        .with_account_name(account)
        .build()
        .map_err(|error| unusable(&error))
}

fn picture(text: &str) -> Result<String, ApiError> {
    let code = QrCode::new(text).map_err(|error| unusable(&error))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(QR_PIXELS_MIN, QR_PIXELS_MIN).build())
}

fn unusable(error: &dyn std::fmt::Display) -> ApiError {
    tracing::error!(%error, "a second factor cannot be used");
    ApiError::broken()
}

fn recovery_code(app: &App) -> String {
    let mut chance = [0; RECOVERY_CODE_GROUPS * RECOVERY_CODE_GROUP_CHARS];
    app.ids().fill(&mut chance);
    let letter =
        |byte: &u8| RECOVERY_CODE_LETTERS.get(usize::from(byte % 32)).copied().map_or('a', char::from);
    let groups: Vec<String> =
        chance.chunks(RECOVERY_CODE_GROUP_CHARS).map(|group| group.iter().map(letter).collect()).collect();
    groups.join("-")
}

/// The hash under which a recovery code is stored, however a person writes it.
fn recovery_code_hash(code: &str) -> Vec<u8> {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    token_hash(&plain.to_ascii_lowercase())
}

fn already_on() -> ApiError {
    ApiError::conflict(Text::new(
        "两步验证已经开启；要更换验证器，请先关闭。",
        "The second factor is already switched on; switch it off first to use another authenticator.",
    ))
}

fn nothing_offered() -> ApiError {
    ApiError::conflict(Text::new("请先生成二维码。", "Make a secret first."))
}

fn wrong_code() -> ApiError {
    let text = Text::new(
        "验证码不正确；请确认手机时间准确，输入当前显示的六位数字。",
        "This is not the code; make sure that the telephone's clock is right and enter the six digits it shows now.",
    );
    ApiError::invalid("code", text)
}
