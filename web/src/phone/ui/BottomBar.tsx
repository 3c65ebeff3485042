import { AppOutline, CheckCircleOutline, TeamOutline, UserOutline } from 'antd-mobile-icons';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';

interface BottomBarProps {
  label: string;
  places: { to: string; title: string; icon: ReactNode }[];
}

/** Links and not tabs: each place has an address, and the keyboard and a screen reader find it as such. */
export function BottomBar({ label, places }: BottomBarProps) {
  return (
    <nav aria-label={label} className="p-bar">
      {places.map(({ to, title, icon }) => <NavLink key={to} to={to} end={to === '/'}>{icon}<span>{title}</span></NavLink>)}
    </nav>
  );
}

export { AppOutline as TodayIcon, TeamOutline as AccountsIcon, CheckCircleOutline as CheckIcon, UserOutline as MeIcon };
