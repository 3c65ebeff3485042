import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useT } from '@/i18n';
import { Field, Refusal, Submit, ToSignIn } from './fields';
import { GateFrame } from './GateFrame';
import { linkToken } from './next';
import { useSubmit } from './useSubmit';

export function PasswordResetPage() {
  const t = useT();
  const [token] = useState(linkToken);
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [differs, setDiffers] = useState(false);
  const { busy, error, run } = useSubmit(async () => {
    await ask(api.POST('/api/v1/password-resets', { body: { token, password } }));
    location.replace('/sign-in?reset');
  });
  if (!token) return <GateFrame title={t('error.title')} lead={t('error.link_broken')}><ToSignIn /></GateFrame>;
  const submit = () => {
    setDiffers(password !== again);
    if (password === again) void run();
  };
  return (
    <GateFrame title={t('gate.reset_title')} lead={t('gate.reset_lead')}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Refusal error={error} />
        <Field label={t('gate.password')} type="password" autoComplete="new-password" hint={t('gate.password_hint')} value={password} change={setPassword} error={error?.fields.password} />
        <Field label={t('gate.password_again')} type="password" autoComplete="new-password" value={again} change={setAgain} error={differs ? t('error.password_differs') : undefined} />
        <Submit busy={busy}>{t('gate.save')}</Submit>
      </form>
    </GateFrame>
  );
}
