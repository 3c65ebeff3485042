/** One request beside the list: what is asked, what was decided, what it cost and brought. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { Promotion, PromotionFile, PromotionResults } from '@/api/types';
import { OutcomeTag } from '@/content/Findings';
import { ABSENT } from '@/format/number';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Form, TextField } from '@/ui/Form';
import { DetailDrawer, Dialog, Facts } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { Loaded } from '@/ui/states';
import { PromotionResultsDialog } from './PromotionResultsDialog';
import { PROMOTION_STALE, yuan } from '@/selling/queries';
import { PromotionStateTag } from '@/selling/tags';
import { Terms } from './Terms';

export function PromotionDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const file = useQuery({
    queryKey: ['promotions', 'one', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/promotions/{promotion}', { params: { path: { promotion: id } }, signal })),
    enabled: id !== '',
  });
  return (
    <DetailDrawer title={t('promotion.one')} open={id !== ''} close={close}>
      {id === '' ? null : <Loaded query={file}>{(known) => <Detail file={known} />}</Loaded>}
    </DetailDrawer>
  );
}

function Detail({ file: { promotion, results, reported } }: { file: PromotionFile }) {
  const t = useT();
  const { account, nickname, note_title: title, state, reason, over_budget_fen: over, decided_at: at } = promotion;
  return (
    <div className="k-stack">
      <Steps promotion={promotion} />
      {over ? <p className="k-notice k-notice-watch">{t('promotion.over', { yuan: yuan(over) })}</p> : null}
      <Facts
        items={[
          { label: t('selling.state'), value: <><PromotionStateTag state={state} /> {reason}</> },
          { label: t('selling.account'), value: <Link to={`/accounts/${account}?tab=selling`}>{nickname}</Link> },
          { label: t('promotion.note'), value: title ?? t('promotion.whole') },
          ...(title ? [{ label: t('promotion.judged'), value: <OutcomeTag outcome={promotion.outcome} /> }] : []),
          { label: t('promotion.budget'), value: <Figure value={promotion.budget_fen} measure="money" /> },
          { label: t('promotion.days'), value: <Figure value={promotion.days} measure="count" /> },
          { label: t('promotion.why'), value: promotion.why },
          { label: t('promotion.asked_by'), value: `${promotion.asked_by} · ${exactTime(promotion.asked_at)}` },
          { label: t('promotion.decided_by'), value: promotion.decided_by && at ? `${promotion.decided_by} · ${exactTime(at)}` : ABSENT },
          { label: t('promotion.cost_per_lead'), value: <Figure value={promotion.cost_per_lead_fen} measure="money" /> },
        ]}
      />
      {results.map((one) => <Entry key={one.revision} results={one} />)}
      {state === 'approved' ? <Reported reported={reported} /> : null}
      {state === 'asked' ? <Terms account={account} /> : null}
    </div>
  );
}

function Entry({ results: { spend_fen: spend, impression, message_consult: consult, leads, overspend_reason: why, reason, entered_by: name, entered_at: at } }: { results: PromotionResults }) {
  const t = useT();
  return (
    <article>
      <Facts
        items={[
          { label: t('promotion.spend'), value: <Figure value={spend} measure="money" /> },
          { label: t('promotion.impression'), value: <Figure value={impression} measure="count" /> },
          { label: t('promotion.message_consult'), value: <Figure value={consult} measure="count" /> },
          { label: t('promotion.leads'), value: <Figure value={leads} measure="count" /> },
          ...(why ? [{ label: t('promotion.overspend_reason'), value: why }] : []),
        ]}
      />
      <p className="k-quiet">{t('selling.entered', { name, at: exactTime(at) })}{reason ? ` · ${reason}` : ''}</p>
    </article>
  );
}

function Reported({ reported }: { reported: PromotionFile['reported'] }) {
  const t = useT();
  if (!reported) return <p className="k-quiet">{t('promotion.no_report')}</p>;
  const { from, to, spend_fen: spend, impression, message_consult: consult, leads } = reported;
  return (
    <section className="k-stack" aria-label={t('promotion.reported', { from, to })}>
      <h3>{t('promotion.reported', { from, to })}</h3>
      <Facts
        items={[
          { label: t('promotion.spend'), value: <Figure value={spend} measure="money" /> },
          { label: t('promotion.impression'), value: <Figure value={impression} measure="count" /> },
          { label: t('promotion.message_consult'), value: <Figure value={consult} measure="count" /> },
          { label: t('promotion.leads'), value: <Figure value={leads} measure="count" /> },
        ]}
      />
    </section>
  );
}

function Steps({ promotion }: { promotion: Promotion }) {
  const t = useT();
  const { id, state, can, results } = promotion;
  const [asked, setAsked] = useState<'approval' | 'refusal' | 'count' | null>(null);
  const path = { params: { path: { promotion: id } } };
  const withdraw = useAction({ run: () => ask(api.POST('/api/v1/promotions/{promotion}/withdrawal', path)), stale: PROMOTION_STALE, said: t('promotion.withdrawn') });
  const close = () => setAsked(null);
  return (
    <>
      <div className="k-row">
        {can.decide === true ? <Button primary press={() => setAsked('approval')}>{t('promotion.approve')}</Button> : null}
        {can.decide === true ? <Button press={() => setAsked('refusal')}>{t('promotion.refuse')}</Button> : null}
        {can.withdraw === true ? <Button press={() => withdraw.run()} busy={withdraw.busy}>{t('promotion.withdraw')}</Button> : null}
        {can.count === true ? <Button primary={!results} press={() => setAsked('count')}>{t(results ? 'selling.correct' : 'promotion.count')}</Button> : null}
      </div>
      {state === 'asked' && can.decide !== true ? <p className="k-quiet">{can.decide}</p> : null}
      {asked === 'approval' || asked === 'refusal' ? <DecisionDialog id={id} kind={asked} close={close} /> : null}
      {asked === 'count' ? <PromotionResultsDialog promotion={promotion} close={close} /> : null}
    </>
  );
}

function DecisionDialog({ id, kind, close }: { id: string; kind: 'approval' | 'refusal'; close: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const grants = kind === 'approval';
  const verb = t(grants ? 'promotion.approve' : 'promotion.refuse');
  const asked = { params: { path: { promotion: id } }, body: { reason: reason.trim() } };
  const decide = useAction({
    run: () => (grants ? ask(api.POST('/api/v1/promotions/{promotion}/approval', asked)) : ask(api.POST('/api/v1/promotions/{promotion}/refusal', asked))),
    stale: PROMOTION_STALE, said: t(grants ? 'promotion.approved' : 'promotion.refused'), then: close, quietFailure: true,
  });
  return (
    <Dialog title={verb} open close={close} width={420}>
      <Form submit={() => decide.run()} verb={verb} busy={decide.busy} error={decide.error} cancel={close} disabled={!grants && reason.trim() === ''}>
        <TextField label={t(grants ? 'promotion.approve_reason' : 'promotion.refuse_reason')} value={reason} change={setReason} error={decide.error?.fields.reason} required={!grants} />
      </Form>
    </Dialog>
  );
}
