/** Under which terms of the platform an account can be promoted: rows of the rule book with their sources. */
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { PromotionTerm } from '@/api/types';
import { useT, tOr } from '@/i18n';
import { Facts } from '@/ui/layout';
import { Loaded } from '@/ui/states';
import { yuan } from '@/selling/queries';

export function Terms({ account }: { account: string }) {
  const t = useT();
  const terms = useQuery({
    queryKey: ['promotions', 'terms', account],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}/promotion-terms', { params: { path: { account } }, signal })),
  });
  return (
    <section className="k-stack" aria-label={t('promotion.terms')}>
      <h3>{t('promotion.terms')}</h3>
      <Loaded query={terms}>
        {({ edition, terms: rows, seen, seen_on: on }) => (
          <>
            <p className="k-quiet">{seen && on ? t('promotion.seen', { what: tOr(`sighting.${seen}`, seen), day: on }) : t('promotion.seen_none')}</p>
            {rows.length === 0 ? <p className="k-quiet">{t('promotion.terms_none')}</p> : null}
            {edition && rows.length > 0 ? <p className="k-quiet">{t('promotion.terms_edition', { edition: tOr(`edition.${edition}`, edition) })}</p> : null}
            <Facts items={rows.map((row) => ({ label: row.name, value: <>{valueOf(row, t('selling.none_seen'))} <span className="k-quiet">{t('promotion.terms_source', { source: row.source, day: row.checked_on })}</span></> }))} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function valueOf({ unit, value }: PromotionTerm, none: string): string {
  if (unit === 'flag') return value === 0 ? none : '✓';
  return unit.startsWith('fen') ? yuan(value) : String(value);
}
