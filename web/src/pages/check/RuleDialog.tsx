/** Adds one thing to the rules of the brand. It counts from the next check on. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { ContentRuleKind, RuleOutcome } from '@/api/types';
import { useT, type Key } from '@/i18n';
import { Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { DayField } from '@/ui/period';

/** What follows when the rules change. */
export const RULES_STALE = ['content-rules', 'content-packs', 'content-check', 'similar-check', 'note-findings', 'note-copies', 'today'] as const;
const OUTCOMES: readonly RuleOutcome[] = ['block', 'review', 'evidence', 'hint'];
const PASSAGE_CHARS_MAX = 1_000;

/** What the words of a rule are called. */
export const wordOf = (kind: ContentRuleKind) => (kind === 'shared' ? 'rule.passage' : kind === 'proven' ? 'rule.claim' : 'rule.words') satisfies Key;

interface RuleDialogProps {
  kind: ContentRuleKind;
  words?: string;
  close: () => void;
}

export function RuleDialog({ kind, words: given = '', close }: RuleDialogProps) {
  const t = useT();
  const [words, setWords] = useState(given);
  const [outcome, setOutcome] = useState<RuleOutcome>('block');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const body = { kind, words: words.trim(), reason: reason.trim(), ...(kind === 'forbidden' ? { outcome } : {}), ...(until ? { valid_until: until } : {}) };
  const add = useAction({ run: () => ask(api.POST('/api/v1/content-rules', { body })), stale: RULES_STALE, said: t('rule.added'), then: close, quietFailure: true });
  const fault = (field: string) => add.error?.fields[field];
  const wordsField = { label: t(wordOf(kind)), value: words, change: setWords, error: fault('words'), required: true };
  return (
    <Dialog title={t('rule.add', { kind: t(`rule_kind.${kind}`) })} open close={close}>
      <Form submit={() => add.run()} verb={t('action.save')} busy={add.busy} error={add.error} cancel={close} disabled={body.words === '' || (kind === 'proven' && body.reason === '')}>
        <p className="k-quiet k-rule-about">{t(`rule_kind_text.${kind}`)}</p>
        {kind === 'shared' ? <AreaField {...wordsField} most={PASSAGE_CHARS_MAX} /> : <TextField {...wordsField} />}
        {kind === 'forbidden' ? (
          <Field label={t('rule.outcome')} error={fault('outcome')}>
            {() => <Select label={t('rule.outcome')} value={outcome} options={OUTCOMES.map((value) => ({ value, label: t(`content_outcome.${value}`) }))} change={(next) => setOutcome(OUTCOMES.find((one) => one === next) ?? 'block')} width={240} />}
          </Field>
        ) : null}
        <TextField label={t(kind === 'proven' ? 'rule.proof' : 'rule.reason')} hint={kind === 'proven' ? t('rule.proof_hint') : undefined} value={reason} change={setReason} error={fault('reason')} required={kind === 'proven'} />
        {kind === 'proven' ? (
          <Field label={t('rule.valid_until')} hint={until ? undefined : t('rule.forever')} error={fault('valid_until')}>{() => <DayField label={t('rule.valid_until')} day={until} change={setUntil} />}</Field>
        ) : null}
      </Form>
    </Dialog>
  );
}
