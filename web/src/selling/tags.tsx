/** What became of a live session or a request, by one tag. */
import type { LiveState, PromotionState } from '@/api/types';
import { useT } from '@/i18n';
import { StateTag, type Tone } from '@/ui/plain/tags';

const LIVE: Record<LiveState, Tone> = { planned: 'accent', held: 'good', cancelled: 'quiet' };
const PROMOTION: Record<PromotionState, Tone> = { asked: 'watch', approved: 'good', refused: 'quiet', withdrawn: 'quiet' };

export function LiveStateTag({ state }: { state: LiveState }) {
  const t = useT();
  return <StateTag tone={LIVE[state]}>{t(`live_state.${state}`)}</StateTag>;
}

export function PromotionStateTag({ state }: { state: PromotionState }) {
  const t = useT();
  return <StateTag tone={PROMOTION[state]}>{t(`promotion_state.${state}`)}</StateTag>;
}
