import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { setBrand } from '@/api/brand';
import { meQuery, useMe } from '@/api/me';
import { useT } from '@/i18n';
import { MenuButton } from '@/ui/controls';
import { OpenIcon } from '@/ui/icons';
import { Avatar } from '@/ui/plain/tags';

/** Changes the workspace: every answer belongs to the old one, so all are forgotten. */
export function useBrandSwitch(): (brand: string) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (brand) => {
    setBrand(brand);
    void navigate('/');
    void client.fetchQuery({ ...meQuery, staleTime: 0 }).then(() => client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' }));
  };
}

export function BrandSwitch() {
  const t = useT();
  const { brand, brands } = useMe();
  const change = useBrandSwitch();
  const name = (
    <span className="k-brand">
      <Avatar name={brand.name} size={28} />
      <span className="k-brand-names">
        <span className="k-ellipsis">{brand.name}</span>
        <span className="k-ellipsis k-quiet">{brand.organisation}</span>
      </span>
      {brands.length > 1 ? <OpenIcon aria-hidden className="k-brand-arrow" /> : null}
    </span>
  );
  if (brands.length < 2) return <div className="k-brand-box">{name}</div>;
  return (
    <div className="k-brand-box">
      <MenuButton
        label={t('nav.switch_brand')}
        selected={brand.id}
        items={brands.map(({ id, name: label, organisation }) => ({ key: id, label: `${label} · ${organisation}`, choose: () => change(id) }))}
      >
        {name}
      </MenuButton>
    </div>
  );
}
