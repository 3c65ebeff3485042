import { useId, useState } from 'react';
import { Link } from 'react-router';
import type { MemberRef, TodayItem } from '@/api/types';
import { useT } from '@/i18n';
import { Button, IconButton, MenuButton } from '@/ui/controls';
import { ClosedIcon, MeIcon, OpenIcon, SnoozeIcon } from '@/ui/icons';
import { DueTime } from '@/ui/plain/RelativeTime';
import { evidenceText } from '@/figures/evidence';
import { Avatar, SeverityTag } from '@/ui/plain/tags';
import { SNOOZES, useOwner, useSnooze, useWake } from './actions';

export function WorkItem({ item, members }: { item: TodayItem; members: MemberRef[] }) {
  const t = useT();
  const id = useId();
  const [open, setOpen] = useState(false);
  const { severity, title, reason, due, evidence, button, parts } = item;
  return (
    <li className="k-work-item" data-severity={severity}>
      <div className="k-work-text">
        <div className="k-work-title">
          <h3>{title}</h3>
          {severity === 'must' ? null : <SeverityTag severity={severity} />}
          <span className="k-quiet"><DueTime at={due} /></span>
        </div>
        <p>{reason}</p>
        {evidence.length + parts.length > 0 ? (
          <button type="button" className="k-work-why" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            {open ? <OpenIcon aria-hidden /> : <ClosedIcon aria-hidden />} {t('today.evidence', { count: evidence.length })}
          </button>
        ) : null}
        {open ? <Evidence id={id} item={item} /> : null}
      </div>
      <div className="k-work-tools">
        <Button to={button.href} primary={severity === 'must'}>{button.label}</Button>
        <OwnerMenu item={item} members={members} />
        <SnoozeMenu item={item} />
      </div>
    </li>
  );
}

function Evidence({ id, item: { evidence, parts, score } }: { id: string; item: TodayItem }) {
  const t = useT();
  return (
    <dl id={id} className="k-work-evidence">
      {evidence.map((one) => (
        <div key={`${one.label}/${one.href ?? ''}`}>
          <dt>{one.label}</dt>
          <dd className="k-number">{one.href ? <Link to={one.href}>{evidenceText(one)}</Link> : evidenceText(one)}</dd>
        </div>
      ))}
      <div>
        <dt>{t('today.rank')}</dt>
        <dd className="k-number">{t('today.rank_is', { score, parts: parts.map(({ label, points }) => `${label} ${points}`).join(' + ') })}</dd>
      </div>
    </dl>
  );
}

function OwnerMenu({ item, members }: { item: TodayItem; members: MemberRef[] }) {
  const t = useT();
  const give = useOwner();
  const { owner } = item;
  const label = owner ? t('today.owner_is', { name: owner.name }) : t('today.give_owner');
  if (!item.can.own) return owner ? <span title={label}><Avatar name={owner.name} /></span> : null;
  return (
    <MenuButton
      label={label}
      icon={owner ? <Avatar name={owner.name} /> : <MeIcon />}
      {...(owner ? { selected: owner.id } : {})}
      items={[
        ...members.map(({ id, name }) => ({ key: id, label: name, choose: () => give.run({ item, owner: id }) })),
        ...(owner ? ['line' as const, { key: 'nobody', label: t('today.no_owner'), choose: () => give.run({ item, owner: null }) }] : []),
      ]}
    />
  );
}

function SnoozeMenu({ item }: { item: TodayItem }) {
  const t = useT();
  const snooze = useSnooze();
  const wake = useWake();
  if (!item.can.snooze) return null;
  if (item.snoozed_until) return <IconButton label={t('today.wake')} icon={<SnoozeIcon />} press={() => wake.run(item)} pressed />;
  return (
    <MenuButton
      label={t('today.snooze')}
      icon={<SnoozeIcon />}
      items={SNOOZES.map(({ key, word, until }) => ({ key, label: t(word), choose: () => snooze.run({ item, until: until(new Date()) }) }))}
    />
  );
}
