/** My file: what is stored about me, what I agreed to, who looked, and how to leave. Nothing here is about anybody else. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { ownFileQuery } from '@/api/lists';
import type { OwnFile } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Lines, type Line } from '../ui/controls';
import { Loaded, Nothing } from '../ui/states';
import { Agreement } from './Agreement';
import './own.css';

export default function OwnFilePage() {
  const t = useT();
  const navigate = useNavigate();
  const file = useQuery(ownFileQuery);
  return (
    <>
      <title>{`${t('own.title')} · ${t('product')}`}</title>
      <button type="button" className="p-back" onClick={() => void navigate('/me')}>{t('phone.back')}</button>
      <h1>{t('own.title')}</h1>
      <p className="p-lead">{t('own.lead')}</p>
      <Loaded query={file}>{(view) => (view.record ? <Parts file={view} /> : <Nothing title={t('own.nobody')} text={t('own.nobody_text')} />)}</Loaded>
    </>
  );
}

function Parts({ file: { record, agreements, proofs, looks } }: { file: OwnFile }) {
  const t = useT();
  const proofLines = proofs.map(({ id, title, kind, standing, valid_until: until }): Line => ({
    key: id,
    title,
    note: `${t(`proof_kind.${kind}`)} · ${until ?? t('proof.forever')}`,
    extra: t(`proof_standing.${standing}`),
  }));
  const lookLines = looks.map(({ what, by, reason, at }, at_: number): Line => ({ key: `${at}-${at_}`, title: by, note: `${t(`own.looked_at.${what}`)} · ${reason}`, extra: <RelativeTime at={at} /> }));
  return (
    <>
      {agreements.map((agreement) => <Agreement key={agreement.kind} agreement={agreement} />)}
      <Record record={record} />
      {proofLines.length > 0 ? <Lines title={t('own.proofs')} lines={proofLines} /> : null}
      {lookLines.length > 0 ? <Lines title={t('own.looks')} lines={lookLines} /> : <section className="p-card"><h2>{t('own.looks')}</h2><p>{t('own.no_looks')}</p></section>}
      <section className="p-card">
        <h2>{t('own.leave')}</h2>
        <p>{t('own.leave_text')}</p>
        <p>{t('own.rights')}</p>
      </section>
    </>
  );
}

function Record({ record }: { record: OwnFile['record'] }) {
  const t = useT();
  if (!record) return null;
  const { name, employee_no: number, post, manager, store, phone, hired_on: hired, accounts } = record;
  const facts: [string, string][] = [
    [t('own.name'), name],
    [t('own.number'), number ?? ABSENT],
    [t('own.post'), post ?? ABSENT],
    [t('own.manager'), manager ?? ABSENT],
    [t('own.store'), store ?? ABSENT],
    [t('own.phone'), phone ?? ABSENT],
    [t('own.hired'), hired ?? ABSENT],
    [t('own.accounts'), accounts.map(({ nickname }) => nickname).join(' · ') || ABSENT],
  ];
  return (
    <section className="p-card">
      <h2>{t('own.record')}</h2>
      <dl className="p-own-facts">{facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}
