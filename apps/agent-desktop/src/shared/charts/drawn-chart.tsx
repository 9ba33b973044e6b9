import { useId } from 'react';
import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { ChartData, Tone } from './chart';
import styles from './charts.module.css';
import { Pattern, toneColor } from './patterns';

const TONES: readonly Tone[] = ['accent', 'good', 'warn', 'danger', 'muted'];
const TICK = { fill: 'var(--text-muted)', fontSize: 12 };
const ROW_PX = 34;
const DASHES = ['', '7 4', '2 4', '9 3 2 3', '1 5'];

/** The drawing of a chart, for the eye only: whoever does not see it has the same numbers in a table. */
export function DrawnChart({ data }: { data: ChartData }) {
  const id = useId();
  const { kind, series, points, format, max } = data;
  const rows = points.map(({ label, values }) => ({ label, ...values }));
  const across = kind === 'across';
  const fill = (tone: Tone) => `url(#${id}${tone})`;
  const domain: [number, number | 'auto'] = [0, max ?? 'auto'];
  const Chart = kind === 'line' ? LineChart : BarChart;
  return (
    <div className={styles.drawing} style={{ height: across ? Math.max(120, 40 + rows.length * ROW_PX) : 220 }} aria-hidden="true">
      <ResponsiveContainer width="100%" height="100%">
        <Chart
          data={rows}
          layout={across ? 'vertical' : 'horizontal'}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer={false}
          barCategoryGap="22%"
          barGap={2}
        >
          <defs>
            {TONES.map((tone) => (
              <Pattern key={tone} id={`${id}${tone}`} tone={tone} />
            ))}
          </defs>
          <CartesianGrid stroke="var(--border)" vertical={across} horizontal={!across} />
          {across ? (
            <>
              <XAxis type="number" allowDecimals={false} tick={TICK} tickFormatter={format} stroke="var(--border-strong)" domain={domain} />
              <YAxis type="category" dataKey="label" width={120} tick={TICK} stroke="var(--border-strong)" interval={0} />
            </>
          ) : (
            <>
              <XAxis dataKey="label" tick={TICK} stroke="var(--border-strong)" minTickGap={14} />
              <YAxis allowDecimals={false} width={44} tick={TICK} tickFormatter={format} stroke="var(--border-strong)" domain={domain} />
            </>
          )}
          <Tooltip
            formatter={(value) => format(Number(value))}
            cursor={{ fill: 'var(--hover)', opacity: 0.6 }}
            contentStyle={{ border: '1px solid var(--border)', borderRadius: 8, background: 'var(--surface)', color: 'var(--text)' }}
            itemStyle={{ color: 'var(--text)' }}
            isAnimationActive={false}
          />
          {series.map(({ key, label, tone }, index) =>
            kind === 'line' ? (
              <Line key={key} dataKey={key} name={label} stroke={toneColor(tone)} strokeWidth={2.5} strokeDasharray={DASHES[index % DASHES.length]!} dot={{ r: 3 + index, strokeDasharray: '' }} connectNulls isAnimationActive={false} />
            ) : (
              <Bar
                key={key}
                dataKey={key}
                name={label}
                fill={fill(tone)}
                stroke={toneColor(tone)}
                maxBarSize={26}
                radius={kind === 'stacked' || across ? 0 : [3, 3, 0, 0]}
                isAnimationActive={false}
                {...((kind === 'stacked' || across) && { stackId: 'all' })}
              />
            ),
          )}
        </Chart>
      </ResponsiveContainer>
    </div>
  );
}
