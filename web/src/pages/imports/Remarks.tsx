/** What a person should know of a file besides its rows: what overlaps, what was left out, what was read with care. */
import { Link } from 'react-router';
import type { ImportDetail } from '@/api/types';
import { count } from '@/format/number';
import { exactTime, period } from '@/format/time';
import { useT } from '@/i18n';

export function Warnings({ view }: { view: ImportDetail }) {
  const t = useT();
  const { same_file: sameFile, overlaps } = view;
  return (
    <>
      {sameFile ? (
        <p className="k-notice k-notice-watch" role="status">
          {t('imports.same_file', { time: exactTime(sameFile.finished_at).slice(0, 16) })} <Link to={`/imports/${sameFile.import}`}>{t('imports.look')}</Link>
        </p>
      ) : overlaps.map((overlap) => (
        <p key={overlap.import} className={`k-notice ${overlap.same_days ? 'k-notice-quiet' : 'k-notice-watch'}`} role="status">
          {t(overlap.same_days ? 'imports.overlap_same' : 'imports.overlap', { days: period(overlap.period.from, overlap.period.to) })} <Link to={`/imports/${overlap.import}`}>{overlap.file_name}</Link>
        </p>
      ))}
      <SecretColumns view={view} />
    </>
  );
}

/** Columns with passwords, cookies or tokens never come in, and it is said so, before and after. */
function SecretColumns({ view }: { view: ImportDetail }) {
  const t = useT();
  const proposed = (view.proposal?.columns ?? []).filter(({ role }) => role === 'secret').map(({ header }) => header);
  const names = [...new Set([...view.remarks.secret_columns, ...proposed])];
  if (names.length === 0) return null;
  return <p className="k-notice k-notice-act" role="status">{t('imports.secret_columns', { names: names.join(t('imports.and')) })}</p>;
}

export function Remarks({ view }: { view: ImportDetail }) {
  const t = useT();
  const { formulas, formulas_without_value: empty, external_links: links, replaced_bytes: replaced, secret_cells: secrets } = view.remarks;
  const remarks = [
    ...(formulas > 0 ? [t('imports.remark_formulas', { n: count(formulas).exact })] : []),
    ...(empty > 0 ? [t('imports.remark_formulas_empty', { n: count(empty).exact })] : []),
    ...(links ? [t('imports.remark_links')] : []),
    ...(replaced ? [t('imports.remark_replaced')] : []),
    ...(secrets > 0 ? [t('imports.remark_secrets', { n: count(secrets).exact })] : []),
  ];
  return (
    <>
      <SecretColumns view={view} />
      {remarks.map((remark) => <p key={remark} className="k-notice k-notice-quiet">{remark}</p>)}
    </>
  );
}
