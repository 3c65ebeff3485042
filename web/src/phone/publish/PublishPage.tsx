/** One note on its way out: read it, put a line into own words, take the text, publish it by hand in the app, bring the link. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useMe } from '@/api/me';
import type { DraftFile } from '@/api/types';
import { useT } from '@/i18n';
import { Button } from '../ui/controls';
import { Loaded, Nothing } from '../ui/states';
import { letGo, useOutbox } from '../outbox/outbox';
import { dayQuery, whereIs, type MyDay } from './day';
import { OwnWords } from './OwnWords';
import { Receipt } from './Receipt';
import { Take } from './Take';
import { Waiting } from './Waiting';
import './publish.css';

export default function PublishPage() {
  const t = useT();
  const navigate = useNavigate();
  const { draft } = useParams();
  const { user, brand } = useMe();
  const day = useQuery(dayQuery(user.id, brand.id));
  return (
    <>
      <title>{`${t('publish.title')} · ${t('product')}`}</title>
      <button type="button" className="p-back" onClick={() => void navigate('/publish')}>{t('phone.back')}</button>
      <Waiting user={user.id} brand={brand.id} keptAt={day.data?.keptAt ?? null} />
      <Loaded query={day}>
        {(mine) => {
          const file = mine.day.ready.find(({ draft: { id } }) => id === draft);
          return file ? <Note file={file} mine={mine} user={user.id} brand={brand.id} /> : <Nothing title={t('publish.gone')} text={t('publish.gone_text')} />;
        }}
      </Loaded>
    </>
  );
}

export interface NoteProps {
  file: DraftFile;
  mine: MyDay;
  user: string;
  brand: string;
}

function Note(props: NoteProps) {
  const t = useT();
  const { file, mine, user } = props;
  const [changing, setChanging] = useState(false);
  /** The text is on its way to the clipboard: the step is not over before it is there. */
  const [taking, setTaking] = useState(false);
  const [byHand, setByHand] = useState(false);
  const known = whereIs(file, useOutbox(user));
  const where = taking && known === 'taken' ? 'ready' : known;
  const { draft, text, paused } = file;
  if (changing) return <OwnWords file={file} close={() => setChanging(false)} />;
  return (
    <>
      <h1>{draft.title}</h1>
      <p className="p-lead">{[draft.nickname, draft.due_day ? t('publish.due', { day: draft.due_day }) : '', t(`publish.where.${where}`)].filter(Boolean).join(' · ')}</p>
      {paused && where === 'ready' ? <p className="p-card p-stop" role="alert">{t('publish.paused', { reason: paused })}</p> : null}
      {where === 'refused' ? <Refused {...props} /> : null}
      <article className="p-card p-note" aria-label={t('publish.text')}>
        <p className="p-text">{text?.body}</p>
        {text && text.topics.length > 0 ? <p className="p-topics">{text.topics.map((topic) => `#${topic}`).join(' ')}</p> : null}
        {text && text.labels.length > 0 ? <p>{t('publish.labels')} {text.labels.map((label) => t(`publish.label.${label}`)).join(' · ')}</p> : null}
      </article>
      {where === 'ready' && mine.keptAt === null && !taking ? <Button press={() => setChanging(true)}>{t('publish.change')}</Button> : null}
      {where === 'ready' ? <Take {...props} taking={taking} setTaking={setTaking} setByHand={setByHand} /> : null}
      {where === 'taken' ? <Receipt {...props} byHand={byHand} setByHand={setByHand} /> : null}
      {where === 'done' ? <p className="p-card" role="status">{t(draft.stage === 'seen' ? 'publish.seen' : 'publish.done')}</p> : null}
    </>
  );
}

/** The server said no to what was done without a network. */
function Refused({ file: { draft }, user, brand }: NoteProps) {
  const t = useT();
  const client = useQueryClient();
  const refused = useOutbox(user).find(({ subject, refusal }) => subject === draft.id && refusal);
  const read = async () => {
    await letGo(draft.id);
    await client.invalidateQueries({ queryKey: dayQuery(user, brand).queryKey });
  };
  return (
    <section className="p-card p-stop" role="alert">
      <h2>{t('publish.refused')}</h2>
      <p>{refused?.refusal}</p>
      <p>{t('publish.refused_text')}</p>
      <Button press={() => void read()}>{t('publish.understood')}</Button>
    </section>
  );
}
