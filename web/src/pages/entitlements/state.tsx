/** How an entitlement or a version is told by one tag. */
import type { CardState, EntitlementItem, EntitlementState } from '@/api/types';
import { useT } from '@/i18n';
import { StateTag, type Tone } from '@/ui/plain/tags';

const TONES: Record<EntitlementState, Tone> = { unseen: 'quiet', present: 'good', extra: 'accent', withheld: 'act', conditional: 'watch', absent: 'quiet' };
const CARD_TONES: Record<CardState, Tone> = { drafted: 'watch', approved: 'good', refused: 'quiet' };

export function EntitlementTag({ item: { state, is_due: due, checked_on: checked } }: { item: EntitlementItem }) {
  const t = useT();
  const title = checked ? `${t('entitlements.checked', { day: checked })}${due ? ` · ${t('entitlements.due')}` : ''}` : undefined;
  return <span title={title}><StateTag tone={due && state === 'present' ? 'watch' : TONES[state]}>{t(`entitlement_state.${state}`)}</StateTag></span>;
}

export function CardStateTag({ state }: { state: CardState }) {
  const t = useT();
  return <StateTag tone={CARD_TONES[state]}>{t(`card_state.${state}`)}</StateTag>;
}
