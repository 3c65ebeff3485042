import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { storesQuery } from '@/api/lists';
import { useMe } from '@/api/me';
import type { StoreView } from '@/api/types';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Form, TextField } from '@/ui/Form';
import { AddIcon } from '@/ui/icons';
import { Dialog } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';

export function Stores() {
  const t = useT();
  const me = useMe();
  const [editing, setEditing] = useState<StoreView | 'new' | null>(null);
  const stores = useQuery(storesQuery);
  const columns: Column<StoreView>[] = [
    { key: 'name', title: t('board.store'), fixed: true, width: 200, cell: ({ name }) => name },
    { key: 'region', title: t('board.region'), cell: ({ region }) => region },
    { key: 'employees', title: t('store.employees'), number: true, cell: ({ employees }) => <Figure value={employees} measure="count" /> },
    { key: 'accounts', title: t('store.accounts'), number: true, cell: ({ accounts }) => <Figure value={accounts} measure="count" /> },
  ];
  return (
    <>
      {me.can.manage_people ? <TableBar><Button icon={<AddIcon />} press={() => setEditing('new')}>{t('store.add')}</Button></TableBar> : null}
      <Loaded query={stores}>
        {({ items }) => (
          <DataTable
            label={t('people.stores')}
            columns={columns}
            rows={items}
            rowKey={({ id }) => id}
            open={(store) => { if (store.can.change === true) setEditing(store); }}
            empty={<EmptyState title={t('store.none')} text={t('store.none_text')} />}
          />
        )}
      </Loaded>
      {editing ? <StoreDialog store={editing === 'new' ? null : editing} close={() => setEditing(null)} /> : null}
    </>
  );
}

function StoreDialog({ store, close }: { store: StoreView | null; close: () => void }) {
  const t = useT();
  const [name, setName] = useState(store?.name ?? '');
  const [region, setRegion] = useState(store?.region ?? '');
  const action = useAction({
    run: () => store
      ? ask(api.PATCH('/api/v1/stores/{store}', { params: { path: { store: store.id } }, body: { name, region } }))
      : ask(api.POST('/api/v1/stores', { body: { name, region } })),
    stale: ['stores', 'employees', 'board'],
    said: t('action.saved'),
    then: close,
    quietFailure: true,
  });
  return (
    <Dialog title={t(store ? 'store.edit' : 'store.add')} open close={close} width={420}>
      <Form submit={() => action.run()} verb={t('action.save')} busy={action.busy} error={action.error} cancel={close} disabled={name.trim() === ''}>
        <TextField label={t('store.name')} value={name} change={setName} error={action.error?.fields.name} required />
        <TextField label={t('board.region')} hint={t('store.region_hint')} value={region} change={setRegion} error={action.error?.fields.region} />
      </Form>
    </Dialog>
  );
}
