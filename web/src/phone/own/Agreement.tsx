/** One agreement: read it, sign it under one's own name, or withdraw, which takes as little. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { asApiError } from '@/api/error';
import { api, ask } from '@/api/client';
import type { OwnAgreement, OwnFile } from '@/api/types';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { StateTag, type Tone } from '@/ui/plain/tags';
import { Button, say, sayFailure } from '../ui/controls';

const TONE: Record<OwnAgreement['standing'], Tone> = { no_text: 'quiet', unsigned: 'act', outdated: 'act', signed: 'good', withdrawn: 'quiet' };

/** Puts the answer in the place of what was known: it is the whole file. */
function useOwnFile() {
  const client = useQueryClient();
  return (file: OwnFile) => client.setQueryData(['own-file'], file);
}

export function Agreement({ agreement }: { agreement: OwnAgreement }) {
  const t = useT();
  const { kind, title, body, on_leaving: onLeaving, version, standing, signature } = agreement;
  const signed = standing === 'signed';
  const [open, setOpen] = useState(!signed);
  return (
    <section className="p-card" aria-label={title} {...(signed || standing === 'withdrawn' ? {} : { 'data-severity': 'must' })}>
      <div className="p-own-head">
        <h2>{title}</h2>
        <StateTag tone={TONE[standing]}>{t(`agreement_standing.${standing}`)}</StateTag>
      </div>
      <p className="k-number">{signature ? t('own.signed_at', { time: exactTime(signature.signed_at).slice(0, 16), version: signature.version }) : t('agreement.version', { version })}</p>
      {open ? (
        <>
          <div className="p-own-text">{body}</div>
          <div className="p-own-leaving"><h3>{t('own.on_leaving')}</h3><p>{onLeaving}</p></div>
        </>
      ) : null}
      {signed ? <button type="button" className="p-back" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'own.fold' : 'own.read')}</button> : <Sign key={kind} agreement={agreement} done={() => setOpen(false)} />}
      {signature && signature.withdrawal === null ? <Withdraw signature={signature.id} /> : null}
    </section>
  );
}

function Sign({ agreement: { text, sha256 }, done }: { agreement: OwnAgreement; done: () => void }) {
  const t = useT();
  const id = useId();
  const [name, setName] = useState('');
  const keep = useOwnFile();
  const sign = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/own-signatures', { body: { text, sha256, name } })),
    onSuccess: (file) => { keep(file); done(); say(t('own.signed')); },
    onError: (thrown) => { if (!asApiError(thrown).fields.name) sayFailure(thrown); },
  });
  const fault = sign.error ? asApiError(sign.error).fields.name : undefined;
  return (
    <div className="p-own-sign">
      <label htmlFor={id}>{t('own.sign_name')}</label>
      <input id={id} value={name} autoComplete="off" maxLength={80} aria-invalid={fault !== undefined} onChange={({ target }) => setName(target.value)} />
      {fault ? <p role="alert">{fault}</p> : null}
      <Button primary press={() => { if (name.trim()) sign.mutate(); }} busy={sign.isPending}>{t('own.sign_do')}</Button>
    </div>
  );
}

function Withdraw({ signature }: { signature: string }) {
  const t = useT();
  const [asked, setAsked] = useState(false);
  const keep = useOwnFile();
  const withdraw = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/own-signatures/{signature}/withdrawal', { params: { path: { signature } }, body: {} })),
    onSuccess: (file) => { keep(file); setAsked(false); say(t('own.withdrawn')); },
    onError: sayFailure,
  });
  if (!asked) return <button type="button" className="p-back" onClick={() => setAsked(true)}>{t('own.withdraw')}</button>;
  return (
    <div className="p-own-sign" role="group" aria-label={t('own.withdraw')}>
      <div className="p-own-leaving"><p>{t('own.withdraw_text')}</p></div>
      <Button press={() => withdraw.mutate()} busy={withdraw.isPending}>{t('own.withdraw_do')}</Button>
      <Button press={() => setAsked(false)}>{t('own.keep')}</Button>
    </div>
  );
}
