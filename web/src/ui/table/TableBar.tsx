/** What stands above a table: filters on the left; columns, density, saved views and export on the right. */
import { Popover } from 'antd';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import { IconButton, MenuButton, Tick } from '../controls';
import { ColumnsIcon, DensityIcon, DownloadIcon } from '../icons';
import type { Column, TableLook } from './columns';

interface TableBarProps<R> {
  children?: ReactNode;
  /** With a look, the columns and the density can be chosen. */
  look?: TableLook;
  columns?: Column<R>[];
  exports?: { key: string; label: string; run: () => void }[] | undefined;
  views?: ReactNode;
}

export function TableBar<R>({ children, look, columns, exports, views }: TableBarProps<R>) {
  const t = useT();
  return (
    <div className="k-table-bar">
      <div className="k-table-filters">{children}</div>
      <div className="k-table-tools">
        {views}
        {look && columns ? <ColumnChooser look={look} columns={columns} /> : null}
        {look ? (
          <IconButton
            label={t(look.density === 'dense' ? 'table.roomy' : 'table.dense')}
            icon={<DensityIcon rotate={90} />}
            press={() => look.setDensity(look.density === 'dense' ? 'roomy' : 'dense')}
          />
        ) : null}
        {exports ? <MenuButton label={t('table.export')} icon={<DownloadIcon />} items={exports.map(({ key, label, run }) => ({ key, label, choose: run }))} /> : null}
      </div>
    </div>
  );
}

function ColumnChooser<R>({ look, columns }: { look: TableLook; columns: Column<R>[] }) {
  const t = useT();
  const choices = columns.filter(({ fixed }) => !fixed);
  const toggle = (key: string, checked: boolean) => look.setHidden(checked ? look.hidden.filter((one) => one !== key) : [...look.hidden, key]);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('table.columns')}
      content={
        <div className="k-column-choices">
          {choices.map(({ key, title }) => (
            <Tick key={key} checked={!look.hidden.includes(key)} change={(checked) => toggle(key, checked)}>{title}</Tick>
          ))}
        </div>
      }
    >
      <span><IconButton label={t('table.columns')} icon={<ColumnsIcon />} /></span>
    </Popover>
  );
}
