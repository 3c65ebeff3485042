import type { BoardState, BoardView } from '@/api/types';
import { useT } from '@/i18n';
import { KINDS } from '@/pages/account/AccountActions';
import { SearchBox, Select } from '@/ui/controls';
import type { BoardParams } from './params';

const STATES: readonly BoardState[] = ['active', 'quiet', 'no_notes', 'unclaimed'];
const GROUPS = ['store', 'region', 'kind'] as const;

interface FiltersProps {
  view: BoardView;
  params: BoardParams;
  change: (patch: Partial<BoardParams>) => void;
}

export function BoardFilters({ view, params, change }: FiltersProps) {
  const t = useT();
  return (
    <>
      <SearchBox label={t('board.search')} value={params.q} change={(q) => change({ q })} />
      <Select label={t('board.kind')} any={t('board.any_kind')} value={params.kind} options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} change={(kind) => change({ kind })} />
      <Select label={t('board.store')} any={t('board.any_store')} value={params.store} options={view.stores.map(({ id, name }) => ({ value: id, label: name }))} change={(store) => change({ store })} />
      <Select label={t('board.region')} any={t('board.any_region')} value={params.region} options={view.regions.map((region) => ({ value: region, label: region }))} change={(region) => change({ region })} />
      <Select label={t('board.state')} any={t('board.any_state')} value={params.state} options={STATES.map((state) => ({ value: state, label: t(`state.${state}`) }))} change={(state) => change({ state })} />
      <Select label={t('board.group')} any={t('board.no_group')} value={params.group_by} options={GROUPS.map((group) => ({ value: group, label: t(`board.by_${group}`) }))} change={(group) => change({ group_by: group })} />
    </>
  );
}
