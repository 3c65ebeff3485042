import { ActionSheet, Toast } from 'antd-mobile';
import type { Choice } from './controls';

interface SheetProps {
  label: string;
  cancel: string;
  choices: Choice[];
  open: boolean;
  close: () => void;
}

export default function Sheet({ label, cancel, choices, open, close }: SheetProps) {
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
