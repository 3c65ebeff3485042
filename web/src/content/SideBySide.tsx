/** Two texts beside each other. What stands in both has the same number and tint on either side; pointing at one lights up the other, pressing its number leads there. */
import { useId, useState, type ReactNode } from 'react';
import { useT } from '@/i18n';
import { pieces, type Range } from './text';
import './content.css';

export interface Side {
  title: string;
  /** Who wrote it, and when. */
  about?: ReactNode;
  text: string;
}

/** A passage that stands in both. */
export interface Passage {
  left: Range;
  right: Range;
}

const TINTS = 5;

export function SideBySide({ left, right, passages }: { left: Side; right: Side; passages: readonly Passage[] }) {
  const id = useId();
  const [lit, setLit] = useState<number | null>(null);
  const lead = (side: string) => (passage: number) => {
    const partner = document.getElementById(`${id}${side}${passage}`);
    partner?.scrollIntoView({ block: 'nearest' });
    partner?.focus({ preventScroll: true });
  };
  return (
    <div className="k-sides">
      <OneSide side={left} ranges={passages.map(({ left: range }) => range)} id={`${id}left`} lit={lit} light={setLit} lead={lead('right')} />
      <OneSide side={right} ranges={passages.map(({ right: range }) => range)} id={`${id}right`} lit={lit} light={setLit} lead={lead('left')} />
    </div>
  );
}

interface OneSideProps {
  side: Side;
  ranges: readonly Range[];
  id: string;
  lit: number | null;
  light: (passage: number | null) => void;
  /** Goes to the same passage on the other side. */
  lead: (passage: number) => void;
}

function OneSide({ side: { title, about, text }, ranges, id, lit, light, lead }: OneSideProps) {
  const t = useT();
  return (
    <section className="k-side-text" aria-label={title}>
      <header><strong>{title}</strong> {about ? <span className="k-quiet">{about}</span> : null}</header>
      <p className="k-marked">
        {pieces(text, ranges).map(({ text: piece, range }, at) => (range === null ? piece : (
          <mark key={at} className={`k-passage k-passage-${range % TINTS}`} data-lit={lit === range || undefined} onMouseEnter={() => light(range)} onMouseLeave={() => light(null)}>
            <button id={`${id}${range}`} type="button" aria-label={t('similar.passage', { n: range + 1 })} onFocus={() => light(range)} onBlur={() => light(null)} onClick={() => lead(range)}>{range + 1}</button>
            {piece}
          </mark>
        )))}
      </p>
    </section>
  );
}
