import { useState } from 'react';
import type { BoardView, PeriodView } from '@/api/sketch';
import { period } from '@/format/time';
import { useT, type Translate } from '@/i18n';
import { Select } from '@/ui/controls';
import { DayRange } from '@/ui/period';
import type { BoardParams } from './BoardPage';

const CUSTOM = 'custom';
const textOf = ({ from, to }: PeriodView) => `${from}_${to}`;

function comparisons(t: Translate) {
  return [
    { value: 'previous', label: t('board.compare_previous') },
    { value: 'year', label: t('board.compare_year') },
    { value: 'none', label: t('board.compare_none') },
  ];
}

interface PeriodChoiceProps {
  view: BoardView;
  params: BoardParams;
  change: (patch: Partial<BoardParams>) => void;
}

/** The periods that the files hold, newest first, or any other; and what to compare with. */
export function PeriodChoice({ view, params, change }: PeriodChoiceProps) {
  const t = useT();
  const loaded = view.periods.some((one) => textOf(one) === textOf(view.period));
  const [custom, setCustom] = useState(!loaded && view.periods.length > 0);
  if (view.periods.length === 0) return null;
  const choose = (value: string) => {
    setCustom(value === CUSTOM);
    const [from = '', to = ''] = value === CUSTOM ? [] : value.split('_');
    if (from) change({ from, to });
  };
  return (
    <>
      <Select
        label={t('board.period')}
        value={custom ? CUSTOM : textOf(view.period)}
        options={[...view.periods.map((one) => ({ value: textOf(one), label: one.label ?? period(one.from, one.to) })), { value: CUSTOM, label: t('board.custom_period') }]}
        change={choose}
      />
      {custom ? <DayRange label={t('board.period')} from={view.period.from} to={view.period.to} change={(from, to) => change({ from, to })} /> : null}
      <Select label={t('board.compare')} value={params.compare} options={comparisons(t)} change={(compare) => change({ compare })} />
    </>
  );
}
