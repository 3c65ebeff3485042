/** The content check: a text is judged as one types, each place with its reason and what would make it right. Nothing typed here is kept. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, ask } from '@/api/client';
import type { ContentCheck, Industry, Surface } from '@/api/types';
import { useT } from '@/i18n';
import { Select, TextArea, Tick } from '@/ui/controls';
import { PageHeader, Panel } from '@/ui/layout';
import { EmptyState, Loaded } from '@/ui/states';
import { Findings } from './Findings';
import './check.css';

/** How long the hand rests before the text is judged. */
const TYPING_MS = 250;
const TEXT_CHARS_MAX = 20_000;
const SURFACES: readonly Surface[] = ['body', 'title', 'cover_text', 'comment', 'nickname', 'bio', 'direct_message', 'live_script'];
const INDUSTRIES: readonly Industry[] = ['medical', 'medical_beauty', 'education', 'finance', 'health_food', 'cosmetics', 'property', 'alcohol'];

const named = <T extends string>(list: readonly T[], name: string): T | undefined => list.find((one) => one === name);

/** The value, once it has stood still for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

export default function CheckPage() {
  const t = useT();
  const [text, setText] = useState('');
  const [surface, setSurface] = useState<Surface>('body');
  const [industry, setIndustry] = useState<Industry>();
  const [disclosed, setDisclosed] = useState(false);
  const settled = useSettled(text);
  const body: ContentCheck = { text: settled, surface, industries: industry ? [industry] : [], licences: [], evidence: [], components: [], disclosed_ad: disclosed, ai_used: false };
  const verdict = useQuery({
    queryKey: ['content-check', body],
    queryFn: ({ signal }) => ask(api.POST('/api/v1/content-checks', { body, signal })),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return (
    <div className="k-page">
      <PageHeader title={t('check.title')} lead={t('check.lead')} />
      <div className="k-check">
        <Panel>
          <div className="k-check-about">
            <Select label={t('check.surface')} value={surface} change={(next) => setSurface(named(SURFACES, next) ?? 'body')} options={SURFACES.map((value) => ({ value, label: t(`surface.${value}`) }))} />
            <Select label={t('check.industry')} any={t('check.any_industry')} value={industry ?? ''} change={(next) => setIndustry(named(INDUSTRIES, next))} options={INDUSTRIES.map((value) => ({ value, label: t(`industry.${value}`) }))} />
            <Tick checked={disclosed} change={setDisclosed}>{t('check.disclosed')}</Tick>
          </div>
          <TextArea label={t('check.text')} hint={t('check.placeholder')} value={text} change={setText} most={TEXT_CHARS_MAX} />
        </Panel>
        <Panel>
          {settled.trim() === '' ? <EmptyState title={t('check.empty')} text={t('check.empty_text')} /> : <Loaded query={verdict}>{(view) => <Findings text={settled} verdict={view} />}</Loaded>}
        </Panel>
      </div>
    </div>
  );
}
