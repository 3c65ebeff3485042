/** What is loaded for the period, said before the numbers are read: days without a file, and files that are not counted. */
import type { BoardView, CoverageView } from '@/api/types';
import { period } from '@/format/time';
import { useT, type Translate } from '@/i18n';

function sentence({ kind, gaps, left_out: leftOut }: CoverageView, t: Translate): string | null {
  const file = t(`import_kind.${kind}`);
  const list = (days: CoverageView['gaps']) => days.map(({ from, to }) => period(from, to)).join(t('imports.and'));
  if (leftOut.length > 0) return t('board.left_out', { file, days: list(leftOut) });
  if (gaps.length > 0) return t('board.gaps', { file, days: list(gaps) });
  return null;
}

export function Coverage({ view }: { view: BoardView }) {
  const t = useT();
  const sentences = view.coverage.map((one) => sentence(one, t)).filter((one) => one !== null);
  if (sentences.length === 0) return null;
  if (sentences.length === 1) return <p className="k-coverage">{sentences}</p>;
  return (
    <details className="k-coverage">
      <summary>{t('board.coverage', { count: sentences.length })}</summary>
      <ul>{sentences.map((one) => <li key={one}>{one}</li>)}</ul>
    </details>
  );
}
