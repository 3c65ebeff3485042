/** Handing a proof in: the file goes into the vault, the proof waits for a review. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { EVIDENCE_FILES, keepEvidence } from '@/api/evidence';
import { accountsQuery } from '@/api/lists';
import type { ProofKind } from '@/api/types';
import { todayIn } from '@/format/time';
import { useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { DropZone } from '@/ui/DropZone';
import { useAction } from '@/ui/feedback';
import { Field, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { DayField } from '@/ui/period';
import { PAPERS_STALE, PURPOSE } from './queries';

const KINDS: readonly ProofKind[] = ['employment', 'certificate', 'trade', 'story', 'account'];

export function ProofDialog({ employee, close }: { employee: string; close: () => void }) {
  const t = useT();
  const [kind, setKind] = useState<ProofKind>('employment');
  const [title, setTitle] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [account, setAccount] = useState('');
  const [issued, setIssued] = useState(todayIn(new Date()));
  const [until, setUntil] = useState('');
  const named = title ?? t(`proof_kind.${kind}`);
  const save = useAction({
    run: async () => {
      if (!file) return null;
      const id = await keepEvidence(file, PURPOSE[kind], employee);
      return ask(api.POST('/api/v1/employee-proofs', { body: { employee, kind, title: named, file: id, issued_on: issued, valid_until: until || null, account: kind === 'account' ? account || null : null } }));
    },
    stale: PAPERS_STALE, said: t('proof.added'), then: close, quietFailure: true,
  });
  const fault = (field: string) => save.error?.fields[field];
  return (
    <Dialog title={t('proof.add')} open close={close}>
      <Form submit={() => save.run()} verb={t('proof.save')} busy={save.busy} error={save.error} cancel={close} disabled={file === null || named.trim() === ''}>
        <Field label={t('proof.kind')}>
          {() => <Select label={t('proof.kind')} value={kind} options={KINDS.map((one) => ({ value: one, label: t(`proof_kind.${one}`) }))} change={(next) => setKind(next as ProofKind)} width={240} />}
        </Field>
        <TextField label={t('proof.title')} value={named} change={setTitle} error={fault('title')} required />
        <Field label={t('proof.file')} error={fault('file')} hint={file ? file.name : undefined} required>
          {() => <DropZone take={(files) => setFile(files[0] ?? null)} accept={EVIDENCE_FILES} small>{file ? t('proof.change_file') : t('proof.file_hint')}</DropZone>}
        </Field>
        {kind === 'account' ? <AccountField value={account} change={setAccount} error={fault('account')} /> : null}
        <Field label={t('proof.issued')} error={fault('issued_on')} required>{() => <DayField label={t('proof.issued')} day={issued} change={setIssued} />}</Field>
        <Field label={t('proof.until')} error={fault('valid_until')} required={kind === 'employment'}>{() => <DayField label={t('proof.until')} day={until} change={setUntil} />}</Field>
      </Form>
    </Dialog>
  );
}

function AccountField({ value, change, error }: { value: string; change: (value: string) => void; error: string | undefined }) {
  const t = useT();
  const accounts = useQuery(accountsQuery);
  const options = (accounts.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }));
  return <Field label={t('proof.account')} error={error} required>{() => <Select label={t('proof.account')} value={value} options={options} change={change} width={280} />}</Field>;
}
