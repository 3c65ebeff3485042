import { Button as MobileButton, List } from 'antd-mobile';
import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react';
import { asApiError } from '@/api/error';
import { useT } from '@/i18n';

export function Button({ children, press, primary, busy }: { children: ReactNode; press: () => void; primary?: boolean; busy?: boolean }) {
  return <MobileButton block color={primary ? 'primary' : 'default'} loading={busy ?? false} onClick={press}>{children}</MobileButton>;
}

export interface Choice {
  key: string;
  text: string;
  choose: () => void;
}

const Sheet = lazy(() => import('./sheet'));

/** A button that asks which: the choices rise from below, where the thumb is. */
export function ChoiceButton({ label, choices, children }: { label: string; choices: Choice[]; children: ReactNode }) {
  const t = useT();
  const [state, setState] = useState<'never' | 'open' | 'closed'>('never');
  const close = useCallback(() => setState('closed'), []);
  return (
    <>
      <MobileButton onClick={() => setState('open')} aria-haspopup="dialog" aria-label={label}>{children}</MobileButton>
      {state === 'never' ? null : (
        <Suspense>
          <Sheet label={label} cancel={t('phone.cancel')} choices={choices} open={state === 'open'} close={close} />
        </Suspense>
      )}
    </>
  );
}

export interface Line {
  key: string;
  title: ReactNode;
  note?: ReactNode;
  extra?: ReactNode;
  /** One of several to choose among: no arrow, it leads nowhere. */
  chosen?: boolean;
  press?: () => void;
}

export function Lines({ title, lines }: { title?: string; lines: Line[] }) {
  return (
    <List header={title}>
      {lines.map(({ key, title: text, note, extra, press, chosen }) => (
        <List.Item key={key} description={note} extra={extra} {...(press ? { onClick: press, clickable: true } : {})} {...(chosen ? { arrowIcon: false } : {})}>{text}</List.Item>
      ))}
    </List>
  );
}

export const say = (text: string) => void import('./sheet').then(({ toast }) => toast(text));
export const sayFailure = (thrown: unknown) => say(asApiError(thrown).message);
