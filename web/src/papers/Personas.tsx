/** The personas of a person, or of the brand: which account speaks as whom, and what waits for a decision. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { PersonaView } from '@/api/types';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { AddIcon } from '@/ui/icons';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { StateTag, type Tone } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';

export const PERSONA_TONE: Record<PersonaView['state'], Tone> = { draft: 'watch', approved: 'good', refused: 'act', retired: 'quiet' };
const LIST_MAX = 200;

export function Personas({ employee }: { employee?: string }) {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  const filter = employee ? { employee } : {};
  const personas = useQuery({ queryKey: ['personas', employee ?? 'all'], queryFn: ({ signal }) => ask(api.GET('/api/v1/personas', { params: { query: { ...filter, limit: LIST_MAX } }, signal })) });
  const columns: Column<PersonaView>[] = [
    { key: 'name', title: t('persona.shown_name'), fixed: true, width: 180, cell: ({ id, card }) => <Link to={`/personas/${id}`} tabIndex={-1}>{card.shown_name}</Link> },
    { key: 'account', title: t('persona.account'), cell: ({ account, nickname }) => <Link to={`/accounts/${account}`} tabIndex={-1}>{nickname}</Link> },
    ...(employee ? [] : [{ key: 'person', title: t('persona.person'), cell: ({ employee: id, employee_name: name }: PersonaView) => <Link to={`/people/${id}`} tabIndex={-1}>{name}</Link> }]),
    { key: 'topics', title: t('persona.topics_short'), width: 240, cell: ({ card }) => card.topics.join('、') },
    { key: 'state', title: t('agreement.state'), cell: ({ state }) => <StateTag tone={PERSONA_TONE[state]}>{t(`persona_state.${state}`)}</StateTag> },
    { key: 'version', title: t('persona.version_short'), cell: ({ version }) => t('persona.version', { version }) },
    { key: 'at', title: t('persona.drafted'), number: true, cell: ({ drafted_at: at }) => <RelativeTime at={at} /> },
  ];
  const add = me.can.manage_personas ? <Button primary icon={<AddIcon />} to={`/personas/new${employee ? `?employee=${employee}` : ''}`}>{t('persona.new')}</Button> : null;
  return (
    <Loaded query={personas}>
      {({ items }) => (
        <>
          {items.length > 0 ? <TableBar>{add}</TableBar> : null}
          <DataTable
            label={t('persona.tab')}
            columns={columns}
            rows={items}
            rowKey={({ id }) => id}
            open={({ id }) => void navigate(`/personas/${id}`)}
            empty={<EmptyState title={t('persona.none')} text={t('persona.none_text')}>{add}</EmptyState>}
          />
        </>
      )}
    </Loaded>
  );
}
