/** What the merchant says of the plan. */
import type { PlanBeginnings } from '@/api/types';
import { useT } from '@/i18n';
import { useSaid } from '@/rulebook/said';
import { Select } from '@/ui/controls';
import { OpenNumber, SliderField } from '@/ui/SliderField';
import { GROUPS, valueOf, type PlanField, type PlanParams } from './input';

/** On a narrow screen the answer should not be far: the rest is folded away. */
const NARROW_PX = 1100;
const FIRST = new Set<string>(['seats', 'ads']);

interface InputsProps {
  params: PlanParams;
  change: (patch: Partial<PlanParams>) => void;
  beginnings: PlanBeginnings;
}

export function Inputs({ params, change, beginnings }: InputsProps) {
  const t = useT();
  const said = useSaid();
  const industries = beginnings.industries.map(({ id, name }) => ({ value: id, label: said(name) }));
  return (
    <div className="k-plan-inputs">
      {GROUPS.map(({ key, fields }) => (
        <details key={key} open={FIRST.has(key) || innerWidth > NARROW_PX}>
          <summary>{t(`plan_group.${key}`)}</summary>
          {key === 'seats' ? (
            <div className="k-plan-industry">
              <span>{t('plan.industry')}</span>
              <Select label={t('plan.industry')} any={t('plan.any_industry')} options={industries} value={params.industry} change={(industry) => change({ industry })} small />
            </div>
          ) : null}
          {fields.map((field) => <Input key={field.param} field={field} params={params} change={change} beginnings={beginnings} />)}
        </details>
      ))}
    </div>
  );
}

function Input({ field, params, change, beginnings }: InputsProps & { field: PlanField }) {
  const t = useT();
  const { param, unit, least, end, most, step, open } = field;
  const shown = { label: t(`plan_field.${param}`), unit: t(`plan_unit.${unit}`), most };
  const value = valueOf(params, beginnings.usual, field);
  const hint = param === 'top_up' || param === 'spend' || param === 'worth' || param === 'agent' ? t(`plan_hint.${param}`) : undefined;
  if (open) return <OpenNumber {...shown} value={value} empty={t('plan.not_known')} hint={hint} change={(next) => change({ [param]: next === null ? '' : String(next) })} />;
  return <SliderField {...shown} value={value ?? least} least={least} end={end} step={step} hint={hint} change={(next) => change({ [param]: String(next) })} />;
}
