/** How a note stands on the phone: pictures above, the title, the words, what it says about itself. */
import type { DraftForm, DraftText } from '@/api/types';
import { useT } from '@/i18n';
import { Avatar } from '@/ui/plain/tags';
import './studio.css';

export function Preview({ nickname, form, text: { title, body, topics, mentions, labels } }: { nickname: string; form: DraftForm; text: DraftText }) {
  const t = useT();
  return (
    <section className="k-preview" aria-label={t('draft.preview')}>
      <header className="k-row"><Avatar name={nickname} size={28} /> <strong>{nickname}</strong></header>
      <div className="k-preview-picture">{t(form === 'video' ? 'draft.video_here' : 'draft.pictures_here')}</div>
      <h3>{title || t('draft.no_title')}</h3>
      <p className="k-preview-body">{body}</p>
      <p className="k-preview-tags">{[...topics.map((topic) => `#${topic}`), ...mentions.map((name) => `@${name}`)].join(' ')}</p>
      {labels.length > 0 ? <p className="k-quiet">{labels.map((label) => t(`draft_label.${label}`)).join(' · ')}</p> : null}
    </section>
  );
}
