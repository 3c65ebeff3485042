/** Every text that a draft had, each with what changed since the one before. */
import { useQuery } from '@tanstack/react-query';
import { diffChars } from 'diff';
import type { DraftTextView } from '@/api/types';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { textsQuery, wholeOf } from '@/studio/queries';
import { EmptyState, Loaded } from '@/ui/states';

export function Versions({ draft }: { draft: string }) {
  const t = useT();
  const texts = useQuery(textsQuery(draft));
  return (
    <Loaded query={texts}>
      {({ items }) => (items.length === 0 ? <EmptyState title={t('draft.no_text')} text={t('draft.no_text_text')} /> : <>{items.map((one, at) => <Version key={one.text_no} text={one} before={items[at + 1]} open={at === 0} />)}</>)}
    </Loaded>
  );
}

function Version({ text, before, open }: { text: DraftTextView; before: DraftTextView | undefined; open: boolean }) {
  const t = useT();
  const { text_no: no, written_by: by, written_at: at, topics } = text;
  return (
    <details className="k-match" open={open}>
      <summary><strong>{t('draft.text_n', { no })}</strong> <span className="k-quiet">{by} · {exactTime(at)}</span></summary>
      <p className="k-diff-text"><Difference before={before ? wholeOf(before) : ''} after={wholeOf(text)} isFirst={before === undefined} /></p>
      {topics.length > 0 ? <p className="k-quiet">{topics.map((topic) => `#${topic}`).join(' ')}</p> : null}
    </details>
  );
}

/** What was taken out and what was put in, told by the elements as well as by their look. */
function Difference({ before, after, isFirst }: { before: string; after: string; isFirst: boolean }) {
  if (isFirst) return <>{after}</>;
  return <>{diffChars(before, after).map(({ value, added, removed }, at) => (added ? <ins key={at}>{value}</ins> : removed ? <del key={at}>{value}</del> : <span key={at}>{value}</span>))}</>;
}
