/** What an account sells: the goods that hang on it, its live sessions, and what was asked to promote it. */
import { useT } from '@/i18n';
import { Segmented } from '@/ui/controls';
import { useParamsState } from '@/ui/url';
import { Hangings } from './Hangings';
import { LiveTab } from './LiveTab';
import { PromotionTab } from './PromotionTab';

const PARTS = ['goods', 'live', 'promotion'] as const;
type Part = (typeof PARTS)[number];
const PARAMS = { part: 'goods' };

export function AccountSelling({ account }: { account: string }) {
  const t = useT();
  const [{ part }, setParams] = useParamsState(PARAMS);
  const shown: Part = PARTS.find((one) => one === part) ?? 'goods';
  return (
    <div className="k-stack">
      <Segmented label={t('nav.selling')} value={shown} options={PARTS.map((value) => ({ value, label: t(`selling.${value}`) }))} change={(next) => setParams({ part: next })} />
      {shown === 'goods' ? <Hangings account={account} /> : null}
      {shown === 'live' ? <LiveTab account={account} /> : null}
      {shown === 'promotion' ? <PromotionTab account={account} /> : null}
    </div>
  );
}
