import type { Amount } from '@/api/types';
import { show } from '@/format/number';
import { useT } from '@/i18n';

/** Whole yuan where there are no fen. */
const yuan = (fen: number): string => show('money', fen).exact.replace(/\.00$/, '');

export function useSum(): (amount: Amount) => string {
  const t = useT();
  return ({ fen, bound }) => {
    if (bound === 'unknown') return t('plan.not_known');
    if (bound === 'exact') return yuan(fen);
    return t(bound === 'at_least' ? 'plan.at_least' : 'plan.at_most', { sum: yuan(fen) });
  };
}

export function Sum({ amount }: { amount: Amount }) {
  const sum = useSum();
  return <span className={amount.bound === 'exact' ? 'k-number' : 'k-number k-plan-bound'}>{sum(amount)}</span>;
}
