/** What both lists of notes share: their address, and the ways that lead on from a note. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { FlaggedNote } from '@/api/types';
import { useT } from '@/i18n';

export const NOTES_PARAMS = { tab: 'findings', account: '', from: '', to: '', outcome: '', kind: '', note: '' };
export type NotesParams = typeof NOTES_PARAMS;

export interface ListProps {
  params: NotesParams;
  change: (patch: Partial<NotesParams>) => void;
}

/** Notes are judged in the background and no event tells of it: how soon to look again. */
export const JUDGING_MS = 15_000;
/** Notes that one account publishes in a day, at the most that anybody does. */
const NOTES_OF_DAY_MAX = 200;

/** From a note to its account and to the row of the file that told it. */
export function Ways({ note, account }: Pick<FlaggedNote, 'note' | 'account'>) {
  const t = useT();
  const day = note.published_day;
  const sameDay = useQuery({
    queryKey: ['account', account.id, 'notes-of', day],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/notes', { params: { query: { account: account.id, ...(day ? { from: day, to: day } : {}), limit: NOTES_OF_DAY_MAX } }, signal })),
  });
  const source = sameDay.data?.items.find(({ id }) => id === note.id)?.source;
  return (
    <p className="k-row">
      <Link to={`/accounts/${account.id}?tab=notes&note=${encodeURIComponent(note.title)}`}>{t('notes.to_account')}</Link>
      {source ? <Link to={`/imports/${source.import}/rows/${source.row}`}>{t('notes.to_source')}</Link> : null}
    </p>
  );
}

export const accountLink = ({ id, nickname }: FlaggedNote['account']) => <Link to={`/accounts/${id}`} title={nickname}>{nickname}</Link>;
