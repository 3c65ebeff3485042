/** What the brand changed in its rules and proposes to change: each with its effect, decided by a second person. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { openEvidence, showEvidence } from '@/api/evidence';
import { useMe } from '@/api/me';
import type { AmendmentState, AmendmentView } from '@/api/types';
import { tOr, useT } from '@/i18n';
import { GradeTag, ruleValue } from '@/rulebook/Cited';
import { Button, Hint } from '@/ui/controls';
import { useAction, useConfirm } from '@/ui/feedback';
import { AreaField, Form, TextField } from '@/ui/Form';
import { DetailDrawer, Dialog, Facts } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { StateTag, type Tone } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { ChangeDialog } from './ChangeDialog';
import { Effects } from './Effects';
import { RULES_STALE } from './RowDialog';

const TONE: Record<AmendmentState, Tone> = { proposed: 'watch', adopted: 'good', refused: 'act', withdrawn: 'quiet' };

function useTitle(): (amendment: AmendmentView) => string {
  const t = useT();
  return ({ row, change, edition }) => {
    const name = tOr(`edition_short.${edition}`, edition);
    if (row) return `${name} · ${tOr(`rule_key.${row.key}`, row.key)} → ${ruleValue(t, row)}`;
    return t('rulebook.goes_over', { entity: change?.entity_name ?? '', edition: name });
  };
}

export function Amendments({ chosen, choose }: { chosen: string; choose: (id: string) => void }) {
  const t = useT();
  const me = useMe();
  const title = useTitle();
  const [changing, setChanging] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['rule-amendments', 'all'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => ask(api.GET('/api/v1/rule-amendments', { params: { query: pageParam ? { cursor: pageParam } : {} }, signal })),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const columns: Column<AmendmentView>[] = [
    { key: 'title', title: t('rulebook.what'), fixed: true, width: 320, cell: (one) => title(one) },
    { key: 'state', title: t('rulebook.state'), cell: ({ state }) => <StateTag tone={TONE[state]}>{t(`amendment_state.${state}`)}</StateTag> },
    { key: 'by', title: t('rulebook.proposed_by'), cell: ({ proposed_by: by }) => by },
    { key: 'at', title: t('rulebook.proposed_at'), number: true, cell: ({ proposed_at: at }) => <RelativeTime at={at} /> },
    { key: 'decided', title: t('rulebook.decided_by'), cell: ({ decision }) => decision?.by ?? '' },
    { key: 'counts', title: t('rulebook.counts_from'), number: true, cell: ({ decision }) => decision?.counts_from ?? '' },
  ];
  const change = me.can.propose_rules ? <Button primary press={() => setChanging(true)}>{t('rulebook.change')}</Button> : null;
  return (
    <>
      <Loaded query={list}>
        {() => (
          <>
            {rows.length > 0 ? <TableBar>{change}</TableBar> : null}
            <DataTable label={t('rulebook.changes')} columns={columns} rows={rows} rowKey={({ id }) => id} open={({ id }) => choose(id)} empty={<EmptyState title={t('rulebook.none')} text={t('rulebook.none_text')}>{change}</EmptyState>} />
            {list.hasNextPage ? <div className="k-table-more"><Button press={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>{t('table.more')}</Button></div> : null}
          </>
        )}
      </Loaded>
      {changing ? <ChangeDialog close={() => setChanging(false)} /> : null}
      {chosen ? <Opened id={chosen} close={() => choose('')} /> : null}
    </>
  );
}

function Opened({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const title = useTitle();
  const detail = useQuery({ queryKey: ['rule-amendment', id], queryFn: ({ signal }) => ask(api.GET('/api/v1/rule-amendments/{amendment}', { params: { path: { amendment: id } }, signal })) });
  return (
    <DetailDrawer title={detail.data ? title(detail.data.amendment) : t('rulebook.changes')} open close={close} width={760}>
      <Loaded query={detail}>
        {({ amendment, effects }) => (
          <div className="k-stack">
            <About amendment={amendment} />
            <section>
              <h3 className="k-section">{t(amendment.state === 'proposed' ? 'rulebook.effect' : 'rulebook.effect_then')}</h3>
              <Effects effects={effects} />
            </section>
            <Decide amendment={amendment} />
          </div>
        )}
      </Loaded>
    </DetailDrawer>
  );
}

function About({ amendment }: { amendment: AmendmentView }) {
  const t = useT();
  const { row, change, note, state, proposed_by: by, proposed_at: at, decision } = amendment;
  const items = [
    { label: t('rulebook.state'), value: <StateTag tone={TONE[state]}>{t(`amendment_state.${state}`)}</StateTag> },
    ...(row ? [
      { label: t('rulebook.value'), value: <>{ruleValue(t, row)} {t(`rule_scope.${row.scope}`)}</> },
      { label: t('rulebook.source'), value: <>{row.link ? <a href={row.link} target="_blank" rel="noreferrer">{row.source}</a> : row.source} <GradeTag grade={row.grade} /></> },
      { label: t('rulebook.from'), value: row.valid_from ?? '' },
    ] : []),
    ...(change ? [{ label: t('rulebook.entity'), value: change.entity_name }, { label: t('rulebook.seen_on'), value: change.seen_on }] : []),
    ...(note ? [{ label: t('rulebook.note'), value: note }] : []),
    { label: t('rulebook.proposed_by'), value: <>{by} · <RelativeTime at={at} /></> },
    ...(decision ? [{ label: t('rulebook.decided_by'), value: <>{decision.by} · <RelativeTime at={decision.at} />{decision.note ? ` · ${decision.note}` : ''}</> }] : []),
    ...(decision?.counts_from ? [{ label: t('rulebook.counts_from'), value: decision.counts_from }] : []),
    { label: t('rulebook.screenshot'), value: <OpenEvidence file={amendment.evidence} /> },
  ];
  return <Facts items={items} />;
}

function OpenEvidence({ file }: { file: string }) {
  const t = useT();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const open = useAction({ run: () => openEvidence(file, reason), stale: ['evidence'], then: (blob) => { showEvidence(blob); setAsking(false); }, quietFailure: true });
  if (!me.can.reveal_personal) return <span className="k-quiet">{t('rulebook.screenshot_kept')}</span>;
  return (
    <>
      <Button small press={() => setAsking(true)}>{t('rulebook.open_evidence')}</Button>
      {asking ? (
        <Dialog title={t('rulebook.open_evidence')} open close={() => setAsking(false)} width={440}>
          <Form submit={() => open.run()} verb={t('rulebook.open_evidence')} busy={open.busy} error={open.error} cancel={() => setAsking(false)} disabled={reason.trim() === ''}>
            <TextField label={t('rulebook.open_reason')} value={reason} change={setReason} error={open.error?.fields.reason} required />
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}

function Decide({ amendment: { id, can } }: { amendment: AmendmentView }) {
  const t = useT();
  const confirm = useConfirm();
  const [deciding, setDeciding] = useState<'adopt' | 'refuse' | null>(null);
  const path = { params: { path: { amendment: id } } };
  const withdraw = useAction({ run: () => ask(api.DELETE('/api/v1/rule-amendments/{amendment}', path)), stale: RULES_STALE, said: t('rulebook.withdrawn') });
  const askWithdraw = async () => {
    if (await confirm({ title: t('rulebook.withdraw_title'), verb: t('rulebook.withdraw'), danger: true })) withdraw.run();
  };
  const shut = can.decide === true ? null : can.decide;
  return (
    <div className="k-row">
      {can.decide === true ? <><Button primary press={() => setDeciding('adopt')}>{t('rulebook.adopt')}</Button><Button danger press={() => setDeciding('refuse')}>{t('rulebook.refuse')}</Button></> : <Hint title={shut}><span className="k-quiet">{shut}</span></Hint>}
      {can.withdraw === true ? <Button press={() => void askWithdraw()} busy={withdraw.busy}>{t('rulebook.withdraw')}</Button> : null}
      {deciding ? <DecideDialog id={id} how={deciding} close={() => setDeciding(null)} /> : null}
    </div>
  );
}

function DecideDialog({ id, how, close }: { id: string; how: 'adopt' | 'refuse'; close: () => void }) {
  const t = useT();
  const [text, setText] = useState('');
  const path = { amendment: id };
  const decide = useAction({
    run: () => (how === 'adopt'
      ? ask(api.POST('/api/v1/rule-amendments/{amendment}/adoption', { params: { path }, body: { note: text } }))
      : ask(api.POST('/api/v1/rule-amendments/{amendment}/refusal', { params: { path }, body: { reason: text } }))),
    stale: RULES_STALE, said: t(how === 'adopt' ? 'rulebook.adopted' : 'rulebook.refused'), then: close, quietFailure: true,
  });
  const needed = how === 'refuse';
  return (
    <Dialog title={t(needed ? 'rulebook.refuse' : 'rulebook.adopt')} open close={close} width={480}>
      <Form submit={() => decide.run()} verb={t(needed ? 'rulebook.refuse' : 'rulebook.adopt')} busy={decide.busy} error={decide.error} cancel={close} danger={needed} disabled={needed && text.trim() === ''}>
        <p className="k-quiet k-rule-about">{t(needed ? 'rulebook.refuse_text' : 'rulebook.adopt_text')}</p>
        <AreaField label={t(needed ? 'rulebook.reason' : 'rulebook.decision_note')} value={text} change={setText} most={500} lines={3} error={decide.error?.fields.reason ?? decide.error?.fields.note} required={needed} />
      </Form>
    </Dialog>
  );
}
