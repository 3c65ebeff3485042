/** Everything kept about a person: taken out for them, or erased once they have left. Both ask for a reason that is written down. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { keep } from '@/api/files';
import { useMe } from '@/api/me';
import type { EmployeeView } from '@/api/types';
import { useT } from '@/i18n';
import { MenuButton } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Form, TextField } from '@/ui/Form';
import { MoreIcon } from '@/ui/icons';
import { Dialog } from '@/ui/layout';

type What = 'take_out' | 'erase';

export function PersonData({ view }: { view: EmployeeView }) {
  const t = useT();
  const me = useMe();
  const [what, setWhat] = useState<What | null>(null);
  if (!me.can.reveal_personal) return null;
  return (
    <>
      <MenuButton
        label={t('table.actions')}
        icon={<MoreIcon />}
        quiet={false}
        items={[
          { key: 'take_out', label: t('person_data.take_out'), choose: () => setWhat('take_out') },
          { key: 'erase', label: t('person_data.erase'), danger: true, choose: () => setWhat('erase') },
        ]}
      />
      {what ? <ReasonDialog what={what} view={view} close={() => setWhat(null)} /> : null}
    </>
  );
}

function ReasonDialog({ what, view, close }: { what: What; view: EmployeeView; close: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const at = { params: { path: { employee: view.id } }, body: { reason } };
  const act = useAction({
    run: async () => {
      if (what === 'erase') return ask(api.POST('/api/v1/employees/{employee}/erasure', at));
      const file = await ask(api.POST('/api/v1/employees/{employee}/data-export', at));
      keep(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }), `${view.id}.json`);
      return null;
    },
    stale: ['person', 'employees', 'proofs', 'personas', 'evidence', 'agreements'],
    said: t(what === 'erase' ? 'person_data.erased' : 'person_data.taken_out'), then: close, quietFailure: true,
  });
  return (
    <Dialog title={t(`person_data.${what}`)} open close={close}>
      <p>{t(what === 'erase' ? 'person_data.erase_text' : 'person_data.take_out_text')}</p>
      <Form submit={() => act.run()} verb={t(`person_data.${what}`)} busy={act.busy} error={act.error} cancel={close} disabled={reason.trim() === ''} danger={what === 'erase'}>
        <TextField label={t('person_data.reason')} value={reason} change={setReason} error={act.error?.fields.reason} required />
      </Form>
    </Dialog>
  );
}
