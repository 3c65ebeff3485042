import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { Notice } from '@/api/types';
import { count } from '@/format/number';
import { currentLanguage, tOr, useT } from '@/i18n';
import { Button, IconButton } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { NoticeIcon } from '@/ui/icons';
import { DetailDrawer } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';

const UNREAD_SHOWN_MAX = 99;

export function Notices() {
  const t = useT();
  const [open, setOpen] = useState(false);
  const notices = useQuery({ queryKey: ['notices'], queryFn: ({ signal }) => ask(api.GET('/api/v1/notices', { signal })) });
  const see = useAction({ run: (upTo: number) => ask(api.PUT('/api/v1/notices/seen', { body: { up_to: upTo } })), stale: ['notices'] });
  const { unread = 0, items: [newest] = [] } = notices.data ?? {};
  return (
    <>
      <span className="k-notices">
        <IconButton label={unread > 0 ? t('notices.unseen', { count: unread }) : t('notices.title')} icon={<NoticeIcon />} press={() => setOpen(true)} />
        {unread > 0 ? <span className="k-badge k-number" aria-hidden="true">{unread > UNREAD_SHOWN_MAX ? `${UNREAD_SHOWN_MAX}+` : unread}</span> : null}
      </span>
      <DetailDrawer title={t('notices.title')} open={open} close={() => setOpen(false)} width={420}>
        <Loaded query={notices}>
          {({ items, jobs_dead: dead }) => items.length === 0 && dead === 0 ? <EmptyState title={t('notices.empty')} text={t('notices.empty_text')} /> : (
            <div className="k-stack">
              {dead > 0 ? <p className="k-notice k-notice-watch"><Link to="/settings/jobs" onClick={() => setOpen(false)}>{t('notice.jobs_dead', { count: dead })}</Link></p> : null}
              {unread > 0 && newest ? <div><Button small press={() => see.run(newest.seq)}>{t('notices.see_all')}</Button></div> : null}
              <ul className="k-notice-list">{items.map((notice) => <Line key={notice.seq} notice={notice} follow={() => setOpen(false)} />)}</ul>
            </div>
          )}
        </Loaded>
      </DetailDrawer>
    </>
  );
}

const fieldsOf = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
const shown = (value: unknown): string => (typeof value === 'number' ? count(value).exact : typeof value === 'string' ? value : '');

/** What happened, in words; what the catalogue does not know yet is said by its kind. */
function useSentence({ kind, actor, after }: Notice): string {
  const t = useT();
  const { file, new: added, changed, rejected, ...rest } = fieldsOf(after);
  const values = { actor, file: shown(file), added: shown(added), changed: shown(changed), rejected: shown(rejected), why: shown(rest[currentLanguage()]), count: shown(rest.count), days: shown(rest.days), first: shown(rest.first), names: Array.isArray(rest.names) ? rest.names.map(shown).join(currentLanguage() === 'zh' ? '、' : ', ') : '' };
  const word = kind === 'import_finished' && Number(rejected) > 0 ? 'import_rejected' : kind;
  return tOr(`notice.${word}`, t('notice.other', { actor, what: tOr(`event.${kind}`, kind) }), values);
}

const PLACES: readonly [start: string, to: string][] = [['seats_', '/seats?state=requested'], ['renewals_', '/seats/renewals'], ['member_', '/settings/members'], ['user_', '/settings/members'], ['api_key_', '/settings/api-keys'], ['audit_', '/settings/audit'], ['password_', '/settings/security']];

function placeOf({ kind, subject }: Notice): string | undefined {
  if (kind.startsWith('import_') && subject) return `/imports/${subject}`;
  return PLACES.find(([start]) => kind.startsWith(start))?.[1];
}

function Line({ notice, follow }: { notice: Notice; follow: () => void }) {
  const t = useT();
  const text = useSentence(notice);
  const to = placeOf(notice);
  return (
    <li data-seen={notice.seen}>
      {notice.seen ? null : <span className="k-unseen">{t('notices.new')}</span>}
      {to ? <Link to={to} onClick={follow}>{text}</Link> : <span>{text}</span>}
      <span className="k-quiet"><RelativeTime at={notice.at} /></span>
    </li>
  );
}
