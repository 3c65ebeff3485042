/** The editions side by side: what stands, what contradicts it, what is to come. A number opens what it rests on. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { RuleEditions, RuleEditionView, RuleKey, RuleRowView, RuleStanding } from '@/api/types';
import { useT } from '@/i18n';
import { GradeTag, ruleValue } from '@/rulebook/Cited';
import { useSaid } from '@/rulebook/said';
import { Button, Select } from '@/ui/controls';
import { TextField } from '@/ui/Form';
import { DetailDrawer } from '@/ui/layout';
import { StateTag } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import { RowDialog } from './RowDialog';

const GROUPS: readonly { key: 'fees' | 'quota' | 'ads' | 'entitlements' | 'people' | 'notes' | 'messages' | 'safety'; starts: readonly string[] }[] = [
  { key: 'fees', starts: ['seat_fee', 'seat_term', 'seat_review', 'certification', 'review_days', 'document'] },
  { key: 'quota', starts: ['seat_quota', 'extended_quota', 'seats_per'] },
  { key: 'ads', starts: ['opening', 'seat_spend', 'spend', 'component'] },
  { key: 'entitlements', starts: ['entitlement'] },
  { key: 'people', starts: ['rebind', 'name_chars'] },
  { key: 'notes', starts: ['note_'] },
  { key: 'messages', starts: ['stranger', 'unanswered', 'message'] },
  { key: 'safety', starts: ['accounts_per', 'diversion'] },
];

interface EditionsProps {
  params: { industry: string; on: string; rule: string };
  change: (patch: { industry?: string; on?: string; rule?: string }) => void;
}

export function Editions({ params, change }: EditionsProps) {
  const t = useT();
  const said = useSaid();
  const { industry, on } = params;
  const query = { ...(industry ? { industry } : {}), ...(on ? { on } : {}) };
  const editions = useQuery({ queryKey: ['rule-editions', industry, on], queryFn: ({ signal }) => ask(api.GET('/api/v1/rule-editions', { params: { query }, signal })) });
  return (
    <Loaded query={editions} lines={14}>
      {(view) => (
        <>
          <div className="k-rulebook-bar">
            <Select label={t('plan.industry')} any={t('plan.any_industry')} options={view.industries.map(({ id, name }) => ({ value: id, label: said(name) }))} value={industry} change={(next) => change({ industry: next })} />
            <TextField label={t('rulebook.on')} type="date" value={on || view.on} change={(next) => change({ on: next })} />
          </div>
          <Table view={view} open={(rule) => change({ rule })} />
          <Opened view={view} rule={params.rule} close={() => change({ rule: '' })} />
        </>
      )}
    </Loaded>
  );
}

function Table({ view, open }: { view: RuleEditions; open: (rule: string) => void }) {
  const t = useT();
  const said = useSaid();
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways is reached by the keyboard
    <div className="k-rulebook-scroll" tabIndex={0} role="region" aria-label={t('rulebook.editions')}>
      <table className="k-rulebook">
        <thead>
          <tr>
            <th scope="col">{t('rulebook.rule')}</th>
            {view.editions.map(({ id, name, summary, entities }) => (
              <th key={id} scope="col">
                <strong>{said(name)}</strong> {entities > 0 ? <StateTag tone="accent">{t('rulebook.entities', { count: entities })}</StateTag> : null}
                <p className="k-quiet">{said(summary)}</p>
              </th>
            ))}
          </tr>
        </thead>
        {GROUPS.map(({ key: group, starts }) => (
          <tbody key={group}>
            <tr><th scope="rowgroup" colSpan={view.editions.length + 1} className="k-rulebook-group">{t(`rule_group.${group}`)}</th></tr>
            {view.keys.filter(({ key }) => starts.some((start) => key.startsWith(start))).map(({ key, name }) => (
              <tr key={key}>
                <th scope="row">{said(name)}</th>
                {view.editions.map((edition) => <td key={edition.id}><Standing edition={edition} rule={key} name={said(name)} open={() => open(`${edition.id}:${key}`)} /></td>)}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

const of = (edition: RuleEditionView, rule: RuleKey): RuleStanding | undefined => edition.rules.find(({ key }) => key === rule);

function Standing({ edition, rule, name, open }: { edition: RuleEditionView; rule: RuleKey; name: string; open: () => void }) {
  const t = useT();
  const said = useSaid();
  const standing = of(edition, rule);
  const label = `${name}: ${said(edition.name)}`;
  if (!standing) return <button type="button" className="k-cell-open k-faint" aria-label={label} onClick={open}>{t('plan.not_known')}</button>;
  const { chosen, contradicting, of_industries: others, coming } = standing;
  return (
    <div className="k-rulebook-cell">
      <span>
        <button type="button" className="k-cell-open" aria-label={label} onClick={open}>{chosen ? ruleValue(t, chosen) : t('rulebook.by_industry')}</button>
        {chosen ? <> <GradeTag grade={chosen.grade} />{chosen.amendment ? <> <StateTag tone="accent">{t('rulebook.own')}</StateTag></> : null}</> : null}
      </span>
      {contradicting.map((row) => <span key={`${row.value} ${row.scope} ${row.source.en}`} className="k-rulebook-other">{t('rulebook.otherwise', { value: ruleValue(t, row) })}{chosen && chosen.scope !== row.scope ? ` ${t(`rule_scope.${row.scope}`)}` : ''} <GradeTag grade={row.grade} /></span>)}
      {others.length > 0 && !chosen ? <span className="k-rulebook-other">{others.map((row) => ruleValue(t, row)).join(' · ')}</span> : null}
      {coming.map((row) => <span key={`${row.valid_from ?? ''} ${row.value}`} className="k-rulebook-other">{t('rulebook.coming', { day: row.valid_from ?? '', value: ruleValue(t, row) })}</span>)}
    </div>
  );
}

function Opened({ view, rule, close }: { view: RuleEditions; rule: string; close: () => void }) {
  const t = useT();
  const said = useSaid();
  const me = useMe();
  const [proposing, setProposing] = useState(false);
  const [editionId, key] = rule.split(':');
  const edition = view.editions.find(({ id }) => id === editionId);
  const about = view.keys.find((one) => one.key === key);
  if (!edition || !about) return null;
  const standing = of(edition, about.key);
  const groups: [string, RuleRowView[]][] = standing ? [
    [t('rulebook.chosen'), standing.chosen ? [standing.chosen] : []],
    [t('rulebook.contradicting'), standing.contradicting],
    [t('rulebook.of_industries'), standing.of_industries],
    [t('rulebook.later'), standing.coming],
  ] : [];
  return (
    <DetailDrawer title={`${said(about.name)} · ${said(edition.name)}`} open close={close}>
      <div className="k-stack">
        {standing ? null : <p>{t('rulebook.not_known_text')}</p>}
        {groups.filter(([, rows]) => rows.length > 0).map(([title, rows]) => (
          <section key={title}>
            <h3 className="k-section">{title}</h3>
            {rows.map((row) => <Row key={`${row.value} ${row.scope} ${row.source.en} ${row.valid_from ?? ''}`} row={row} industries={view.industries} />)}
          </section>
        ))}
        {me.can.propose_rules ? <div className="k-row"><Button primary press={() => setProposing(true)}>{t('rulebook.propose')}</Button></div> : null}
      </div>
      {proposing ? <RowDialog edition={edition} about={about} row={standing?.chosen ?? null} industries={view.industries} today={view.on} close={() => setProposing(false)} /> : null}
    </DetailDrawer>
  );
}

function Row({ row, industries }: { row: RuleRowView; industries: RuleEditions['industries'] }) {
  const t = useT();
  const said = useSaid();
  const { scope, industry, source, link, published, checked_on: checked, valid_from: from, valid_to: to, note, grade } = row;
  const named = industries.find(({ id }) => id === industry);
  return (
    <article className="k-rulebook-row">
      <p><strong className="k-number">{ruleValue(t, row)}</strong> {t(`rule_scope.${scope}`)} <GradeTag grade={grade} />{named ? <> <StateTag tone="quiet">{said(named.name)}</StateTag></> : null}</p>
      <p>{link ? <a href={link} target="_blank" rel="noreferrer">{said(source)}</a> : said(source)}{published ? ` · ${published}` : ''}</p>
      <p className="k-quiet k-number">{t('rulebook.dates', { from: from ?? t('rulebook.open'), to: to ?? t('rulebook.open'), checked })}</p>
      {note ? <p className="k-quiet">{said(note)}</p> : null}
    </article>
  );
}
