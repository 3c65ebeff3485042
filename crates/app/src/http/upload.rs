//! One uploaded file, taken into a temporary one.

use std::{fs::File, io::Write as _};

use axum::{
    extract::{
        Multipart,
        multipart::{MultipartError, MultipartRejection},
    },
    http::StatusCode,
};

use super::ApiError;
use crate::{App, text::Text};

/// Characters of a file name that are kept.
const FILE_NAME_CHARS_MAX: usize = 200;
/// Bytes of a form around the file that it carries.
pub(crate) const FORM_BYTES_MAX: usize = 64 << 10;

/// A file to be uploaded, as the form field `file`.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form; the form itself is read as a stream")]
pub(crate) struct Upload {
    /// The file, as it is.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Takes the field `file` into a temporary file that has no name; with the name that the browser gave. A form that is
/// larger than the route takes is refused with `bytes_max` in the sentence.
pub(crate) async fn receive(
    app: &App,
    form: Result<Multipart, MultipartRejection>,
    bytes_max: u64,
) -> Result<(String, File), ApiError> {
    let mut form = form.map_err(|error| ApiError::unreadable(&error.body_text()))?;
    let refused = |error: &MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return ApiError::too_large(bytes_max);
        }
        ApiError::unreadable(&error.body_text())
    };
    let broken = |error: std::io::Error| {
        tracing::error!(%error, "an upload could not be kept");
        ApiError::broken()
    };
    while let Some(mut field) = form.next_field().await.map_err(|error| refused(&error))? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or("file").to_owned();
        let mut file = tempfile::tempfile_in(&app.settings().data_dir).map_err(broken)?;
        while let Some(chunk) = field.chunk().await.map_err(|error| refused(&error))? {
            file.write_all(&chunk).map_err(broken)?;
        }
        return Ok((name, file));
    }
    Err(ApiError::invalid("file", Text::new("请选择一个文件。", "Please choose a file.")))
}

/// The last part of a path, without control characters and not too long.
pub(crate) fn clean_name(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let name: String = name.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS_MAX).collect();
    if name.is_empty() { "file".to_owned() } else { name }
}
