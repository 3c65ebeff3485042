/** Reading a text that is not being written: its words beside what is found in them, and for whoever looks, their word to it. */
import { useState } from 'react';
import type { DraftFile } from '@/api/types';
import { useT } from '@/i18n';
import { useJudgement, wholeOf } from '@/studio/queries';
import { Button, Segmented } from '@/ui/controls';
import { EmptyState, Loaded } from '@/ui/states';
import { AtHand } from './AtHand';
import { Judged } from './Judged';
import { Preview } from './Preview';
import { Review, type Mark } from './Review';
import { sentences } from './sentences';
import { textOf } from './Writing';

export function Reading({ file, rewrite }: { file: DraftFile; rewrite?: () => void }) {
  const t = useT();
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  const [right, setRight] = useState<'found' | 'preview' | 'hand'>('found');
  const text = textOf(file);
  const judged = useJudgement(file.draft.id, text);
  if (!file.text) return <EmptyState title={t('draft.no_text')} text={t('draft.no_text_text')} />;
  const looks = file.can.decide === true && file.due_step;
  return (
    <div className="k-check">
      <div className="k-stack">
        {looks ? <p className="k-quiet">{t('review.mark_hint')}</p> : null}
        <Words text={wholeOf(text)} marks={marks} {...(looks ? { mark: setMarks } : {})} />
        <p className="k-preview-tags">{text.topics?.map((topic) => `#${topic}`).join(' ')}</p>
        {rewrite ? <div><Button press={rewrite}>{t('draft.rewrite')}</Button> <span className="k-quiet">{t('draft.rewrite_hint')}</span></div> : null}
        {looks ? <Review file={file} step={looks} marks={marks} setMarks={setMarks} /> : null}
      </div>
      <div className="k-stack">
        <Segmented
          label={t('draft.beside')}
          value={right}
          options={[{ value: 'found', label: t('draft.found') }, { value: 'preview', label: t('draft.preview') }, { value: 'hand', label: t('draft.at_hand') }]}
          change={setRight}
        />
        {right === 'found' ? <Loaded query={judged}>{(known) => <Judged {...known} />}</Loaded> : null}
        {right === 'preview' ? <Preview nickname={file.draft.nickname} form={file.draft.form} text={text} /> : null}
        {right === 'hand' ? <AtHand draft={file.draft} /> : null}
      </div>
    </div>
  );
}

/** The words, each sentence a switch for whoever may point at it. */
function Words({ text, marks, mark }: { text: string; marks: readonly Mark[]; mark?: (marks: readonly Mark[]) => void }) {
  const t = useT();
  if (!mark) return <p className="k-reading">{text}</p>;
  const chars = Array.from(text);
  return (
    <p className="k-reading" role="group" aria-label={t('review.sentences')}>
      {sentences(text).map(([start, end]) => {
        const isMarked = marks.some((one) => one.start === start);
        const next = isMarked ? marks.filter((one) => one.start !== start) : [...marks, { start, end, remark: '' }].sort((a, b) => a.start - b.start);
        return <button key={start} type="button" aria-pressed={isMarked} onClick={() => mark(next)}>{chars.slice(start, end).join('')}</button>;
      })}
    </p>
  );
}
