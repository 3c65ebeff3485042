/** Proposing that a company goes over to another edition, because its back office shows it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { keepEvidence } from '@/api/evidence';
import { todayIn } from '@/format/time';
import { useT } from '@/i18n';
import { useSaid } from '@/rulebook/said';
import { Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { Evidence, RULES_STALE } from './RowDialog';

export function ChangeDialog({ close }: { close: () => void }) {
  const t = useT();
  const said = useSaid();
  const editions = useQuery({ queryKey: ['rule-editions', '', ''], queryFn: ({ signal }) => ask(api.GET('/api/v1/rule-editions', { signal })) });
  const entities = useQuery({ queryKey: ['entities', 'names'], queryFn: ({ signal }) => ask(api.GET('/api/v1/legal-entities', { params: { query: { limit: 200 } }, signal })) });
  const [entity, setEntity] = useState('');
  const [edition, setEdition] = useState('');
  const [seen, setSeen] = useState(todayIn(new Date()));
  const [note, setNote] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const save = useAction({
    run: async () => {
      if (!file) return null;
      const evidence = await keepEvidence(file, 'back_office');
      return ask(api.POST('/api/v1/edition-changes', { body: { entity, edition, seen_on: seen, note, evidence } }));
    },
    stale: RULES_STALE, said: t('rulebook.proposed_done'), then: close, quietFailure: true,
  });
  const fault = (field: string) => save.error?.fields[field];
  const companies = (entities.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const known = (editions.data?.editions ?? []).map(({ id, name }) => ({ value: id, label: said(name) }));
  return (
    <Dialog title={t('rulebook.change')} open close={close}>
      <Form submit={() => save.run()} verb={t('rulebook.propose')} busy={save.busy} error={save.error} cancel={close} disabled={file === null || entity === '' || edition === ''}>
        <p className="k-quiet k-rule-about">{t('rulebook.change_text')}</p>
        <Field label={t('rulebook.entity')} error={fault('entity')} required>{() => <Select label={t('rulebook.entity')} value={entity} options={companies} change={setEntity} />}</Field>
        <Field label={t('rulebook.edition')} error={fault('edition')} required>{() => <Select label={t('rulebook.edition')} value={edition} options={known} change={setEdition} />}</Field>
        <TextField label={t('rulebook.seen_on')} type="date" value={seen} change={setSeen} error={fault('seen_on')} required />
        <AreaField label={t('rulebook.note')} value={note} change={setNote} most={500} lines={2} error={fault('note')} />
        <Evidence file={file} take={setFile} error={fault('evidence')} />
      </Form>
    </Dialog>
  );
}
