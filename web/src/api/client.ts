/** The one client of the API: every call carries the brand and the language, and every refusal becomes an `ApiError`. */
import createClient, { type Middleware } from 'openapi-fetch';
import { acceptLanguage } from '@/i18n';
import { currentBrand } from './brand';
import { readError } from './error';
import type { paths } from './schema';

const headers: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(callHeaders())) request.headers.set(name, value);
    return request;
  },
};

export function callHeaders(): Record<string, string> {
  const brand = currentBrand();
  return { 'Accept-Language': acceptLanguage(), ...(brand ? { 'Kosmos-Brand': brand } : {}) };
}

export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' });
api.use(headers);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** `await ask(api.GET(…))`: the data, or an `ApiError` thrown. */
export async function ask<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw readError(response, error);
  return data as T;
}
