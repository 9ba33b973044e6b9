import { parseContactCenter } from './load-contact-center';

const told = (text: string): string[] => {
  try {
    parseContactCenter(text);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').flatMap((line) => /contact-center\.yaml:(\d+: [^:]+)/.exec(line)?.[1] ?? []);
  }
};

it('tells all mistakes at once, of whatever kind, from top to bottom', () => {
  const text = `numbers:
  - { phoneNumberId: "1", displayNumber: "+1", queue: nowhere }
  - { phoneNumberId: "1", displayNumber: "+2", queue: support }
queues:
  - id: support
    name: Support
    agents: [ana, nobody]
    offerTimeoutSeconds: soon
    music: loud
agents:
  - { id: ana, name: Ana, roles: [queen] }
  - { id: ana, name: Ana again }
cannedResponses:
  - { id: hi, title: { en: Hi, es: Hola }, text: { en: Hi! }, queues: [support, nowhere] }
  - { id: hi, title: { en: Hi, es: Hola }, text: { en: Hi!, es: "" } }
templates:
  - { id: late, name: { en: Late, es: Tarde }, template: late_order, language: es, text: "Hi {{2}}", queues: [nowhere] }
  - { id: late, name: { en: Late }, template: late_order, language: es, text: "Hi", colour: red }
masking: { cardNumbers: perhaps, faces: true }
wrapUp:
  defaultReason: because
  reasons: [{ id: none, name: { en: None } }]
`;
  expect(told(text)).toEqual([
    '2: numbers[0].queue',
    '3: numbers[1].phoneNumberId',
    '7: queues[0].agents[1]',
    '8: queues[0].offerTimeoutSeconds',
    '9: queues[0].music',
    '11: agents[0].roles[0]',
    '12: agents[1].id',
    '14: cannedResponses[0].text.es',
    '14: cannedResponses[0].queues[1]',
    '15: cannedResponses[1].text.es',
    '15: cannedResponses[1].id',
    '17: templates[0].text',
    '17: templates[0].queues[0]',
    '18: templates[1].name.es',
    '18: templates[1].colour',
    '18: templates[1].id',
    '19: masking.cardNumbers',
    '19: masking.faces',
    '21: wrapUp.defaultReason',
    '22: wrapUp.reasons[0].name.es',
  ]);
});

it('tells the line of the key, also when what it stands for is a block', () => {
  const text = `numbers:
  - phoneNumberId: "1"
    displayNumber: "+1"
    queue:
      - support
queues:
  - id: support
    name: Support
    music:

      file: loud
    agents:
      - ana

      - nobody
agents:
  - id: ana
    name: Ana
    skills:

      french: 11
wrapUp:

  reasons:
    - id: none
      name: { en: None, es: Ninguno }
`;
  expect(told(text)).toEqual(['4: numbers[0].queue', '9: queues[0].music', '15: queues[0].agents[1]', '21: agents[0].skills.french', '22: wrapUp.defaultReason']);
});

it('tells what is there twice, beside all other mistakes', () => {
  const text = `numbers:
  - { phoneNumberId: "1", displayNumber: "+1", queue: support }
queues:
  - id: support
    name: Support
    name: Help
    agents: [ana, ana]
  - id: sales
    name: Sales
    agents: []
    offerTimeoutSeconds: soon
agents:
  - { id: ana, name: Ana, roles: [agent, supervisor, agent] }
cannedResponses:
  - { id: hi, title: { en: Hi, es: Hola }, text: { en: Hi!, es: Hola }, queues: [support, sales, support] }
wrapUp:
  defaultReason: none
  reasons: [{ id: none, name: { en: None, es: Ninguno } }]
  defaultReason: none
`;
  expect(told(text)).toEqual([
    '6: queues[0].name',
    '7: queues[0].agents[1]',
    '11: queues[1].offerTimeoutSeconds',
    '13: agents[0].roles[2]',
    '15: cannedResponses[0].queues[2]',
    '19: wrapUp.defaultReason',
  ]);
});

it.each(['', '7', '[]', 'numbers: 3\nqueues: { a: 1 }\nagents: [1, null, [x]]\nwrapUp: []', 'queues: [{ agents: 3, overflow: here, skills: [a] }]'])(
  'tells what is wrong with a file of another shape: %j',
  (text) => expect(told(text).length).toBeGreaterThan(0),
);
