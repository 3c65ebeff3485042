/** Evidence for a change of the rules: put into the vault, and looked at for a reason that is written down. */
import { callHeaders } from '@/api/client';
import { readError } from '@/api/error';
import { keep, upload } from '@/api/files';

/** What the vault takes; the browser's file chooser shows only these. */
export const EVIDENCE_FILES = '.pdf,.png,.jpg,.jpeg,.webp';

/** Puts a screenshot into the vault and says under which id it lies. */
export async function keepScreenshot(file: File): Promise<string> {
  const { id } = await upload<{ id: string }>('/api/v1/evidence-files?purpose=back_office', file, () => undefined);
  return id;
}

/** Takes a file out of the vault. Who asks and why is written down first. */
export async function openEvidence(file: string, reason: string): Promise<void> {
  const headers = { ...callHeaders(), 'content-type': 'application/json' };
  const response = await fetch(`/api/v1/evidence-files/${file}/openings`, { method: 'POST', headers, credentials: 'same-origin', body: JSON.stringify({ reason }) });
  if (!response.ok) throw readError(response, await response.json().catch(() => null));
  const ending = (response.headers.get('content-type') ?? '').split('/').at(-1) ?? 'bin';
  keep(await response.blob(), `${file}.${ending}`);
}
