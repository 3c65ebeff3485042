/** Files over the wire, which openapi-fetch does not carry: uploads with progress and downloads that say why they fail. */
import { callHeaders } from './client';
import { ApiError, readError } from './error';
import { t } from '@/i18n';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Not ours (a proxy's page): `readError` finds a sentence.
  }
}

/** Sends one file as multipart; `fetch` cannot tell how much has gone, so this is an XMLHttpRequest. */
export function upload<T>(path: string, file: File, sent: (share: number) => void, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', path);
    for (const [name, value] of Object.entries(callHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => sent(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(new ApiError({ status: 0, code: 'offline', message: t('error.offline') }));
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status < 300) return resolve(body as T);
      const retryAfter = request.getResponseHeader('retry-after');
      const headers = new Headers(retryAfter ? { 'retry-after': retryAfter } : {});
      reject(readError(new Response(null, { status: request.status, headers }), body));
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

function nameOf(response: Response, otherwise: string): string {
  const header = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="([^"]+)"/i.exec(header)?.[1] ?? otherwise;
}

/** Fetches a file with the call's headers and hands it to the browser to keep. */
export async function download(path: string, otherwise: string): Promise<void> {
  const response = await fetch(path, { headers: callHeaders(), credentials: 'same-origin' });
  if (!response.ok) throw readError(response, parse(await response.text()));
  keep(await response.blob(), nameOf(response, otherwise));
}

/** Hands something to the browser to keep. */
export function keep(what: Blob, name: string): void {
  const url = URL.createObjectURL(what);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
