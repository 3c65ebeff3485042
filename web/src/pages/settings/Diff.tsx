import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';

type Fields = Record<string, unknown> | null;

export interface Change {
  field: string;
  before: string | null;
  after: string | null;
}

function text(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The fields that differ; what stayed the same is not shown. */
export function changes(before: Fields, after: Fields): Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields
    .map((field) => ({ field, before: text(before?.[field]), after: text(after?.[field]) }))
    .filter((change) => change.before !== change.after);
}

export function Diff({ before, after }: { before: Fields; after: Fields }) {
  const t = useT();
  const rows = changes(before, after);
  if (rows.length === 0) return <p className="k-quiet">{t('audit.no_fields')}</p>;
  return (
    <table className="k-diff">
      <thead><tr><th scope="col">{t('audit.field')}</th><th scope="col">{t('audit.before')}</th><th scope="col">{t('audit.after')}</th></tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.field}>
            <th scope="row"><code>{row.field}</code></th>
            <td>{row.before === null ? ABSENT : <del>{row.before}</del>}</td>
            <td>{row.after === null ? ABSENT : <ins>{row.after}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
