/** Above what waits: today's note, and one tip. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useMe } from '@/api/me';
import { useT } from '@/i18n';
import { Button, Lines } from '../ui/controls';
import { useOutbox } from '../outbox/outbox';
import { dayQuery, whereIs } from './day';
import { Waiting } from './Waiting';
import './publish.css';

const TIPS = ['a', 'b', 'c', 'd', 'e'] as const;
const DAY_MS = 86_400_000;

export default function MyDay() {
  const t = useT();
  const navigate = useNavigate();
  const { user, brand } = useMe();
  const { data } = useQuery(dayQuery(user.id, brand.id));
  const outbox = useOutbox(user.id);
  if (!data) return null;
  const open = data.day.ready.filter((file) => whereIs(file, outbox) !== 'done');
  const [next] = open;
  const tip = TIPS[Math.floor(Date.parse(data.day.today) / DAY_MS) % TIPS.length] ?? 'a';
  return (
    <>
      <Waiting user={user.id} brand={brand.id} keptAt={data.keptAt} />
      {next ? (
        <article className="p-card" data-severity="watch" aria-label={t('publish.mine')}>
          <h2>{next.draft.title}</h2>
          <p>{[t('publish.mine'), next.draft.nickname, t(`publish.where.${whereIs(next, outbox)}`)].join(' · ')}</p>
          <Button primary press={() => void navigate(`/publish/${next.draft.id}`)}>{t('publish.go')}</Button>
        </article>
      ) : null}
      <Lines lines={[{ key: 'all', title: t('publish.title'), note: open.length > 0 ? `${open.length}` : t('publish.mine_done'), press: () => void navigate('/publish') }]} />
      <p className="p-lead">{t('publish.tip')} · {t(`publish.tips.${tip}`)}</p>
    </>
  );
}
