import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { SideBySide } from './SideBySide';

const LEFT = { title: 'draft', text: '🏠旧房翻新的七个细节，第三个最容易忘' };
const RIGHT = { title: 'note', text: '第三个最容易忘！旧房翻新' };
/** Characters as the server counts them: the house is one. */
const PASSAGES = [{ left: [1, 5], right: [8, 12] }, { left: [11, 18], right: [0, 7] }] as const;

const sideOf = (title: string) => within(screen.getByRole('region', { name: title }));
const marksOf = (title: string) => [...screen.getByRole('region', { name: title }).querySelectorAll('mark')];

describe('two texts beside each other', () => {
  beforeEach(() => {
    render(<SideBySide left={LEFT} right={RIGHT} passages={PASSAGES} />);
  });

  it('mark what stands in both with the same number, in the order of each text', () => {
    expect(marksOf('draft').map(({ textContent }) => textContent)).toEqual(['1旧房翻新', '2第三个最容易忘']);
    expect(marksOf('note').map(({ textContent }) => textContent)).toEqual(['2第三个最容易忘', '1旧房翻新']);
  });

  it('light up together when one is pointed at', () => {
    const [first] = marksOf('draft');
    if (!first) throw new Error('no mark');
    fireEvent.mouseEnter(first);
    const lit = () => [...document.querySelectorAll('mark[data-lit]')].map(({ textContent }) => textContent);
    expect(lit()).toEqual(['1旧房翻新', '1旧房翻新']);
    fireEvent.mouseLeave(first);
    expect(lit()).toEqual([]);
  });

  it('lead from one to the other with the keyboard', async () => {
    const user = userEvent.setup();
    const [, second] = sideOf('draft').getAllByRole('button');
    second?.focus();
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(sideOf('note').getAllByRole('button')[0]);
    expect(document.activeElement?.textContent).toBe('2');
  });
});
