import { Popup, Toast } from 'antd-mobile';
import { useEffect, useRef, type RefObject } from 'react';
import type { Choice } from './controls';

interface SheetProps {
  label: string;
  cancel: string;
  choices: Choice[];
  open: boolean;
  close: () => void;
}

/** While it is open the keyboard is in it and Escape closes it; afterwards it is where it was. */
function useDialogKeyboard(sheet: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  useEffect(() => {
    if (!open) return undefined;
    const opener = document.activeElement;
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') close();
    };
    sheet.current?.focus();
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [sheet, open, close]);
}

/** What to choose from, risen from below. antd-mobile's own sheet does not say that it is a dialog. */
export default function Sheet({ label, cancel, choices, open, close }: SheetProps) {
  const sheet = useRef<HTMLDivElement>(null);
  useDialogKeyboard(sheet, open, close);
  return (
    <Popup visible={open} onMaskClick={close}>
      <div ref={sheet} role="dialog" aria-modal="true" aria-label={label} tabIndex={-1} className="p-sheet">
        <p>{label}</p>
        {choices.map(({ key, text, choose }) => <button key={key} type="button" onClick={() => { close(); choose(); }}>{text}</button>)}
        <button type="button" className="p-sheet-cancel" onClick={close}>{cancel}</button>
      </div>
    </Popup>
  );
}

export const toast = (text: string) => Toast.show({ content: text, position: 'bottom' });
