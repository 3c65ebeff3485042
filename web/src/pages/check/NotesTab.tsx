/** The notes of the matrix that need somebody: those with risky wording, and those that are nearly another account's. */
import { useQuery } from '@tanstack/react-query';
import { accountsQuery } from '@/api/lists';
import { useT } from '@/i18n';
import { Segmented, Select } from '@/ui/controls';
import { DayRange } from '@/ui/period';
import { TableBar } from '@/ui/table/TableBar';
import { useParamsState } from '@/ui/url';
import { Copies } from './Copies';
import { Flagged } from './Flagged';
import { NOTES_PARAMS } from './notes';

const LISTS = ['findings', 'copies'] as const;
const OUTCOMES = ['block', 'review', 'evidence'] as const;
const KINDS = ['copy', 'rewrite', 'quotes', 'same_angle'] as const;

export function NotesTab() {
  const t = useT();
  const [params, change] = useParamsState(NOTES_PARAMS);
  const accounts = useQuery(accountsQuery);
  const list = LISTS.find((one) => one === params.tab) ?? 'findings';
  return (
    <>
      <TableBar>
        <Segmented label={t('notes.list')} value={list} options={LISTS.map((value) => ({ value, label: t(`notes.${value}`) }))} change={(next) => change({ tab: next, outcome: '', kind: '', note: '' })} />
        <Select label={t('notes.account')} any={t('notes.any_account')} value={params.account} options={(accounts.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))} change={(account) => change({ account })} />
        {list === 'findings'
          ? <Select label={t('notes.outcome')} any={t('notes.any_outcome')} value={params.outcome} options={OUTCOMES.map((value) => ({ value, label: t(`content_outcome.${value}`) }))} change={(outcome) => change({ outcome })} />
          : <Select label={t('notes.kind')} any={t('notes.any_kind')} value={params.kind} options={KINDS.map((value) => ({ value, label: t(`similar_kind.${value}`) }))} change={(kind) => change({ kind })} />}
        <DayRange label={t('notes.days')} from={params.from} to={params.to} any change={(from, to) => change({ from, to })} />
      </TableBar>
      {list === 'findings' ? <Flagged params={params} change={change} /> : <Copies params={params} change={change} />}
    </>
  );
}
