import { ActionSheet, Toast } from 'antd-mobile';
import { useEffect } from 'react';
import type { Choice } from './controls';

interface SheetProps {
  label: string;
  cancel: string;
  choices: Choice[];
  open: boolean;
  close: () => void;
}

/** A keyboard closes it with Escape, as it does any dialog. */
function useEscape(open: boolean, close: () => void): void {
  useEffect(() => {
    if (!open) return undefined;
    const onKey = ({ key }: KeyboardEvent) => { if (key === 'Escape') close(); };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open, close]);
}

export default function Sheet({ label, cancel, choices, open, close }: SheetProps) {
  useEscape(open, close);
  return (
    <ActionSheet
      visible={open}
      extra={label}
      cancelText={cancel}
      closeOnAction
      actions={choices.map(({ key, text, choose }) => ({ key, text, onClick: choose }))}
      onClose={close}
    />
  );
}

export const toast = (text: string) => Toast.show({ content: text, position: 'bottom' });
