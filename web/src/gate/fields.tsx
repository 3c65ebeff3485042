import { useId, useState, type ReactNode } from 'react';
import type { ApiError } from '@/api/error';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';

interface FieldProps {
  label: string;
  value: string;
  change: (value: string) => void;
  type?: 'text' | 'email' | 'password';
  hint?: string | undefined;
  error?: string | undefined;
  autoComplete?: string;
  inputMode?: 'numeric' | 'email';
}

export function Field({ label, value, change, type = 'text', hint, error, ...rest }: FieldProps) {
  const t = useT();
  const id = useId();
  const [shown, setShown] = useState(false);
  const isSecret = type === 'password';
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <span className="k-gate-input">
        <input
          {...rest}
          id={id}
          type={isSecret && shown ? 'text' : type}
          value={value}
          required
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => change(event.target.value)}
        />
        {isSecret ? (
          <button type="button" className="k-gate-reveal" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {t(shown ? 'gate.hide_password' : 'gate.show_password')}
          </button>
        ) : null}
      </span>
    </Labelled>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly string[];
  change: (value: string) => void;
  hint?: string;
  error?: string | undefined;
}

export function Choice({ label, value, options, change, hint, error }: ChoiceProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <span className="k-gate-input">
        <select id={id} value={value} aria-describedby={`${id}-note`} onChange={(event) => change(event.target.value)}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      </span>
    </Labelled>
  );
}

function Labelled({ id, label, hint, error, children }: { id: string; label: string; hint?: string | undefined; error?: string | undefined; children: ReactNode }) {
  return (
    <div className="k-gate-field">
      <label htmlFor={id}>{label}</label>
      {children}
      <p id={`${id}-note`} className={error ? 'k-gate-error' : 'k-gate-hint'}>
        {error ?? hint}
      </p>
    </div>
  );
}

/** The refusal of a whole form; the sentence says until when where the server does. */
export function Refusal({ error }: { error: ApiError | null }) {
  const t = useT();
  if (!error) return null;
  return (
    <div className="k-gate-refusal" role="alert">
      <p>{error.message}</p>
      {error.retryAt ? <p>{t('error.locked_until', { time: exactTime(error.retryAt).slice(11) })}</p> : null}
    </div>
  );
}

export function Submit({ children, busy }: { children: ReactNode; busy: boolean }) {
  return (
    <button type="submit" className="k-gate-submit" aria-busy={busy} disabled={busy}>
      {children}
    </button>
  );
}

/** The way on from a link that no longer works. */
export function ToSignIn() {
  const t = useT();
  return <p className="k-gate-onward"><a href="/sign-in">{t('gate.sign_in')}</a></p>;
}
