/** What the phone keeps for itself while there is no network: answers to show again, and what is still to be sent. Signing out forgets all of it. */

const NAME = 'kosmos-phone';
const VERSION = 1;
const OUTBOX = 'outbox';
const KEPT = 'kept';

/** Something that is still to be sent. What it asks for is the same however often it is asked. */
export interface Entry {
  /** Sorts by time; never given twice. */
  key: string;
  user: string;
  brand: string;
  /** What it belongs to; entries of one subject are sent in their order. */
  subject: string;
  /** What a person reads about it. */
  title: string;
  path: string;
  body: unknown;
  at: string;
  /** Why the server said no; it is not sent again. */
  refusal?: string;
}

interface Kept {
  name: string;
  at: string;
  value: unknown;
}

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(OUTBOX, { keyPath: 'key' });
      request.result.createObjectStore(KEPT, { keyPath: 'name' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(`${NAME} does not open`));
  });
  return opened;
}

/** Done when it is lasting, not when it was asked for. */
async function change(store: string, act: (store: IDBObjectStore) => void): Promise<void> {
  const tx = (await open()).transaction(store, 'readwrite');
  act(tx.objectStore(store));
  await new Promise<void>((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onerror = tx.onabort = () => reject(tx.error ?? new Error(`${store} does not take it`));
  });
}

async function read<T>(store: string, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const request = act((await open()).transaction(store, 'readonly').objectStore(store));
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(`${store} does not answer`));
  });
}

export const putEntry = (entry: Entry) => change(OUTBOX, (store) => void store.put(entry));
export const removeEntry = (key: string) => change(OUTBOX, (store) => void store.delete(key));
/** In the order in which they were added. */
export const entries = () => read<Entry[]>(OUTBOX, (store) => store.getAll() as IDBRequest<Entry[]>);

export const keep = (name: string, value: unknown) => change(KEPT, (store) => void store.put({ name, value, at: new Date().toISOString() } satisfies Kept));

export async function kept<T>(name: string): Promise<{ value: T; at: string } | undefined> {
  return (await read<Kept | undefined>(KEPT, (store) => store.get(name) as IDBRequest<Kept | undefined>)) as { value: T; at: string } | undefined;
}

export async function forgetAll(): Promise<void> {
  await change(OUTBOX, (store) => void store.clear());
  await change(KEPT, (store) => void store.clear());
}
