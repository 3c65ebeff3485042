/** The command palette (Ctrl K): every place, every common act, and accounts by name. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import { LANGUAGES, setLanguage, useT } from '@/i18n';
import { setThemeChoice, THEME_CHOICES } from '@/theme';
import { Dialog } from '@/ui/layout';
import { KindTag } from '@/ui/plain/tags';
import { useBrandSwitch } from './BrandSwitch';
import { PLACES } from './places';
import { useSignOut } from './TopBar';

interface Command {
  key: string;
  group: string;
  text: string;
  note?: ReactNode;
  run: () => void;
}

const ACCOUNTS_SHOWN_MAX = 8;

function useCommands(): Command[] {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  const switchBrand = useBrandSwitch();
  const signOut = useSignOut();
  return [
    ...PLACES.filter(({ open }) => open(me)).map(({ key, to, word }) => ({ key, group: t('palette.go'), text: t(word), run: () => void navigate(to) })),
    ...me.brands.filter(({ id }) => id !== me.brand.id).map(({ id, name }) => ({ key: id, group: t('palette.brand'), text: t('palette.to_brand', { name }), run: () => switchBrand(id) })),
    ...LANGUAGES.map((one) => ({ key: `language-${one}`, group: t('language.label'), text: t(`language.${one}`), run: () => void setLanguage(one) })),
    ...THEME_CHOICES.map((one) => ({ key: `theme-${one}`, group: t('theme.label'), text: t(`theme.${one}`), run: () => setThemeChoice(one) })),
    { key: 'sign-out', group: t('nav.me'), text: t('nav.sign_out'), run: signOut },
  ];
}

function useAccounts(q: string): Command[] {
  const t = useT();
  const navigate = useNavigate();
  const found = useQuery({
    queryKey: ['account', 'search', q],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts', { params: { query: { q, limit: ACCOUNTS_SHOWN_MAX } }, signal })),
    enabled: q.length > 0,
  });
  return (found.data?.items ?? []).map(({ id, nickname, kind, store }) => ({
    key: id,
    group: t('palette.accounts'),
    text: nickname,
    note: <><KindTag kind={kind} /> <span className="k-quiet">{store?.name}</span></>,
    run: () => void navigate(`/accounts/${id}`),
  }));
}

export function Palette({ open, setOpen }: { open: boolean; setOpen: (open: boolean) => void }) {
  const t = useT();
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [setOpen]);
  return (
    <Dialog title={t('palette.title')} open={open} close={() => setOpen(false)} width={560}>
      <PaletteBody close={() => setOpen(false)} />
    </Dialog>
  );
}

/** Opened to type in at once; a constant reference, so that it runs once per opening. */
const focusOnce = (input: HTMLInputElement | null) => input?.focus();

function PaletteBody({ close }: { close: () => void }) {
  const t = useT();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const wanted = text.trim().toLowerCase();
  const commands = useCommands().filter((command) => wanted === '' || command.text.toLowerCase().includes(wanted));
  const found = [...useAccounts(wanted), ...commands];
  const active = Math.min(at, found.length - 1);
  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    command.run();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((active + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setAt((active - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') run(found[active]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="k-palette">
      <input
        ref={focusOnce}
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.hint')}
        value={text}
        onChange={(event) => { setText(event.target.value); setAt(0); }}
        onKeyDown={onKey}
      />
      <div id={id} role="listbox" aria-label={t('palette.found')} className="k-palette-list">
        {found.map((command, index) => (
          <button type="button" key={command.key} id={`${id}-${index}`} role="option" tabIndex={-1} aria-selected={index === active} onMouseEnter={() => setAt(index)} onClick={() => run(command)}>
            <span className="k-quiet">{command.group}</span>
            <span className="k-ellipsis">{command.text}</span>
            <span className="k-ellipsis">{command.note}</span>
          </button>
        ))}
      </div>
      {found.length === 0 ? <p className="k-quiet">{t('palette.nothing')}</p> : null}
    </div>
  );
}
