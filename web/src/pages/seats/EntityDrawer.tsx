/** One company beside the register: its papers, enterprise accounts, relations, and what it stated about the rules. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { LegalEntityDetail } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { OnFile } from '@/papers/OnFile';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { DetailDrawer, Facts } from '@/ui/layout';
import { Loaded } from '@/ui/states';
import { EntityDialog } from './EntityDialog';
import { AccountDialog, EditionDialog, LicenceDialog, RelationDialog } from './PaperDialogs';
import { STALE } from './queries';
import { ValidityTag } from './tags';

type Adding = 'licence' | 'account' | 'relation' | 'edition' | 'entity';

export function EntityDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const entity = useQuery({
    queryKey: ['entities', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/legal-entities/{entity}', { params: { path: { entity: id } }, signal })),
    enabled: id !== '',
  });
  return (
    <DetailDrawer title={entity.data?.name ?? t('entity.name')} open={id !== ''} close={close}>
      {id === '' ? null : <Loaded query={entity}>{(known) => <Detail entity={known} />}</Loaded>}
    </DetailDrawer>
  );
}

function Detail({ entity }: { entity: LegalEntityDetail }) {
  const t = useT();
  const [adding, setAdding] = useState<Adding | null>(null);
  const { quota, edition, can } = entity;
  const may = can.change === true;
  const done = () => setAdding(null);
  return (
    <div className="k-stack">
      {may ? <div className="k-row"><Button press={() => setAdding('entity')}>{t('entity.edit')}</Button>{edition ? null : <Button primary press={() => setAdding('edition')}>{t('entity.state_edition')}</Button>}</div> : null}
      <Facts
        items={[
          { label: t('entity.code'), value: <span className="k-number">{entity.credit_code}</span> },
          { label: t('entity.edition'), value: edition ? <>{edition.name} <span className="k-quiet">{t('entity.edition_since', { day: edition.since })}</span></> : t('entity.edition_none') },
          { label: t('entity.quota'), value: quota ? <><span className="k-number">{t('entity.quota_of', { occupied: entity.occupied, most: quota.most })}</span> <span className="k-quiet">{quota.source}</span></> : t('seat.left_unknown') },
          { label: t('entity.note'), value: entity.note || ABSENT },
        ]}
      />
      <Section title={t('entity.licences')} add={may ? { word: t('entity.licence_add'), press: () => setAdding('licence') } : null} none={entity.licences.length === 0}>
        {entity.licences.map((licence) => (
          <Line key={licence.id} name={licence.name} note={`${t(`licence_kind.${licence.kind}`)}${licence.number ? ` · ${licence.number}` : ''}`} until={licence.valid_until} validity={licence.validity} file={licence.evidence}
            remove={may ? () => ask(api.DELETE('/api/v1/legal-entities/{entity}/licences/{licence}', { params: { path: { entity: entity.id, licence: licence.id } } })) : null} />
        ))}
      </Section>
      <Section title={t('entity.accounts')} add={may ? { word: t('entity.account_add'), press: () => setAdding('account') } : null} none={entity.accounts.length === 0}>
        {entity.accounts.map((account) => (
          <Line key={account.id} name={account.name} note={t('entity.account_until')} until={account.certified_until} validity={account.validity}
            remove={may ? () => ask(api.DELETE('/api/v1/legal-entities/{entity}/enterprise-accounts/{enterprise}', { params: { path: { entity: entity.id, enterprise: account.id } } })) : null} />
        ))}
      </Section>
      <Section title={t('entity.relations')} add={may ? { word: t('entity.relation_add'), press: () => setAdding('relation') } : null} none={entity.relations.length === 0}>
        {entity.relations.map((relation) => (
          <Line key={relation.other.id} name={relation.other.name} note={`${t(`relation_kind.${relation.kind}`)}${relation.note ? ` · ${relation.note}` : ''}`}
            remove={may ? () => ask(api.DELETE('/api/v1/legal-entities/{entity}/relations/{other}', { params: { path: { entity: entity.id, other: relation.other.id } } })) : null} />
        ))}
      </Section>
      <Statements id={entity.id} />
      {adding === 'licence' ? <LicenceDialog entity={entity.id} close={done} /> : null}
      {adding === 'account' ? <AccountDialog entity={entity.id} close={done} /> : null}
      {adding === 'relation' ? <RelationDialog entity={entity.id} close={done} /> : null}
      {adding === 'edition' ? <EditionDialog entity={entity.id} close={done} /> : null}
      {adding === 'entity' ? <EntityDialog entity={entity} close={done} /> : null}
    </div>
  );
}

function Section({ title, add, none, children }: { title: string; add: { word: string; press: () => void } | null; none: boolean; children: React.ReactNode }) {
  const t = useT();
  return (
    <section aria-label={title} className="k-seats-section">
      <div className="k-panel-title"><h2 className="k-section">{title}</h2>{add ? <Button small press={add.press}>{add.word}</Button> : null}</div>
      {none ? <p className="k-quiet">{t('entity.nothing')}</p> : <ul className="k-seats-lines">{children}</ul>}
    </section>
  );
}

interface LineProps {
  name: string;
  note: string;
  until?: string | null | undefined;
  validity?: Parameters<typeof ValidityTag>[0]['validity'];
  /** Its file in the vault. */
  file?: string | null | undefined;
  remove: (() => Promise<unknown>) | null;
}

function Line({ name, note, until, validity, file, remove }: LineProps) {
  const t = useT();
  const action = useAction({ run: () => (remove ? remove() : Promise.resolve()), stale: STALE, said: t('entity.removed') });
  return (
    <li>
      <span><strong>{name}</strong> <span className="k-quiet">{note}</span></span>
      <span className="k-row">
        <OnFile title={name} file={file} />
        {validity ? <><span className="k-number">{until ?? t('entity.forever')}</span><ValidityTag validity={validity} /></> : null}
        {remove ? <Button small quiet press={() => action.run()} busy={action.busy}>{t('entity.remove')}</Button> : null}
      </span>
    </li>
  );
}

function Statements({ id }: { id: string }) {
  const t = useT();
  const editions = useQuery({ queryKey: ['entities', id, 'editions'], queryFn: ({ signal }) => ask(api.GET('/api/v1/legal-entities/{entity}/editions', { params: { path: { entity: id } }, signal })) });
  if (!editions.data || editions.data.items.length === 0) return null;
  return (
    <section aria-label={t('entity.editions')} className="k-seats-section">
      <h2 className="k-section">{t('entity.editions')}</h2>
      <ul className="k-seats-lines">
        {editions.data.items.map(({ id: statement, name, since, stated_by: by, note, evidence }) => (
          <li key={statement}><span><strong>{name}</strong> <span className="k-quiet">{note}</span></span><span className="k-row"><OnFile title={name} file={evidence} /><span className="k-quiet">{t('entity.edition_since', { day: since })} · {t('entity.stated', { by })}</span></span></li>
        ))}
      </ul>
    </section>
  );
}
