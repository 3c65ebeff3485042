/** The frame of every page: its header, its panels, and the drawer that opens a detail beside a list. */
import { Drawer, Modal, Tabs as AntTabs } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useT } from '@/i18n';

interface PageHeaderProps {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}

export function PageHeader({ title, lead, children }: PageHeaderProps) {
  const t = useT();
  return (
    <header className="k-page-header">
      <title>{`${title} · ${t('product')}`}</title>
      <div>
        <h1>{title}</h1>
        {lead ? <p className="k-quiet">{lead}</p> : null}
      </div>
      {children ? <div className="k-page-actions">{children}</div> : null}
    </header>
  );
}

export function Panel({ title, actions, children, flush }: { title?: ReactNode; actions?: ReactNode; children: ReactNode; flush?: boolean }) {
  return (
    <section className={flush ? 'k-panel k-panel-flush' : 'k-panel'}>
      {title ? (
        <div className="k-panel-title">
          <h2>{title}</h2>
          {actions}
        </div>
      ) : null}
      {children}
    </section>
  );
}

/** Gives the keyboard back to where it was before `open`, also when the closing comes before the opening has ended. */
function useFocusBack(open: boolean): void {
  const [was, setWas] = useState(false);
  const [opener, setOpener] = useState<Element | null>(null);
  if (was !== open) {
    setWas(open);
    if (open) setOpener(document.activeElement);
  }
  useEffect(() => {
    if (!open && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
  }, [open, opener]);
}

export function DetailDrawer({ title, open, close, width = 560, children }: { title: ReactNode; open: boolean; close: () => void; width?: number; children: ReactNode }) {
  useFocusBack(open);
  return (
    <Drawer title={title} open={open} onClose={close} size={Math.min(width, window.innerWidth)} destroyOnHidden>
      {children}
    </Drawer>
  );
}

export function Dialog({ title, open, close, width = 520, children }: { title: string; open: boolean; close: () => void; width?: number; children: ReactNode }) {
  return (
    <Modal title={title} open={open} onCancel={close} footer={null} width={width} destroyOnHidden>
      {children}
    </Modal>
  );
}

export function Tabs<T extends string>({ tabs, value, change }: { tabs: { key: T; label: ReactNode; content: ReactNode }[]; value: T; change: (key: T) => void }) {
  return (
    <AntTabs
      activeKey={value}
      destroyOnHidden
      items={tabs.map(({ key, label, content }) => ({ key, label, children: content }))}
      onChange={(key) => {
        const chosen = tabs.find((tab) => tab.key === key);
        if (chosen) change(chosen.key);
      }}
    />
  );
}

/** Facts as pairs of a word and a value. */
export function Facts({ items }: { items: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="k-facts">
      {items.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
