/** A persona: its card on the left, what the truth check says of every claim on the right, while it is written. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { api, ask } from '@/api/client';
import { accountsQuery } from '@/api/lists';
import type { CheckedPersona, PersonaCard, PersonaView } from '@/api/types';
import { useSettled } from '@/content/useSettled';
import { useT } from '@/i18n';
import { Button, Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form } from '@/ui/Form';
import { Dialog, PageHeader, Panel } from '@/ui/layout';
import { StateTag } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import { useParamsState } from '@/ui/url';
import { PERSONA_TONE } from '@/papers/Personas';
import { CardForm } from './CardForm';
import { Check } from './Check';
import { EMPTY_CARD, isReady } from './card';
import '@/papers/papers.css';

const STALE = ['personas', 'today'];
const REASON_CHARS_MAX = 200;
const PEOPLE_MAX = 200;

export default function PersonaPage() {
  const { persona: id = '' } = useParams();
  return id === 'new' ? <NewPersona /> : <KnownPersona id={id} />;
}

function KnownPersona({ id }: { id: string }) {
  const persona = useQuery({ queryKey: ['personas', 'one', id], queryFn: ({ signal }) => ask(api.GET('/api/v1/personas/{persona}', { params: { path: { persona: id } }, signal })) });
  return <div className="k-page"><Loaded query={persona} lines={12}>{(view) => <Known key={`${id}-${view.persona.revision}-${view.persona.state}`} view={view} />}</Loaded></div>;
}

function Known({ view: { persona, check } }: { view: CheckedPersona }) {
  const t = useT();
  const [card, setCard] = useState(persona.card);
  const may = persona.can.change === true;
  const save = useAction({
    run: () => ask(api.PUT('/api/v1/personas/{persona}', { params: { path: { persona: persona.id } }, body: { card, revision: persona.revision } })),
    stale: STALE, said: t('persona.saved'), quietFailure: true,
  });
  return (
    <>
      <PageHeader
        title={t('persona.of', { nickname: persona.nickname })}
        lead={<><StateTag tone={PERSONA_TONE[persona.state]}>{t(`persona_state.${persona.state}`)}</StateTag> {persona.employee_name} · {t('persona.version', { version: persona.version })} · {t('persona.draft_n', { revision: persona.revision })}</>}
      >
        <Decisions persona={persona} open={check.open} changed={card !== persona.card} />
      </PageHeader>
      {persona.decision?.reason ? <Panel><p>{t('persona.decided', { by: persona.decision.by, reason: persona.decision.reason })}</p></Panel> : null}
      {persona.retirement ? <Panel><p>{t('persona.decided', { by: persona.retirement.by, reason: persona.retirement.reason })}</p></Panel> : null}
      <div className="k-persona">
        <Panel><CardForm card={card} change={may ? setCard : null} employee={persona.employee} save={save} /></Panel>
        <Check account={persona.account} employee={persona.employee} card={card} known={card === persona.card ? check : null} />
      </div>
    </>
  );
}

function Decisions({ persona, open, changed }: { persona: PersonaView; open: number; changed: boolean }) {
  const t = useT();
  const [asked, setAsked] = useState<'refusal' | 'retirement' | null>(null);
  const at = { params: { path: { persona: persona.id } } };
  const approve = useAction({ run: () => ask(api.POST('/api/v1/personas/{persona}/approval', { ...at, body: { revision: persona.revision } })), stale: STALE, said: t('persona.approved') });
  return (
    <>
      {persona.can.retire === true ? <Button press={() => setAsked('retirement')}>{t('persona.retire')}</Button> : null}
      {persona.can.change === true ? null : <Button to={`/personas/new?account=${persona.account}&employee=${persona.employee}`}>{t('persona.next')}</Button>}
      {persona.can.decide === true ? (
        <>
          <Button press={() => setAsked('refusal')}>{t('persona.refuse')}</Button>
          <Button primary press={() => approve.run()} busy={approve.busy} disabled={open > 0 || changed}>{t('persona.approve')}</Button>
        </>
      ) : null}
      {asked ? <ReasonDialog what={asked} persona={persona} close={() => setAsked(null)} /> : null}
    </>
  );
}

function ReasonDialog({ what, persona, close }: { what: 'refusal' | 'retirement'; persona: PersonaView; close: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const at = { params: { path: { persona: persona.id } } };
  const verb = what === 'refusal' ? t('persona.refuse') : t('persona.retire');
  const act = useAction({
    run: () => (what === 'refusal'
      ? ask(api.POST('/api/v1/personas/{persona}/refusal', { ...at, body: { revision: persona.revision, reason } }))
      : ask(api.POST('/api/v1/personas/{persona}/retirement', { ...at, body: { reason } }))),
    stale: STALE, said: what === 'refusal' ? t('persona.refused') : t('persona.retired'), then: close, quietFailure: true,
  });
  return (
    <Dialog title={verb} open close={close}>
      {what === 'retirement' ? <p>{t('persona.retire_text')}</p> : null}
      <Form submit={() => act.run()} verb={verb} busy={act.busy} error={act.error} cancel={close} disabled={reason.trim() === ''} danger={what === 'retirement'}>
        <AreaField label={t('persona.reason')} value={reason} change={setReason} error={act.error?.fields.reason} most={REASON_CHARS_MAX} lines={2} required />
      </Form>
    </Dialog>
  );
}

function NewPersona() {
  const t = useT();
  const navigate = useNavigate();
  const [{ account, employee }, setParams] = useParamsState({ account: '', employee: '' });
  const [card, setCard] = useState<PersonaCard>(EMPTY_CARD);
  const settled = useSettled(card);
  const save = useAction({
    run: () => ask(api.POST('/api/v1/personas', { body: { account, employee, card } })),
    stale: STALE, said: t('persona.saved'), quietFailure: true,
    then: ({ persona }) => void navigate(`/personas/${persona.id}`, { replace: true }),
  });
  return (
    <div className="k-page">
      <PageHeader title={t('persona.new')} lead={t('persona.none_text')} />
      <Panel><Whose account={account} employee={employee} change={setParams} /></Panel>
      {account && employee ? (
        <div className="k-persona">
          <Panel><CardForm card={card} change={setCard} employee={employee} save={save} /></Panel>
          {isReady(settled) ? <Check account={account} employee={employee} card={settled} known={null} /> : null}
        </div>
      ) : <Panel><p className="k-quiet">{t('persona.choose')}</p></Panel>}
    </div>
  );
}

function Whose({ account, employee, change }: { account: string; employee: string; change: (part: Partial<{ account: string; employee: string }>) => void }) {
  const t = useT();
  const accounts = useQuery(accountsQuery);
  const people = useQuery({ queryKey: ['employees', 'choices'], queryFn: ({ signal }) => ask(api.GET('/api/v1/employees', { params: { query: { limit: PEOPLE_MAX } }, signal })) });
  const named = (people.data?.items ?? []).filter(({ left_on: left }) => !left).map(({ id, name, post }) => ({ value: id, label: [name, post].filter(Boolean).join(' · ') }));
  return (
    <div className="k-row">
      <Field label={t('persona.account')} required>{() => <Select label={t('persona.account')} value={account} options={(accounts.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))} change={(next) => change({ account: next })} width={260} />}</Field>
      <Field label={t('persona.person')} required>{() => <Select label={t('persona.person')} value={employee} options={named} change={(next) => change({ employee: next })} width={260} />}</Field>
    </div>
  );
}
