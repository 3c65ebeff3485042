/** Long tables draw only the rows near the eye; the rest is two empty rows of the right height. */
import { useCallback, useState, type RefObject, type UIEvent } from 'react';
import type { Density } from './columns';

export const ROW_PX: Record<Density, number> = { dense: 34, roomy: 44 };
/** Below this drawing everything is cheaper than keeping count. */
export const ROWS_WINDOWED_FROM = 150;
const OVERSCAN_ROWS = 20;

export interface Window {
  first: number;
  end: number;
}

export function windowOf(scrollPx: number, heightPx: number, rowPx: number, rows: number): Window {
  const first = Math.max(0, Math.floor(scrollPx / rowPx) - OVERSCAN_ROWS);
  const end = Math.min(rows, Math.ceil((scrollPx + heightPx) / rowPx) + OVERSCAN_ROWS);
  return { first: Math.min(first, end), end };
}

export function useWindow(box: RefObject<HTMLElement | null>, rows: number, rowPx: number): Window & { onScroll: (event: UIEvent<HTMLElement>) => void } {
  const [scroll, setScroll] = useState({ top: 0, height: 800 });
  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element || rows < ROWS_WINDOWED_FROM) return;
    const top = Math.floor(element.scrollTop / rowPx / 10) * rowPx * 10; // Ten rows at a time: fewer renders.
    setScroll((now) => (now.top === top && now.height === element.clientHeight ? now : { top, height: element.clientHeight }));
  }, [box, rows, rowPx]);
  if (rows < ROWS_WINDOWED_FROM) return { first: 0, end: rows, onScroll };
  return { ...windowOf(scroll.top, scroll.height + rowPx * 10, rowPx, rows), onScroll };
}
