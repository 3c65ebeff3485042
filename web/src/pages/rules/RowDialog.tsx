/** Proposing what an edition says: a number, who says so, and the screenshot that shows it. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { EVIDENCE_FILES, keepEvidence } from '@/api/evidence';
import type { RuleEditionView, RuleEditions, RuleKeyView, RuleRowView, RuleScope, SourceGrade } from '@/api/types';
import { useT } from '@/i18n';
import { useSaid } from '@/rulebook/said';
import { Select } from '@/ui/controls';
import { DropZone } from '@/ui/DropZone';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, NumberField, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';

const SCOPES: readonly RuleScope[] = ['legal_entity', 'enterprise_account', 'seat', 'person', 'device', 'network'];
const GRADES: readonly SourceGrade[] = ['official', 'press', 'reported', 'own_experience'];
export const RULES_STALE = ['rule-editions', 'rule-amendments', 'rule-amendment', 'seat-plan', 'plan-cases', 'entities', 'seats'];

interface RowDialogProps {
  edition: RuleEditionView;
  about: RuleKeyView;
  row: RuleRowView | null;
  industries: RuleEditions['industries'];
  today: string;
  close: () => void;
}

export function RowDialog({ edition, about, row, industries, today, close }: RowDialogProps) {
  const t = useT();
  const said = useSaid();
  const factor = about.unit.startsWith('fen') ? 100 : 1;
  const [value, setValue] = useState<number | null>(row ? row.value / factor : null);
  const [scope, setScope] = useState<RuleScope>(row?.scope ?? 'seat');
  const [industry, setIndustry] = useState(row?.industry ?? '');
  const [from, setFrom] = useState(today);
  const [source, setSource] = useState('');
  const [link, setLink] = useState('');
  const [grade, setGrade] = useState<SourceGrade>('own_experience');
  const [note, setNote] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const save = useAction({
    run: async () => {
      if (!file || value === null) return null;
      const evidence = await keepEvidence(file, 'back_office');
      return ask(api.POST('/api/v1/rule-amendments', { body: { edition: edition.id, key: about.key, value: Math.round(value * factor), scope, industry: industry || null, valid_from: from, source, link: link || null, grade, note, evidence } }));
    },
    stale: RULES_STALE, said: t('rulebook.proposed_done'), then: close, quietFailure: true,
  });
  const fault = (field: string) => save.error?.fields[field];
  return (
    <Dialog title={t('rulebook.propose_of', { rule: said(about.name) })} open close={close}>
      <Form submit={() => save.run()} verb={t('rulebook.propose')} busy={save.busy} error={save.error} cancel={close} disabled={file === null || value === null || source.trim() === ''}>
        <p className="k-quiet k-rule-about">{said(edition.name)}: {t('rulebook.propose_text')}</p>
        <NumberField label={t('rulebook.value')} unit={t(`rule_unit_name.${about.unit}`)} value={value} change={setValue} least={0} most={about.value_max / factor} error={fault('value')} />
        <Field label={t('rulebook.scope')}>{() => <Select label={t('rulebook.scope')} value={scope} options={SCOPES.map((one) => ({ value: one, label: t(`rule_scope.${one}`) }))} change={(next) => setScope(SCOPES.find((one) => one === next) ?? scope)} />}</Field>
        <Field label={t('plan.industry')} error={fault('industry')}>{() => <Select label={t('plan.industry')} any={t('plan.any_industry')} value={industry} options={industries.map(({ id, name }) => ({ value: id, label: said(name) }))} change={setIndustry} />}</Field>
        <TextField label={t('rulebook.from')} type="date" value={from} change={setFrom} error={fault('valid_from') ?? fault('edition')} required />
        <TextField label={t('rulebook.source')} value={source} change={setSource} hint={t('rulebook.source_hint')} error={fault('source')} required />
        <TextField label={t('rulebook.link')} value={link} change={setLink} error={fault('link')} />
        <Field label={t('rulebook.grade')}>{() => <Select label={t('rulebook.grade')} value={grade} options={GRADES.map((one) => ({ value: one, label: t(`source_grade.${one}`) }))} change={(next) => setGrade(GRADES.find((one) => one === next) ?? grade)} />}</Field>
        <AreaField label={t('rulebook.note')} value={note} change={setNote} most={500} lines={2} error={fault('note')} />
        <Evidence file={file} take={setFile} error={fault('evidence')} />
      </Form>
    </Dialog>
  );
}

export function Evidence({ file, take, error }: { file: File | null; take: (file: File | null) => void; error: string | undefined }) {
  const t = useT();
  return (
    <Field label={t('rulebook.screenshot')} error={error} hint={file?.name} required>
      {() => <DropZone take={(files) => take(files[0] ?? null)} accept={EVIDENCE_FILES} small>{t('rulebook.screenshot_hint')}</DropZone>}
    </Field>
  );
}
