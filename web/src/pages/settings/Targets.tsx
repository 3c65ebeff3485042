/** What the brand expects of itself: Today and the report hold the figures against it. A default is a hint of its source, never a rule of the platform. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { TargetView, Unit } from '@/api/types';
import { measureOf } from '@/figures/metrics';
import { show } from '@/format/number';
import { useT } from '@/i18n';
import { useAction } from '@/ui/feedback';
import { Form, NumberField } from '@/ui/Form';
import { Button } from '@/ui/controls';
import { Dialog, Panel } from '@/ui/layout';
import { StateTag } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';

/** A person writes percents, seconds and points; the server keeps the smallest units. */
const FACTOR: Partial<Record<Unit, number>> = { ppm: 10_000, ms: 1_000, centi: 100 };
const factorOf = (unit: Unit): number => FACTOR[unit] ?? 1;

export function Targets() {
  const t = useT();
  const me = useMe();
  const [editing, setEditing] = useState<TargetView | null>(null);
  const targets = useQuery({ queryKey: ['targets'], queryFn: ({ signal }) => ask(api.GET('/api/v1/targets', { signal })) });
  const said = (target: TargetView) => (typeof target.value === 'number' ? show(measureOf(target.unit), target.value).short : t('target.off'));
  const columns: Column<TargetView>[] = [
    { key: 'name', title: t('target.name'), fixed: true, width: 260, cell: ({ name }) => <span title={name}>{name}</span> },
    { key: 'value', title: t('target.value'), number: true, cell: (target) => said(target) },
    { key: 'own', title: t('target.from'), cell: ({ own, value }) => (typeof value === 'number' ? <StateTag tone={own ? 'accent' : 'quiet'}>{t(own ? 'target.own' : 'target.default')}</StateTag> : null) },
    { key: 'grade', title: t('target.grade'), cell: ({ grade }) => <span title={t(`target_grade.${grade}`)}>{grade}</span> },
    { key: 'source', title: t('target.source'), cell: ({ source }) => <span className="k-quiet" title={source}>{source}</span> },
  ];
  return (
    <Panel flush>
      <Loaded query={targets}>
        {(items) => <DataTable label={t('settings.targets')} columns={columns} rows={items} rowKey={({ id }) => id} open={(target) => { if (me.can.manage_brands) setEditing(target); }} />}
      </Loaded>
      {editing ? <TargetDialog target={editing} close={() => setEditing(null)} /> : null}
    </Panel>
  );
}

function TargetDialog({ target, close }: { target: TargetView; close: () => void }) {
  const t = useT();
  const factor = factorOf(target.unit);
  const [value, setValue] = useState<number | null>(typeof target.value === 'number' ? target.value / factor : null);
  const save = useAction({
    run: (next: number | null) => ask(api.PUT('/api/v1/targets', { body: { targets: { [target.id]: next === null ? null : Math.round(next * factor) } } })),
    stale: ['targets', 'today', 'report', 'board'],
    said: t('action.saved'),
    then: close,
    quietFailure: true,
  });
  const unit = t(`target_unit.${target.unit}`);
  return (
    <Dialog title={target.name} open close={close} width={440}>
      <Form submit={() => save.run(value)} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close} disabled={value === null}>
        <NumberField label={t('target.value')} unit={unit} value={value} change={setValue} least={target.min / factor} most={target.max / factor} hint={target.source} error={save.error?.fields[target.id]} />
        {target.own ? <Button press={() => save.run(null)} busy={save.busy}>{t('target.reset')}</Button> : null}
      </Form>
    </Dialog>
  );
}
