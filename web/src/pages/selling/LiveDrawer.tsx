/** One live session beside the list: its plan, what became of it, and everything that was entered of it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { LiveFile, LiveResults, LiveSession } from '@/api/types';
import { ABSENT } from '@/format/number';
import { clockTime, exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Form, TextField } from '@/ui/Form';
import { DetailDrawer, Dialog, Facts } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { Person } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import { LiveDialog } from './LiveDialog';
import { LIVE_FIGURES, LiveResultsDialog } from './LiveResultsDialog';
import { LIVE_STALE } from '@/selling/queries';
import { LiveStateTag } from '@/selling/tags';

export function LiveDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const file = useQuery({
    queryKey: ['lives', 'one', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/live-sessions/{live}', { params: { path: { live: id } }, signal })),
    enabled: id !== '',
  });
  return (
    <DetailDrawer title={file.data?.session.topic ?? t('live.one')} open={id !== ''} close={close}>
      {id === '' ? null : <Loaded query={file}>{(known) => <Detail file={known} />}</Loaded>}
    </DetailDrawer>
  );
}

function Detail({ file: { session, results } }: { file: LiveFile }) {
  const t = useT();
  const { account, nickname, host, replier, goods, warnings, reason } = session;
  return (
    <div className="k-stack">
      <Steps live={session} />
      {warnings.map((warning) => <p key={warning} className="k-notice k-notice-watch">{warning}</p>)}
      <Facts
        items={[
          { label: t('selling.state'), value: <><LiveStateTag state={session.state} /> {reason}</> },
          { label: t('live.starts'), value: t('live.when', { at: clockTime(session.starts_at), minutes: session.minutes }) },
          { label: t('selling.account'), value: <Link to={`/accounts/${account}?tab=selling`}>{nickname}</Link> },
          { label: t('live.host'), value: <Person name={host.name} note={host.post ?? null} /> },
          { label: t('live.replier'), value: replier ? <Person name={replier.name} /> : ABSENT },
          { label: t('live.goods'), value: goods.length > 0 ? goods.map(({ name }) => name).join(' · ') : ABSENT },
          { label: t('live.planned_by'), value: session.planned_by },
        ]}
      />
      <section className="k-stack" aria-label={t('live.results')}>
        <h3>{t('live.results')}</h3>
        {results.length === 0 ? <p className="k-quiet">{t('live.no_results')}</p> : results.map((one) => <Entry key={one.revision} results={one} />)}
      </section>
    </div>
  );
}

function Entry({ results }: { results: LiveResults }) {
  const t = useT();
  return (
    <article>
      <Facts items={LIVE_FIGURES.map((figure) => ({ label: t(`live_figure.${figure}`), value: <Figure value={results[figure]} measure={figure === 'sales_fen' ? 'money' : 'count'} /> }))} />
      <p className="k-quiet">{t('selling.entered', { name: results.entered_by, at: exactTime(results.entered_at) })}{results.reason ? ` · ${results.reason}` : ''}</p>
    </article>
  );
}

function Steps({ live }: { live: LiveSession }) {
  const t = useT();
  const { id, version, can, results } = live;
  const [asked, setAsked] = useState<'plan' | 'cancel' | 'count' | null>(null);
  const hold = useAction({ run: () => ask(api.POST('/api/v1/live-sessions/{live}/holding', { params: { path: { live: id } }, body: { version } })), stale: LIVE_STALE, said: t('live.held_done') });
  const close = () => setAsked(null);
  return (
    <div className="k-row">
      {can.hold === true ? <Button primary press={() => hold.run()} busy={hold.busy}>{t('live.hold')}</Button> : null}
      {can.count === true ? <Button primary={!results} press={() => setAsked('count')}>{t(results ? 'selling.correct' : 'live.count')}</Button> : null}
      {can.plan === true ? <Button press={() => setAsked('plan')}>{t('live.replan')}</Button> : null}
      {can.cancel === true ? <Button press={() => setAsked('cancel')}>{t('live.cancel')}</Button> : null}
      {asked === 'plan' ? <LiveDialog live={live} close={close} /> : null}
      {asked === 'cancel' ? <CancelDialog live={live} close={close} /> : null}
      {asked === 'count' ? <LiveResultsDialog live={live} close={close} /> : null}
    </div>
  );
}

function CancelDialog({ live: { id, version }, close }: { live: LiveSession; close: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const cancel = useAction({
    run: () => ask(api.POST('/api/v1/live-sessions/{live}/cancellation', { params: { path: { live: id } }, body: { version, reason: reason.trim() } })),
    stale: LIVE_STALE, said: t('live.cancelled_done'), then: close, quietFailure: true,
  });
  return (
    <Dialog title={t('live.cancel')} open close={close} width={420}>
      <Form submit={() => cancel.run()} verb={t('live.cancel')} busy={cancel.busy} error={cancel.error} cancel={close} disabled={reason.trim() === ''} danger>
        <TextField label={t('selling.reason')} value={reason} change={setReason} error={cancel.error?.fields.reason} required />
      </Form>
    </Dialog>
  );
}
