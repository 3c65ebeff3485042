import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { withWords } from '@/i18n';
import { PhoneShell } from './PhoneShell';
import { PhoneFault } from './PhoneFault';

type Page = () => Promise<{ default: ComponentType }>;

const page = (path: string, load: Page): RouteObject => ({
  path,
  errorElement: <PhoneFault />,
  lazy: async () => ({ Component: (await load()).default }),
});

export const phoneRoutes: RouteObject[] = [
  {
    element: <PhoneShell />,
    errorElement: <PhoneFault />,
    hydrateFallbackElement: <></>,
    children: [
      page('/', () => import('./today/TodayPage')),
      page('/accounts', () => import('./accounts/AccountsPage')),
      page('/accounts/:account', withWords('entitlements', () => import('./accounts/AccountPage'))),
      page('/check', withWords('content', () => import('./check/CheckPage'))),
      page('/publish', withWords('publish', () => import('./publish/PublishListPage'))),
      page('/publish/:draft', withWords('publish', () => import('./publish/PublishPage'))),
      page('/me', () => import('./me/MePage')),
      page('/me/selling', withWords('selling', () => import('./selling/SellingPage'))),
      page('/me/file', withWords('papers', () => import('./own/OwnFilePage'))),
      page('*', () => import('./today/TodayPage')),
    ],
  },
];
