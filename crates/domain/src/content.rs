//! What can be said of a text besides its words, by the names that the API and the rule packs share.

names! {
    /// Where a text stands.
    Surface {
        /// The title of a note.
        Title = "title",
        /// The text of a note.
        Body = "body",
        /// Words on the cover picture.
        CoverText = "cover_text",
        /// A comment.
        Comment = "comment",
        /// The shown name of an account.
        Nickname = "nickname",
        /// The profile text of an account.
        Bio = "bio",
        /// A private message.
        DirectMessage = "direct_message",
        /// A script for a live session.
        LiveScript = "live_script",
    }
}

names! {
    /// Trades with rules of their own, each a pack under `rules/content`.
    Industry {
        /// 医疗
        Medical = "medical",
        /// 医美
        MedicalBeauty = "medical_beauty",
        /// 教育
        Education = "education",
        /// 金融与加盟
        Finance = "finance",
        /// 保健食品
        HealthFood = "health_food",
        /// 化妆品
        Cosmetics = "cosmetics",
        /// 房产
        Property = "property",
        /// 酒类
        Alcohol = "alcohol",
    }
}

names! {
    /// A part of the platform that is attached to a note.
    Component {
        /// 商品卡
        Product = "product",
        /// 留资卡
        LeadCard = "lead_card",
        /// 名片
        NameCard = "name_card",
        /// 门店页
        Store = "store",
        /// 群聊
        Group = "group",
    }
}
