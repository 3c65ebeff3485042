import { deviceName } from '@/format/device';
import { useLanguage } from '@/i18n';

/** The browser and system somebody signed in with; all that they sent on hover. */
export function Device({ agent }: { agent: string }) {
  useLanguage();
  return <span title={agent === '' ? undefined : agent}>{deviceName(agent)}</span>;
}
