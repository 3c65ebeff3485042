import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import type { BoardRow } from '@/api/types';
import { useT } from '@/i18n';
import { Figure } from '@/ui/plain/Figure';
import { Avatar, KindTag } from '@/ui/plain/tags';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Lines } from '../ui/controls';
import { Search } from '../ui/Search';
import { Loaded, Nothing } from '../ui/states';

/** The accounts that this person may see: how each did in the latest period. */
export default function AccountsPage() {
  const t = useT();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const board = useQuery({ queryKey: ['board', 'phone', q], queryFn: ({ signal }) => ask(api.GET('/api/v1/board', { params: { query: { columns: 'read', compare: 'none', ...(q ? { q } : {}) } }, signal })), placeholderData: (before) => before });
  const line = ({ id, nickname, kind, last_note_at: lastNoteAt, cells }: BoardRow) => ({
    key: id,
    title: <span className="k-person"><Avatar name={nickname} size={32} /><span className="k-ellipsis">{nickname}</span></span>,
    note: <><KindTag kind={kind} /> {t('phone.last_note')} <RelativeTime at={lastNoteAt} /></>,
    extra: typeof cells.read?.value === 'number' ? <><Figure value={cells.read.value} measure="count" /> {t('phone.reads')}</> : null,
    press: () => void navigate(`/accounts/${id}`),
  });
  return (
    <>
      <title>{`${t('phone.accounts')} · ${t('product')}`}</title>
      <h1>{t('phone.accounts')}</h1>
      <Search label={t('phone.search')} value={text} change={setText} />
      <Loaded query={board}>
        {({ items }) => (items.length === 0 ? <Nothing title={t('phone.no_accounts')} text={t('phone.no_accounts_text')} /> : <Lines lines={items.map(line)} />)}
      </Loaded>
    </>
  );
}
