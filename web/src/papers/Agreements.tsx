/** Agreements with employees: the published versions, and publishing the next one. A published text never changes. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { AgreementKind, AgreementText, AgreementTexts } from '@/api/types';
import { useT } from '@/i18n';
import { Button, Tick } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import { textsQuery } from './queries';

const KINDS: readonly AgreementKind[] = ['account_agreement', 'likeness_voice_consent'];
const BODY_CHARS_MAX = 20_000;
const LEAVING_CHARS_MAX = 2_000;
const BODY_LINES = 12;

export function Agreements() {
  const texts = useQuery(textsQuery);
  return <Loaded query={texts}>{(view) => <div className="k-papers">{KINDS.map((kind) => <Kind key={kind} kind={kind} texts={view} />)}</div>}</Loaded>;
}

function Kind({ kind, texts }: { kind: AgreementKind; texts: AgreementTexts }) {
  const t = useT();
  const me = useMe();
  const [writing, setWriting] = useState(false);
  const versions = texts.items.filter((text) => text.kind === kind);
  const write = me.can.manage_people ? <Button primary={versions.length === 0} press={() => setWriting(true)}>{t('agreement.publish')}</Button> : null;
  return (
    <section aria-label={t(`agreement_kind.${kind}`)} className="k-stack">
      <header className="k-row"><h2 className="k-section">{t(`agreement_kind.${kind}`)}</h2>{versions.length > 0 ? write : null}</header>
      {versions.length === 0 ? <EmptyState title={t('agreement.none')} text={t('agreement.none_text')}>{write}</EmptyState> : versions.map((text) => <Version key={text.id} text={text} />)}
      {writing ? <PublishDialog kind={kind} texts={texts} close={() => setWriting(false)} /> : null}
    </section>
  );
}

function Version({ text: { title, version, is_latest: latest, counts, signatures, published_by: by, published_at: at, body, on_leaving: leaving } }: { text: AgreementText }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <article className="k-text-version">
      <header>
        <h3>{title}</h3>
        <span className="k-tag">{t('agreement.version', { version })}</span>
        {latest ? <StateTag tone="good">{t('agreement.latest')}</StateTag> : null}
        {counts ? null : <StateTag tone="quiet">{t('agreement.ended')}</StateTag>}
        <span className="k-quiet">{t('agreement.signatures', { count: signatures })} · {t('agreement.published', { by })} <RelativeTime at={at} /></span>
        <Button small expanded={open} press={() => setOpen(!open)}>{t(open ? 'own.fold' : 'own.read')}</Button>
      </header>
      {open ? (
        <>
          <div className="k-text-body">{body}</div>
          <p><strong>{t('agreement.on_leaving')}</strong></p>
          <div className="k-text-body">{leaving}</div>
        </>
      ) : null}
    </article>
  );
}

function PublishDialog({ kind, texts, close }: { kind: AgreementKind; texts: AgreementTexts; close: () => void }) {
  const t = useT();
  const latest = texts.items.find((text) => text.kind === kind && text.is_latest);
  const template = texts.templates.find((one) => one.kind === kind);
  const [title, setTitle] = useState(latest?.title ?? '');
  const [body, setBody] = useState(latest?.body ?? '');
  const [leaving, setLeaving] = useState(latest?.on_leaving ?? '');
  const [again, setAgain] = useState(false);
  const publish = useAction({
    run: () => ask(api.POST('/api/v1/agreement-texts', { body: { kind, title, body, on_leaving: leaving, must_sign_again: again, after_version: latest?.version ?? 0 } })),
    stale: ['agreements', 'person', 'own-file'], said: t('agreement.published_done'), then: close, quietFailure: true,
  });
  const begin = () => {
    if (!template) return;
    setTitle(template.title);
    setBody(template.body);
    setLeaving(template.on_leaving);
  };
  const fault = (field: string) => publish.error?.fields[field];
  return (
    <Dialog title={t('agreement.publish_of', { kind: t(`agreement_kind.${kind}`) })} open close={close} width={760}>
      <Form submit={() => publish.run()} verb={t('agreement.publish')} busy={publish.busy} error={publish.error} cancel={close} disabled={title.trim() === '' || body.trim() === '' || leaving.trim() === ''}>
        <p className="k-row"><Button small press={begin}>{t('agreement.template')}</Button><span className="k-quiet">{t('agreement.template_hint')}</span></p>
        <TextField label={t('agreement.title')} value={title} change={setTitle} error={fault('title')} required />
        <AreaField label={t('agreement.body')} value={body} change={setBody} error={fault('body')} most={BODY_CHARS_MAX} lines={BODY_LINES} required />
        <AreaField label={t('agreement.on_leaving')} value={leaving} change={setLeaving} error={fault('on_leaving')} most={LEAVING_CHARS_MAX} required />
        {latest ? <Tick checked={again} change={setAgain}>{t('agreement.again')}</Tick> : null}
      </Form>
    </Dialog>
  );
}
