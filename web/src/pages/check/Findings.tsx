/** What the check says: the text with its marks, and each finding in words. */
import type { ContentFinding, ContentOutcome, ContentVerdict } from '@/api/types';
import { useT } from '@/i18n';
import { StateTag, type Tone } from '@/ui/plain/tags';

const TONE: Record<ContentOutcome, Tone> = { pass: 'good', hint: 'quiet', evidence: 'watch', review: 'watch', block: 'act' };

export function Findings({ text, verdict }: { text: string; verdict: ContentVerdict }) {
  const t = useT();
  const { outcome, findings, packs } = verdict;
  return (
    <div className="k-check-said" aria-live="polite">
      <h2><StateTag tone={TONE[outcome]}>{t(`content_outcome.${outcome}`)}</StateTag> {t(`content_outcome_text.${outcome}`)}</h2>
      <p className="k-check-text">{marked(text, findings)}</p>
      <ul className="k-check-findings">{findings.map((finding) => <Told key={`${finding.start}-${finding.rule}`} finding={finding} />)}</ul>
      <p className="k-quiet k-check-packs">{t('check.packs', { packs: packs.join(' · ') })}</p>
    </div>
  );
}

/** The text in pieces: the server counts characters as the language does, not as JavaScript does. Overlapping findings share a mark. */
function marked(text: string, findings: readonly ContentFinding[]) {
  const chars = Array.from(text);
  const pieces = [];
  let at = 0;
  for (const { start, end, outcome, rule } of findings) {
    const from = Math.max(at, start);
    if (end <= from) continue;
    if (from > at) pieces.push(chars.slice(at, from).join(''));
    pieces.push(<mark key={`${start}-${rule}`} data-outcome={outcome}>{chars.slice(from, end).join('')}</mark>);
    at = end;
  }
  pieces.push(chars.slice(at).join(''));
  return pieces;
}

function Told({ finding }: { finding: ContentFinding }) {
  const t = useT();
  const { outcome, matched, normalised, why, suggestion, basis, exception, disguised, rule } = finding;
  return (
    <li>
      <p><StateTag tone={TONE[outcome]}>{t(`content_outcome.${outcome}`)}</StateTag> <strong>{matched}</strong> {disguised ? <span className="k-quiet">{t('check.disguised', { words: normalised })}</span> : null}</p>
      <p>{why}</p>
      <p className="k-check-way">{suggestion}</p>
      {exception ? <p className="k-quiet">{t('check.exception', { exception })}</p> : null}
      <p className="k-quiet">{t('check.basis', { basis: basis.text, grade: basis.grade, rule })}</p>
    </li>
  );
}
