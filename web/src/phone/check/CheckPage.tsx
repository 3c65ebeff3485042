/** Before posting: paste the text, see what is wrong and which notes it is like. Nothing typed here is kept. */
import { useState } from 'react';
import type { Surface } from '@/api/types';
import { Verdict } from '@/content/Findings';
import { isCompared, SURFACES, TEXT_CHARS_MAX, useSimilar, useVerdict } from '@/content/queries';
import { Similar } from '@/content/Similar';
import { useSettled } from '@/content/useSettled';
import { useT } from '@/i18n';
import { ChoiceButton } from '../ui/controls';
import { Loaded } from '../ui/states';
import { TextArea } from '../ui/TextArea';
import './check.css';

export default function CheckPage() {
  const t = useT();
  const [text, setText] = useState('');
  const [surface, setSurface] = useState<Surface>('body');
  const settled = useSettled(text);
  const verdict = useVerdict({ text: settled, surface });
  const compared = isCompared(surface, settled);
  const similar = useSimilar({ text: settled }, compared);
  return (
    <>
      <title>{`${t('check.title')} · ${t('product')}`}</title>
      <h1>{t('check.title')}</h1>
      <p className="p-lead">{t('check.not_kept')}</p>
      <div className="p-card">
        <TextArea label={t('check.text')} hint={t('check.placeholder')} value={text} change={setText} most={TEXT_CHARS_MAX} />
        <ChoiceButton label={t('check.surface')} choices={SURFACES.map((one) => ({ key: one, text: t(`surface.${one}`), choose: () => setSurface(one) }))}>{`${t('check.surface')} · ${t(`surface.${surface}`)}`}</ChoiceButton>
      </div>
      {settled.trim() === '' ? null : <section className="p-card p-said"><Loaded query={verdict}>{({ text: judged, verdict: view }) => <Verdict text={judged} verdict={view} brief />}</Loaded></section>}
      {compared ? <section className="p-card p-said" aria-label={t('similar.title')}><h2>{t('similar.title')}</h2><Loaded query={similar}>{(view) => <Similar compared={view} />}</Loaded></section> : null}
    </>
  );
}
