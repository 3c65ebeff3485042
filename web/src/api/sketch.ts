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
export type Role = 'owner' | 'operator' | 'employee' | 'service_agent' | 'compliance_officer' | 'auditor';
export type Visibility = 'all' | 'stores' | 'own';
export type AccountKind = 'enterprise' | 'kos' | 'personal_authorized' | 'kob' | 'koc' | 'creator' | 'store' | 'unknown';
export type AccountState = 'active' | 'quiet' | 'slow' | 'unclaimed';
export type ImportKind = 'note_list' | 'employee_leads' | 'service_quality' | 'juguang_report' | 'lead_list' | 'roster';
export type ImportState = 'waiting' | 'ready' | 'running' | 'done' | 'cancelled' | 'failed' | 'reversed';
export type Severity = 'act' | 'watch' | 'hint';

export interface Ref { id: string; name: string }
export interface BrandView { id: string; name: string; organisation: string; zone: string }
export interface UserView { id: string; name: string; email: string; language: string; second_factor: boolean }
export type Action = 'view_matrix' | 'view_leads' | 'use_today' | 'export_figures' | 'manage_accounts' | 'view_people' | 'manage_people' | 'view_imports' | 'manage_imports' | 'view_members' | 'manage_members' | 'manage_api_keys' | 'view_audit' | 'view_jobs' | 'manage_jobs' | 'manage_brands';
export interface Me {
  user: UserView; brand: BrandView; brands: BrandView[]; role: Role; visibility: Visibility;
  can: Partial<Record<Action, boolean>>;
}
export interface SessionView { id: string; agent: string; source: string; created_at: string; seen_at: string; current: boolean }
export interface MemberView { user: UserView; role: Role; visibility: Visibility; stores: Ref[]; employee: Ref | null; joined_at: string; seen_at: string | null; can: { change: boolean; remove: boolean; reset_password: boolean } }
export interface InvitationView { id: string; email: string; role: Role; visibility: Visibility; stores: Ref[]; created_at: string; expires_at: string; by: string; state: 'open' | 'accepted' | 'expired' | 'withdrawn' }
export interface ApiKeyView { id: string; name: string; scopes: string[]; prefix: string; created_at: string; used_at: string | null; expires_at: string | null; by: string }
export interface AuditView { id: string; at: string; actor: string; action: string; subject: string; address: string; before: Record<string, unknown> | null; after: Record<string, unknown> | null }
export interface JobView { id: string; kind: string; state: 'waiting' | 'running' | 'done' | 'dead'; attempts: number; attempts_max: number; run_at: string; error: string | null; can: { retry: boolean; delete: boolean } }
export interface NoticeView { seq: number; kind: string; text: string; at: string; link: string | null; seen: boolean }
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

export interface MappingColumn { column: string; index: number; field: string | null; samples: string[]; note: 'known' | 'unknown' | 'dropped_secret' }
export interface ImportPlan { kind: ImportKind | null; sheet: string | null; header_row: number; mapping: Record<string, string | null>; period: { from: string; to: string } | null; account: string | null; save_mapping: boolean }
export interface ImportView {
  id: string; file: string; bytes: number; state: ImportState; created_at: string; by: string; finished_at: string | null;
  kind: ImportKind | null; sure_ppm: number; why: string; sheets: { name: string; hidden: boolean; rows: number }[]; sheet: string | null; header_row: number;
  columns: MappingColumn[]; fields: { name: string; label: string; required: boolean }[]; preview: string[][]; needs: { period: boolean; account: boolean }; period: { from: string; to: string } | null; account: Ref | null;
  overlaps: { import: Ref; from: string; to: string; rows: number; message: string }[]; warnings: string[]; refusal: string | null;
  progress: { rows: number; rows_total: number | null; rows_per_s: number; left_ms: number | null } | null;
  result: { new: number; changed: number; unchanged: number; rejected: number; accounts_created: number } | null;
  can: { plan: boolean; run: boolean; cancel: boolean; reverse: boolean; delete: boolean };
}
export interface RejectionView { row: number; column: string; value: string; reason: string }
export interface SourceRowView { import: Ref; file: string; sheet: string | null; row: number; cells: { column: string; value: string; field: string | null }[]; imported_at: string }
export interface SavedView { id: string; name: string; page: string; query: string; shared: boolean; can: { delete: boolean } }
export interface ReportView { week: string; from: string; to: string; brand: string; made_at: string; totals: { now: Figures; before: Figures | null }; stores: { name: string; now: Figures; before: Figures | null }[]; best: { account: string; title: string; reads: number; leads: number | null }[]; accounts: BoardRow[]; remarks: string[]; weeks: string[] }

export interface BoardQuery { from?: string; to?: string; compare?: string; kind?: string; store?: string; region?: string; state?: string; q?: string; group_by?: string; sort?: string }

export interface paths {
  '/api/v1/setup': { get: Op<{ needed: boolean }>; post: Op<Me, unknown, { owner: { name: string; email: string; password: string }; organisation: string; brand: string; zone: string; language: string }> };
  '/api/v1/session': { get: Op<Me>; post: Op<Me, unknown, { email: string; password: string; code?: string }>; delete: Op<null> };
  '/api/v1/sessions': { get: Op<SessionView[]> };
  '/api/v1/sessions/{session}': { delete: OpAt<{ session: string }, null> };
  '/api/v1/me': { patch: Op<UserView, unknown, { name?: string; language?: string }> };
  '/api/v1/me/password': { put: Op<null, unknown, { current: string; next: string }> };
  '/api/v1/me/second-factor': { post: Op<{ secret: string; otpauth_url: string; qr_svg: string }>; put: Op<{ recovery_codes: string[] }, unknown, { code: string }>; delete: Op<null, unknown, { password: string }> };
  '/api/v1/members': { get: Op<List<MemberView>> };
  '/api/v1/members/{user}': { patch: OpAt<{ user: string }, MemberView, unknown, { role: Role; visibility: Visibility; stores: string[]; employee: string | null }>; delete: OpAt<{ user: string }, null> };
  '/api/v1/members/{user}/password-reset': { post: OpAt<{ user: string }, { link: string; expires_at: string }> };
  '/api/v1/password-resets': { post: Op<null, unknown, { token: string; password: string }> };
  '/api/v1/invitations': { get: Op<List<InvitationView>>; post: Op<{ invitation: InvitationView; link: string }, unknown, { email: string; role: Role; visibility: Visibility; stores: string[] }> };
  '/api/v1/invitations/{invitation}': { delete: OpAt<{ invitation: string }, null> };
  '/api/v1/invitation-lookups': { post: Op<{ email: string; brand: string; role: Role; by: string; expires_at: string; known: boolean }, unknown, { token: string }> };
  '/api/v1/invitation-acceptances': { post: Op<Me, unknown, { token: string; name: string; password: string }> };
  '/api/v1/api-keys': { get: Op<List<ApiKeyView> & { scopes: string[] }>; post: Op<{ key: ApiKeyView; secret: string }, unknown, { name: string; scopes: string[] }> };
  '/api/v1/api-keys/{key}': { delete: OpAt<{ key: string }, null> };
  '/api/v1/audit': { get: Op<List<AuditView>, PageQuery & { q?: string; actor?: string; action?: string; from?: string; to?: string }> };
  '/api/v1/brands': { get: Op<List<BrandView>>; post: Op<BrandView, unknown, { organisation: string; name: string; zone: string }> };
  '/api/v1/brands/{brand}': { patch: OpAt<{ brand: string }, BrandView, unknown, { name?: string; zone?: string }> };
  '/api/v1/notices': { get: Op<List<NoticeView> & { unseen: number }> };
  '/api/v1/notices/seen': { put: Op<null, unknown, { up_to: number }> };
  '/api/v1/jobs': { get: Op<List<JobView>, PageQuery & { state?: string }> };
  '/api/v1/jobs/{job}/attempts': { post: OpAt<{ job: string }, JobView> };
  '/api/v1/jobs/{job}': { delete: OpAt<{ job: string }, null> };
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
  '/api/v1/imports': { get: Op<List<ImportView>, PageQuery> };
  '/api/v1/imports/{import}': { get: OpAt<{ import: string }, ImportView>; delete: OpAt<{ import: string }, null> };
  '/api/v1/imports/{import}/plan': { put: OpAt<{ import: string }, ImportView, unknown, ImportPlan> };
  '/api/v1/imports/{import}/run': { post: OpAt<{ import: string }, ImportView>; delete: OpAt<{ import: string }, ImportView> };
  '/api/v1/imports/{import}/reversal': { post: OpAt<{ import: string }, ImportView> };
  '/api/v1/imports/{import}/rejections': { get: OpAt<{ import: string }, List<RejectionView>, PageQuery> };
  '/api/v1/imports/{import}/rows/{row}': { get: OpAt<{ import: string; row: number }, SourceRowView> };
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
