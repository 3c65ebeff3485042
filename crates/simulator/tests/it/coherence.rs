//! Whatever the seed, the matrix is believable: figures that hold each other, people that stay themselves.

use std::collections::{BTreeSet, HashSet};

use domain::time::Day;
use proptest::prelude::*;
use simulator::{AccountKind, Figures, Funnel, Matrix, Shape, Stage, Temper, grow};

fn matrices() -> impl Strategy<Value = Matrix> {
    let start: Day = "2026-11-20".parse().unwrap();
    (any::<u64>(), 0..14_i32).prop_map(move |(seed, days)| grow(seed, start.plus_days(days), &Shape::DEMO))
}

fn coherent(figures: Figures) -> bool {
    let Figures { impression, read, like, comment, collect, follow, share, bullet } = figures;
    let all = [impression, read, like, comment, collect, follow, share, bullet];
    all.iter().all(|count| *count >= 0)
        && read <= impression
        && like + collect <= read
        && comment <= like
        && share <= like
        && follow <= like
        && bullet <= read
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn figures_hold_each_other_and_never_fall(matrix in matrices()) {
        for note in matrix.accounts.iter().flat_map(|account| &account.notes) {
            let mut before = Figures::default();
            for days in [0, 1, 3, 10, 40] {
                let now = note.figures_on(note.day().plus_days(days));
                prop_assert!(coherent(now), "{} {now:?}", note.title);
                prop_assert!(now.impression >= before.impression && now.read >= before.read && now.like >= before.like);
                before = now;
            }
            for paid in note.paid_days() {
                prop_assert!(coherent(paid.figures) && paid.fee_fen > 0, "{paid:?}");
            }
        }
    }

    #[test]
    fn funnels_narrow_and_replies_are_nested(matrix in matrices()) {
        for account in &matrix.accounts {
            for (week, service) in matrix.weeks.iter().zip(&account.service) {
                let Funnel { entered, opened, left, .. } = account.leads_week(*week).funnel;
                prop_assert!(entered >= opened && opened >= left);
                prop_assert_eq!(service.is_some(), opened > 0);
                let Some(service) = service else { continue };
                prop_assert!(service.chats == opened && service.in_1min <= opened);
                prop_assert!(service.in_15s <= service.in_30s && service.in_30s <= service.in_1min);
                prop_assert!(service.over_1h <= opened - service.in_1min);
            }
            for inquiry in &account.inquiries {
                let note = &account.notes[inquiry.note];
                prop_assert!(inquiry.at > note.published && inquiry.day() <= matrix.weeks[11].to());
                prop_assert!(!inquiry.paid || note.paid_days().iter().any(|paid| paid.day == inquiry.day()));
                if let Stage::Left(contact) | Stage::Form(contact) = &inquiry.stage {
                    prop_assert!(contact.phone.is_some() || contact.wechat.is_some());
                    prop_assert!(contact.phone.iter().all(|phone| phone.starts_with("1980") && phone.len() == 11));
                }
            }
        }
    }

    #[test]
    fn accounts_live_as_their_temper_says(matrix in matrices()) {
        let kinds = |kind| matrix.accounts.iter().filter(|account| account.kind == kind).count();
        prop_assert_eq!((kinds(AccountKind::Enterprise), kinds(AccountKind::Kos), kinds(AccountKind::Creator)), (1, 20, 3));
        for account in &matrix.accounts {
            let last = account.notes.last().map(|note| note.day().days_until(matrix.last_day)).unwrap();
            match account.temper {
                Temper::Quiet => prop_assert!(last > 14, "{} {last}", account.nickname),
                Temper::New => prop_assert!(last <= 10 && account.opened.days_until(matrix.last_day) < 21),
                _ => prop_assert!(last <= 14, "{} {last}", account.nickname),
            }
            let moments: BTreeSet<_> = account.notes.iter().map(|note| note.published).collect();
            prop_assert_eq!(moments.len(), account.notes.len());
            prop_assert!(account.notes.is_sorted_by_key(|note| note.published));
        }
        let titles: HashSet<_> = matrix.accounts.iter().flat_map(|account| &account.notes).map(|note| &note.title).collect();
        prop_assert!(titles.len() >= 300);
    }

    #[test]
    fn the_cast_is_complete(matrix in matrices()) {
        let unknown = matrix.employees.iter().filter(|employee| employee.account.is_some() && !employee.account_ids_known);
        prop_assert_eq!(unknown.count(), 2);
        prop_assert_eq!(matrix.employees.iter().filter(|employee| employee.left.is_some()).count(), 1);
        let shared = matrix.accounts.iter().filter(|account| matrix.shares_nickname(account));
        let stores: BTreeSet<_> = shared.map(|account| account.store).collect();
        prop_assert_eq!(stores.len(), 2, "namesakes work in different stores");
        let ids: HashSet<_> = matrix.accounts.iter().map(|account| &account.user_id).collect();
        prop_assert_eq!(ids.len(), matrix.accounts.len());
        let nicknames: HashSet<_> = matrix.accounts.iter().map(|account| &account.nickname).collect();
        prop_assert_eq!(nicknames.len(), matrix.accounts.len() - 1);
        for name in ["95后设计师小张", "从业8年的家居顾问老王"] {
            prop_assert!(nicknames.contains(&name.to_owned()));
        }
    }
}
