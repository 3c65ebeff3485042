/** One file on its way in: what it is taken for and why, what is still needed, what would overlap; nothing is written until Start. */
import { Link } from 'react-router';
import type { ImportKind, ImportView } from '@/api/sketch';
import { bytes, rate } from '@/format/number';
import { useT } from '@/i18n';
import { Button, Select } from '@/ui/controls';
import { FileIcon } from '@/ui/icons';
import { Panel } from '@/ui/layout';
import { Mapping } from './Mapping';
import { Needs } from './Needs';
import { useDiscard, usePlan, useRun } from './plan';
import { Preview } from './Preview';
import { RunningRow } from './RunningRow';
import { ImportStateTag } from './state';

const KINDS: readonly ImportKind[] = ['note_list', 'employee_leads', 'service_quality', 'juguang_report', 'lead_list', 'roster'];

export function ImportCard({ view }: { view: ImportView }) {
  return (
    <Panel
      title={
        <span className="k-person">
          <FileIcon aria-hidden />
          <Link to={`/imports/${view.id}`} className="k-ellipsis">{view.file}</Link>
          <span className="k-quiet k-number">{bytes(view.bytes)}</span>
        </span>
      }
      actions={<ImportStateTag state={view.state} />}
    >
      {view.state === 'running' ? <RunningRow view={view} /> : <PlanForm view={view} />}
    </Panel>
  );
}

export function PlanForm({ view }: { view: ImportView }) {
  const t = useT();
  const { plan, change, busy } = usePlan(view);
  const run = useRun(view);
  const discard = useDiscard(view);
  const missing = (view.needs.period && !plan.period) || (view.needs.account && !plan.account) || !plan.kind;
  return (
    <div className="k-stack">
      <Recognised view={view} kind={plan.kind} change={(kind) => change({ kind })} />
      {view.refusal ? <p className="k-notice k-notice-act" role="alert">{view.refusal}</p> : null}
      <SheetChoice view={view} plan={plan} change={change} />
      <Needs view={view} plan={plan} change={change} />
      <Warnings view={view} />
      <Mapping view={view} plan={plan} change={change} />
      <Preview view={view} />
      <div className="k-row">
        <Button primary press={() => run.run()} busy={run.busy} disabled={busy || missing || !view.can.run}>{t('imports.start')}</Button>
        {view.can.delete ? <Button press={() => discard.run()} busy={discard.busy}>{t('imports.discard')}</Button> : null}
        {missing ? <span className="k-quiet">{t('imports.missing')}</span> : null}
      </div>
    </div>
  );
}

function Recognised({ view, kind, change }: { view: ImportView; kind: ImportKind | null; change: (kind: ImportKind | null) => void }) {
  const t = useT();
  return (
    <div className="k-row">
      <Select
        label={t('imports.kind')}
        any={t('imports.choose_kind')}
        value={kind ?? ''}
        options={KINDS.map((one) => ({ value: one, label: t(`import_kind.${one}`) }))}
        change={(next) => change((next || null) as ImportKind | null)}
        width={200}
      />
      {view.kind ? <span className="k-tag">{t('imports.sure', { share: rate(view.sure_ppm).short })}</span> : null}
      <span className="k-quiet">{view.why}</span>
    </div>
  );
}

function SheetChoice({ view, plan, change }: { view: ImportView; plan: ReturnType<typeof usePlan>['plan']; change: ReturnType<typeof usePlan>['change'] }) {
  const t = useT();
  const rows = Math.max(plan.header_row, 6);
  return (
    <div className="k-row">
      {view.sheets.length > 1 ? (
        <label className="k-row">
          <span>{t('imports.sheet')}</span>
          <Select
            label={t('imports.sheet')}
            value={plan.sheet ?? ''}
            options={view.sheets.map(({ name, hidden, rows: size }) => ({ value: name, label: t(hidden ? 'imports.sheet_hidden' : 'imports.sheet_rows', { name, rows: size }) }))}
            change={(sheet) => change({ sheet })}
          />
        </label>
      ) : null}
      <label className="k-row">
        <span>{t('imports.header_row')}</span>
        <Select
          label={t('imports.header_row')}
          value={String(plan.header_row)}
          options={Array.from({ length: rows }, (_, row) => ({ value: String(row + 1), label: t('imports.row_n', { row: row + 1 }) }))}
          change={(row) => change({ header_row: Number(row) })}
        />
      </label>
    </div>
  );
}

function Warnings({ view }: { view: ImportView }) {
  return (
    <>
      {view.overlaps.map((overlap) => (
        <p key={overlap.import.id} className="k-notice k-notice-watch" role="alert">
          {overlap.message} <Link to={`/imports/${overlap.import.id}`}>{overlap.import.name}</Link>
        </p>
      ))}
      {view.warnings.map((warning) => <p key={warning} className="k-notice k-notice-quiet">{warning}</p>)}
    </>
  );
}
