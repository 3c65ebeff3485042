/** One draft: what it is to be, its words, what is found in them, what people said, and how it leaves. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, ask } from '@/api/client';
import type { Draft, DraftFile } from '@/api/types';
import { ABSENT } from '@/format/number';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { DRAFTS_STALE, draftQuery, REASON_CHARS_MAX } from '@/studio/queries';
import { RiskTag, StageTag, StepTag } from '@/studio/tags';
import { Button, MenuButton } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Form } from '@/ui/Form';
import { MoreIcon } from '@/ui/icons';
import { Dialog, Facts, PageHeader, Panel, Tabs } from '@/ui/layout';
import { DueTime } from '@/ui/plain/RelativeTime';
import { Loaded } from '@/ui/states';
import { DraftDialog } from './DraftDialog';
import { nameOf } from './DraftsTab';
import { Reading } from './Reading';
import { Results } from './Results';
import { Said } from './Said';
import { Versions } from './Versions';
import { Writing } from './Writing';
import './studio.css';

type Part = 'text' | 'said' | 'versions' | 'results';

export default function DraftPage() {
  const { draft: id = '' } = useParams();
  const file = useQuery(draftQuery(id));
  return <div className="k-page"><Loaded query={file}>{(known) => <Opened key={known.draft.id} file={known} />}</Loaded></div>;
}

function Opened({ file }: { file: DraftFile }) {
  const t = useT();
  const [part, setPart] = useState<Part>('text');
  const [isRewriting, setRewriting] = useState(false);
  const { draft, can, decisions } = file;
  const isWriting = can.write === true && (draft.stage === 'writing' || isRewriting);
  const text = isWriting
    ? <Writing file={file} done={() => setRewriting(false)} />
    : <Reading file={file} {...(can.write === true ? { rewrite: () => setRewriting(true) } : {})} />;
  return (
    <>
      <PageHeader title={nameOf(draft)} lead={<Lead draft={draft} />}><Steps file={file} /></PageHeader>
      <Notices file={file} />
      <Panel>
        <Plan draft={draft} />
      </Panel>
      <Panel>
        <Tabs
          value={part}
          change={setPart}
          tabs={[
            { key: 'text', label: t('draft.text'), content: text },
            { key: 'said', label: t('draft.said_n', { count: decisions.length }), content: <Said file={file} /> },
            { key: 'versions', label: t('draft.versions'), content: <Versions draft={draft.id} /> },
            { key: 'results', label: t('results.tab'), content: <Results draft={draft.id} /> },
          ]}
        />
      </Panel>
    </>
  );
}

function Lead({ draft: { account, nickname, writer, stage, risk, review_due_at: dueAt } }: { draft: Draft }) {
  const t = useT();
  return (
    <span className="k-row">
      <StageTag stage={stage} /> {risk ? <RiskTag risk={risk} /> : null}
      <Link to={`/accounts/${account}`}>{nickname}</Link> <span>{t('draft.by', { name: writer.name })}</span>
      {dueAt ? <span>{t('draft.review_due')} <DueTime at={dueAt} /></span> : null}
    </span>
  );
}

function Plan({ draft: { angle, idea, form, due_day: due, minutes, product_line: line, audience } }: { draft: Draft }) {
  const t = useT();
  return (
    <Facts
      items={[
        { label: t('draft.angle'), value: angle },
        { label: t('draft.idea'), value: idea ? <Link to={`/studio/ideas?idea=${idea.id}`}>{idea.title}</Link> : ABSENT },
        { label: t('draft.form'), value: t(`draft_form.${form}`) },
        { label: t('draft.due'), value: due ?? ABSENT },
        { label: t('draft.minutes'), value: t('draft.minutes_n', { count: minutes }) },
        { label: t('draft.product_line'), value: line || ABSENT },
        { label: t('draft.audience'), value: audience || ABSENT },
      ]}
    />
  );
}

/** What stands in the way or has happened, in the order in which it matters. */
function Notices({ file: { draft, paused, decisions, due_step: step, handoff, can } }: { file: DraftFile }) {
  const t = useT();
  const last = decisions.filter(({ text_no: no }) => no === draft.text_no).at(-1);
  return (
    <div className="k-studio-notices">
      {paused ? <p className="k-notice k-notice-act">{t('draft.paused', { reason: paused })}</p> : null}
      {draft.dropped_reason ? <p className="k-notice k-notice-quiet">{t('draft.dropped_why', { reason: draft.dropped_reason })}</p> : null}
      {draft.stage === 'writing' && last?.decision === 'returned' ? <p className="k-notice k-notice-watch">{t('draft.returned_why', { name: last.by, reason: last.reason })}</p> : null}
      {step ? <p className="k-notice k-notice-quiet k-row"><StepTag step={step} /> {typeof can.decide === 'string' ? can.decide : t('draft.your_look')}</p> : null}
      {handoff ? <p className="k-notice k-notice-quiet">{t('draft.handed_over_at', { at: exactTime(handoff.handed_over_at) })} {handoff.link ? <a href={handoff.link} target="_blank" rel="noreferrer">{handoff.link}</a> : t('draft.no_link')}</p> : null}
    </div>
  );
}

type Asked = 'plan' | 'withdrawal' | 'dropping';

function Steps({ file: { draft, can } }: { file: DraftFile }) {
  const t = useT();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <Button to="/studio/drafts">{t('draft.all')}</Button>
      <MenuButton
        label={t('studio.tools')}
        icon={<MoreIcon />}
        quiet={false}
        items={[
          { key: 'plan', label: t('draft.replan'), can: can.plan, choose: () => setAsked('plan') },
          { key: 'withdrawal', label: t('draft.withdraw'), can: can.withdraw, choose: () => setAsked('withdrawal') },
          { key: 'dropping', label: t('draft.drop'), can: can.drop, danger: true, choose: () => setAsked('dropping') },
        ]}
      />
      {asked === 'plan' ? <DraftDialog draft={draft} close={close} /> : null}
      {asked === 'withdrawal' || asked === 'dropping' ? <ReasonDialog id={draft.id} kind={asked} close={close} /> : null}
    </>
  );
}

function ReasonDialog({ id, kind, close }: { id: string; kind: 'withdrawal' | 'dropping'; close: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const drops = kind === 'dropping';
  const verb = t(drops ? 'draft.drop' : 'draft.withdraw');
  const asked = { params: { path: { draft: id } }, body: { reason: reason.trim() } };
  const say = useAction({
    run: () => (drops ? ask(api.POST('/api/v1/drafts/{draft}/dropping', asked)) : ask(api.POST('/api/v1/drafts/{draft}/withdrawal', asked))),
    stale: DRAFTS_STALE, said: t(drops ? 'draft.dropped' : 'draft.withdrawn'), then: close, quietFailure: true,
  });
  return (
    <Dialog title={verb} open close={close} width={460}>
      <Form submit={() => say.run()} verb={verb} danger={drops} busy={say.busy} error={say.error} cancel={close} disabled={reason.trim() === ''}>
        <AreaField label={t('draft.reason')} hint={t(drops ? 'draft.drop_hint' : 'draft.withdraw_hint')} value={reason} change={setReason} error={say.error?.fields.reason} most={REASON_CHARS_MAX} lines={2} required />
      </Form>
    </Dialog>
  );
}
