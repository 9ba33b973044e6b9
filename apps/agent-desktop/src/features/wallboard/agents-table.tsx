import type { AgentOverview, Wallboard } from '@parley/contracts';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useTexts } from '../../shared/i18n/use-texts';
import { navigate, supervisionPath } from '../../shared/router';
import { useIdleReasons, useStateName } from '../../shared/state-names';
import { Avatar } from '../../shared/ui/avatar';
import { Elapsed } from '../../shared/ui/elapsed';
import { Icon } from '../../shared/ui/icon';
import { SelectField } from '../../shared/ui/select-field';
import { inOrder } from './wallboard-state';
import tables from './tables.module.css';
import styles from './wallboard.module.css';

const ALL = '*';

interface AgentsTableProps {
  readonly board: Wallboard;
  readonly onChangeState: (agent: AgentOverview) => void;
}

/** One row an agent: who needs a look first. */
export function AgentsTable({ board: { agents, queues }, onChangeState }: AgentsTableProps) {
  const t = useTexts();
  const [queue, setQueue] = useState(ALL);
  const [withOffline, setWithOffline] = useState(true);
  const nameOf = useStateName(useIdleReasons());
  const shown = inOrder(agents).filter((agent) => (queue === ALL || agent.queues.includes(queue)) && (withOffline || agent.state.name !== 'offline'));
  const options = [{ id: ALL, name: t['wallboard.filter.all'] }, ...queues.map(({ queueId, name }) => ({ id: queueId, name }))];
  return (
    <section className={styles.panel} aria-labelledby="wallboard-agents">
      <header className={styles.panelHead}>
        <h2 id="wallboard-agents">{t['wallboard.agents']}</h2>
        <label className={styles.check}>
          <input type="checkbox" checked={withOffline} onChange={(event) => setWithOffline(event.target.checked)} />
          {t['wallboard.filter.offline']}
        </label>
        <SelectField label={t['wallboard.filter.queue']} options={options} chosen={queue} onChoose={setQueue} />
      </header>
      <div className={tables.scroll} tabIndex={0} role="group" aria-labelledby="wallboard-agents">
        <table className={tables.table} aria-labelledby="wallboard-agents">
          <thead>
            <tr>
              {([t['wallboard.agent'], t['wallboard.state'], t['wallboard.since'], t['wallboard.load'], t['wallboard.queues']] as const).map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{t['wallboard.actions']}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((agent) => (
              <AgentRow key={agent.agentId} agent={agent} queues={queues} nameOf={nameOf} onChangeState={onChangeState} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p className={tables.none}>{t['wallboard.agents.none']}</p>}
      </div>
    </section>
  );
}

interface AgentRowProps extends Pick<AgentsTableProps, 'onChangeState'> {
  readonly agent: AgentOverview;
  readonly queues: Wallboard['queues'];
  readonly nameOf: ReturnType<typeof useStateName>;
}

function AgentRow({ agent, queues, nameOf, onChangeState }: AgentRowProps) {
  const t = useTexts();
  const { name, state, capacity } = agent;
  const served = queues.filter(({ queueId }) => agent.queues.includes(queueId)).map((queue) => queue.name);
  return (
    <tr>
      <th scope="row">
        <span className={tables.person}>
          <Avatar name={name} size={28} /> {name}
        </span>
      </th>
      <td>
        <State agent={agent} nameOf={nameOf} />
      </td>
      <td className="tabular">
        <Elapsed since={state.since} label={t['wallboard.since.of']({ name })} />
      </td>
      <td>
        <Load {...capacity} />
      </td>
      <td className={tables.served}>{served.join(', ')}</td>
      <td>
        <Actions agent={agent} onChangeState={onChangeState} />
      </td>
    </tr>
  );
}

function State({ agent: { state, connection }, nameOf }: Pick<AgentRowProps, 'agent' | 'nameOf'>) {
  const t = useTexts();
  return (
    <span className={tables.states}>
      <span className={tables.state} data-state={state.name}>
        {nameOf(state)}
      </span>
      {state.pending && <span className={tables.pending}>{t['wallboard.pending']({ state: nameOf(state.pending) })}</span>}
      {connection.state === 'lost' && state.name !== 'offline' && (
        <span className={tables.lost}>
          <Icon name="alert" size={14} />
          {t['wallboard.lost']}
          {connection.lostAt && <Elapsed since={connection.lostAt} label={t['wallboard.lost']} />}
        </span>
      )}
    </span>
  );
}

/** One mark a place, the taken ones filled. */
function Load({ used, max }: { used: number; max: number }) {
  const t = useTexts();
  return (
    <span className={tables.load}>
      <span aria-hidden="true" className={tables.places}>
        {Array.from({ length: Math.min(max, 10) }, (_, place) => (
          <span key={place} data-taken={place < used || undefined} />
        ))}
      </span>
      <span className="tabular" aria-hidden="true">
        {used}/{max}
      </span>
      <span className="visually-hidden">{t['wallboard.load.of']({ used, max })}</span>
    </span>
  );
}

function Actions({ agent, onChangeState }: Pick<AgentRowProps, 'agent' | 'onChangeState'>) {
  const t = useTexts();
  const act = (key: string | number) => {
    if (key === 'state') onChangeState(agent);
    else navigate(`${supervisionPath()}?status=open&agent=${encodeURIComponent(agent.agentId)}`);
  };
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label={t['wallboard.actions.of']({ name: agent.name })}>
        <Icon name="chevron" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" onAction={act}>
          {agent.state.name !== 'offline' && (
            <MenuItem id="state" className="menu-item">
              <Icon name="contact" /> {t['wallboard.changeState']}
            </MenuItem>
          )}
          <MenuItem id="conversations" className="menu-item">
            <Icon name="chat" /> {t['wallboard.showConversations']}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
