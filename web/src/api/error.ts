/** What the server refuses, as one type: a stable code, a sentence for the user, and sentences by field. */
import { t } from '@/i18n';

const MS_PER_S = 1_000;

export interface ApiErrorInit {
  status: number;
  code: string;
  message: string;
  fields?: Record<string, string>;
  retryAt?: string;
}

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The instant before which the server asks not to try again, where it does. */
  readonly retryAt: string | undefined;

  constructor({ status, code, message, fields = {}, retryAt }: ApiErrorInit) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.retryAt = retryAt;
  }

  get signedOut(): boolean {
    return this.status === 401;
  }

  /** Worth another try without a change: the network or the server was at fault. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function sentences(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Reads the body of a refused request; a body that is not ours (a proxy's page) still gets a sentence. */
export function readError(response: Response, body: unknown, now = Date.now()): ApiError {
  const { code, message, fields } = record(body);
  const retryAfterS = Number(response.headers.get('retry-after'));
  return new ApiError({
    status: response.status,
    code: typeof code === 'string' ? code : 'unexpected_answer',
    message: typeof message === 'string' ? message : t('error.unexpected', { status: response.status }),
    fields: sentences(fields),
    ...(retryAfterS > 0 ? { retryAt: new Date(now + retryAfterS * MS_PER_S).toISOString() } : {}),
  });
}

/** Anything thrown, as an ApiError: the network's own errors are not fit for a user. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof TypeError) return new ApiError({ status: 0, code: 'offline', message: t('error.offline') });
  return new ApiError({ status: -1, code: 'console_fault', message: t('error.console') });
}
