import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { InvitationView } from '@/api/types';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Form, TextField } from '@/ui/Form';
import { AddIcon } from '@/ui/icons';
import { Dialog, Panel } from '@/ui/layout';
import { RoleTag, StateTag, type Tone } from '@/ui/plain/tags';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Secret } from '@/ui/Secret';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { AccessFields, FIRST_ACCESS, type Access } from './access';

const TONE: Record<InvitationView['state'], Tone> = { open: 'accent', accepted: 'good', expired: 'quiet', withdrawn: 'quiet' };

export function Invitations() {
  const t = useT();
  const [inviting, setInviting] = useState(false);
  const invitations = useQuery({ queryKey: ['invitations'], queryFn: ({ signal }) => ask(api.GET('/api/v1/invitations', { signal })) });
  const withdraw = useAction({
    run: (invitation: string) => ask(api.DELETE('/api/v1/invitations/{invitation}', { params: { path: { invitation } } })),
    stale: ['invitations'],
    said: t('invitation.withdrawn'),
  });
  const columns: Column<InvitationView>[] = [
    { key: 'email', title: t('gate.email'), fixed: true, cell: ({ email }) => email },
    { key: 'role', title: t('member.role'), cell: ({ role }) => <RoleTag role={role} /> },
    { key: 'state', title: t('imports.state'), cell: ({ state }) => <StateTag tone={TONE[state]}>{t(`invitation.${state}`)}</StateTag> },
    { key: 'by', title: t('imports.by'), cell: ({ by }) => by },
    { key: 'expires', title: t('invitation.expires'), cell: ({ expires_at: at, state }) => <RelativeTime at={state === 'open' || state === 'expired' ? at : null} /> },
    { key: 'tools', title: t('table.actions'), fixed: true, number: true, cell: ({ id, can }) => can.withdraw === true && <Button small press={() => withdraw.run(id)}>{t('invitation.withdraw')}</Button> },
  ];
  return (
    <Panel flush>
      <TableBar><Button primary icon={<AddIcon />} press={() => setInviting(true)}>{t('invitation.add')}</Button></TableBar>
      <Loaded query={invitations}>
        {({ items }) => <DataTable label={t('settings.invitations')} columns={columns} rows={items} rowKey={({ id }) => id} empty={<EmptyState title={t('invitation.none')} text={t('invitation.none_text')} />} />}
      </Loaded>
      {inviting ? <InviteDialog close={() => setInviting(false)} /> : null}
    </Panel>
  );
}

function InviteDialog({ close }: { close: () => void }) {
  const t = useT();
  const [email, setEmail] = useState('');
  const [access, setAccess] = useState<Access>(FIRST_ACCESS);
  const [link, setLink] = useState<string | null>(null);
  const invite = useAction({
    run: () => ask(api.POST('/api/v1/invitations', { body: { email, ...access } })),
    stale: ['invitations'],
    then: ({ link: made }) => setLink(made),
    quietFailure: true,
  });
  return (
    <Dialog title={t('invitation.add')} open close={close}>
      {link ? <Secret text={link} note={t('invitation.link_note', { email })} /> : (
        <Form submit={() => invite.run()} verb={t('invitation.make')} busy={invite.busy} error={invite.error} cancel={close} disabled={email === ''}>
          <TextField label={t('gate.email')} type="email" value={email} change={setEmail} error={invite.error?.fields.email} required />
          <AccessFields access={access} change={setAccess} error={invite.error} />
        </Form>
      )}
    </Dialog>
  );
}
