/** A phone number with its middle hidden; shown whole for a moment, for a reason that is written down. */
import { useEffect, useState } from 'react';
import { api, ask } from '@/api/client';
import type { EmployeeView } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Form } from '@/ui/Form';
import { Dialog } from '@/ui/layout';

/** For how long a number is shown whole; it hides sooner when the page goes out of sight. */
const SHOWN_S = 30;
const REASON_CHARS_MAX = 200;

export function Phone({ view }: { view: EmployeeView }) {
  const t = useT();
  const [whole, setWhole] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const hide = () => setWhole(null);
  useEffect(() => {
    if (whole === null) return undefined;
    const timer = window.setTimeout(() => setWhole(null), SHOWN_S * 1_000);
    const left = () => { if (document.hidden) setWhole(null); };
    document.addEventListener('visibilitychange', left);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', left);
    };
  }, [whole]);
  if (view.phone === null) return ABSENT;
  return (
    <span className="k-row">
      <span className="k-number" aria-live="polite">{whole ?? view.phone}</span>
      {whole !== null ? <Button small press={hide}>{t('reveal.hide')}</Button> : null}
      {whole === null && view.can.reveal_phone === true ? <Button small press={() => setAsking(true)}>{t('reveal.show')}</Button> : null}
      {asking ? <ReasonDialog view={view} show={setWhole} close={() => setAsking(false)} /> : null}
    </span>
  );
}

function ReasonDialog({ view, show, close }: { view: EmployeeView; show: (phone: string) => void; close: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const reveal = useAction({
    run: () => ask(api.POST('/api/v1/employees/{employee}/phone-reveals', { params: { path: { employee: view.id } }, body: { reason } })),
    stale: [], quietFailure: true,
    then: ({ phone }) => { show(phone); close(); },
  });
  return (
    <Dialog title={t('reveal.phone_of', { name: view.name })} open close={close} width={440}>
      <Form submit={() => reveal.run()} verb={t('reveal.show')} busy={reveal.busy} error={reveal.error} cancel={close} disabled={reason.trim() === ''}>
        <AreaField label={t('reveal.reason')} hint={t('reveal.hint', { seconds: SHOWN_S })} value={reason} change={setReason} error={reveal.error?.fields.reason} most={REASON_CHARS_MAX} lines={2} required />
      </Form>
    </Dialog>
  );
}
