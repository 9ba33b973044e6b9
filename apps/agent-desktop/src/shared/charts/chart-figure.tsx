import { type ReactNode, useId } from 'react';
import { useTexts } from '../i18n/use-texts';
import { lazyPart } from '../ui/lazy-part';
import type { ChartData } from './chart';
import styles from './charts.module.css';
import { Pattern, toneColor } from './patterns';

// The library that draws is large, and only these pages need it.
const DrawnChart = lazyPart(() => import('./drawn-chart').then(({ DrawnChart }) => DrawnChart));
const inDrawing = (content?: ReactNode) => <div className={styles.drawing}>{content}</div>;
const PLACES = { waiting: inDrawing(), failed: inDrawing };

/** A chart with its legend, and the same numbers as a table for whoever opens it. */
export function ChartFigure({ title, data, note }: { title: string; data: ChartData; note?: string }) {
  const t = useTexts();
  const id = useId();
  const { series, points, axis, format } = data;
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <figcaption className={styles.caption}>
        <span id={id}>{title}</span>
        {series.length > 1 && (
          <span className={styles.legend} aria-hidden="true">
            {series.map(({ key, label, tone }) => (
              <span key={key} className={styles.key}>
                <svg width="14" height="14">
                  <defs>
                    <Pattern id={`${id}${key}`} tone={tone} />
                  </defs>
                  <rect x="0.5" y="0.5" width="13" height="13" rx="3" fill={`url(#${id}${key})`} stroke={toneColor(tone)} />
                </svg>
                {label}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      <DrawnChart places={PLACES} data={data} />
      {note && <p className={styles.note}>{note}</p>}
      <details className={styles.numbers}>
        <summary>{t['chart.asTable']}</summary>
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={title}>
          <table>
            <caption className="visually-hidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">{axis}</th>
                {series.map(({ key, label }) => (
                  <th key={key} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map(({ label, values }, row) => (
                <tr key={row}>
                  <th scope="row">{label}</th>
                  {series.map(({ key }) => (
                    <td key={key}>{values[key] === undefined ? '–' : format(values[key])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
