import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd-mobile';
import type { ReactNode } from 'react';
import { asApiError, type ApiError } from '@/api/error';
import { useT } from '@/i18n';

export function ErrorNote({ error, retry }: { error: ApiError; retry: () => void }) {
  const t = useT();
  return (
    <div className="p-card" role="alert">
      <h2>{t('error.title')}</h2>
      <p>{error.message}</p>
      <Button block onClick={retry}>{t('error.retry')}</Button>
    </div>
  );
}

export function Nothing({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className="p-nothing">
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}

export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <ErrorNote error={asApiError(query.error)} retry={() => void query.refetch()} />;
  return <div className="p-card" role="status" aria-busy="true"><Skeleton.Title /><Skeleton.Paragraph lineCount={5} /></div>;
}
