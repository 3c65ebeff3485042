/** What is asked about proofs, agreements and personas, by more than one page. */
import { api, ask } from '@/api/client';
import type { EvidencePurpose, ProofKind } from '@/api/types';

/** What a change of a person's papers makes stale. */
export const PAPERS_STALE = ['proofs', 'person', 'evidence', 'agreements', 'today'] as const;

export const textsQuery = {
  queryKey: ['agreements', 'texts'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/agreement-texts', { signal })),
};

/** What the vault keeps a proof of this kind for. */
export const PURPOSE: Record<ProofKind, EvidencePurpose> = { employment: 'employment_proof', certificate: 'certificate', trade: 'certificate', story: 'story', account: 'account_ownership' };
