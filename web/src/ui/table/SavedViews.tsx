/** Saved views: an address of a page under a name, for oneself. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { useT } from '@/i18n';
import { MenuButton, type MenuItem } from '../controls';
import { useAction } from '../feedback';
import { Form, TextField } from '../Form';
import { AddIcon, DeleteIcon, ViewsIcon } from '../icons';
import { Dialog } from '../layout';

export function SavedViews({ page, query }: { page: string; query: string }) {
  const t = useT();
  const navigate = useNavigate();
  const [naming, setNaming] = useState(false);
  const views = useQuery({ queryKey: ['views', page], queryFn: ({ signal }) => ask(api.GET('/api/v1/views', { params: { query: { page } }, signal })) });
  const remove = useAction({
    run: (view: string) => ask(api.DELETE('/api/v1/views/{view}', { params: { path: { view } } })),
    stale: ['views'],
    said: t('views.removed'),
  });
  const saved = views.data ?? [];
  const current = saved.find((view) => view.query === query);
  const items: (MenuItem | 'line')[] = saved.map((view) => ({ key: view.id, label: view.name, choose: () => void navigate({ search: view.query }) }));
  if (saved.length > 0) items.push('line');
  items.push({ key: 'save', label: t('views.save'), icon: <AddIcon />, choose: () => setNaming(true) });
  if (current) items.push({ key: 'remove', label: t('views.remove', { name: current.name }), icon: <DeleteIcon />, danger: true, choose: () => remove.run(current.id) });
  return (
    <>
      <MenuButton label={t('views.label')} icon={<ViewsIcon />} items={items} {...(current ? { selected: current.id } : {})}>
        {current?.name ?? t('views.label')}
      </MenuButton>
      {naming ? <SaveView page={page} query={query} close={() => setNaming(false)} /> : null}
    </>
  );
}

function SaveView({ page, query, close }: { page: string; query: string; close: () => void }) {
  const t = useT();
  const [name, setName] = useState('');
  const save = useAction({
    run: () => ask(api.POST('/api/v1/views', { body: { page, name, query } })),
    stale: ['views'],
    said: t('views.saved'),
    then: close,
    quietFailure: true,
  });
  return (
    <Dialog title={t('views.save')} open close={close} width={400}>
      <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close} disabled={name.trim() === ''}>
        <TextField label={t('views.name')} value={name} change={setName} error={save.error?.fields.name} required />
      </Form>
    </Dialog>
  );
}
