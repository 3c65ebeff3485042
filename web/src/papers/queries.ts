/** What is asked about proofs, agreements and personas, by more than one page. */
import { api, ask } from '@/api/client';
import { callHeaders } from '@/api/client';
import { readError } from '@/api/error';
import { upload } from '@/api/files';
import type { EvidenceFile, EvidencePurpose, ProofKind } from '@/api/types';

/** What a change of a person's papers makes stale. */
export const PAPERS_STALE = ['proofs', 'person', 'evidence', 'agreements', 'today'] as const;

export const textsQuery = {
  queryKey: ['agreements', 'texts'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/agreement-texts', { signal })),
};

/** What the vault takes; the browser's file chooser shows only these. */
export const EVIDENCE_FILES = '.pdf,.png,.jpg,.jpeg,.webp';

const PURPOSE: Record<ProofKind, EvidencePurpose> = { employment: 'employment_proof', certificate: 'certificate', trade: 'certificate', story: 'story', account: 'account_ownership' };

/** Puts a file about a person into the vault. */
export function keepEvidence(file: File, employee: string, kind: ProofKind, sent: (share: number) => void): Promise<EvidenceFile> {
  return upload<EvidenceFile>(`/api/v1/evidence-files?${new URLSearchParams({ purpose: PURPOSE[kind], employee }).toString()}`, file, sent);
}

/** Opens a file of the vault; the reason is written down before anything is answered. */
export async function openEvidence(file: string, reason: string): Promise<Blob> {
  const response = await fetch(`/api/v1/evidence-files/${file}/openings`, {
    method: 'POST',
    headers: { ...callHeaders(), 'Content-Type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify({ reason }),
  });
  if (!response.ok) throw readError(response, await response.json().catch(() => null));
  return response.blob();
}
