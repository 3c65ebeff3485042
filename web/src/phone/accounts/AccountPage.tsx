import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { api, ask } from '@/api/client';
import type { Figures } from '@/api/sketch';
import { Delta } from '@/ui/plain/Delta';
import { Figure } from '@/ui/plain/Figure';
import { KindTag } from '@/ui/plain/tags';
import { METRICS } from '@/figures/metrics';
import { period } from '@/format/time';
import { useT } from '@/i18n';
import { Loaded, Nothing } from '../ui/states';

const SHOWN: readonly (keyof Figures)[] = ['notes', 'reads', 'interactions', 'fans_gained', 'entered', 'leads', 'reply_1min_ppm', 'reply_mean_ms'];

export default function AccountPage() {
  const t = useT();
  const navigate = useNavigate();
  const { account: id = '' } = useParams();
  const path = { params: { path: { account: id } } };
  const account = useQuery({ queryKey: ['account', id], queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}', { ...path, signal })) });
  const periods = useQuery({ queryKey: ['account', id, 'periods'], queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}/periods', { ...path, signal })) });
  return (
    <>
      <button type="button" className="p-back" onClick={() => void navigate('/accounts')}>{t('phone.back')}</button>
      <Loaded query={account}>{({ nickname, kind }) => <><title>{nickname}</title><h1>{nickname} <KindTag kind={kind} /></h1></>}</Loaded>
      <Loaded query={periods}>
        {({ items }) => {
          const [latest, before] = [...items].sort((a, b) => b.to.localeCompare(a.to));
          if (!latest) return <Nothing title={t('phone.no_figures')} text={t('phone.no_figures_text')} />;
          return (
            <section className="p-card">
              <p>{period(latest.from, latest.to)}</p>
              <dl className="p-figures">
                {METRICS.filter(({ key }) => SHOWN.includes(key)).map(({ key, measure, better }) => (
                  <div key={key}>
                    <dt>{t(`metric.${key}`)}</dt>
                    <dd><Figure value={latest.figures[key]} measure={measure} />{before ? <Delta now={latest.figures[key]} before={before.figures[key]} better={better} points={measure === 'rate'} /> : null}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        }}
      </Loaded>
    </>
  );
}
