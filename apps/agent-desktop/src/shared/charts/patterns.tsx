import type { Tone } from './chart';

const COLORS: Record<Tone, string> = {
  accent: 'var(--accent-solid)',
  good: 'var(--good)',
  warn: 'var(--warn)',
  danger: 'var(--danger)',
  muted: 'var(--control-border)',
};
const MARKS: Record<Tone, string | undefined> = {
  accent: undefined,
  good: 'M-2 2l4-4M0 8l8-8M6 10l4-4',
  warn: 'M0 2h8M0 6h8',
  danger: 'M0 0l8 8M8 0L0 8',
  muted: 'M2 0v8M6 0v8',
};

export const toneColor = (tone: Tone): string => COLORS[tone];

/** The pattern of a tone: whole, striped, lined, crossed, barred. */
export function Pattern({ id, tone }: { id: string; tone: Tone }) {
  const mark = MARKS[tone];
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill={COLORS[tone]} fillOpacity={mark ? 0.3 : 1} />
      {mark && <path d={mark} stroke={COLORS[tone]} strokeWidth="1.6" />}
    </pattern>
  );
}
