import { readFileSync } from 'node:fs';
import { ContactCenterConfig, type QueueConfig } from '@parley/contracts';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { BadSettings } from '../settings/settings';
import { ContactCenter } from './contact-center';

interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Reads `contact-center.yaml`. @throws BadSettings with every mistake, its path and its line */
export function loadContactCenter(file: string): ContactCenter {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new BadSettings([`CONTACT_CENTER_CONFIG: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`]);
  }
  return parseContactCenter(text, file);
}

/** @throws BadSettings */
export function parseContactCenter(text: string, file = 'contact-center.yaml'): ContactCenter {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0)
    throw new BadSettings(document.errors.map(({ pos, message }) => `${file}:${lines.linePos(pos[0]).line}: ${message.split('\n')[0]}`));

  const line = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth) as (string | number)[], true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const report = (mistakes: readonly Mistake[]) =>
    new BadSettings(mistakes.map(({ path, message }) => `${file}:${line(path)}: ${dotted(path) || 'file'}: ${message}`));

  const parsed = ContactCenterConfig.safeParse(document.toJS());
  if (!parsed.success) throw report(parsed.error.issues.flatMap(unknownKeysApart));
  const mistakes = inconsistencies(parsed.data);
  if (mistakes.length > 0) throw report(mistakes);
  return new ContactCenter(parsed.data);
}

/** An unknown key is reported at its own place, not at its parent's. */
function unknownKeysApart(issue: { code: string; path: PropertyKey[]; message: string; keys?: string[] }): Mistake[] {
  if (issue.code !== 'unrecognized_keys' || !issue.keys) return [issue];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is not a known key' }));
}

const dotted = (path: readonly PropertyKey[]) =>
  path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)), '');

/** References that lead nowhere and things that are there twice. */
function inconsistencies(config: ContactCenterConfig): Mistake[] {
  const { numbers, queues, agents, idleReasons, wrapUp } = config;
  const agentIds = new Set(agents.map(({ id }) => id));
  const queueIds = new Set(queues.map(({ id }) => id));
  const reasonIds = new Set(wrapUp.reasons.map(({ id }) => id));
  const skillIds = new Set(agents.flatMap(({ skills }) => Object.keys(skills ?? {})));
  const unknown = (what: string, id: string) => `there is no ${what} with the id ${JSON.stringify(id)}`;
  return [
    ...twice(['numbers'], 'phoneNumberId', numbers.map(({ phoneNumberId }) => phoneNumberId)),
    ...twice(['queues'], 'id', queues.map(({ id }) => id)),
    ...twice(['agents'], 'id', agents.map(({ id }) => id)),
    ...twice(['idleReasons'], 'id', idleReasons.map(({ id }) => id)),
    ...twice(['wrapUp', 'reasons'], 'id', wrapUp.reasons.map(({ id }) => id)),
    ...numbers.flatMap(({ queue }, at) =>
      queueIds.has(queue) ? [] : [{ path: ['numbers', at, 'queue'], message: unknown('queue', queue) }],
    ),
    ...queues.flatMap((queue, at) => [
      ...queue.agents.flatMap((agent, index) =>
        agentIds.has(agent) ? [] : [{ path: ['queues', at, 'agents', index], message: unknown('agent', agent) }],
      ),
      ...twice(['queues', at, 'agents'], undefined, queue.agents),
      ...Object.keys(queue.skills ?? {}).flatMap((skill) =>
        skillIds.has(skill) ? [] : [{ path: ['queues', at, 'skills', skill], message: `no agent has the skill ${JSON.stringify(skill)}` }],
      ),
      ...(queue.overflow ? overflowMistakes(queue, queues).map((message) => ({ path: ['queues', at, 'overflow', 'queue'], message })) : []),
    ]),
    ...(reasonIds.has(wrapUp.defaultReason)
      ? []
      : [{ path: ['wrapUp', 'defaultReason'], message: unknown('wrap-up reason', wrapUp.defaultReason) }]),
  ];
}

/** Overflow leads to another queue, and never round in a circle: a request would wander for as long as nobody is there. */
function overflowMistakes(queue: QueueConfig, queues: readonly QueueConfig[]): readonly string[] {
  const next = (from: QueueConfig): QueueConfig | undefined => queues.find(({ id }) => id === from.overflow?.queue);
  if (!next(queue)) return [`there is no queue with the id ${JSON.stringify(queue.overflow?.queue)}`];
  let reached = next(queue);
  for (let steps = 0; reached && steps < queues.length; steps += 1) {
    if (reached.id === queue.id) return [`overflow of ${JSON.stringify(queue.id)} leads back to itself`];
    reached = next(reached);
  }
  return [];
}

function twice(path: readonly PropertyKey[], key: string | undefined, values: readonly string[]): Mistake[] {
  return values.flatMap((value, at) =>
    values.indexOf(value) === at
      ? []
      : [{ path: [...path, at, ...(key ? [key] : [])], message: `${JSON.stringify(value)} is there twice` }],
  );
}
