/** The sentences of a text, so that a reviewer can point at one. Places count characters as the server does. */
import type { Range } from '@/content/text';

const ENDS = new Set(['。', '！', '？', '!', '?', '；', ';', '\n']);
const CLOSING = new Set(['”', '」', '』', '"', '）', ')']);

/** From the first to the last character of each sentence, its end sign with it; blank lines are none. */
export function sentences(text: string): Range[] {
  const chars = Array.from(text);
  const found: Range[] = [];
  let from = 0;
  chars.forEach((char, at) => {
    const isEnd = ENDS.has(char) && !CLOSING.has(chars[at + 1] ?? '');
    const closesQuote = CLOSING.has(char) && ENDS.has(chars[at - 1] ?? '');
    if (!isEnd && !closesQuote && at < chars.length - 1) return;
    if (chars.slice(from, at + 1).join('').trim() !== '') found.push([from, at + 1]);
    from = at + 1;
  });
  return found;
}
