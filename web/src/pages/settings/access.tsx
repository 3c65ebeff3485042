/** A role with what it may see: the same fields for a member and for an invitation. */
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { ApiError } from '@/api/error';
import { storesQuery } from '@/api/lists';
import type { Can, MemberChange, Role, Visibility } from '@/api/types';
import { useT } from '@/i18n';
import { Select, Tick } from '@/ui/controls';
import { Field } from '@/ui/Form';

const ROLES: readonly Role[] = ['owner', 'operator', 'service_agent', 'employee', 'compliance_officer', 'auditor'];
const VISIBILITIES: readonly Visibility[] = ['all', 'stores', 'own'];

export type Access = Required<Omit<MemberChange, 'employee'>> & { employee: string | null };
export const FIRST_ACCESS: Access = { role: 'operator', visibility: 'all', stores: [], regions: [], employee: null };

interface AccessProps {
  access: Access;
  change: (access: Access) => void;
  error: ApiError | null;
  /** Whether the role may be another one, or why not. */
  role?: Can;
}

export function AccessFields({ access, change, error, role: may = true }: AccessProps) {
  const t = useT();
  const { role, visibility } = access;
  return (
    <>
      <Field label={t('member.role')} hint={typeof may === 'string' ? may : t(`role_hint.${role}`)} error={error?.fields.role}>
        {() => <Select label={t('member.role')} value={role} disabled={may !== true} options={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))} change={(next) => change({ ...access, role: next as Role })} width={240} />}
      </Field>
      <Field label={t('member.visibility')} error={error?.fields.visibility}>
        {() => <Select label={t('member.visibility')} value={visibility} options={VISIBILITIES.map((one) => ({ value: one, label: t(`visibility.${one}`) }))} change={(next) => change({ ...access, visibility: next as Visibility })} width={240} />}
      </Field>
      {visibility === 'stores' ? <StoreTicks access={access} change={change} error={error} /> : null}
      <EmployeeChoice access={access} change={change} error={error} />
    </>
  );
}

const toggled = (list: readonly string[], one: string, on: boolean): string[] => (on ? [...list, one] : list.filter((other) => other !== one));

function StoreTicks({ access, change, error }: AccessProps) {
  const t = useT();
  const stores = useQuery(storesQuery);
  const items = stores.data?.items ?? [];
  const regions = [...new Set(items.map(({ region }) => region).filter(Boolean))];
  return (
    <>
      <Field label={t('people.stores')} error={error?.fields.stores}>
        {() => (
          <div className="k-column-choices">
            {items.map(({ id, name }) => <Tick key={id} checked={access.stores.includes(id)} change={(on) => change({ ...access, stores: toggled(access.stores, id, on) })}>{name}</Tick>)}
            {items.length === 0 ? <span className="k-quiet">{t('store.none')}</span> : null}
          </div>
        )}
      </Field>
      {regions.length > 0 ? (
        <Field label={t('member.regions')} hint={t('member.regions_hint')} error={error?.fields.regions}>
          {() => (
            <div className="k-column-choices">
              {regions.map((region) => <Tick key={region} checked={access.regions.includes(region)} change={(on) => change({ ...access, regions: toggled(access.regions, region, on) })}>{region}</Tick>)}
            </div>
          )}
        </Field>
      ) : null}
    </>
  );
}

function EmployeeChoice({ access, change, error }: AccessProps) {
  const t = useT();
  const employees = useQuery({ queryKey: ['employees', 'choices'], queryFn: ({ signal }) => ask(api.GET('/api/v1/employees', { params: { query: { limit: 200 } }, signal })) });
  const options = (employees.data?.items ?? []).map(({ id, name, employee_no: number }) => ({ value: id, label: [name, number].filter(Boolean).join(' · ') }));
  return (
    <Field label={t('member.employee')} hint={t('member.employee_hint')} error={error?.fields.employee}>
      {() => <Select label={t('member.employee')} any={t('member.no_employee')} value={access.employee ?? ''} options={options} change={(employee) => change({ ...access, employee: employee || null })} width={280} />}
    </Field>
  );
}
