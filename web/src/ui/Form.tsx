/** The one form: labels above, what is wrong under its field in the server's own words, and the verb on the button. */
import { Form as AntForm, Input, InputNumber } from 'antd';
import { useId, type ReactNode } from 'react';
import type { ApiError } from '@/api/error';
import { useT } from '@/i18n';
import { Button, TextArea } from './controls';

interface FormProps {
  submit: () => void;
  verb: string;
  busy: boolean;
  error: ApiError | null;
  cancel?: () => void;
  disabled?: boolean;
  danger?: boolean;
  children: ReactNode;
}

export function Form({ submit, verb, busy, error, cancel, disabled, danger, children }: FormProps) {
  const t = useT();
  return (
    <AntForm layout="vertical" component="form" onFinish={submit} className="k-form">
      {error ? <p className="k-form-refusal" role="alert">{error.message}</p> : null}
      {children}
      <div className="k-form-actions">
        {cancel ? <Button press={cancel}>{t('action.cancel')}</Button> : null}
        <Button submit primary danger={danger ?? false} busy={busy} disabled={disabled ?? false}>{verb}</Button>
      </div>
    </AntForm>
  );
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  children: (id: string) => ReactNode;
}

/** A labelled place for any control; the control takes the id. */
export function Field({ label, hint, error, required, children }: FieldProps) {
  const id = useId();
  return (
    <AntForm.Item label={label} htmlFor={id} required={required ?? false} extra={hint} help={error} {...(error ? { validateStatus: 'error' as const } : {})}>
      {children(id)}
    </AntForm.Item>
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  change: (value: string) => void;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  secret?: boolean;
  type?: 'text' | 'email' | 'tel' | 'date';
  autoComplete?: string;
}

export function TextField({ label, value, change, hint, error, required, secret, type = 'text', autoComplete = 'off' }: TextFieldProps) {
  const Control = secret ? Input.Password : Input;
  return (
    <Field label={label} hint={hint} error={error} required={required ?? false}>
      {(id) => <Control id={id} value={value} required={required} type={secret ? 'password' : type} autoComplete={autoComplete} onChange={(event) => change(event.target.value)} />}
    </Field>
  );
}

interface AreaFieldProps extends Omit<TextFieldProps, 'secret' | 'type' | 'autoComplete'> {
  most: number;
  lines?: number;
  mono?: boolean;
}

/** A field of many lines. */
export function AreaField({ label, value, change, hint, error, required, most, lines = 4, mono }: AreaFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required ?? false}>
      {(id) => <TextArea id={id} label={label} value={value} change={change} most={most} lines={lines} mono={mono ?? false} />}
    </Field>
  );
}

interface NumberFieldProps {
  label: string;
  unit: string;
  value: number | null;
  change: (value: number | null) => void;
  least: number;
  most: number;
  hint?: ReactNode;
  error?: string | undefined;
}

export function NumberField({ label, unit, value, change, least, most, hint, error }: NumberFieldProps) {
  return (
    <Field label={`${label} (${unit})`} hint={hint} error={error}>
      {(id) => <InputNumber id={id} value={value} min={least} max={most} onChange={change} style={{ width: 200 }} />}
    </Field>
  );
}
