/** Offers of agents: what is wrong with them, by which rule, and what was decided. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { AgentOffer, OfferDecision, OfferFinding } from '@/api/types';
import { download } from '@/api/files';
import { useLanguage, useT } from '@/i18n';
import { Button, Select } from '@/ui/controls';
import { useAction, useToast } from '@/ui/feedback';
import { AddIcon, DownloadIcon } from '@/ui/icons';
import { AreaField, Field, Form } from '@/ui/Form';
import { DetailDrawer, Facts } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { useParamsState } from '@/ui/url';
import { OfferDialog } from './OfferDialog';
import { VerdictTag } from './tags';

const LIMIT = 200;
const NOTE_MAX = 500;
const PARAMS = { offer: '' };
const DECISIONS: readonly OfferDecision[] = ['declined', 'reported', 'asked', 'accepted'];

export function Offers() {
  const t = useT();
  const me = useMe();
  const [params, setParams] = useParamsState(PARAMS);
  const [checking, setChecking] = useState(false);
  const offers = useQuery({ queryKey: ['agent-offers'], queryFn: ({ signal }) => ask(api.GET('/api/v1/agent-offers', { params: { query: { limit: LIMIT } }, signal })) });
  const columns: Column<AgentOffer>[] = [
    { key: 'agent', title: t('offer.agent'), fixed: true, width: 180, cell: ({ agent }) => agent },
    { key: 'verdict', title: t('offer.verdict'), cell: ({ verdict }) => <VerdictTag verdict={verdict} /> },
    { key: 'offered_on', title: t('offer.offered_on'), number: true, cell: ({ offered_on: day }) => <span className="k-number">{day}</span> },
    { key: 'price', title: t('offer.price'), number: true, cell: ({ price }) => <Figure value={price} measure="money" /> },
    { key: 'seats', title: t('offer.seats'), number: true, cell: ({ seats }) => <Figure value={seats} measure="count" /> },
    { key: 'decision', title: t('offer.decision'), cell: ({ decision }) => (decision ? t(`offer_decision.${decision.decision}`) : <span className="k-quiet">{t('offer.undecided')}</span>) },
    { key: 'by', title: t('fee.by'), cell: ({ recorded_by: by }) => by },
  ];
  const add = <Button primary icon={<AddIcon />} press={() => setChecking(true)}>{t('offer.add')}</Button>;
  const open = offers.data?.items.find(({ id }) => id === params.offer);
  return (
    <>
      <p className="k-quiet k-seats-section">{t('offer.lead')}</p>
      {offers.data && offers.data.items.length > 0 ? <TableBar>{add}</TableBar> : null}
      <Loaded query={offers}>
        {({ items }) => <DataTable label={t('offer.list')} columns={columns} rows={items} rowKey={({ id }) => id} open={({ id }) => setParams({ offer: id })} selected={params.offer} empty={<EmptyState title={t('offer.none')} text={t('offer.none_text')}>{add}</EmptyState>} />}
      </Loaded>
      <DetailDrawer title={open?.agent ?? t('offer.list')} open={open !== undefined} close={() => setParams({ offer: '' })}>{open ? <Detail offer={open} /> : null}</DetailDrawer>
      {checking ? <OfferDialog mayFile={me.can.manage_seats ?? false} close={() => setChecking(false)} /> : null}
    </>
  );
}

export function Findings({ findings }: { findings: OfferFinding[] }) {
  const t = useT();
  const language = useLanguage();
  if (findings.length === 0) return <p className="k-notice k-notice-good">{t('offer.clean')}</p>;
  return (
    <ul className="k-stack">
      {findings.map(({ promise, verdict, says, rule, way_out: wayOut }) => (
        <li key={`${promise ?? 'price'}${says.zh}`} className="k-finding">
          <p><VerdictTag verdict={verdict} /> <strong>{says[language]}</strong></p>
          <p className="k-quiet">{rule[language]}</p>
          <p>{t('offer.way_out', { text: wayOut[language] })}</p>
        </li>
      ))}
    </ul>
  );
}

function Detail({ offer }: { offer: AgentOffer }) {
  const t = useT();
  const toast = useToast();
  const { id, payer, words, promises, findings, decision, verdict, can } = offer;
  return (
    <div className="k-stack">
      <div className="k-row"><Button icon={<DownloadIcon />} press={() => void download(`/api/v1/agent-offers/${id}/file`, `${id}.json`).catch(toast.failed)}>{t('offer.download')}</Button></div>
      <Facts
        items={[
          { label: t('offer.verdict'), value: <VerdictTag verdict={verdict} /> },
          { label: t('offer.payer'), value: payer || '–' },
          { label: t('offer.price'), value: <Figure value={offer.price} measure="money" /> },
          { label: t('offer.promises'), value: promises.map((promise) => t(`offer_promise.${promise}`)).join('、') || '–' },
          { label: t('offer.words'), value: words || '–' },
          ...(decision ? [{ label: t('offer.decision'), value: `${t(`offer_decision.${decision.decision}`)} · ${decision.by}${decision.note ? ` · ${decision.note}` : ''}` }] : []),
        ]}
      />
      <Findings findings={findings} />
      {can.decide === true ? <Decide id={id} /> : null}
    </div>
  );
}

function Decide({ id }: { id: string }) {
  const t = useT();
  const [decision, setDecision] = useState<OfferDecision>('declined');
  const [note, setNote] = useState('');
  const action = useAction({ run: () => ask(api.POST('/api/v1/agent-offers/{offer}/decision', { params: { path: { offer: id } }, body: { decision, note } })), stale: ['agent-offers'], said: t('action.saved'), quietFailure: true });
  return (
    <Form submit={() => action.run()} verb={t('offer.decide')} busy={action.busy} error={action.error}>
      <Field label={t('offer.decision')}>{() => <Select label={t('offer.decision')} value={decision} options={DECISIONS.map((value) => ({ value, label: t(`offer_decision.${value}`) }))} change={(next) => setDecision(DECISIONS.find((one) => one === next) ?? 'declined')} width={240} />}</Field>
      <AreaField label={t('offer.decide_note')} value={note} change={setNote} error={action.error?.fields.note} most={NOTE_MAX} lines={2} />
    </Form>
  );
}
