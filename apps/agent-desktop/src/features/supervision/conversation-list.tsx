import type { ConversationSummary } from '@parley/contracts';
import { useEffect, useState } from 'react';
import { useTexts } from '../../shared/i18n/use-texts';
import { useLocale } from '../../shared/preferences';
import { navigate, supervisionPath, useQuery } from '../../shared/router';
import { dateAndTime } from '../../shared/time/spans';
import { Avatar } from '../../shared/ui/avatar';
import { Elapsed } from '../../shared/ui/elapsed';
import { Icon } from '../../shared/ui/icon';
import { LiveChip, type Liveness } from '../../shared/ui/live-chip';
import { SelectField } from '../../shared/ui/select-field';
import { SteadyButton } from '../../shared/ui/steady-button';
import { Trouble } from '../../shared/ui/trouble';
import type { Names } from './people';
import { StatusChip, useStatusNames } from './status-chip';
import list from './list.module.css';
import styles from './supervision.module.css';
import type { useConversations } from './use-conversations';

const ALL = '*';
const TYPING_MS = 300;

interface ListProps {
  readonly liveness: Liveness;
  readonly found: ReturnType<typeof useConversations>;
  readonly names: Names;
  readonly selected: string | undefined;
  readonly onOpen: (conversationId: string) => void;
}

/** Search, filters and what they find, the newest first. */
export function ConversationList({ liveness, found, names, selected, onOpen }: ListProps) {
  const t = useTexts();
  const { items, before, failed, loading } = found;
  return (
    <section className={styles.list} aria-labelledby="supervise-title">
      <header className={list.filters}>
        <div className={list.title}>
          <h1 id="supervise-title">{t['supervise.title']}</h1>
          <LiveChip liveness={liveness} />
        </div>
        <Filters names={names} selected={selected} />
      </header>
      <p className={list.count} role="status">
        {(loading || failed) && items.length === 0 ? '' : items.length === 0 ? t['supervise.none'] : t['supervise.count']({ count: items.length, more: before !== undefined })}
      </p>
      <Trouble text={failed ? t['supervise.failed'] : undefined} />
      <ul className={list.items} aria-labelledby="supervise-title">
        {items.map((item) => (
          <Item key={item.conversationId} item={item} selected={item.conversationId === selected} onOpen={onOpen} />
        ))}
        {before && (
          <li className={list.more}>
            <SteadyButton className="button" onPress={found.more} busy={loading}>
              {t['supervise.more']}
            </SteadyButton>
          </li>
        )}
      </ul>
    </section>
  );
}

function Filters({ names, selected }: { names: Names; selected: string | undefined }) {
  const t = useTexts();
  const query = useQuery();
  const statuses = useStatusNames();
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    if (value === '' || value === ALL) next.delete(name);
    else next.set(name, value);
    const text = next.toString();
    navigate(`${supervisionPath(selected)}${text && `?${text}`}`, { replace: true });
  };
  const chosen = (name: string) => query.get(name) ?? ALL;
  return (
    <div role="search" aria-label={t['supervise.filters']} className={list.fields}>
      <SearchInput value={query.get('search') ?? ''} onSearch={(value) => set('search', value)} />
      <SelectField
        label={t['supervise.status']}
        chosen={chosen('status')}
        onChoose={(id) => set('status', id)}
        options={[{ id: ALL, name: t['supervise.status.all'] }, { id: 'open', name: t['supervise.status.open'] }, ...statuses]}
      />
      <SelectField label={t['supervise.queue']} chosen={chosen('queue')} onChoose={(id) => set('queue', id)} options={[{ id: ALL, name: t['supervise.queue.all'] }, ...names.queues]} />
      <SelectField label={t['supervise.agent']} chosen={chosen('agent')} onChoose={(id) => set('agent', id)} options={[{ id: ALL, name: t['supervise.agent.all'] }, ...names.agents]} />
    </div>
  );
}

/** What is written is looked for when the writing pauses; what the address says otherwise, by Back or a link, stands here. */
function SearchInput({ value, onSearch }: { value: string; onSearch: (value: string) => void }) {
  const t = useTexts();
  const [text, setText] = useState(value);
  const [lookedFor, setLookedFor] = useState(value);
  if (value !== lookedFor) {
    setLookedFor(value);
    setText(value);
  }
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => {
      setLookedFor(text.trim());
      onSearch(text.trim());
    }, TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className={list.search}>
      <Icon name="search" />
      <input
        type="search"
        className="input"
        aria-label={t['supervise.search']}
        placeholder={t['supervise.search']}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}

function Item({ item, selected, onOpen }: { item: ConversationSummary; selected: boolean; onOpen: ListProps['onOpen'] }) {
  const t = useTexts();
  const locale = useLocale();
  const { customer, queue, agents, startedAt, waitingSince } = item;
  const name = customer.name || customer.phone;
  return (
    <li>
      <button type="button" className={list.item} aria-current={selected || undefined} onClick={() => onOpen(item.conversationId)}>
        <Avatar name={name} size={34} plain />
        <span className={list.who}>
          <bdi className={list.name}>{name}</bdi>
          <span className={styles.line}>{customer.phone}</span>
        </span>
        <StatusChip status={item.status} />
        <span className={styles.line}>
          {queue.name} · {agents.map((agent) => agent.name).join(', ') || t['timeline.nobody']}
        </span>
        <span className={list.when}>
          {waitingSince ? (
            <span className={list.waits}>
              <Icon name="clock" size={13} /> <Elapsed since={waitingSince} label={t['supervise.waits']} />
            </span>
          ) : (
            dateAndTime(startedAt, locale)
          )}
        </span>
      </button>
    </li>
  );
}
