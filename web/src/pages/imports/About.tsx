import { useQuery } from '@tanstack/react-query';
import { useMe } from '@/api/me';
import type { ImportDetail } from '@/api/types';
import { bytes, count } from '@/format/number';
import { period } from '@/format/time';
import { useT } from '@/i18n';
import { Facts } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { accountChoicesQuery } from './Needs';
import { useNameOf } from './people';

export function About({ view }: { view: ImportDetail }) {
  const t = useT();
  const me = useMe();
  const nameOf = useNameOf();
  const accounts = useQuery({ ...accountChoicesQuery, enabled: Boolean(view.account) && (me.can.view_matrix ?? false) });
  const account = accounts.data?.items.find(({ id }) => id === view.account);
  return (
    <Facts
      items={[
        { label: t('imports.kind'), value: t(`import_kind.${view.kind}`) },
        { label: t('imports.period'), value: view.period ? period(view.period.from, view.period.to) : t('imports.period_in_file') },
        { label: t('imports.account'), value: view.account ? account?.nickname ?? '' : t('imports.account_in_file') },
        { label: t('imports.size'), value: `${bytes(view.bytes)} · ${t('imports.rows', { rows: count(view.rows_total).exact })}` },
        { label: t('imports.by'), value: nameOf(view.created_by) },
        { label: t('imports.at'), value: <RelativeTime at={view.created_at} /> },
        { label: t('imports.finished'), value: <RelativeTime at={view.finished_at ?? null} /> },
      ]}
    />
  );
}
