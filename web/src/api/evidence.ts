/** The vault of evidence: files are put in for a purpose, and looked at for a reason that is written down. */
import { callHeaders } from './client';
import { readError } from './error';
import { upload } from './files';
import type { EvidenceFile, EvidencePurpose } from './types';

/** What the vault takes; the browser's file chooser shows only these. */
export const EVIDENCE_FILES = '.pdf,.png,.jpg,.jpeg,.webp';

/** Puts a file into the vault, perhaps about a person, and says under which id it lies. */
export async function keepEvidence(file: File, purpose: EvidencePurpose, employee?: string): Promise<string> {
  const about = new URLSearchParams({ purpose, ...(employee ? { employee } : {}) });
  const { id } = await upload<EvidenceFile>(`/api/v1/evidence-files?${about.toString()}`, file, () => undefined);
  return id;
}

/** Opens a file of the vault. Who asks and why is written down before anything is answered. */
export async function openEvidence(file: string, reason: string): Promise<Blob> {
  const headers = { ...callHeaders(), 'content-type': 'application/json' };
  const response = await fetch(`/api/v1/evidence-files/${file}/openings`, { method: 'POST', headers, credentials: 'same-origin', body: JSON.stringify({ reason }) });
  if (!response.ok) throw readError(response, await response.json().catch(() => null));
  return response.blob();
}

/** Shows what was opened in a tab of its own. */
export const showEvidence = (blob: Blob): void => void window.open(URL.createObjectURL(blob), '_blank', 'noopener');
