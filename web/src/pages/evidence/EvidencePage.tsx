/** The vault of evidence: what is kept, about whom, until when, and who looked at it and why. */
import { api, ask } from '@/api/client';
import type { EvidenceFile, EvidencePurpose } from '@/api/types';
import { ABSENT, bytes } from '@/format/number';
import { addDays, todayIn } from '@/format/time';
import { useT } from '@/i18n';
import { SearchBox, Select } from '@/ui/controls';
import { PageHeader, Panel } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import { useTableLook, type Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { FileDrawer } from './FileDrawer';
import '@/papers/papers.css';

const PAGE_ROWS = 100;
/** A file that goes within so many days is pointed out. */
const SOON_DAYS = 30;
const PARAMS = { q: '', purpose: '', state: '', file: '' };
const STATES = ['there', 'ending', 'gone'] as const;
const PURPOSES: readonly EvidencePurpose[] = [
  'employment_proof', 'certificate', 'account_ownership', 'story', 'licence', 'back_office', 'rule_source', 'invoice',
  'agent_offer', 'entitlement', 'departure',
];

const soon = () => addDays(todayIn(new Date()), SOON_DAYS);

/** What the chosen state asks of the API. */
function asked(state: string): { there?: boolean; ends_by?: string } {
  if (state === 'ending') return { ends_by: soon() };
  return state === 'there' || state === 'gone' ? { there: state === 'there' } : {};
}

function useFileColumns(): Column<EvidenceFile>[] {
  const t = useT();
  return [
    { key: 'purpose', title: t('vault.purpose'), fixed: true, width: 140, cell: ({ purpose }) => t(`purpose.${purpose}`) },
    { key: 'about', title: t('vault.about'), cell: ({ employee_name: name }) => name ?? ABSENT },
    { key: 'name', title: t('vault.name'), width: 240, cell: ({ name }) => <span title={name ?? undefined}>{name ?? ABSENT}</span> },
    { key: 'size', title: t('vault.size'), number: true, cell: ({ bytes: size }) => <span className="k-number">{bytes(size)}</span> },
    { key: 'by', title: t('vault.kept_by'), cell: ({ kept_by: by }) => by },
    { key: 'at', title: t('vault.kept_at'), number: true, cell: ({ kept_at: at }) => <RelativeTime at={at} /> },
    { key: 'until', title: t('vault.until'), number: true, cell: (file) => <Until file={file} /> },
    { key: 'looks', title: t('vault.looks'), number: true, cell: ({ openings }) => <Figure value={openings} measure="count" /> },
  ];
}

function Until({ file: { retain_until: until, disposal } }: { file: EvidenceFile }) {
  const t = useT();
  if (disposal) return <StateTag tone="quiet">{t(`disposal.${disposal.why}`)}</StateTag>;
  return <>{until <= soon() ? <StateTag tone="watch">{t('vault.soon')}</StateTag> : null} <span className="k-number">{until}</span></>;
}

export default function EvidencePage() {
  const t = useT();
  const [params, setParams] = useParamsState(PARAMS);
  const { file: chosen, state, ...searched } = params;
  const columns = useFileColumns();
  const look = useTableLook('evidence', columns);
  const files = usePages<EvidenceFile, Page<EvidenceFile>>(['evidence', 'list', searched, state], (cursor, signal) =>
    ask(api.GET('/api/v1/evidence-files', { params: { query: { limit: PAGE_ROWS, ...(given(searched) as { purpose?: EvidencePurpose }), ...asked(state), ...(cursor ? { cursor } : {}) } }, signal })));
  const filtered = params.q !== '' || params.purpose !== '' || state !== '';
  return (
    <div className="k-page">
      <PageHeader title={t('nav.evidence')} lead={t('vault.lead')} />
      <Panel>
        <TableBar look={look} columns={columns}>
          <SearchBox label={t('vault.search')} value={params.q} change={(q) => setParams({ q })} />
          <Select label={t('vault.purpose')} any={t('vault.any_purpose')} value={params.purpose} options={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))} change={(purpose) => setParams({ purpose })} />
          <Select label={t('vault.state')} any={t('vault.any_state')} value={state} options={STATES.map((value) => ({ value, label: t(`vault.state_${value}`) }))} change={(next) => setParams({ state: next })} />
        </TableBar>
        <Loaded query={files.query}>
          {() => (
            <DataTable
              label={t('nav.evidence')}
              columns={columns}
              look={look}
              rows={files.items}
              rowKey={({ id }) => id}
              open={({ id }) => setParams({ file: id })}
              selected={chosen}
              more={files.more}
              stale={files.query.isPlaceholderData}
              empty={filtered ? <EmptyState title={t('table.nothing')} text={t('table.nothing_text')} /> : <EmptyState title={t('vault.none')} text={t('vault.none_text')} />}
            />
          )}
        </Loaded>
      </Panel>
      <FileDrawer id={chosen} close={() => setParams({ file: '' })} />
    </div>
  );
}
