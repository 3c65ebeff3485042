/** The phone root: three places, thumb reach, nothing of the desk's components. */
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { asApiError } from '@/api/error';
import { meQuery } from '@/api/me';
import { makeQueryClient } from '@/api/queries';
import { startWords } from '@/i18n';
import { phoneRoutes } from './routes';
import { ErrorNote } from './ui/states';
import '@/ui/plain/plain.css';
import './ui/phone.css';

export async function mount(element: HTMLElement): Promise<void> {
  const client = makeQueryClient();
  const root = createRoot(element);
  const [, me] = await Promise.allSettled([startWords(['shared', 'phone']), client.fetchQuery(meQuery)]);
  const offline = () => import('./offline');
  if (me.status === 'fulfilled') void offline().then(({ prepare }) => prepare(me.value)).catch(() => undefined); // Without it the phone needs a network.
  else if (!(asApiError(me.reason).passing && await (await offline()).lastMe(client))) {
    const error = asApiError(me.reason);
    if (!error.signedOut) root.render(<main><ErrorNote error={error} retry={() => location.reload()} /></main>);
    return;
  }
  root.render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={createBrowserRouter(phoneRoutes, { basename: '/m' })} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
