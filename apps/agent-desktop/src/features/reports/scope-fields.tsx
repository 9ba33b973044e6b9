import type { DirectoryQueue } from '@parley/contracts';
import { useAnswer } from '../../shared/api/use-answer';
import { useTexts } from '../../shared/i18n/use-texts';
import { SelectField } from '../../shared/ui/select-field';
import type { ReportRow } from './report-definitions';
import { INTERVALS, RANGES, type Scope } from './report-scope';
import styles from './reports.module.css';

const ALL = '*';

/** Period, queue, agent, and the width of a row. */
export function ScopeFields({ scope, onChange }: { scope: Scope; onChange: (scope: Scope) => void }) {
  const t = useTexts();
  const queues = useAnswer<{ items: readonly DirectoryQueue[] }>('/api/directory/queues').value?.items ?? [];
  // Who has done anything is in the report of agents, which analysts may read too.
  const agents = useAnswer<{ items: readonly ReportRow[] }>('/api/reports/agents?limit=1000').value?.items ?? [];
  const change = (news: Partial<Scope>) => onChange({ ...scope, ...news });
  const narrow = (key: 'queue' | 'agent') => (id: string) => {
    const { [key]: _old, ...rest } = scope;
    onChange(id === ALL ? rest : { ...rest, [key]: id });
  };
  return (
    <div role="group" aria-label={t['reports.filters']} className={styles.scope}>
      <SelectField label={t['reports.range']} chosen={scope.range} onChoose={(id) => change({ range: id as Scope['range'] })} options={RANGES.map((id) => ({ id, name: t[`reports.range.${id}`] }))} />
      {scope.range === 'custom' && (
        <>
          <DayField label={t['reports.from']} value={scope.from} max={scope.to} onChange={(from) => change({ from })} />
          <DayField label={t['reports.to']} value={scope.to} min={scope.from} onChange={(to) => change({ to })} />
        </>
      )}
      <SelectField
        label={t['reports.queue']}
        chosen={scope.queue ?? ALL}
        onChoose={narrow('queue')}
        options={[{ id: ALL, name: t['reports.queue.all'] }, ...queues.map(({ id, name }) => ({ id, name }))]}
      />
      <SelectField
        label={t['reports.agent']}
        chosen={scope.agent ?? ALL}
        onChoose={narrow('agent')}
        options={[{ id: ALL, name: t['reports.agent.all'] }, ...agents.map((row) => ({ id: String(row['agentId']), name: String(row['agentName']) }))]}
      />
      <SelectField label={t['reports.interval']} chosen={scope.interval} onChoose={(id) => change({ interval: id as Scope['interval'] })} options={INTERVALS.map((id) => ({ id, name: t[`reports.interval.${id}`] }))} />
    </div>
  );
}

interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly min?: string;
  readonly max?: string;
  readonly onChange: (day: string) => void;
}

function DayField({ label, onChange, ...input }: DayFieldProps) {
  return (
    <label className={styles.day}>
      {label}
      <input type="date" className="input" {...input} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
