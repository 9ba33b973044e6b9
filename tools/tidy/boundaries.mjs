const tests = ['@jest/globals', 'fast-check'];

/**
 * Who may use whom, by the one tag of each project. There is no rule for every project, so one without a tag may use nothing.
 *
 * `probes` are imports that each row forbids: `tidy.mjs` plants every one of them and expects the linter to refuse it.
 */
export const rows = [
  {
    tag: 'type:service',
    uses: ['type:contracts', 'type:core', 'type:adapter', 'type:kit'],
    probes: ['type:service', 'type:tool'],
  },
  {
    tag: 'type:desktop',
    uses: ['type:contracts'],
    packages: ['react', 'react/*', 'react-dom', 'react-dom/*', 'react-aria-components', 'react-aria-components/*', '@internationalized/*', 'zod', 'eventsource-parser', 'eventsource-parser/*', 'recharts', 'oauth4webapi', 'virtua', 'frimousse', 'emojibase-data/*', ...tests],
    probes: ['type:core', 'type:kit', 'type:adapter', 'pg'],
  },
  {
    tag: 'type:e2e',
    uses: ['type:contracts', 'type:tool'], // the running product
    packages: ['playwright-core', 'axe-core', ...tests],
    probes: ['type:core', 'type:kit', 'type:adapter', 'pg'],
  },
  { tag: 'type:adapter', uses: ['type:adapter', 'type:core', 'type:kit', 'type:contracts'], probes: ['type:service', 'type:tool'] },
  { tag: 'type:kit', uses: ['type:core', 'type:contracts'], probes: ['type:adapter', 'type:service'] },
  { tag: 'type:core', uses: ['type:core'], packages: ['uuid', 'lru-cache', ...tests], probes: ['type:contracts', 'type:kit', 'pg'] },
  { tag: 'type:contracts', uses: [], packages: ['zod', ...tests], probes: ['type:core', 'pg'] },
  // Of a service only its `domain`, `migrations` and `settings`: see `domainOnly`.
  { tag: 'type:tool', uses: ['type:contracts', 'type:core', 'type:kit', 'type:adapter', 'type:tool', 'type:service'], probes: ['type:desktop'] },
];

const services = '@parley/(agent-gateway|channel-ingestion|conversation|routing|wrap-up-reporting)';

/** Rules for tools: what decides in a service may be run without it, and so may its migrations; its settings are for those who start it. */
export const domainOnly = {
  'no-restricted-imports': ['error', { patterns: [{ regex: `^${services}(?!/(domain|migrations|settings)$)`, message: 'of a service a tool may use its domain, its migrations and its settings only' }] }],
};

/** The options of `@nx/enforce-module-boundaries`. */
export const boundaries = {
  enforceBuildableLibDependency: false,
  banTransitiveDependencies: true,
  allow: [],
  depConstraints: rows.map(({ tag, uses, packages }) => ({
    sourceTag: tag,
    onlyDependOnLibsWithTags: uses,
    ...(packages && { allowedExternalImports: packages }),
  })),
};
