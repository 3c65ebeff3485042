/** The packs of rules: built in, or an own edition in the place of one. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { keep } from '@/api/files';
import type { ContentPack, ContentPackText } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Button, TextArea } from '@/ui/controls';
import { DropZone } from '@/ui/DropZone';
import { useAction, useConfirm } from '@/ui/feedback';
import { AreaField, Form } from '@/ui/Form';
import { DownloadIcon, UndoIcon } from '@/ui/icons';
import { Dialog } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { StateTag } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { useParamsState } from '@/ui/url';
import { RULES_STALE } from './RuleDialog';

const PARAMS = { pack: '' };
const PACK_BYTES_MAX = 200 * 1024;
const BODY_LINES = 16;

function Origin({ pack: { is_own: own } }: { pack: ContentPack }) {
  const t = useT();
  return <StateTag tone={own ? 'accent' : 'quiet'}>{t(own ? 'pack.own' : 'pack.built_in')}</StateTag>;
}

export function Packs() {
  const t = useT();
  const [{ pack }, setParams] = useParamsState(PARAMS);
  const packs = useQuery({ queryKey: ['content-packs'], queryFn: ({ signal }) => ask(api.GET('/api/v1/content-packs', { signal })) });
  const columns: Column<ContentPack>[] = [
    { key: 'name', title: t('pack.name'), fixed: true, width: 220, cell: ({ name }) => name, open: ({ id }) => () => setParams({ pack: id }) },
    { key: 'id', title: 'ID', cell: ({ id }) => <code>{id}</code> },
    { key: 'version', title: t('pack.version'), cell: ({ version }) => <span className="k-number">{version}</span> },
    { key: 'origin', title: t('pack.origin'), cell: (one) => <Origin pack={one} /> },
    { key: 'rules', title: t('pack.rules'), number: true, cell: ({ rules }) => <Figure value={rules} measure="count" /> },
    { key: 'changed', title: t('pack.changed'), number: true, cell: ({ changed_at: at }) => <RelativeTime at={at} /> },
    { key: 'by', title: t('pack.by'), cell: ({ changed_by: by }) => by ?? ABSENT },
  ];
  return (
    <section aria-label={t('pack.title')}>
      <h2 className="k-section">{t('pack.title')}</h2>
      <p className="k-quiet">{t('pack.lead')}</p>
      <Loaded query={packs}>{({ items }) => <DataTable label={t('pack.title')} columns={columns} rows={items} rowKey={({ id }) => id} open={({ id }) => setParams({ pack: id })} />}</Loaded>
      {pack ? <PackDialog id={pack} name={packs.data?.items.find((one) => one.id === pack)?.name ?? pack} close={() => setParams({ pack: '' })} /> : null}
    </section>
  );
}

function PackDialog({ id, name, close }: { id: string; name: string; close: () => void }) {
  const [editing, setEditing] = useState(false);
  const pack = useQuery({ queryKey: ['content-packs', id], queryFn: ({ signal }) => ask(api.GET('/api/v1/content-packs/{pack}', { params: { path: { pack: id } }, signal })) });
  return (
    <Dialog title={name} open close={close} width={820}>
      <Loaded query={pack}>{(view) => (editing ? <Edit pack={view} close={() => setEditing(false)} /> : <Read pack={view} edit={() => setEditing(true)} />)}</Loaded>
    </Dialog>
  );
}

function Read({ pack, edit }: { pack: ContentPackText; edit: () => void }) {
  const t = useT();
  const confirm = useConfirm();
  const { id, name, version, rules, body, is_own: own, can } = pack;
  const revert = useAction({ run: () => ask(api.DELETE('/api/v1/content-packs/{pack}', { params: { path: { pack: id } } })), stale: RULES_STALE, said: t('pack.reverted') });
  const askRevert = async () => {
    if (await confirm({ title: t('pack.revert_title', { name }), text: t('pack.revert_text'), verb: t('pack.revert'), danger: true })) revert.run();
  };
  return (
    <div className="k-stack">
      <div className="k-row"><Origin pack={pack} /> <code>{id}@{version}</code> <span className="k-quiet">{typeof rules === 'number' ? t('pack.rules_n', { count: rules }) : null}</span></div>
      <TextArea label={t('pack.body')} value={body} most={PACK_BYTES_MAX} lines={BODY_LINES} mono />
      {can.change === true ? null : <p className="k-notice k-notice-quiet">{can.change}</p>}
      <div className="k-row-between">
        <Button icon={<DownloadIcon />} press={() => keep(new Blob([body], { type: 'application/toml' }), `${id}.toml`)}>{t('pack.download')}</Button>
        {can.change === true ? (
          <div className="k-row">
            {own ? <Button icon={<UndoIcon />} press={() => void askRevert()} busy={revert.busy}>{t('pack.revert')}</Button> : null}
            <Button primary press={edit}>{t('pack.replace')}</Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}

function Edit({ pack: { id, body: current }, close }: { pack: ContentPackText; close: () => void }) {
  const t = useT();
  const [body, setBody] = useState(current);
  const put = useAction({
    run: () => ask(api.PUT('/api/v1/content-packs/{pack}', { params: { path: { pack: id } }, body: { body } })),
    stale: RULES_STALE,
    said: t('pack.putting'),
    then: close,
    quietFailure: true,
  });
  const take = ([file]: File[]) => void file?.text().then(setBody);
  return (
    <Form submit={() => put.run()} verb={t('pack.put')} busy={put.busy} error={put.error} cancel={close} disabled={body.trim() === '' || body === current}>
      <AreaField label={t('pack.paste')} value={body} change={setBody} error={put.error?.fields.body} most={PACK_BYTES_MAX} lines={BODY_LINES} mono />
      <DropZone small take={take} accept=".toml">{t('pack.upload_hint', { id })}</DropZone>
    </Form>
  );
}
