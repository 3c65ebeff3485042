/** A text, what the rules say of it, and which notes it is like. Nothing typed here is kept. */
import { useState } from 'react';
import { Link } from 'react-router';
import { useMe } from '@/api/me';
import type { ContentFinding, ContentRuleKind, ContentVerdict } from '@/api/types';
import { Verdict } from '@/content/Findings';
import { isCompared, SURFACES, TEXT_CHARS_MAX, useSimilar, useVerdict } from '@/content/queries';
import { Similar } from '@/content/Similar';
import { useSettled } from '@/content/useSettled';
import { useT } from '@/i18n';
import { Button, Select, TextArea, Tick } from '@/ui/controls';
import { ClosedIcon, OpenIcon } from '@/ui/icons';
import { EmptyState, Loaded } from '@/ui/states';
import { checkOf, COMPONENTS, INDUSTRIES, licencesOf, saidMore, type Draft } from './context';
import { RuleDialog } from './RuleDialog';

interface DraftProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

export function CheckTab({ draft, change }: DraftProps) {
  const t = useT();
  const settled = useSettled(draft.text);
  const verdict = useVerdict(checkOf(draft, settled));
  const compared = isCompared(draft.surface, settled);
  const similar = useSimilar({ text: settled }, compared);
  return (
    <div className="k-stack">
      <div className="k-check">
        <div>
          <Context draft={draft} change={change} />
          <TextArea label={t('check.text')} hint={t('check.placeholder')} value={draft.text} change={(text) => change({ text })} most={TEXT_CHARS_MAX} />
        </div>
        <div>
          {settled.trim() === '' ? <EmptyState title={t('check.empty')} text={t('check.empty_text')} /> : (
            <Loaded query={verdict}>{({ text, verdict: view }) => <Judgement text={text} verdict={view} />}</Loaded>
          )}
        </div>
      </div>
      {compared ? (
        <section className="k-check-similar" aria-label={t('similar.title')}>
          <h2 className="k-section">{t('similar.title')}</h2>
          <Loaded query={similar} lines={3}>{(view) => <Similar compared={view} account={({ id, nickname }) => <Link to={`/accounts/${id}`}>{nickname}</Link>} />}</Loaded>
        </section>
      ) : null}
    </div>
  );
}

interface Adding {
  kind: ContentRuleKind;
  words: string;
}

/** What the rules say; who keeps the rules can answer at once with an exception or a proof. */
function Judgement(props: { text: string; verdict: ContentVerdict }) {
  const t = useT();
  const me = useMe();
  const [adding, setAdding] = useState<Adding | null>(null);
  const tools = ({ outcome, matched }: ContentFinding) => (
    <div className="k-row k-check-tools">
      <Button small press={() => setAdding({ kind: 'allowed', words: matched })}>{t('content.allow')}</Button>
      {outcome === 'evidence' ? <Button small press={() => setAdding({ kind: 'proven', words: matched })}>{t('content.prove')}</Button> : null}
    </div>
  );
  return (
    <>
      <Verdict {...props} {...(me.can.manage_content_rules ? { tools } : {})} />
      {adding ? <RuleDialog kind={adding.kind} words={adding.words} close={() => setAdding(null)} /> : null}
    </>
  );
}

function Context({ draft, change }: DraftProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const more = saidMore(draft);
  return (
    <>
      <div className="k-check-about">
        <Select label={t('check.surface')} value={draft.surface} change={(next) => change({ surface: SURFACES.find((one) => one === next) ?? 'body' })} options={SURFACES.map((value) => ({ value, label: t(`surface.${value}`) }))} />
        <Select label={t('content.industry')} any={t('content.any_industry')} value={draft.industry ?? ''} change={(next) => change({ industry: INDUSTRIES.find((one) => one === next), licences: [] })} options={INDUSTRIES.map((value) => ({ value, label: t(`industry.${value}`) }))} />
        <Button quiet icon={open ? <OpenIcon /> : <ClosedIcon />} expanded={open} press={() => setOpen(!open)}>{more > 0 ? t('content.more_n', { count: more }) : t('content.more')}</Button>
      </div>
      {open ? <More draft={draft} change={change} /> : null}
    </>
  );
}

const toggled = <T,>(list: readonly T[], one: T, on: boolean): T[] => (on ? [...list, one] : list.filter((other) => other !== one));

function More({ draft, change }: DraftProps) {
  const t = useT();
  const { industry, licences, components, disclosed, aiUsed } = draft;
  return (
    <dl className="k-check-more">
      <dt>{t('content.declared')}</dt>
      <dd>
        <Tick checked={disclosed} change={(on) => change({ disclosed: on })}>{t('content.disclosed')}</Tick>
        <Tick checked={aiUsed} change={(on) => change({ aiUsed: on })}>{t('content.ai_used')}</Tick>
      </dd>
      <dt>{t('content.components')}</dt>
      <dd>{COMPONENTS.map((one) => <Tick key={one} checked={components.includes(one)} change={(on) => change({ components: toggled(components, one, on) })}>{t(`component.${one}`)}</Tick>)}</dd>
      <dt>{t('content.licences')}</dt>
      <dd>
        {licencesOf(industry).map((one) => <Tick key={one} checked={licences.includes(one)} change={(on) => change({ licences: toggled(licences, one, on) })}>{t(`licence.${one}`)}</Tick>)}
        {industry ? null : <span className="k-quiet">{t('content.licences_of')}</span>}
      </dd>
    </dl>
  );
}
