import type { AccountKind, Role, Severity } from '@/api/types';
import { useT } from '@/i18n';

/** What an account is: 企业号, 员工号, 达人 … Told by the word; the tint only groups. */
export function KindTag({ kind }: { kind: AccountKind }) {
  const t = useT();
  return <span className={`k-tag k-kind-${kind}`}>{t(`kind.${kind}`)}</span>;
}

export function RoleTag({ role }: { role: Role }) {
  const t = useT();
  return <span className="k-tag">{t(`role.${role}`)}</span>;
}

export type Tone = 'act' | 'watch' | 'good' | 'quiet' | 'accent';

export function StateTag({ tone, children }: { tone: Tone; children: string }) {
  return <span className={`k-tag k-tone-${tone}`}>{children}</span>;
}

const SEVERITY_TONE: Record<Severity, Tone> = { must: 'act', watch: 'watch', note: 'quiet' };

export function SeverityTag({ severity }: { severity: Severity }) {
  const t = useT();
  return <StateTag tone={SEVERITY_TONE[severity]}>{t(`severity.${severity}`)}</StateTag>;
}

const HUES = 8;

/** The same name always gets the same tint. */
function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % HUES;
}

/** The letters by which a name is known: the last two of a Chinese one, the initials of another. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (/\p{Script=Han}/u.test(trimmed)) return [...trimmed.replace(/[^\p{Script=Han}]/gu, '')].slice(-2).join('');
  return trimmed.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase();
}

export function Avatar({ name, size = 24 }: { name: string; size?: number }) {
  return (
    <span aria-hidden="true" className={`k-avatar k-hue-${hueOf(name)}`} style={{ width: size, height: size, fontSize: Math.round(size * 0.42) }}>
      {initials(name)}
    </span>
  );
}

export function Person({ name, role, note }: { name: string; role?: Role; note?: string | null }) {
  return (
    <span className="k-person">
      <Avatar name={name} />
      <span className="k-ellipsis">{name}</span>
      {note ? <span className="k-quiet k-ellipsis">{note}</span> : null}
      {role ? <RoleTag role={role} /> : null}
    </span>
  );
}
