/** Writing a topic idea down, or anew. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { IdeaSource, TopicIdea } from '@/api/types';
import { useT } from '@/i18n';
import { Segmented } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { IDEAS_STALE, LINES_CHARS_MAX, SOURCES } from './ideas';

const BLANK = { title: '', scene: '', promise: '', audience: '', product_line: '', season: '', source: 'customer_question' as IdeaSource, source_note: '' };
type Draft = typeof BLANK;

const draftOf = ({ title, scene, promise, audience, product_line: line, season, source, source_note: note }: TopicIdea): Draft => ({ title, scene, promise, audience, product_line: line, season, source, source_note: note });

export function IdeaDialog({ idea, close }: { idea?: TopicIdea; close: () => void }) {
  const t = useT();
  const [draft, setDraft] = useState<Draft>(idea ? draftOf(idea) : BLANK);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const save = useAction({
    run: () => idea
      ? ask(api.PATCH('/api/v1/topic-ideas/{idea}', { params: { path: { idea: idea.id } }, body: { version: idea.version, idea: draft } }))
      : ask(api.POST('/api/v1/topic-ideas', { body: draft })),
    stale: IDEAS_STALE, said: t(idea ? 'action.saved' : 'idea.added'), then: close, quietFailure: true,
  });
  const fault = (field: string) => save.error?.fields[field];
  const isThin = [draft.title, draft.scene, draft.promise].some((text) => text.trim() === '');
  return (
    <Dialog title={t(idea ? 'idea.change' : 'idea.add')} open close={close} width={640}>
      <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close} disabled={isThin}>
        <TextField label={t('idea.title')} hint={t('idea.title_hint')} value={draft.title} change={(title) => set({ title })} error={fault('title')} required />
        <AreaField label={t('idea.scene')} hint={t('idea.scene_hint')} value={draft.scene} change={(scene) => set({ scene })} error={fault('scene')} most={LINES_CHARS_MAX} lines={2} required />
        <AreaField label={t('idea.promise')} hint={t('idea.promise_hint')} value={draft.promise} change={(promise) => set({ promise })} error={fault('promise')} most={LINES_CHARS_MAX} lines={2} required />
        <TextField label={t('idea.product_line')} value={draft.product_line} change={(line) => set({ product_line: line })} error={fault('product_line')} />
        <TextField label={t('idea.audience')} value={draft.audience} change={(audience) => set({ audience })} error={fault('audience')} />
        <TextField label={t('idea.season')} hint={t('idea.season_hint')} value={draft.season} change={(season) => set({ season })} error={fault('season')} />
        <Field label={t('idea.source')} error={fault('source')}>
          {() => <Segmented label={t('idea.source')} value={draft.source} options={SOURCES.map((value) => ({ value, label: t(`idea_source.${value}`) }))} change={(source) => set({ source })} />}
        </Field>
        <TextField label={t('idea.source_note')} hint={t('idea.source_note_hint')} value={draft.source_note} change={(note) => set({ source_note: note })} error={fault('source_note')} />
      </Form>
    </Dialog>
  );
}
