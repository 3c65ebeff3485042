/** The desk root: loads who is signed in, then the shell with its pages, each of which is fetched when it is first opened. */
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { asApiError } from './api/error';
import { meQuery } from './api/me';
import { makeQueryClient } from './api/queries';
import { startWords } from './i18n';
import { deskRoutes } from './routes/desk';
import { ErrorPanel } from './ui/states';
import { Provider } from './ui/Provider';

export async function mount(element: HTMLElement): Promise<void> {
  const client = makeQueryClient();
  const root = createRoot(element);
  const [, me] = await Promise.allSettled([startWords(['shared', 'desk']), client.fetchQuery(meQuery)]);
  if (me.status === 'rejected') {
    const error = asApiError(me.reason);
    if (error.signedOut) return; // On the way to the sign-in page.
    root.render(<Provider><main className="k-page"><ErrorPanel error={error} retry={() => location.reload()} /></main></Provider>);
    return;
  }
  root.render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Provider>
          <RouterProvider router={createBrowserRouter(deskRoutes)} />
        </Provider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
