import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { Action, ApiKeyView } from '@/api/types';
import { useT } from '@/i18n';
import { Button, Tick } from '@/ui/controls';
import { useAction, useConfirm } from '@/ui/feedback';
import { Field, Form, TextField } from '@/ui/Form';
import { AddIcon } from '@/ui/icons';
import { Dialog, Panel } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Secret } from '@/ui/Secret';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';

export function ApiKeys() {
  const t = useT();
  const confirm = useConfirm();
  const [making, setMaking] = useState(false);
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: ({ signal }) => ask(api.GET('/api/v1/api-keys', { signal })) });
  const revoke = useAction({ run: (key: string) => ask(api.DELETE('/api/v1/api-keys/{key}', { params: { path: { key } } })), stale: ['api-keys'], said: t('api_key.revoked') });
  const askRevoke = async ({ id, name }: ApiKeyView) => {
    if (await confirm({ title: t('api_key.revoke_title', { name }), text: t('api_key.revoke_text'), verb: t('api_key.revoke'), danger: true })) revoke.run(id);
  };
  const columns: Column<ApiKeyView>[] = [
    { key: 'name', title: t('api_key.name'), fixed: true, cell: ({ name }) => name },
    { key: 'ending', title: t('api_key.ending'), cell: ({ ending }) => <code>…{ending}</code> },
    { key: 'scopes', title: t('api_key.scopes'), width: 320, cell: ({ actions }) => <span title={actions.map((action) => t(`scope.${action}`)).join(' · ')}>{actions.map((action) => t(`scope.${action}`)).join(' · ')}</span> },
    { key: 'by', title: t('imports.by'), cell: ({ by }) => by },
    { key: 'used', title: t('api_key.used'), cell: ({ used_at: at }) => <RelativeTime at={at} /> },
    { key: 'tools', title: t('table.actions'), fixed: true, number: true, cell: (key) => <Button small press={() => void askRevoke(key)}>{t('api_key.revoke')}</Button> },
  ];
  return (
    <Panel flush>
      <TableBar><Button primary icon={<AddIcon />} press={() => setMaking(true)}>{t('api_key.add')}</Button></TableBar>
      <Loaded query={keys}>
        {({ items, actions }) => (
          <>
            <DataTable label={t('settings.api_keys')} columns={columns} rows={items} rowKey={({ id }) => id} empty={<EmptyState title={t('api_key.none')} text={t('api_key.none_text')} />} />
            {making ? <KeyDialog actions={actions} close={() => setMaking(false)} /> : null}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function KeyDialog({ actions, close }: { actions: Action[]; close: () => void }) {
  const t = useT();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Action[]>([]);
  const [secret, setSecret] = useState<string | null>(null);
  const make = useAction({ run: () => ask(api.POST('/api/v1/api-keys', { body: { name, actions: chosen } })), stale: ['api-keys'], then: ({ token }) => setSecret(token), quietFailure: true });
  return (
    <Dialog title={t('api_key.add')} open close={close}>
      {secret ? <Secret text={secret} note={t('api_key.note')} /> : (
        <Form submit={() => make.run()} verb={t('api_key.make')} busy={make.busy} error={make.error} cancel={close} disabled={name.trim() === '' || chosen.length === 0}>
          <TextField label={t('api_key.name')} hint={t('api_key.name_hint')} value={name} change={setName} error={make.error?.fields.name} required />
          <Field label={t('api_key.scopes')} error={make.error?.fields.actions} required>
            {() => (
              <div className="k-column-choices">
                {actions.map((action) => <Tick key={action} checked={chosen.includes(action)} change={(checked) => setChosen(checked ? [...chosen, action] : chosen.filter((one) => one !== action))}>{t(`scope.${action}`)}</Tick>)}
              </div>
            )}
          </Field>
        </Form>
      )}
    </Dialog>
  );
}
