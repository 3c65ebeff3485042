/** A number that is slid or typed: both say the same, and the keyboard reaches either. */
import { InputNumber, Slider } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';

/** The hand moves faster than the page follows: it is told once the hand rests. */
const RESTING_MS = 150;

interface Held<T> {
  held: T;
  hold: (value: T) => void;
  /** Tells where the hand is; for the element around the controls. */
  hand: { onFocus: () => void; onBlur: () => void };
}

/** The value that the hand holds: while it is on the control, what the page says later does not take it away. */
function useHeld<T>(value: T, change: (value: T) => void): Held<T> {
  const [held, hold] = useState(value);
  const [known, setKnown] = useState(value);
  const [on, setOn] = useState(false);
  if (known !== value) {
    setKnown(value);
    if (!on) hold(value);
  }
  useEffect(() => {
    if (held === value) return undefined;
    const timer = setTimeout(() => change(held), RESTING_MS);
    return () => clearTimeout(timer);
  }, [held, value, change]);
  return { held, hold, hand: { onFocus: () => setOn(true), onBlur: () => setOn(false) } };
}

interface SliderFieldProps {
  label: string;
  unit: string;
  value: number;
  change: (value: number) => void;
  least: number;
  /** Where the slider ends. More can be typed. */
  end: number;
  most: number;
  step: number;
  hint?: ReactNode;
}

export function SliderField({ label, unit, value, change, least, end, most, step, hint }: SliderFieldProps) {
  const { held, hold, hand } = useHeld(value, change);
  return (
    <div className="k-slider" {...hand}>
      <span className="k-slider-label">{label}</span>
      <span className="k-slider-value">
        <InputNumber<number> aria-label={label} size="small" value={held} min={least} max={most} step={step} controls={false} onChange={(next) => { if (next !== null) hold(next); }} />
        <span className="k-quiet">{unit}</span>
      </span>
      <Slider value={Math.min(held, end)} min={least} max={end} step={step} onChange={hold} tooltip={{ open: false }} ariaLabelForHandle={label} />
      {hint ? <span className="k-slider-hint k-quiet">{hint}</span> : null}
    </div>
  );
}

interface OpenNumberProps {
  label: string;
  unit: string;
  value: number | null;
  change: (value: number | null) => void;
  most: number;
  /** What stands in the empty field. */
  empty: string;
  hint?: ReactNode;
}

/** A number that may be left open. */
export function OpenNumber({ label, unit, value, change, most, empty, hint }: OpenNumberProps) {
  const { held, hold, hand } = useHeld(value, change);
  return (
    <div className="k-slider" {...hand}>
      <span className="k-slider-label">{label}</span>
      <span className="k-slider-value">
        <InputNumber<number> aria-label={label} size="small" value={held} min={0} max={most} controls={false} placeholder={empty} onChange={hold} />
        <span className="k-quiet">{unit}</span>
      </span>
      {hint ? <span className="k-slider-hint k-quiet">{hint}</span> : null}
    </div>
  );
}
