/** An employee's last day: what is done, what is open, and the sheet at the end, which prints on paper as it stands here. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, ask } from '@/api/client';
import { download } from '@/api/files';
import type { DepartureStep, DepartureView } from '@/api/types';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useAction, useConfirm, useToast } from '@/ui/feedback';
import { Form, TextField } from '@/ui/Form';
import { DownloadIcon, PrintIcon } from '@/ui/icons';
import { Dialog, PageHeader, Panel } from '@/ui/layout';
import { StateTag } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import { LeavingAccounts } from './LeavingAccounts';
import { Takedowns } from './Takedowns';
import { BY_HAND, DEPARTURE_STALE, departureQuery } from './departure';
import './departure.css';

export default function DeparturePage() {
  const { departure: id = '' } = useParams();
  const departure = useQuery(departureQuery(id));
  return <div className="k-page k-departure-page"><Loaded query={departure} lines={12}>{(view) => <Departure view={view} />}</Loaded></div>;
}

function Departure({ view }: { view: DepartureView }) {
  const t = useT();
  const toast = useToast();
  const open = view.steps.filter((step) => !step.is_done).length;
  const save = () => download(`/api/v1/departures/${view.id}/sheet`, `${view.employee_name}.csv`).catch(toast.failed);
  return (
    <>
      <PageHeader title={t('departure.of', { name: view.employee_name })} lead={<>{t('departure.last_day', { day: view.last_day })} · {view.closure ? t('departure.closed') : t('departure.open_steps', { count: open })}</>}>
        <Button icon={<PrintIcon />} press={() => print()}>{t('departure.print')}</Button>
        <Button icon={<DownloadIcon />} press={() => void save()}>{t('departure.save')}</Button>
        <Close view={view} />
      </PageHeader>
      <Steps view={view} />
      <LeavingAccounts view={view} />
      <Takedowns view={view} />
      <Sheet view={view} />
    </>
  );
}

function Steps({ view }: { view: DepartureView }) {
  const t = useT();
  return (
    <Panel title={t('departure.steps')}>
      <ol className="k-steps">
        {view.steps.map(({ step, is_done: done, note, done_by: by, done_at: at }) => (
          <li key={step} data-done={done}>
            <StateTag tone={done ? 'good' : 'watch'}>{t(done ? 'departure.done' : 'departure.todo')}</StateTag>
            <div>
              <strong>{t(`departure_step.${step}`)}</strong>
              <p className="k-quiet">{t(`departure_about.${step}`)}</p>
              {note ? <p>{note}{by && at ? <span className="k-quiet"> · {by} · {exactTime(at).slice(0, 16)}</span> : null}</p> : null}
            </div>
            <StepAction view={view} step={step} done={done} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function StepAction({ view, step, done }: { view: DepartureView; step: DepartureStep; done: boolean }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const at = { params: { path: { departure: view.id } } };
  const unbind = useAction({ run: () => ask(api.POST('/api/v1/departures/{departure}/unbinding', at)), stale: DEPARTURE_STALE, said: t('departure.done') });
  const retire = useAction({ run: () => ask(api.POST('/api/v1/departures/{departure}/persona-end', at)), stale: DEPARTURE_STALE, said: t('departure.done') });
  if (view.can.change !== true || done) return null;
  if (step === 'unbind') return <Button small press={() => unbind.run()} busy={unbind.busy}>{t('departure.unbind')}</Button>;
  if (step === 'persona') return <Button small press={() => retire.run()} busy={retire.busy}>{t('departure.retire')}</Button>;
  if (step === 'today_items') return <HandItems view={view} />;
  if (!BY_HAND.includes(step)) return null;
  return <><Button small press={() => setAsking(true)}>{t('departure.mark')}</Button>{asking ? <MarkDialog view={view} step={step} close={() => setAsking(false)} /> : null}</>;
}

function MarkDialog({ view, step, close }: { view: DepartureView; step: DepartureStep; close: () => void }) {
  const t = useT();
  const [note, setNote] = useState('');
  const mark = useAction({
    run: () => ask(api.PUT('/api/v1/departures/{departure}/steps/{step}', { params: { path: { departure: view.id, step } }, body: { note } })),
    stale: DEPARTURE_STALE, said: t('departure.done'), then: close, quietFailure: true,
  });
  return (
    <Dialog title={t(`departure_step.${step}`)} open close={close}>
      <Form submit={() => mark.run()} verb={t('departure.mark')} busy={mark.busy} error={mark.error} cancel={close} disabled={note.trim() === ''}>
        <TextField label={t('departure.note')} hint={t('departure.note_hint')} value={note} change={setNote} error={mark.error?.fields.note} required />
      </Form>
    </Dialog>
  );
}

function HandItems({ view }: { view: DepartureView }) {
  const t = useT();
  const successor = view.accounts.find(({ successor: one }) => one)?.successor ?? null;
  const hand = useAction({
    run: () => ask(api.POST('/api/v1/departures/{departure}/item-transfer', { params: { path: { departure: view.id } }, body: { successor: successor ?? '' } })),
    stale: DEPARTURE_STALE, said: t('departure.done'),
  });
  return <Button small press={() => hand.run()} busy={hand.busy} disabled={successor === null}>{t('departure.hand_items', { count: view.items_open })}</Button>;
}

function Close({ view }: { view: DepartureView }) {
  const t = useT();
  const confirm = useConfirm();
  const close = useAction({ run: () => ask(api.POST('/api/v1/departures/{departure}/closure', { params: { path: { departure: view.id } } })), stale: DEPARTURE_STALE, said: t('departure.closed') });
  const askClose = async () => {
    if (await confirm({ title: t('departure.close_title', { name: view.employee_name }), text: t('departure.close_text'), verb: t('departure.close') })) close.run();
  };
  if (view.closure) return null;
  return <Button primary press={() => void askClose()} busy={close.busy} disabled={view.can.close !== true}>{t('departure.close')}</Button>;
}

/** The end of the page, and of the paper: who signs, and the hash by which a copy is known. */
function Sheet({ view }: { view: DepartureView }) {
  const t = useT();
  const { closure } = view;
  return (
    <Panel title={t('departure.sheet')}>
      {closure ? <p>{t('departure.sealed', { by: closure.by, time: exactTime(closure.at).slice(0, 16) })}<br /><code className="k-number">{closure.sheet_sha256}</code></p> : <p className="k-quiet">{t('departure.sheet_text')}</p>}
      <dl className="k-signatures">
        <div><dt>{t('departure.sign_leaver')}</dt><dd>{view.employee_name}</dd></div>
        <div><dt>{t('departure.sign_company')}</dt><dd>{closure?.by ?? ''}</dd></div>
      </dl>
      <p className="k-quiet"><Link to={`/people/${view.employee}`}>{t('person.file_of', { name: view.employee_name })}</Link></p>
    </Panel>
  );
}
