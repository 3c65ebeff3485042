/** Where to go after signing in: the page the user was sent from, if it is one of ours. */
const PHONE_WIDTH_MAX = 600;

export function landing(search: string, width: number): string {
  const next = new URLSearchParams(search).get('next');
  if (next && /^\/(?![/\\])/.test(next)) return next;
  return width <= PHONE_WIDTH_MAX ? '/m' : '/';
}

export const enter = (): void => location.replace(landing(location.search, window.innerWidth));

/** The secret of a link stands behind `#`, where neither servers nor logs see it; older mail programs move it to the query. */
export function linkToken(): string {
  const { hash, search, pathname } = location;
  return new URLSearchParams(search).get('token') ?? (hash.slice(1) || pathname.split('/')[2] || '');
}

/** The code by which the server asks for the second factor. */
export const CODE_NEEDED = 'second_factor_needed';
