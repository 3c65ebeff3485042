import { useState } from 'react';
import { asApiError, type ApiError } from '@/api/error';

interface Submit {
  busy: boolean;
  error: ApiError | null;
  run: () => Promise<void>;
}

/** Runs a form's call once at a time and keeps its refusal for the form to show. */
export function useSubmit(call: () => Promise<void>): Submit {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const run = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await call();
    } catch (thrown) {
      setError(asApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
}
