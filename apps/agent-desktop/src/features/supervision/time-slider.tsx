import { Label } from 'react-aria-components/Label';
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components/Slider';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { Icon } from '../../shared/ui/icon';
import { SteadyButton } from '../../shared/ui/steady-button';
import { momentOf } from './moment';
import styles from './supervision.module.css';
import timeline from './timeline.module.css';

interface SliderProps {
  /** How many events there are. */
  readonly total: number;
  readonly at: number;
  /** Of the event at `at`, once it was read. */
  readonly time: string | undefined;
  /** How many events came since whoever looks back left now. */
  readonly newer: number;
  readonly onTravel: (index: number) => void;
}

/** Travels through the conversation's time, event by event. */
export function TimeSlider({ total, at, time, newer, onTravel }: SliderProps) {
  const t = useTexts();
  const locale = useLocale();
  const last = total - 1;
  const now = at === last;
  const step = (name: string, to: number, back: boolean, can: boolean) => (
    <SteadyButton className={`icon-button ${timeline.step}`} aria-label={name} can={can} onPress={() => onTravel(to)} data-back={back || undefined}>
      <Icon name="back" />
    </SteadyButton>
  );
  // Whoever hears where the slider stands counts from one.
  return (
    <div className={timeline.travel} data-then={!now || undefined}>
      {step(t['timeline.previous'], at - 1, true, at > 0)}
      <Slider className={timeline.slider} value={at + 1} minValue={1} maxValue={Math.max(total, 2)} onChange={(value) => onTravel((value as number) - 1)} isDisabled={last === 0}>
        <Label className="visually-hidden">{t['timeline.travel']}</Label>
        <SliderTrack className={timeline.track}>
          {() => (
            <>
              <span className={timeline.passed} style={{ width: `${(at / Math.max(last, 1)) * 100}%` }} />
              <SliderThumb className={timeline.thumb} />
            </>
          )}
        </SliderTrack>
      </Slider>
      {step(t['timeline.next'], at + 1, false, !now)}
      <span className={timeline.moment}>
        <span className="tabular">{time === undefined ? '…' : momentOf(time, locale)}</span>
        <span className={styles.line}>{now ? t['timeline.now'] : t['timeline.of']({ at: at + 1, of: total })}</span>
      </span>
      <SteadyButton className="button" can={!now} onPress={() => onTravel(last)}>
        {newer > 0 ? t['timeline.newer']({ count: newer }) : t['timeline.last']}
      </SteadyButton>
    </div>
  );
}
