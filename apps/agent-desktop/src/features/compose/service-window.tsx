import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../../shared/i18n/use-texts';
import { WINDOW_SHORT_MS } from '../../shared/time/service-window';
import { roughSpan } from '../../shared/time/spans';
import { useNow } from '../../shared/time/use-now';
import { Icon } from '../../shared/ui/icon';
import styles from './compose.module.css';

/** How long WhatsApp still allows free text. */
export function ServiceWindow({ until }: { until: string }) {
  const t = useTexts();
  const left = Date.parse(until) - useNow();
  return (
    <span className={styles.window} data-short={left < WINDOW_SHORT_MS || undefined} title={t['conversation.window.why']}>
      <Icon name="clock" size={15} />
      {left < WINDOW_SHORT_MS ? t['compose.windowShort']({ left: roughSpan(left) }) : t['conversation.window.left']({ left: roughSpan(left) })}
    </span>
  );
}

/** Stands where the agent would write when WhatsApp takes no free text any more: a template still goes out. */
export function WindowClosed({ onTemplate }: { onTemplate: () => void }) {
  const t = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  // As the field that stands here otherwise, which may have had the keyboard until now.
  useEffect(() => button.current?.focus(), []);
  return (
    <div className={styles.closed}>
      <Icon name="clock" size={20} />
      <div role="status">
        <strong>{t['conversation.window.closed']}</strong>
        <p>
          {t['conversation.window.why']} {t['template.why']}
        </p>
      </div>
      <Button ref={button} id="reply" className="button" data-kind="primary" onPress={onTemplate}>
        <Icon name="file" />
        {t['compose.template']}
      </Button>
    </div>
  );
}
