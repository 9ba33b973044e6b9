import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTexts } from '../i18n/use-texts';
import { Boundary } from './boundary';
import { useFocusHandedOn } from './keep-focus';
import { Trouble } from './trouble';

interface Places {
  /** What stands there until the code is in. */
  readonly waiting: ReactNode;
  /** The place of `trouble` where it does not come. */
  readonly failed: (trouble: ReactNode) => ReactNode;
}

/** A component whose code comes when it is first shown. Where it does not come, that is said in its place, and it can be asked for again. */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>) {
  const fresh = () =>
    lazy(async () => {
      try {
        return { default: await load() };
      } catch (error) {
        // It remembers its failure for good: asking again takes another one.
        current = fresh();
        throw error;
      }
    });
  let current = fresh();
  return function LazyPart({ places: { waiting, failed }, ...props }: P & { readonly places: Places }) {
    const [Part, setPart] = useState(() => current);
    const trouble = (again: () => void) => {
      const ask = () => {
        setPart(() => current);
        again();
      };
      return failed(<PartTrouble onAgain={ask} />);
    };
    return (
      <Boundary instead={trouble}>
        <Suspense fallback={waiting}>
          <Part {...(props as unknown as P)} />
        </Suspense>
      </Boundary>
    );
  };
}

/** A newer version may have taken the place of the one that this page is of: then only reloading helps. */
function PartTrouble({ onAgain }: { onAgain: () => void }) {
  const t = useTexts();
  useFocusHandedOn([]);
  return (
    <Trouble text={t['app.partFailed']}>
      <Button className="button" onPress={onAgain}>
        {t['app.tryAgain']}
      </Button>
      <Button className="button" data-kind="quiet" onPress={() => window.location.reload()}>
        {t['app.reload']}
      </Button>
    </Trouble>
  );
}
