/** Places in a text. The server counts characters as the language does (Unicode scalar values), not as JavaScript does. */

/** From here to there, the end not included. */
export type Range = readonly [start: number, end: number];

export interface Piece {
  text: string;
  /** Which of the ranges this is, or `null` for what lies between them. */
  range: number | null;
}

/** The text cut at its ranges, by place. What two ranges share belongs to the one that begins first. */
export function pieces(text: string, ranges: readonly Range[]): Piece[] {
  const chars = Array.from(text);
  const order = ranges.map((_, index) => index).sort((a, b) => (ranges[a]?.[0] ?? 0) - (ranges[b]?.[0] ?? 0));
  const found: Piece[] = [];
  let at = 0;
  for (const index of order) {
    const [start, end] = ranges[index] ?? [0, 0];
    const from = Math.max(at, start);
    if (end <= from) continue;
    if (from > at) found.push({ text: chars.slice(at, from).join(''), range: null });
    found.push({ text: chars.slice(from, end).join(''), range: index });
    at = end;
  }
  if (at < chars.length) found.push({ text: chars.slice(at).join(''), range: null });
  return found;
}

/** How long a text is, as the server counts. */
export const lengthOf = (text: string): number => Array.from(text).length;
