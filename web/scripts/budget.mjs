// Adds up, from vite's manifest, what a first visit loads (gzip) and fails above the budget.
// A first visit: index.html, the entry, the lazy root and the lazy landing page, each with its static imports and styles.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist', import.meta.url).pathname;
const VISITS = [
  { name: 'desk', kb_max: 600, lazy: ['src/desk.tsx', 'src/i18n/zh/shared.ts', 'src/i18n/zh/desk.ts', 'src/pages/today/TodayPage.tsx'] },
  { name: 'phone', kb_max: 160, lazy: ['src/phone/phone.tsx', 'src/i18n/zh/shared.ts', 'src/i18n/zh/phone.ts', 'src/phone/today/TodayPage.tsx'] },
  { name: 'gate', kb_max: 160, lazy: ['src/gate/gate.tsx', 'src/i18n/zh/shared.ts'] },
];

const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'));

function collect(key, files) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the manifest: the budget no longer names what is loaded`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const imported of chunk.imports ?? []) collect(imported, files);
}

const gz = (file) => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;
let failed = false;
for (const { name, kb_max, lazy } of VISITS) {
  const files = new Set(['index.html', 'theme.js', 'kosmos.svg']);
  for (const key of ['index.html', ...lazy]) collect(key, files);
  const sizes = [...files].map((file) => [file, gz(file)]).sort((a, b) => b[1] - a[1]);
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0) / 1000;
  failed ||= total > kb_max;
  console.log(`${name}: ${total.toFixed(1)} kB gz of ${kb_max} in ${sizes.length} files${total > kb_max ? '  TOO LARGE' : ''}`);
  if (process.argv.includes('--files')) for (const [file, bytes] of sizes) console.log(`  ${(bytes / 1000).toFixed(1).padStart(7)}  ${file}`);
}
process.exit(failed ? 1 : 0);
