import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { NoticeView } from '@/api/sketch';
import { useT } from '@/i18n';
import { Button, IconButton } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { NoticeIcon } from '@/ui/icons';
import { DetailDrawer } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';

const UNSEEN_SHOWN_MAX = 99;

export function Notices() {
  const t = useT();
  const [open, setOpen] = useState(false);
  const notices = useQuery({ queryKey: ['notices'], queryFn: ({ signal }) => ask(api.GET('/api/v1/notices', { signal })) });
  const see = useAction({ run: (upTo: number) => ask(api.PUT('/api/v1/notices/seen', { body: { up_to: upTo } })), stale: ['notices'] });
  const unseen = notices.data?.unseen ?? 0;
  const newest = notices.data?.items[0]?.seq;
  return (
    <>
      <span className="k-notices">
        <IconButton label={unseen > 0 ? t('notices.unseen', { count: unseen }) : t('notices.title')} icon={<NoticeIcon />} press={() => setOpen(true)} />
        {unseen > 0 ? <span className="k-badge k-number" aria-hidden="true">{Math.min(unseen, UNSEEN_SHOWN_MAX)}</span> : null}
      </span>
      <DetailDrawer title={t('notices.title')} open={open} close={() => setOpen(false)} width={420}>
        <Loaded query={notices}>
          {({ items }) => items.length === 0 ? <EmptyState title={t('notices.empty')} text={t('notices.empty_text')} /> : (
            <>
              {unseen > 0 && newest !== undefined ? <Button small press={() => see.run(newest)}>{t('notices.see_all')}</Button> : null}
              <ul className="k-notice-list">{items.map((notice) => <Notice key={notice.seq} notice={notice} follow={() => setOpen(false)} />)}</ul>
            </>
          )}
        </Loaded>
      </DetailDrawer>
    </>
  );
}

function Notice({ notice: { text, at, link, seen }, follow }: { notice: NoticeView; follow: () => void }) {
  const t = useT();
  return (
    <li data-seen={seen}>
      {seen ? null : <span className="k-unseen">{t('notices.new')}</span>}
      {link ? <Link to={link} onClick={follow}>{text}</Link> : <span>{text}</span>}
      <span className="k-quiet"><RelativeTime at={at} /></span>
    </li>
  );
}
