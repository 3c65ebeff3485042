/** How far a draft is, and how carefully it has to be looked at: by the word, the tint only groups. */
import type { DraftRisk, DraftStage, ReviewStep } from '@/api/types';
import { useT } from '@/i18n';
import { StateTag, type Tone } from '@/ui/plain/tags';

const STAGE_TONE: Record<DraftStage, Tone> = { writing: 'quiet', submitted: 'watch', approved: 'accent', handed_over: 'accent', confirmed: 'good', seen: 'good', dropped: 'quiet' };
const RISK_TONE: Record<DraftRisk, Tone> = { green: 'good', amber: 'watch', red: 'act' };

export function StageTag({ stage }: { stage: DraftStage }) {
  const t = useT();
  return <StateTag tone={STAGE_TONE[stage]}>{t(`draft_stage.${stage}`)}</StateTag>;
}

export function RiskTag({ risk }: { risk: DraftRisk }) {
  const t = useT();
  return <StateTag tone={RISK_TONE[risk]}>{t(`draft_risk.${risk}`)}</StateTag>;
}

export function StepTag({ step }: { step: ReviewStep }) {
  const t = useT();
  return <StateTag tone={step === 'compliance' ? 'act' : 'quiet'}>{t(`review_step.${step}`)}</StateTag>;
}
