/** The fields of a card. What can be checked says which proof it rests on. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { PersonaCard, ProofKind } from '@/api/types';
import { useT } from '@/i18n';
import { Button, Select, Tick } from '@/ui/controls';
import type { Action } from '@/ui/feedback';
import { AreaField, Field, Form, NumberField, TextField } from '@/ui/Form';
import { isReady, listed } from './card';

const LINES_CHARS_MAX = 1_000;
const YEARS_MAX = 70;
const PROOFS_MAX = 200;
const AI_USES: readonly PersonaCard['ai_use'][] = ['none', 'drafts', 'declared_pictures'];

interface CardFormProps {
  card: PersonaCard;
  /** Without it the card is only read. */
  change: ((card: PersonaCard) => void) | null;
  employee: string;
  save: Action<void>;
}

export function CardForm({ card, change, employee, save }: CardFormProps) {
  const t = useT();
  const set = (part: Partial<PersonaCard>) => change?.({ ...card, ...part });
  const fault = (field: string) => save.error?.fields[field];
  const fields = (
    <>
      <TextField label={t('persona.shown_name')} value={card.shown_name} change={(name) => set({ shown_name: name })} error={fault('shown_name')} required />
      <TextField label={t('persona.post')} value={card.post} change={(post) => set({ post })} error={fault('post')} required />
      <NumberField label={t('persona.years')} unit={t('persona.years_unit')} value={card.years_in_trade ?? null} change={(years) => set({ years_in_trade: years })} least={0} most={YEARS_MAX} error={fault('years_in_trade')} />
      <TextField label={t('persona.place')} value={card.place ?? ''} change={(place) => set({ place: place || null })} error={fault('place')} />
      <AreaField label={t('persona.introduction')} value={card.introduction} change={(text) => set({ introduction: text })} error={fault('introduction')} most={LINES_CHARS_MAX} lines={3} />
      <ListField label={t('persona.topics')} value={card.topics} change={(topics) => set({ topics })} error={fault('topics')} required />
      <TextField label={t('persona.audience')} value={card.audience} change={(audience) => set({ audience })} error={fault('audience')} required />
      <ListField label={t('persona.tone')} value={card.tone} change={(tone) => set({ tone })} error={fault('tone')} />
      <AreaField label={t('persona.sample_lines')} value={card.sample_lines.join('\n')} change={(text) => set({ sample_lines: text.split('\n') })} error={fault('sample_lines')} most={LINES_CHARS_MAX} lines={2} />
      <Certificates card={card} set={set} employee={employee} />
      <Stories card={card} set={set} employee={employee} />
      <ListField label={t('persona.do_not_say')} value={card.do_not_say} change={(words) => set({ do_not_say: words })} error={fault('do_not_say')} />
      <ListField label={t('persona.product_lines')} value={card.product_lines} change={(lines) => set({ product_lines: lines })} error={fault('product_lines')} />
      <AreaField label={t('persona.reply_style')} value={card.reply_style} change={(text) => set({ reply_style: text })} error={fault('reply_style')} most={LINES_CHARS_MAX} lines={2} />
      <div className="k-ticks">
        <Tick checked={card.employer_shown} change={(shown) => set({ employer_shown: shown })}>{t('persona.employer')}</Tick>
        <Tick checked={card.face_used} change={(used) => set({ face_used: used })}>{t('persona.face')}</Tick>
        <Tick checked={card.voice_used} change={(used) => set({ voice_used: used })}>{t('persona.voice')}</Tick>
      </div>
      <Field label={t('persona.ai')}>
        {() => <Select label={t('persona.ai')} value={card.ai_use} options={AI_USES.map((one) => ({ value: one, label: t(`ai_use.${one}`) }))} change={(next) => set({ ai_use: next as PersonaCard['ai_use'] })} width={260} />}
      </Field>
    </>
  );
  if (!change) return <fieldset disabled className="k-form">{fields}</fieldset>;
  return <Form submit={() => save.run()} verb={t('persona.save')} busy={save.busy} error={save.error} disabled={!isReady(card)}>{fields}</Form>;
}

/** Words between commas; what is typed stays as it is typed until the field is left. */
function ListField({ label, value, change, error, required }: { label: string; value: string[]; change: (list: string[]) => void; error: string | undefined; required?: boolean }) {
  const [text, setText] = useState(value.join('，'));
  return <TextField label={label} value={text} change={(next) => { setText(next); change(listed(next)); }} error={error} required={required ?? false} />;
}

interface ClaimsProps {
  card: PersonaCard;
  set: (part: Partial<PersonaCard>) => void;
  employee: string;
}

function ProofChoice({ employee, kind, value, change }: { employee: string; kind: ProofKind; value: string | null | undefined; change: (proof: string | null) => void }) {
  const t = useT();
  const proofs = useQuery({ queryKey: ['proofs', employee], queryFn: ({ signal }) => ask(api.GET('/api/v1/employee-proofs', { params: { query: { employee, limit: PROOFS_MAX } }, signal })) });
  const options = (proofs.data?.items ?? []).filter((proof) => proof.kind === kind).map(({ id, title, standing }) => ({ value: id, label: `${title} · ${t(`proof_standing.${standing}`)}` }));
  return <Select label={t('persona.cite')} any={t('persona.no_proof')} value={value ?? ''} options={options} change={(next) => change(next || null)} width={220} />;
}

const replaced = <T,>(list: readonly T[], at: number, part: Partial<T>): T[] => list.map((one, index) => (index === at ? { ...one, ...part } : one));
const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);

function Certificates({ card: { certificates }, set, employee }: ClaimsProps) {
  const t = useT();
  const put = (at: number, part: Partial<PersonaCard['certificates'][number]>) => set({ certificates: replaced(certificates, at, part) });
  return (
    <Field label={t('persona.certificates')}>
      {() => (
        <div className="k-stack">
          {certificates.map(({ title, proof }, at) => (
            <div key={at} className="k-claim-row">
              <TextField label={t('persona.certificates')} value={title} change={(next) => (next === '' ? set({ certificates: without(certificates, at) }) : put(at, { title: next }))} />
              <Field label={t('persona.cite')}>{() => <ProofChoice employee={employee} kind="certificate" value={proof} change={(next) => put(at, { proof: next })} />}</Field>
            </div>
          ))}
          <div><Button small press={() => set({ certificates: [...certificates, { title: t('persona.certificates'), proof: null }] })}>{t('persona.add_certificate')}</Button></div>
        </div>
      )}
    </Field>
  );
}

function Stories({ card: { stories }, set, employee }: ClaimsProps) {
  const t = useT();
  const put = (at: number, part: Partial<PersonaCard['stories'][number]>) => set({ stories: replaced(stories, at, part) });
  return (
    <Field label={t('persona.stories')}>
      {() => (
        <div className="k-stack">
          {stories.map(({ text, proof }, at) => (
            <div key={at} className="k-claim-row">
              <TextField label={t('persona.stories')} value={text} change={(next) => (next === '' ? set({ stories: without(stories, at) }) : put(at, { text: next }))} />
              <Field label={t('persona.cite')}>{() => <ProofChoice employee={employee} kind="story" value={proof} change={(next) => put(at, { proof: next })} />}</Field>
            </div>
          ))}
          <div><Button small press={() => set({ stories: [...stories, { text: t('persona.stories'), happened_on: null, proof: null }] })}>{t('persona.add_story')}</Button></div>
        </div>
      )}
    </Field>
  );
}
