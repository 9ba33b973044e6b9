import type { Target } from '@parley/contracts';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useTexts } from '../i18n/use-texts';
import { Icon } from './icon';
import styles from './target-kind.module.css';

interface TargetKindProps {
  readonly label: string;
  readonly value: Target['type'];
  readonly onChange: (type: Target['type']) => void;
}

/** Queue or agent: exactly one. */
export function TargetKind({ label, value, onChange }: TargetKindProps) {
  const t = useTexts();
  return (
    <RadioGroup
      className={styles.kinds}
      aria-label={label}
      orientation="horizontal"
      value={value}
      onChange={(next) => onChange(next as Target['type'])}
    >
      <Radio value="queue" className={styles.kind}>
        <Icon name="people" />
        {t['request.queue']}
      </Radio>
      <Radio value="agent" className={styles.kind}>
        <Icon name="contact" />
        {t['request.agent']}
      </Radio>
    </RadioGroup>
  );
}
