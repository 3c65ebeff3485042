import { SearchBar } from 'antd-mobile';

export function Search({ label, value, change }: { label: string; value: string; change: (value: string) => void }) {
  return <SearchBar placeholder={label} aria-label={label} value={value} onChange={change} />;
}
