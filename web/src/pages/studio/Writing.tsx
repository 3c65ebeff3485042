/** Writing a draft: its words with the bounds of the platform on the left, what is found in them on the right. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, ask } from '@/api/client';
import type { Component, DraftFile, DraftJudgement, DraftLabel, DraftText } from '@/api/types';
import { useSettled } from '@/content/useSettled';
import { useT } from '@/i18n';
import { COMPONENTS } from '@/pages/check/context';
import { BODY_CHARS_KEPT_MAX, DRAFTS_STALE, draftQuery, TITLE_CHARS_KEPT_MAX, useJudgement } from '@/studio/queries';
import { Button, Segmented, TextArea, Tick } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Field, TextField } from '@/ui/Form';
import { Loaded } from '@/ui/states';
import { AtHand } from './AtHand';
import { Judged } from './Judged';
import { Preview } from './Preview';

const LABELS: readonly DraftLabel[] = ['ad', 'ai', 'employer', 'interest'];
const BODY_LINES = 12;
const BETWEEN = /[\s,，、#@]+/u;

/** The words of a file as they are typed; blank while nothing is written. */
export function textOf({ text }: DraftFile): DraftText {
  if (!text) return { title: '', body: '', topics: [], mentions: [], components: [], labels: [], hard_ad: 'none' };
  const { title, body, topics, mentions, components, labels, hard_ad: ad } = text;
  return { title, body, topics, mentions, components, labels, hard_ad: ad };
}

const isSame = (one: DraftText, other: DraftText): boolean => JSON.stringify({ ...one, hard_ad: null }) === JSON.stringify({ ...other, hard_ad: null });
const toggled = <T,>(list: readonly T[], one: T, on: boolean): T[] => (on ? [...list, one] : list.filter((other) => other !== one));

/** Asks before a page with unsaved words is left. */
function useKeptFromLoss(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return undefined;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', stay);
    return () => window.removeEventListener('beforeunload', stay);
  }, [isDirty]);
}

export function Writing({ file, done }: { file: DraftFile; done: () => void }) {
  const t = useT();
  const [text, setText] = useState<DraftText>(() => textOf(file));
  const change = (part: Partial<DraftText>) => setText({ ...text, ...part });
  const [right, setRight] = useState<'found' | 'preview' | 'hand'>('found');
  const isDirty = !isSame(text, textOf(file));
  useKeptFromLoss(isDirty);
  const settled = JSON.parse(useSettled(JSON.stringify(text))) as DraftText;
  const judged = useJudgement(file.draft.id, settled);
  const judgement = judged.data?.judgement;
  return (
    <div className="k-check">
      <div className="k-stack">
        <Words text={text} change={change} judgement={judgement} />
        <Attached text={text} change={change} judgement={judgement} />
        <Leaving file={file} text={text} isDirty={isDirty} judgement={judgement} done={done} />
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

interface PartProps {
  text: DraftText;
  change: (part: Partial<DraftText>) => void;
  judgement: DraftJudgement | undefined;
}

function Words({ text, change, judgement }: PartProps) {
  const t = useT();
  const bounds = judgement?.bounds;
  const boundOf = (bound: { most: number } | null | undefined) => (bound ? { bound: bound.most } : {});
  return (
    <>
      <Field label={t('draft.note_title')}>
        {(id) => <TextArea id={id} label={t('draft.note_title')} value={text.title} change={(title) => change({ title: title.replaceAll('\n', '') })} most={TITLE_CHARS_KEPT_MAX} lines={1} {...boundOf(bounds?.title_chars)} />}
      </Field>
      <Field label={t('draft.body')}>
        {(id) => <TextArea id={id} label={t('draft.body')} value={text.body} change={(body) => change({ body })} most={BODY_CHARS_KEPT_MAX} lines={BODY_LINES} {...boundOf(bounds?.body_chars)} />}
      </Field>
    </>
  );
}

/** Names parted by blanks or commas, as they are typed. */
function Tags({ label, hint, tags, change }: { label: string; hint: string; tags: readonly string[]; change: (tags: string[]) => void }) {
  const [typed, setTyped] = useState(tags.join(' '));
  return (
    <TextField
      label={label}
      hint={hint}
      value={typed}
      change={(next) => {
        setTyped(next);
        change([...new Set(next.split(BETWEEN).filter(Boolean))]);
      }}
    />
  );
}

function Attached({ text, change, judgement }: PartProps) {
  const t = useT();
  const most = judgement?.bounds.topics?.most;
  const needs = judgement?.labels ?? [];
  return (
    <>
      <Tags label={most ? t('draft.topics_of', { count: text.topics.length, most }) : t('draft.topics')} hint={t('draft.topics_hint')} tags={text.topics} change={(topics) => change({ topics })} />
      <Tags label={t('draft.mentions')} hint={t('draft.mentions_hint')} tags={text.mentions} change={(mentions) => change({ mentions })} />
      <dl className="k-check-more">
        <dt>{t('content.components')}</dt>
        <dd>{COMPONENTS.map((one: Component) => <Tick key={one} checked={text.components.includes(one)} change={(on) => change({ components: toggled(text.components, one, on) })}>{t(`component.${one}`)}</Tick>)}</dd>
        <dt>{t('draft.labels')}</dt>
        <dd>{LABELS.map((one) => <Tick key={one} checked={text.labels.includes(one)} change={(on) => change({ labels: toggled(text.labels, one, on) })}>{t(`draft_label.${one}`)}</Tick>)}</dd>
      </dl>
      {needs.filter(({ label }) => !text.labels.includes(label)).map(({ label, reason, basis }) => (
        <p key={label} className="k-notice k-notice-watch" title={basis}>{t('draft.label_missing', { label: t(`draft_label.${label}`), reason })}</p>
      ))}
    </>
  );
}

interface LeavingProps {
  file: DraftFile;
  text: DraftText;
  isDirty: boolean;
  judgement: DraftJudgement | undefined;
  done: () => void;
}

/** Keeping the words, and handing them in. Handing in keeps them first. */
function Leaving({ file: { draft }, text, isDirty, judgement, done }: LeavingProps) {
  const t = useT();
  const client = useQueryClient();
  const path = { params: { path: { draft: draft.id } } };
  const put = async (): Promise<DraftFile> => {
    const kept = await ask(api.PUT('/api/v1/drafts/{draft}/text', { ...path, body: { version: draft.version, text: { ...text, hard_ad: judgement?.hard_ad.kind ?? text.hard_ad } } }));
    client.setQueryData(draftQuery(draft.id).queryKey, kept);
    return kept;
  };
  const keep = useAction({ run: put, stale: DRAFTS_STALE, said: t('draft.kept'), quietFailure: true, then: done });
  const handIn = useAction({
    run: async () => {
      const { draft: { text_no: textNo } } = isDirty ? await put() : { draft };
      return ask(api.POST('/api/v1/drafts/{draft}/submission', { ...path, body: { text_no: textNo } }));
    },
    stale: DRAFTS_STALE, said: t('draft.handed_in'), quietFailure: true, then: done,
  });
  const error = handIn.error ?? keep.error;
  const isBlank = text.title.trim() === '' && text.body.trim() === '';
  return (
    <div className="k-stack">
      {error ? <p className="k-form-refusal" role="alert">{error.message}</p> : null}
      <div className="k-row">
        <Button primary busy={handIn.busy} disabled={isBlank || keep.busy} press={() => handIn.run()}>{t('draft.hand_in')}</Button>
        <Button busy={keep.busy} disabled={!isDirty || handIn.busy} press={() => keep.run()}>{t('draft.keep')}</Button>
        <span className="k-quiet" role="status">{isDirty ? t('draft.unsaved') : draft.text_no > 0 ? t('draft.text_n', { no: draft.text_no }) : ''}</span>
      </div>
    </div>
  );
}
