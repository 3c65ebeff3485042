/** Notes that show the person: taken down, kept with their consent, or found to show nothing of them. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { DepartureView, TakedownOutcome } from '@/api/types';
import { useT } from '@/i18n';
import { Button, Tick } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Panel } from '@/ui/layout';
import { StateTag } from '@/ui/plain/tags';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { DEPARTURE_STALE } from './departure';

const OUTCOMES: readonly TakedownOutcome[] = ['taken_down', 'consented', 'not_shown'];
/** Notes that the server decides on at once. */
const AT_ONCE_MAX = 200;

type Note = DepartureView['takedowns'][number];

export function Takedowns({ view }: { view: DepartureView }) {
  const t = useT();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const decide = useAction({
    run: (outcome: TakedownOutcome) => ask(api.PUT('/api/v1/departures/{departure}/takedowns', { params: { path: { departure: view.id } }, body: { notes: [...chosen].slice(0, AT_ONCE_MAX), outcome } })),
    stale: DEPARTURE_STALE, said: t('departure.done'), then: () => setChosen(new Set()),
  });
  const may = view.can.change === true;
  const open = view.takedowns.filter(({ outcome }) => !outcome);
  const turn = (note: string) => setChosen(chosen.has(note) ? new Set([...chosen].filter((one) => one !== note)) : new Set([...chosen, note]));
  const tick: Column<Note>[] = may ? [{ key: 'tick', title: t('departure.choose'), fixed: true, width: 64, cell: ({ note, title }) => <Tick checked={chosen.has(note)} change={() => turn(note)}><span className="k-unseen">{title}</span></Tick> }] : [];
  const columns: Column<Note>[] = [
    ...tick,
    { key: 'title', title: t('departure.note_title'), width: 320, cell: ({ title }) => <span title={title}>{title}</span> },
    { key: 'day', title: t('departure.published'), number: true, cell: ({ published_on: day }) => <span className="k-number">{day}</span> },
    { key: 'reasons', title: t('departure.shows'), cell: ({ reasons }) => reasons.map((one) => t(`likeness.${one}`)).join('、') },
    { key: 'outcome', title: t('agreement.state'), cell: ({ outcome }) => <StateTag tone={outcome ? 'good' : 'watch'}>{outcome ? t(`takedown.${outcome}`) : t('departure.todo')}</StateTag> },
  ];
  if (view.takedowns.length === 0) return <Panel title={t('departure.takedowns')}><p className="k-quiet">{t('departure.no_takedowns')}</p></Panel>;
  return (
    <Panel title={t('departure.takedowns_n', { open: open.length, count: view.takedowns.length })}>
      {may ? (
        <TableBar>
          <Button small press={() => setChosen(new Set(open.slice(0, AT_ONCE_MAX).map(({ note }) => note)))}>{t('departure.choose_open')}</Button>
          {OUTCOMES.map((outcome) => <Button key={outcome} small press={() => decide.run(outcome)} disabled={chosen.size === 0} busy={decide.busy}>{t(`takedown.${outcome}`)}</Button>)}
        </TableBar>
      ) : null}
      <DataTable label={t('departure.takedowns')} columns={columns} rows={view.takedowns} rowKey={({ note }) => note} />
    </Panel>
  );
}
