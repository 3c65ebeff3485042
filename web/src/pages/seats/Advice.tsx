/** How many seats are right: what speaks against more of them, what idleness costs, and who carries the work. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { IdleSeat, PersonLoad } from '@/api/types';
import { ABSENT, money } from '@/format/number';
import { useT } from '@/i18n';
import { Figure } from '@/ui/plain/Figure';
import { Person, StateTag } from '@/ui/plain/tags';
import { SliderField } from '@/ui/SliderField';
import { Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';

const CENTI = 100;
interface Norms { notes: number | null; noteHours: number | null; personHours: number | null; reviewMinutes: number | null; reviewers: number | null }
const UNSAID: Norms = { notes: null, noteHours: null, personHours: null, reviewMinutes: null, reviewers: null };

const queryOf = ({ notes, noteHours, personHours, reviewMinutes, reviewers }: Norms) => ({
  ...(notes === null ? {} : { notes_a_week: notes }),
  ...(noteHours === null ? {} : { note_hours_centi: Math.round(noteHours * CENTI) }),
  ...(personHours === null ? {} : { person_hours_centi: Math.round(personHours * CENTI) }),
  ...(reviewMinutes === null ? {} : { review_minutes: reviewMinutes }),
  ...(reviewers === null ? {} : { reviewers }),
});

const hoursOf = (centi: number) => String(Math.round(centi / 10) / 10);

export function Advice() {
  const t = useT();
  const [norms, setNorms] = useState(UNSAID);
  const query = queryOf(norms);
  const advice = useQuery({ queryKey: ['seat-advice', query], queryFn: ({ signal }) => ask(api.GET('/api/v1/seat-advice', { params: { query }, signal })), placeholderData: keepPreviousData });
  return (
    <Loaded query={advice}>
      {({ items, may_grow: mayGrow, idle, load, norms: used }) => (
        <div className="k-advice">
          <div className="k-stack">
            <section aria-label={t('advice.title')}>
              <h2 className="k-section">{t('advice.title')} <StateTag tone={mayGrow ? 'good' : 'watch'}>{t(mayGrow ? 'advice.may_grow' : 'advice.not_yet')}</StateTag></h2>
              <ul className="k-stack k-seats-section">
                {items.map(({ kind, says, is_against_more: isAgainst, cost }) => (
                  <li key={kind} className={isAgainst ? 'k-notice k-notice-watch' : 'k-notice k-notice-good'}>{says}{typeof cost === 'number' && cost > 0 ? ` ${t('advice.cost', { cost: money(cost).exact })}` : ''}</li>
                ))}
              </ul>
            </section>
            {idle.length > 0 ? <Idle seats={idle} /> : null}
            <section aria-label={t('advice.load')}>
              <h2 className="k-section">{t('advice.load')}</h2>
              {load.people.length === 0 ? <p className="k-quiet">{t('advice.none')}</p> : <><p className="k-quiet">{t('advice.load_sum', { hours: hoursOf(load.hours_centi), review: hoursOf(load.review_hours_centi) })} {load.review_is_over ? <StateTag tone="act">{t('advice.over')}</StateTag> : null}</p><People people={load.people} /></>}
            </section>
          </div>
          <section aria-label={t('advice.norms')} className="k-advice-norms">
            <h2 className="k-section">{t('advice.norms')}</h2>
            <SliderField label={t('advice.notes_a_week')} unit={t('advice.notes_unit')} value={norms.notes ?? used.notes_a_week} least={0} end={14} step={1} most={50} change={(notes) => setNorms({ ...norms, notes })} />
            <SliderField label={t('advice.note_hours')} unit={t('advice.hours_unit')} value={norms.noteHours ?? used.note_hours_centi / CENTI} least={0} end={10} step={0.5} most={40} change={(noteHours) => setNorms({ ...norms, noteHours })} />
            <SliderField label={t('advice.person_hours')} unit={t('advice.hours_unit')} value={norms.personHours ?? used.person_hours_centi / CENTI} least={0} end={40} step={1} most={60} change={(personHours) => setNorms({ ...norms, personHours })} />
            <SliderField label={t('advice.review_minutes')} unit={t('advice.minutes_unit')} value={norms.reviewMinutes ?? used.review_minutes} least={0} end={60} step={5} most={240} change={(reviewMinutes) => setNorms({ ...norms, reviewMinutes })} />
            <SliderField label={t('advice.reviewers')} unit={t('advice.people_unit')} value={norms.reviewers ?? used.reviewers} least={0} end={20} step={1} most={200} change={(reviewers) => setNorms({ ...norms, reviewers })} />
          </section>
        </div>
      )}
    </Loaded>
  );
}

function Idle({ seats }: { seats: IdleSeat[] }) {
  const t = useT();
  const columns: Column<IdleSeat>[] = [
    { key: 'plan', title: t('seat.planned_for'), fixed: true, width: 200, cell: ({ seat, planned_for: plan }) => <Link to={`/seats?seat=${seat}`} tabIndex={-1}>{plan}</Link> },
    { key: 'account', title: t('seat.account'), cell: ({ account }) => account?.nickname ?? ABSENT },
    { key: 'holder', title: t('seat.holder'), cell: ({ holder }) => (holder ? <Person name={holder} /> : ABSENT) },
    { key: 'days', title: t('advice.idle_days'), number: true, cell: ({ days }) => <Figure value={days} measure="count" /> },
    { key: 'cost', title: t('advice.idle_cost'), number: true, cell: ({ cost }) => <Figure value={cost} measure="money" /> },
  ];
  return <section aria-label={t('advice.idle')}><h2 className="k-section">{t('advice.idle')}</h2><DataTable label={t('advice.idle')} columns={columns} rows={seats} rowKey={({ seat }) => seat} /></section>;
}

function People({ people }: { people: PersonLoad[] }) {
  const t = useT();
  const columns: Column<PersonLoad>[] = [
    { key: 'name', title: t('seat.holder'), fixed: true, width: 200, cell: ({ name, is_over: isOver }) => <><Person name={name} /> {isOver ? <StateTag tone="act">{t('advice.over')}</StateTag> : null}</> },
    { key: 'seats', title: t('advice.seats'), number: true, cell: ({ seats }) => <Figure value={seats} measure="count" /> },
    { key: 'hours', title: t('advice.hours'), number: true, cell: ({ hours_centi: centi }) => <span className="k-number">{hoursOf(centi)}</span> },
  ];
  return <DataTable label={t('advice.load')} columns={columns} rows={people} rowKey={({ employee }) => employee} />;
}
