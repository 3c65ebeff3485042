/** The shapes of the API by their short names. They are generated into `schema.d.ts` (`npm run codegen`); nothing is written by hand twice. */
import type { components, paths } from './schema';

type Schemas = components['schemas'];
/** What reading an address answers. */
type AnswerOf<P extends keyof paths> = paths[P] extends { get: { responses: { 200: { content: { 'application/json': infer T } } } } } ? T : never;

export type Role = Schemas['Role'];
export type Visibility = Schemas['Visibility'];
export type BrandView = Schemas['BrandView'];
export type UserView = Schemas['UserView'];
export type SessionView = Schemas['SessionView'];
/** Who is signed in; without a brand when nobody has let them into one. */
export type SignedIn = Schemas['Me'];
/** Who is signed in, inside a brand. */
export type Me = SignedIn & { brand: BrandView };

export type ImportKind = Schemas['KindCode'];
export type ImportState = Schemas['ImportState'];
export type ImportView = Schemas['ImportView'];
export type ImportDetail = Schemas['ImportDetail'];
export type ImportProposal = Schemas['ProposalView'];
export type ImportPlan = Schemas['PlanBody'];
export type ColumnView = Schemas['ColumnView'];
export type RejectionView = Schemas['RejectionView'];
export type SourceRowView = Schemas['SourceRowView'];

/** `true`, or the sentence that says why not. */
export type Can = Schemas['Can'];
export type Action = Schemas['Action'];
export type MemberView = Schemas['MemberView'];
export type MemberChange = Schemas['MemberChange'];
export type InvitationView = Schemas['InvitationView'];
export type ApiKeyView = Schemas['ApiKeyView'];
export type AuditView = Schemas['AuditView'];
export type JobView = Schemas['JobView'];
export type JobState = Schemas['JobState'];
export type Notice = Schemas['Notice'];

export type AccountKind = Schemas['AccountKind'];
export type AccountView = Schemas['AccountView'];
export type EmployeeView = Schemas['EmployeeView'];
export type StoreView = Schemas['StoreView'];
export type NoteView = Schemas['NoteView'];
export type LeadView = Schemas['LeadView'];
export type ServiceView = Schemas['ServiceView'];
export type HistoryLine = Schemas['HistoryLine'];
/** The row of a file that a figure came from. */
export type FigureSource = Schemas['FigureSource'];
export type AccountPeriod = AnswerOf<'/api/v1/accounts/{account}/periods'>['items'][number];
export type HolderProposal = AnswerOf<'/api/v1/holder-proposals'>['items'][number];

type QueryOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? NonNullable<Q> : never;
export type AuditQuery = QueryOf<'/api/v1/audit'>;

export type BoardQuery = QueryOf<'/api/v1/board'>;
export type Severity = Schemas['Severity'];
export type Unit = Schemas['Unit'];
export type BoardState = NonNullable<BoardQuery['state']>;
export type MetricView = Schemas['MetricView'];
export type MetricId = Schemas['MetricId'];
export type CellView = Schemas['CellView'];
export type Cells = BoardView['total'];
export type DaysView = Schemas['DaysView'];
export type CoverageView = Schemas['CoverageView'];
export type BoardRow = Schemas['BoardRow'];
export type GroupRow = Schemas['GroupRow'];
export type BoardView = Schemas['BoardView'];
export type SourceView = Schemas['SourceView'];
export type SourcesView = Schemas['SourcesView'];
export type EvidenceView = Schemas['EvidenceView'];
export type TodayItem = Schemas['ItemView'];
export type TodayView = Schemas['TodayView'];
export type MemberRef = Schemas['MemberRef'];
export type BestNoteView = Schemas['BestNoteView'];
export type ReportView = Schemas['ReportView'];
export type TargetView = Schemas['TargetView'];
export type ContentCheck = Schemas['ContentCheck'];
export type ContentVerdict = Schemas['ContentVerdict'];
export type ContentFinding = Schemas['ContentFinding'];
export type ContentOutcome = Schemas['ContentOutcome'];
export type Surface = Schemas['Surface'];
export type Industry = Schemas['Industry'];
export type Component = Schemas['Component'];
export type ContentRule = Schemas['ContentRuleView'];
export type ContentRuleKind = Schemas['ContentRuleKind'];
export type RuleOutcome = Schemas['RuleOutcome'];
export type ContentPack = Schemas['ContentPackView'];
export type ContentPackText = Schemas['ContentPackText'];
export type SimilarCheck = Schemas['SimilarCheck'];
export type SimilarVerdict = Schemas['SimilarVerdict'];
export type SimilarText = Schemas['SimilarText'];
export type CopyKind = Schemas['CopyKind'];
export type FlaggedNote = Schemas['FlaggedNote'];
export type CopiedNote = Schemas['CopiedNote'];
export type FlaggedOutcome = Schemas['FlaggedOutcome'];
/** A text of the rule book, in both languages. */
export type Say = Schemas['Say'];
export type SourceGrade = Schemas['SourceGrade'];
export type Citation = Schemas['Citation'];
export type RuleKey = Schemas['RuleKey'];
export type RuleScope = Schemas['RuleScope'];
export type RuleEditions = Schemas['RuleEditions'];
export type RuleEditionView = Schemas['RuleEditionView'];
export type RuleStanding = Schemas['RuleStanding'];
export type RuleRowView = Schemas['RuleRowView'];
export type RuleKeyView = Schemas['RuleKeyView'];
export type AmendmentView = Schemas['AmendmentView'];
export type AmendmentState = Schemas['AmendmentState'];
export type EntityEffect = Schemas['EntityEffect'];
export type KeyChange = Schemas['KeyChange'];
export type PlanInput = Schemas['PlanInput'];
export type Plan = Schemas['Plan'];
export type PlanScenario = Schemas['Scenario'];
export type PlanBeginnings = Schemas['PlanBeginnings'];
export type PlanRemark = Schemas['PlanRemark'];
export type Amount = Schemas['Amount'];
export type LineKind = Schemas['LineKind'];
export type SensitivityKind = Schemas['SensitivityKind'];
export type Seat = Schemas['SeatView'];
export type SeatState = Schemas['SeatState'];
export type SeatStepName = keyof Schemas['SeatCan'];
export type LegalEntity = Schemas['LegalEntityView'];
export type LegalEntityDetail = Schemas['LegalEntityDetail'];
export type LicenceKind = Schemas['LicenceKind'];
export type RelationKind = Schemas['RelationKind'];
export type Validity = Schemas['Validity'];
export type Ownership = Schemas['Ownership'];
export type SeatFee = Schemas['FeeView'];
export type FeeKind = Schemas['FeeKind'];
export type EntityCosts = Schemas['EntityCosts'];
export type Renewal = Schemas['RenewalView'];
export type IdleSeat = Schemas['IdleSeat'];
export type PersonLoad = Schemas['PersonLoadView'];
export type SpreadFinding = Schemas['SpreadView'];
export type AgentOffer = Schemas['OfferView'];
export type OfferForm = Schemas['OfferForm'];
export type OfferPromise = Schemas['OfferPromise'];
export type OfferVerdict = Schemas['OfferVerdict'];
export type OfferDecision = Schemas['OfferDecision'];
export type OfferFinding = Schemas['OfferFindingView'];
export type Holding = Schemas['HoldingView'];
