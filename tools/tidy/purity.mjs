const because = 'a file without a suffix is pure: time, chance and the world come in as arguments';

/** Files without a suffix in the services and in event-sourcing decide; what they decide depends on nothing but their input. */
export const pureFiles = {
  files: [
    'apps/{agent-gateway,channel-ingestion,conversation,routing,wrap-up-reporting}/src/**/!(*.*).ts',
    'libs/event-sourcing/src/**/!(*.*).ts',
  ],
  ignores: ['**/main.ts', '**/testing.ts', '**/testing/**'],
};

/** Constructors excepted: what Nest injects is a list, and a command is made in one place. */
export const shortParameterLists = [
  'FunctionDeclaration[params.length>5]',
  'ArrowFunctionExpression[params.length>5]',
  "MethodDefinition[kind!='constructor'] > FunctionExpression[params.length>5]",
].map((selector) => ({ selector, message: 'More than five parameters: take an object.' }));

const adapters = ['@parley/event-store', '@parley/message-bus', '@parley/read-store', '@parley/service-kit'];

export const pureRules = {
  'no-restricted-globals': [
    'error',
    ...['process', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'performance', 'crypto'].map((name) => ({ name, message: because })),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: because },
    { object: 'Math', property: 'random', message: because },
  ],
  'no-restricted-syntax': ['error', ...shortParameterLists, { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: because }],
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        { group: ['node:*', '@nestjs/*', 'pg', 'typeorm', 'fastify', 'kafkajs', '@eventstore/*'], message: because },
        { group: adapters.flatMap((name) => [name, `${name}/*`]), allowTypeImports: true, message: because },
      ],
    },
  ],
};
