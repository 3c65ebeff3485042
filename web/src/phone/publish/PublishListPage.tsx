/** What is mine to publish: what is ready first, then what is still being written or looked at. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useMe } from '@/api/me';
import type { DraftView } from '@/api/types';
import { useT } from '@/i18n';
import { Lines } from '../ui/controls';
import { Loaded, Nothing } from '../ui/states';
import { useOutbox } from '../outbox/outbox';
import { dayQuery, whereIs, type MyDay } from './day';
import { Rest } from './Rest';
import { Waiting } from './Waiting';
import './publish.css';

export default function PublishListPage() {
  const t = useT();
  const { user, brand } = useMe();
  const day = useQuery(dayQuery(user.id, brand.id));
  return (
    <>
      <title>{`${t('publish.title')} · ${t('product')}`}</title>
      <h1>{t('publish.title')}</h1>
      <Waiting user={user.id} brand={brand.id} keptAt={day.data?.keptAt ?? null} />
      <Loaded query={day}>{(mine) => <Mine mine={mine} user={user.id} />}</Loaded>
    </>
  );
}

function Mine({ mine: { day }, user }: { mine: MyDay; user: string }) {
  const t = useT();
  const navigate = useNavigate();
  const outbox = useOutbox(user);
  const { ready, others } = day;
  const note = ({ nickname, due_day: due }: DraftView) => [nickname, due ? t('publish.due', { day: due }) : ''].filter(Boolean).join(' · ');
  const readyLines = ready.map((file) => ({
    key: file.draft.id, title: file.draft.title, note: note(file.draft), extra: t(`publish.where.${whereIs(file, outbox)}`), press: () => void navigate(`/publish/${file.draft.id}`),
  }));
  const otherLines = others.map((draft) => ({ key: draft.id, title: draft.title || draft.angle, note: note(draft), extra: t(`publish.stage.${draft.stage}`) }));
  return (
    <>
      {readyLines.length === 0 ? <Nothing title={t('publish.none')} text={t('publish.none_text')} /> : <Lines title={t('publish.ready')} lines={readyLines} />}
      {otherLines.length > 0 ? <Lines title={t('publish.others')} lines={otherLines} /> : null}
      <Rest day={day} />
    </>
  );
}
