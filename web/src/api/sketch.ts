/** Placeholder for the generated schema: the shapes of the API as far as they are agreed. Replaced by `schema.d.ts`. */
type Json<T> = { headers: Record<string, unknown>; content: { 'application/json': T } };
type Body<B> = [B] extends [never] ? { requestBody?: never } : { requestBody: { content: { 'application/json': B } } };
type Op<T, Q = unknown, B = never> = Body<B> & {
  parameters: { query?: Q; header?: never; path?: never; cookie?: never };
  responses: { 200: Json<T>; default: Json<ErrorView> };
};
type OpAt<P, T, Q = unknown, B = never> = Body<B> & {
  parameters: { query?: Q; header?: never; path: P; cookie?: never };
  responses: { 200: Json<T>; default: Json<ErrorView> };
};
type List<T> = { items: T[]; next_cursor?: string | null };
type PageQuery = { limit?: number; cursor?: string };

export interface ErrorView { code: string; message: string; fields?: Record<string, string> }
export type AccountKind = 'enterprise' | 'kos' | 'personal_authorized' | 'kob' | 'koc' | 'creator' | 'store' | 'unknown';
export type AccountState = 'active' | 'quiet' | 'slow' | 'unclaimed';
export type Severity = 'act' | 'watch' | 'hint';

export interface Ref { id: string; name: string }
export interface StoreView { id: string; name: string; region: string; employees: number; accounts: number; can: { change: boolean } }
export interface EmployeeView { id: string; name: string; number: string | null; phone_masked: string | null; store: Ref | null; region: string | null; position: string | null; joined_on: string | null; left_on: string | null; accounts: Ref[]; can: { change: boolean } }

export interface Figures {
  notes: number | null; impressions: number | null; reads: number | null; interactions: number | null; fans: number | null; fans_gained: number | null;
  entered: number | null; opened: number | null; leads: number | null; spend_fen: number | null;
  first_15s_ppm: number | null; reply_30s_ppm: number | null; reply_1min_ppm: number | null; overdue_1h_ppm: number | null; reply_mean_ms: number | null; rating_centi: number | null;
}
export type Metric = keyof Figures;
export interface AccountView { id: string; nickname: string; xhs_id: string | null; kind: AccountKind; store: Ref | null; region: string | null; holder: Ref | null; state: AccountState; last_note_at: string | null; cadence_centi: number | null; first_seen_at: string; can: { change: boolean; hold: boolean } }
export interface BoardRow { account: AccountView; now: Figures; before: Figures | null }
export interface BoardGroup { key: string; name: string; now: Figures; before: Figures | null; rows: BoardRow[] }
export interface PeriodView { from: string; to: string; label: string | null }
export interface BoardView { period: PeriodView; compare: PeriodView | null; periods: PeriodView[]; stores: Ref[]; regions: string[]; groups: BoardGroup[]; total: { now: Figures; before: Figures | null } }
export interface SourceView { import: Ref; row: number; row_id: string; imported_at: string; column: string; cell: string; counted: boolean; subject: string }
export interface NoteView { id: string; title: string; published_at: string; form: 'image' | 'video' | null; impressions: number | null; reads: number | null; likes: number | null; collects: number | null; comments: number | null; shares: number | null; fans_gained: number | null; ctr_ppm: number | null }
export interface PeriodFigures { from: string; to: string; figures: Figures }
export interface LeadView { id: string; at: string; nickname: string | null; phone_masked: string | null; wechat_masked: string | null; traffic: string | null; conversion: string | null; region: string | null; note: string | null }
export interface ProposalView { id: string; account: AccountView; employee: EmployeeView; reason: string; sure_ppm: number }

export interface TodayItem {
  id: string; rule: string; severity: Severity; title: string; reason: string; deadline: string | null; subject: Ref | null;
  evidence: { label: string; value: string; link: string | null }[]; action: { label: string; link: string }; owner: Ref | null; snoozed_until: string | null;
  can: { snooze: boolean; own: boolean };
}
export interface TodayView { items: TodayItem[]; snoozed: TodayItem[]; members: Ref[]; loaded_until: string | null }

export interface SavedView { id: string; name: string; page: string; query: string; shared: boolean; can: { delete: boolean } }
export interface ReportView { week: string; from: string; to: string; brand: string; made_at: string; totals: { now: Figures; before: Figures | null }; stores: { name: string; now: Figures; before: Figures | null }[]; best: { account: string; title: string; reads: number; leads: number | null }[]; accounts: BoardRow[]; remarks: string[]; weeks: string[] }

export interface BoardQuery { from?: string; to?: string; compare?: string; kind?: string; store?: string; region?: string; state?: string; q?: string; group_by?: string; sort?: string }

export interface paths {
  '/api/v1/stores': { get: Op<List<StoreView>>; post: Op<StoreView, unknown, { name: string; region: string }> };
  '/api/v1/stores/{store}': { patch: OpAt<{ store: string }, StoreView, unknown, { name?: string; region?: string }> };
  '/api/v1/employees': { get: Op<List<EmployeeView>, PageQuery & { q?: string; store?: string }>; post: Op<EmployeeView, unknown, EmployeeDraft> };
  '/api/v1/employees/{employee}': { patch: OpAt<{ employee: string }, EmployeeView, unknown, EmployeeDraft> };
  '/api/v1/accounts': { get: Op<List<AccountView>, PageQuery & { q?: string; holder?: string }> };
  '/api/v1/accounts/{account}': { get: OpAt<{ account: string }, AccountView>; patch: OpAt<{ account: string }, AccountView, unknown, { kind?: AccountKind; store?: string | null; nickname?: string }> };
  '/api/v1/accounts/{account}/holder': { put: OpAt<{ account: string }, AccountView, unknown, { employee: string }>; delete: OpAt<{ account: string }, AccountView> };
  '/api/v1/accounts/{account}/notes': { get: OpAt<{ account: string }, List<NoteView>, PageQuery & { from?: string; to?: string }> };
  '/api/v1/accounts/{account}/periods': { get: OpAt<{ account: string }, List<PeriodFigures>> };
  '/api/v1/accounts/{account}/service': { get: OpAt<{ account: string }, List<PeriodFigures>> };
  '/api/v1/accounts/{account}/leads': { get: OpAt<{ account: string }, List<LeadView>, PageQuery> };
  '/api/v1/holder-proposals': { get: Op<List<ProposalView>> };
  '/api/v1/holder-proposals/{proposal}/confirmation': { post: OpAt<{ proposal: string }, AccountView> };
  '/api/v1/holder-proposals/{proposal}': { delete: OpAt<{ proposal: string }, null> };
  '/api/v1/board': { get: Op<BoardView, BoardQuery> };
  '/api/v1/board/sources': { get: Op<List<SourceView>, { account: string; metric: string; from?: string; to?: string }> };
  '/api/v1/today': { get: Op<TodayView> };
  '/api/v1/today/{item}/snooze': { put: OpAt<{ item: string }, null, unknown, { until: string; reason: string | null }>; delete: OpAt<{ item: string }, null> };
  '/api/v1/today/{item}/owner': { put: OpAt<{ item: string }, null, unknown, { user: string | null }> };
  '/api/v1/reports/weekly': { get: Op<ReportView, { week?: string }> };
  '/api/v1/views': { get: Op<List<SavedView>, { page: string }>; post: Op<SavedView, unknown, { page: string; name: string; query: string; shared: boolean }> };
  '/api/v1/views/{view}': { delete: OpAt<{ view: string }, null> };
}
export interface EmployeeDraft { name: string; number?: string | null; phone?: string | null; store?: string | null; position?: string | null; joined_on?: string | null; left_on?: string | null }
