import { useRouteError } from 'react-router';
import { asApiError } from '@/api/error';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { EmptyState, ErrorPanel } from '@/ui/states';

export function NotFound() {
  const t = useT();
  return (
    <div className="k-page">
      <EmptyState title={t('fault.not_found')} text={t('fault.not_found_text')}>
        <Button to="/" primary>{t('fault.home')}</Button>
      </EmptyState>
    </div>
  );
}

/** A page that broke; after an update its code may simply have moved, which a reload mends. */
export function PageFault() {
  const error = useRouteError();
  return (
    <div className="k-page">
      <ErrorPanel error={asApiError(error)} retry={() => location.reload()} />
    </div>
  );
}
