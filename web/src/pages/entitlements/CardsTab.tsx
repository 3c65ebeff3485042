/** Texts of cards and messages with their versions: written, judged, decided upon, rolled out. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsQuery } from '@/api/lists';
import { api, ask } from '@/api/client';
import type { CardKind, CardTextView, CardVersionView } from '@/api/types';
import { OutcomeTag } from '@/content/Findings';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { Button, Hint, Select, Tick } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, TextField } from '@/ui/Form';
import { AddIcon } from '@/ui/icons';
import { Dialog } from '@/ui/layout';
import { EmptyState, Loaded } from '@/ui/states';
import { TableBar } from '@/ui/table/TableBar';
import { CARD_CHARS_MAX, CARD_KINDS, CARD_STALE } from './entitlements';
import { CardStateTag } from './state';
import './cards.css';

export function CardsTab() {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const cards = useQuery({ queryKey: ['card-texts'], queryFn: ({ signal }) => ask(api.GET('/api/v1/card-texts', { signal })) });
  return (
    <Loaded query={cards}>
      {({ items, can }) => {
        const add = can.add === true ? <Button primary icon={<AddIcon />} press={() => setAdding(true)}>{t('card.add')}</Button> : null;
        return (
          <>
            {items.length > 0 ? <TableBar>{add}</TableBar> : null}
            {items.length === 0 ? <EmptyState title={t('card.none')} text={t('card.none_text')}>{add}</EmptyState> : null}
            <div className="k-cards">{items.map((card) => <Card key={card.id} card={card} />)}</div>
            {adding ? <CardDialog close={() => setAdding(false)} /> : null}
          </>
        );
      }}
    </Loaded>
  );
}

function Card({ card }: { card: CardTextView }) {
  const t = useT();
  const [writing, setWriting] = useState(false);
  const { id, kind, title, versions, can } = card;
  return (
    <section className="k-card-text" aria-label={title}>
      <header>
        <h3>{title} <span className="k-quiet">{t(`entitlement.${kind}`)}</span></h3>
        {can.write === true ? <Button small press={() => setWriting(true)}>{t('card.new_version')}</Button> : null}
      </header>
      {versions.map((version) => <Version key={version.id} version={version} card={card} />)}
      {writing ? <VersionDialog card={id} body={versions[0]?.body ?? ''} close={() => setWriting(false)} /> : null}
    </section>
  );
}

function Version({ version, card }: { version: CardVersionView; card: CardTextView }) {
  const t = useT();
  const { number, body, state, outcome, findings, drafted_by: by, decided_by: decided, decided_at: at, reason, carried, open } = version;
  return (
    <article className="k-card-version" data-state={state}>
      <p className="k-card-head"><b>{t('card.version', { n: number })}</b> <CardStateTag state={state} />{state === 'drafted' && outcome !== 'pass' ? <> <OutcomeTag outcome={outcome} /></> : null}</p>
      <p className="k-card-body">{body}</p>
      {findings.map((finding) => <p key={finding} className="k-card-finding">{finding}</p>)}
      <p className="k-quiet">
        {t('card.by', { name: by })}
        {decided && at ? ` · ${t('card.decided', { name: decided })} ${exactTime(at)}` : ''}
        {reason ? ` · ${reason}` : ''}
        {carried + open > 0 ? ` · ${t('card.counts', { carried, open })}` : ''}
      </p>
      <Tools version={version} card={card} />
    </article>
  );
}

function Tools({ version: { id, state, outcome }, card: { can, kind } }: { version: CardVersionView; card: CardTextView }) {
  const t = useT();
  const [asked, setAsked] = useState<'refusal' | 'rollout' | null>(null);
  const approve = useAction({ run: () => ask(api.POST('/api/v1/card-versions/{version}/approval', { params: { path: { version: id } } })), stale: CARD_STALE, said: t('card.approved') });
  const close = () => setAsked(null);
  if (state === 'refused') return null;
  if (state === 'approved') {
    return (
      <div className="k-card-tools">
        {can.roll_out === true ? <Button small press={() => setAsked('rollout')}>{t('card.roll_out')}</Button> : null}
        {asked === 'rollout' ? <RolloutDialog version={id} kind={kind} close={close} /> : null}
      </div>
    );
  }
  if (can.decide !== true) return <p className="k-quiet">{can.decide}</p>;
  return (
    <div className="k-card-tools">
      {outcome === 'block' ? <Hint title={t('card.blocked')}><span className="k-quiet">{t('card.blocked')}</span></Hint> : <Button small primary press={() => approve.run()} busy={approve.busy}>{t('card.approve')}</Button>}
      <Button small press={() => setAsked('refusal')}>{t('card.refuse')}</Button>
      {asked === 'refusal' ? <RefusalDialog version={id} close={close} /> : null}
    </div>
  );
}

function CardDialog({ close }: { close: () => void }) {
  const t = useT();
  const [kind, setKind] = useState<CardKind>('welcome_message');
  const [title, setTitle] = useState('');
  const [body, setBody] = useState('');
  const add = useAction({ run: () => ask(api.POST('/api/v1/card-texts', { body: { kind, title: title.trim(), body } })), stale: CARD_STALE, said: t('card.added'), then: close, quietFailure: true });
  return (
    <Dialog title={t('card.add')} open close={close}>
      <Form submit={() => add.run()} verb={t('action.save')} busy={add.busy} error={add.error} cancel={close} disabled={title.trim() === '' || body.trim() === ''}>
        <Field label={t('card.kind')} error={add.error?.fields.kind}>
          {() => <Select label={t('card.kind')} value={kind} options={CARD_KINDS.map((value) => ({ value, label: t(`entitlement.${value}`) }))} change={(next) => setKind(CARD_KINDS.find((one) => one === next) ?? 'welcome_message')} width={240} />}
        </Field>
        <TextField label={t('card.title')} hint={t('card.title_hint')} value={title} change={setTitle} error={add.error?.fields.title} required />
        <AreaField label={t('card.body')} hint={t('card.body_hint')} value={body} change={setBody} error={add.error?.fields.body} most={CARD_CHARS_MAX} required />
      </Form>
    </Dialog>
  );
}

function VersionDialog({ card, body: before, close }: { card: string; body: string; close: () => void }) {
  const t = useT();
  const [body, setBody] = useState(before);
  const add = useAction({ run: () => ask(api.POST('/api/v1/card-texts/{card}/versions', { params: { path: { card } }, body: { body } })), stale: CARD_STALE, said: t('card.added'), then: close, quietFailure: true });
  return (
    <Dialog title={t('card.new_version')} open close={close}>
      <Form submit={() => add.run()} verb={t('action.save')} busy={add.busy} error={add.error} cancel={close} disabled={body.trim() === '' || body === before}>
        <AreaField label={t('card.body')} hint={t('card.body_hint')} value={body} change={setBody} error={add.error?.fields.body} most={CARD_CHARS_MAX} required />
      </Form>
    </Dialog>
  );
}

function RefusalDialog({ version, close }: { version: string; close: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const refuse = useAction({ run: () => ask(api.POST('/api/v1/card-versions/{version}/refusal', { params: { path: { version } }, body: { reason: reason.trim() } })), stale: CARD_STALE, said: t('card.refused'), then: close, quietFailure: true });
  return (
    <Dialog title={t('card.refuse')} open close={close}>
      <Form submit={() => refuse.run()} verb={t('card.refuse')} busy={refuse.busy} error={refuse.error} cancel={close} disabled={reason.trim() === ''}>
        <TextField label={t('card.refuse_reason')} value={reason} change={setReason} error={refuse.error?.fields.reason} required />
      </Form>
    </Dialog>
  );
}

function RolloutDialog({ version, kind, close }: { version: string; kind: CardKind; close: () => void }) {
  const t = useT();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const accounts = useQuery(accountsQuery);
  const roll = useAction({
    run: () => ask(api.POST('/api/v1/card-versions/{version}/rollouts', { params: { path: { version } }, body: { accounts: [...chosen] } })),
    stale: CARD_STALE,
    said: t('card.rolled_out'),
    then: close,
    quietFailure: true,
  });
  const toggle = (id: string, into: boolean) => {
    const next = new Set(chosen);
    if (into) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Dialog title={`${t('card.roll_out')} · ${t(`entitlement.${kind}`)}`} open close={close}>
      <Form submit={() => roll.run()} verb={t('card.roll_out')} busy={roll.busy} error={roll.error} cancel={close} disabled={chosen.size === 0}>
        <p className="k-quiet">{t('card.chosen', { count: chosen.size })}</p>
        <Loaded query={accounts}>
          {({ items }) => (
            <div className="k-card-accounts" role="group" aria-label={t('card.choose')}>
              {items.filter((account) => account.kind === 'kos').map((account) => <Tick key={account.id} checked={chosen.has(account.id)} change={(into) => toggle(account.id, into)}>{account.nickname}</Tick>)}
            </div>
          )}
        </Loaded>
      </Form>
    </Dialog>
  );
}
