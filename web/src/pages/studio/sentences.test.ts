import { describe, expect, it } from 'vitest';
import { sentences } from './sentences';

const said = (text: string) => sentences(text).map(([start, end]) => Array.from(text).slice(start, end).join(''));

describe('a text is cut into sentences that can be pointed at', () => {
  it.each<[string, string, readonly string[]]>([
    ['none', '', []],
    ['one without an end', '玄关怎么留', ['玄关怎么留']],
    ['title and body', '玄关怎么留\n先量门。再量墙！', ['玄关怎么留\n', '先量门。', '再量墙！']],
    ['a blank line between', '甲。\n\n乙。', ['甲。', '乙。']],
    ['the mark that closes what was said', '他说“急。”我说不急。', ['他说“急。”', '我说不急。']],
    ['emoji', '🏠好。🏠坏', ['🏠好。', '🏠坏']],
  ])('%s', (_, text, expected) => expect(said(text)).toEqual(expected));
});
