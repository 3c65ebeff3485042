/** What the check says: the text with its marks, and each finding in words. */
import type { ReactNode } from 'react';
import type { ContentFinding, ContentOutcome, ContentVerdict } from '@/api/types';
import { useT } from '@/i18n';
import { StateTag, type Tone } from '@/ui/plain/tags';
import { pieces } from './text';
import './content.css';

const TONE: Record<ContentOutcome, Tone> = { pass: 'good', hint: 'quiet', evidence: 'watch', review: 'watch', block: 'act' };

export function OutcomeTag({ outcome }: { outcome: ContentOutcome }) {
  const t = useT();
  return <StateTag tone={TONE[outcome]}>{t(`content_outcome.${outcome}`)}</StateTag>;
}

/** What can be done about a finding besides writing something else. */
export type FindingTools = (finding: ContentFinding) => ReactNode;

interface VerdictProps extends Look {
  text: string;
  verdict: ContentVerdict;
}

interface Look {
  tools?: FindingTools;
  /** Without what only those who keep the rules ask for. */
  brief?: boolean;
}

export function Verdict({ text, verdict: { outcome, findings, packs }, ...look }: VerdictProps) {
  const t = useT();
  return (
    <div className="k-verdict">
      <h2 role="status"><OutcomeTag outcome={outcome} /> {t(`content_outcome_text.${outcome}`)}</h2>
      {findings.length > 0 ? <Marked text={text} findings={findings} /> : null}
      <Findings findings={findings} {...look} />
      {look.brief ? null : <Packs packs={packs} />}
    </div>
  );
}

/** The text with each place that a rule speaks about. */
export function Marked({ text, findings }: { text: string; findings: readonly ContentFinding[] }) {
  const cut = pieces(text, findings.map(({ start, end }) => [start, end] as const));
  return (
    <p className="k-marked">
      {cut.map(({ text: piece, range }, at) => (range === null ? piece : <mark key={at} data-outcome={findings[range]?.outcome}>{piece}</mark>))}
    </p>
  );
}

export function Findings({ findings, ...look }: Look & { findings: readonly ContentFinding[] }) {
  return <ul className="k-findings">{findings.map((finding) => <Told key={`${finding.start}-${finding.end}-${finding.rule}`} finding={finding} {...look} />)}</ul>;
}

export function Packs({ packs }: { packs: readonly string[] }) {
  const t = useT();
  return (
    <details className="k-quiet k-verdict-packs">
      <summary>{t('check.packs', { count: packs.length })}</summary>
      {packs.join(' · ')}
    </details>
  );
}

function Told({ finding, tools, brief }: Look & { finding: ContentFinding }) {
  const t = useT();
  const { outcome, matched, normalised, why, suggestion, basis, exception, disguised, rule } = finding;
  return (
    <li>
      <p><OutcomeTag outcome={outcome} /> <strong>{matched}</strong> {disguised ? <span className="k-quiet">{t('check.disguised', { words: normalised })}</span> : null}</p>
      <p>{why}</p>
      <p className="k-way-out"><span className="k-unseen">{t('check.way_out')}</span>{suggestion}</p>
      {exception && !brief ? <p className="k-quiet">{exception}</p> : null}
      <p className="k-quiet k-basis">{t('check.basis', { basis: basis.text, grade: basis.grade, rule })}</p>
      {tools?.(finding)}
    </li>
  );
}
