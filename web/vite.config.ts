import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** The server that answers `/api` while the console is being worked on. */
const SERVER = process.env.KOSMOS_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: { '/api': SERVER } },
  preview: { proxy: { '/api': SERVER } },
  build: {
    target: 'es2022',
    // The sizes of scripts/budget.mjs are the measure; this only silences the per-chunk guess.
    chunkSizeWarningLimit: 1500,
    manifest: true,
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
