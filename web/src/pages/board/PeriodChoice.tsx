import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { BoardView, DaysView } from '@/api/types';
import { period } from '@/format/time';
import { useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { DayRange } from '@/ui/period';
import type { BoardParams } from './params';

const CUSTOM = 'custom';
const PERIODS_SHOWN_MAX = 26;
const textOf = ({ from, to }: DaysView) => `${from}_${to}`;

export const periodsQuery = {
  queryKey: ['report', 'periods'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/periods', { signal })),
};

/** The periods that some file covers, newest first: spans before single days, of which daily reports bring many. */
function usePeriods(): DaysView[] {
  const loaded = useQuery(periodsQuery);
  const all = new Map((loaded.data ?? []).flatMap(({ periods }) => periods.map((one) => [textOf(one), one] as const)));
  const isDay = ({ from, to }: DaysView) => Number(from === to);
  return [...all.values()].sort((a, b) => isDay(a) - isDay(b) || b.to.localeCompare(a.to) || b.from.localeCompare(a.from)).slice(0, PERIODS_SHOWN_MAX);
}

interface PeriodChoiceProps {
  view: BoardView;
  params: BoardParams;
  change: (patch: Partial<BoardParams>) => void;
}

/** The periods that the files hold, or any other; and whether to compare with the one before. */
export function PeriodChoice({ view, params, change }: PeriodChoiceProps) {
  const t = useT();
  const periods = usePeriods();
  const [custom, setCustom] = useState(false);
  const here = textOf(view.period);
  const options = periods.some((one) => textOf(one) === here) ? periods : [view.period, ...periods];
  const choose = (value: string) => {
    setCustom(value === CUSTOM);
    const [from = '', to = ''] = value === CUSTOM ? [] : value.split('_');
    if (from) change({ from, to });
  };
  return (
    <>
      <Select
        label={t('board.period')}
        value={custom ? CUSTOM : here}
        options={[...options.map((one) => ({ value: textOf(one), label: period(one.from, one.to) })), { value: CUSTOM, label: t('board.custom_period') }]}
        change={choose}
      />
      {custom ? <DayRange label={t('board.custom_period')} from={view.period.from} to={view.period.to} change={(from, to) => change({ from, to })} /> : null}
      <Select label={t('board.compare')} value={params.compare} options={[{ value: 'previous', label: t('board.compare_previous') }, { value: 'none', label: t('board.compare_none') }]} change={(compare) => change({ compare })} />
    </>
  );
}
