/**
 * Live events: a stream of server-sent events, read by `fetch` because an EventSource cannot name the brand.
 * Each event has a sequence number, which is the cursor to catch up from after a break. An event never carries data to show: it says what to ask again.
 */
import { callHeaders } from './client';

export interface LiveEvent {
  seq: string;
  kind: string;
  data: string;
}

/** Splits a stream into events; a half-received event waits for its rest. */
export class EventReader {
  private rest = '';

  read(text: string): LiveEvent[] {
    const blocks = (this.rest + text.replaceAll('\r\n', '\n')).split('\n\n');
    this.rest = blocks.pop() ?? '';
    return blocks.map(readBlock).filter((event) => event !== null);
  }
}

function readBlock(block: string): LiveEvent | null {
  const event: LiveEvent = { seq: '', kind: 'message', data: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue; // A comment keeps the line open.
    const value = line.slice(colon + 1).trimStart();
    const name = line.slice(0, colon);
    if (name === 'id') event.seq = value;
    else if (name === 'event') event.kind = value;
    else if (name === 'data') event.data += value;
  }
  return event.seq === '' && event.data === '' ? null : event;
}

const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 30_000;
const PATH = '/api/v1/events';

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });

/** Listens until the signal says stop; breaks are mended from the last cursor, ever more patiently. */
export async function listen(hear: (event: LiveEvent) => void, signal: AbortSignal): Promise<void> {
  let cursor = '';
  let wait = RETRY_MS_MIN;
  while (!signal.aborted) {
    try {
      await follow(cursor, signal, (event) => {
        if (event.seq) cursor = event.seq;
        wait = RETRY_MS_MIN;
        hear(event);
      });
    } catch {
      wait = Math.min(wait * 2, RETRY_MS_MAX); // The network broke: the loop is the remedy.
    }
    await pause(wait, signal);
  }
}

async function follow(cursor: string, signal: AbortSignal, hear: (event: LiveEvent) => void): Promise<void> {
  const query = cursor ? `?after=${encodeURIComponent(cursor)}` : '';
  const response = await fetch(PATH + query, { headers: { ...callHeaders(), Accept: 'text/event-stream' }, credentials: 'same-origin', signal });
  if (!response.ok || !response.body) throw new TypeError(`events: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const events = new EventReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const event of events.read(value)) hear(event);
  }
}
