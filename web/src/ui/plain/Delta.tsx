import { changePpm, MINUS, rate } from '@/format/number';
import { useT } from '@/i18n';

interface DeltaProps {
  now: number | null | undefined;
  before: number | null | undefined;
  /** Which way is good; `none` where more is neither. */
  better?: 'up' | 'down' | 'none';
  /** A rate changes by points, not by a share of itself. */
  points?: boolean;
}

/** Below this a change is noise and shown as level. */
const LEVEL_PPM_MAX = 5_000;
const SHARE_PPM_MAX = 9_990_000;

/** Whole percents, and beyond tenfold only that it is so: more digits would claim more than such a change says. */
function share(ppm: number): string {
  return ppm > SHARE_PPM_MAX ? `>${SHARE_PPM_MAX / 10_000}%` : `${Math.round(ppm / 10_000)}%`;
}

/** A change with an arrow, a sign and a word for those who hear it; colour only repeats them. */
export function Delta({ now, before, better = 'up', points = false }: DeltaProps) {
  const t = useT();
  const ppm = points && typeof now === 'number' && typeof before === 'number' ? now - before : changePpm(now, before);
  if (ppm === null) return <span className="k-delta" />;
  const size = points ? rate(Math.abs(ppm)).short.replace('%', t('unit.pt')) : share(Math.abs(ppm));
  if (Math.abs(ppm) < LEVEL_PPM_MAX) return <span className="k-delta" title={t('delta.level')}>＝</span>;
  const isUp = ppm > 0;
  const isGood = better === 'none' ? null : isUp === (better === 'up');
  const tone = isGood === null ? '' : isGood ? ' k-good' : ' k-bad';
  return (
    <span className={`k-delta k-number${tone}`}>
      <span aria-hidden="true">{isUp ? '▲' : '▼'}</span>
      <span className="k-unseen">{isUp ? '+' : MINUS}</span>
      {size}
    </span>
  );
}
