import { Outlet } from 'react-router';
import { useMe, useSignedIn } from '@/api/me';
import { useLiveEvents } from '@/api/queries';
import { setZone } from '@/format/time';
import { useT } from '@/i18n';
import { AccountsIcon, BottomBar, CheckIcon, MeIcon, TodayIcon } from './ui/BottomBar';
import { Nothing } from './ui/states';

/** Somebody whose last brand has gone is told so. */
export function PhoneShell() {
  const t = useT();
  const { brand, user } = useSignedIn();
  if (brand) return <Shell />;
  return <main className="p-main"><h1>{t('no_brand.title')}</h1><Nothing title={t('no_brand.title')} text={t('no_brand.text', { email: user.email })} /></main>;
}

function Shell() {
  const t = useT();
  const me = useMe();
  setZone(me.brand.zone);
  useLiveEvents(me.brand.id);
  return (
    <>
      <a className="k-skip" href="#main">{t('nav.skip')}</a>
      <main id="main" tabIndex={-1} className="p-main"><Outlet /></main>
      <BottomBar
        label={t('phone.nav')}
        places={[
          { to: '/', title: t('nav.today'), icon: <TodayIcon /> },
          { to: '/accounts', title: t('phone.accounts'), icon: <AccountsIcon /> },
          ...(me.can.check_content ? [{ to: '/check', title: t('phone.check'), icon: <CheckIcon /> }] : []),
          { to: '/me', title: t('phone.me'), icon: <MeIcon /> },
        ]}
      />
    </>
  );
}
