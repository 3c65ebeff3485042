//! Placeholder of the matrix's own kinds.

names! {
    /// What sort of account it is.
    AccountKind {
        /// 企业号.
        Enterprise = "enterprise",
        /// 员工号.
        Kos = "kos",
        /// A dealer's or branch's account.
        Kob = "kob",
        /// A real customer's.
        Koc = "koc",
        /// 达人.
        Creator = "creator",
        /// 门店号.
        Store = "store",
        /// Nobody said yet.
        Unknown = "unknown",
    }
}
