import { useEffect, useState } from 'react';
import { setBrand } from '@/api/brand';
import { api, ask } from '@/api/client';
import { asApiError, type ApiError } from '@/api/error';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { Field, Refusal, Submit, ToSignIn } from './fields';
import { GateFrame } from './GateFrame';
import { CODE_NEEDED, enter, linkToken } from './next';
import { useSubmit } from './useSubmit';

type Invitation = Awaited<ReturnType<typeof look>>;
const look = (token: string) => ask(api.POST('/api/v1/invitation-lookups', { body: { token } }));

function useInvitation(token: string): { invitation: Invitation | null; refused: ApiError | null } {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [refused, setRefused] = useState<ApiError | null>(null);
  useEffect(() => {
    if (token) look(token).then(setInvitation, (thrown: unknown) => setRefused(asApiError(thrown)));
  }, [token]);
  return { invitation, refused };
}

export function InvitationPage() {
  const t = useT();
  const [token] = useState(linkToken);
  const { invitation, refused } = useInvitation(token);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  const { busy, error, run } = useSubmit(async () => {
    const body = { token, password, ...(invitation?.known ? {} : { name }), ...(codeWanted ? { code } : {}) };
    try {
      await ask(api.POST('/api/v1/invitation-acceptances', { body }));
    } catch (thrown) {
      if (asApiError(thrown).code === CODE_NEEDED && !codeWanted) return setCodeWanted(true);
      throw thrown;
    }
    setBrand(null);
    enter();
  });
  if (!token) return <GateFrame title={t('error.title')} lead={t('error.link_broken')}><ToSignIn /></GateFrame>;
  if (refused) return <GateFrame title={t('error.title')}><Refusal error={refused} /><ToSignIn /></GateFrame>;
  if (!invitation) return <GateFrame title={t('gate.loading')}>{null}</GateFrame>;
  const lead = t('gate.invitation_lead', { by: invitation.by, role: t(`role.${invitation.role}`), time: exactTime(invitation.expires_at).slice(0, 16) });
  return (
    <GateFrame title={t('gate.invitation_title', { brand: invitation.brand })} lead={lead}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void run(); }}>
        <Refusal error={error} />
        <p className="k-gate-given">{invitation.email}</p>
        {invitation.known ? null : <Field label={t('gate.name')} autoComplete="name" value={name} change={setName} error={error?.fields.name} />}
        <Field
          label={t('gate.password')}
          type="password"
          autoComplete={invitation.known ? 'current-password' : 'new-password'}
          hint={invitation.known ? undefined : t('gate.password_hint')}
          value={password}
          change={setPassword}
          error={error?.fields.password}
        />
        {codeWanted ? <Field label={t('gate.code')} hint={t('gate.code_hint')} autoComplete="one-time-code" value={code} change={setCode} error={error?.fields.code} /> : null}
        <Submit busy={busy}>{t('gate.join')}</Submit>
      </form>
    </GateFrame>
  );
}
