import { Button } from 'react-aria-components/Button';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger, Separator } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { askForNotifications, notificationPermission } from '../shared/alerts/notification-permission';
import { useTexts } from '../shared/i18n/use-texts';
import {
  type Language,
  setLanguage,
  setNotifications,
  setSound,
  setTheme,
  type Theme,
  useLanguage,
  usePreference,
  useTheme,
} from '../shared/preferences';
import { Avatar } from '../shared/ui/avatar';
import { Icon, type IconName } from '../shared/ui/icon';
import { notify } from '../shared/ui/notices';
import styles from './top-bar.module.css';

/** Language, colours, how new requests are told, and for those without a state the way out. */
export function SettingsMenu({ name, onSignOut }: { name: string; onSignOut?: () => void }) {
  const t = useTexts();
  const language = useLanguage();
  const theme = useTheme();
  return (
    <MenuTrigger>
      <Button className={styles.person}>
        <Avatar name={name} size={34} />
        <span className="visually-hidden">
          {t['app.menu']} {name}
        </span>
      </Button>
      <Popover className="popover" placement="bottom end">
        {name && <p className={styles.signedInAs}>{name}</p>}
        <Menu className="menu" shouldCloseOnSelect={false} onAction={(key) => key === 'sign-out' && onSignOut?.()}>
          <Choice<Language>
            heading={t['app.language']}
            icon="globe"
            chosen={language}
            options={{ en: 'English', es: 'Español' }}
            onChoose={setLanguage}
          />
          <Choice<Theme>
            heading={t['app.theme']}
            icon="theme"
            chosen={theme}
            options={{ auto: t['app.theme.auto'], light: t['app.theme.light'], dark: t['app.theme.dark'] }}
            onChoose={setTheme}
          />
          <AlertChoices />
          {onSignOut && <Separator className="menu-separator" />}
          {onSignOut && (
            <MenuItem id="sign-out" className="menu-item">
              <Icon name="signOut" />
              {t['app.signOut']}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** How what is new is told; each of the two can be on or off. What the browser blocks is off, whatever was chosen. */
function AlertChoices() {
  const t = useTexts();
  const sound = usePreference('sound');
  const allowed = usePreference('notifications') && notificationPermission() !== 'denied';
  const choose = async (chosen: ReadonlySet<React.Key>) => {
    setSound(chosen.has('sound'));
    if (chosen.has('notifications') === allowed) return;
    setNotifications(!allowed);
    if (!allowed && (await askForNotifications()) !== 'granted') notify(t['app.notifications.blocked'], 'bad');
  };
  const selected = [...(sound ? ['sound'] : []), ...(allowed ? ['notifications'] : [])];
  return (
    <MenuSection
      selectionMode="multiple"
      selectedKeys={selected}
      onSelectionChange={(keys) => void choose(keys === 'all' ? new Set(['sound', 'notifications']) : keys)}
    >
      <Header className="menu-heading">
        <Icon name="bell" size={14} /> {t['app.alerts']}
      </Header>
      <ChoiceItem id="sound" text={t['app.sound']} />
      <ChoiceItem id="notifications" text={t['app.notifications']} />
    </MenuSection>
  );
}

function ChoiceItem({ id, text }: { id: string; text: string }) {
  return (
    <MenuItem id={id} className="menu-item" textValue={text}>
      {({ isSelected }) => (
        <>
          {text}
          {isSelected && (
            <span data-check>
              <Icon name="check" size={16} />
            </span>
          )}
        </>
      )}
    </MenuItem>
  );
}

interface ChoiceProps<K extends string> {
  readonly heading: string;
  readonly icon: IconName;
  readonly chosen: K;
  readonly options: Record<K, string>;
  readonly onChoose: (key: K) => void;
}

function Choice<K extends string>({ heading, icon, chosen, options, onChoose }: ChoiceProps<K>) {
  return (
    <MenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : [...keys];
        if (key !== undefined) onChoose(key as K);
      }}
    >
      <Header className="menu-heading">
        <Icon name={icon} size={14} /> {heading}
      </Header>
      {(Object.entries(options) as [K, string][]).map(([key, text]) => (
        <ChoiceItem key={key} id={key} text={text} />
      ))}
    </MenuSection>
  );
}
