/** The gate: every page shown before someone is signed in. Small and plain, so that it opens at once on any device. */
import { StrictMode, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { startWords } from '@/i18n';
import { InvitationPage } from './InvitationPage';
import { PasswordResetPage } from './PasswordResetPage';
import { SetupPage } from './SetupPage';
import { SignInPage } from './SignInPage';
import './gate.css';

const PAGES: Record<string, ComponentType> = {
  setup: SetupPage,
  invitation: InvitationPage,
  'password-reset': PasswordResetPage,
};

export async function mount(root: HTMLElement): Promise<void> {
  await startWords(['shared']);
  const Page = PAGES[location.pathname.split('/')[1] ?? ''] ?? SignInPage;
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
