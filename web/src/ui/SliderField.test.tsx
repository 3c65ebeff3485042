import { act, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SliderField } from './SliderField';

const RESTED_MS = 200;

/** A page that is told of a value and shows it `lateMs` afterwards. */
function Page({ told, lateMs }: { told: (value: number) => void; lateMs: number }) {
  const [value, setValue] = useState(10);
  const change = (next: number) => {
    told(next);
    setTimeout(() => setValue(next), lateMs);
  };
  return (
    <>
      <SliderField label="seats" unit="seats" value={value} change={change} least={1} end={150} most={1_000} step={1} />
      <button type="button" onClick={() => setValue(100)}>case</button>
    </>
  );
}

const field = () => screen.getByRole('spinbutton', { name: 'seats' });
const rest = (ms: number) => act(() => vi.advanceTimersByTime(ms));
const type = (value: string) => fireEvent.change(field(), { target: { value } });

describe('a number that is slid or typed', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is told once the hand rests, and not at every step', () => {
    const told = vi.fn();
    render(<Page told={told} lateMs={0} />);
    fireEvent.focus(field());
    for (const value of ['2', '20', '200']) type(value);
    rest(RESTED_MS);
    expect(told.mock.calls).toEqual([[200]]);
  });

  it('is not taken away from the hand by what the page says late', () => {
    const told = vi.fn();
    render(<Page told={told} lateMs={500} />);
    fireEvent.focus(field());
    type('20');
    rest(RESTED_MS);
    type('30');
    rest(500);
    expect(field(), 'the page says 20 by now').toHaveProperty('value', '30');
    rest(1_500);
    expect(field()).toHaveProperty('value', '30');
    expect(told.mock.calls.at(-1)).toEqual([30]);
  });

  it('follows the page when no hand is on it', () => {
    render(<Page told={vi.fn()} lateMs={0} />);
    fireEvent.click(screen.getByRole('button', { name: 'case' }));
    expect(field()).toHaveProperty('value', '100');
  });
});
