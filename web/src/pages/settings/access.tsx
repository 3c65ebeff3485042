/** A role with what it may see: the same three fields for a member and for an invitation. */
import { useQuery } from '@tanstack/react-query';
import { Select as Choice, Tick } from '@/ui/controls';
import { api, ask } from '@/api/client';
import type { ApiError } from '@/api/error';
import type { Role, Visibility } from '@/api/sketch';
import { useT } from '@/i18n';
import { Field } from '@/ui/Form';

const ROLES: readonly Role[] = ['owner', 'operator', 'service_agent', 'employee', 'compliance_officer', 'auditor'];
const VISIBILITIES: readonly Visibility[] = ['all', 'stores', 'own'];

export interface Access {
  role: Role;
  visibility: Visibility;
  stores: string[];
}

export function AccessFields({ access, change, error }: { access: Access; change: (access: Access) => void; error: ApiError | null }) {
  const t = useT();
  const { role, visibility } = access;
  return (
    <>
      <Field label={t('member.role')} hint={t(`role_hint.${role}`)} error={error?.fields.role}>
        {() => <Choice label={t('member.role')} value={role} options={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))} change={(next) => change({ ...access, role: next as Role })} width={240} />}
      </Field>
      <Field label={t('member.visibility')} error={error?.fields.visibility}>
        {() => <Choice label={t('member.visibility')} value={visibility} options={VISIBILITIES.map((one) => ({ value: one, label: t(`visibility.${one}`) }))} change={(next) => change({ ...access, visibility: next as Visibility })} width={240} />}
      </Field>
      {visibility === 'stores' ? <StoreTicks access={access} change={change} error={error} /> : null}
    </>
  );
}

function StoreTicks({ access, change, error }: { access: Access; change: (access: Access) => void; error: ApiError | null }) {
  const t = useT();
  const stores = useQuery({ queryKey: ['stores'], queryFn: ({ signal }) => ask(api.GET('/api/v1/stores', { signal })) });
  const toggle = (id: string, checked: boolean) => change({ ...access, stores: checked ? [...access.stores, id] : access.stores.filter((one) => one !== id) });
  return (
    <Field label={t('people.stores')} error={error?.fields.stores}>
      {() => (
        <div className="k-column-choices">
          {(stores.data?.items ?? []).map(({ id, name }) => <Tick key={id} checked={access.stores.includes(id)} change={(checked) => toggle(id, checked)}>{name}</Tick>)}
        </div>
      )}
    </Field>
  );
}
