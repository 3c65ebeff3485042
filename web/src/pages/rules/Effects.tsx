/** What a change does to each company: who loses what, what it costs, what falls due. */
import type { EntityEffect, KeyChange, RuleKey } from '@/api/types';
import { ABSENT, show } from '@/format/number';
import { tOr, useT } from '@/i18n';
import { ruleValue } from '@/rulebook/Cited';
import { StateTag } from '@/ui/plain/tags';

const DUE_SHOWN = 6;
const money = (fen: number): string => show('money', fen).exact.replace(/\.00$/, '');

export function Effects({ effects }: { effects: EntityEffect[] }) {
  const t = useT();
  if (effects.length === 0) return <p className="k-quiet">{t('rulebook.no_effect')}</p>;
  return <div className="k-stack">{effects.map((effect) => <Effect key={effect.entity} effect={effect} />)}</div>;
}

function Effect({ effect }: { effect: EntityEffect }) {
  const t = useT();
  const { name, seats, bound, over, quota, lost, gained, changes, due } = effect;
  return (
    <article className="k-rulebook-effect" aria-label={name}>
      <h4>{name} <span className="k-quiet">{t('rulebook.seats_bound', { seats, bound })}</span></h4>
      {over > 0 && typeof quota === 'number' ? <p><StateTag tone="act">{t('rulebook.over')}</StateTag> {t('rulebook.over_text', { over, quota })}</p> : null}
      {lost.length > 0 ? <p><StateTag tone="act">{t('rulebook.loses')}</StateTag> <Keys keys={lost} /></p> : null}
      {gained.length > 0 ? <p><StateTag tone="good">{t('rulebook.gains')}</StateTag> <Keys keys={gained} /></p> : null}
      <Yearly effect={effect} />
      {due.length > 0 ? <Dues effect={effect} /> : null}
      <ul className="k-rulebook-changes">{changes.filter(({ key }) => !key.startsWith('entitlement')).map((change) => <li key={change.key}><Changed change={change} /></li>)}</ul>
    </article>
  );
}

const keyName = (key: RuleKey): string => tOr(`rule_key.${key}`, key);

function Keys({ keys }: { keys: RuleKey[] }) {
  const t = useT();
  return <>{keys.map((key) => tOr(`entitlement_short.${key}`, keyName(key))).join(t('rulebook.comma'))}</>;
}

function Yearly({ effect: { before, after } }: { effect: EntityEffect }) {
  const t = useT();
  const pairs = [[t('rulebook.fees_a_year'), before.fees_fen, after.fees_fen], [t('rulebook.spend_a_year'), before.spend_fen, after.spend_fen]] as const;
  const shown = (fen: number | null | undefined) => (typeof fen === 'number' ? money(fen) : t('rulebook.none_asked'));
  const told = pairs.filter(([, was, is]) => was !== is);
  if (told.length === 0) return null;
  return <>{told.map(([name, was, is]) => <p key={name}><StateTag tone="accent">{name}</StateTag> <span className="k-number">{shown(was)} → {shown(is)}</span></p>)}</>;
}

function Dues({ effect: { due } }: { effect: EntityEffect }) {
  const t = useT();
  const rest = due.length - DUE_SHOWN;
  return (
    <p>
      <StateTag tone="watch">{t('rulebook.due')}</StateTag>{' '}
      <span className="k-number">{due.slice(0, DUE_SHOWN).map(({ on, seats, fen }) => t('rulebook.due_line', { on, seats, sum: money(fen) })).join(t('rulebook.comma'))}</span>
      {rest > 0 ? ` ${t('rulebook.due_more', { count: rest })}` : ''}
    </p>
  );
}

function Changed({ change: { key, unit, before, after, scope_before: was, scope_after: is } }: { change: KeyChange }) {
  const t = useT();
  const shown = (value: number | null | undefined, scope: KeyChange['scope_before']) => (typeof value === 'number' ? `${ruleValue(t, { unit, value })}${scope && was !== is ? ` (${t(`rule_scope.${scope}`)})` : ''}` : t('plan.not_known'));
  return <>{keyName(key)}: <span className="k-number">{shown(before, was) || ABSENT} → {shown(after, is)}</span></>;
}
