/** The goods of the shop: who carries each, written down and changed here. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { Goods } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Button, MenuButton, SearchBox } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Form, NumberField, TextField } from '@/ui/Form';
import { AddIcon, MoreIcon } from '@/ui/icons';
import { DetailDrawer, Dialog } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { HangDialog, Hangings } from './Hangings';
import { fenOf, GOODS_STALE, YUAN_MAX } from '@/selling/queries';

const PAGE_ROWS = 50;
const PARAMS = { q: '', goods: '' };
const FEN_PER_YUAN = 100;
const CARRIERS_PX = 900;

type Asked = { kind: 'add' } | { kind: 'change' | 'hang'; goods: Goods };

export function GoodsTab() {
  const t = useT();
  const { can } = useMe();
  const [{ q, goods: shown }, setParams] = useParamsState(PARAMS);
  const [asked, setAsked] = useState<Asked | null>(null);
  const goods = usePages<Goods, Page<Goods>>(['goods', q], (cursor, signal) =>
    ask(api.GET('/api/v1/goods', { params: { query: { limit: PAGE_ROWS, ...given({ q }), ...(cursor ? { cursor } : {}) } }, signal })));
  const close = () => setAsked(null);
  const add = can.manage_selling ? <Button primary icon={<AddIcon />} press={() => setAsked({ kind: 'add' })}>{t('goods.add')}</Button> : null;
  const tools = (one: Goods) => (
    <MenuButton
      label={t('selling.tools')}
      icon={<MoreIcon />}
      inTable
      items={[
        { key: 'hang', label: t('hanging.hang'), can: one.can.hang, choose: () => setAsked({ kind: 'hang', goods: one }) },
        { key: 'change', label: t('goods.change'), can: one.can.change, choose: () => setAsked({ kind: 'change', goods: one }) },
      ]}
    />
  );
  const columns: Column<Goods>[] = [
    { key: 'name', title: t('goods.name'), fixed: true, width: 220, cell: ({ name, link }) => (link ? <a href={link} target="_blank" rel="noreferrer">{name}</a> : name) },
    { key: 'article_no', title: t('goods.article_no'), cell: ({ article_no: number }) => <span className="k-number">{number}</span> },
    { key: 'shop', title: t('goods.shop'), cell: ({ shop }) => shop },
    { key: 'price', title: t('goods.price'), number: true, cell: ({ price_fen: price }) => <Figure value={price} measure="money" /> },
    { key: 'carried', title: t('goods.carried'), cell: ({ id, carried }) => <Button small quiet press={() => setParams({ goods: id })}>{t('goods.carried_by', { count: carried })}</Button> },
    { key: 'by', title: t('selling.by'), cell: ({ created_by: by }) => by || ABSENT },
    ...(can.manage_selling ? [{ key: 'tools', title: t('selling.tools'), fixed: true, cell: tools }] : []),
  ];
  const name = goods.items.find(({ id }) => id === shown)?.name ?? '';
  return (
    <>
      <TableBar><SearchBox label={t('goods.find')} value={q} change={(next) => setParams({ q: next })} />{add}</TableBar>
      <Loaded query={goods.query}>
        {() => <DataTable label={t('selling.goods')} columns={columns} rows={goods.items} rowKey={({ id }) => id} more={goods.more} empty={<EmptyState title={t(q ? 'goods.none_found' : 'goods.none')} text={t('goods.none_text')} />} />}
      </Loaded>
      <DetailDrawer title={t('goods.who', { name })} open={shown !== ''} close={() => setParams({ goods: '' })} width={CARRIERS_PX}>
        {shown ? <Hangings goods={shown} /> : null}
      </DetailDrawer>
      {asked?.kind === 'add' ? <GoodsDialog close={close} /> : null}
      {asked?.kind === 'change' ? <GoodsDialog goods={asked.goods} close={close} /> : null}
      {asked?.kind === 'hang' ? <HangDialog goods={asked.goods} close={close} /> : null}
    </>
  );
}

function GoodsDialog({ goods, close }: { goods?: Goods; close: () => void }) {
  const t = useT();
  const [draft, setDraft] = useState({ name: goods?.name ?? '', number: goods?.article_no ?? '', shop: goods?.shop ?? '', link: goods?.link ?? '', price: goods ? goods.price_fen / FEN_PER_YUAN : null as number | null });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const known = { name: draft.name, shop: draft.shop, link: draft.link.trim() || null, price_fen: fenOf(draft.price) };
  const save = useAction({
    run: () => goods
      ? ask(api.PATCH('/api/v1/goods/{goods}', { params: { path: { goods: goods.id } }, body: { version: goods.version, ...known } }))
      : ask(api.POST('/api/v1/goods', { body: { article_no: draft.number, ...known } })),
    stale: GOODS_STALE, said: t(goods ? 'action.saved' : 'goods.added'), then: close, quietFailure: true,
  });
  const fault = (field: string) => save.error?.fields[field];
  return (
    <Dialog title={t(goods ? 'goods.change' : 'goods.add')} open close={close}>
      <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close} disabled={!draft.name.trim() || !draft.number.trim() || !draft.shop.trim() || draft.price === null}>
        <TextField label={t('goods.name')} value={draft.name} change={(name) => set({ name })} error={fault('name')} required />
        {goods ? null : <TextField label={t('goods.article_no')} hint={t('goods.article_no_hint')} value={draft.number} change={(number) => set({ number })} error={fault('article_no')} required />}
        <TextField label={t('goods.shop')} value={draft.shop} change={(shop) => set({ shop })} error={fault('shop')} required />
        <TextField label={t('goods.link')} hint={t('goods.link_hint')} value={draft.link} change={(link) => set({ link })} error={fault('link')} />
        <NumberField label={t('goods.price')} unit={t('selling.yuan')} value={draft.price} least={0} most={YUAN_MAX} change={(price) => set({ price })} error={fault('price_fen')} />
      </Form>
    </Dialog>
  );
}
