/** What the console says back: toasts (with undo), questions before what cannot be undone, and actions that use both. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button as AntButton } from 'antd';
import { useCallback, useMemo, type ReactNode } from 'react';
import { asApiError, type ApiError } from '@/api/error';
import { t } from '@/i18n';

const TOAST_S = 4;
const TOAST_WITH_UNDO_S = 8;

interface Toast {
  done: (text: string, undo?: () => void) => void;
  failed: (error: unknown) => void;
}

export function useToast(): Toast {
  const { message } = App.useApp();
  return useMemo(() => ({
    done: (text, undo) => {
      const key = `toast-${Date.now()}`;
      const press = () => {
        message.destroy(key);
        undo?.();
      };
      const content = undo ? <>{text} <AntButton type="link" size="small" onClick={press}>{t('action.undo')}</AntButton></> : text;
      void message.success({ key, content, duration: undo ? TOAST_WITH_UNDO_S : TOAST_S });
    },
    failed: (thrown) => void message.error({ content: asApiError(thrown).message, duration: TOAST_WITH_UNDO_S }),
  }), [message]);
}

interface Question {
  title: string;
  text?: ReactNode;
  /** The verb on the button: never "OK". */
  verb: string;
  danger?: boolean;
}

/** `if (await confirm({…})) …` */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const { modal } = App.useApp();
  return useCallback(
    async ({ title, text, verb, danger }) =>
      Boolean(await modal.confirm({ title, content: text, okText: verb, cancelText: t('action.cancel'), okButtonProps: { danger: danger ?? false }, autoFocusButton: danger ? 'cancel' : 'ok' })),
    [modal],
  );
}

interface ActionOptions<V, T> {
  run: (value: V) => Promise<T>;
  /** The answers that this makes stale. */
  stale: readonly string[];
  /** What to say when it is done; nothing where the page shows it by itself. */
  said?: string | ((value: V, answer: T) => string);
  undo?: (value: V, answer: T) => Promise<unknown>;
  then?: (answer: T, value: V) => void;
  /** A form shows its refusal itself; anything else says it in a toast. */
  quietFailure?: boolean;
}

export interface Action<V> {
  run: (value: V) => void;
  busy: boolean;
  error: ApiError | null;
  reset: () => void;
}

/** The one way to change something: call, make stale, say so, offer to undo. */
export function useAction<V = void, T = unknown>(options: ActionOptions<V, T>): Action<V> {
  const client = useQueryClient();
  const toast = useToast();
  const refresh = () => client.invalidateQueries({ predicate: ({ queryKey }) => options.stale.includes(String(queryKey[0])) });
  const undoing = (value: V, answer: T) => () => {
    options.undo?.(value, answer).then(refresh, toast.failed);
  };
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: options.run,
    onSuccess: (answer, value) => {
      void refresh();
      const text = typeof options.said === 'function' ? options.said(value, answer) : options.said;
      if (text) toast.done(text, options.undo ? undoing(value, answer) : undefined);
      options.then?.(answer, value);
    },
    onError: (thrown) => {
      if (!options.quietFailure) toast.failed(thrown);
    },
  });
  return { run: mutate, busy: isPending, error: error ? asApiError(error) : null, reset };
}
