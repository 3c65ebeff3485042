/** What the truth check says of a card as it stands, and which accounts speak the same. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { PersonaCard, PersonaCheck } from '@/api/types';
import { useSettled } from '@/content/useSettled';
import { useT } from '@/i18n';
import { Panel } from '@/ui/layout';
import { StateTag, type Tone } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import { isReady } from './card';

const TONE: Record<PersonaCheck['findings'][number]['verdict'], Tone> = { proven: 'good', unproven: 'watch', contradicted: 'act' };

/** `known` is what the server said of the saved card; anything else is asked anew. */
export function Check({ account, employee, card, known }: { account: string; employee: string; card: PersonaCard; known: PersonaCheck | null }) {
  const settled = useSettled(card);
  const asked = useQuery({
    queryKey: ['personas', 'check', account, employee, settled],
    queryFn: ({ signal }) => ask(api.POST('/api/v1/persona-checks', { body: { account, employee, card: settled }, signal })),
    enabled: known === null && isReady(settled),
    placeholderData: keepPreviousData,
  });
  return <aside className="k-persona-side">{known ? <Said check={known} /> : <Loaded query={asked}>{(check) => <Said check={check} />}</Loaded>}</aside>;
}

function Said({ check: { findings, open, rivals } }: { check: PersonaCheck }) {
  const t = useT();
  const ordered = [...findings.filter(({ verdict }) => verdict !== 'proven'), ...findings.filter(({ verdict }) => verdict === 'proven')];
  return (
    <>
      <Panel title={t('persona.truth')}>
        <p role="status" className={open > 0 ? 'k-form-refusal' : 'k-quiet'}>{open > 0 ? t('persona.open', { count: open }) : t('persona.all_true')}</p>
        <ul className="k-findings">
          {ordered.map(({ kind, words, verdict, sentence }) => (
            <li key={`${kind}-${words}`}>
              <span className="k-finding-head"><StateTag tone={TONE[verdict]}>{t(`truth.${verdict}`)}</StateTag><strong>{t(`claim.${kind}`)}</strong>{words ? <span className="k-ellipsis">「{words}」</span> : null}</span>
              <span className="k-quiet">{sentence}</span>
            </li>
          ))}
        </ul>
      </Panel>
      {rivals.length > 0 ? (
        <Panel title={t('persona.rivals')}>
          <ul className="k-looks">
            {rivals.map(({ persona, nickname, topics, same_audience: same }) => (
              <li key={persona}><Link to={`/personas/${persona}`}>{t(same ? 'persona.rival_audience' : 'persona.rival', { name: nickname, topics: topics.join('、') })}</Link></li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </>
  );
}
