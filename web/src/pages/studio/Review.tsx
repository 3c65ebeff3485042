/** What a reviewer says to a text: how true, useful and warm it is, approved or sent back with the sentences marked. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { DraftFile, ReviewStep, RubricMeasure } from '@/api/types';
import { useT } from '@/i18n';
import { DRAFTS_STALE, LEEWAY_CHARS_MAX, REASON_CHARS_MAX, wholeOf } from '@/studio/queries';
import { Button, Segmented } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, NumberField, TextField } from '@/ui/Form';
import { Loaded } from '@/ui/states';
import { textOf } from './Writing';

export interface Mark {
  start: number;
  end: number;
  remark: string;
}

const MEASURES = ['true', 'useful', 'warm'] as const satisfies readonly RubricMeasure[];
const SCORES = ['1', '2', '3', '4', '5'] as const;
type Scores = Partial<Record<RubricMeasure, number>>;
const LEEWAY_USUAL = 20;

export const rubricQuery = {
  queryKey: ['rubric'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/rubric', { signal })),
};

interface ReviewProps {
  file: DraftFile;
  step: ReviewStep;
  marks: readonly Mark[];
  setMarks: (marks: readonly Mark[]) => void;
}

export function Review({ file, step, marks, setMarks }: ReviewProps) {
  const t = useT();
  const { draft } = file;
  const [reason, setReason] = useState('');
  const [leeway, setLeeway] = useState<number | null>(LEEWAY_USUAL);
  const [scores, setScores] = useState<Scores>({});
  const { true: truth, useful, warm } = scores;
  const isScored = truth !== undefined && useful !== undefined && warm !== undefined;
  const isPartlyScored = !isScored && Object.keys(scores).length > 0;
  const decide = useAction({
    run: (says: 'approved' | 'returned') => ask(api.POST('/api/v1/drafts/{draft}/decision', {
      params: { path: { draft: draft.id } },
      body: { text_no: draft.text_no, step, says, reason: reason.trim(), marks: [...marks], leeway_chars: says === 'approved' ? leeway ?? 0 : 0, scores: isScored ? { truth, useful, warm } : null },
    })),
    stale: [...DRAFTS_STALE, 'rubric'], said: (says) => t(`review.${says}_done`), quietFailure: true,
  });
  return (
    <section className="k-stack k-review" aria-label={t('review.word')}>
      <h3>{t(`review_step.${step}`)}</h3>
      <Rubric scores={scores} change={(part) => setScores({ ...scores, ...part })} />
      {isPartlyScored ? <p className="k-quiet">{t('review.score_all')}</p> : null}
      <Marked text={wholeOf(textOf(file))} marks={marks} setMarks={setMarks} />
      <AreaField label={t('review.reason')} hint={t('review.reason_hint')} value={reason} change={setReason} error={decide.error?.fields.reason} most={REASON_CHARS_MAX} lines={2} />
      <NumberField label={t('review.leeway')} unit={t('review.leeway_unit')} hint={t('review.leeway_hint')} value={leeway} change={setLeeway} least={0} most={LEEWAY_CHARS_MAX} error={decide.error?.fields.leeway_chars} />
      {decide.error ? <p className="k-form-refusal" role="alert">{decide.error.message}</p> : null}
      <div className="k-row">
        <Button primary busy={decide.busy} disabled={isPartlyScored || marks.length > 0} press={() => decide.run('approved')}>{t('review.approve')}</Button>
        <Button busy={decide.busy} disabled={isPartlyScored || reason.trim() === ''} press={() => decide.run('returned')}>{t('review.return')}</Button>
        {marks.length > 0 ? <span className="k-quiet">{t('review.marked_n', { count: marks.length })}</span> : null}
      </div>
    </section>
  );
}

/** The sentences that are meant, with a remark to each. */
function Marked({ text, marks, setMarks }: { text: string } & Pick<ReviewProps, 'marks' | 'setMarks'>) {
  const t = useT();
  const chars = Array.from(text);
  return (
    <>
      {marks.map((mark) => (
        <TextField
          key={mark.start}
          label={t('review.remark_to', { words: chars.slice(mark.start, mark.end).join('').trim() })}
          value={mark.remark}
          change={(remark) => setMarks(marks.map((one) => (one.start === mark.start ? { ...one, remark } : one)))}
        />
      ))}
    </>
  );
}

/** Three scores with what each of them means; whoever gives them sees neither figures nor what others gave. */
function Rubric({ scores, change }: { scores: Scores; change: (part: Scores) => void }) {
  const t = useT();
  const rubric = useQuery(rubricQuery);
  return (
    <Loaded query={rubric} lines={3}>
      {({ measures }) => (
        <div className="k-rubric">
          {MEASURES.map((id) => {
            const measure = measures.find((one) => one.id === id);
            const score = scores[id];
            const level = measure?.levels.find((one) => one.score === score);
            return measure ? (
              <div key={id}>
                <p className="k-row-between"><span><strong>{measure.name}</strong> <span className="k-quiet">{measure.question}</span></span>
                  <Segmented label={measure.name} value={score === undefined ? '' : String(score)} options={SCORES.map((value) => ({ value: value as string, label: value }))} change={(next) => change({ [id]: Number(next) })} />
                </p>
                {level ? <p className="k-quiet">{level.says} <q>{level.example}</q></p> : null}
              </div>
            ) : null;
          })}
          <p className="k-quiet">{t('review.rubric_hint')}</p>
        </div>
      )}
    </Loaded>
  );
}
