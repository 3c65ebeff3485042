/** Looking at a file of the vault: the reason first, the file then; who looked before stands below. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { openEvidence, showEvidence } from '@/api/evidence';
import { useT } from '@/i18n';
import { useAction } from '@/ui/feedback';
import { AreaField, Form } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Loaded } from '@/ui/states';

const REASON_CHARS_MAX = 200;

interface LookDialogProps {
  title: string;
  /** The file in the vault. */
  file: string;
  /** Who will see that somebody looked. */
  hint: string;
  close: () => void;
}

export function LookDialog({ title, file, hint, close }: LookDialogProps) {
  const t = useT();
  const [reason, setReason] = useState('');
  const looks = useQuery({
    queryKey: ['evidence', file, 'looks'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/evidence-files/{file}/openings', { params: { path: { file } }, signal })),
  });
  const look = useAction({ run: () => openEvidence(file, reason), stale: ['evidence'], quietFailure: true, then: showEvidence });
  return (
    <Dialog title={t('proof.look_of', { title })} open close={close}>
      <Form submit={() => look.run()} verb={t('proof.look_do')} busy={look.busy} error={look.error} cancel={close} disabled={reason.trim() === ''}>
        <AreaField label={t('proof.look_reason')} hint={hint} value={reason} change={setReason} error={look.error?.fields.reason} most={REASON_CHARS_MAX} lines={2} required />
      </Form>
      <h3 className="k-section">{t('proof.looks')}</h3>
      <Loaded query={looks} lines={2}>
        {({ items }) => items.length === 0 ? <p className="k-quiet">{t('proof.no_looks')}</p> : (
          <ul className="k-looks">{items.map(({ id, opened_by: by, reason: why, opened_at: at }) => <li key={id}>{t('proof.looked', { by, reason: why })} <span className="k-quiet"><RelativeTime at={at} /></span></li>)}</ul>
        )}
      </Loaded>
    </Dialog>
  );
}
