/** Which account carries which goods, from when to when: of one account, or of one kind of goods. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import { accountsQuery } from '@/api/lists';
import { useMe } from '@/api/me';
import type { Goods, Hanging } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Button, Hint, Select, Tick } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Field, Form } from '@/ui/Form';
import { AddIcon } from '@/ui/icons';
import { Dialog } from '@/ui/layout';
import { DayField } from '@/ui/period';
import { Figure } from '@/ui/plain/Figure';
import { StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { GOODS_STALE, goodsQuery, notesQuery } from '@/selling/queries';

const PAGE_ROWS = 50;

export function Hangings({ account, goods }: { account?: string; goods?: string }) {
  const t = useT();
  const { can } = useMe();
  const [open, setOpen] = useState(true);
  const [hanging, setHanging] = useState(false);
  const [down, setDown] = useState<Hanging | null>(null);
  const hangings = usePages<Hanging, Page<Hanging>>(['hangings', account ?? '', goods ?? '', open], (cursor, signal) =>
    ask(api.GET('/api/v1/goods-hangings', { params: { query: { limit: PAGE_ROWS, open, ...(account ? { account } : {}), ...(goods ? { goods } : {}), ...(cursor ? { cursor } : {}) } }, signal })));
  const what: Column<Hanging> = account
    ? { key: 'goods', title: t('goods.name'), fixed: true, width: 200, cell: ({ name, article_no: number }) => <>{name} <span className="k-quiet k-number">{number}</span></> }
    : { key: 'account', title: t('selling.account'), fixed: true, width: 160, cell: ({ account: id, nickname }) => <Link to={`/accounts/${id}?tab=selling`}>{nickname}</Link> };
  const columns: Column<Hanging>[] = [
    what,
    { key: 'state', title: t('selling.state'), cell: (row) => <Standing hanging={row} /> },
    ...(account ? [{ key: 'price', title: t('goods.price'), number: true, cell: ({ price_fen: price }: Hanging) => <Figure value={price} measure="money" /> }] : []),
    { key: 'note', title: t('hanging.note'), width: 180, cell: ({ note_title: title }) => (title ? <span title={title}>{title}</span> : ABSENT) },
    { key: 'since', title: t('hanging.since'), cell: ({ since }) => <span className="k-number">{since}</span> },
    { key: 'until', title: t('hanging.until'), cell: ({ until }) => <span className="k-number">{until ?? ABSENT}</span> },
    { key: 'by', title: t('selling.by'), cell: ({ hung_by: by }) => by },
    ...(can.manage_selling ? [{ key: 'tools', title: t('selling.tools'), fixed: true, cell: (row: Hanging) => (row.can.take_down === true ? <Button small press={() => setDown(row)}>{t('hanging.take_down')}</Button> : ABSENT) }] : []),
  ];
  return (
    <>
      <TableBar>
        <Tick checked={open} change={setOpen}>{t('hanging.open_only')}</Tick>
        {account && can.manage_selling ? <Button icon={<AddIcon />} press={() => setHanging(true)}>{t('hanging.hang')}</Button> : null}
      </TableBar>
      <Loaded query={hangings.query}>
        {() => <DataTable label={t('hanging.list')} columns={columns} rows={hangings.items} rowKey={({ id }) => id} more={hangings.more} empty={<EmptyState title={t('hanging.none')} text={t('hanging.none_text')} />} />}
      </Loaded>
      {hanging && account ? <HangDialog account={account} close={() => setHanging(false)} /> : null}
      {down ? <DownDialog hanging={down} close={() => setDown(null)} /> : null}
    </>
  );
}

function Standing({ hanging: { until, warning } }: { hanging: Hanging }) {
  const t = useT();
  if (until) return <StateTag tone="quiet">{t('hanging.down')}</StateTag>;
  if (!warning) return <StateTag tone="good">{t('hanging.now')}</StateTag>;
  return <Hint title={warning}><span><StateTag tone="watch">{t('hanging.now')}</StateTag> <span className="k-quiet">{warning}</span></span></Hint>;
}

/** Hangs goods on an account; whichever of both is known is not asked for. */
export function HangDialog({ account: known, goods, close }: { account?: string; goods?: Goods; close: () => void }) {
  const t = useT();
  const accounts = useQuery({ ...accountsQuery, enabled: known === undefined });
  const choices = useQuery({ ...goodsQuery, enabled: goods === undefined });
  const [draft, setDraft] = useState({ account: known ?? '', goods: goods?.id ?? '', note: '', since: '' });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const notes = useQuery(notesQuery(draft.account));
  const hang = useAction({
    run: () => ask(api.POST('/api/v1/goods-hangings', { body: { goods: draft.goods, account: draft.account, ...(draft.note ? { note: draft.note } : {}), ...(draft.since ? { since: draft.since } : {}) } })),
    stale: GOODS_STALE, said: t('hanging.hung'), then: close, quietFailure: true,
  });
  const fault = (field: string) => hang.error?.fields[field];
  return (
    <Dialog title={goods ? t('hanging.hang_on', { name: goods.name }) : t('hanging.hang')} open close={close}>
      <Form submit={() => hang.run()} verb={t('hanging.hang')} busy={hang.busy} error={hang.error} cancel={close} disabled={!draft.account || !draft.goods}>
        {goods ? null : (
          <Field label={t('goods.name')} error={fault('goods')} required>
            {() => <Select label={t('goods.name')} value={draft.goods} options={(choices.data?.items ?? []).map(({ id, name, article_no: number }) => ({ value: id, label: `${name} · ${number}` }))} change={(next) => set({ goods: next })} width={320} />}
          </Field>
        )}
        {known ? null : (
          <Field label={t('selling.account')} error={fault('account')} required>
            {() => <Select label={t('selling.account')} value={draft.account} options={(accounts.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))} change={(account) => set({ account, note: '' })} width={320} />}
          </Field>
        )}
        <Field label={t('hanging.note')} hint={t('hanging.mark_hint')} error={fault('note')}>
          {() => <Select label={t('hanging.note')} any={t('hanging.any_note')} value={draft.note} options={(notes.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))} change={(note) => set({ note })} width={320} />}
        </Field>
        <Field label={t('hanging.since')} error={fault('since')}>{() => <DayField label={t('hanging.since')} day={draft.since} change={(since) => set({ since })} />}</Field>
      </Form>
    </Dialog>
  );
}

function DownDialog({ hanging: { id, name }, close }: { hanging: Hanging; close: () => void }) {
  const t = useT();
  const [on, setOn] = useState('');
  const down = useAction({
    run: () => ask(api.POST('/api/v1/goods-hangings/{hanging}/removal', { params: { path: { hanging: id } }, body: on ? { on } : {} })),
    stale: GOODS_STALE, said: t('hanging.taken_down'), then: close, quietFailure: true,
  });
  return (
    <Dialog title={`${t('hanging.take_down')} · ${name}`} open close={close} width={420}>
      <Form submit={() => down.run()} verb={t('hanging.take_down')} busy={down.busy} error={down.error} cancel={close}>
        <Field label={t('hanging.until')} error={down.error?.fields.on}>{() => <DayField label={t('hanging.until')} day={on} change={setOn} />}</Field>
      </Form>
    </Dialog>
  );
}
