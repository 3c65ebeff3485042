import { ABSENT, show, type Measure } from '@/format/number';
import { useLanguage } from '@/i18n';

/** A number in its short form, with the exact one on hover. An absent one is a dash, never a zero. */
export function Figure({ value, measure }: { value: number | null | undefined; measure: Measure }) {
  useLanguage();
  if (value === null || value === undefined) return <span className="k-absent">{ABSENT}</span>;
  const { short, exact } = show(measure, value);
  return (
    <span className="k-number" title={short === exact ? undefined : exact}>
      {short}
    </span>
  );
}
