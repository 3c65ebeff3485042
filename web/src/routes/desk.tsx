/** The addresses of the desk. A page is a lazy route: its code is fetched when it is first opened. */
import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { withWords } from '@/i18n';
import { DeskShell } from '@/shell/DeskShell';
import { NotFound, PageFault } from '@/shell/faults';

type Page = () => Promise<{ default: ComponentType }>;

const page = (path: string, load: Page): RouteObject => ({
  path,
  errorElement: <PageFault />,
  lazy: async () => ({ Component: (await load()).default }),
});

export const deskRoutes: RouteObject[] = [
  {
    element: <DeskShell />,
    errorElement: <PageFault />,
    hydrateFallbackElement: <></>,
    children: [
      { ...page('/', () => import('@/pages/today/TodayPage')) },
      page('/board', () => import('@/pages/board/BoardPage')),
      page('/accounts/:account', withWords('content', withWords('platform', withWords('selling', withWords('entitlements', () => import('@/pages/account/AccountPage')))))),
      page('/imports', () => import('@/pages/imports/ImportsPage')),
      page('/imports/:import', () => import('@/pages/imports/ImportPage')),
      page('/imports/:import/rows/:row', () => import('@/pages/imports/SourceRowPage')),
      page('/entitlements/:tab?', withWords('content', withWords('entitlements', withWords('platform', () => import('@/pages/entitlements/EntitlementsPage'))))),
      page('/selling/:tab?', withWords('content', withWords('platform', withWords('entitlements', withWords('selling', () => import('@/pages/selling/SellingPage')))))),
      page('/studio/:tab?', withWords('drafts', withWords('planning', () => import('@/pages/studio/StudioPage')))),
      page('/studio/drafts/:draft', withWords('content', withWords('drafts', withWords('planning', () => import('@/pages/studio/DraftPage'))))),
      page('/check/:tab?', withWords('content', () => import('@/pages/check/CheckPage'))),
      page('/rules', withWords('platform', () => import('@/pages/rules/RulesPage'))),
      page('/planner', withWords('platform', () => import('@/pages/planner/PlannerPage'))),
      page('/seats/:tab?', withWords('papers', withWords('seats', () => import('@/pages/seats/SeatsPage')))),
      page('/people', withWords('papers', () => import('@/pages/people/PeoplePage'))),
      page('/people/:employee', withWords('papers', () => import('@/pages/employee/EmployeePage'))),
      page('/departures/:departure', withWords('papers', () => import('@/pages/departure/DeparturePage'))),
      page('/personas/:persona', withWords('papers', () => import('@/pages/persona/PersonaPage'))),
      page('/evidence', withWords('papers', () => import('@/pages/evidence/EvidencePage'))),
      page('/report', () => import('@/pages/report/ReportPage')),
      page('/settings/:section?', () => import('@/pages/settings/SettingsPage')),
      { path: '*', element: <NotFound /> },
    ],
  },
];
