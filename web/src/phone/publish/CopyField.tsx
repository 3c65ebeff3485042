import { useT } from '@/i18n';

/** A field whose text is selected when it is touched, for browsers that let no page copy. */
export function CopyField({ text }: { text: string }) {
  const t = useT();
  return (
    <label className="p-field">
      <span>{t('publish.by_hand')}</span>
      <textarea readOnly rows={6} value={text} onFocus={(event) => event.target.select()} />
    </label>
  );
}
