/** What seats, papers and verdicts are called, with a tone that tells at a glance. */
import type { OfferVerdict, SeatState, Validity } from '@/api/types';
import { useT } from '@/i18n';
import { StateTag, type Tone } from '@/ui/plain/tags';

const STATE_TONE: Record<SeatState, Tone> = {
  requested: 'accent', approved: 'accent', paid: 'accent', under_review: 'accent', certified: 'watch', bound: 'good', unbound: 'watch', expiring: 'act', renewed: 'good', lapsed: 'act', released: 'quiet',
};

export function SeatStateTag({ state }: { state: SeatState }) {
  const t = useT();
  return <StateTag tone={STATE_TONE[state]}>{t(`seat_state.${state}`)}</StateTag>;
}

const VALIDITY_TONE: Record<Validity, Tone> = { valid: 'good', expiring: 'watch', expired: 'act' };

export function ValidityTag({ validity }: { validity: Validity }) {
  const t = useT();
  return <StateTag tone={VALIDITY_TONE[validity]}>{t(`validity.${validity}`)}</StateTag>;
}

const VERDICT_TONE: Record<OfferVerdict, Tone> = { refuse: 'act', ask: 'watch', nothing_found: 'good' };

export function VerdictTag({ verdict }: { verdict: OfferVerdict }) {
  const t = useT();
  return <StateTag tone={VERDICT_TONE[verdict]}>{t(`offer_verdict.${verdict}`)}</StateTag>;
}
