/** Buttons, menus and inputs. Every control has a name that can be heard; an icon alone gets a tooltip with it. */
import { Button as AntButton, Checkbox, Dropdown, Input, Segmented as AntSegmented, Select as AntSelect, Tooltip, type MenuProps } from 'antd';
import { useEffect, useState, type ComponentProps, type MouseEvent, type ReactNode } from 'react';
import { useHref, useLinkClickHandler } from 'react-router';
import { BusyIcon, SearchIcon } from './icons';

interface ButtonProps {
  children: ReactNode;
  press?: (() => void) | undefined;
  /** A button that goes somewhere is a link. */
  to?: string | undefined;
  primary?: boolean;
  danger?: boolean;
  quiet?: boolean;
  small?: boolean;
  busy?: boolean;
  disabled?: boolean;
  icon?: ReactNode;
  submit?: boolean;
  /** For a button that folds something out: whether it is out. */
  expanded?: boolean;
}

const toneOf = ({ primary, quiet }: ButtonProps) => (primary ? 'primary' : quiet ? 'text' : 'default');

/** With an icon of our own for what is on its way: antd's own fades out, and stays for those who asked for no motion. */
export function Button(props: ButtonProps) {
  const { children, press, to, danger, small, busy, disabled, icon, submit, expanded } = props;
  const look = { type: toneOf(props), icon, size: small ? 'small' : 'middle', danger: danger ?? false } as const;
  if (to !== undefined) return <LinkButton to={to} look={look}>{children}</LinkButton>;
  return (
    <AntButton {...look} loading={busy ? { icon: <BusyIcon spin /> } : false} disabled={disabled ?? false} htmlType={submit ? 'submit' : 'button'} aria-expanded={expanded} onClick={press}>
      {children}
    </AntButton>
  );
}

function LinkButton({ to, look, children }: { to: string; look: Pick<ComponentProps<typeof AntButton>, 'type' | 'icon' | 'size' | 'danger'>; children: ReactNode }) {
  const href = useHref(to);
  const follow = useLinkClickHandler<HTMLElement & HTMLAnchorElement>(to);
  return (
    <AntButton {...look} href={href} onClick={(event) => follow(event as unknown as MouseEvent<HTMLElement & HTMLAnchorElement>)}>
      {children}
    </AntButton>
  );
}

export function IconButton({ label, icon, press, pressed, inTable }: { label: string; icon: ReactNode; press?: () => void; pressed?: boolean; inTable?: boolean }) {
  return (
    <Tooltip title={label}>
      <AntButton type="text" aria-label={label} aria-pressed={pressed} icon={icon} onClick={press} size={inTable ? 'small' : 'middle'} tabIndex={inTable ? -1 : 0} />
    </Tooltip>
  );
}

export interface MenuItem {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  /** `true`, or why it cannot be chosen, which is then said under its name. */
  can?: true | string;
  choose?: () => void;
}

interface MenuButtonProps {
  label: string;
  items: (MenuItem | 'line')[];
  icon?: ReactNode;
  /** What the button shows; without it, the icon alone with the label as its name. */
  children?: ReactNode;
  selected?: string;
  quiet?: boolean;
  small?: boolean;
  inTable?: boolean;
}

const labelOf = ({ label, can }: MenuItem): ReactNode => (typeof can === 'string' ? <span className="k-refused">{label}<span>{can}</span></span> : label);

export function MenuButton({ label, items, icon, children, selected, quiet = true, small, inTable }: MenuButtonProps) {
  const menu: MenuProps = {
    items: items.map((item, index) =>
      item === 'line'
        ? { type: 'divider' as const, key: `line-${index}` }
        : { key: item.key, label: labelOf(item), icon: item.icon, danger: item.danger ?? false, disabled: item.disabled ?? typeof item.can === 'string', onClick: ({ domEvent }) => { domEvent.stopPropagation(); item.choose?.(); } },
    ),
    ...(selected === undefined ? {} : { selectedKeys: [selected], selectable: true }),
  };
  const button = (
    <AntButton
      type={quiet ? 'text' : 'default'}
      size={small || inTable ? 'small' : 'middle'}
      icon={icon}
      aria-label={children ? undefined : label}
      aria-haspopup="menu"
      tabIndex={inTable ? -1 : 0}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </AntButton>
  );
  return (
    <Dropdown menu={menu} trigger={['click']}>
      {children ? button : <Tooltip title={label}>{button}</Tooltip>}
    </Dropdown>
  );
}

export interface Option {
  value: string;
  label: string;
}

interface SelectProps {
  label: string;
  options: Option[];
  value: string;
  change: (value: string) => void;
  /** What stands for "no choice"; with it the choice can be cleared. */
  any?: string;
  width?: number;
  small?: boolean;
  invalid?: boolean;
  disabled?: boolean;
  /** While a choice is on its way to the server. */
  busy?: boolean;
}

/** One choice among a few; types to find where there are many. */
export function Select({ label, options, value, change, any, width, small, invalid, busy, disabled }: SelectProps) {
  return (
    <AntSelect
      aria-label={label}
      options={options}
      value={value === '' ? null : value}
      placeholder={any ?? label}
      allowClear={any !== undefined}
      showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
      popupMatchSelectWidth={false}
      size={small ? 'small' : 'middle'}
      loading={busy ?? false}
      disabled={disabled ?? false}
      {...(invalid ? { status: 'error' as const } : {})}
      style={{ width: width ?? 'auto', minWidth: width ? undefined : 104 }}
      onChange={(next: string | null | undefined) => change(next ?? '')}
    />
  );
}

const TYPING_MS = 250;

/** A search box that waits until the typing pauses. */
export function SearchBox({ label, value, change }: { label: string; value: string; change: (value: string) => void }) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => change(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value, change]);
  return <Input className="k-search" aria-label={label} placeholder={label} prefix={<SearchIcon />} allowClear value={text} onChange={(event) => setText(event.target.value)} />;
}

interface TextAreaProps {
  label: string;
  hint?: string;
  value: string;
  /** Without it the text is only read. */
  change?: (value: string) => void;
  most: number;
  /** Lines that it shows at the least. */
  lines?: number;
  id?: string;
  /** Every character as wide as the next, for what a program reads; it scrolls instead of growing. */
  mono?: boolean;
  /** More than this can be typed, and is told: somebody else takes no more. */
  bound?: number;
}

const LINES_MAX = 24;

/** Characters as the server counts them. */
const charsOf = (text: string): number => Array.from(text).length;

/** A large field for a text of many lines. */
export function TextArea({ label, hint, value, change, most, lines = 12, id, mono, bound }: TextAreaProps) {
  return (
    <div className={change ? 'k-text-area' : undefined}>
      <Input.TextArea
        {...(id ? { id } : { 'aria-label': label })}
        {...(mono ? { className: 'k-mono', spellCheck: false } : {})}
        placeholder={hint}
        value={value}
        maxLength={most}
        {...(bound === undefined ? { showCount: change !== undefined } : { count: { max: bound, show: true, strategy: charsOf } })}
        readOnly={change === undefined}
        autoSize={{ minRows: lines, maxRows: mono ? lines : LINES_MAX }}
        onChange={(event) => change?.(event.target.value)}
      />
    </div>
  );
}

export function Segmented<T extends string>({ label, options, value, change }: { label: string; options: { value: T; label: string }[]; value: T; change: (value: T) => void }) {
  return <AntSegmented<T> aria-label={label} options={options} value={value} onChange={change} />;
}

export function Tick({ checked, change, children, disabled }: { checked: boolean; change: (checked: boolean) => void; children: ReactNode; disabled?: boolean }) {
  return (
    <Checkbox checked={checked} disabled={disabled ?? false} onChange={(event) => change(event.target.checked)}>
      {children}
    </Checkbox>
  );
}

export { Tooltip as Hint };
