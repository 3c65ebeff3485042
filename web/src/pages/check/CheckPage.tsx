/** Texts: judged as one types, compared with the matrix, the notes that need somebody, and what the brand adds to the rules. */
import { useState } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router';
import { useMe } from '@/api/me';
import { useT } from '@/i18n';
import { PageHeader, Panel, Tabs } from '@/ui/layout';
import { CheckTab } from './CheckTab';
import { CompareTab } from './CompareTab';
import { NEW_DRAFT } from './context';
import { NotesTab } from './NotesTab';
import { RulesTab } from './RulesTab';
import './check.css';

const FIRST = 'check';
const LEADS: Record<string, 'content.notes_lead' | 'content.rules_lead'> = { notes: 'content.notes_lead', rules: 'content.rules_lead' };

/** What is typed outlives a look at another tab, and nothing else. */
export default function CheckPage() {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  const { tab = FIRST } = useParams();
  const [draft, setDraft] = useState(NEW_DRAFT);
  const [others, setOthers] = useState<readonly string[]>([]);
  const compare = <CompareTab text={draft.text} setText={(text) => setDraft({ ...draft, text })} others={others} setOthers={setOthers} />;
  const tabs = [
    { key: FIRST, label: t('content.check'), content: <CheckTab draft={draft} change={(part) => setDraft({ ...draft, ...part })} /> },
    { key: 'compare', label: t('content.compare'), content: compare },
    { key: 'notes', label: t('content.notes'), content: <NotesTab /> },
    ...(me.can.view_content_rules ? [{ key: 'rules', label: t('content.rules'), content: <RulesTab /> }] : []),
  ];
  if (tabs.every(({ key }) => key !== tab)) return <Navigate to="/check" replace />;
  return (
    <div className="k-page">
      <PageHeader title={t('nav.content')} lead={t(LEADS[tab] ?? 'check.not_kept')} />
      <Panel><Tabs value={tab} change={(next) => void navigate(next === FIRST ? '/check' : `/check/${next}`)} tabs={tabs} /></Panel>
    </div>
  );
}
