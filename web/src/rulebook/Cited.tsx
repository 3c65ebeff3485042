/** A number of the platform with who says so: the grade as a tag, the source behind it. */
import type { Citation, SourceGrade } from '@/api/types';
import { show } from '@/format/number';
import { tOr, useT } from '@/i18n';
import { Hint } from '@/ui/controls';
import { StateTag, type Tone } from '@/ui/plain/tags';
import { useSaid } from './said';

const TONE: Record<SourceGrade, Tone> = { official: 'good', press: 'accent', reported: 'watch', own_experience: 'accent', own_default: 'quiet' };

export function GradeTag({ grade }: { grade: SourceGrade }) {
  const t = useT();
  return <StateTag tone={TONE[grade]}>{t(`source_grade.${grade}`)}</StateTag>;
}

/** A number of the rule book in its unit. */
export function ruleValue(t: ReturnType<typeof useT>, { unit, value }: Pick<Citation, 'unit' | 'value'>): string {
  if (unit === 'flag') return t(value === 1 ? 'rulebook.yes' : 'rulebook.no');
  const text = unit.startsWith('fen') ? show('money', value).exact.replace(/\.00$/, '') : show('count', value).exact;
  return t(`rule_unit.${unit}`, { value: text });
}

export function Cited({ cited }: { cited: Citation }) {
  const t = useT();
  const said = useSaid();
  const text = `${tOr(`rule_key.${cited.key}`, cited.key)} ${ruleValue(t, cited)}: ${said(cited.source)}`;
  return <Hint title={text}><button type="button" className="k-cited" aria-label={text}><GradeTag grade={cited.grade} /></button></Hint>;
}

const nameOf = ({ edition, key, value, scope, source }: Citation): string => [edition, key, value, scope, source.en].join('|');

/** What sums rest on: the rows of each edition, each once. */
export function Sources({ cites }: { cites: Citation[] }) {
  const once = [...new Map(cites.map((cited) => [nameOf(cited), cited])).values()];
  const editions = [...new Set(once.map(({ edition }) => edition))];
  return (
    <>
      {editions.map((edition) => (
        <section key={edition} className="k-sources-of">
          <h3>{tOr(`edition_short.${edition}`, edition)}</h3>
          <SourceList cites={once.filter((cited) => cited.edition === edition)} />
        </section>
      ))}
    </>
  );
}

function SourceList({ cites }: { cites: Citation[] }) {
  const t = useT();
  const said = useSaid();
  return (
    <ul className="k-sources">
      {cites.map((cited) => (
        <li key={nameOf(cited)}>
          <strong>{tOr(`rule_key.${cited.key}`, cited.key)} {ruleValue(t, cited)}</strong>
          <GradeTag grade={cited.grade} />
          <span className="k-quiet">{cited.link ? <a href={cited.link} target="_blank" rel="noreferrer">{said(cited.source)}</a> : said(cited.source)}{cited.published ? ` · ${cited.published}` : ''}</span>
        </li>
      ))}
    </ul>
  );
}
