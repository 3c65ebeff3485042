import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { BrandView } from '@/api/types';
import { currentLanguage, LANGUAGES, useT, type Language } from '@/i18n';
import { Button, Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Field, Form, TextField } from '@/ui/Form';
import { AddIcon } from '@/ui/icons';
import { Dialog, Panel } from '@/ui/layout';
import { Person } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';

const HOME_ZONE = 'Asia/Shanghai';

export function Brands() {
  const t = useT();
  const [editing, setEditing] = useState<BrandView | 'new' | null>(null);
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => ask(api.GET('/api/v1/brands', { signal })) });
  const columns: Column<BrandView>[] = [
    { key: 'name', title: t('gate.brand'), fixed: true, cell: ({ name }) => <Person name={name} /> },
    { key: 'organisation', title: t('gate.organisation'), cell: ({ organisation }) => organisation },
    { key: 'zone', title: t('gate.zone'), cell: ({ zone }) => zone },
  ];
  return (
    <Panel flush>
      <TableBar><Button primary icon={<AddIcon />} press={() => setEditing('new')}>{t('brand.add')}</Button></TableBar>
      <Loaded query={brands}>{({ items }) => <DataTable label={t('settings.brands')} columns={columns} rows={items} rowKey={({ id }) => id} open={setEditing} />}</Loaded>
      {editing ? <BrandDialog brand={editing === 'new' ? null : editing} close={() => setEditing(null)} /> : null}
    </Panel>
  );
}

function BrandDialog({ brand, close }: { brand: BrandView | null; close: () => void }) {
  const t = useT();
  const [name, setName] = useState(brand?.name ?? '');
  const [language, setLanguage] = useState<Language>(brand?.language ?? currentLanguage());
  const [zone, setZone] = useState(brand?.zone ?? HOME_ZONE);
  const save = useAction({
    run: () => brand
      ? ask(api.PATCH('/api/v1/brands/{brand}', { params: { path: { brand: brand.id } }, body: { name, zone, language } }))
      : ask(api.POST('/api/v1/brands', { body: { name, zone, language } })),
    stale: ['brands', 'me'],
    said: t('action.saved'),
    then: close,
    quietFailure: true,
  });
  const zones = Intl.supportedValuesOf('timeZone').map((one) => ({ value: one, label: one }));
  return (
    <Dialog title={t(brand ? 'brand.edit' : 'brand.add')} open close={close} width={440}>
      <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close} disabled={name.trim() === ''}>
        <TextField label={t('gate.brand')} value={name} change={setName} error={save.error?.fields.name} required />
        <Field label={t('gate.zone')} hint={t('gate.zone_hint')} error={save.error?.fields.zone}>
          {() => <Select label={t('gate.zone')} value={zone} options={zones} change={setZone} width={280} />}
        </Field>
        <Field label={t('language.label')} hint={t('brand.language_hint')} error={save.error?.fields.language}>
          {() => <Select label={t('language.label')} value={language} options={LANGUAGES.map((one) => ({ value: one, label: t(`language.${one}`) }))} change={(one) => setLanguage(one as Language)} width={160} />}
        </Field>
      </Form>
    </Dialog>
  );
}
