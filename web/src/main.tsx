/** Chooses the root by the address. Each root is loaded alone: the phone never loads the desk's components. */
import './theme/theme.css';

const GATE = /^\/(sign-in|setup|invitation|password-reset)(\/|$)/;
const PHONE = /^\/m(\/|$)/;
/** Narrower than this a first visit to the bare address belongs on the phone view. */
const PHONE_WIDTH_MAX = 600;

async function start(): Promise<void> {
  const { pathname } = location;
  if (pathname === '/' && window.innerWidth <= PHONE_WIDTH_MAX) history.replaceState(null, '', '/m');
  const root = document.getElementById('root');
  if (!root) return;
  if (GATE.test(pathname)) return (await import('./gate/gate')).mount(root);
  if (PHONE.test(location.pathname)) return (await import('./phone/phone')).mount(root);
  return (await import('./desk')).mount(root);
}

void start();
