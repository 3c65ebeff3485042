/** A week in which I publish nothing, and the board on which only those stand who want to. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { OwnDay } from '@/api/types';
import { useT } from '@/i18n';
import { Button, Lines, say, sayFailure } from '../ui/controls';

const REASON_CHARS_MAX = 200;
const WEEK_MS = 7 * 86_400_000;

/** The same day one week later. */
const nextWeek = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + WEEK_MS).toISOString().slice(0, 10);

export function Rest({ day: { today, rests, on_board: onBoard, published } }: { day: OwnDay }) {
  const t = useT();
  const client = useQueryClient();
  const [week, setWeek] = useState(today);
  const [reason, setReason] = useState('');
  const change = async (call: Promise<unknown>, said: string) => {
    try {
      await call;
      say(said);
      setReason('');
      await client.invalidateQueries({ queryKey: ['own-day'] });
    } catch (thrown) {
      sayFailure(thrown);
    }
  };
  const rest = () => change(ask(api.PUT('/api/v1/own-rests', { body: { day: week, reason: reason.trim() } })), t('publish.rest_said'));
  const back = (of: string) => change(ask(api.DELETE('/api/v1/own-rests', { params: { query: { day: of } } })), t('publish.rest_taken_back'));
  return (
    <>
      <section className="p-card p-steps" aria-label={t('publish.rest')}>
        <h2>{t('publish.rest')}</h2>
        <p>{t('publish.rest_lead')}</p>
        {rests.map(({ week: of, reason: why }) => <p key={of}>{t('publish.rest_until', { week: of, reason: why })} <button type="button" className="p-back" onClick={() => void back(of)}>{t('publish.rest_back')}</button></p>)}
        <label className="p-field">
          <span>{t('publish.rest_week')}</span>
          <select value={week} onChange={(event) => setWeek(event.target.value)}>
            <option value={today}>{t('publish.rest_this')}</option>
            <option value={nextWeek(today)}>{t('publish.rest_next')}</option>
          </select>
        </label>
        <label className="p-field"><span>{t('publish.rest_why')}</span><input value={reason} maxLength={REASON_CHARS_MAX} placeholder={t('publish.rest_why_hint')} onChange={(event) => setReason(event.target.value)} /></label>
        <Button press={() => void rest()}>{t('publish.rest_say')}</Button>
      </section>
      <section className="p-card p-steps" aria-label={t('publish.board')}>
        <h2>{t('publish.board')}</h2>
        <p>{t('publish.published', { count: published })}</p>
        <p>{t('publish.board_lead')}</p>
        {onBoard ? <Board /> : null}
        <Button press={() => void change(ask(api.PUT('/api/v1/leaderboard/own-place', { body: { on_board: !onBoard } })), t(onBoard ? 'publish.board_leave' : 'publish.board_join'))}>{t(onBoard ? 'publish.board_leave' : 'publish.board_join')}</Button>
      </section>
    </>
  );
}

function Board() {
  const t = useT();
  const board = useQuery({ queryKey: ['own-day', 'board'], queryFn: ({ signal }) => ask(api.GET('/api/v1/leaderboard', { signal })) });
  const line = ({ name, notes, is_me: isMe }: { name: string; notes: number; is_me: boolean }, place: number) => ({ key: String(place), title: isMe ? `${name} (${t('publish.board_me')})` : name, extra: t('publish.board_line', { count: notes }) });
  return <Lines lines={(board.data?.items ?? []).map(line)} />;
}
