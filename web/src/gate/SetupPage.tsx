import { useState } from 'react';
import { setBrand } from '@/api/brand';
import { api, ask } from '@/api/client';
import type { ApiError } from '@/api/error';
import { currentLanguage, useT } from '@/i18n';
import { Choice, Field, Refusal, Submit } from './fields';
import { GateFrame } from './GateFrame';
import { useSubmit } from './useSubmit';

const STEPS = 2;
const HOME_ZONE = 'Asia/Shanghai';
const PASSWORD_CHARS_MIN = 10;

interface Draft {
  name: string;
  email: string;
  password: string;
  organisation: string;
  brand: string;
  zone: string;
}

interface StepProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  error: (field: string) => string | undefined;
}

function zones(): string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([HOME_ZONE, own, ...Intl.supportedValuesOf('timeZone')])];
}

function OwnerStep({ draft, set, error }: StepProps) {
  const t = useT();
  return (
    <>
      <Field label={t('gate.name')} autoComplete="name" value={draft.name} change={(name) => set({ name })} error={error('owner.name')} />
      <Field label={t('gate.email')} type="email" autoComplete="username" value={draft.email} change={(email) => set({ email })} error={error('owner.email')} />
      <Field
        label={t('gate.password')}
        type="password"
        autoComplete="new-password"
        hint={t('gate.password_hint')}
        value={draft.password}
        change={(password) => set({ password })}
        error={error('owner.password')}
      />
    </>
  );
}

function BrandStep({ draft, set, error }: StepProps) {
  const t = useT();
  return (
    <>
      <Field label={t('gate.organisation')} hint={t('gate.organisation_hint')} autoComplete="organization" value={draft.organisation} change={(organisation) => set({ organisation })} error={error('organisation')} />
      <Field label={t('gate.brand')} hint={t('gate.brand_hint')} value={draft.brand} change={(brand) => set({ brand })} error={error('brand')} />
      <Choice label={t('gate.zone')} hint={t('gate.zone_hint')} value={draft.zone} options={zones()} change={(zone) => set({ zone })} error={error('zone')} />
    </>
  );
}

/** What the first step lacks, said before the second; the server checks everything again. */
function useOwnerFaults(draft: Draft): Record<string, string> {
  const t = useT();
  const faults: Record<string, string> = {};
  if (draft.name.trim() === '') faults['owner.name'] = t('error.required');
  if (!/^\S+@\S+\.\S+$/.test(draft.email)) faults['owner.email'] = t('error.email');
  if (draft.password.length < PASSWORD_CHARS_MIN) faults['owner.password'] = t('error.password_short', { least: PASSWORD_CHARS_MIN });
  return faults;
}

const isOwnerFault = (error: ApiError) => Object.keys(error.fields).some((field) => field.startsWith('owner'));

export function SetupPage() {
  const t = useT();
  const [step, setStep] = useState(1);
  const [tried, setTried] = useState(false);
  const [draft, setDraft] = useState<Draft>({ name: '', email: '', password: '', organisation: '', brand: '', zone: HOME_ZONE });
  const faults = useOwnerFaults(draft);
  const { busy, error, run } = useSubmit(async () => {
    const { name, email, password, ...workspace } = draft;
    await ask(api.POST('/api/v1/setup', { body: { owner: { name, email, password }, ...workspace, language: currentLanguage() } })).catch((thrown: ApiError) => {
      if (isOwnerFault(thrown)) setStep(1);
      throw thrown;
    });
    setBrand(null);
    location.replace('/');
  });
  const submit = () => {
    if (step === STEPS) return void run();
    setTried(true);
    if (Object.keys(faults).length === 0) setStep(2);
  };
  const Step = step === 1 ? OwnerStep : BrandStep;
  return (
    <GateFrame title={t('gate.setup_title')} lead={t('gate.setup_lead')}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <p className="k-gate-step">{t('gate.step', { step, steps: STEPS })}</p>
        <h2>{t(step === 1 ? 'gate.owner_title' : 'gate.brand_title')}</h2>
        <p className="k-gate-hint">{t(step === 1 ? 'gate.owner_lead' : 'gate.brand_lead')}</p>
        <Refusal error={error} />
        <Step draft={draft} set={(part) => setDraft({ ...draft, ...part })} error={(field) => (tried ? faults[field] : undefined) ?? error?.fields[field]} />
        <Submit busy={busy}>{t(step === STEPS ? 'gate.finish' : 'gate.next')}</Submit>
        {step > 1 ? (
          <button type="button" className="k-gate-back" onClick={() => setStep(1)}>
            {t('gate.back')}
          </button>
        ) : null}
      </form>
    </GateFrame>
  );
}
