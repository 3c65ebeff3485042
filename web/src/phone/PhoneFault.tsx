import { useRouteError } from 'react-router';
import { asApiError } from '@/api/error';
import { ErrorNote } from './ui/states';

export function PhoneFault() {
  return <main><ErrorNote error={asApiError(useRouteError())} retry={() => location.reload()} /></main>;
}
