import { describe, expect, it } from 'vitest';
import { lengthOf, pieces, type Range } from './text';

const said = (text: string, ranges: readonly Range[]) => pieces(text, ranges).map(({ text: piece, range }) => (range === null ? piece : `[${range}${piece}]`)).join('');

describe('a text is cut at its ranges', () => {
  it.each<[string, string, readonly Range[], string]>([
    ['none', '全屋定制', [], '全屋定制'],
    ['one in the middle', '全屋定制最好', [[4, 6]], '全屋定制[0最好]'],
    ['in any order', '甲乙丙丁', [[2, 3], [0, 1]], '[1甲]乙[0丙]丁'],
    ['counted by characters, not by code units', '🏠🏠最好', [[2, 4]], '🏠🏠[0最好]'],
    ['overlapping', '甲乙丙丁', [[0, 3], [2, 4]], '[0甲乙丙][1丁]'],
    ['one inside another', '甲乙丙丁', [[0, 4], [1, 2]], '[0甲乙丙丁]'],
    ['beyond the end', '甲乙', [[1, 9]], '甲[0乙]'],
    ['empty text', '', [], ''],
  ])('%s', (_, text, ranges, expected) => expect(said(text, ranges)).toBe(expected));
});

it('a text is as long as the server says', () => expect(lengthOf('🏠家')).toBe(2));
