/** What every desk component needs around it: antd in our theme and language, and the place toasts and confirms come from. */
import { App, ConfigProvider, theme as antdTheme, type ThemeConfig } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/en-gb';
import 'dayjs/locale/zh-cn';
import { useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { useLanguage } from '@/i18n';
import { useTheme, type Theme } from '@/theme';
import { PALETTES } from '@/theme/palette';
import './plain/plain.css';
import './ui.css';

/** Under the pointer a colour goes away from the ground, where antd's own goes towards it and is hard to read. */
const HOVER: Record<Theme, { accent: string; act: string }> = {
  light: { accent: '#2850c4', act: '#a8241a' },
  dark: { accent: '#a5baff', act: '#ffa399' },
};

function antdThemeOf(theme: Theme, motion: boolean): ThemeConfig {
  const palette = PALETTES[theme];
  const onAccent = theme === 'dark' ? '#10131a' : '#ffffff';
  return {
    algorithm: theme === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: palette.accent,
      colorPrimaryHover: HOVER[theme].accent,
      colorLinkHover: HOVER[theme].accent,
      colorErrorHover: HOVER[theme].act,
      colorInfo: palette.accent,
      colorLink: palette.accent,
      colorError: palette.act,
      colorWarning: palette.watch,
      colorSuccess: palette.good,
      colorBgLayout: palette.ground,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.raised,
      colorBorder: palette.line,
      colorBorderSecondary: palette.line,
      colorText: palette.text,
      colorTextSecondary: palette.textQuiet,
      colorTextTertiary: palette.textFaint,
      colorTextDescription: palette.textQuiet,
      colorTextPlaceholder: palette.textFaint,
      colorTextLightSolid: onAccent,
      borderRadius: 6,
      fontFamily: 'var(--k-font)',
      controlHeight: 32,
      motion,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Button: { defaultHoverColor: HOVER[theme].accent, defaultHoverBorderColor: HOVER[theme].accent, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Checkbox: { colorBorder: palette.textFaint },
      Tooltip: { colorTextLightSolid: '#ffffff', colorBgSpotlight: theme === 'dark' ? '#3a404c' : '#2a2f39' },
    },
  };
}

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** Follows the system while the page is open. */
const useMotion = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      still.addEventListener('change', changed);
      return () => still.removeEventListener('change', changed);
    },
    () => !still.matches,
  );

export function Provider({ children }: { children: ReactNode }) {
  const language = useLanguage();
  const theme = useTheme();
  const motion = useMotion();
  const config = useMemo(() => antdThemeOf(theme, motion), [theme, motion]);
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en-gb');
  return (
    <ConfigProvider theme={config} locale={language === 'zh' ? zhCN : enGB} button={{ autoInsertSpace: false }}>
      <App component={false} message={{ maxCount: 3 }}>
        {children}
      </App>
    </ConfigProvider>
  );
}
