import { useEffect, useState } from 'react';

/** How long the hand rests before a text is judged. */
const TYPING_MS = 250;

/** The value, once it has stood still for a moment. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
