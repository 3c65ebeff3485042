/** Placeholder for the generated schema: the shapes of the API as far as they are agreed. Replaced by `schema.d.ts`. */
import type { AccountKind, ImportKind } from './types';

type Json<T> = { headers: Record<string, unknown>; content: { 'application/json': T } };
type Body<B> = [B] extends [never] ? { requestBody?: never } : { requestBody: { content: { 'application/json': B } } };
type Op<T, Q = unknown, B = never> = Body<B> & {
  parameters: { query?: Q; header?: never; path?: never; cookie?: never };
  responses: { 200: Json<T> };
};
type OpAt<P, T, Q = unknown, B = never> = Body<B> & {
  parameters: { query?: Q; header?: never; path: P; cookie?: never };
  responses: { 200: Json<T> };
};
export interface Ref { id: string; name: string }
export type Severity = 'must' | 'watch' | 'note';
export type Unit = 'count' | 'fen' | 'ppm' | 'centi' | 'per_week_centi' | 'ms' | 'days' | 'percent';
export type Absence = 'not_loaded' | 'not_counted' | 'weight_missing' | 'nothing_counted' | 'no_history';
export type AccountState = 'active' | 'quiet' | 'no_notes';
export type BoardState = AccountState | 'unclaimed';
export interface MetricView { id: string; zh: string; en: string; unit: Unit; family: string; nature: string; better: 'higher' | 'lower' | 'neither'; shown: boolean; sums_over_accounts: boolean }
export interface CellView { value?: number; absence?: Absence; previous?: number; change?: number; change_ppm?: number }
export type Cells = Record<string, CellView>;
export interface DaysView { from: string; to: string }
export interface LoadedView { kind: ImportKind; periods: { from: string; to: string; loaded_at: string; rows: number }[] }
export interface CoverageView { kind: ImportKind; counted: DaysView[]; gaps: DaysView[]; left_out: DaysView[]; accounts_without: number }
export interface BoardRow { id: string; kind: AccountKind; nickname: string; state: AccountState; holder?: Ref | null; store?: Ref | null; region?: string | null; last_note_at?: string | null; last_note_day?: string | null; days_since_last_note?: number | null; group?: string | null; incomplete: ImportKind[]; cells: Cells }
export interface GroupRow { key: string; label: string; accounts: number; cells: Cells }
export interface BoardView { period: DaysView; previous?: DaysView | null; items: BoardRow[]; groups: GroupRow[]; total: Cells; coverage: CoverageView[]; previous_coverage: CoverageView[]; stores: Ref[]; regions: string[] }
export interface BoardQuery { from?: string; to?: string; compare?: 'previous' | 'none'; kind?: AccountKind; store?: string; region?: string; state?: BoardState; q?: string; group_by?: 'none' | 'kind' | 'store' | 'region'; sort?: string; columns?: string }
export interface SourceView { import: string; file_name: string; row: number; value?: number | null; over?: number | null; weight?: { import: string; file_name: string; row: number } | null; period?: DaysView | null; day?: string | null; note?: string | null; title?: string | null }
export interface SourcesView { metric: string; period: DaysView; cell: CellView; rows: number; items: SourceView[]; next_cursor?: string | null; left_out: DaysView[] }
export interface EvidenceView { label: string; number?: number; unit?: Unit; day?: string; period?: DaysView; name?: string; href?: string }
export interface TodayItem { id: string; rule: string; severity: Severity; score: number; parts: { label: string; points: number }[]; title: string; reason: string; evidence: EvidenceView[]; since: string; due: string; button: { label: string; href: string }; owner?: Ref | null; snoozed_until?: string | null; snooze_reason?: string | null; can: { snooze: boolean; own: boolean } }
export interface TodayView { items: TodayItem[]; snoozed: TodayItem[]; counts: { must: number; watch: number; note: number }; members: Ref[]; loaded_until?: string | null }
export interface BestNoteView { id: string; title: string; account: string; nickname: string; published_day?: string | null; impression?: number | null; read?: number | null; interaction: number }
export interface ReportView { brand: string; period: DaysView; previous: DaysView; made_at: string; whole: boolean; remarks: string[]; headline: Cells; stores: GroupRow[]; top: string[]; quiet: string[]; slow: { account: string; nickname: string; reason: string }[]; notes: BestNoteView[]; accounts: BoardRow[]; work: TodayItem[]; coverage: CoverageView[] }
export interface TargetView { id: string; name: string; unit: Unit; min: number; max: number; value?: number | null; own: boolean; default?: number | null; grade: 'A' | 'B' | 'C' | 'D'; source: string }
export interface SavedView { id: string; page: string; name: string; query: string; created_at: string }

export interface paths {
  '/api/v1/metrics': { get: Op<MetricView[]> };
  '/api/v1/periods': { get: Op<LoadedView[]> };
  '/api/v1/board': { get: Op<BoardView, BoardQuery> };
  '/api/v1/board/sources': { get: Op<SourcesView, { account: string; metric: string; from?: string; to?: string; limit?: number; cursor?: string }> };
  '/api/v1/today': { get: Op<TodayView> };
  '/api/v1/today/{item}/snooze': { put: OpAt<{ item: string }, TodayItem, unknown, { until: string; reason: string | null }>; delete: OpAt<{ item: string }, null> };
  '/api/v1/today/{item}/owner': { put: OpAt<{ item: string }, TodayItem, unknown, { user: string }>; delete: OpAt<{ item: string }, null> };
  '/api/v1/targets': { get: Op<TargetView[]>; put: Op<TargetView[], unknown, { targets: Record<string, number | null> }> };
  '/api/v1/reports/weekly': { get: Op<ReportView, { week?: string }> };
  '/api/v1/views': { get: Op<SavedView[], { page?: string }>; post: Op<SavedView, unknown, { page: string; name: string; query: string }> };
  '/api/v1/views/{view}': { delete: OpAt<{ view: string }, null> };
}
