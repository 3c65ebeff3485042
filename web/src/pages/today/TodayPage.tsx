/** Today: what needs a person now, in order, each with its reason and its one button. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { TodayItem, TodayView } from '@/api/types';
import { ACCEPTED_FILES, useSend } from '@/api/uploads';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { DropZone } from '@/ui/DropZone';
import { DoneIcon, ImportIcon } from '@/ui/icons';
import { PageHeader, Panel } from '@/ui/layout';
import { EmptyState, Loaded } from '@/ui/states';
import { WorkItem } from './WorkItem';
import './today.css';

/** Before the first import there is one thing to do, and the page itself shows how. */
const FIRST_IMPORT = 'first_import';

export default function TodayPage() {
  const t = useT();
  const { user } = useMe();
  const today = useQuery({ queryKey: ['today'], queryFn: ({ signal }) => ask(api.GET('/api/v1/today', { signal })) });
  return (
    <div className="k-page k-page-narrow">
      <PageHeader title={t('nav.today')} lead={t('today.lead', { name: user.name })} />
      <Loaded query={today}>{(view) => <Work view={view} />}</Loaded>
    </div>
  );
}

function Work({ view }: { view: TodayView }) {
  const t = useT();
  const me = useMe();
  const [snoozedShown, setSnoozedShown] = useState(false);
  const { items, snoozed, loaded_until: loadedUntil } = view;
  const must = items.filter(({ severity }) => severity === 'must');
  const rest = items.filter(({ severity }) => severity !== 'must');
  if (!loadedUntil && items.every(({ rule }) => rule === FIRST_IMPORT)) return <NothingLoaded canImport={me.can.manage_imports ?? false} />;
  return (
    <>
      {items.length === 0 ? <Panel><EmptyState icon={<DoneIcon />} title={t('today.clear')} text={t('today.clear_text')} /></Panel> : null}
      <Group title={t('today.must')} items={must} view={view} />
      <Group title={t('today.watch')} items={rest} view={view} />
      {snoozed.length > 0 ? (
        <div className="k-today-snoozed">
          <Button quiet press={() => setSnoozedShown(!snoozedShown)}>{t(snoozedShown ? 'today.hide_snoozed' : 'today.show_snoozed', { count: snoozed.length })}</Button>
          {snoozedShown ? <Group title={t('today.snoozed')} items={snoozed} view={view} /> : null}
        </div>
      ) : null}
    </>
  );
}

function Group({ title, items, view }: { title: string; items: TodayItem[]; view: TodayView }) {
  const t = useT();
  if (items.length === 0) return null;
  return (
    <Panel flush title={<>{title} <span className="k-quiet k-number">{t('today.count', { count: items.length })}</span></>}>
      <ol className="k-work">
        {items.map((item) => <WorkItem key={item.id} item={item} members={view.members} />)}
      </ol>
    </Panel>
  );
}

function NothingLoaded({ canImport }: { canImport: boolean }) {
  const t = useT();
  const navigate = useNavigate();
  const send = useSend();
  const take = (files: File[]) => {
    send(files);
    void navigate('/imports');
  };
  return (
    <Panel>
      <EmptyState icon={<ImportIcon />} title={t('today.empty')} text={t(canImport ? 'today.empty_text' : 'today.empty_wait')}>
        {canImport ? <DropZone take={take} accept={ACCEPTED_FILES}>{t('imports.accepted')}</DropZone> : null}
      </EmptyState>
      {canImport ? (
        <ol className="k-teach">
          <li>{t('today.teach_1')}</li>
          <li>{t('today.teach_2')}</li>
          <li>{t('today.teach_3')}</li>
        </ol>
      ) : null}
    </Panel>
  );
}
