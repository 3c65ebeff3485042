import type { ImportState, ImportView } from '@/api/sketch';
import { count } from '@/format/number';
import { useT, type Translate } from '@/i18n';
import { StateTag, type Tone } from '@/ui/plain/tags';

const TONE: Record<ImportState, Tone> = { waiting: 'watch', ready: 'accent', running: 'accent', done: 'good', cancelled: 'quiet', failed: 'act', reversed: 'quiet' };

export function ImportStateTag({ state }: { state: ImportState }) {
  const t = useT();
  return <StateTag tone={TONE[state]}>{t(`import_state.${state}`)}</StateTag>;
}

export function resultText({ result, refusal }: ImportView, t: Translate): string {
  if (refusal) return refusal;
  if (!result) return '';
  const { new: added, changed, unchanged, rejected } = result;
  const parts = [t('imports.n_new', { n: count(added).exact }), t('imports.n_changed', { n: count(changed).exact }), t('imports.n_unchanged', { n: count(unchanged).exact })];
  if (rejected > 0) parts.push(t('imports.n_rejected', { n: count(rejected).exact }));
  return parts.join(' · ');
}
