import { TextArea as MobileTextArea } from 'antd-mobile';
import { useId } from 'react';

const LINES = { minRows: 6, maxRows: 16 };

/** A large field; it grows with what is written. */
export function TextArea({ label, hint, value, change, most }: { label: string; hint: string; value: string; change: (value: string) => void; most: number }) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="k-unseen">{label}</label>
      <MobileTextArea id={id} placeholder={hint} value={value} maxLength={most} autoSize={LINES} onChange={change} />
    </>
  );
}
