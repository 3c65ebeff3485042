/** Drafts that wait for somebody's look, and how far reviewers agree. Only green ones can be approved several at once. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { asApiError } from '@/api/error';
import { useMe } from '@/api/me';
import type { Draft, DraftRisk } from '@/api/types';
import { useT } from '@/i18n';
import { DRAFTS_STALE } from '@/studio/queries';
import { Button, Select, Tick } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { DueTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { useParamsState } from '@/ui/url';
import { draftColumns, nameOf } from './DraftsTab';
import { rubricQuery } from './Review';

const PAGE_ROWS = 50;
const RISKS: readonly DraftRisk[] = ['green', 'amber', 'red'];
const PARAMS = { risk: '' };

export function ReviewTab() {
  const t = useT();
  const { can } = useMe();
  const navigate = useNavigate();
  const [{ risk }, setParams] = useParamsState(PARAMS);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const wanted = { stage: 'submitted' as const, ...(risk ? { risk: risk as DraftRisk } : {}) };
  const drafts = usePages<Draft, Page<Draft>>(['drafts', 'queue', risk], (cursor, signal) =>
    ask(api.GET('/api/v1/drafts', { params: { query: { limit: PAGE_ROWS, ...wanted, ...(cursor ? { cursor } : {}) } }, signal })));
  const { approve, failures } = useBulk(() => setChosen(new Set()));
  const open = (id: string) => void navigate(`/studio/drafts/${id}`);
  const choose = (id: string, on: boolean) => setChosen(new Set(on ? [...chosen, id] : [...chosen].filter((one) => one !== id)));
  const columns: Column<Draft>[] = [
    ...(can.review_drafts ? [{
      key: 'chosen', title: t('review.choose'), hint: t('review.choose_hint'), fixed: true, width: 64,
      cell: (draft: Draft) => (draft.risk === 'green' ? <Tick checked={chosen.has(draft.id)} change={(on) => choose(draft.id, on)}><span className="k-unseen">{t('review.choose_one', { name: nameOf(draft) })}</span></Tick> : null),
    }] : []),
    ...draftColumns(t, open).filter(({ key }) => !['stage', 'minutes', 'changed'].includes(key)),
    { key: 'review_due', title: t('draft.review_due'), number: true, cell: ({ review_due_at: at }) => (at ? <DueTime at={at} /> : null) },
  ];
  const greens = drafts.items.filter(({ id, risk: found }) => found === 'green' && chosen.has(id));
  return (
    <>
      <TableBar>
        <Select label={t('draft.risk')} any={t('draft.risk')} value={risk} options={RISKS.map((value) => ({ value, label: t(`draft_risk.${value}`) }))} change={(next) => setParams({ risk: next })} width={160} />
        {greens.length > 0 ? <Button primary busy={approve.busy} press={() => approve.run(greens)}>{t('review.approve_n', { count: greens.length })}</Button> : null}
      </TableBar>
      {failures.length > 0 ? <ul className="k-notice k-notice-watch" role="alert">{failures.map(({ name, why }) => <li key={name}>{name}：{why}</li>)}</ul> : null}
      <Loaded query={drafts.query}>
        {() => <DataTable label={t('review.queue')} columns={columns} rows={drafts.items} rowKey={({ id }) => id} more={drafts.more} empty={<EmptyState title={t('review.none')} text={t('review.none_text')} />} />}
      </Loaded>
      <Agreement />
    </>
  );
}

interface Failure {
  name: string;
  why: string;
}

/** One word for several green drafts, said to each by itself: one that is refused stops none of the others. */
function useBulk(then: () => void) {
  const t = useT();
  const [failures, setFailures] = useState<readonly Failure[]>([]);
  const approve = useAction({
    run: async (drafts: readonly Draft[]) => {
      const refused: Failure[] = [];
      for (const draft of drafts) {
        const body = { text_no: draft.text_no, step: 'review' as const, says: 'approved' as const, reason: '', marks: [], leeway_chars: 0, scores: null };
        try {
          await ask(api.POST('/api/v1/drafts/{draft}/decision', { params: { path: { draft: draft.id } }, body }));
        } catch (thrown) {
          refused.push({ name: nameOf(draft), why: asApiError(thrown).message });
        }
      }
      return refused;
    },
    stale: DRAFTS_STALE,
    said: (drafts, refused) => t('review.approved_n', { count: drafts.length - refused.length }),
    then: (refused) => {
      setFailures(refused);
      then();
    },
  });
  return { approve, failures };
}

const PPM = 1_000_000;

/** How far two reviewers agree, told with the number of texts that both of them scored. */
function Agreement() {
  const t = useT();
  const rubric = useQuery(rubricQuery);
  return (
    <section className="k-agreement" aria-label={t('review.agreement')}>
      <h3>{t('review.agreement')}</h3>
      <Loaded query={rubric} lines={3}>
        {({ measures }) => (
          <ul className="k-judged-list">
            {measures.map(({ id, name, agreement: { pairs, exact, adjacent, kappa_ppm: kappa } }) => (
              <li key={id}>
                <strong>{name}</strong> {pairs === 0 ? t('review.no_pairs') : t('review.pairs', { count: pairs, exact, adjacent })}
                {typeof kappa === 'number' ? ` · ${t('review.kappa', { kappa: (kappa / PPM).toFixed(2) })}` : pairs > 0 ? ` · ${t('review.no_kappa')}` : ''}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
