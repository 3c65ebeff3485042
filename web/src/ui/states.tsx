/** What a page shows when it has no rows: loading, failed, or empty with the next step. */
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { asApiError, type ApiError } from '@/api/error';
import { useT } from '@/i18n';
import { Button } from './controls';

/** An answer that comes faster than this needs no skeleton, only flicker would be seen. */
const SKELETON_AFTER_MS = 120;

export function Skeleton({ lines = 6 }: { lines?: number }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="k-skeleton" aria-busy="true" role="status" data-shown={shown}>
      {Array.from({ length: lines }, (_, line) => <span key={line} style={{ width: `${[96, 82, 90, 74][line % 4]}%` }} />)}
    </div>
  );
}

export function ErrorPanel({ error, retry }: { error: ApiError; retry?: () => void }) {
  const t = useT();
  return (
    <div className="k-panel k-error" role="alert">
      <h2>{t('error.title')}</h2>
      <p>{error.message}</p>
      {error.status === 404 ? <Button to="/">{t('fault.home')}</Button> : null}
      {retry && (error.passing || error.status === -1) ? <Button press={retry}>{t('error.retry')}</Button> : null}
      <p className="k-error-code">{error.code}</p>
    </div>
  );
}

interface EmptyProps {
  title: string;
  /** What would be here, and how it gets here. */
  text: ReactNode;
  icon?: ReactNode;
  children?: ReactNode;
}

export function EmptyState({ title, text, icon, children }: EmptyProps) {
  return (
    <div className="k-empty">
      {icon ? <span className="k-empty-icon" aria-hidden="true">{icon}</span> : null}
      <h2>{title}</h2>
      <p>{text}</p>
      {children ? <div className="k-empty-actions">{children}</div> : null}
    </div>
  );
}

/** Draws an answer once it is there, and the skeleton or the refusal until then. */
export function Loaded<T>({ query, lines, children }: { query: UseQueryResult<T>; lines?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <ErrorPanel error={asApiError(query.error)} retry={() => void query.refetch()} />;
  return <Skeleton {...(lines ? { lines } : {})} />;
}
