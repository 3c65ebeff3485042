/** Topic ideas: scenes of real life with what a reader gets from them. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { IdeaSource, TopicIdea } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Button, MenuButton, SearchBox, Select, Tick } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AddIcon, MoreIcon } from '@/ui/icons';
import { Figure } from '@/ui/plain/Figure';
import { StateTag, type Tone } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { IdeaDialog } from './IdeaDialog';
import { IdeaDrawer } from './IdeaDrawer';
import { IDEAS_STALE, SOURCES } from './ideas';

const PAGE_ROWS = 50;
const PARAMS = { q: '', source: '', untold: '', retired: '', idea: '' };
const SOURCE_TONE: Record<IdeaSource, Tone> = { customer_question: 'accent', site_visit: 'good', colleague: 'quiet', season: 'watch', own: 'quiet' };

type Asked = { kind: 'add' } | { kind: 'change'; idea: TopicIdea };

export function SourceTag({ source }: { source: IdeaSource }) {
  const t = useT();
  return <StateTag tone={SOURCE_TONE[source]}>{t(`idea_source.${source}`)}</StateTag>;
}

export function IdeasTab() {
  const t = useT();
  const { can } = useMe();
  const [{ q, source, untold, retired, idea: shown }, setParams] = useParamsState(PARAMS);
  const [asked, setAsked] = useState<Asked | null>(null);
  const filters = { ...given({ q }), ...(given({ source }) as { source?: IdeaSource }), ...(untold ? { untold: true } : {}), ...(retired ? { retired: true } : {}) };
  const ideas = usePages<TopicIdea, Page<TopicIdea>>(['topic-ideas', q, source, untold, retired], (cursor, signal) =>
    ask(api.GET('/api/v1/topic-ideas', { params: { query: { limit: PAGE_ROWS, ...filters, ...(cursor ? { cursor } : {}) } }, signal })));
  const tools = useTools((idea) => setAsked({ kind: 'change', idea }));
  const isFiltered = q + source + untold + retired !== '';
  const columns: Column<TopicIdea>[] = [
    { key: 'title', title: t('idea.title'), fixed: true, width: 220, cell: ({ title }) => title, open: ({ id }) => () => setParams({ idea: id }) },
    { key: 'source', title: t('idea.source'), cell: ({ source: from }) => <SourceTag source={from} /> },
    { key: 'scene', title: t('idea.scene'), width: 260, cell: ({ scene }) => <span title={scene}>{scene}</span> },
    { key: 'promise', title: t('idea.promise'), width: 260, cell: ({ promise }) => <span title={promise}>{promise}</span> },
    { key: 'product_line', title: t('idea.product_line'), cell: ({ product_line: line }) => line || ABSENT },
    { key: 'audience', title: t('idea.audience'), cell: ({ audience }) => audience || ABSENT },
    { key: 'season', title: t('idea.season'), cell: ({ season }) => season || ABSENT },
    { key: 'told', title: t('idea.told'), hint: t('idea.told_hint'), number: true, cell: ({ told }) => <Figure value={told} measure="count" /> },
    { key: 'by', title: t('idea.by'), cell: ({ created_by: by }) => by },
    ...(can.plan_content ? [{ key: 'tools', title: t('studio.tools'), fixed: true, cell: tools }] : []),
  ];
  return (
    <>
      <TableBar>
        <SearchBox label={t('idea.find')} value={q} change={(next) => setParams({ q: next })} />
        <Select label={t('idea.source')} any={t('idea.source')} value={source} options={SOURCES.map((value) => ({ value, label: t(`idea_source.${value}`) }))} change={(next) => setParams({ source: next })} width={140} />
        <Tick checked={untold !== ''} change={(next) => setParams({ untold: next ? '1' : '' })}>{t('idea.untold')}</Tick>
        <Tick checked={retired !== ''} change={(next) => setParams({ retired: next ? '1' : '' })}>{t('idea.retired')}</Tick>
        {can.plan_content ? <Button primary icon={<AddIcon />} press={() => setAsked({ kind: 'add' })}>{t('idea.add')}</Button> : null}
      </TableBar>
      <Loaded query={ideas.query}>
        {() => <DataTable label={t('studio.ideas')} columns={columns} rows={ideas.items} rowKey={({ id }) => id} more={ideas.more} empty={<EmptyState title={t(isFiltered ? 'idea.none_such' : 'idea.none')} text={t('idea.none_text')} />} />}
      </Loaded>
      <IdeaDrawer id={shown} close={() => setParams({ idea: '' })} />
      {asked ? <IdeaDialog {...(asked.kind === 'change' ? { idea: asked.idea } : {})} close={() => setAsked(null)} /> : null}
    </>
  );
}

/** What can be done with an idea of the list. */
function useTools(change: (idea: TopicIdea) => void): (idea: TopicIdea) => React.ReactNode {
  const t = useT();
  const path = (id: string) => ({ params: { path: { idea: id } } });
  const bringBack = (id: string) => ask(api.DELETE('/api/v1/topic-ideas/{idea}/retirement', path(id)));
  const retire = useAction({ run: (id: string) => ask(api.POST('/api/v1/topic-ideas/{idea}/retirement', path(id))), stale: IDEAS_STALE, said: t('idea.retired_done'), undo: bringBack });
  const restore = useAction({ run: bringBack, stale: IDEAS_STALE, said: t('idea.restored') });
  return function Tools(idea) {
    const { id, retired_at: away } = idea;
    const items = away
      ? [{ key: 'restore', label: t('idea.restore'), can: idea.can.change, choose: () => restore.run(id) }]
      : [
          { key: 'change', label: t('action.edit'), can: idea.can.change, choose: () => change(idea) },
          { key: 'retire', label: t('idea.retire'), can: idea.can.change, choose: () => retire.run(id) },
        ];
    return <MenuButton label={t('studio.tools')} icon={<MoreIcon />} inTable items={items} />;
  };
}
