/** Proofs about employees: handed in, looked at for a reason, accepted or refused. */
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { ProofView } from '@/api/types';
import { useT } from '@/i18n';
import { Button, MenuButton } from '@/ui/controls';
import { useAction, useConfirm } from '@/ui/feedback';
import { AreaField, Form } from '@/ui/Form';
import { MoreIcon } from '@/ui/icons';
import { Dialog } from '@/ui/layout';
import { StateTag, type Tone } from '@/ui/plain/tags';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { LookDialog } from './LookDialog';
import { PAPERS_STALE } from './queries';

const TONE: Record<ProofView['standing'], Tone> = { waiting: 'watch', valid: 'good', refused: 'act', ended: 'quiet' };
const REASON_CHARS_MAX = 200;

type Asked = { what: 'look' | 'refuse'; proof: ProofView } | null;

export function ProofTable({ proofs, label, withPerson, empty }: { proofs: ProofView[]; label: string; withPerson?: boolean; empty: React.ReactNode }) {
  const t = useT();
  const [asked, setAsked] = useState<Asked>(null);
  const person: Column<ProofView>[] = withPerson ? [{ key: 'person', title: t('proof.person'), fixed: true, width: 120, cell: ({ employee, employee_name: name }) => <Link to={`/people/${employee}`} tabIndex={-1}>{name}</Link> }] : [];
  const columns: Column<ProofView>[] = [
    ...person,
    { key: 'title', title: t('proof.title'), fixed: !withPerson, width: 220, cell: ({ title }) => <span title={title}>{title}</span> },
    { key: 'kind', title: t('proof.kind'), cell: ({ kind }) => t(`proof_kind.${kind}`) },
    { key: 'until', title: t('proof.until'), number: true, cell: ({ valid_until: until }) => <span className="k-number">{until ?? t('proof.forever')}</span> },
    { key: 'standing', title: t('proof.standing'), width: 220, cell: (proof) => <Standing proof={proof} /> },
    { key: 'tools', title: t('table.actions'), fixed: true, number: true, width: 180, cell: (proof) => <Tools proof={proof} ask={setAsked} /> },
  ];
  return (
    <>
      <DataTable label={label} columns={columns} rows={proofs} rowKey={({ id }) => id} empty={empty} />
      {asked?.what === 'look' ? <LookDialog file={asked.proof.file} title={asked.proof.title} close={() => setAsked(null)} /> : null}
      {asked?.what === 'refuse' ? <RefuseDialog proof={asked.proof} close={() => setAsked(null)} /> : null}
    </>
  );
}

function Standing({ proof: { standing, review } }: { proof: ProofView }) {
  const t = useT();
  const said = review ? (review.reason ? t('proof.reviewed', { by: review.by, reason: review.reason }) : review.by) : null;
  return <><StateTag tone={TONE[standing]}>{t(`proof_standing.${standing}`)}</StateTag> {said ? <span className="k-quiet" title={said}>{said}</span> : null}</>;
}

function Tools({ proof, ask: askFor }: { proof: ProofView; ask: (asked: Asked) => void }) {
  const t = useT();
  const confirm = useConfirm();
  const at = { params: { path: { proof: proof.id } } };
  const accept = useAction({ run: () => ask(api.PUT('/api/v1/employee-proofs/{proof}/review', { ...at, body: { verdict: 'accepted' } })), stale: PAPERS_STALE, said: t('proof.accepted') });
  const remove = useAction({ run: () => ask(api.DELETE('/api/v1/employee-proofs/{proof}', at)), stale: PAPERS_STALE, said: t('proof.removed') });
  const askRemove = async () => {
    if (await confirm({ title: proof.title, verb: t('proof.remove'), danger: true })) remove.run();
  };
  return (
    <span className="k-row">
      {proof.can.review === true ? <Button small press={() => accept.run()} busy={accept.busy}>{t('proof.accept')}</Button> : null}
      <MenuButton
        label={t('table.actions')}
        icon={<MoreIcon />}
        inTable
        items={[
          { key: 'look', label: t('proof.look'), choose: () => askFor({ what: 'look', proof }) },
          { key: 'refuse', label: t('proof.refuse'), can: proof.can.review, choose: () => askFor({ what: 'refuse', proof }) },
          { key: 'remove', label: t('proof.remove'), danger: true, can: proof.can.remove, choose: () => void askRemove() },
        ]}
      />
    </span>
  );
}

function RefuseDialog({ proof, close }: { proof: ProofView; close: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const refuse = useAction({
    run: () => ask(api.PUT('/api/v1/employee-proofs/{proof}/review', { params: { path: { proof: proof.id } }, body: { verdict: 'refused', reason } })),
    stale: PAPERS_STALE, said: t('proof.refused'), then: close, quietFailure: true,
  });
  return (
    <Dialog title={t('proof.refuse_of', { title: proof.title })} open close={close}>
      <Form submit={() => refuse.run()} verb={t('proof.refuse')} busy={refuse.busy} error={refuse.error} cancel={close} disabled={reason.trim() === ''}>
        <AreaField label={t('proof.reason')} value={reason} change={setReason} error={refuse.error?.fields.reason} most={REASON_CHARS_MAX} lines={2} required />
      </Form>
    </Dialog>
  );
}
