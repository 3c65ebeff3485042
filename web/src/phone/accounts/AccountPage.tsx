import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { api, ask } from '@/api/client';
import type { AccountPeriod, ServiceView } from '@/api/types';
import { PERIOD_FIELDS, SERVICE_FIELDS, type FieldLook } from '@/figures/fields';
import { days } from '@/format/time';
import { useT, type Key } from '@/i18n';
import { Delta } from '@/ui/plain/Delta';
import { Figure } from '@/ui/plain/Figure';
import { KindTag } from '@/ui/plain/tags';
import { Loaded, Nothing } from '../ui/states';
import { Texts } from './Texts';

/** The latest period and the one before it. */
const PERIODS_SHOWN = 2;

export default function AccountPage() {
  const t = useT();
  const navigate = useNavigate();
  const { account: id = '' } = useParams();
  const path = { params: { path: { account: id } } };
  const latest = { params: { path: { account: id }, query: { limit: PERIODS_SHOWN } } };
  const account = useQuery({ queryKey: ['account', id], queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}', { ...path, signal })) });
  const periods = useQuery({ queryKey: ['account', id, 'latest'], queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}/periods', { ...latest, signal })) });
  const service = useQuery({ queryKey: ['account', id, 'latest-service'], queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}/service', { ...latest, signal })) });
  return (
    <>
      <button type="button" className="p-back" onClick={() => void navigate('/accounts')}>{t('phone.back')}</button>
      <Loaded query={account}>{({ nickname, kind }) => <><title>{nickname}</title><h1>{nickname} <KindTag kind={kind} /></h1></>}</Loaded>
      <Texts account={id} />
      <Loaded query={periods}>{({ items }) => (items.length === 0 ? <Nothing title={t('phone.no_figures')} text={t('phone.no_figures_text')} /> : <Figures items={items} looks={PERIOD_FIELDS} />)}</Loaded>
      <Loaded query={service}>{({ items }) => (items.length === 0 ? null : <Figures items={items} looks={SERVICE_FIELDS} />)}</Loaded>
    </>
  );
}

type Row = AccountPeriod | ServiceView;
type Word = Key & `metric.${string}`;

const valueOf = (row: Row | undefined, key: string): number | null => {
  const value = (row as Record<string, unknown> | undefined)?.[key];
  return typeof value === 'number' ? value : null;
};

function Figures<K extends string>({ items, looks }: { items: readonly Row[]; looks: readonly FieldLook<K>[] }) {
  const t = useT();
  const [now, before] = items;
  return (
    <section className="p-card">
      <p className="k-number">{days(now?.from, now?.to)}</p>
      <dl className="p-figures">
        {looks.filter(({ key }) => valueOf(now, key) !== null).map(({ key, measure, better }) => (
          <div key={key}>
            <dt>{t(`metric.${key}` as Word)}</dt>
            <dd><Figure value={valueOf(now, key)} measure={measure} /><Delta now={valueOf(now, key)} before={valueOf(before, key)} better={better} points={measure === 'rate'} /></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
