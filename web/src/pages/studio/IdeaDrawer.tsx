/** One topic idea beside the list, and which accounts it suits. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { TopicIdea, TopicIdeaFit } from '@/api/types';
import { ABSENT } from '@/format/number';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { DetailDrawer, Facts } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { StateTag, type Tone } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import { SourceTag } from './IdeasTab';
import './studio.css';

const FIT_TONE: Record<TopicIdeaFit['fit'], Tone> = { suits: 'good', open: 'quiet', against: 'watch' };

export function IdeaDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const idea = useQuery({
    queryKey: ['topic-ideas', 'one', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/topic-ideas/{idea}', { params: { path: { idea: id } }, signal })),
    enabled: id !== '',
  });
  return (
    <DetailDrawer title={idea.data?.title ?? t('idea.one')} open={id !== ''} close={close} width={640}>
      {id === '' ? null : <Loaded query={idea}>{(known) => <div className="k-stack"><About idea={known} /><Fits idea={id} /></div>}</Loaded>}
    </DetailDrawer>
  );
}

function About({ idea: { scene, promise, audience, product_line: line, season, source, source_note: note, told, created_by: by, created_at: at } }: { idea: TopicIdea }) {
  const t = useT();
  return (
    <Facts
      items={[
        { label: t('idea.scene'), value: scene },
        { label: t('idea.promise'), value: promise },
        { label: t('idea.product_line'), value: line || ABSENT },
        { label: t('idea.audience'), value: audience || ABSENT },
        { label: t('idea.season'), value: season || ABSENT },
        { label: t('idea.source'), value: <><SourceTag source={source} /> {note}</> },
        { label: t('idea.told'), value: <Figure value={told} measure="count" /> },
        { label: t('idea.by'), value: `${by} · ${exactTime(at)}` },
      ]}
    />
  );
}

function Fits({ idea }: { idea: string }) {
  const t = useT();
  const fits = useQuery({
    queryKey: ['topic-ideas', 'fits', idea],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/topic-ideas/{idea}/fits', { params: { path: { idea } }, signal })),
  });
  return (
    <section className="k-stack" aria-label={t('idea.fits')}>
      <h3>{t('idea.fits')}</h3>
      <Loaded query={fits}>
        {({ items, without_persona: silent }) => (
          <>
            {items.length === 0 ? <EmptyState title={t('idea.no_fits')} text={t('idea.no_fits_text')} /> : <ul className="k-fits">{items.map((one) => <FitRow key={one.account} fit={one} />)}</ul>}
            {silent > 0 ? <p className="k-quiet">{t('idea.without_persona', { count: silent })}</p> : null}
          </>
        )}
      </Loaded>
    </section>
  );
}

function FitRow({ fit: { account, nickname, employee, fit, reasons } }: { fit: TopicIdeaFit }) {
  const t = useT();
  return (
    <li>
      <span className="k-row"><Link to={`/accounts/${account}`}>{nickname}</Link> <span className="k-quiet">{employee}</span> <StateTag tone={FIT_TONE[fit]}>{t(`fit.${fit}`)}</StateTag></span>
      {reasons.length === 0 ? <p className="k-quiet">{t('idea.no_reason')}</p> : <ul>{reasons.map(({ text, is_for: isFor }) => <li key={text}><span aria-hidden="true">{isFor ? '+' : '−'}</span> {text}</li>)}</ul>}
    </li>
  );
}
