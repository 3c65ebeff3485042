import { useState } from 'react';
import { useT } from '@/i18n';
import { Button } from './controls';
import { useToast } from './feedback';
import { CopyIcon } from './icons';

/** Something shown once: to be copied now, because nobody can show it again. */
export function Secret({ text, note }: { text: string; note: string }) {
  const t = useT();
  const toast = useToast();
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true), toast.failed);
  return (
    <div className="k-secret">
      <p className="k-notice k-notice-watch">{note}</p>
      <code className="k-code">{text}</code>
      <div><Button icon={<CopyIcon />} press={() => void copy()}>{t(copied ? 'action.copied' : 'action.copy')}</Button></div>
    </div>
  );
}
