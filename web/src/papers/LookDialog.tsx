/** Looking at a file of the vault: the reason first, the file then; who looked before stands below. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { openEvidence, showEvidence } from '@/api/evidence';
import type { EvidenceOpening } from '@/api/types';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Form } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Loaded } from '@/ui/states';
import { usePages, type Page } from '@/ui/table/usePages';

const REASON_CHARS_MAX = 200;
const LOOKS_AT_ONCE = 20;

interface LookDialogProps {
  /** The file in the vault. */
  file: string;
  title: string;
  /** Who will see that somebody looked, where it is not about a person. */
  hint?: string;
  close: () => void;
}

export function LookDialog({ file, title, hint, close }: LookDialogProps) {
  const t = useT();
  const [reason, setReason] = useState('');
  const look = useAction({ run: () => openEvidence(file, reason), stale: ['evidence'], quietFailure: true, then: showEvidence });
  return (
    <Dialog title={t('proof.look_of', { title })} open close={close}>
      <Form submit={() => look.run()} verb={t('proof.look_do')} busy={look.busy} error={look.error} cancel={close} disabled={reason.trim() === ''}>
        <AreaField label={t('proof.look_reason')} hint={hint ?? t('proof.look_hint')} value={reason} change={setReason} error={look.error?.fields.reason} most={REASON_CHARS_MAX} lines={2} required />
      </Form>
      <h3 className="k-section">{t('proof.looks')}</h3>
      <Looks file={file} />
    </Dialog>
  );
}

/** Who looked at a file and why, the latest first. */
export function Looks({ file }: { file: string }) {
  const t = useT();
  const looks = usePages<EvidenceOpening, Page<EvidenceOpening>>(['evidence', file, 'looks'], (cursor, signal) =>
    ask(api.GET('/api/v1/evidence-files/{file}/openings', { params: { path: { file }, query: { limit: LOOKS_AT_ONCE, ...(cursor ? { cursor } : {}) } }, signal })));
  return (
    <Loaded query={looks.query} lines={2}>
      {() => looks.items.length === 0 ? <p className="k-quiet">{t('proof.no_looks')}</p> : (
        <>
          <ul className="k-looks">{looks.items.map(({ id, opened_by: by, reason: why, opened_at: at }) => <li key={id}>{t('proof.looked', { by, reason: why })} <span className="k-quiet"><RelativeTime at={at} /></span></li>)}</ul>
          {looks.more ? <div className="k-table-more"><Button press={looks.more.load} busy={looks.more.busy}>{t('table.more')}</Button></div> : null}
        </>
      )}
    </Loaded>
  );
}
