import { parseContactCenter } from './load-contact-center';

const file = (support: string, sales = '', ana = '', top = ''): string => `numbers:
  - { phoneNumberId: "1", displayNumber: "+1", queue: support }
queues:
  - id: support
    name: Support
    agents: [ana]
${support}
  - id: sales
    name: Sales
    agents: [ana]
${sales}
agents:
  - id: ana
    name: Ana
${ana}
wrapUp:
  defaultReason: none
  reasons: [{ id: none, name: { en: None, es: Ninguno } }]
${top}`;

const mistakes = (text: string): string => {
  try {
    parseContactCenter(text);
    return 'none';
  } catch (error) {
    return (error as Error).message.replaceAll('contact-center.yaml:', '');
  }
};

describe('how a queue is routed', () => {
  it('is the longest available, without priority, overflow, skills or last agent, where the file does not say', () => {
    const { config } = parseContactCenter(file(''));
    expect(config.queues[0]).toEqual({
      id: 'support',
      name: 'Support',
      agents: ['ana'],
      offerTimeoutSeconds: 30,
      serviceLevelSeconds: 60,
      whenTransferNotAccepted: 'requeue',
      routing: 'longest-available',
      priority: 0,
      lastAgent: false,
    });
    expect(config.agents[0]).not.toHaveProperty('skills');
  });

  it('is as the file says', () => {
    const said = '    { skills: { french: 3 }, routing: most-skilled, priority: -2, lastAgent: true, overflow: { afterSeconds: 20, queue: sales } }';
    const lines = said.trim().slice(1, -1).split(/, (?=routing|priority|lastAgent|overflow)/).map((line) => `    ${line.trim()}`);
    const { config } = parseContactCenter(file(lines.join('\n'), '', '    skills: { french: 9 }'));
    expect(config.queues[0]).toMatchObject({ skills: { french: 3 }, routing: 'most-skilled', priority: -2, lastAgent: true, overflow: { afterSeconds: 20, queue: 'sales' } });
    expect(config.agents[0]).toMatchObject({ skills: { french: 9 } });
  });

  it.each([
    ['a method that is none', '    routing: loudest', '7: queues[0].routing: '],
    ['a level above ten', '    skills: { french: 11 }', '7: queues[0].skills.french: '],
    ['a level of zero', '    skills: { french: 0 }', '7: queues[0].skills.french: '],
    ['a skill that nobody has', '    skills: { greek: 2 }', '7: queues[0].skills.greek: no agent has the skill "greek"'],
    ['overflow into nowhere', '    overflow: { afterSeconds: 5, queue: nowhere }', '7: queues[0].overflow.queue: there is no queue with the id "nowhere"'],
    ['overflow into itself', '    overflow: { afterSeconds: 5, queue: support }', '7: queues[0].overflow.queue: overflow of "support" leads back to itself'],
    ['overflow without a time', '    overflow: { queue: sales }', '7: queues[0].overflow.afterSeconds: '],
    ['an unknown key of overflow', '    overflow: { afterSeconds: 5, queue: sales, loud: 1 }', '7: queues[0].overflow.loud: is not a known key'],
    ['a priority that is no integer', '    priority: 1.5', '7: queues[0].priority: '],
    ['last agent that is no yes or no', '    lastAgent: maybe', '7: queues[0].lastAgent: '],
  ])('cannot be %s', (_, support, expected) => {
    expect(mistakes(file(support, '', '    skills: { french: 9 }'))).toContain(expected);
  });

  it('never overflows in a circle', () => {
    const round = file('    overflow: { afterSeconds: 5, queue: sales }', '    overflow: { afterSeconds: 5, queue: support }');
    expect(mistakes(round).match(/leads back to itself/g)).toHaveLength(2);
  });
});

describe('the grace time of lost connections', () => {
  it('is a minute where the file does not say, and whole seconds where it does', () => {
    expect(parseContactCenter(file('')).config.connectionGraceSeconds).toBe(300);
    expect(parseContactCenter(file('', '', '', 'connectionGraceSeconds: 5')).config.connectionGraceSeconds).toBe(5);
    expect(mistakes(file('', '', '', 'connectionGraceSeconds: 0'))).toContain('connectionGraceSeconds: ');
  });
});
