/** One file on its way in, in a line: what it is, what is missing or doubtful, start and remove; how it will be read folds out below. */
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { ImportDetail, ImportView } from '@/api/types';
import { bytes } from '@/format/number';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { FileIcon } from '@/ui/icons';
import { StateTag, type Tone } from '@/ui/plain/tags';
import { Needs } from './Needs';
import { isDoubtful, lacksOf, useDiscard, usePlan, useStart } from './plan';
import { PlanForm } from './PlanForm';
import { Warnings } from './Remarks';
import { RunningRow } from './RunningRow';

export function StripFrame({ view, actions, children }: { view: ImportView; actions?: ReactNode; children?: ReactNode }) {
  const t = useT();
  return (
    <li className="k-import">
      <div className="k-import-head">
        <span className="k-import-name">
          <FileIcon aria-hidden />
          <Link to={`/imports/${view.id}`} className="k-name" title={view.file_name}>{view.file_name}</Link>
        </span>
        <span className="k-quiet k-import-what">{t(`import_kind.${view.kind}`)} · <span className="k-number">{bytes(view.bytes)}</span></span>
        <span className="k-import-actions">{actions}</span>
      </div>
      {children}
    </li>
  );
}

export function MovingStrip({ view }: { view: ImportView }) {
  return <StripFrame view={view}><RunningRow view={view} /></StripFrame>;
}

function verdictOf(view: ImportDetail): { tone: Tone; word: 'imports.lacks_period' | 'imports.lacks_account' | 'imports.doubtful' | 'imports.ready' } {
  const [lack] = lacksOf(view);
  if (lack === 'period') return { tone: 'watch', word: 'imports.lacks_period' };
  if (lack === 'account') return { tone: 'watch', word: 'imports.lacks_account' };
  if (isDoubtful(view)) return { tone: 'watch', word: 'imports.doubtful' };
  return { tone: 'good', word: 'imports.ready' };
}

export function ProposedStrip({ view }: { view: ImportDetail }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const plan = usePlan(view.id);
  const start = useStart(view.id);
  const discard = useDiscard(view.id);
  const { tone, word } = verdictOf(view);
  const lacks = lacksOf(view).length > 0;
  return (
    <StripFrame
      view={view}
      actions={
        <>
          <StateTag tone={tone}>{t(word)}</StateTag>
          <Button small quiet press={() => setOpen(!open)} expanded={open}>{t(open ? 'imports.fold' : 'imports.check')}</Button>
          {view.can.discard ? <Button small quiet press={() => discard.run()} busy={discard.busy}>{t('imports.discard')}</Button> : null}
          {view.can.decide ? <Button small primary={!lacks} press={() => start.run()} busy={start.busy} disabled={lacks || plan.busy}>{t('imports.start')}</Button> : null}
        </>
      }
    >
      <div className="k-row k-import-needs"><Needs view={view} change={plan.run} busy={plan.busy} /></div>
      <Warnings view={view} />
      {open ? <PlanForm view={view} /> : null}
    </StripFrame>
  );
}
