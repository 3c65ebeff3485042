import { lazy, Suspense } from 'react';
import { Skeleton } from '../states';
import type { ChartProps } from './LineChart';

const LineChart = lazy(() => import('./LineChart'));

/** A chart whose library is fetched only where one is shown. */
export function LazyChart(props: ChartProps) {
  return (
    <Suspense fallback={<Skeleton lines={5} />}>
      <LineChart {...props} />
    </Suspense>
  );
}
