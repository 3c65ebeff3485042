import { TextArea as MobileTextArea } from 'antd-mobile';

const LINES = { minRows: 6, maxRows: 16 };

/** A large field; it grows with what is written. */
export function TextArea({ label, hint, value, change, most }: { label: string; hint: string; value: string; change: (value: string) => void; most: number }) {
  return <MobileTextArea aria-label={label} placeholder={hint} value={value} maxLength={most} showCount autoSize={LINES} onChange={change} />;
}
