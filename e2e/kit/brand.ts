/** A brand that stands already, made through the API as a program would, so that a journey starts where it has something to say. */
import { readFileSync } from 'node:fs';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import type { ExportFile } from './exports';
import type { Language } from './words';

export const OWNER = { name: '林晓', email: 'lin.xiao@example.com', password: 'a calm house by the lake' };
export const WORKSPACE = { organisation: '木与光家居', brand: '木与光' };

async function answered<T>(response: APIResponse): Promise<T> {
  if (!response.ok()) throw new Error(`${response.url()} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Sets the installation up; the browser of the journey is signed in as its owner. */
export async function found(request: APIRequestContext, language: Language): Promise<void> {
  await answered(await request.post('/api/v1/setup', { data: { owner: OWNER, ...WORKSPACE, zone: 'Asia/Shanghai', language } }));
}

interface Import {
  id: string;
  state: string;
  failure?: string | null;
}

/** Brings one file in, and waits until it is there: the answers of the server are the clock. */
export async function bringIn(request: APIRequestContext, { path, name, period }: ExportFile): Promise<void> {
  await bringBytesIn(request, name, readFileSync(path), period);
}

/** A note as a list of several accounts tells it. */
export interface WrittenNote {
  title: string;
  creator: string;
  /** How many days ago it was published. */
  daysAgo: number;
}

const DAY_MS = 86_400_000;

/** Brings in a list of notes with the words that a journey is about. */
export async function bringNotesIn(request: APIRequestContext, notes: readonly WrittenNote[]): Promise<void> {
  const rows = notes.map(({ title, creator, daysAgo }) => {
    const day = new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
    return `${title},${creator},${day} 10:00:00,120`;
  });
  await bringBytesIn(request, 'notes.csv', Buffer.from(['笔记标题,创作者,发布时间,观看量', ...rows, ''].join('\n')), null);
}

async function bringBytesIn(request: APIRequestContext, name: string, buffer: Buffer, period: ExportFile['period']): Promise<void> {
  const { id } = await answered<Import>(await request.post('/api/v1/imports', { multipart: { file: { name, mimeType: 'application/octet-stream', buffer } } }));
  if (period) await answered(await request.put(`/api/v1/imports/${id}/plan`, { data: { period } }));
  await answered(await request.post(`/api/v1/imports/${id}/run`));
  for (;;) {
    const { state, failure } = await answered<Import>(await request.get(`/api/v1/imports/${id}`));
    if (state === 'done') return;
    if (state !== 'waiting' && state !== 'running') throw new Error(`${name}: ${state} ${failure ?? ''}`);
  }
}

interface Made {
  id: string;
}

/** A person on the roster, with what a persona of theirs may say. */
export async function hire(request: APIRequestContext, name: string, post: string): Promise<string> {
  const { id } = await answered<Made>(await request.post('/api/v1/employees', { data: { name, post, employee_no: 'M017', hired_on: '2021-06-01' } }));
  return id;
}

/** An account of the matrix. */
export async function openAccount(request: APIRequestContext, nickname: string): Promise<string> {
  const { id } = await answered<Made>(await request.post('/api/v1/accounts', { data: { kind: 'kos', nickname } }));
  return id;
}

interface Texts {
  templates: { kind: string; title: string; body: string; on_leaving: string }[];
}

/** Publishes both agreements as the drafts of the product have them. */
export async function publishAgreements(request: APIRequestContext): Promise<void> {
  const { templates } = await answered<Texts>(await request.get('/api/v1/agreement-texts'));
  for (const template of templates) await answered(await request.post('/api/v1/agreement-texts', { data: { ...template, after_version: 0 } }));
}

/** Lets in a colleague who runs the matrix and grants no money; `guest` is signed in as them afterwards. */
export async function letOperatorIn(request: APIRequestContext, guest: APIRequestContext, name: string): Promise<void> {
  const { link } = await answered<{ link: string }>(await request.post('/api/v1/invitations', { data: { email: 'chen.yu@example.com', role: 'operator', visibility: 'all' } }));
  await answered(await guest.post('/api/v1/invitation-acceptances', { data: { token: link.split('#').at(-1), name, password: 'a quiet road in the hills' } }));
}

/** Lets a colleague in who is that person on the roster; `guest` is signed in as them afterwards. */
export async function letIn(request: APIRequestContext, guest: APIRequestContext, employee: string, name: string, email = 'wang.fang@example.com'): Promise<void> {
  const { link } = await answered<{ link: string }>(await request.post('/api/v1/invitations', { data: { email, role: 'employee', visibility: 'own', employee } }));
  await answered(await guest.post('/api/v1/invitation-acceptances', { data: { token: link.split('#').at(-1), name, password: 'a quiet road in the hills' } }));
}
