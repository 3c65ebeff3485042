/** One person's file: what the roster says, what is missing before an account is bound, proofs, agreements and personas. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { EmployeeView, ReadinessView, SignatureView } from '@/api/types';
import { ABSENT } from '@/format/number';
import { todayIn } from '@/format/time';
import { useT } from '@/i18n';
import { Personas } from '@/papers/Personas';
import { ProofDialog } from '@/papers/ProofDialog';
import { ProofTable } from '@/papers/Proofs';
import { EmployeeDialog } from '@/pages/people/EmployeeDialog';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Field, Form, TextField } from '@/ui/Form';
import { AddIcon } from '@/ui/icons';
import { Dialog, Facts, PageHeader, Panel, Tabs } from '@/ui/layout';
import { DayField } from '@/ui/period';
import { Device } from '@/ui/plain/Device';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { useParamsState } from '@/ui/url';
import { PersonData } from './PersonData';
import { Phone } from './Phone';
import '@/papers/papers.css';

const PARAMS = { tab: 'proofs' };
const LIST_MAX = 200;

export default function EmployeePage() {
  const { employee: id = '' } = useParams();
  const at = { params: { path: { employee: id } } };
  const employee = useQuery({ queryKey: ['person', id], queryFn: ({ signal }) => ask(api.GET('/api/v1/employees/{employee}', { ...at, signal })) });
  return <div className="k-page"><Loaded query={employee}>{(view) => <File view={view} />}</Loaded></div>;
}

function File({ view }: { view: EmployeeView }) {
  const t = useT();
  const [{ tab }, setParams] = useParamsState(PARAMS);
  const [editing, setEditing] = useState(false);
  const tabs = [
    { key: 'proofs', label: t('proof.tab'), content: <Proofs employee={view.id} /> },
    { key: 'agreements', label: t('agreement.tab'), content: <Signatures employee={view.id} /> },
    { key: 'personas', label: t('persona.tab'), content: <Personas employee={view.id} /> },
  ];
  return (
    <>
      <PageHeader title={view.name} lead={[view.post, view.store?.name].filter(Boolean).join(' · ') || null}>
        <Leaving view={view} />
        {view.can.change === true ? <Button press={() => setEditing(true)}>{t('person.edit')}</Button> : null}
        <PersonData view={view} />
      </PageHeader>
      <Panel>
        <Facts
          items={[
            { label: t('employee.number'), value: view.employee_no ?? ABSENT },
            { label: t('employee.phone'), value: <Phone key={view.id} view={view} /> },
            { label: t('employee.manager'), value: view.manager ?? ABSENT },
            { label: t('employee.joined'), value: <span className="k-number">{view.hired_on ?? ABSENT}</span> },
            { label: t('employee.left_on'), value: <span className="k-number">{view.left_on ?? ABSENT}</span> },
            { label: t('employee.accounts'), value: <span className="k-number">{view.accounts}</span> },
          ]}
        />
      </Panel>
      <Readiness employee={view.id} />
      <Panel><Tabs value={tabs.some(({ key }) => key === tab) ? tab : PARAMS.tab} change={(next) => setParams({ tab: next })} tabs={tabs} /></Panel>
      {editing ? <EmployeeDialog employee={view} close={() => setEditing(false)} /> : null}
    </>
  );
}

/** The way to their departure, or its beginning. */
function Leaving({ view }: { view: EmployeeView }) {
  const t = useT();
  const [beginning, setBeginning] = useState(false);
  const departures = useQuery({ queryKey: ['departures', 'of', view.id], queryFn: ({ signal }) => ask(api.GET('/api/v1/departures', { params: { query: { employee: view.id, limit: 1 } }, signal })) });
  const latest = departures.data?.items[0];
  if (latest) return <Button to={`/departures/${latest.id}`}>{t('departure.go')}</Button>;
  if (view.can.change !== true || !departures.data) return null;
  return <><Button danger press={() => setBeginning(true)}>{t('departure.begin')}</Button>{beginning ? <BeginDialog view={view} close={() => setBeginning(false)} /> : null}</>;
}

function BeginDialog({ view, close }: { view: EmployeeView; close: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const [day, setDay] = useState(view.left_on ?? todayIn(new Date()));
  const [reason, setReason] = useState('');
  const begin = useAction({
    run: () => ask(api.POST('/api/v1/employees/{employee}/departure', { params: { path: { employee: view.id } }, body: { last_day: day, reason } })),
    stale: ['departures', 'person', 'employees'], quietFailure: true,
    then: ({ id }) => void navigate(`/departures/${id}`),
  });
  return (
    <Dialog title={t('departure.begin_of', { name: view.name })} open close={close}>
      <p>{t('departure.begin_text')}</p>
      <Form submit={() => begin.run()} verb={t('departure.begin')} busy={begin.busy} error={begin.error} cancel={close} disabled={day === ''} danger>
        <Field label={t('departure.last_day_label')} error={begin.error?.fields.last_day} required>{() => <DayField label={t('departure.last_day_label')} day={day} change={setDay} />}</Field>
        <TextField label={t('departure.reason')} value={reason} change={setReason} error={begin.error?.fields.reason} />
      </Form>
    </Dialog>
  );
}

function Readiness({ employee }: { employee: string }) {
  const readiness = useQuery({
    queryKey: ['person', employee, 'readiness'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/employees/{employee}/readiness', { params: { path: { employee } }, signal })),
  });
  return <Panel><Loaded query={readiness} lines={2}>{(view) => <Ready view={view} />}</Loaded></Panel>;
}

function Ready({ view: { gaps, proof_valid_until: until } }: { view: ReadinessView }) {
  const t = useT();
  if (gaps.length === 0) return <><h2 className="k-section">{t('person.ready')}</h2><p className="k-quiet">{t('person.ready_text', { day: until ?? ABSENT })}</p></>;
  return <><h2 className="k-section">{t('person.gaps')}</h2><ul className="k-gaps">{gaps.map((gap) => <li key={gap}>{t(`gap.${gap}`)}</li>)}</ul></>;
}

function Proofs({ employee }: { employee: string }) {
  const t = useT();
  const me = useMe();
  const [adding, setAdding] = useState(false);
  const proofs = useQuery({ queryKey: ['proofs', employee], queryFn: ({ signal }) => ask(api.GET('/api/v1/employee-proofs', { params: { query: { employee, limit: LIST_MAX } }, signal })) });
  const add = me.can.manage_people ? <Button primary icon={<AddIcon />} press={() => setAdding(true)}>{t('proof.add')}</Button> : null;
  return (
    <>
      <Loaded query={proofs}>
        {({ items }) => (
          <>
            {items.length > 0 ? <TableBar>{add}</TableBar> : null}
            <ProofTable label={t('proof.tab')} proofs={items} empty={<EmptyState title={t('proof.none')} text={t('proof.none_text')}>{add}</EmptyState>} />
          </>
        )}
      </Loaded>
      {adding ? <ProofDialog employee={employee} close={() => setAdding(false)} /> : null}
    </>
  );
}

function Signatures({ employee }: { employee: string }) {
  const t = useT();
  const signatures = useQuery({ queryKey: ['agreements', 'signatures', employee], queryFn: ({ signal }) => ask(api.GET('/api/v1/agreement-signatures', { params: { query: { employee, limit: LIST_MAX } }, signal })) });
  const columns: Column<SignatureView>[] = [
    { key: 'title', title: t('agreement.title'), fixed: true, width: 220, cell: ({ title }) => title },
    { key: 'version', title: t('agreement.texts'), cell: ({ version }) => t('agreement.version', { version }) },
    { key: 'signed', title: t('agreement.signed_at'), number: true, cell: ({ signed_at: at }) => <RelativeTime at={at} /> },
    { key: 'device', title: t('agreement.device'), cell: ({ device }) => <Device agent={device} /> },
    { key: 'state', title: t('agreement.state'), cell: ({ withdrawal }) => (withdrawal ? <><StateTag tone="act">{t('agreement.withdrawn')}</StateTag> <span className="k-quiet"><RelativeTime at={withdrawal.at} /> {withdrawal.reason ?? ''}</span></> : <StateTag tone="good">{t('agreement.standing')}</StateTag>) },
  ];
  return <Loaded query={signatures}>{({ items }) => <DataTable label={t('agreement.tab')} columns={columns} rows={items} rowKey={({ id }) => id} empty={<EmptyState title={t('agreement.never')} text={t('agreement.never_text')} />} />}</Loaded>;
}
