/** One's own password and second factor. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Form, TextField } from '@/ui/Form';
import { Dialog, Panel } from '@/ui/layout';
import { Secret } from '@/ui/Secret';

export function Security() {
  return (
    <div>
      <Profile />
      <Password />
      <SecondFactor />
    </div>
  );
}

function Profile() {
  const t = useT();
  const { user } = useMe();
  const [name, setName] = useState(user.name);
  const save = useAction({ run: () => ask(api.PATCH('/api/v1/me', { body: { name } })), stale: ['me', 'members'], said: t('action.saved'), quietFailure: true });
  return (
    <Panel title={t('security.profile')}>
      <div className="k-form-narrow">
        <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} disabled={name.trim() === '' || name === user.name}>
          <TextField label={t('gate.name')} value={name} change={setName} error={save.error?.fields.name} autoComplete="name" />
        </Form>
      </div>
    </Panel>
  );
}

function Password() {
  const t = useT();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const save = useAction({
    run: () => ask(api.PUT('/api/v1/me/password', { body: { current, next } })),
    stale: ['sessions'],
    said: t('security.password_changed'),
    then: () => { setCurrent(''); setNext(''); },
    quietFailure: true,
  });
  return (
    <Panel title={t('gate.password')}>
      <div className="k-form-narrow">
        <Form submit={() => save.run()} verb={t('security.change_password')} busy={save.busy} error={save.error} disabled={current === '' || next === ''}>
          <TextField label={t('security.current')} secret value={current} change={setCurrent} error={save.error?.fields.current} autoComplete="current-password" />
          <TextField label={t('security.next')} secret hint={t('gate.password_hint')} value={next} change={setNext} error={save.error?.fields.next} autoComplete="new-password" />
        </Form>
      </div>
    </Panel>
  );
}

function SecondFactor() {
  const t = useT();
  const { user } = useMe();
  const [dialog, setDialog] = useState<'on' | 'off' | null>(null);
  return (
    <Panel title={t('security.second_factor')}>
      <div className="k-row-between">
        <p className="k-quiet">{t(user.second_factor ? 'security.second_factor_on' : 'security.second_factor_off')}</p>
        {user.second_factor
          ? <Button press={() => setDialog('off')}>{t('security.turn_off')}</Button>
          : <Button primary press={() => setDialog('on')}>{t('security.turn_on')}</Button>}
      </div>
      {dialog === 'on' ? <TurnOn close={() => setDialog(null)} /> : null}
      {dialog === 'off' ? <TurnOff close={() => setDialog(null)} /> : null}
    </Panel>
  );
}

interface Enrolment {
  secret: string;
  qr_svg: string;
}

function TurnOn({ close }: { close: () => void }) {
  const t = useT();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [code, setCode] = useState('');
  const begin = useAction({ run: () => ask(api.POST('/api/v1/me/second-factor')), stale: [], then: setEnrolment });
  const finish = useAction({ run: () => ask(api.PUT('/api/v1/me/second-factor', { body: { code } })), stale: ['me'], then: ({ recovery_codes: made }) => setCodes(made), quietFailure: true });
  return (
    <Dialog title={t('security.turn_on')} open close={close}>
      {codes ? <Secret text={codes.join('\n')} note={t('security.recovery_note')} /> : enrolment ? (
        <Form submit={() => finish.run()} verb={t('security.confirm_code')} busy={finish.busy} error={finish.error} cancel={close} disabled={code === ''}>
          <div className="k-stack">
            <p>{t('security.scan')}</p>
            <img className="k-qr" alt={t('security.qr')} src={`data:image/svg+xml;utf8,${encodeURIComponent(enrolment.qr_svg)}`} />
            <p className="k-quiet">{t('security.or_type')} <code>{enrolment.secret}</code></p>
          </div>
          <TextField label={t('gate.code')} value={code} change={setCode} error={finish.error?.fields.code} autoComplete="one-time-code" />
        </Form>
      ) : (
        <div className="k-stack">
          <p>{t('security.explain')}</p>
          <div><Button primary press={() => begin.run()} busy={begin.busy}>{t('security.begin')}</Button></div>
        </div>
      )}
    </Dialog>
  );
}

function TurnOff({ close }: { close: () => void }) {
  const t = useT();
  const [password, setPassword] = useState('');
  const off = useAction({ run: () => ask(api.DELETE('/api/v1/me/second-factor', { body: { password } })), stale: ['me'], said: t('security.turned_off'), then: close, quietFailure: true });
  return (
    <Dialog title={t('security.turn_off')} open close={close} width={420}>
      <Form submit={() => off.run()} verb={t('security.turn_off')} danger busy={off.busy} error={off.error} cancel={close} disabled={password === ''}>
        <TextField label={t('gate.password')} secret value={password} change={setPassword} error={off.error?.fields.password} autoComplete="current-password" />
      </Form>
    </Dialog>
  );
}
