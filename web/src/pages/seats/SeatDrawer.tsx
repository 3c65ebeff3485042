/** One seat beside the list: its facts, and what can be done with it now. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { Seat, SeatStepName } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Button, MenuButton } from '@/ui/controls';
import { MoreIcon } from '@/ui/icons';
import { DetailDrawer, Facts } from '@/ui/layout';
import { Person } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import { PersonaLink } from '@/papers/PersonaLink';
import { BindDialog } from './BindDialog';
import { StepDialog } from './StepDialog';
import { SeatStateTag } from './tags';

/** The steps in the order of a seat's life; the first that can be taken is offered as a button. */
const ONWARD: readonly SeatStepName[] = ['thaw', 'approve', 'pay', 'submit', 'certify', 'renew', 'bind'];
const ASIDE: readonly SeatStepName[] = ['reject', 'unbind', 'freeze', 'release'];

export function SeatDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const seat = useQuery({
    queryKey: ['seats', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/seats/{seat}', { params: { path: { seat: id } }, signal })),
    enabled: id !== '',
  });
  return (
    <DetailDrawer title={seat.data?.planned_for ?? t('seat.one')} open={id !== ''} close={close}>
      {id === '' ? null : <Loaded query={seat}>{(known) => <Detail seat={known} />}</Loaded>}
    </DetailDrawer>
  );
}

function Detail({ seat }: { seat: Seat }) {
  const t = useT();
  const [step, setStep] = useState<SeatStepName | null>(null);
  const { state, term, holder, account, persona, employer, frozen, can } = seat;
  const days = term ? t(term.days_left < 0 ? 'seat.days_over' : 'seat.days_left', { days: Math.abs(term.days_left) }) : '';
  return (
    <div className="k-stack">
      <Steps seat={seat} choose={setStep} />
      {frozen ? <p className="k-notice k-notice-watch">{t('seat.frozen_why', { reason: frozen.reason })}</p> : null}
      {state === 'lapsed' && typeof can.renew === 'string' ? <p className="k-notice k-notice-act">{can.renew}</p> : null}
      <Facts
        items={[
          { label: t('seat.state'), value: <SeatStateTag state={state} /> },
          { label: t('seat.entity'), value: seat.entity.name },
          { label: t('seat.ownership'), value: <><span>{t(`ownership.${seat.ownership}`)}</span> <span className="k-quiet">{t(`ownership_text.${seat.ownership}`)}</span></> },
          { label: t('seat.term'), value: term ? <><span className="k-number">{term.until}</span> <span className="k-quiet">{days}</span></> : ABSENT },
          { label: t('seat.holder'), value: holder ? <Person name={holder.name} note={holder.post ?? null} /> : ABSENT },
          { label: t('seat.account'), value: account ? <Link to={`/accounts/${account.id}`}>{account.nickname}</Link> : ABSENT },
          { label: t('seat.persona'), value: persona ? <PersonaLink persona={persona} /> : ABSENT },
          { label: t('seat.employer'), value: employer?.name ?? ABSENT },
          { label: t('seat.former'), value: seat.former_holders > 0 ? t('seat.former_n', { count: seat.former_holders }) : ABSENT },
          { label: t('seat.requested_by'), value: seat.requested_by },
          { label: t('seat.approved_by'), value: seat.approved_by ?? ABSENT },
          ...(seat.gate_override ? [{ label: t('seat.override'), value: seat.gate_override }] : []),
          ...(seat.remark ? [{ label: t('seat.remark'), value: seat.remark }] : []),
        ]}
      />
      <p className="k-quiet">{t('seat.history')}</p>
      {step === 'bind' ? <BindDialog seat={seat} close={() => setStep(null)} /> : null}
      {step && step !== 'bind' ? <StepDialog step={step} seats={[seat]} close={() => setStep(null)} /> : null}
    </div>
  );
}

function Steps({ seat: { can }, choose }: { seat: Seat; choose: (step: SeatStepName) => void }) {
  const t = useT();
  const [next, ...others] = ONWARD.filter((step) => can[step] === true);
  const aside = [...others, ...ASIDE.filter((step) => can[step] === true)];
  if (!next && aside.length === 0) return null;
  return (
    <div className="k-row">
      {next ? <Button primary press={() => choose(next)}>{t(`step.${next}`)}</Button> : null}
      {aside.length > 0 ? <MenuButton label={t('table.actions')} quiet={false} {...(next ? { icon: <MoreIcon /> } : {})} items={aside.map((step) => ({ key: step, label: t(`step.${step}`), danger: step === 'release', choose: () => choose(step) }))}>{next ? undefined : t('table.actions')}</MenuButton> : null}
    </div>
  );
}
