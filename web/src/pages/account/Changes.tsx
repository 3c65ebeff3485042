/** What happened to the account itself: seen first, renamed, held and let go, by whom or by which file. */
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { HistoryLine } from '@/api/types';
import { ABSENT } from '@/format/number';
import { tOr, useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Timeline, type Moment } from '@/ui/progress';
import { EmptyState, Loaded } from '@/ui/states';
import { usePages, type Page } from '@/ui/table/usePages';

const PAGE_LINES = 50;

export function Changes({ account }: { account: string }) {
  const t = useT();
  const lines = usePages<HistoryLine, Page<HistoryLine>>(['account', account, 'history'], (cursor, signal) =>
    ask(api.GET('/api/v1/accounts/{account}/history', { params: { path: { account }, query: { limit: PAGE_LINES, ...(cursor ? { cursor } : {}) } }, signal })));
  return (
    <Loaded query={lines.query}>
      {() => lines.items.length === 0 ? <EmptyState title={t('account.no_changes')} text={t('account.no_changes_text')} /> : (
        <>
          <Timeline moments={lines.items.map(momentOf)} />
          {lines.more ? <Button press={lines.more.load} busy={lines.more.busy}>{t('table.more')}</Button> : null}
        </>
      )}
    </Loaded>
  );
}

/** Fields whose values the server names by a code, and where the words for them are. */
const CODED: Record<string, string> = { kind: 'kind', reason: 'match' };

function valueText(field: string, value: string | null | undefined): string {
  if (value === null || value === undefined) return ABSENT;
  const words = CODED[field];
  return words ? tOr(`${words}.${value}`, value) : value;
}

function momentOf({ at, kind, actor, changes, import: from }: HistoryLine, index: number): Moment {
  const fields = changes.map(({ field, before, after }) => `${tOr(`account_field.${field}`, field)} ${valueText(field, before)} → ${valueText(field, after)}`);
  return {
    key: `${at}/${index}`,
    at: <RelativeTime at={at} />,
    title: <>{tOr(`event.${kind}`, kind)}{fields.length > 0 ? ` · ${fields.join(' · ')}` : ''}</>,
    note: from ? <Link to={`/imports/${from.import}`}>{from.file_name}</Link> : actor ? tOr(`audit_actor.${actor}`, actor) : null,
  };
}
