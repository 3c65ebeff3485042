import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { addDays, monday, period, todayIn } from '@/format/time';

const DAY = 'YYYY-MM-DD';

interface RangeProps {
  label: string;
  from: string;
  to: string;
  change: (from: string, to: string) => void;
  invalid?: boolean;
  id?: string;
  /** Only days up to today. */
  past?: boolean;
  /** A filter may be taken away; a fact may not. */
  any?: boolean;
}

/** A span of days, both ends included. */
export function DayRange({ label, from, to, change, invalid, id, past, any }: RangeProps) {
  const value: [Dayjs, Dayjs] | null = from && to ? [dayjs(from), dayjs(to)] : null;
  return (
    <DatePicker.RangePicker
      aria-label={label}
      {...(id ? { id } : {})}
      value={value}
      allowClear={any ?? false}
      format={DAY}
      {...(past ? { maxDate: dayjs(todayIn(new Date())) } : {})}
      {...(invalid ? { status: 'error' as const } : {})}
      onChange={(days) => {
        const [first, last] = days ?? [];
        if (first && last) change(first.format(DAY), last.format(DAY));
        else if (any) change('', '');
      }}
    />
  );
}

/** A week by its days: a number of the year says nothing, and not the same everywhere. */
function weekOf(value: Dayjs): string {
  const first = monday(value.format(DAY));
  return period(first, addDays(first, 6));
}

export function WeekPicker({ label, day, change }: { label: string; day: string; change: (monday: string) => void }) {
  return (
    <DatePicker
      aria-label={label}
      picker="week"
      value={dayjs(day)}
      format={weekOf}
      style={{ width: 232 }}
      allowClear={false}
      onChange={(chosen: Dayjs | null) => {
        if (!chosen) return;
        change(monday(chosen.format(DAY)));
      }}
    />
  );
}

export function DayField({ label, day, change }: { label: string; day: string; change: (day: string) => void }) {
  return <DatePicker aria-label={label} placeholder={label} value={day ? dayjs(day) : null} format={DAY} onChange={(chosen: Dayjs | null) => change(chosen ? chosen.format(DAY) : '')} />;
}

const MINUTE = 'YYYY-MM-DD HH:mm';

/** A day with a time of the clock: `2026-06-22 18:01`, or nothing. */
export function MinuteField({ label, id, at, change }: { label: string; id?: string; at: string; change: (at: string) => void }) {
  return <DatePicker aria-label={label} placeholder={label} {...(id ? { id } : {})} showTime={{ format: 'HH:mm', minuteStep: 5 }} needConfirm={false} value={at ? dayjs(at) : null} format={MINUTE} onChange={(chosen: Dayjs | null) => change(chosen ? chosen.format(MINUTE) : '')} />;
}
