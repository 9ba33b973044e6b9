export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What of the file names something, as far as it can be read: a part of another shape is reported as such and names nothing. */
interface Named {
  readonly id: string | undefined;
}
interface QueueNames extends Named {
  readonly agents: readonly (string | undefined)[];
  readonly skills: readonly string[];
  readonly overflow: { readonly to: string | undefined } | undefined;
}

/** References that lead nowhere and things that are there twice, also beside mistakes of another kind. */
export function inconsistencies(given: unknown): readonly Mistake[] {
  const file = fields(given);
  const numbers = list(file['numbers']).map(fields);
  const queues = list(file['queues']).map(queueNames);
  const agents = list(file['agents']).map(named);
  const wrapUp = fields(file['wrapUp']);
  const reasons = list(wrapUp['reasons']).map(named);
  const skills = new Set(list(file['agents']).flatMap((agent) => Object.keys(fields(fields(agent)['skills']))));
  return [
    ...twice(['numbers'], 'phoneNumberId', numbers.map(({ phoneNumberId }) => text(phoneNumberId))),
    ...twice(['queues'], 'id', ids(queues)),
    ...twice(['agents'], 'id', ids(agents)),
    ...list(file['agents']).flatMap((agent, at) => twice(['agents', at, 'roles'], undefined, list(fields(agent)['roles']).map(text))),
    ...twice(['idleReasons'], 'id', ids(list(file['idleReasons']).map(named))),
    ...twice(['wrapUp', 'reasons'], 'id', ids(reasons)),
    ...numbers.flatMap(({ queue }, at) => unknown('queue', text(queue), ids(queues), ['numbers', at, 'queue'])),
    ...queues.flatMap((queue, at) => [
      ...queue.agents.flatMap((agent, index) => unknown('agent', agent, ids(agents), ['queues', at, 'agents', index])),
      ...twice(['queues', at, 'agents'], undefined, queue.agents),
      ...queue.skills.flatMap((skill) =>
        skills.has(skill) ? [] : [{ path: ['queues', at, 'skills', skill], message: `no agent has the skill ${JSON.stringify(skill)}` }],
      ),
      ...overflowMistakes(queue, queues).map((message) => ({ path: ['queues', at, 'overflow', 'queue'], message })),
    ]),
    ...forQueues('cannedResponses', file, queues),
    ...forQueues('templates', file, queues),
    ...unknown('wrap-up reason', text(wrapUp['defaultReason']), ids(reasons), ['wrapUp', 'defaultReason']),
  ];
}

/** What agents choose from, for every queue or for those that it names. */
function forQueues(key: 'cannedResponses' | 'templates', file: Readonly<Record<string, unknown>>, queues: readonly Named[]): readonly Mistake[] {
  const choices = list(file[key]);
  return [
    ...twice([key], 'id', ids(choices.map(named))),
    ...choices.flatMap((choice, at) => {
      const path = [key, at, 'queues'];
      const names = list(fields(choice)['queues']).map(text);
      return [...names.flatMap((queue, index) => unknown('queue', queue, ids(queues), [...path, index])), ...twice(path, undefined, names)];
    }),
  ];
}

/** Overflow leads to another queue, and never round in a circle: a request would wander for as long as nobody is there. */
function overflowMistakes(queue: QueueNames, queues: readonly QueueNames[]): readonly string[] {
  const next = (from: QueueNames): QueueNames | undefined => queues.find(({ id }) => id !== undefined && id === from.overflow?.to);
  if (queue.overflow?.to === undefined) return [];
  if (!next(queue)) return [`there is no queue with the id ${JSON.stringify(queue.overflow.to)}`];
  let reached = next(queue);
  for (let steps = 0; reached && steps < queues.length; steps += 1) {
    if (reached.id === queue.id) return [`overflow of ${JSON.stringify(queue.id)} leads back to itself`];
    reached = next(reached);
  }
  return [];
}

function unknown(what: string, id: string | undefined, known: readonly (string | undefined)[], path: readonly PropertyKey[]): Mistake[] {
  return id === undefined || known.includes(id) ? [] : [{ path, message: `there is no ${what} with the id ${JSON.stringify(id)}` }];
}

function twice(path: readonly PropertyKey[], key: string | undefined, values: readonly (string | undefined)[]): Mistake[] {
  return values.flatMap((value, at) =>
    value === undefined || values.indexOf(value) === at
      ? []
      : [{ path: [...path, at, ...(key ? [key] : [])], message: `${JSON.stringify(value)} is there twice` }],
  );
}

function queueNames(given: unknown): QueueNames {
  const { agents, skills, overflow } = fields(given);
  return {
    ...named(given),
    agents: list(agents).map(text),
    skills: Object.keys(fields(skills)),
    overflow: overflow === undefined ? undefined : { to: text(fields(overflow)['queue']) },
  };
}

const named = (given: unknown): Named => ({ id: text(fields(given)['id']) });
const ids = (all: readonly Named[]) => all.map(({ id }) => id);
const text = (given: unknown): string | undefined => (typeof given === 'string' ? given : undefined);
const list = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : []);
const fields = (given: unknown): Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Record<string, unknown>) : {};
