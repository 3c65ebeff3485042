import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { storesQuery } from '@/api/lists';
import type { AccountKind, AccountView } from '@/api/types';
import { useT } from '@/i18n';
import { Button, Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Field, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';

export const KINDS: readonly AccountKind[] = ['enterprise', 'kos', 'kob', 'koc', 'creator', 'store', 'unknown'];
const STALE = ['account', 'board', 'employees', 'today', 'proposals'];

export function AccountActions({ account }: { account: AccountView }) {
  const t = useT();
  const [dialog, setDialog] = useState<'change' | 'hold' | null>(null);
  const release = useAction({
    run: () => ask(api.DELETE('/api/v1/accounts/{account}/holder', { params: { path: { account: account.id } } })),
    stale: STALE,
    said: t('account.released'),
    undo: () => ask(api.PUT('/api/v1/accounts/{account}/holder', { params: { path: { account: account.id } }, body: { employee: account.holder?.id ?? '' } })),
  });
  return (
    <>
      {account.can.claim === true ? <Button press={() => setDialog('hold')}>{t(account.holder ? 'account.change_holder' : 'account.set_holder')}</Button> : null}
      {account.can.release === true ? <Button press={() => release.run()} busy={release.busy}>{t('account.release')}</Button> : null}
      {account.can.change === true ? <Button press={() => setDialog('change')}>{t('action.edit')}</Button> : null}
      {dialog === 'hold' ? <HolderDialog account={account} close={() => setDialog(null)} /> : null}
      {dialog === 'change' ? <ChangeDialog account={account} close={() => setDialog(null)} /> : null}
    </>
  );
}

export function HolderDialog({ account, close }: { account: Pick<AccountView, 'id' | 'nickname' | 'holder'>; close: () => void }) {
  const t = useT();
  const [employee, setEmployee] = useState(account.holder?.id ?? '');
  const employees = useQuery({ queryKey: ['employees', 'choices'], queryFn: ({ signal }) => ask(api.GET('/api/v1/employees', { params: { query: { limit: 200 } }, signal })) });
  const hold = useAction({
    run: () => ask(api.PUT('/api/v1/accounts/{account}/holder', { params: { path: { account: account.id } }, body: { employee } })),
    stale: STALE,
    said: t('account.held'),
    then: close,
    quietFailure: true,
  });
  const options = (employees.data?.items ?? []).map(({ id, name, employee_no: number, store }) => ({ value: id, label: [name, number, store?.name].filter(Boolean).join(' · ') }));
  return (
    <Dialog title={t('account.holder_of', { name: account.nickname })} open close={close}>
      <Form submit={() => hold.run()} verb={t('account.set_holder')} busy={hold.busy} error={hold.error} cancel={close} disabled={employee === ''}>
        <Field label={t('account.employee')} error={hold.error?.fields.employee} required>
          {() => <Select label={t('account.employee')} value={employee} options={options} change={setEmployee} width={380} />}
        </Field>
      </Form>
    </Dialog>
  );
}

function ChangeDialog({ account, close }: { account: AccountView; close: () => void }) {
  const t = useT();
  const [nickname, setNickname] = useState(account.nickname);
  const [kind, setKind] = useState<AccountKind>(account.kind);
  const [store, setStore] = useState(account.store?.id ?? '');
  const stores = useQuery(storesQuery);
  const change = useAction({
    run: () => ask(api.PATCH('/api/v1/accounts/{account}', { params: { path: { account: account.id } }, body: { nickname, kind, store: store || null } })),
    stale: STALE,
    said: t('action.saved'),
    then: close,
    quietFailure: true,
  });
  return (
    <Dialog title={t('account.edit')} open close={close}>
      <Form submit={() => change.run()} verb={t('action.save')} busy={change.busy} error={change.error} cancel={close}>
        <TextField label={t('account.nickname')} value={nickname} change={setNickname} error={change.error?.fields.nickname} required />
        <Field label={t('board.kind')} error={change.error?.fields.kind}>
          {() => <Select label={t('board.kind')} value={kind} options={KINDS.map((one) => ({ value: one, label: t(`kind.${one}`) }))} change={(next) => setKind(next as AccountKind)} width={240} />}
        </Field>
        <Field label={t('board.store')} error={change.error?.fields.store}>
          {() => <Select label={t('board.store')} any={t('account.no_store')} value={store} options={(stores.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} change={setStore} width={240} />}
        </Field>
      </Form>
    </Dialog>
  );
}
