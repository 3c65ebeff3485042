/**
 * The week's files, as a merchant has them: written by the simulator of the platform, once for all journeys.
 *
 * They end with the last full week before today, whatever day that is, because nothing can be imported of the future.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = fileURLToPath(new URL('../results/exports', import.meta.url));
const MANIFEST = join(FOLDER, 'manifest.json');
const DAY_MS = 86_400_000;
const SEED = '7';

export interface ExportFile {
  path: string;
  name: string;
  kind: 'roster' | 'employee_leads' | 'service_quality' | 'note_list' | 'juguang_report' | 'lead_list';
  /** The days that it covers, where the file itself does not say so. */
  period: { from: string; to: string } | null;
  account: string | null;
}

function lastMonday(now: Date): string {
  const today = Math.floor(now.getTime() / DAY_MS);
  const weekday = (new Date(today * DAY_MS).getUTCDay() + 6) % 7;
  return new Date((today - weekday) * DAY_MS).toISOString().slice(0, 10);
}

/** Writes the files; Playwright calls this before the first journey. */
export default function writeExports(): void {
  const grow = ['run', '--quiet', '-p', 'simulator', '--example', 'grow', '--', FOLDER, lastMonday(new Date()), SEED];
  execFileSync('cargo', grow, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(MANIFEST)) throw new Error(`The simulator wrote no ${MANIFEST}.`);
}

type Written = Omit<ExportFile, 'name'>;

function files(): ExportFile[] {
  const { files: written } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { files: Written[] };
  return written.map((file) => ({ ...file, path: join(FOLDER, file.path), name: file.path.split('/').at(-1) ?? '' }));
}

function latest(kind: ExportFile['kind']): ExportFile {
  const found = files().filter((file) => file.kind === kind && file.account === null).at(-1);
  if (!found) throw new Error(`The simulator wrote no file of the kind ${kind}.`);
  return found;
}

/** What somebody downloads in one week: each kind of file once. */
export function weekOfFiles(): ExportFile[] {
  return (['roster', 'employee_leads', 'service_quality', 'note_list', 'juguang_report', 'lead_list'] as const).map(latest);
}
