/** Where one can go on the desk, once for the side bar and the command palette. */
import type { ReactNode } from 'react';
import type { Me } from '@/api/types';
import type { Key } from '@/i18n';
import { BoardIcon, CardIcon, CheckIcon, ImportIcon, PeopleIcon, PlanIcon, ReportIcon, RulesIcon, SeatIcon, SellingIcon, SettingsIcon, StudioIcon, TodayIcon, VaultIcon } from '@/ui/icons';

export interface Place {
  key: string;
  to: string;
  /** Where its details are, if they have an address of their own. */
  details?: string;
  word: Key & `nav.${string}`;
  icon: ReactNode;
  open: (me: Me) => boolean;
}

const always = () => true;

export const PLACES: readonly Place[] = [
  { key: 'today', to: '/', word: 'nav.today', icon: <TodayIcon />, open: always },
  { key: 'board', to: '/board', details: '/accounts/', word: 'nav.matrix', icon: <BoardIcon />, open: always },
  { key: 'imports', to: '/imports', word: 'nav.imports', icon: <ImportIcon />, open: (me) => me.can.manage_imports ?? false },
  { key: 'studio', to: '/studio', word: 'nav.studio', icon: <StudioIcon />, open: (me) => me.can.view_matrix ?? false },
  { key: 'check', to: '/check', word: 'nav.content', icon: <CheckIcon />, open: (me) => me.can.check_content ?? false },
  { key: 'seats', to: '/seats', word: 'nav.seats', icon: <SeatIcon />, open: (me) => me.can.view_seats ?? false },
  { key: 'entitlements', to: '/entitlements', word: 'nav.entitlements', icon: <CardIcon />, open: (me) => me.can.view_matrix ?? false },
  { key: 'selling', to: '/selling', word: 'nav.selling', icon: <SellingIcon />, open: (me) => me.can.view_matrix ?? false },
  { key: 'rules', to: '/rules', word: 'nav.rules', icon: <RulesIcon />, open: (me) => me.can.view_rules ?? false },
  { key: 'planner', to: '/planner', word: 'nav.planner', icon: <PlanIcon />, open: (me) => me.can.view_seats ?? false },
  { key: 'people', to: '/people', word: 'nav.people', icon: <PeopleIcon />, open: always },
  { key: 'evidence', to: '/evidence', word: 'nav.evidence', icon: <VaultIcon />, open: (me) => me.can.view_evidence ?? false },
  { key: 'report', to: '/report', word: 'nav.insight', icon: <ReportIcon />, open: (me) => me.can.view_matrix ?? false },
  { key: 'settings', to: '/settings', word: 'nav.settings', icon: <SettingsIcon />, open: always },
];
