/** What somebody signed in with, as people call it: `Chrome · Windows`. A browser names itself among others, so the order of the rules counts. */
import { t } from '@/i18n';

type Rule = readonly [sign: RegExp, name: () => string];

const named = (sign: RegExp, name: string): Rule => [sign, () => name];

const BROWSERS: readonly Rule[] = [
  [/wxwork/i, () => t('device.wecom')],
  [/MicroMessenger/, () => t('device.wechat')],
  named(/Edg(e|A|iOS)?\//, 'Edge'),
  named(/OPR\//, 'Opera'),
  named(/HuaweiBrowser\//, 'Huawei Browser'),
  named(/MiuiBrowser\//, 'Mi Browser'),
  named(/(QQBrowser|MQQBrowser)\//, 'QQ Browser'),
  named(/(Firefox|FxiOS)\//, 'Firefox'),
  named(/(Chrome|CriOS)\//, 'Chrome'),
  named(/Safari\//, 'Safari'),
];

const SYSTEMS: readonly Rule[] = [
  named(/HarmonyOS|OpenHarmony/, 'HarmonyOS'),
  named(/Android/, 'Android'),
  named(/iPad/, 'iPad'),
  named(/iPhone/, 'iPhone'),
  named(/Windows/, 'Windows'),
  named(/Macintosh|Mac OS X/, 'macOS'),
  named(/Linux/, 'Linux'),
];

const first = (rules: readonly Rule[], agent: string): string | undefined => rules.find(([sign]) => sign.test(agent))?.[1]();

/** The name of a device by what it sends as its user agent; a program is called by its own first word. */
export function deviceName(agent: string): string {
  const parts = [first(BROWSERS, agent), first(SYSTEMS, agent)].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(' · ');
  return /^[^\s/]+/.exec(agent)?.[0] ?? t('device.unknown');
}
