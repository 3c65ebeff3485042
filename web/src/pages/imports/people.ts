import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '@/api/lists';
import { useMe } from '@/api/me';

/** Who is meant by the id of a user; programs and the command line name themselves. */
export function useNameOf(): (id: string) => string {
  const me = useMe();
  const members = useQuery({ ...membersQuery, enabled: me.can.view_members ?? false });
  return (id) => {
    if (id === me.user.id) return me.user.name;
    const member = members.data?.items.find(({ user }) => user.id === id);
    return member?.user.name ?? (id.startsWith('user_') ? '' : id);
  };
}
