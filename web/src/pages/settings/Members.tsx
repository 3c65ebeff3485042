import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { membersQuery } from '@/api/lists';
import type { MemberView } from '@/api/types';
import { exactTime } from '@/format/time';
import { useT, type Translate } from '@/i18n';
import { MenuButton } from '@/ui/controls';
import { useAction, useConfirm } from '@/ui/feedback';
import { Form } from '@/ui/Form';
import { MoreIcon } from '@/ui/icons';
import { Dialog, Panel } from '@/ui/layout';
import { Person, RoleTag } from '@/ui/plain/tags';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Secret } from '@/ui/Secret';
import { Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { AccessFields, type Access } from './access';

/** What a member sees, in words: everything, or which stores and regions, or whose accounts. */
const sightText = (t: Translate) => ({ visibility, stores, regions, employee }: MemberView) =>
  [t(`visibility.${visibility}`), ...(visibility === 'stores' ? [...stores.map(({ name }) => name), ...regions] : visibility === 'own' && employee ? [employee.name] : [])].join(' · ');

export function Members() {
  const t = useT();
  const [editing, setEditing] = useState<MemberView | null>(null);
  const [link, setLink] = useState<{ link: string; expires_at: string } | null>(null);
  const members = useQuery(membersQuery);
  const columns: Column<MemberView>[] = [
    { key: 'name', title: t('member.name'), fixed: true, width: 200, cell: ({ user }) => <Person name={user.name} note={user.email} /> },
    { key: 'role', title: t('member.role'), cell: ({ role }) => <RoleTag role={role} /> },
    { key: 'visibility', title: t('member.visibility'), cell: sightText(t) },
    { key: 'second_factor', title: t('member.second_factor'), cell: ({ user }) => t(user.second_factor ? 'member.on' : 'member.off') },
    { key: 'seen', title: t('member.seen'), cell: ({ seen_at: at }) => <RelativeTime at={at} /> },
    { key: 'tools', title: t('table.actions'), fixed: true, number: true, cell: (member) => <MemberMenu member={member} edit={() => setEditing(member)} show={setLink} /> },
  ];
  return (
    <Panel flush>
      <Loaded query={members}>{({ items }) => <DataTable label={t('settings.members')} columns={columns} rows={items} rowKey={({ user }) => user.id} open={(member) => { if (member.can.change === true) setEditing(member); }} />}</Loaded>
      {editing ? <MemberDialog member={editing} close={() => setEditing(null)} /> : null}
      {link ? (
        <Dialog title={t('member.reset_link')} open close={() => setLink(null)}>
          <Secret text={link.link} note={t('member.reset_note', { time: exactTime(link.expires_at).slice(0, 16) })} />
        </Dialog>
      ) : null}
    </Panel>
  );
}

function MemberMenu({ member: { user, can }, edit, show }: { member: MemberView; edit: () => void; show: (link: { link: string; expires_at: string }) => void }) {
  const t = useT();
  const confirm = useConfirm();
  const at = { params: { path: { user: user.id } } };
  const reset = useAction({ run: () => ask(api.POST('/api/v1/members/{user}/password-reset', at)), stale: [], then: show });
  const remove = useAction({ run: () => ask(api.DELETE('/api/v1/members/{user}', at)), stale: ['members'], said: t('member.removed') });
  const askRemove = async () => {
    if (await confirm({ title: t('member.remove_title', { name: user.name }), text: t('member.remove_text'), verb: t('member.remove'), danger: true })) remove.run();
  };
  return (
    <MenuButton
      inTable
      label={t('table.actions_for', { name: user.name })}
      icon={<MoreIcon />}
      items={[
        { key: 'edit', label: t('action.edit'), can: can.change, choose: edit },
        { key: 'reset', label: t('member.reset'), can: can.reset_password, choose: () => reset.run() },
        'line',
        { key: 'remove', label: t('member.remove'), danger: true, can: can.remove, choose: () => void askRemove() },
      ]}
    />
  );
}

function accessOf({ role, visibility, stores, regions, employee }: MemberView): Access {
  return { role, visibility, stores: stores.map(({ id }) => id), regions, employee: employee?.id ?? null };
}

function MemberDialog({ member, close }: { member: MemberView; close: () => void }) {
  const t = useT();
  const [access, setAccess] = useState(() => accessOf(member));
  const save = useAction({
    run: () => ask(api.PATCH('/api/v1/members/{user}', { params: { path: { user: member.user.id } }, body: access })),
    stale: ['members', 'me'],
    said: t('action.saved'),
    then: close,
    quietFailure: true,
  });
  return (
    <Dialog title={member.user.name} open close={close}>
      <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close}>
        <AccessFields access={access} change={setAccess} error={save.error} role={member.can.change_role} />
      </Form>
    </Dialog>
  );
}
