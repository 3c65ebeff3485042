/** How a file will be read: what it is taken for and why, its sheet, its columns, its first rows. Nothing is written until it starts. */
import type { ImportDetail, ImportKind, ImportPlan, ImportProposal } from '@/api/types';
import { useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { Mapping } from './Mapping';
import { usePlan } from './plan';
import { Preview } from './Preview';

export const KINDS: readonly ImportKind[] = ['note_list', 'employee_leads', 'service_quality', 'juguang_report', 'lead_list', 'roster'];

export interface PartProps {
  view: ImportDetail;
  proposal: ImportProposal;
  change: (plan: ImportPlan) => void;
  busy: boolean;
}

export function PlanForm({ view }: { view: ImportDetail }) {
  const { run, busy } = usePlan(view.id);
  const { proposal } = view;
  if (!proposal) return null;
  const part: PartProps = { view, proposal, change: run, busy };
  return (
    <div className="k-stack" aria-busy={busy}>
      <Recognised {...part} />
      <Mapping {...part} />
      <Preview proposal={proposal} />
    </div>
  );
}

const HEADERS_SHOWN_MAX = 8;

function Recognised({ view, proposal, change, busy }: PartProps) {
  const t = useT();
  return (
    <div className="k-stack">
      <div className="k-row">
        <label className="k-row">
          <span>{t('imports.kind')}</span>
          <Select label={t('imports.kind')} value={view.kind} options={KINDS.map((kind) => ({ value: kind, label: t(`import_kind.${kind}`) }))} change={(kind) => change({ kind: kind as ImportKind })} width={180} busy={busy} />
        </label>
        {proposal.sheets.length > 1 ? (
          <label className="k-row">
            <span>{t('imports.sheet')}</span>
            <Select
              label={t('imports.sheet')}
              value={String(proposal.sheet)}
              options={proposal.sheets.map(({ name, hidden }, index) => ({ value: String(index), label: hidden ? t('imports.sheet_hidden', { name }) : name }))}
              change={(sheet) => change({ sheet: Number(sheet) })}
              busy={busy}
            />
          </label>
        ) : null}
        <span className="k-quiet">{t('imports.header_at', { row: proposal.header_row })}</span>
      </div>
      <Why view={view} proposal={proposal} />
    </div>
  );
}

/** The evidence for what the file is taken for. */
function Why({ view, proposal }: Pick<PartProps, 'view' | 'proposal'>) {
  const t = useT();
  const candidate = proposal.candidates.find(({ kind }) => kind === view.kind);
  if (!candidate || candidate.known.length === 0) return <p className="k-quiet">{t('imports.why_nothing', { kind: t(`import_kind.${view.kind}`) })}</p>;
  const { known, missing } = candidate;
  const more = known.length - HEADERS_SHOWN_MAX;
  const names = known.slice(0, HEADERS_SHOWN_MAX).join(t('imports.and'));
  return (
    <p className="k-quiet">
      {t(more > 0 ? 'imports.why_more' : 'imports.why', { known: known.length, names, more: Math.max(0, more) })}
      {missing.length > 0 ? ` ${t('imports.why_missing', { names: missing.join(t('imports.and')) })}` : ''}
    </p>
  );
}
