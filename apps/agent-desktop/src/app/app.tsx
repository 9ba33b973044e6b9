import { I18nProvider } from 'react-aria-components/I18nProvider';
import { SignIn } from '../features/sign-in/sign-in';
import { useSession } from '../shared/api/session';
import { useLanguage } from '../shared/preferences';
import { Announcer } from '../shared/ui/announcer';
import { Notices } from '../shared/ui/notices';
import { SignedIn } from './signed-in';

/** The whole desktop: the sign-in page without a session, an agent's or a supervisor's pages with one. */
export function App() {
  const session = useSession();
  const language = useLanguage();
  return (
    <I18nProvider locale={language === 'es' ? 'es-ES' : 'en-US'}>
      {session === undefined ? <SignIn /> : <SignedIn key={session} />}
      <Notices />
      <Announcer />
    </I18nProvider>
  );
}
