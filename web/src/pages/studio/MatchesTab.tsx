/** Texts that left and were not found for certain in an export, each with the notes that it may have become. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { DraftMatch } from '@/api/types';
import { useT } from '@/i18n';
import { DRAFTS_STALE, matchesQuery } from '@/studio/queries';
import { StageTag } from '@/studio/tags';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { EmptyState, Loaded } from '@/ui/states';

export function MatchesTab() {
  const t = useT();
  const matches = useQuery(matchesQuery);
  return (
    <Loaded query={matches}>
      {({ items }) => (items.length === 0
        ? <EmptyState title={t('results.all_found')} text={t('results.all_found_text')} />
        : <ul className="k-fits">{items.map((one) => <Match key={one.draft.id} {...one} />)}</ul>)}
    </Loaded>
  );
}

function Match({ draft: { id, title, nickname, writer, stage }, notes }: DraftMatch) {
  const t = useT();
  const { can } = useMe();
  const pair = useAction({
    run: (note: string) => ask(api.POST('/api/v1/drafts/{draft}/note', { params: { path: { draft: id } }, body: { note } })),
    stale: [...DRAFTS_STALE, 'draft-matches'],
    said: () => t('results.paired'),
  });
  return (
    <li>
      <p className="k-row"><Link to={`/studio/drafts/${id}`}>{title}</Link> <StageTag stage={stage} /> <span className="k-quiet">{nickname} · {writer.name}</span></p>
      {notes.length === 0 ? <p className="k-quiet">{t('results.no_note')}</p> : null}
      <ul>
        {notes.map((note) => (
          <li key={note.id} className="k-row">
            <span>{t(note.same_title ? 'results.same_title' : 'results.other_title', { title: note.title, day: note.published_day })}</span>
            {can.plan_content ? <Button small busy={pair.busy} press={() => pair.run(note.id)}>{t('results.pair')}</Button> : null}
          </li>
        ))}
      </ul>
    </li>
  );
}
