/** Which notes and texts a draft is like: the verdict in words, and each match beside the draft. */
import type { ReactNode } from 'react';
import type { CopyKind, SimilarText } from '@/api/types';
import { useT } from '@/i18n';
import { StateTag, type Tone } from '@/ui/plain/tags';
import type { Compared } from './queries';
import { SideBySide, type Passage } from './SideBySide';
import { pieces } from './text';
import './content.css';

const TONE: Record<CopyKind, Tone> = { copy: 'act', rewrite: 'act', quotes: 'watch', same_angle: 'quiet', clear: 'good' };

export function SimilarTag({ kind }: { kind: CopyKind }) {
  const t = useT();
  return <StateTag tone={TONE[kind]}>{t(`similar_kind.${kind}`)}</StateTag>;
}

interface SimilarProps {
  compared: Compared;
  /** What the name of an account leads to. */
  account?: (account: NonNullable<SimilarText['account']>) => ReactNode;
}

export function Similar({ compared: { asked, verdict: { verdict, notes, matches } }, account }: SimilarProps) {
  const t = useT();
  if (notes === 0 && matches.length === 0) return <p className="k-quiet" role="status">{t('similar.nothing')}</p>;
  return (
    <div className="k-verdict">
      <h2 role="status"><SimilarTag kind={verdict} /> {t(`similar_text.${verdict}`)}</h2>
      <p className="k-quiet">{t('similar.compared', { count: notes })}</p>
      {matches.map((match, index) => (
        <Match
          key={`${match.note ?? ''}/${match.other ?? ''}/${index}`}
          match={match}
          draft={asked.text}
          other={typeof match.other === 'number' ? asked.others?.[match.other] ?? null : null}
          open={index === 0}
          {...(account ? { account } : {})}
        />
      ))}
    </div>
  );
}

interface MatchProps extends Pick<SimilarProps, 'account'> {
  match: SimilarText;
  draft: string;
  /** The text that came with the draft, where the match is not a note. */
  other: { name: string; text: string } | null;
  open: boolean;
}

function Match({ match, draft, other, open, account: link }: MatchProps) {
  const t = useT();
  const { kind, score, account, published_day: day, text, spans, hidden } = match;
  const who = other?.name ?? account?.nickname ?? t('similar.hidden');
  const against = other?.text ?? text ?? null;
  const passages = spans.map(({ draft: left, note: right }): Passage => ({ left: rangeOf(left), right: rangeOf(right) }));
  return (
    <details className="k-match" open={open}>
      <summary>
        <SimilarTag kind={kind} /> <strong>{who}</strong> <span className="k-quiet k-number">{[day, t('similar.score', { score })].filter(Boolean).join(' · ')}</span>
      </summary>
      {hidden || against === null ? <Hidden draft={draft} passages={passages} /> : (
        <SideBySide
          left={{ title: t('similar.draft'), text: draft }}
          right={{ title: other?.name ?? t('similar.note'), about: account ? <>{link?.(account) ?? account.nickname} <span className="k-number">{day}</span></> : null, text: against }}
          passages={passages}
        />
      )}
    </details>
  );
}

/** The note is out of sight; what of the draft stands in it is not. */
export function Hidden({ draft, passages }: { draft: string; passages: readonly Passage[] }) {
  const t = useT();
  return (
    <>
      <p className="k-quiet">{t('similar.hidden_text')}</p>
      <p className="k-marked">
        {pieces(draft, passages.map(({ left }) => left)).map(({ text, range }, at) => (range === null ? text : <mark key={at}>{text}</mark>))}
      </p>
    </>
  );
}

/** A place in a text as the server tells it; nowhere, where the text is hidden. */
export const rangeOf = (place: readonly number[] | null | undefined) => [place?.[0] ?? 0, place?.[1] ?? 0] as const;
