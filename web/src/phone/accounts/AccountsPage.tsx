import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import type { BoardRow } from '@/api/sketch';
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
  const board = useQuery({ queryKey: ['board', 'phone', q], queryFn: ({ signal }) => ask(api.GET('/api/v1/board', { params: { query: q ? { q } : {} }, signal })), placeholderData: (before) => before });
  const line = ({ account, now }: BoardRow) => ({
    key: account.id,
    title: <span className="k-person"><Avatar name={account.nickname} size={32} /><span className="k-ellipsis">{account.nickname}</span><KindTag kind={account.kind} /></span>,
    note: <>{t('phone.last_note')} <RelativeTime at={account.last_note_at} /></>,
    extra: <><Figure value={now.reads} measure="count" /> {t('phone.reads')}</>,
    press: () => void navigate(`/accounts/${account.id}`),
  });
  return (
    <>
      <title>{`${t('phone.accounts')} · ${t('product')}`}</title>
      <h1>{t('phone.accounts')}</h1>
      <Search label={t('phone.search')} value={text} change={setText} />
      <Loaded query={board}>
        {({ groups }) => {
          const rows = groups.flatMap((group) => group.rows);
          return rows.length === 0 ? <Nothing title={t('phone.no_accounts')} text={t('phone.no_accounts_text')} /> : <Lines lines={rows.map(line)} />;
        }}
      </Loaded>
    </>
  );
}
