/** When I am live, and asking for promotion money for a note of my own. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { LiveSession, Promotion } from '@/api/types';
import { clockTime } from '@/format/time';
import { useT } from '@/i18n';
import { yuan } from '@/selling/queries';
import { LiveStateTag, PromotionStateTag } from '@/selling/tags';
import { Button, Lines } from '../ui/controls';
import { Loaded, Nothing } from '../ui/states';
import { AskForm } from './AskForm';
import './selling.css';

const SHOWN = 20;

export default function SellingPage() {
  const t = useT();
  const navigate = useNavigate();
  const { can } = useMe();
  const [asking, setAsking] = useState(false);
  const lives = useQuery({ queryKey: ['lives', 'phone'], queryFn: ({ signal }) => ask(api.GET('/api/v1/live-sessions', { params: { query: { limit: SHOWN } }, signal })) });
  const promotions = useQuery({ queryKey: ['promotions', 'phone'], queryFn: ({ signal }) => ask(api.GET('/api/v1/promotions', { params: { query: { limit: SHOWN } }, signal })) });
  return (
    <>
      <title>{`${t('phone.selling')} · ${t('product')}`}</title>
      <button type="button" className="p-back" onClick={() => void navigate('/me')}>{t('phone.back')}</button>
      <h1>{t('phone.selling')}</h1>
      <Loaded query={lives}>{({ items }) => <Lives items={items} />}</Loaded>
      {asking ? <AskForm close={() => setAsking(false)} /> : (
        <>
          <Loaded query={promotions}>{({ items }) => <Promotions items={items} />}</Loaded>
          {can.ask_promotions ? <Button press={() => setAsking(true)}>{t('promotion.ask')}</Button> : null}
        </>
      )}
    </>
  );
}

/** What is to come first, the next one before the others; then what was. */
function Lives({ items }: { items: LiveSession[] }) {
  const t = useT();
  const isToCome = ({ state, is_over: isOver }: LiveSession) => state === 'planned' && !isOver;
  const sorted = [...items.filter(isToCome).reverse(), ...items.filter((live) => !isToCome(live))];
  return (
    <section className="p-selling-part" aria-label={t('selling.live')}>
      <h2>{t('selling.live')}</h2>
      {sorted.length === 0 ? <Nothing title={t('phone.no_lives')} text={t('phone.no_lives_text')} /> : sorted.map((live) => <Live key={live.id} live={live} />)}
    </section>
  );
}

function Live({ live: { topic, starts_at: at, minutes, nickname, host, replier, goods, warnings, state, reason } }: { live: LiveSession }) {
  const t = useT();
  const people = [`${t('live.host')} ${host.name}`, ...(replier ? [`${t('live.replier')} ${replier.name}`] : [])];
  return (
    <article className="p-card" aria-label={topic}>
      <h3>{topic} <LiveStateTag state={state} /></h3>
      <p className="k-number">{t('live.when', { at: clockTime(at), minutes })}</p>
      <p>{[nickname, ...people].join(' · ')}</p>
      {goods.length > 0 ? <p>{goods.map(({ name }) => name).join(' · ')}</p> : null}
      {reason ? <p>{reason}</p> : null}
      {warnings.map((warning) => <p key={warning} className="p-selling-care">{warning}</p>)}
    </article>
  );
}

function Promotions({ items }: { items: Promotion[] }) {
  const t = useT();
  const line = ({ id, nickname, note_title: title, budget_fen: budget, days, state, reason }: Promotion) => ({
    key: id,
    title: title ?? nickname,
    note: [`${yuan(budget)} · ${days} ${t('promotion.days_unit')}`, reason].filter(Boolean).join(' · '),
    extra: <PromotionStateTag state={state} />,
  });
  return (
    <section aria-label={t('selling.promotion')}>
      {items.length === 0 ? <section className="p-card"><h2>{t('selling.promotion')}</h2><p>{t('promotion.none_text')}</p></section> : <Lines title={t('selling.promotion')} lines={items.map(line)} />}
    </section>
  );
}
