/** One file of the vault: what it is, until when it is kept, and who looked. It is opened for a reason only. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { EvidenceFile } from '@/api/types';
import { ABSENT, bytes } from '@/format/number';
import { useT } from '@/i18n';
import { LookDialog, Looks } from '@/papers/LookDialog';
import { Button } from '@/ui/controls';
import { useAction, useConfirm } from '@/ui/feedback';
import { DetailDrawer, Facts } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { StateTag } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';

export function FileDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const file = useQuery({
    queryKey: ['evidence', id, 'file'], enabled: id !== '',
    queryFn: ({ signal }) => ask(api.GET('/api/v1/evidence-files/{file}', { params: { path: { file: id } }, signal })),
  });
  return (
    <DetailDrawer title={file.data ? t(`purpose.${file.data.purpose}`) : t('nav.evidence')} open={id !== ''} close={close}>
      {id === '' ? null : <Loaded query={file}>{(view) => <Opened view={view} />}</Loaded>}
    </DetailDrawer>
  );
}

function Opened({ view }: { view: EvidenceFile }) {
  const t = useT();
  return (
    <div className="k-stack">
      <Acts view={view} />
      <Facts
        items={[
          { label: t('vault.name'), value: view.name ?? ABSENT },
          { label: t('vault.about'), value: view.employee ? <Link to={`/people/${view.employee}`}>{view.employee_name}</Link> : ABSENT },
          { label: t('vault.size'), value: <span className="k-number">{view.media.toUpperCase()} · {bytes(view.bytes)}</span> },
          { label: t('vault.kept_by'), value: <>{view.kept_by} · <RelativeTime at={view.kept_at} /></> },
          { label: t('vault.until'), value: <span className="k-number">{view.retain_until}</span> },
          ...(view.disposal ? [{ label: t('vault.gone'), value: <><StateTag tone="quiet">{t(`disposal.${view.disposal.why}`)}</StateTag> <RelativeTime at={view.disposal.at} /></> }] : []),
        ]}
      />
      <section>
        <h3 className="k-section">{t('vault.sha256')}</h3>
        <code className="k-hash">{view.sha256}</code>
      </section>
      <section>
        <h3 className="k-section">{t('proof.looks')}</h3>
        <Looks file={view.id} />
      </section>
    </div>
  );
}

function Acts({ view }: { view: EvidenceFile }) {
  const t = useT();
  const confirm = useConfirm();
  const [looking, setLooking] = useState(false);
  const remove = useAction({ run: () => ask(api.DELETE('/api/v1/evidence-files/{file}', { params: { path: { file: view.id } } })), stale: ['evidence'], said: t('vault.removed') });
  const askRemove = async () => {
    if (await confirm({ title: t('vault.remove_title'), text: t('vault.remove_text'), verb: t('vault.remove'), danger: true })) remove.run();
  };
  const shut = view.can.open === true ? null : view.can.open;
  return (
    <div className="k-row">
      {shut === null ? <Button primary press={() => setLooking(true)}>{t('proof.look')}</Button> : <span className="k-quiet">{shut}</span>}
      {view.can.remove === true ? <Button danger press={() => void askRemove()} busy={remove.busy}>{t('vault.remove')}</Button> : null}
      {looking ? <LookDialog file={view.id} title={view.name ?? t(`purpose.${view.purpose}`)} close={() => setLooking(false)} /> : null}
    </div>
  );
}
