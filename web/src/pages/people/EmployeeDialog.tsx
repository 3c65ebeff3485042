import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { storesQuery } from '@/api/lists';
import type { EmployeeView } from '@/api/types';
import { useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Field, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { DayField } from '@/ui/period';

interface Draft {
  name: string;
  number: string;
  phone: string;
  store: string;
  post: string;
  manager: string;
  hiredOn: string;
  leftOn: string;
}

function draftOf(employee: EmployeeView | null): Draft {
  return {
    name: employee?.name ?? '',
    number: employee?.employee_no ?? '',
    phone: '',
    store: employee?.store?.id ?? '',
    post: employee?.post ?? '',
    manager: employee?.manager ?? '',
    hiredOn: employee?.hired_on ?? '',
    leftOn: employee?.left_on ?? '',
  };
}

function save(employee: EmployeeView | null, draft: Draft): Promise<EmployeeView> {
  const { name, number, phone, store, post, manager, hiredOn, leftOn } = draft;
  // The phone is only known masked: an empty field leaves it as it is.
  const body = { name, employee_no: number || null, store: store || null, post: post || null, manager: manager || null, hired_on: hiredOn || null, left_on: leftOn || null, ...(phone ? { phone } : {}) };
  return employee
    ? ask(api.PATCH('/api/v1/employees/{employee}', { params: { path: { employee: employee.id } }, body }))
    : ask(api.POST('/api/v1/employees', { body }));
}

export function EmployeeDialog({ employee, close }: { employee: EmployeeView | null; close: () => void }) {
  const t = useT();
  const [draft, setDraft] = useState(() => draftOf(employee));
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const stores = useQuery(storesQuery);
  const action = useAction({ run: () => save(employee, draft), stale: ['employees', 'person', 'stores', 'board', 'proposals'], said: t('action.saved'), then: close, quietFailure: true });
  const fault = (field: string) => action.error?.fields[field];
  return (
    <Dialog title={t(employee ? 'employee.edit' : 'employee.add')} open close={close}>
      <Form submit={() => action.run()} verb={t('action.save')} busy={action.busy} error={action.error} cancel={close} disabled={draft.name.trim() === ''}>
        <TextField label={t('employee.name')} value={draft.name} change={(name) => set({ name })} error={fault('name')} required />
        <TextField label={t('employee.number')} value={draft.number} change={(number) => set({ number })} error={fault('employee_no')} />
        <TextField label={t('employee.phone')} type="tel" hint={employee?.phone ? t('employee.phone_kept', { phone: employee.phone }) : undefined} value={draft.phone} change={(phone) => set({ phone })} error={fault('phone')} />
        <Field label={t('board.store')} error={fault('store')}>
          {() => <Select label={t('board.store')} any={t('account.no_store')} value={draft.store} options={(stores.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} change={(store) => set({ store })} width={280} />}
        </Field>
        <TextField label={t('employee.position')} value={draft.post} change={(post) => set({ post })} error={fault('post')} />
        <TextField label={t('employee.manager')} value={draft.manager} change={(manager) => set({ manager })} error={fault('manager')} />
        <Field label={t('employee.joined')} error={fault('hired_on')}>{() => <DayField label={t('employee.joined')} day={draft.hiredOn} change={(hiredOn) => set({ hiredOn })} />}</Field>
        {employee ? <Field label={t('employee.left_on')} error={fault('left_on')}>{() => <DayField label={t('employee.left_on')} day={draft.leftOn} change={(leftOn) => set({ leftOn })} />}</Field> : null}
      </Form>
    </Dialog>
  );
}
