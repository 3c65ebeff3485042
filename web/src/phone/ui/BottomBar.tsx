import { TabBar } from 'antd-mobile';
import { AppOutline, TeamOutline, UserOutline } from 'antd-mobile-icons';
import type { ReactNode } from 'react';

interface BottomBarProps {
  label: string;
  value: string;
  go: (key: string) => void;
  places: { key: string; title: string; icon: ReactNode }[];
}

export function BottomBar({ label, value, go, places }: BottomBarProps) {
  return (
    <nav aria-label={label} className="p-bar">
      <TabBar activeKey={value} onChange={go} safeArea>
        {places.map(({ key, title, icon }) => <TabBar.Item key={key} title={title} icon={icon} />)}
      </TabBar>
    </nav>
  );
}

export { AppOutline as TodayIcon, TeamOutline as AccountsIcon, UserOutline as MeIcon };
