/** Drafts of notes on their way, those changed last first. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { accountsQuery } from '@/api/lists';
import { useMe } from '@/api/me';
import type { Draft, DraftRisk, DraftStage } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { RiskTag, StageTag } from '@/studio/tags';
import { Button, SearchBox, Select } from '@/ui/controls';
import { AddIcon } from '@/ui/icons';
import { DayRange } from '@/ui/period';
import { Figure } from '@/ui/plain/Figure';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { DraftDialog } from './DraftDialog';
import { PauseNotice } from './Pauses';

const PAGE_ROWS = 50;
const STAGES: readonly DraftStage[] = ['writing', 'submitted', 'approved', 'handed_over', 'confirmed', 'seen', 'dropped'];
const RISKS: readonly DraftRisk[] = ['green', 'amber', 'red'];
const PARAMS = { q: '', stage: '', risk: '', account: '', idea: '', from: '', to: '' };

/** What a draft is called before it has a title: the angle from which it is told. */
export const nameOf = ({ title, angle }: Pick<Draft, 'title' | 'angle'>): string => title || angle;

export function draftColumns(t: ReturnType<typeof useT>, open: (id: string) => void): Column<Draft>[] {
  return [
    { key: 'title', title: t('draft.title'), fixed: true, width: 240, cell: (draft) => <span title={draft.angle}>{nameOf(draft)}</span>, open: ({ id }) => () => open(id) },
    { key: 'account', title: t('draft.account'), width: 140, cell: ({ nickname }) => nickname },
    { key: 'stage', title: t('draft.stage'), cell: ({ stage }) => <StageTag stage={stage} /> },
    { key: 'risk', title: t('draft.risk'), hint: t('draft.risk_hint'), cell: ({ risk }) => (risk ? <RiskTag risk={risk} /> : ABSENT) },
    { key: 'due', title: t('draft.due'), number: true, cell: ({ due_day: day }) => <span className="k-number">{day ?? ABSENT}</span> },
    { key: 'writer', title: t('draft.writer'), cell: ({ writer }) => writer.name },
    { key: 'idea', title: t('draft.idea'), width: 200, cell: ({ idea }) => idea?.title ?? ABSENT },
    { key: 'minutes', title: t('draft.minutes'), number: true, cell: ({ minutes }) => <Figure value={minutes} measure="count" /> },
    { key: 'changed', title: t('draft.changed'), number: true, cell: ({ changed_at: at }) => <RelativeTime at={at} /> },
  ];
}

export function DraftsTab() {
  const t = useT();
  const { can } = useMe();
  const navigate = useNavigate();
  const [params, setParams] = useParamsState(PARAMS);
  const [isPlanning, setPlanning] = useState(false);
  const accounts = useQuery(accountsQuery);
  const { stage, risk, ...words } = params;
  const wanted = { ...given(words), ...(given({ stage, risk }) as { stage?: DraftStage; risk?: DraftRisk }) };
  const drafts = usePages<Draft, Page<Draft>>(['drafts', wanted], (cursor, signal) =>
    ask(api.GET('/api/v1/drafts', { params: { query: { limit: PAGE_ROWS, ...wanted, ...(cursor ? { cursor } : {}) } }, signal })));
  const open = (id: string) => void navigate(`/studio/drafts/${id}`);
  const isFiltered = Object.keys(wanted).length > 0;
  return (
    <>
      <PauseNotice />
      <TableBar>
        <SearchBox label={t('draft.find')} value={params.q} change={(q) => setParams({ q })} />
        <Select label={t('draft.stage')} any={t('draft.stage')} value={stage} options={STAGES.map((value) => ({ value, label: t(`draft_stage.${value}`) }))} change={(next) => setParams({ stage: next })} width={140} />
        <Select label={t('draft.risk')} any={t('draft.risk')} value={risk} options={RISKS.map((value) => ({ value, label: t(`draft_risk.${value}`) }))} change={(next) => setParams({ risk: next })} width={140} />
        <Select label={t('draft.account')} any={t('draft.account')} value={params.account} options={(accounts.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))} change={(account) => setParams({ account })} width={160} />
        <DayRange label={t('draft.due')} from={params.from} to={params.to} change={(from, to) => setParams({ from, to })} any />
        {can.write_drafts ? <Button primary icon={<AddIcon />} press={() => setPlanning(true)}>{t('draft.add')}</Button> : null}
      </TableBar>
      <Loaded query={drafts.query}>
        {() => <DataTable label={t('draft.list')} columns={draftColumns(t, open)} rows={drafts.items} rowKey={({ id }) => id} open={({ id }) => open(id)} more={drafts.more} empty={<EmptyState title={t(isFiltered ? 'draft.none_such' : 'draft.none')} text={t('draft.none_text')} />} />}
      </Loaded>
      {isPlanning ? <DraftDialog close={() => setPlanning(false)} then={open} /> : null}
    </>
  );
}
