//! Which headers mean which field in which kind of file: data, one line per field.
//!
//! The first name is the platform's own. Names are written as [`header::normal`](super::header::normal) makes
//! them: small letters, half-width, without spaces, and without a unit in brackets.

use super::{Field, FileKind};

/// A field of a kind of file and the headers it goes by.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The field.
    pub field: Field,
    /// Its headers in normal form, the platform's first.
    pub names: &'static [&'static str],
}

/// The fields that a kind of file may have.
pub const fn columns(kind: FileKind) -> &'static [Column] {
    match kind {
        FileKind::NoteList => NOTE_LIST,
        FileKind::EmployeeLeads => EMPLOYEE_LEADS,
        FileKind::ServiceQuality => SERVICE_QUALITY,
        FileKind::JuguangReport => JUGUANG_REPORT,
        FileKind::LeadList => LEAD_LIST,
        FileKind::Roster => ROSTER,
    }
}

/// The groups of fields of which a file, and each of its rows, must have at least one.
pub const fn required(kind: FileKind) -> &'static [&'static [Field]] {
    use Field as F;
    match kind {
        FileKind::NoteList => &[&[F::Title], &[F::PublishedAt]],
        FileKind::EmployeeLeads => &[
            &[F::AccountUid, F::XhsAccountId, F::Nickname],
            &[
                F::MessageConsult,
                F::InitiativeMessage,
                F::MsgLeadsNum,
                F::FormLeads,
                F::NotesPublished,
                F::Impression,
                F::Interaction,
            ],
        ],
        FileKind::ServiceQuality => &[
            &[F::AccountUid, F::Nickname],
            &[F::FirstReply15sRate, F::Reply30sRate, F::Reply1mRate, F::Overdue1hRate, F::ReplyTimeMean],
        ],
        FileKind::JuguangReport => &[&[F::Fee], &[F::Impression, F::Click]],
        FileKind::LeadList => &[&[F::LeadAt], &[F::Phone, F::Wechat, F::UserNickname]],
        FileKind::Roster => &[
            &[F::Name],
            &[
                F::EmployeeNumber,
                F::Phone,
                F::Store,
                F::Position,
                F::XhsAccountId,
                F::AccountUid,
                F::Nickname,
            ],
        ],
    }
}

/// Fields that tell a kind from its neighbours; a file that has one is more likely of that kind.
pub(super) const fn telling(kind: FileKind) -> &'static [Field] {
    use Field as F;
    match kind {
        FileKind::NoteList => &[F::PublishedAt, F::CoverCtr, F::Genre],
        FileKind::EmployeeLeads => &[F::NotesPublished, F::FormLeads, F::OpenedOn],
        FileKind::ServiceQuality => &[F::FirstReply15sRate, F::Reply30sRate, F::Overdue1hRate],
        FileKind::JuguangReport => &[F::Fee, F::CampaignId, F::UnitId, F::CreativityId, F::ReportDays],
        FileKind::LeadList => &[F::LeadAt, F::LeadAccount, F::Traffic, F::Conversion],
        FileKind::Roster => &[F::EmployeeNumber, F::JoinedOn, F::Position],
    }
}

macro_rules! table {
    ($($field:ident: $($name:literal)+;)*) => {
        &[$(Column { field: Field::$field, names: &[$($name),+] },)*]
    };
}

const NOTE_LIST: &[Column] = table! {
    Title: "笔记标题" "标题" "笔记名称" "内容标题";
    PublishedAt: "首次发布时间" "发布时间" "笔记发布时间" "首次发布日期" "发布日期";
    Genre: "体裁" "笔记体裁" "笔记类型" "内容类型";
    Creator: "创作者" "发布者" "作者" "创作者昵称" "作者昵称" "博主昵称";
    NoteId: "笔记id" "noteid";
    NoteLink: "笔记链接" "链接" "笔记地址";
    NoteStatus: "笔记状态" "状态";
    ProductBound: "绑定商品" "商品绑定" "是否绑定商品" "关联商品";
    Promoted: "是否投流" "是否推广" "投流" "是否投放";
    AccountKind: "账号类型";
    Impression: "曝光" "曝光量" "曝光数" "内容曝光数" "总曝光" "总曝光量" "笔记曝光量";
    NaturalImpression: "自然曝光" "自然曝光量" "自然流量曝光" "自然曝光数";
    PromotedImpression: "推广曝光" "推广曝光量" "推广流量曝光" "投流曝光量" "推广曝光数";
    Read: "观看量" "观看" "阅读量" "阅读" "阅读数" "内容阅读数" "观看数" "总阅读量";
    NaturalRead: "自然阅读" "自然阅读量" "自然观看量" "自然流量阅读" "自然阅读数";
    PromotedRead: "推广阅读" "推广阅读量" "推广观看量" "推广流量阅读" "投流阅读量" "推广阅读数";
    CoverCtr: "封面点击率" "点击率";
    Like: "点赞" "点赞量" "点赞数" "内容点赞数";
    Comment: "评论" "评论量" "评论数" "内容评论数";
    Collect: "收藏" "收藏量" "收藏数" "内容收藏数";
    Follow: "涨粉" "涨粉量" "涨粉数" "关注" "关注数" "获得关注数" "新增关注";
    Share: "分享" "分享量" "分享数" "内容分享数";
    WatchTimeMean: "人均观看时长" "平均观看时长" "人均阅读时长";
    Danmaku: "弹幕" "弹幕数" "弹幕量";
    Read3sRate: "3秒阅读率" "3s阅读率" "3秒观看率";
    CompletionRate: "完播率" "视频完播率" "完读率" "阅读完成率";
    OrderCount7d: "7日下单订单量" "7日下单量" "7日订单数";
    OrderAmount7d: "7日下单金额" "7日支付金额";
    Roi7d: "7日下单roi" "7日roi";
    Fee: "消费" "消耗" "投流消耗" "笔记投流消耗";
    FormLeads: "表单提交" "表单提交量" "表单提交数" "表单客资数";
    MessageConsult: "私信进线数" "私信进线" "私信咨询数";
    InitiativeMessage: "私信开口数" "私信开口";
    MsgLeadsNum: "私信留资数" "私信留资";
};

const EMPLOYEE_LEADS: &[Column] = table! {
    EmployeeName: "员工名称" "员工姓名" "员工";
    XhsAccountId: "小红书账号id" "小红书号" "小红书id";
    Nickname: "小红书昵称" "昵称" "账号昵称" "账号";
    AccountUid: "账号id" "账号uid" "用户id" "员工号uid";
    Region: "所属地区" "地区";
    Tags: "标签" "账号标签";
    OpenedOn: "开通时间" "开通日期";
    Fans: "粉丝数" "粉丝量" "粉丝总数";
    NotesPublished: "发布笔记数" "笔记发布数";
    NotesPromoted: "投流笔记数";
    Fee: "笔记投流消耗" "投流消耗" "消耗" "消费";
    Interaction: "总互动数" "互动数" "互动量";
    FormLeads: "总表单客资数" "表单客资数" "表单提交量";
    MessageConsult: "总私信进线数" "私信进线数";
    InitiativeMessage: "总私信开口数" "私信开口数";
    MsgLeadsNum: "总私信留资数" "私信留资数";
    Impression: "笔记曝光量" "曝光量" "展现量";
    Click: "笔记点击量" "点击量";
};

const SERVICE_QUALITY: &[Column] = table! {
    Nickname: "员工号名称" "账号名称" "员工号昵称" "账号" "小红书昵称";
    AccountUid: "员工号uid" "账号uid" "账号id";
    FirstReply15sScore: "15秒首响率得分";
    Reply30sScore: "30秒回复率得分";
    Reply1mScore: "1分钟回复率得分" "一分钟回复率得分";
    Overdue1hScore: "1小时超时回复率得分";
    ReplyTimeMeanScore: "平均回复时长得分";
    FirstReply15sRate: "15秒首响率" "15s首响率";
    Reply30sRate: "30秒回复率" "30s回复率";
    Reply1mRate: "1分钟回复率" "一分钟回复率";
    Overdue1hRate: "1小时超时回复率" "一小时超时回复率";
    ReplyTimeMean: "平均回复时长" "平均回复时间";
    UserRating: "用户评价得分" "用户评价";
};

const JUGUANG_REPORT: &[Column] = table! {
    ReportDays: "时间" "日期" "统计日期" "数据时间" "统计时间";
    AdvertiserName: "账户名称" "广告主名称" "子账户名称";
    DeliveryId: "投放id";
    CampaignName: "计划名称" "推广计划名称";
    CampaignId: "计划id" "推广计划id";
    UnitName: "单元名称" "推广单元名称";
    UnitId: "单元id" "推广单元id";
    CreativityName: "创意名称";
    CreativityId: "创意id";
    Title: "笔记标题";
    NoteId: "笔记id";
    Material: "笔记/素材" "素材";
    Fee: "消费" "消耗" "消费金额" "总消费";
    Impression: "展现量" "展现" "曝光量" "展示量";
    Click: "点击量" "点击";
    Ctr: "点击率" "ctr";
    Acp: "平均点击成本" "点击成本" "cpc";
    Cpm: "平均千次展示费用" "平均千次展现费用" "平均千次曝光费用" "千次展现成本" "cpm";
    Like: "点赞" "点赞量" "点赞数";
    Comment: "评论" "评论量" "评论数";
    Collect: "收藏" "收藏量" "收藏数";
    Follow: "关注" "关注量" "关注数" "新增关注";
    Share: "分享" "分享量" "分享数";
    Interaction: "互动量" "互动数";
    Cpi: "平均互动成本" "互动成本" "cpe";
    ActionButtonClick: "行动按钮点击量";
    ActionButtonCtr: "行动按钮点击率";
    MessageConsult: "私信进线数" "私信咨询数";
    MessageConsultCpl: "私信进线成本" "进线成本" "私信咨询成本";
    InitiativeMessage: "私信开口数";
    InitiativeMessageCpl: "私信开口成本" "开口成本";
    InitiativeMessageLines: "私信开口条数";
    MsgLeadsNum: "私信留资数";
    MsgLeadsCost: "私信留资成本" "留资成本";
    MessageConsultUsers: "私信进线人数" "私信咨询人数";
    MsgChatUserCnt: "私信开口人数";
    MsgLeadsUserCnt: "私信留资人数";
    FormLeads: "表单提交量" "表单提交";
    ValidFormLeads: "有效表单量" "有效表单";
    VideoPlay5s: "5s播放量" "5秒播放量";
    AccountUid: "账号uid";
    Nickname: "账号";
    Store: "门店名称" "门店";
    StoreCode: "门店编码";
    Area: "大区" "区域";
    City: "城市";
};

const LEAD_LIST: &[Column] = table! {
    LeadAt: "线索生成时间" "线索创建时间" "留资时间" "线索时间";
    LeadAccount: "归属账号" "归属账号名称" "归属员工号";
    Traffic: "流量类型";
    Phone: "手机号" "手机号码" "电话" "联系电话" "手机";
    Wechat: "微信号" "微信";
    UserNickname: "用户小红书昵称" "用户昵称" "小红书昵称";
    SourceNote: "来源笔记" "来源笔记标题" "笔记标题";
    NoteId: "来源笔记id" "笔记id";
    CreativityName: "创意名称";
    CampaignName: "计划名称";
    Conversion: "转化方式" "线索类型" "留资方式";
    Region: "地区" "所属地区" "所在地区";
};

const ROSTER: &[Column] = table! {
    Name: "姓名" "员工姓名" "名字" "员工名称";
    EmployeeNumber: "工号" "员工编号" "员工号" "员工工号";
    Phone: "手机号" "手机号码" "手机" "电话" "联系电话";
    Store: "门店" "门店名称" "所属门店" "店铺";
    StoreCode: "门店编码" "门店编号";
    Area: "大区" "区域" "所属大区" "所属区域";
    City: "城市" "所在城市";
    Position: "岗位" "职位" "职务";
    Manager: "直属上级" "直接上级" "上级" "直属主管" "汇报对象";
    JoinedOn: "入职日期" "入职时间";
    LeftOn: "离职日期" "离职时间";
    XhsAccountId: "小红书账号id" "小红书号" "小红书id";
    AccountUid: "账号id" "账号uid";
    Nickname: "小红书昵称" "账号昵称" "昵称";
};

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{super::header, *};

    #[test]
    fn every_name_is_in_normal_form_and_means_one_field_of_its_kind() {
        for kind in FileKind::ALL {
            let (mut names, mut fields) = (HashSet::new(), HashSet::new());
            for column in columns(kind) {
                assert!(fields.insert(column.field), "{kind} lists {} twice", column.field);
                for name in column.names {
                    assert_eq!(header::normal(name).name, *name, "{kind}");
                    assert!(names.insert(name), "{kind} lists {name} twice");
                }
            }
            for field in required(kind).iter().copied().flatten().chain(telling(kind)) {
                assert!(fields.contains(field), "{kind} needs {field} but has no header for it");
            }
        }
    }

    #[test]
    fn every_code_is_unique_and_parses_back() {
        let codes: HashSet<_> = Field::ALL.iter().map(|field| field.code()).collect();
        assert_eq!(codes.len(), Field::ALL.len());
        assert!(Field::ALL.len() <= 128, "a set of fields is 128 bits");
        for field in Field::ALL {
            assert_eq!(field.code().parse(), Ok(*field));
        }
    }
}
