import type { ImportState, ImportView } from '@/api/types';
import { count } from '@/format/number';
import { useT, type Translate } from '@/i18n';
import { StateTag, type Tone } from '@/ui/plain/tags';

const TONE: Record<ImportState, Tone> = {
  proposed: 'accent', waiting: 'accent', running: 'accent', done: 'good', cancelled: 'quiet', failed: 'act', reversed: 'quiet', discarded: 'quiet',
};

export function ImportStateTag({ state }: { state: ImportState }) {
  const t = useT();
  return <StateTag tone={TONE[state]}>{t(`import_state.${state}`)}</StateTag>;
}

export function resultText(view: ImportView, t: Translate): string {
  if (view.failure) return view.failure;
  if (view.state !== 'done') return '';
  const { rows_new: added, rows_changed: changed, rows_unchanged: unchanged, rows_rejected: rejected } = view;
  const parts = [t('imports.n_new', { n: count(added).exact }), t('imports.n_changed', { n: count(changed).exact }), t('imports.n_unchanged', { n: count(unchanged).exact })];
  if (rejected > 0) parts.push(t('imports.n_rejected', { n: count(rejected).exact }));
  return parts.join(' · ');
}
