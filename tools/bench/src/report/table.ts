import type { Results } from '../bench';
import type { Percentiles } from './statistics';

interface Row {
  readonly what: string;
  readonly figure: string;
  readonly ceiling: string;
  readonly ratio: string;
  readonly aim: string;
}

const count = (value: number) => Math.round(value).toLocaleString('en');
const perSecond = (value: number) => `${count(value)}/s`;
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const spread = ({ p50, p95, p99 }: Percentiles) => `${ms(p50)} / ${ms(p95)} / ${ms(p99)}`;
const aimed = (isMet: boolean, aim: string) => `${aim} ${isMet ? 'met' : 'NOT met'}`;

/** The figures, each beside its ceiling, as fixed-width text. */
export function table({ append, webhook, live, commands, open, catchUp, startUp, processes, kafka }: Results): string {
  const rows: Row[] = [
    ratioRow('Append, 32 callers', append, 0.9),
    ratioRow('Signed webhook to 200', webhook, 0.5),
    { what: '  straight to channel-ingestion', figure: perSecond(webhook.direct), ceiling: perSecond(webhook.ceiling), ratio: webhook.directRatio.toFixed(2), aim: '' },
    { what: '  p50 / p95 / p99 at that load', figure: spread(webhook.latency), ceiling: '', ratio: '', aim: '' },
    { what: 'Webhook to the agent’s screen, most', figure: perSecond(live.maximum), ceiling: perSecond(webhook.ceiling), ratio: (live.maximum / webhook.ceiling).toFixed(2), aim: '' },
    {
      what: `  p50 / p95 / p99 at ${perSecond(live.load)}`,
      figure: spread(live.latency),
      ceiling: '',
      ratio: '',
      aim: aimed(live.latency.p99 <= 250 && live.missing === 0, 'p99 ≤ 250 ms'),
    },
    ratioRow('Commands through HTTP', commands),
    { what: '  p50 / p95 / p99 at that load', figure: spread(commands.latency), ceiling: '', ratio: '', aim: '' },
    ...openRows(open),
    ratioRow('Projection catch-up, events', catchUp, 0.5),
    ...kafkaRows(kafka),
    { what: 'Start-up, command to ready', figure: `${(startUp.readyMs / 1000).toFixed(1)} s`, ceiling: '', ratio: '', aim: '' },
    ...processes.map(({ name, residentMb }) => ({
      what: `  ${name}`,
      figure: `${count(residentMb)} MB${startUp.services[name] === undefined ? '' : `, up in ${count(startUp.services[name])} ms`}`,
      ceiling: '',
      ratio: '',
      aim: '',
    })),
  ];
  return lines([{ what: 'What', figure: 'Figure', ceiling: 'Ceiling', ratio: 'Ratio', aim: 'Aim' }, ...rows]);
}

function openRows(open: Results['open']): Row[] {
  const row = (what: string, figure: string, aim = ''): Row => ({ what, figure, ceiling: '', ratio: '', aim });
  if (!open) return [row('A conversation opened in a browser', 'no browser here')];
  return [
    row(`${count(open.messages)} messages opened, p50 / p95 / p99`, spread(open.opened), aimed(open.opened.p95 <= 200, 'p95 ≤ 200 ms')),
    row('  rows in the page; the tab’s memory', `${open.rows}; ${open.heapMb.toFixed(0)} MB`),
    row('  the same with all of them read', `${open.rowsAtTheTop}; ${open.heapMbAtTheTop.toFixed(0)} MB`),
  ];
}

function kafkaRows(kafka: Results['kafka']): Row[] {
  if (!kafka) return [];
  const row = (what: string, figure: string, aim = ''): Row => ({ what, figure, ceiling: '', ratio: '', aim });
  if ('notMeasured' in kafka) return [row('On Kafka', 'not measured', kafka.notMeasured)];
  const { relay, catchUp, live } = kafka;
  return [
    ratioRow('Relay to Kafka, events', relay, 0.6),
    ratioRow('Projection catch-up from Kafka, events', catchUp, 0.5),
    row('Webhook to the agent’s screen on Kafka, most', perSecond(live.maximum)),
    row(`  p50 / p95 / p99 at ${perSecond(live.load)}`, spread(live.latency), live.missing === 0 ? '' : `${live.missing} of ${live.sent} MISSING`),
  ];
}

const ratioRow = (what: string, measured: { figure: number; ceiling: number; ratio: number }, aim?: number): Row => ({
  what,
  figure: perSecond(measured.figure),
  ceiling: perSecond(measured.ceiling),
  ratio: measured.ratio.toFixed(2),
  aim: aim === undefined ? '' : aimed(measured.ratio >= aim, `≥ ${aim}`),
});

function lines(rows: readonly Row[]): string {
  const columns = ['what', 'figure', 'ceiling', 'ratio', 'aim'] as const;
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: Row) => columns.map((column, at) => (at === 0 || at === 4 ? row[column].padEnd(widths[at]!) : row[column].padStart(widths[at]!))).join('  ').trimEnd();
  const [head, ...rest] = rows.map(line);
  return [head, '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2)), ...rest].join('\n');
}
