/** Somebody who may hold a seat: on the roster, with an accepted proof of employment and the agreement signed on their phone. */
import { request as requests, type APIRequestContext, type APIResponse } from '@playwright/test';

const PASSWORD = 'a quiet desk by the window';
const PROOF = '%PDF-1.7 proof of employment %%EOF';

async function answered<T>(response: APIResponse): Promise<T> {
  if (!response.ok()) throw new Error(`${response.url()} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as T;
}

interface Named {
  id: string;
}

/** A person and the account that they are to run. */
export interface Pair {
  employee: string;
  account: string;
}

/** Puts the person and the account there as programs would; the owner is signed in with `owner`. */
export async function employed(owner: APIRequestContext, name: string, nickname: string): Promise<Pair> {
  const employee = await employ(owner, name);
  const { id: account } = await answered<Named>(await owner.post('/api/v1/accounts', { data: { kind: 'kos', nickname } }));
  const text = { kind: 'account_agreement', title: '员工号使用协议', body: '一、账号归公司。二、本人发布。', on_leaving: '离职当天解绑。', after_version: 0 };
  await answered(await owner.post('/api/v1/agreement-texts', { data: text }));
  await sign(owner, employee, name);
  return { employee, account };
}

/** Puts somebody on the roster whose proof of employment is accepted. */
export async function employ(owner: APIRequestContext, name: string): Promise<string> {
  const { id: employee } = await answered<Named>(await owner.post('/api/v1/employees', { data: { name, post: '设计师' } }));
  const upload = { file: { name: 'proof.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PROOF) } };
  const { id: file } = await answered<Named>(await owner.post(`/api/v1/evidence-files?purpose=employment_proof&employee=${employee}`, { multipart: upload }));
  const year = new Date().getFullYear();
  const proof = { employee, kind: 'employment', title: '在职证明', file, issued_on: `${year}-01-02`, valid_until: `${year + 1}-12-31` };
  const { id } = await answered<Named>(await owner.post('/api/v1/employee-proofs', { data: proof }));
  await answered(await owner.put(`/api/v1/employee-proofs/${id}/review`, { data: { verdict: 'accepted' } }));
  return employee;
}

/** Has a card approved by which the account speaks as the person. */
export async function speaksAs(owner: APIRequestContext, { employee, account }: Pair, shownName: string): Promise<void> {
  const words = { shown_name: shownName, post: '设计师', introduction: '在店里帮人画图。', topics: ['玄关'], audience: '刚买房的年轻人', reply_style: '' };
  const lists = { tone: [], sample_lines: [], do_not_say: [], certificates: [], stories: [], product_lines: [] };
  const card = { ...words, ...lists, employer_shown: true, face_used: false, voice_used: false, ai_use: 'none' };
  const { persona } = await answered<{ persona: Named }>(await owner.post('/api/v1/personas', { data: { account, employee, card } }));
  await answered(await owner.post(`/api/v1/personas/${persona.id}/approval`, { data: { revision: 1 } }));
}

async function sign(owner: APIRequestContext, employee: string, name: string): Promise<void> {
  const email = 'xu.nuo@example.com';
  const { link } = await answered<{ link: string }>(await owner.post('/api/v1/invitations', { data: { email, role: 'employee', visibility: 'own', employee } }));
  const phone = await requests.newContext({ baseURL: new URL(link).origin });
  await answered(await phone.post('/api/v1/invitation-acceptances', { data: { token: link.split('#')[1], name, password: PASSWORD } }));
  const { agreements } = await answered<{ agreements: { text: string; sha256: string }[] }>(await phone.get('/api/v1/own-file'));
  for (const { text, sha256 } of agreements) await answered(await phone.post('/api/v1/own-signatures', { data: { text, sha256, name } }));
  await phone.dispose();
}
