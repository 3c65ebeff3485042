//! The leads of an account, contact data masked.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::{
    id::{AccountId, LeadId},
    identity::Scope,
    imports::{Field, Personal},
    time::Instant,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{
        sight,
        store::leads::{self, LeadRow},
    },
    FigureSource, older_sources,
};
use crate::{
    App,
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        page::{Page, PageQuery},
        permit::ViewLeads,
    },
};

domain::names! {
    /// What brought a lead.
    LeadTraffic {
        /// 广告流量.
        Paid = "paid",
        /// 自然流量.
        Natural = "natural",
        /// Something that the file calls otherwise.
        Other = "other",
    }
}

domain::names! {
    /// How a person left their contact.
    LeadConversion {
        /// 私信留资.
        Message = "message",
        /// 表单.
        Form = "form",
        /// Some other way.
        Other = "other",
    }
}

/// A person who left contact data, with the middle of it hidden.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::matrix) struct LeadView {
    id: LeadId,
    /// When they left it.
    created_at: Instant,
    /// The phone number, masked.
    phone: Option<String>,
    /// The `WeChat` id, masked.
    wechat: Option<String>,
    /// Their nickname on the platform, masked.
    nickname: Option<String>,
    traffic: Option<LeadTraffic>,
    conversion: Option<LeadConversion>,
    /// The title of the note that brought them.
    source_note: Option<String>,
    /// The creative that brought them.
    creative: Option<String>,
    /// Where the platform says they are.
    region: Option<String>,
    /// The row that they came from.
    source: FigureSource,
    /// The cells that came from an older row, by their names.
    older: BTreeMap<String, FigureSource>,
}

const CELLS: [(&str, Field); 8] = [
    ("phone", Field::Phone),
    ("wechat", Field::Wechat),
    ("nickname", Field::UserNickname),
    ("traffic", Field::Traffic),
    ("conversion", Field::Conversion),
    ("source_note", Field::SourceNote),
    ("creative", Field::CreativityName),
    ("region", Field::Region),
];

/// Lists the leads of an account, the newest first.
#[utoipa::path(
    get, path = "/accounts/{account}/leads", tag = "matrix", params(("account" = AccountId, Path), PageQuery),
    responses(
        (status = 200, body = Page<LeadView>), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)
    ),
    security(("session" = ["view_leads"]), ("api_key" = ["view_leads"]))
)]
pub(in crate::matrix) async fn list_account_leads(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewLeads>,
    Path(account): Path<AccountId>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<LeadView>>, ApiError> {
    let mut tx = app.db().read().await?;
    sight::demand_account(&mut tx, &scope, account).await?;
    let rows = leads::list(&mut tx, &scope, account, &page).await?;
    let page = Page::of(rows, &page, |row| (row.created_at, row.id));
    Ok(Json(page.map(|row| view(&app, &scope, row))))
}

fn view(app: &App, scope: &Scope, row: LeadRow) -> LeadView {
    let LeadRow { id, created_at, phone_sealed, wechat_sealed, nickname_sealed, traffic, conversion, .. } =
        row;
    let LeadRow { source_note, creative, region, import_id, row_no, older_cells, .. } = row;
    let masked = |sealed: Option<String>| {
        let opened = app.vault().open_text(scope.tenant, &sealed?);
        let plain = opened.inspect_err(|error| tracing::error!(%error, "a contact of a lead")).ok()?;
        Some(Personal::new(plain).masked())
    };
    LeadView {
        id: LeadId::from_uuid(id),
        created_at: Instant::from_ms(created_at),
        phone: masked(phone_sealed),
        wechat: masked(wechat_sealed),
        nickname: masked(nickname_sealed),
        traffic: traffic.and_then(|traffic| LeadTraffic::named(&traffic)),
        conversion: conversion.and_then(|conversion| LeadConversion::named(&conversion)),
        source_note,
        creative,
        region,
        source: FigureSource::of(import_id, row_no),
        older: older_sources(older_cells.as_deref(), &CELLS),
    }
}
