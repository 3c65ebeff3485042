import type { ImportView } from '@/api/types';
import { count, duration } from '@/format/number';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { ProgressRow } from '@/ui/progress';
import { useCancel } from './plan';

const MS_PER_S = 1_000;
const PERCENT = 100;

export function RunningRow({ view }: { view: ImportView }) {
  const t = useT();
  const cancel = useCancel(view.id);
  const { progress } = view;
  const left = progress?.seconds_left;
  const parts = progress
    ? [
        t('imports.progress_rows', { rows: count(progress.rows).exact }),
        t('imports.progress_rate', { rate: count(progress.rows_per_second).exact }),
        ...(left === null || left === undefined ? [] : [t('imports.progress_left', { time: duration(left * MS_PER_S).short })]),
      ]
    : [t('imports.queued')];
  return (
    <ProgressRow
      label={view.file_name}
      share={progress ? progress.percent / PERCENT : null}
      note={parts.join(' · ')}
      action={view.can.cancel ? <Button small press={() => cancel.run()} busy={cancel.busy}>{t('action.cancel')}</Button> : null}
    />
  );
}
