/** The way to the app and back: open it, publish there by hand, bring the link of the note. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useT } from '@/i18n';
import { Button, say } from '../ui/controls';
import { send } from '../outbox/outbox';
import { copy, pasted } from './clipboard';
import { CopyField } from './CopyField';
import { dayQuery, linkIn, receiptPath, wholeText } from './day';
import type { NoteProps } from './PublishPage';

/** Where the app answers; the page of the platform where it does not. */
const APP = 'xhsdiscover://home';
const PAGE = 'https://www.xiaohongshu.com/';

interface ReceiptProps extends NoteProps {
  byHand: boolean;
  setByHand: (byHand: boolean) => void;
}

export function Receipt({ file, user, brand, byHand, setByHand }: ReceiptProps) {
  const t = useT();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const { draft } = file;
  const link = linkIn(text);
  const copyAgain = async () => {
    const copied = await copy(wholeText(file));
    setByHand(!copied);
    say(t(copied ? 'publish.copied' : 'publish.by_hand'));
  };
  const bring = async () => {
    if (!link) return;
    setBusy(true);
    const errand = { user, brand, subject: draft.id, title: t('publish.errand_bring', { title: draft.title }), path: receiptPath(draft.id), body: { link } };
    const { arrived, refusal } = await send(errand);
    setBusy(false);
    if (!refusal) say(t(arrived ? 'publish.brought' : 'publish.brought_offline'));
    if (arrived) await client.invalidateQueries({ queryKey: dayQuery(user, brand).queryKey });
  };
  return (
    <>
      <section className="p-card p-steps" aria-label={t('publish.open')}>
        <p>{t('publish.open_text')}</p>
        <a className="p-open" href={APP}>{t('publish.open')}</a>
        <a className="p-back" href={PAGE} target="_blank" rel="noreferrer">{t('publish.open_page')}</a>
        <Button press={() => void copyAgain()}>{t('publish.copy_again')}</Button>
        {byHand ? <CopyField text={wholeText(file)} /> : null}
      </section>
      <section className="p-card p-steps" aria-label={t('publish.bring')}>
        <label className="p-field">
          <span>{t('publish.link')}</span>
          <textarea rows={3} value={text} placeholder={t('publish.link_hint')} onChange={(event) => setText(event.target.value)} />
        </label>
        {text.trim() !== '' && !link ? <p className="p-no" role="alert">{t('publish.no_link')}</p> : null}
        <Button press={() => void pasted().then((found) => { if (found) setText(found); else say(t('publish.paste_by_hand')); })}>{t('publish.paste')}</Button>
        <Button primary press={() => void bring()} busy={busy}>{t('publish.bring')}</Button>
      </section>
    </>
  );
}
