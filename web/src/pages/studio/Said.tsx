/** What people said to the texts of a draft, with the sentences that they meant. */
import { useQuery } from '@tanstack/react-query';
import type { DraftDecision, DraftFile, DraftTextView } from '@/api/types';
import { pieces } from '@/content/text';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { textsQuery, wholeOf } from '@/studio/queries';
import { StepTag } from '@/studio/tags';
import { StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';

export function Said({ file: { draft, decisions } }: { file: DraftFile }) {
  const t = useT();
  const texts = useQuery(textsQuery(draft.id));
  if (decisions.length === 0) return <EmptyState title={t('said.none')} text={t('said.none_text')} />;
  return (
    <Loaded query={texts}>
      {({ items }) => (
        <ol className="k-judged-list" aria-label={t('draft.said')}>
          {[...decisions].reverse().map((one, at) => <Saying key={at} said={one} text={items.find(({ text_no: no }) => no === one.text_no)} />)}
        </ol>
      )}
    </Loaded>
  );
}

function Saying({ said: { text_no: no, step, decision, reason, marks, scores, leeway_chars: leeway, by, at }, text }: { said: DraftDecision; text: DraftTextView | undefined }) {
  const t = useT();
  return (
    <li>
      <p className="k-row"><StateTag tone={decision === 'returned' ? 'watch' : 'good'}>{t(`draft_decision.${decision}`)}</StateTag> <StepTag step={step} /> <strong>{by}</strong> <span className="k-quiet">{t('draft.text_n', { no })} · {exactTime(at)}</span></p>
      {reason ? <p>{reason}</p> : null}
      {leeway > 0 ? <p className="k-quiet">{t('said.leeway', { count: leeway })}</p> : null}
      {scores ? <p className="k-quiet">{t('said.scores', { truth: scores.truth, useful: scores.useful, warm: scores.warm })}</p> : null}
      {text && marks.length > 0 ? <MarkedText text={wholeOf(text)} marks={marks} /> : null}
    </li>
  );
}

/** The text with the sentences that are meant, and what is said to each. */
export function MarkedText({ text, marks }: { text: string; marks: DraftDecision['marks'] }) {
  return (
    <>
      <p className="k-marked">{pieces(text, marks.map(({ start, end }) => [start, end] as const)).map(({ text: piece, range }, at) => (range === null ? piece : <mark key={at}>{piece}</mark>))}</p>
      <ul className="k-judged-list">{marks.filter(({ remark }) => remark).map(({ start, remark }) => <li key={start}>{remark}</li>)}</ul>
    </>
  );
}
