import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { LegalEntity, SpreadFinding } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Button, SearchBox } from '@/ui/controls';
import { AddIcon } from '@/ui/icons';
import { SeverityTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import { useTableLook, type Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { EntityDialog } from './EntityDialog';
import { EntityDrawer } from './EntityDrawer';
import { ValidityTag } from './tags';

const PAGE_ROWS = 100;
const PARAMS = { q: '', entity: '' };

function useColumns(): Column<LegalEntity>[] {
  const t = useT();
  return [
    { key: 'name', title: t('entity.name'), fixed: true, width: 220, cell: ({ name }) => name },
    { key: 'code', title: t('entity.code'), cell: ({ credit_code: code }) => <span className="k-number">{code}</span> },
    { key: 'edition', title: t('entity.edition'), width: 180, cell: ({ edition }) => (edition ? <span title={t('entity.edition_since', { day: edition.since })}>{edition.name}</span> : <span className="k-quiet">{t('entity.edition_none')}</span>) },
    { key: 'quota', title: t('entity.quota'), number: true, cell: ({ quota, occupied }) => <span className="k-number" title={quota?.source}>{quota ? t('entity.quota_of', { occupied, most: quota.most }) : t('entity.quota_unknown', { occupied })}</span> },
    { key: 'held', title: t('entity.held'), number: true, cell: ({ held }) => <span className="k-number">{held}</span> },
    { key: 'paper', title: t('entity.paper'), cell: ({ paper_until: until, paper }) => (until ? <><span className="k-number">{until}</span> {paper === 'valid' ? null : <ValidityTag validity={paper} />}</> : ABSENT) },
  ];
}

export function Entities() {
  const t = useT();
  const me = useMe();
  const [params, setParams] = useParamsState(PARAMS);
  const [adding, setAdding] = useState(false);
  const columns = useColumns();
  const look = useTableLook('entities', columns);
  const { entity: open, ...filters } = params;
  const entities = usePages<LegalEntity, Page<LegalEntity>>(['entities', 'list', filters], (cursor, signal) =>
    ask(api.GET('/api/v1/legal-entities', { params: { query: { limit: PAGE_ROWS, ...given(filters), ...(cursor ? { cursor } : {}) } }, signal })));
  const add = me.can.manage_seats ? <Button primary icon={<AddIcon />} press={() => setAdding(true)}>{t('entity.add')}</Button> : null;
  return (
    <div className="k-stack">
      <div>
        <TableBar look={look} columns={columns}>
          <SearchBox label={t('entity.search')} value={params.q} change={(q) => setParams({ q })} />
          {entities.items.length > 0 || params.q !== '' ? add : null}
        </TableBar>
        <Loaded query={entities.query}>
          {() => (
            <DataTable
              label={t('entity.list')}
              columns={columns}
              look={look}
              rows={entities.items}
              rowKey={({ id }) => id}
              open={({ id }) => setParams({ entity: id })}
              selected={open}
              more={entities.more}
              empty={params.q !== '' ? <EmptyState title={t('table.nothing')} text={t('table.nothing_text')} /> : <EmptyState title={t('entity.none')} text={t('entity.none_text')}>{add}</EmptyState>}
            />
          )}
        </Loaded>
      </div>
      {entities.items.length > 0 ? <Spread /> : null}
      <EntityDrawer id={open} close={() => setParams({ entity: '' })} />
      {adding ? <EntityDialog entity={null} close={() => setAdding(false)} /> : null}
    </div>
  );
}

/** The multi-licence detector. */
function Spread() {
  const t = useT();
  const spread = useQuery({ queryKey: ['entities', 'spread'], queryFn: ({ signal }) => ask(api.GET('/api/v1/legal-entity-spread', { signal })) });
  return (
    <section aria-label={t('entity.spread')} className="k-seats-section">
      <h2 className="k-section">{t('entity.spread')}</h2>
      <Loaded query={spread} lines={2}>
        {({ items }) => (items.length === 0 ? <p className="k-notice k-notice-good">{t('entity.spread_fine')}</p> : <ul className="k-stack">{items.map((finding) => <Finding key={finding.kind + finding.says} finding={finding} />)}</ul>)}
      </Loaded>
    </section>
  );
}

function Finding({ finding: { severity, says, rule, way_out: wayOut } }: { finding: SpreadFinding }) {
  const t = useT();
  return (
    <li className="k-finding">
      <p><SeverityTag severity={severity} /> <strong>{says}</strong></p>
      <p className="k-quiet">{rule}</p>
      <p>{t('offer.way_out', { text: wayOut })}</p>
    </li>
  );
}
