/** What the platform counted of the note that a draft became, each figure among the account's own. */
import { useQuery } from '@tanstack/react-query';
import type { DraftFigure } from '@/api/types';
import { ABSENT, count } from '@/format/number';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { resultsQuery } from '@/studio/queries';
import { EmptyState, Loaded } from '@/ui/states';

export function Results({ draft }: { draft: string }) {
  const t = useT();
  const results = useQuery(resultsQuery(draft));
  return (
    <Loaded query={results}>
      {({ results: seen }) => (seen ? (
        <>
          <p>{t('results.note', { title: seen.title, at: exactTime(seen.published_at) })}</p>
          <table className="k-ad-share">
            <thead><tr><th scope="col">{t('results.figure')}</th><th scope="col">{t('results.value')}</th><th scope="col">{t('results.own')}</th></tr></thead>
            <tbody>{seen.figures.map((one) => <Figure key={one.figure} {...one} />)}</tbody>
          </table>
          <p className="k-quiet">{t('results.own_hint')}</p>
        </>
      ) : <EmptyState title={t('results.none')} text={t('results.none_text')} />)}
    </Loaded>
  );
}

function Figure({ figure, value, own }: DraftFigure) {
  const t = useT();
  return (
    <tr>
      <th scope="row">{t(`note_figure.${figure}`)}</th>
      <td className="k-number">{typeof value === 'number' ? count(value).exact : ABSENT}</td>
      <td className="k-number">{own ? t('results.quartiles', { low: count(own.low).exact, median: count(own.median).exact, high: count(own.high).exact, notes: own.notes }) : t('results.too_few')}</td>
    </tr>
  );
}
