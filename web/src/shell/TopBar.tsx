import { useNavigate } from 'react-router';
import { setBrand } from '@/api/brand';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import { toSignIn } from '@/api/queries';
import { LANGUAGES, setLanguage, useLanguage, useT } from '@/i18n';
import { setThemeChoice, THEME_CHOICES, useTheme, useThemeChoice } from '@/theme';
import { IconButton, MenuButton } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { DarkIcon, LightIcon, MenuIcon, SearchIcon } from '@/ui/icons';
import { Avatar, RoleTag } from '@/ui/plain/tags';
import { Notices } from './Notices';

/** Signs out of this device; what was kept of the brand goes with it. */
export function useSignOut(): () => void {
  const out = useAction({
    run: () => ask(api.DELETE('/api/v1/session')),
    stale: [],
    then: () => {
      setBrand(null);
      toSignIn();
    },
  });
  return () => out.run();
}

export function TopBar({ openMenu, openPalette }: { openMenu: (() => void) | undefined; openPalette: () => void }) {
  const t = useT();
  return (
    <header className="k-top">
      {openMenu ? <IconButton label={t('nav.open_menu')} icon={<MenuIcon />} press={openMenu} /> : null}
      <button type="button" className="k-top-search" aria-label={t('palette.title')} onClick={openPalette} aria-keyshortcuts="Control+K">
        <SearchIcon aria-hidden />
        <span>{t('palette.title')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className="k-top-tools">
        <Notices />
        <LanguageMenu />
        <ThemeMenu />
        <MeMenu />
      </div>
    </header>
  );
}

function LanguageMenu() {
  const t = useT();
  const language = useLanguage();
  return (
    <MenuButton
      label={t('language.label')}
      selected={language}
      items={LANGUAGES.map((one) => ({ key: one, label: t(`language.${one}`), choose: () => void setLanguage(one) }))}
    >
      {t(`language.${language}`)}
    </MenuButton>
  );
}

function ThemeMenu() {
  const t = useT();
  const theme = useTheme();
  const choice = useThemeChoice();
  return (
    <MenuButton
      label={t('theme.label')}
      icon={theme === 'dark' ? <DarkIcon /> : <LightIcon />}
      selected={choice}
      items={THEME_CHOICES.map((one) => ({ key: one, label: t(`theme.${one}`), choose: () => setThemeChoice(one) }))}
    />
  );
}

function MeMenu() {
  const t = useT();
  const navigate = useNavigate();
  const { user, brand } = useMe();
  const signOut = useSignOut();
  return (
    <MenuButton
      label={t('nav.me')}
      items={[
        { key: 'who', label: <span className="k-me"><strong>{user.name}</strong><span className="k-quiet">{user.email}</span><RoleTag role={brand.role} /></span>, disabled: true },
        'line',
        { key: 'security', label: t('settings.security'), choose: () => void navigate('/settings/security') },
        { key: 'sessions', label: t('settings.sessions'), choose: () => void navigate('/settings/sessions') },
        { key: 'phone', label: t('nav.phone'), choose: () => location.assign('/m') },
        'line',
        { key: 'out', label: t('nav.sign_out'), choose: signOut },
      ]}
    >
      <Avatar name={user.name} size={24} />
      <span className="k-unseen">{user.name}</span>
      <span className="k-top-name" aria-hidden="true">{user.name}</span>
    </MenuButton>
  );
}
