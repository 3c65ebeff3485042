import type { ReactNode } from 'react';
import { LANGUAGES, setLanguage, useLanguage, useT } from '@/i18n';
import { THEME_CHOICES, setThemeChoice, useThemeChoice, type ThemeChoice } from '@/theme';

/** One card in the middle, the product's name above it, language and theme below. */
export function GateFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const t = useT();
  const language = useLanguage();
  const theme = useThemeChoice();
  return (
    <div className="k-gate">
      <title>{`${title} · ${t('product')}`}</title>
      <header className="k-gate-brand">
        <img src="/kosmos.svg" alt="" width={28} height={28} />
        <span>{t('product')}</span>
        <span className="k-gate-tagline">{t('tagline')}</span>
      </header>
      <main className="k-gate-card">
        <h1>{title}</h1>
        {lead ? <p className="k-gate-lead">{lead}</p> : null}
        {children}
      </main>
      <footer className="k-gate-foot">
        <div role="group" aria-label={t('language.label')}>
          {LANGUAGES.map((one) => (
            <button key={one} type="button" aria-pressed={one === language} onClick={() => void setLanguage(one)}>
              {t(`language.${one}`)}
            </button>
          ))}
        </div>
        <label>
          <span className="k-unseen">{t('theme.label')}</span>
          <select value={theme} onChange={(event) => setThemeChoice(event.target.value as ThemeChoice)}>
            {THEME_CHOICES.map((one) => (
              <option key={one} value={one}>
                {t(`theme.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </footer>
    </div>
  );
}
