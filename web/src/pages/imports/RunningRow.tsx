import type { ImportView } from '@/api/sketch';
import { count, duration } from '@/format/number';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { ProgressRow } from '@/ui/progress';
import { useCancel } from './plan';

export function RunningRow({ view }: { view: ImportView }) {
  const t = useT();
  const cancel = useCancel(view);
  const progress = view.progress;
  const total = progress?.rows_total ?? null;
  const parts = progress
    ? [
        t('imports.progress_rows', { rows: count(progress.rows).exact, total: total === null ? '?' : count(total).exact }),
        t('imports.progress_rate', { rate: count(progress.rows_per_s).exact }),
        ...(progress.left_ms === null ? [] : [t('imports.progress_left', { time: duration(progress.left_ms).short })]),
      ]
    : [t('imports.starting')];
  return (
    <ProgressRow
      label={view.file}
      share={progress && total ? progress.rows / total : null}
      note={parts.join(' · ')}
      action={view.can.cancel ? <Button small press={() => cancel.run()} busy={cancel.busy}>{t('action.cancel')}</Button> : null}
    />
  );
}
