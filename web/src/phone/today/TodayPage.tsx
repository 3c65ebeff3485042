/** What now: one card for each thing, its button within reach of the thumb. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { TodayItem } from '@/api/types';
import { evidenceText } from '@/figures/evidence';
import { useT, withWords } from '@/i18n';
import { DueTime } from '@/ui/plain/RelativeTime';
import { Button, ChoiceButton, say, sayFailure } from '../ui/controls';
import { Loaded, Nothing } from '../ui/states';

const HOUR_MS = 3_600_000;
const SNOOZES = [
  { key: '3h', word: 'phone.snooze_3h', hours: 3 },
  { key: '1d', word: 'phone.snooze_1d', hours: 24 },
  { key: '3d', word: 'phone.snooze_3d', hours: 72 },
] as const;

const MyDay = lazy(withWords('publish', () => import('../publish/MyDay')));

export default function TodayPage() {
  const t = useT();
  const { user, can } = useMe();
  const today = useQuery({ queryKey: ['today'], queryFn: ({ signal }) => ask(api.GET('/api/v1/today', { signal })) });
  return (
    <>
      <title>{`${t('nav.today')} · ${t('product')}`}</title>
      <h1>{t('phone.hello', { name: user.name })}</h1>
      {can.use_own_page ? <Suspense><MyDay /></Suspense> : null}
      <Loaded query={today}>
        {({ items }) => items.length === 0 ? <Nothing title={t('phone.clear')} text={t('phone.clear_text')} /> : (
          <>
            <p className="p-lead">{t('phone.todo', { count: items.length })}</p>
            {items.map((item) => <Card key={item.id} item={item} />)}
          </>
        )}
      </Loaded>
    </>
  );
}

/** The desk's address of a thing to do, where the phone has such a page; the desk's own otherwise. */
export function phoneLink(link: string): { to: string; desk: boolean } {
  return /^\/accounts\//.test(link) ? { to: link, desk: false } : { to: link, desk: true };
}

function Card({ item }: { item: TodayItem }) {
  const t = useT();
  const navigate = useNavigate();
  const [why, setWhy] = useState(false);
  const { title, reason, severity, due, evidence, button } = item;
  const go = () => {
    const { to, desk } = phoneLink(button.href);
    if (desk) location.assign(to);
    else void navigate(to);
  };
  return (
    <article className="p-card" data-severity={severity}>
      <h2>{title}</h2>
      <p>{reason}</p>
      <p className="p-due"><DueTime at={due} /></p>
      {evidence.length > 0 ? <button type="button" className="p-back" aria-expanded={why} onClick={() => setWhy(!why)}>{t('phone.why')}</button> : null}
      {why ? <dl className="p-evidence">{evidence.map((one) => <div key={`${one.label}/${one.href ?? ''}`}><dt>{one.label}</dt><dd className="k-number">{evidenceText(one)}</dd></div>)}</dl> : null}
      <div className="p-tools">
        <Button primary press={go}>{button.label}</Button>
        {item.can.snooze ? <Later item={item} /> : null}
      </div>
    </article>
  );
}

function Later({ item }: { item: TodayItem }) {
  const t = useT();
  const client = useQueryClient();
  const snooze = useMutation({
    mutationFn: (hours: number) => ask(api.PUT('/api/v1/today/{item}/snooze', { params: { path: { item: item.id } }, body: { until: new Date(Date.now() + hours * HOUR_MS).toISOString(), reason: null } })),
    onSuccess: () => { say(t('phone.snoozed')); return client.invalidateQueries({ queryKey: ['today'] }); },
    onError: sayFailure,
  });
  return <ChoiceButton label={t('phone.later_of', { title: item.title })} choices={SNOOZES.map(({ key, word, hours }) => ({ key, text: t(word), choose: () => snooze.mutate(hours) }))}>{t('phone.later')}</ChoiceButton>;
}
