import { useState, useSyncExternalStore } from 'react';
import { NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useMe, useSignedIn } from '@/api/me';
import { useLiveEvents } from '@/api/queries';
import { setZone } from '@/format/time';
import { useT } from '@/i18n';
import { DetailDrawer } from '@/ui/layout';
import { BrandSwitch } from './BrandSwitch';
import { NoBrand } from './NoBrand';
import { Palette } from './Palette';
import { PLACES } from './places';
import { TopBar } from './TopBar';
import './shell.css';

/** Below this the side bar gives its room to the page and opens from a button. */
const wide = matchMedia('(min-width: 900px)');

function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      wide.addEventListener('change', listener);
      return () => wide.removeEventListener('change', listener);
    },
    () => wide.matches,
  );
}

function Navigation({ chosen }: { chosen?: () => void }) {
  const t = useT();
  const me = useMe();
  const { pathname } = useLocation();
  return (
    <nav aria-label={t('nav.label')}>
      <BrandSwitch />
      <ul className="k-nav">
        {PLACES.filter(({ open }) => open(me)).map(({ key, to, details, word, icon }) => (
          <li key={key}>
            <NavLink to={to} end={to === '/'} className={({ isActive }) => (isActive || (details && pathname.startsWith(details)) ? 'active' : '')} onClick={chosen}>
              <span aria-hidden="true">{icon}</span>
              {t(word)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Somebody whose last brand has gone is told so; everybody else gets the shell. */
export function DeskShell() {
  return useSignedIn().brand ? <Shell /> : <NoBrand />;
}

function Shell() {
  const t = useT();
  const me = useMe();
  const isWide = useWide();
  const [menu, setMenu] = useState(false);
  const [palette, setPalette] = useState(false);
  setZone(me.brand.zone);
  useLiveEvents(me.brand.id);
  return (
    <div className="k-shell">
      <a className="k-skip" href="#main">{t('nav.skip')}</a>
      {isWide ? <div className="k-side"><Navigation /></div> : (
        <DetailDrawer title={t('product')} open={menu} close={() => setMenu(false)} width={280}>
          <Navigation chosen={() => setMenu(false)} />
        </DetailDrawer>
      )}
      <div className="k-body">
        <TopBar openMenu={isWide ? undefined : () => setMenu(true)} openPalette={() => setPalette(true)} />
        <main id="main" tabIndex={-1} key={me.brand.id}>
          <Outlet />
        </main>
      </div>
      <Palette open={palette} setOpen={setPalette} />
      <ScrollRestoration />
    </div>
  );
}
