import type { TextKey } from '../../shared/i18n/texts';

export type CellKind = 'text' | 'number' | 'span' | 'percent' | 'time' | 'flag' | 'reason';
type ColumnName = Extract<TextKey, `report.${string}`> extends `report.${infer N}` ? N : never;
export interface Column {
  readonly name: ColumnName;
  readonly kind: CellKind;
}

const columns = (kinds: Partial<Record<ColumnName, CellKind>>): readonly Column[] =>
  (Object.entries(kinds) as [ColumnName, CellKind][]).map(([name, kind]) => ({ name, kind }));

/** What the page shows of each report; the CSV has every column. */
export const REPORTS = {
  conversations: columns({
    startedAt: 'time',
    customerName: 'text',
    customerPhone: 'text',
    sourceNumber: 'text',
    queueName: 'text',
    agents: 'text',
    wrapUpReason: 'reason',
    wrapUpAutomatic: 'flag',
    waitSeconds: 'span',
    talkSeconds: 'span',
    messagesIn: 'number',
    messagesOut: 'number',
    offersMissed: 'number',
  }),
  'wrap-up-reasons': columns({ reasonName: 'text', count: 'number', manual: 'number', automatic: 'number', averageWrapUpSeconds: 'span' }),
  queues: columns({
    queueName: 'text',
    received: 'number',
    answered: 'number',
    abandoned: 'number',
    offers: 'number',
    offersMissed: 'number',
    averageSpeedOfAnswerSeconds: 'span',
    serviceLevelPercent: 'percent',
  }),
  agents: columns({
    agentName: 'text',
    offers: 'number',
    accepted: 'number',
    missed: 'number',
    handled: 'number',
    averageHandleSeconds: 'span',
    averageWrapUpSeconds: 'span',
  }),
} as const;

export type ReportName = keyof typeof REPORTS;
export type ReportRow = Readonly<Record<string, unknown>>;

export const REPORT_TITLES: Record<ReportName, TextKey & `reports.${string}`> = {
  conversations: 'reports.conversations',
  'wrap-up-reasons': 'reports.wrapUpReasons',
  queues: 'reports.queues',
  agents: 'reports.agents',
};
