import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { setBrand } from '@/api/brand';
import { api, ask } from '@/api/client';
import { ownFileQuery } from '@/api/lists';
import { useMe } from '@/api/me';
import { toSignIn } from '@/api/queries';
import { LANGUAGES, setLanguage, useLanguage, useT } from '@/i18n';
import { setThemeChoice, THEME_CHOICES, useThemeChoice } from '@/theme';
import { Device } from '@/ui/plain/Device';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Avatar, RoleTag } from '@/ui/plain/tags';
import { Button, Lines, sayFailure, type Line } from '../ui/controls';
import { Loaded } from '../ui/states';

export default function MePage() {
  const t = useT();
  const { user, brand, brands } = useMe();
  const language = useLanguage();
  const theme = useThemeChoice();
  const out = useMutation({ mutationFn: () => ask(api.DELETE('/api/v1/session')), onSuccess: async () => { await (await import('../offline')).forget(); setBrand(null); toSignIn(); }, onError: sayFailure });
  const tick = (chosen: boolean) => (chosen ? <span aria-label={t('phone.chosen')}>✓</span> : null);
  const choose = (id: string) => {
    setBrand(id);
    location.assign('/m');
  };
  return (
    <>
      <title>{`${t('phone.me')} · ${t('product')}`}</title>
      <h1>{t('phone.me')}</h1>
      <div className="p-card p-who"><Avatar name={user.name} size={44} /><span><strong>{user.name}</strong><br /><span className="k-quiet">{user.email}</span></span><RoleTag role={brand.role} /></div>
      <OwnFileLine />
      <SellingLine />
      {brands.length > 1 ? <Lines title={t('phone.brand')} lines={brands.map(({ id, name }): Line => ({ key: id, title: name, extra: tick(id === brand.id), chosen: true, press: () => choose(id) }))} /> : null}
      <Lines title={t('language.label')} lines={LANGUAGES.map((one): Line => ({ key: one, title: t(`language.${one}`), extra: tick(one === language), chosen: true, press: () => void setLanguage(one) }))} />
      <Lines title={t('theme.label')} lines={THEME_CHOICES.map((one): Line => ({ key: one, title: t(`theme.${one}`), extra: tick(one === theme), chosen: true, press: () => setThemeChoice(one) }))} />
      <Sessions />
      <Button press={() => out.mutate()} busy={out.isPending}>{t('phone.sign_out')}</Button>
    </>
  );
}

function Sessions() {
  const t = useT();
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => ask(api.GET('/api/v1/sessions', { signal })) });
  const revoke = useMutation({
    mutationFn: (session: string) => ask(api.DELETE('/api/v1/sessions/{session}', { params: { path: { session } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
    onError: sayFailure,
  });
  return (
    <Loaded query={sessions}>
      {(items) => (
        <Lines
          title={t('phone.sessions')}
          lines={items.map(({ id, agent, seen_at: seenAt, current }): Line => ({
            key: id,
            title: <Device agent={agent} />,
            note: current ? t('phone.this_device') : <RelativeTime at={seenAt} />,
            extra: current ? null : <button type="button" className="p-back" onClick={() => revoke.mutate(id)}>{t('phone.revoke')}</button>,
          }))}
        />
      )}
    </Loaded>
  );
}

/** Leads to what is stored about me; says so when something waits for a signature. */
function OwnFileLine() {
  const t = useT();
  const navigate = useNavigate();
  const { can } = useMe();
  const file = useQuery({ ...ownFileQuery, enabled: can.use_own_page === true });
  if (can.use_own_page !== true) return null;
  const waiting = (file.data?.agreements ?? []).filter(({ standing }) => standing !== 'signed').length;
  const note = waiting > 0 ? t('phone.to_sign', { count: waiting }) : t('phone.own_file_note');
  return <Lines lines={[{ key: 'own', title: t('phone.own_file'), note, press: () => void navigate('/me/file') }]} />;
}

/** Leads to when I am live, and to asking for promotion money. */
function SellingLine() {
  const t = useT();
  const navigate = useNavigate();
  return <Lines lines={[{ key: 'selling', title: t('phone.selling'), note: t('phone.selling_note'), press: () => void navigate('/me/selling') }]} />;
}
