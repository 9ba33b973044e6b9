import type { TextKey } from '../../shared/i18n/texts';

export type CellKind = 'text' | 'number' | 'span' | 'percent' | 'time' | 'flag' | 'reason' | 'agent' | 'endedBy' | 'endReason' | 'status';
type ColumnName = Extract<TextKey, `report.${string}`> extends `report.${infer N}` ? N : never;
export interface Column {
  readonly name: ColumnName;
  readonly kind: CellKind;
}

const columns = (kinds: Partial<Record<ColumnName, CellKind>>): readonly Column[] =>
  (Object.entries(kinds) as [ColumnName, CellKind][]).map(([name, kind]) => ({ name, kind }));

/** What people read of each report, what is read most on the left. Ids are for programs: they are in the CSV. */
export const REPORTS = {
  conversations: columns({
    startedAt: 'time',
    customerName: 'text',
    customerPhone: 'text',
    queueName: 'text',
    agents: 'agent',
    wrapUpReason: 'reason',
    wrapUpAutomatic: 'flag',
    waitSeconds: 'span',
    firstResponseSeconds: 'span',
    averageReplySeconds: 'span',
    talkSeconds: 'span',
    wrapUpSeconds: 'span',
    handleSeconds: 'span',
    withinServiceLevel: 'flag',
    answered: 'flag',
    abandoned: 'flag',
    abandonedWithinServiceLevel: 'flag',
    endedBy: 'endedBy',
    endReason: 'endReason',
    lastStatus: 'status',
    offers: 'number',
    offersMissed: 'number',
    transfers: 'number',
    transfersDropped: 'number',
    conferences: 'number',
    conferenceSeconds: 'span',
    messagesIn: 'number',
    messagesOut: 'number',
    replies: 'number',
    sourceNumber: 'text',
    firstQueueName: 'text',
    wrapUpReasons: 'reason',
    acceptedAt: 'time',
    firstResponseAt: 'time',
    endedAt: 'time',
    closedAt: 'time',
  }),
  queues: columns({
    queueName: 'text',
    received: 'number',
    answered: 'number',
    abandoned: 'number',
    abandonedWithinServiceLevel: 'number',
    serviceLevelPercent: 'percent',
    averageSpeedOfAnswerSeconds: 'span',
    averageFirstResponseSeconds: 'span',
    averageReplySeconds: 'span',
    handled: 'number',
    averageHandleSeconds: 'span',
    averageWrapUpSeconds: 'span',
    offers: 'number',
    offersMissed: 'number',
    offersRejected: 'number',
    transfersIn: 'number',
    transfersOut: 'number',
    transfersDropped: 'number',
    conferences: 'number',
    conferenceSeconds: 'span',
    conferencesDeclined: 'number',
  }),
  agents: columns({
    agentName: 'text',
    offers: 'number',
    accepted: 'number',
    missed: 'number',
    rejected: 'number',
    handled: 'number',
    averageHandleSeconds: 'span',
    averageReplySeconds: 'span',
    averageWrapUpSeconds: 'span',
    occupancyPercent: 'percent',
    averageConcurrency: 'number',
    workingSeconds: 'span',
    availableSeconds: 'span',
    idleSeconds: 'span',
    ronaSeconds: 'span',
    transfersIn: 'number',
    transfersOut: 'number',
    transfersDropped: 'number',
    conferences: 'number',
    conferenceSeconds: 'span',
    conferencesDeclined: 'number',
    wrapUpsAutomatic: 'number',
    wrapUpsExtended: 'number',
  }),
  'wrap-up-reasons': columns({
    reasonName: 'text',
    count: 'number',
    manual: 'number',
    automatic: 'number',
    extended: 'number',
    averageWrapUpSeconds: 'span',
    averageManualWrapUpSeconds: 'span',
    averageAutomaticWrapUpSeconds: 'span',
    averageExtendedWrapUpSeconds: 'span',
  }),
} as const;

export type ReportName = keyof typeof REPORTS;
export type ReportRow = Readonly<Record<string, unknown>>;

export const REPORT_TITLES: Record<ReportName, TextKey & `reports.${string}`> = {
  conversations: 'reports.conversations',
  queues: 'reports.queues',
  agents: 'reports.agents',
  'wrap-up-reasons': 'reports.wrapUpReasons',
};
