//! The multi-licence detector: seats of one brand spread over several companies, and people bound under a company that
//! does not employ them.
//!
//! The trade that the platform punishes collects quotas by using the licences of others, and hangs people under firms
//! they do not work for (挂靠). A group of companies that truly employs its people is neither; so what counts is who
//! employs whom and how the companies belong together, as far as that was written down.

use crate::{
    id::{EmployeeId, LegalEntityId},
    insight::{Say, today::Severity},
};

use super::RelationKind;

names! {
    /// What the detector finds.
    SpreadKind {
        /// Somebody is bound under a company that does not employ them.
        NotEmployedHere = "not_employed_here",
        /// Nothing says who employs a person who is bound.
        EmployerUnknown = "employer_unknown",
        /// Seats lie with companies of which nothing says how they belong together.
        UnrelatedEntities = "unrelated_entities",
        /// Seats lie with several companies that belong together.
        RelatedEntities = "related_entities",
    }
}

/// Somebody who holds a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staffed {
    /// Who.
    pub employee: EmployeeId,
    /// Their name.
    pub name: String,
    /// The company that employs them, by their proof.
    pub employer: Option<LegalEntityId>,
}

/// The seats of one company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntitySeats {
    /// Which company.
    pub entity: LegalEntityId,
    /// Its name.
    pub name: String,
    /// Places of the quota that are taken.
    pub occupied: i64,
    /// Who holds seats of it.
    pub staff: Vec<Staffed>,
    /// How it belongs to other companies.
    pub relations: Vec<(LegalEntityId, RelationKind)>,
}

/// Something that the detector found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadFinding {
    /// What.
    pub kind: SpreadKind,
    /// How pressing it is.
    pub severity: Severity,
    /// The companies it is about.
    pub entities: Vec<LegalEntityId>,
    /// The people it is about.
    pub people: Vec<EmployeeId>,
    /// What is so, in a sentence.
    pub says: Say,
    /// Which rule it touches, with its source.
    pub rule: Say,
    /// What to do.
    pub way_out: Say,
}

/// Looks at all companies of a brand.
pub fn find_spread(entities: &[EntitySeats]) -> Vec<SpreadFinding> {
    let staffing =
        entities.iter().flat_map(|entity| [not_employed(entity, entities), unknown_employers(entity)]);
    staffing.chain([over_several(entities)]).flatten().collect()
}

fn attachment_rule() -> Say {
    Say::new(
        "平台 2025 年 4 月公告：禁止借用、挂靠员工号；发现即解除挂靠，情节严重的封禁账号、永久关闭广告户（行业媒体转述）。",
        "Announcement of the platform of April 2025: no lent or falsely attached staff accounts; they are cut off at once, in grave cases banned and the ad account closed for good (as the trade press tells).",
    )
}

fn not_employed(entity: &EntitySeats, all: &[EntitySeats]) -> Option<SpreadFinding> {
    let elsewhere = |one: &&Staffed| one.employer.is_some_and(|employer| employer != entity.entity);
    let people: Vec<&Staffed> = entity.staff.iter().filter(elsewhere).collect();
    let first = people.first()?;
    let employers: Vec<LegalEntityId> = people.iter().filter_map(|one| one.employer).collect();
    let known =
        all.iter().find(|other| Some(other.entity) == first.employer).map_or("—", |other| &other.name);
    let (count, name, here) = (people.len(), &first.name, &entity.name);
    Some(SpreadFinding {
        kind: SpreadKind::NotEmployedHere,
        severity: Severity::Must,
        entities: [entity.entity].into_iter().chain(employers).collect(),
        people: people.iter().map(|one| one.employee).collect(),
        says: Say::new(
            format!("{count} 人绑在「{here}」名下，在职证明却来自别的主体（如{name}：{known}）。"),
            format!(
                "{count} of those bound under {here} are employed by another company ({name} by {known})."
            ),
        ),
        rule: attachment_rule(),
        way_out: Say::new(
            "把账号解绑，改绑到真正雇用他们的主体名下；或提交与本主体的真实劳动关系证明。",
            "Unbind them and bind them under the company that employs them, or file a true proof of employment here.",
        ),
    })
}

fn unknown_employers(entity: &EntitySeats) -> Option<SpreadFinding> {
    let people: Vec<&Staffed> = entity.staff.iter().filter(|one| one.employer.is_none()).collect();
    let first = people.first()?;
    let (count, name, here) = (people.len(), &first.name, &entity.name);
    Some(SpreadFinding {
        kind: SpreadKind::EmployerUnknown,
        severity: Severity::Watch,
        entities: vec![entity.entity],
        people: people.iter().map(|one| one.employee).collect(),
        says: Say::new(
            format!("「{here}」名下 {count} 人没有写明由哪个主体雇用（如{name}），无法核对是否挂靠。"),
            format!(
                "Of {count} people bound under {here} nothing says who employs them ({name} and others)."
            ),
        ),
        rule: attachment_rule(),
        way_out: Say::new(
            "在绑定记录里补上雇用主体，以在职证明为准。",
            "Say in the binding who employs them, as the proof of employment has it.",
        ),
    })
}

fn over_several(all: &[EntitySeats]) -> Option<SpreadFinding> {
    let with_seats: Vec<&EntitySeats> = all.iter().filter(|entity| entity.occupied > 0).collect();
    if with_seats.len() < 2 {
        return None;
    }
    let group = group_of(with_seats.first()?.entity, all);
    let apart: Vec<&&EntitySeats> =
        with_seats.iter().filter(|entity| !group.contains(&entity.entity)).collect();
    let seats: i64 = with_seats.iter().map(|entity| entity.occupied).sum();
    let names = |entities: &[&str]| entities.join("、");
    let kept: Vec<LegalEntityId> = with_seats.iter().map(|entity| entity.entity).collect();
    let rule = Say::new(
        "多执照拆分名额被业内文章列为违规并有封号风险（用几家公司各拿一批名额，代理加价出售）；名额以每个主体自己的员工为前提。",
        "Splitting seats over several licences to collect their quotas is described as a violation with a risk of bans; the quota of a company is meant for its own staff.",
    );
    let all_names: Vec<&str> = with_seats.iter().map(|entity| entity.name.as_str()).collect();
    if apart.is_empty() {
        return Some(SpreadFinding {
            kind: SpreadKind::RelatedEntities,
            severity: Severity::Note,
            entities: kept,
            people: vec![],
            says: Say::new(
                format!("{seats} 个名额分布在 {} 个关联主体：{}。", with_seats.len(), names(&all_names)),
                format!(
                    "{seats} seats lie with {} related companies: {}.",
                    with_seats.len(),
                    all_names.join(", ")
                ),
            ),
            rule,
            way_out: Say::new(
                "关联关系已登记。请确认每个人都由所绑主体雇用，并保留关联证明。",
                "How they belong together is on record. Make sure that each person is employed where they are bound.",
            ),
        });
    }
    let apart_names: Vec<&str> = apart.iter().map(|entity| entity.name.as_str()).collect();
    Some(SpreadFinding {
        kind: SpreadKind::UnrelatedEntities,
        severity: Severity::Must,
        entities: kept,
        people: vec![],
        says: Say::new(
            format!(
                "{seats} 个名额分布在 {} 个主体，其中{}没有登记关联关系。",
                with_seats.len(),
                names(&apart_names)
            ),
            format!(
                "{seats} seats lie with {} companies, and nothing says how {} belong to the others.",
                with_seats.len(),
                apart_names.join(", ")
            ),
        ),
        rule,
        way_out: Say::new(
            "是同一集团：登记关联关系并附证明。不是：停止在他人执照下开名额，到期后释放。",
            "If they are one group, record how they belong together. If not, ask for no more seats under the licence of another, and give these back.",
        ),
    })
}

/// The companies that belong together with this one, over however many others.
fn group_of(start: LegalEntityId, all: &[EntitySeats]) -> Vec<LegalEntityId> {
    let mut group = vec![start];
    let mut next = 0;
    while let Some(current) = group.get(next).copied() {
        next += 1;
        let outward = all.iter().filter(|entity| entity.entity == current).flat_map(|entity| {
            entity.relations.iter().filter(|(_, kind)| kind.is_one_group()).map(|(other, _)| *other)
        });
        let inward = all.iter().filter(|entity| {
            entity.relations.iter().any(|(other, kind)| *other == current && kind.is_one_group())
        });
        let found: Vec<LegalEntityId> = outward.chain(inward.map(|entity| entity.entity)).collect();
        for entity in found {
            if !group.contains(&entity) {
                group.push(entity);
            }
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn entity(number: u128) -> LegalEntityId {
        LegalEntityId::from_uuid(Uuid::from_u128(number))
    }

    fn seats(
        number: u128,
        occupied: i64,
        related: &[(u128, RelationKind)],
        employers: &[Option<u128>],
    ) -> EntitySeats {
        let staff = employers.iter().zip(1..).map(|(employer, person)| Staffed {
            employee: EmployeeId::from_uuid(Uuid::from_u128(number * 100 + person)),
            name: format!("员工{person}"),
            employer: employer.map(entity),
        });
        EntitySeats {
            entity: entity(number),
            name: format!("公司{number}"),
            occupied,
            staff: staff.collect(),
            relations: related.iter().map(|(other, kind)| (entity(*other), *kind)).collect(),
        }
    }

    #[test]
    fn a_group_is_told_from_a_bundle_of_licences() {
        use RelationKind::{Branch, Dealer, Parent};
        use SpreadKind::{EmployerUnknown, NotEmployedHere, RelatedEntities, UnrelatedEntities};
        for (entities, expected) in [
            (vec![seats(1, 30, &[], &[Some(1)])], vec![]),
            (vec![seats(1, 30, &[], &[]), seats(2, 0, &[], &[])], vec![]),
            (vec![seats(1, 30, &[], &[]), seats(2, 30, &[], &[])], vec![UnrelatedEntities]),
            (vec![seats(1, 30, &[(2, Dealer)], &[]), seats(2, 30, &[], &[])], vec![UnrelatedEntities]),
            (vec![seats(1, 30, &[(2, Parent)], &[]), seats(2, 30, &[], &[])], vec![RelatedEntities]),
            (
                vec![
                    seats(1, 9, &[], &[]),
                    seats(2, 0, &[(1, Branch)], &[]),
                    seats(3, 9, &[(2, Branch)], &[]),
                ],
                vec![RelatedEntities],
            ),
            (vec![seats(1, 2, &[], &[Some(1), Some(2)])], vec![NotEmployedHere]),
            (vec![seats(1, 2, &[], &[None, Some(3)])], vec![NotEmployedHere, EmployerUnknown]),
        ] {
            let found: Vec<SpreadKind> = find_spread(&entities).iter().map(|finding| finding.kind).collect();
            assert_eq!(found, expected, "{entities:?}");
        }
    }
}
