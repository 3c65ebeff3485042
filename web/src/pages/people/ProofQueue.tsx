/** Proofs that wait for a review, and all others by what they are worth. */
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { ProofStanding } from '@/api/types';
import { useT } from '@/i18n';
import { ProofTable } from '@/papers/Proofs';
import { Select } from '@/ui/controls';
import { DoneIcon } from '@/ui/icons';
import { EmptyState, Loaded } from '@/ui/states';
import { TableBar } from '@/ui/table/TableBar';
import { useParamsState } from '@/ui/url';

const STANDINGS: readonly ProofStanding[] = ['waiting', 'valid', 'refused', 'ended'];
const PARAMS = { standing: 'waiting' };
const LIST_MAX = 200;

export function ProofQueue() {
  const t = useT();
  const [params, setParams] = useParamsState(PARAMS);
  const standing = STANDINGS.find((one) => one === params.standing) ?? 'waiting';
  const proofs = useQuery({ queryKey: ['proofs', 'queue', standing], queryFn: ({ signal }) => ask(api.GET('/api/v1/employee-proofs', { params: { query: { standing, limit: LIST_MAX } }, signal })) });
  return (
    <>
      <TableBar>
        <Select label={t('proof.standing')} value={standing} options={STANDINGS.map((value) => ({ value, label: t(`proof_standing.${value}`) }))} change={(next) => setParams({ standing: next })} />
      </TableBar>
      <Loaded query={proofs}>
        {({ items }) => <ProofTable label={t('proof.queue')} proofs={items} withPerson empty={<EmptyState icon={<DoneIcon />} title={t('proof.none_waiting')} text={t('proof.none_waiting_text')} />} />}
      </Loaded>
    </>
  );
}
