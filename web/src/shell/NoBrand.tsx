import { useSignedIn } from '@/api/me';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { EmptyState } from '@/ui/states';
import { useSignOut } from './TopBar';

/** For a person who is a member of no brand (any more): who can help, and the way out. */
export function NoBrand() {
  const t = useT();
  const { user } = useSignedIn();
  const signOut = useSignOut();
  return (
    <main id="main" className="k-page">
      <title>{`${t('no_brand.title')} · ${t('product')}`}</title>
      <EmptyState title={t('no_brand.title')} text={t('no_brand.text', { email: user.email })}>
        <Button press={() => location.reload()}>{t('error.retry')}</Button>
        <Button press={signOut}>{t('no_brand.sign_out')}</Button>
      </EmptyState>
    </main>
  );
}
