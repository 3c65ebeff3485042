/** Entering what a live session brought, or correcting it with a reason. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { LiveSession } from '@/api/types';
import { useT } from '@/i18n';
import { useAction } from '@/ui/feedback';
import { Form, NumberField, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { COUNT_MAX, fenOf, LIVE_STALE, SALES_YUAN_MAX } from '@/selling/queries';

export const LIVE_FIGURES = ['viewers', 'viewers_peak', 'follows', 'leads', 'orders', 'sales_fen'] as const;
type LiveFigure = (typeof LIVE_FIGURES)[number];
const FEN_PER_YUAN = 100;

export function LiveResultsDialog({ live: { id, results }, close }: { live: LiveSession; close: () => void }) {
  const t = useT();
  const known = (figure: LiveFigure) => results?.[figure] ?? null;
  const sales = known('sales_fen');
  const [numbers, setNumbers] = useState<Record<LiveFigure, number | null>>({
    viewers: known('viewers'), viewers_peak: known('viewers_peak'), follows: known('follows'), leads: known('leads'), orders: known('orders'),
    sales_fen: sales === null ? null : sales / FEN_PER_YUAN,
  });
  const [reason, setReason] = useState('');
  const save = useAction({
    run: () => {
      const { sales_fen: yuan, ...counts } = numbers;
      const body = { revision: results?.revision ?? 0, ...counts, sales_fen: yuan === null ? null : fenOf(yuan), reason: reason.trim() };
      return ask(api.POST('/api/v1/live-sessions/{live}/results', { params: { path: { live: id } }, body }));
    },
    stale: LIVE_STALE, said: t('live.counted'), then: close, quietFailure: true,
  });
  const nothing = LIVE_FIGURES.every((figure) => numbers[figure] === null);
  return (
    <Dialog title={t(results ? 'selling.correct' : 'live.count')} open close={close}>
      <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close} disabled={nothing || (results !== null && results !== undefined && reason.trim() === '')}>
        <p className="k-quiet">{t('selling.count_hint')}</p>
        {LIVE_FIGURES.map((figure) => (
          <NumberField key={figure} label={t(`live_figure.${figure}`)} unit={t(`live_unit.${figure}`)} value={numbers[figure]} least={0} most={figure === 'sales_fen' ? SALES_YUAN_MAX : COUNT_MAX} change={(value) => setNumbers({ ...numbers, [figure]: value })} error={save.error?.fields[figure]} />
        ))}
        {results ? <TextField label={t('selling.correct_reason')} value={reason} change={setReason} error={save.error?.fields.reason} required /> : null}
      </Form>
    </Dialog>
  );
}
