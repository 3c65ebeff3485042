/** What a writer has at hand: who the account speaks as, and what is true of that person. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { Draft } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Facts } from '@/ui/layout';
import { Loaded } from '@/ui/states';

export function AtHand({ draft: { account, writer } }: { draft: Draft }) {
  const t = useT();
  const personas = useQuery({
    queryKey: ['personas', 'approved', writer.id, account],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/personas', { params: { query: { account, state: 'approved' } }, signal })),
  });
  return <Loaded query={personas}>{({ items }) => (items[0] ? <Card id={items[0].id} /> : <p className="k-quiet">{t('draft.no_persona')}</p>)}</Loaded>;
}

function Card({ id }: { id: string }) {
  const t = useT();
  const persona = useQuery({ queryKey: ['personas', 'one', id], queryFn: ({ signal }) => ask(api.GET('/api/v1/personas/{persona}', { params: { path: { persona: id } }, signal })) });
  const listed = (items: readonly string[]) => items.join('、') || ABSENT;
  return (
    <Loaded query={persona}>
      {({ persona: { card } }) => (
        <section className="k-stack" aria-label={t('draft.at_hand')}>
          <h3><Link to={`/personas/${id}`}>{card.shown_name}</Link></h3>
          <Facts
            items={[
              { label: t('hand.post'), value: card.post },
              { label: t('hand.years'), value: card.years_in_trade ?? ABSENT },
              { label: t('hand.place'), value: card.place ?? ABSENT },
              { label: t('hand.topics'), value: listed(card.topics) },
              { label: t('hand.audience'), value: card.audience },
              { label: t('hand.tone'), value: listed(card.tone) },
              { label: t('hand.never'), value: listed(card.do_not_say) },
              { label: t('hand.lines'), value: listed(card.product_lines) },
            ]}
          />
          {card.stories.length > 0 ? <><h4>{t('hand.stories')}</h4><ul className="k-judged-list">{card.stories.map(({ text, happened_on: day }) => <li key={text}>{text} <span className="k-quiet k-number">{day ?? ''}</span></li>)}</ul></> : null}
          {card.sample_lines.length > 0 ? <><h4>{t('hand.samples')}</h4><ul className="k-judged-list">{card.sample_lines.map((line) => <li key={line}>{line}</li>)}</ul></> : null}
        </section>
      )}
    </Loaded>
  );
}
