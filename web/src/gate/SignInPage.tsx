import { useEffect, useState } from 'react';
import { setBrand } from '@/api/brand';
import { api, ask } from '@/api/client';
import { useT } from '@/i18n';
import { Field, Refusal, Submit } from './fields';
import { GateFrame } from './GateFrame';
import { CODE_NEEDED, enter } from './next';
import { useSubmit } from './useSubmit';

/** A fresh installation has nobody to sign in: the first visitor is led to the first run. */
function useFirstRun(): void {
  useEffect(() => {
    ask(api.GET('/api/v1/setup'))
      .then(({ needed }) => {
        if (needed) location.replace('/setup');
      })
      .catch(() => undefined); // The form below says what is wrong as soon as it is sent.
  }, []);
}

export function SignInPage() {
  const t = useT();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  useFirstRun();
  const { busy, error, run } = useSubmit(async () => {
    const call = api.POST('/api/v1/session', { body: { email, password, ...(codeWanted ? { code } : {}) } });
    try {
      await ask(call);
    } catch (thrown) {
      if ((thrown as { code?: string }).code === CODE_NEEDED && !codeWanted) return setCodeWanted(true);
      throw thrown;
    }
    setBrand(null);
    enter();
  });
  const wasReset = new URLSearchParams(location.search).has('reset');
  return (
    <GateFrame title={t('gate.sign_in')} lead={wasReset ? t('gate.reset_done') : undefined}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void run(); }}>
        <Refusal error={error} />
        <Field label={t('gate.email')} type="email" autoComplete="username" inputMode="email" value={email} change={setEmail} error={error?.fields.email} />
        <Field label={t('gate.password')} type="password" autoComplete="current-password" value={password} change={setPassword} error={error?.fields.password} />
        {codeWanted ? (
          <Field label={t('gate.code')} hint={t('gate.code_hint')} autoComplete="one-time-code" value={code} change={setCode} error={error?.fields.code} />
        ) : null}
        <Submit busy={busy}>{t('gate.sign_in')}</Submit>
        <p className="k-gate-hint">{t('gate.forgot')}</p>
      </form>
    </GateFrame>
  );
}
