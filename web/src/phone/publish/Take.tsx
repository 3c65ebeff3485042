/** Taking the text: the server is asked first, then it is copied. Without a network a text that was kept lately may be taken, and the server hears of it later. */
import { useQueryClient } from '@tanstack/react-query';
import { useT } from '@/i18n';
import { Button, say } from '../ui/controls';
import { send } from '../outbox/outbox';
import { copy } from './clipboard';
import { dayQuery, handoverPath, isTooOld, wholeText } from './day';
import type { NoteProps } from './PublishPage';

interface TakeProps extends NoteProps {
  taking: boolean;
  setTaking: (taking: boolean) => void;
  /** Whether the person has to copy the text from a field. */
  setByHand: (byHand: boolean) => void;
}

export function Take({ file, mine: { keptAt }, user, brand, taking, setTaking, setByHand }: TakeProps) {
  const t = useT();
  const client = useQueryClient();
  const { draft, can } = file;
  const tooOld = isTooOld(keptAt);
  const refusal = tooOld ? t('publish.too_old') : typeof can.hand_over === 'string' ? can.hand_over : null;
  const take = async () => {
    setTaking(true);
    const errand = { user, brand, subject: draft.id, title: t('publish.errand_take', { title: draft.title }), path: handoverPath(draft.id), body: { text_no: draft.text_no } };
    const { arrived, refusal: no } = await send(errand);
    if (!no) {
      const copied = await copy(wholeText(file));
      say(t(copied ? (arrived ? 'publish.copied' : 'publish.copied_offline') : 'publish.by_hand'));
      setByHand(!copied);
    }
    setTaking(false);
    if (arrived) await client.invalidateQueries({ queryKey: dayQuery(user, brand).queryKey });
  };
  return (
    <section className="p-card p-steps" aria-label={t('publish.take')}>
      <p>{t('publish.take_text')}</p>
      {refusal ? <p className="p-no" role="alert">{refusal}</p> : <Button primary press={() => void take()} busy={taking}>{t('publish.take')}</Button>}
    </section>
  );
}
