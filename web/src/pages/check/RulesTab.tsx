/** What the brand adds to the rules, and the packs that they come in. Who may not change them reads them all the same. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { ContentRule, ContentRuleKind } from '@/api/types';
import { ABSENT } from '@/format/number';
import { OutcomeTag } from '@/content/Findings';
import { useT } from '@/i18n';
import { Button, Hint, Segmented } from '@/ui/controls';
import { useAction, useConfirm } from '@/ui/feedback';
import { AddIcon } from '@/ui/icons';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { useParamsState } from '@/ui/url';
import { Packs } from './Packs';
import { RuleDialog, RULES_STALE, wordOf } from './RuleDialog';

export const RULE_KINDS: readonly ContentRuleKind[] = ['forbidden', 'allowed', 'proven', 'shared'];
const PARAMS = { kind: 'forbidden' };

export function RulesTab() {
  return (
    <div className="k-stack k-rules">
      <OwnRules />
      <Packs />
    </div>
  );
}

function OwnRules() {
  const t = useT();
  const me = useMe();
  const [params, setParams] = useParamsState(PARAMS);
  const [adding, setAdding] = useState(false);
  const rules = useQuery({ queryKey: ['content-rules'], queryFn: ({ signal }) => ask(api.GET('/api/v1/content-rules', { signal })) });
  const kind = RULE_KINDS.find((one) => one === params.kind) ?? 'forbidden';
  const all = rules.data?.items ?? [];
  const labelOf = (one: ContentRuleKind) => {
    const count = all.filter((rule) => rule.kind === one).length;
    return count > 0 ? `${t(`rule_kind.${one}`)} ${count}` : t(`rule_kind.${one}`);
  };
  const add = me.can.manage_content_rules ? <Button primary icon={<AddIcon />} press={() => setAdding(true)}>{t('rule.add', { kind: t(`rule_kind.${kind}`) })}</Button> : null;
  return (
    <section aria-label={t('rule.own')}>
      <TableBar>
        <Segmented label={t('rule.own')} value={kind} options={RULE_KINDS.map((value) => ({ value, label: labelOf(value) }))} change={(next) => setParams({ kind: next })} />
        {all.some((rule) => rule.kind === kind) ? add : null}
      </TableBar>
      {all.some((rule) => rule.kind === kind) ? <p className="k-quiet k-rules-about">{t(`rule_kind_text.${kind}`)}</p> : null}
      <Loaded query={rules}>
        {({ items }) => <RuleTable kind={kind} rules={items.filter((rule) => rule.kind === kind)} empty={<EmptyState title={t('rule.none', { kind: t(`rule_kind.${kind}`) })} text={t(`rule_kind_text.${kind}`)}>{add}</EmptyState>} />}
      </Loaded>
      {adding ? <RuleDialog kind={kind} close={() => setAdding(false)} /> : null}
    </section>
  );
}

function Words({ rule: { words, counts } }: { rule: ContentRule }) {
  const t = useT();
  return <><span title={words}>{words}</span> {counts ? null : <StateTag tone="watch">{t('rule.ended')}</StateTag>}</>;
}

function RuleTable({ kind, rules, empty }: { kind: ContentRuleKind; rules: ContentRule[]; empty: React.ReactNode }) {
  const t = useT();
  const may = rules.some(({ can }) => can.remove === true || typeof can.remove === 'string');
  const columns: Column<ContentRule>[] = [
    { key: 'words', title: t(wordOf(kind)), fixed: true, width: 260, cell: (rule) => <Words rule={rule} /> },
    ...(kind === 'forbidden' ? [{ key: 'outcome', title: t('rule.outcome'), cell: ({ outcome }: ContentRule) => (outcome ? <OutcomeTag outcome={outcome} /> : ABSENT) }] : []),
    { key: 'reason', title: t(kind === 'proven' ? 'rule.proof' : 'rule.reason'), width: 240, cell: ({ reason }) => (reason ? <span title={reason}>{reason}</span> : ABSENT) },
    ...(kind === 'proven' ? [{ key: 'valid_until', title: t('rule.valid_until'), number: true, cell: ({ valid_until: until }: ContentRule) => <span className="k-number">{until ?? t('rule.forever')}</span> }] : []),
    { key: 'by', title: t('rule.by'), cell: ({ created_by: by }) => by },
    { key: 'at', title: t('rule.at'), number: true, cell: ({ created_at: at }) => <RelativeTime at={at} /> },
    ...(may ? [{ key: 'tools', title: t('table.actions'), fixed: true, number: true, cell: (rule: ContentRule) => <Remove rule={rule} /> }] : []),
  ];
  return <DataTable label={t(`rule_kind.${kind}`)} columns={columns} rows={rules} rowKey={({ id }) => id} empty={empty} />;
}

function Remove({ rule: { id, words, can } }: { rule: ContentRule }) {
  const t = useT();
  const confirm = useConfirm();
  const remove = useAction({ run: () => ask(api.DELETE('/api/v1/content-rules/{rule}', { params: { path: { rule: id } } })), stale: RULES_STALE, said: t('rule.removed') });
  if (can.remove !== true) return <Hint title={can.remove}><span className="k-quiet">{ABSENT}</span></Hint>;
  const askRemove = async () => {
    if (await confirm({ title: t('rule.remove_title', { words }), text: t('rule.remove_text'), verb: t('rule.remove'), danger: true })) remove.run();
  };
  return <Button small press={() => void askRemove()} busy={remove.busy}>{t('rule.remove')}</Button>;
}
